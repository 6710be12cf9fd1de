"""Values as they are written: whole, beside another of their column, with their signs, in capitals."""

from collections.abc import Iterable, Sequence

from assistant.offline.asked import Clause
from assistant.offline.headers import content
from assistant.offline.lexicon import lexicon
from assistant.offline.reading import Link
from assistant.offline.vocabulary import Entry
from assistant.offline.words import Token, tokens

_SURE, _BESIDE = 0.8, 0.9


def spelled(clause: Clause, value: str) -> Iterable[tuple[int, int]]:
    """Yield where a clause spells a whole value; small words and letters are spelled only as they are written.

    "Did" is another form of the value "done" and says nothing of it.
    """
    parts = tokens(value)
    for start in range(len(clause.words) - len(parts) + 1):
        if parts and all(_same(clause, start + at, part, value) for at, part in enumerate(parts)):
            yield start, start + len(parts)


def _same(clause: Clause, index: int, part: Token, value: str) -> bool:
    word = clause.words[index]
    if len(value) == 1:
        return word.text == part.text
    return word.stem == part.stem and (clause.content(index) or word.norm == part.norm)


def verbatim(clause: Clause, entry: Entry) -> Iterable[Link]:
    """Yield where a clause says a value word for word, as it must of a column of very many values."""
    parts = [token.norm for token in tokens(entry.value)]
    words = [word.norm for word in clause.words]
    for start in range(len(words) - len(parts) + 1):
        whole = words[start : start + len(parts)] == parts
        if whole and any(clause.content(at) for at in range(start, start + len(parts))):
            yield Link("value", start, start + len(parts), entry.trust, entry.name, entry.value)


def set_against(clause: Clause, said: Sequence[Entry], links: Sequence[Link]) -> list[Link]:
    """Return links to values spelled by everyday words beside another value of their column ("B ... than A").

    A single letter has to be written as the value is.
    """
    named = {link.name for link in links if link.score >= _SURE}
    found: list[Link] = []
    for entry in said:
        if entry.name not in named or any(link.value == entry.value and link.name == entry.name for link in links):
            continue
        for start, end in spelled(clause, entry.value):
            found.append(Link("value", start, end, _BESIDE * entry.trust, entry.name, entry.value))
    return found


def abbreviated(clause: Clause, value: str) -> bool:
    """Return whether a value is in capitals what a small word is, and no word is written so ("OF" is no "of")."""
    small = value.isupper() and value.casefold() in lexicon().languages[clause.language].filler
    return small and all(word.text != value for word in clause.words)


def as_spelled(clause: Clause, links: Sequence[Link]) -> list[Link]:
    """Return the links without values that differ in signs alone from one that is written ("PD+", "PD-")."""
    told = clause.text.casefold()
    written = {
        (link.name, link.start, link.end, tuple(content(link.value))): link.value.casefold()
        for link in sorted(links, key=lambda item: len(item.value))
        if link.value.casefold() in told
    }
    return [
        link
        for link in links
        if written.get((link.name, link.start, link.end, tuple(content(link.value))), link.value.casefold())
        == link.value.casefold()
    ]
