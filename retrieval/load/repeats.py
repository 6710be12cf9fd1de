"""What is said twice counts once: a second copy stays in the stored text and is neither searched nor quoted."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from retrieval.documents import Document, Span

_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_FILLERS = frozenset(
    (  # what an editor takes out first
        "um", "uh", "uhm", "erm", "hmm", "mhm", "ah", "oh", "like", "so", "well", "yeah", "okay", "ok", "right",
        "äh", "ähm", "halt", "also", "euh", "ben", "eh", "pues",
    )
)  # fmt: skip
_LINE = re.compile(r"[^\n]+")
_RUN = 4
"""Words that have to follow each other in both places; three recur by chance in any meeting."""
_SHARE = 0.5
"""Share of a stretch's runs that were said before; on 60 meetings without copies no stretch had more than .35."""
_STRETCH = 60
"""Words after which a long line is judged piece by piece."""
_APART = 100
"""Words between a stretch and its earlier copy: what is repeated at once is meant."""
_LEAST = 80
"""Words of a copy: shorter ones are phrases, greetings and standing questions."""
_LEAST_ALIKE = 4
_LEAST_UNKNOWN = 12
"""Words that a comment needs to be a copy, from the same customer and from nobody in particular."""


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Part of a line: its span, its words, and the share of its runs that stand far above; None when too short."""

    span: Span
    size: int
    share: float | None


def repeated(text: str, heard: Iterable[Span]) -> list[Span]:
    """Return the spans that say again what stands further up in `text`, as a raw transcript below its edit.

    `heard` are the stretches to compare. Both have to have nearly the same words; a shorter retelling is no copy.
    """
    return [
        (group[0].span[0], group[-1].span[1])
        for group in _groups(list(_stretches(text, heard)))
        if sum(stretch.size for stretch in group) >= _LEAST
    ]


def counted_once(documents: Sequence[Document]) -> list[Document]:
    """Return the documents, copies of earlier ones silent: the same words of the same customer at one date.

    Where no customer is known a copy has to be long, as different people write the same few words.
    """
    first: dict[tuple[str | None, str | None, str], str] = {}
    found: list[Document] = []
    for document in documents:
        words = _WORD.findall(document.text.casefold())
        least = _LEAST_ALIKE if document.customer else _LEAST_UNKNOWN
        original = first.setdefault((document.customer, document.date, " ".join(words)), document.id)
        if len(words) < least or original == document.id or not document.text:
            found.append(document)
            continue
        attributes = {**document.attributes, "copy of": original}
        found.append(replace(document, silent=((0, len(document.text)),), attributes=attributes))
    return found


def _stretches(text: str, heard: Iterable[Span]) -> Iterator[_Stretch]:
    first: dict[int, int] = {}  # by hash: the runs themselves would take thirty times the text
    reached = 0
    before: list[str] = []
    for span in _pieces(text, heard):
        words = [word for word in _WORD.findall(text[slice(*span)].casefold()) if word not in _FILLERS]
        row = before + words
        runs = [hash(tuple(row[place : place + _RUN])) for place in range(max(0, len(row) - _RUN + 1))]
        said = sum(first.get(run, reached) < reached - _APART for run in runs)
        for place, run in enumerate(runs):
            first.setdefault(run, reached + place)
        yield _Stretch(span, len(words), said / len(runs) if len(runs) >= 2 * _RUN else None)
        reached += len(words)
        before = row[-_RUN + 1 :]


def _pieces(text: str, heard: Iterable[Span]) -> Iterator[Span]:
    """Yield the lines, long ones in pieces."""
    for start, end in heard:
        for line in _LINE.finditer(text, start, end):
            words = list(_WORD.finditer(text, line.start(), line.end()))
            cuts = [words[place].start() for place in range(_STRETCH, len(words) - _STRETCH // 2, _STRETCH)]
            yield from zip([line.start(), *cuts], [*cuts, line.end()], strict=True)


def _groups(stretches: Sequence[_Stretch]) -> Iterator[list[_Stretch]]:
    """Yield runs of repeated stretches; ones too short to tell belong to the copy that surrounds them."""
    group: list[_Stretch] = []
    pending: list[_Stretch] = []
    for stretch in stretches:
        if stretch.share is None:
            pending.append(stretch)
        elif stretch.share >= _SHARE:
            group += [*pending, stretch] if group else [stretch]
            pending = []
        elif group:
            yield group
            group, pending = [], []
        else:
            pending = []
    if group:
        yield group
