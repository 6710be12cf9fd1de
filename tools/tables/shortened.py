"""Values of one column that are the same, written out and by their initials ("COD" and "Cash on Delivery")."""

import re
from functools import lru_cache

from tools.tables.catalog import Column
from tools.tables.lexicon import word_set

_WORD = re.compile(r"[^\W_]+")
_SHORT = re.compile(r"(?:[A-Z][.&]?){2,5}")


@lru_cache(maxsize=4096)
def short_forms(column: Column) -> dict[str, str]:
    """Return the values of a column that are the initials of exactly one other, with that one written out."""
    names = list(dict.fromkeys(value for value, _ in column.values))
    spelled: dict[str, set[str]] = {}
    for name in names:
        words = [word.casefold() for word in _WORD.findall(name)]
        if len(words) > 1:
            telling = [word for word in words if word not in word_set("joining")]
            for initials in {"".join(word[0] for word in words), "".join(word[0] for word in telling)}:
                spelled.setdefault(initials, set()).add(name)
    capitals = {name: "".join(_WORD.findall(name)).casefold() for name in names if _SHORT.fullmatch(name.strip())}
    meant = {name: spelled.get(initials, set()) for name, initials in capitals.items()}
    return {name: next(iter(full)) for name, full in meant.items() if len(full) == 1}
