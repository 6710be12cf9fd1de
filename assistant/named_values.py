"""Keeps names that a table's categories hold (a vet on duty, a sales representative) in questions about them."""

import re
from collections.abc import Callable, Iterator

from tools.tables.catalog import Catalog, Column

_CATEGORIES = frozenset({"segment", "multi_select", "outcome"})
_GUARDED = frozenset({"personal", "protected"})
_SHORTEST = 3
_WORD = re.compile(r"[^\W\d_]+")
_FIRST = 0xE000  # the private use area: no text that people write holds it, and nothing takes it for a name


def scrub_around(text: str, catalog: Catalog, scrub: Callable[[str], str]) -> str:
    """Return the text scrubbed, but for the names that are values of a category in a table.

    Such a value is stored as it is and named in answers about its column, so that it is no secret of the question;
    without it nobody could ask about "Dr Lund" where a column says which doctor treated whom.
    """
    kept: list[str] = []

    def hide(found: re.Match[str]) -> str:
        kept.append(found.group())
        return chr(_FIRST + len(kept) - 1)

    pattern = _pattern(text, catalog)
    masked = scrub(pattern.sub(hide, text) if pattern else text)
    for number, name in enumerate(kept):
        masked = masked.replace(chr(_FIRST + number), name)
    return masked


def _pattern(text: str, catalog: Catalog) -> re.Pattern[str] | None:
    """Return what finds the names in a text, the longest first; None when it holds none."""
    said = {word.casefold() for word in _WORD.findall(text)}
    names = {name for name in _names(catalog) if {word.casefold() for word in _WORD.findall(name)} <= said}
    if not names:
        return None
    longest = sorted(names, key=lambda name: (-len(name), name))
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest))})(?!\w)", re.IGNORECASE)


def _names(catalog: Catalog) -> Iterator[str]:
    """Yield every value of a category that is not personal, and the words written like names in it."""
    for table in catalog:
        for column in table.columns:
            if column.role in _CATEGORIES and not column.marks & _GUARDED:
                yield from _of_column(column)


def _of_column(column: Column) -> Iterator[str]:
    for value, _ in column.values:
        yield value
        yield from (word for word in _WORD.findall(value) if len(word) >= _SHORTEST and word.istitle())
