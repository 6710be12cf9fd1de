"""Keeps what tables call their columns and categories (a vet on duty), and everyday words, in questions."""

import re
from collections.abc import Callable, Iterator, Set

from assistant.offline.lexicon import lexicon
from assistant.offline.releases import tells_release
from retrieval.privacy.lexicon import is_given, normal
from tools.tables.catalog import Catalog, Column

_CATEGORIES = frozenset({"segment", "multi_select", "outcome", "ordinal"})
_GUARDED = frozenset({"personal", "protected"})
_SHORTEST = 3
_WORD = re.compile(r"[^\W\d_]+")
_CAPITALS = re.compile(r"\b[A-ZÀ-Ž][a-zß-ž]+(?: [A-ZÀ-Ž][a-zß-ž]+)*\b")
_FIRST = 0xE000  # the private use area: no text that people write holds it, and nothing takes it for a name


def scrub_around(text: str, catalog: Catalog, scrub: Callable[[str], str]) -> str:
    """Return the text scrubbed, but for the names that the tables themselves use.

    Such a value is stored as it is and named in answers about its column, so that it is no secret of the question;
    without it nobody could ask about "Dr Lund" where a column says which doctor treated whom. What a column is
    called is told with every answer ("A free copy of Mastering The Interview"). Words that ask and nouns for
    people, which German writes like names ("Kündigen Frauen ...?"), come back where nothing but them was hidden.
    """
    names = _held(text, catalog)
    hidden = _around(text, names, scrub)
    lost = {run for run in _everyday_runs(text, names) if run not in hidden}
    return _around(text, names | lost, scrub) if lost else hidden


def spare_releases(text: str, catalog: Catalog, scrub: Callable[[str], str]) -> str:
    """Return the text scrubbed, but for the releases that a column holds: `2.23.14.79` is no network address."""
    released = (column for table in catalog for column in table.columns if not column.marks & _GUARDED)
    names = {value for column in released if tells_release(column) for value, _ in column.values if value in text}
    return _around(text, names, scrub)


def _around(text: str, names: Set[str], scrub: Callable[[str], str]) -> str:
    """Return a text scrubbed, but for the names given, the longest first."""
    if not names:
        return scrub(text)
    kept: list[str] = []

    def hide(found: re.Match[str]) -> str:
        kept.append(found.group())
        return chr(_FIRST + len(kept) - 1)

    longest = sorted(names, key=lambda name: (-len(name), name))
    masked = re.sub(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest))})(?!\w)", hide, text, flags=re.IGNORECASE)
    masked = scrub(masked)
    for number, name in enumerate(kept):
        masked = masked.replace(chr(_FIRST + number), name)
    return masked


def _held(text: str, catalog: Catalog) -> frozenset[str]:
    """Return the values of categories, and the stretches of columns' names, that stand in a text."""
    said = {word.casefold() for word in _WORD.findall(text)}
    values = {name for name in _names(catalog) if {word.casefold() for word in _WORD.findall(name)} <= said}
    return frozenset(values | {run for name in _columns(catalog) for run in _said_of(name, text)})


def _everyday_runs(text: str, names: Set[str]) -> Iterator[str]:
    """Yield the runs of capitalised words of which each asks, or says whom, and nobody is called by any.

    What a table holds may stand among them: it is kept already.
    """
    held = {word.casefold() for name in names for word in _WORD.findall(name)}
    for run in _CAPITALS.findall(text):
        asking = [word for word in run.split() if word.casefold() not in held]
        if all(word.casefold() in lexicon().everyday and not is_given(normal(word)) for word in asking):
            yield from asking


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


def _columns(catalog: Catalog) -> Iterator[str]:
    """Yield what columns are called."""
    for table in catalog:
        for column in table.columns:
            yield from {column.name.replace("_", " "), column.label}


def _said_of(name: str, text: str) -> Iterator[str]:
    """Yield the stretches of a column's name, of two words and more, that stand in a text."""
    words = _WORD.findall(name)
    folded = f" {' '.join(_WORD.findall(text)).casefold()} "
    for start in range(len(words) - 1):
        for end in range(len(words), start + 1, -1):
            run = " ".join(words[start:end])
            if f" {run.casefold()} " in folded:
                yield run
                break
