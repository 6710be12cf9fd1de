"""Write an index: what changed since the former index is read and cut into words, the rest is copied.

Texts and vectors pass through one after the other, so memory grows with the words and fields of the corpus only.
"""

import hashlib
import json
from array import array
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from retrieval.chunk import embedded
from retrieval.store import scan
from retrieval.store.columns import Columns
from retrieval.store.lexical import Analyzers, language_of
from retrieval.store.lines import LineWriter
from retrieval.store.postings import Terms
from retrieval.store.record import Record
from retrieval.store.rows import document_to_json, passage_to_json
from retrieval.store.spool import Place, Spool

if TYPE_CHECKING:
    from retrieval.store.index import Index

# Counts changes of the files' meaning, so that an index of another layout is rebuilt.
LAYOUT = 6
SOURCES = "sources.json"
# Above this share of changed sources reading everything is quicker than asking for these.
_MOST_CHANGED = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """What an index was built from; `version` is a hash of all stored texts."""

    folder: str
    layout: int
    generation: int
    embedding: str
    version: str
    languages: list[str]


def write(folder: Path, record: Record, former: "Index | None") -> Stamp:
    """Write the index of the record's present generation into `folder`, copying what `former` has of it."""
    generation, embedding, made = record.generation, record.embedding, record.fingerprints()
    usable = former if former is not None and former.stamp.embedding == embedding else None
    kept = _kept(usable, made) if usable is not None else None
    if kept is None:
        usable, kept = None, _Kept([], None)
    spool = Spool(folder)
    for rows, vectors in record.pages(kept.stale):
        spool.add(rows, vectors)
    spool.close()
    if usable is not None and usable.rows_of(kept.numbers) + len(spool) != record.count():
        raise ValueError("The former index and the record do not agree on how much there is.")
    columns = _Writing(folder, usable, kept.numbers, spool).run()
    spool.remove()
    (folder / SOURCES).write_text(json.dumps(made), encoding="ascii")
    digests = hashlib.sha256("".join(columns.digests).encode("ascii"))
    return Stamp(
        folder=folder.name,
        layout=LAYOUT,
        generation=generation,
        embedding=embedding,
        version=digests.hexdigest()[:12],
        languages=sorted(columns.languages.values),
    )


@dataclass(frozen=True, slots=True)
class _Kept:
    """The numbers of the former index's documents that are still right, and the sources to read (None for all)."""

    numbers: list[int]
    stale: list[str] | None


def _kept(former: "Index", made: Mapping[str, str]) -> _Kept | None:
    """Return what the former index still has right; None when it is better to read everything.

    A source without a fingerprint has lost some of its documents, so nothing is known of the others.
    """
    held = former.facets.columns.sources
    same = {source for source, fingerprint in former.made.items() if made.get(source) == fingerprint}
    stale = (made.keys() | set(held.values)) - same
    if len(stale) > _MOST_CHANGED * len(held.values):
        return None
    return _Kept(np.flatnonzero(held.among(same)).tolist(), sorted(stale))


class _Writing:
    """One index being written: kept and new documents in the order of their places."""

    def __init__(self, folder: Path, former: "Index | None", kept: Sequence[int], spool: Spool) -> None:
        self._folder, self._former, self._kept, self._spool = folder, former, kept, spool
        self._columns = Columns()
        self._terms = Terms(former.lexicon.vocabulary if former else {})
        self._analyzers = Analyzers()
        # Where the vector of each passage is: among the former ones, then among those that were read.
        self._places = array("q")

    def run(self) -> Columns:
        """Write all files, and return the columns."""
        with ExitStack() as files:
            self._documents = files.enter_context(LineWriter(self._folder / "documents.jsonl"))
            self._passages = files.enter_context(LineWriter(self._folder / "passages.jsonl"))
            for step in self._steps():
                if isinstance(step, range):
                    self._keep(step)
                else:
                    self._add(step)
        self._columns.save(self._folder)
        self._terms.write(self._folder / "lexical")
        former = self._former.vectors if self._former else None
        scan.write(self._folder, former, self._spool.vectors(), np.array(self._places, dtype=np.int64))
        return self._columns

    def _steps(self) -> list[range | str]:
        """Return in order runs of documents to be kept, by number, and names of those that were read."""
        order: list[tuple[Place, int | str]] = [(place, place[-1]) for place in self._spool.places()]
        if self._former:
            columns = self._former.facets.columns
            sources, names, rows = list(columns.sources), list(columns.documents), columns.row_numbers
            order += [((sources[number], rows[number], names[number]), number) for number in self._kept]
        steps: list[range | str] = []
        for _, item in sorted(order, key=lambda entry: entry[0]):
            last = steps[-1] if steps else ""
            if isinstance(item, str):
                steps.append(item)
            elif isinstance(last, range) and last.stop == item:
                steps[-1] = range(last.start, item + 1)
            else:
                steps.append(range(item, item + 1))
        return steps

    def _keep(self, part: range) -> None:
        former = self._former
        assert former  # noqa: S101 - nothing is kept of nothing
        places = range(former.passages_of_number(part.start).start, former.passages_of_number(part[-1]).stop)
        self._columns.take(former.facets.columns, part, places)
        self._terms.take(former.lexicon, places)
        self._documents.copy(former.document_lines, part)
        self._passages.copy(former.passage_lines, places)
        self._places.extend(places)

    def _add(self, name: str) -> None:
        document, passages, rows = self._spool.document(name)
        language = document.language or language_of(document.text)
        digest = hashlib.sha256(f"{document.id}\0{document.text}".encode("utf-8", "replace")).hexdigest()
        self._columns.add(document, passages, language, digest)
        self._documents.add(document_to_json(document))
        analyzer = self._analyzers.of(language)
        for passage in passages:
            self._terms.add(analyzer.indexed(embedded(passage)))
            self._passages.add(passage_to_json(passage))
        # Rows that were read follow those of the former index.
        first = len(self._former) if self._former else 0
        self._places.extend(first + row for row in rows)
