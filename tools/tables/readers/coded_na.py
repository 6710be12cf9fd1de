"""Whether "NA" is a code among codes (North America beside EMEA and APAC, Namibia) and not an empty cell."""

import re

import pandas as pd

NA = "NA"
KEPT = '"NA" is one of its codes, as no other column says so where it has nothing'
_CODE = re.compile(r"^[A-Z]{2,6}$")
_FEWEST, _MOST = 3, 300


def only_coded(frame: pd.DataFrame) -> str | None:
    """Return the one column that holds "NA" where it is a code among others in capitals, None for none.

    A program that writes "NA" for nothing does so in every column that lacks something, and leaves no cell empty.
    """
    holding = [str(name) for name in frame if (frame[name] == NA).any()]
    if len(holding) != 1:
        return None
    different = {str(cell).strip() for cell in frame[holding[0]].unique()} - {"", NA}
    coded = all(map(_CODE.match, different)) and _FEWEST <= len(different) + 1 <= _MOST
    return holding[0] if coded and len(different) > 1 else None
