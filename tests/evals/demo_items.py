"""A question about the demo company with what its answer has to hold."""

from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd

Number = tuple[str, float, float]  # label, value, absolute tolerance


def item(
    category: str,
    question: str,
    numbers: Sequence[Number] = (),
    *,
    cite: Iterable[str] = (),
    any_of: Iterable[str] = (),
    mention: Iterable[Iterable[str]] = (),
    answerable: bool = True,
    note: str = "",
) -> dict[str, Any]:
    """Return a question with the numbers, sources and words that its answer has to hold."""
    return {
        "set": "demo",
        "category": category,
        "question": question,
        "answerable": answerable,
        "expected": {
            "numbers": [
                {"label": label, "value": round(float(value), 6), "tol_abs": slack}
                for label, value, slack in numbers
            ],
            "must_cite": list(cite),
            "must_cite_any": list(any_of),
            "must_mention": [list(group) for group in mention],
            "must_not": [],
            "must_split_by": [],
        },
        "note": note,
    }


def share(label: str, mask: "pd.Series[bool]") -> Number:
    """Return the percentage of rows of which something holds."""
    return f"{label} %", 100 * float(mask.mean()), 0.1


def count(label: str, value: float) -> Number:
    """Return a number that has to be met exactly."""
    return label, value, 0


def by(frame: pd.DataFrame, column: str, values: Iterable[str], what: str = "left") -> list[Number]:
    """Return the percentage for each of the values of a column."""
    return [share(value, frame.loc[frame[column] == value, what]) for value in values]
