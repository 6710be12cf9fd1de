"""What a dictionary says that codes stand for: `1 = Low, 2 = High`, `Yes : had an accident before`."""

import re
from collections.abc import Sequence

from tools.tables.lexicon import either

_MOST = 60  # codes that one description explains
_SIGNS = r"=>?|:|–|—|->|→|\s-\s|-(?=[A-Za-zÀ-ž])"
_QUOTED = r"\s+(?=['\"‘“`])"
_ENDS = re.compile(r"[;\n|]|\)\s*(?:$|[,.;])|\.\s+(?=[A-Z])")
_TRAILING = re.compile(r"(?:[\s,.;:(\[]|\b(?:and|or|to|und|oder|bis|et|ou|à|y|o|a)(?=\s*$))+$")
_LONGEST = 80


def meanings(description: str, values: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Return the values of a column that its description explains, each with what it stands for, in its order.

    None where it explains one only, or most of what it explains stands for nothing but itself.
    """
    if not description or len(values) > _MOST:
        return ()
    codes = sorted({value.removesuffix(".0") for value in values}, key=len, reverse=True)
    if not codes:
        return ()
    spelled = "|".join(map(re.escape, codes))
    sign = rf"[`'\"]?\s*(?:{_SIGNS}|{either('explains')}\b)\s*"
    marks = list(re.finditer(rf"(?<![\w.\-])[`'\"(]?(?P<code>{spelled})(?:{sign}|{_QUOTED})", description))
    ends = [*(mark.start() for mark in marks[1:]), len(description)]
    found: dict[str, str] = {}
    for mark, end in zip(marks, ends, strict=False):
        text = _ENDS.split(description[mark.end() : end], maxsplit=1)[0]
        text = _TRAILING.sub("", text).strip(" `'\"‘’“”")
        if text and len(text) <= _LONGEST:
            found.setdefault(mark["code"], text)
    own = {value.removesuffix(".0"): value for value in values}
    told = {own[code]: text for code, text in found.items() if text.casefold() != code.casefold()}
    return tuple(told.items()) if len(told) > 1 else ()
