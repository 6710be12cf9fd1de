"""Values of one column that are the same, written out and by their initials ("COD" and "Cash on Delivery")."""

import re
from collections.abc import Iterable
from functools import lru_cache

from tools.tables.catalog import Column

_WORD = re.compile(r"[^\W_]+")
_SHORT = re.compile(r"(?:[A-Z][.&]?){2,5}")
_SMALL = frozenset(
    {"of", "on", "and", "the", "in", "at", "by", "for", "to", "de", "du", "la", "von", "und", "et", "y", "e", "di"}
)


@lru_cache(maxsize=4096)
def short_forms(column: Column) -> dict[str, str]:
    """Return the values of a column that abbreviate exactly one other value, with the value written out."""
    return abbreviated(value for value, _ in column.values)


def abbreviated(values: Iterable[str]) -> dict[str, str]:
    """Return the capitals among values that are the initials of exactly one value of several words."""
    names = list(dict.fromkeys(values))
    spelled: dict[str, set[str]] = {}
    for name in names:
        words = [word.casefold() for word in _WORD.findall(name)]
        if len(words) > 1:
            telling = [word for word in words if word not in _SMALL]
            for initials in {"".join(word[0] for word in words), "".join(word[0] for word in telling)}:
                spelled.setdefault(initials, set()).add(name)
    found: dict[str, str] = {}
    for name in names:
        meant = (
            spelled.get("".join(_WORD.findall(name)).casefold(), set())
            if _SHORT.fullmatch(name.strip())
            else set()
        )
        if len(meant) == 1:
            found[name] = next(iter(meant))
    return found
