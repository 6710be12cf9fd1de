"""Whole headers in the words of a question: what they name outright, and what stands beside them to explain it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.offline.asked import FILLER_WEIGHT, Clause
from assistant.offline.naming import letters_of, pointed_at
from assistant.offline.reading import Link, Reading
from assistant.offline.vocabulary import JOINED, JOINED_TRUST, Vocabulary
from assistant.offline.words import tokens
from tools.tables.catalog import Catalog

_SURE = 1.7
_BESIDE = 0.6  # what stands before a header in brackets is its everyday name
_PIECES = 2
_AS_WELL = 0.1
_MOST = 12  # pieces of a header that somebody spells out
_OPENING = "([{"
_BRACKETS = re.compile(r"\(([^()]*)\)|\[([^\[\]]*)\]")


def without_cues_in_headers(asked: Clause, catalog: Catalog) -> Clause:
    """Return a clause without the concepts inside headers that are written as such ("ConvertedCompYearly")."""
    headers = {letters_of(column.name) for table in catalog for column in table.columns}
    inside = {
        at
        for start, end in _stretches(asked)
        if letters_of(_written(asked, start, end)) in headers and _as_identifier(asked, start, end)
        for at in range(start, end)
    }
    if not inside:
        return asked
    return replace(asked, cues=tuple(cue for cue in asked.cues if not inside & set(range(cue.start, cue.end))))


def named_outright(asked: Clause, links: Sequence[Link], vocabulary: Vocabulary) -> list[Link]:
    """Return the links, with those of whole headers for sure and without others' claims to the same words."""
    headers: dict[str, list[str]] = {}
    for entry in vocabulary.columns:
        headers.setdefault(letters_of(entry.name.rsplit(JOINED, 1)[-1]), []).append(entry.name)
    whole: dict[tuple[int, int], list[str]] = {}
    for start, end in _stretches(asked):
        names = headers.get(letters_of(_written(asked, start, end)), [])
        if names and (end - start >= _PIECES or pointed_at(asked, start, end)):
            whole[start, end] = names
    if not whole:
        return list(links)
    kept = [link for link in links if not _outspoken(link, whole)]
    trusts = {entry.name: entry.trust for entry in vocabulary.columns}
    for (start, end), names in whole.items():
        if not _as_identifier(asked, start, end):
            continue
        for name in names:
            kept.append(Link("column", start, end, _SURE * trusts[name], name))
            kept.extend(_with_apposition(asked, start, end, name, _SURE * trusts[name]))
    return kept


def written_out(question: str, catalog: Catalog) -> frozenset[str]:
    """Return the columns whose headers a question writes as one name."""
    written = {letters_of(word) for word in question.split() if len(tokens(word)) >= _PIECES}
    return frozenset(
        column.name for table in catalog for column in table.columns if letters_of(column.name) in written
    )


def as_named(rivals: list[Reading], named: frozenset[str]) -> list[Reading]:
    """Return the readings, first the one whose measure the question writes out elsewhere, if it fits as well."""
    best = rivals[0]
    if best.metric is None or best.metric in named:
        return rivals
    fitting = [
        other
        for other in rivals[1:]
        if other.metric in named and other.table == best.table and best.score - other.score < _AS_WELL
    ]
    return fitting[:1] or rivals


def explained_in_brackets(asked: Clause, index: int, links: Sequence[Link]) -> bool:
    """Return whether a word stands in brackets that only explain a value or column named right before them."""
    word = asked.words[index]
    for match in _BRACKETS.finditer(asked.text):
        if not (match.start() < word.start and word.end <= match.end()):
            continue
        inside = asked.inside(*match.span())
        before = [link for link in links if link.end == inside[0] and link.kind in {"column", "value"}]
        within = [link for link in links if set(link.span) & set(inside) and link.kind in {"column", "value"}]
        return bool(before) and not within
    return False


def defined_in_brackets(asked: Clause, index: int, links: Sequence[Link]) -> bool:
    """Return whether brackets right behind a word say what is meant by it ("find it loud (quietness 1 or 2)")."""
    word = asked.words[index]
    for match in _BRACKETS.finditer(asked.text):
        inside = {*asked.inside(*match.span())}
        said = any(set(link.span) & inside and link.kind in {"column", "value"} for link in links)
        if said and not asked.text[word.end : match.start()].strip():
            return True
    return False


def _stretches(asked: Clause) -> Iterator[tuple[int, int]]:
    for start in range(len(asked.words)):
        yield from ((start, end) for end in range(start + 1, min(start + _MOST, len(asked.words)) + 1))


def _written(asked: Clause, start: int, end: int) -> str:
    return asked.text[asked.words[start].start : asked.words[end - 1].end]


def _as_identifier(asked: Clause, start: int, end: int) -> bool:
    """Return whether words are written as one name (`YearsCode`, `cust_sat`) or stand in brackets or quotes."""
    written = _written(asked, start, end)
    return (end - start >= _PIECES and " " not in written and "-" not in written) or pointed_at(asked, start, end)


def _outspoken(link: Link, whole: dict[tuple[int, int], list[str]]) -> bool:
    """Return whether a link to a column claims words of a whole header that names another one."""
    return link.kind == "column" and any(
        start <= link.start and link.end <= end and link.name not in names for (start, end), names in whole.items()
    )


def _with_apposition(asked: Clause, start: int, end: int, name: str, sure: float) -> Iterator[Link]:
    """Yield a header in brackets together with the noun before them ("yearly salary (ConvertedCompYearly)")."""
    if asked.text[: asked.words[start].start][-1:] not in _OPENING:
        return
    own = sum(asked.weights[start:end])
    timed = {at for cue in asked.cues if cue.concept.startswith("grain.") for at in range(cue.start, cue.end)}
    spare = 0.0
    for first in range(start - 1, -1, -1):
        between = asked.text[asked.words[first].end : asked.words[first + 1].start].strip()
        if between not in {"", "(", "["} or not (asked.content(first) or first in timed):
            return
        spare += max(asked.weights[first], FILLER_WEIGHT)
        yield Link("column", first, end, (sure * own + _BESIDE * spare) / (own + spare), name)


def values_whole(candidates: Sequence[Link]) -> list[Link]:
    """Return the links without columns where a whole value of theirs is said, as a description of them may be."""
    whole = {
        (link.name, link.start, link.end)
        for link in candidates
        if link.kind == "value" and len(link.span) > 1 and link.score >= JOINED_TRUST
    }
    return [link for link in candidates if link.kind != "column" or (link.name, link.start, link.end) not in whole]
