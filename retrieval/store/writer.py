"""Work out the smallest change that brings the record to a wanted state, and embed only what is new."""

import hashlib
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from langchain_core.embeddings import Embeddings

from retrieval.chunk import passages
from retrieval.documents import Document
from retrieval.embed import encode, identity
from retrieval.embed.numbers import Vectors
from retrieval.errors import EmbeddingError
from retrieval.store.calls import Field
from retrieval.store.journal import Change
from retrieval.store.record import Record
from retrieval.store.rows import Row, fingerprint, to_rows

Vector = np.ndarray[tuple[int], np.dtype[np.float32]]
Progress = Callable[[int, int], None]
_BATCH = 256


@dataclass(frozen=True, slots=True)
class Changes:
    """Numbers of documents that came, changed and went, and of texts that had to be embedded."""

    added: int = 0
    changed: int = 0
    removed: int = 0
    embedded: int = 0


def mismatch(stored: str, configured: str) -> str:
    """Return what to tell when vectors of one embedding are held and another one is configured."""
    return (
        f"The stored vectors were made by `{stored}`, but `{configured}` is configured. "
        "Set WHYBUY_EMBEDDINGS back, or run `whybuy ingest`, which embeds the stored texts again."
    )


class Writer:
    """Changes the record on behalf of the corpus."""

    def __init__(self, record: Record, embeddings: Embeddings) -> None:
        self._record = record
        self._embeddings = embeddings
        self.identity = identity(embeddings)

    def check_embedding(self, stored: str) -> None:
        """Raise EmbeddingError when vectors of the embedding `stored` are held and another one is configured."""
        if stored and stored != self.identity:
            raise EmbeddingError(mismatch(stored, self.identity))

    def replace(self, source: str, documents: Sequence[Document], progress: Progress | None) -> Changes:
        """Make `documents` all that is held of `source`."""
        return self.exchange({source: documents}, (), progress)

    def exchange(
        self, documents: Mapping[str, Sequence[Document]], gone: Collection[str], progress: Progress | None
    ) -> Changes:
        """Make `documents` all that is held of their sources, and forget the sources `gone`, in one change."""
        for source, some in documents.items():
            _check(source, some)
        wanted = {source: fingerprint(some) for source, some in documents.items()}
        wanted = {source: made for source, made in wanted.items() if self._record.fingerprint(source) != made}
        if not wanted and not gone:
            return Changes()
        self.check_embedding(self._record.embedding)
        rows = [row for source in wanted for row in _cut(documents[source])]
        old = {row.id: row for row in self._record.rows("source", [*wanted, *gone])}
        added = [row for row in rows if row.id not in old]
        vectors, count = self._vectors(added, progress)
        kept = {row.id for row in rows}
        change = Change(
            generation=self._record.generation + 1,
            embedding=self.identity,
            added=added,
            vectors=vectors,
            updated=[row for row in rows if row.id in old and row != old[row.id]],
            deleted=[identity for identity in old if identity not in kept],
            sources={**dict.fromkeys(gone, ""), **wanted},
        )
        self._record.apply(change)
        return replace(_compare(old, rows), embedded=count)

    def remove(self, documents: Collection[str], customers: Collection[str], sources: Collection[str]) -> int:
        """Remove whole documents; return how many. Their bytes may stay in the record's files: see `erase`."""
        rows = self._named(documents, customers, sources)
        if rows:
            self._record.apply(self._without(rows, sources))
        return len({row.document for row in rows})

    def erase(
        self,
        documents: Collection[str],
        customers: Collection[str],
        sources: Collection[str],
        progress: Progress | None = None,
    ) -> tuple[int, int]:
        """Remove whole documents and leave no byte of them on disk; return how many documents and passages."""
        rows = self._named(documents, customers, sources)
        if rows or not self._record.clean:
            self._record.erase(self._without(rows, sources), progress)
        return len({row.document for row in rows}), sum(bool(row.words) for row in rows)

    def _named(
        self, documents: Collection[str], customers: Collection[str], sources: Collection[str]
    ) -> list[Row]:
        named: dict[Field, Collection[str]] = {"document": documents, "customer": customers, "source": sources}
        found = {
            row.id: row
            for field, values in named.items()
            for row in self._record.rows(field, sorted(set(values) - {""}))
        }
        return list(found.values())

    def _without(self, rows: Sequence[Row], sources: Collection[str]) -> Change:
        """Return the change that takes the rows away; what is left of their sources is compared anew."""
        return Change(
            generation=self._record.generation + 1,
            embedding=self._record.embedding,
            deleted=[row.id for row in rows],
            sources=dict.fromkeys([*(row.source for row in rows), *sources], ""),
        )

    def reembed(self, progress: Progress | None) -> int:
        """Embed every stored text with the configured embedding; return how many texts."""
        total = self._record.count()
        done = 0

        def encoded(rows: list[Row]) -> Vectors:
            nonlocal done
            vectors = self._encode({row.words: row.embedded() for row in rows if row.words})
            done += len(rows)
            if progress:
                progress(done, total)
            return self._stack(rows, vectors)

        self._record.rebuild(self.identity, encoded)
        return total

    def _vectors(self, rows: Sequence[Row], progress: Progress | None) -> tuple[Vectors, int]:
        """Return a vector per row, and how many texts had to be embedded because no equal one was held."""
        texts = {row.words: row for row in rows if row.words}
        vectors = self._record.vectors(list(texts))
        missing = {words: row.embedded() for words, row in texts.items() if words not in vectors}
        return self._stack(rows, vectors | self._encode(missing, progress)), len(missing)

    def _stack(self, rows: Sequence[Row], vectors: Mapping[str, Vector]) -> Vectors:
        """Return one vector per row; zeros for rows of which nothing is embedded."""
        width = len(next(iter(vectors.values()))) if vectors else len(self._embeddings.embed_query("width"))
        stacked = np.zeros((len(rows), width), dtype=np.float32)
        for number, row in enumerate(rows):
            if row.words:
                stacked[number] = vectors[row.words]
        return stacked

    def _encode(self, texts: Mapping[str, str], progress: Progress | None = None) -> dict[str, Vector]:
        """Return a vector per text; texts of like length go together, which saves padding."""
        found: dict[str, Vector] = {}
        ordered = sorted(texts, key=lambda words: len(texts[words]))
        for start in range(0, len(ordered), _BATCH):
            batch = ordered[start : start + _BATCH]
            found.update(zip(batch, encode(self._embeddings, [texts[words] for words in batch]), strict=True))
            if progress:
                progress(len(found), len(ordered))
        return found


def _check(source: str, documents: Sequence[Document]) -> None:
    ids = Counter(document.id for document in documents)
    doubled = [name for name, count in ids.items() if count > 1]
    if doubled:
        raise ValueError(f"Document ids must differ; `{source}` has `{doubled[0]}` twice.")
    strangers = [document.id for document in documents if document.source != source]
    if strangers:
        raise ValueError(f"`{strangers[0]}` does not come from `{source}`.")


def _cut(documents: Iterable[Document]) -> list[Row]:
    """Return the rows of all documents; rows alike in identity and text are told apart by counting them."""
    rows: list[Row] = []
    seen: Counter[str] = Counter()
    for document in documents:
        for row in to_rows(document, passages(document)):
            seen[row.id] += 1
            again = hashlib.sha256(f"{row.id} {seen[row.id]}".encode()).hexdigest()[:32]
            rows.append(row if seen[row.id] == 1 else replace(row, id=again))
    return rows


def _compare(old: Mapping[str, Row], new: Sequence[Row]) -> Changes:
    """Count documents; one that only got another number in its table has not changed."""
    before, after = _by_document(old.values()), _by_document(new)
    origin = {name: old[row.id].document for name, rows in after.items() for row in rows if row.id in old}
    rewritten = (after.keys() - origin.keys()) & (before.keys() - set(origin.values()))
    origin |= {name: name for name in rewritten}
    changed = sum(_differs(before[origin[name]], after[name]) for name in origin)
    return Changes(
        added=len(after) - len(origin), changed=changed, removed=len(before.keys() - set(origin.values()))
    )


def _differs(before: Sequence[Row], after: Sequence[Row]) -> bool:
    held = {row.id: row for row in before}
    renumbered = before[0].document != after[0].document
    return held.keys() != {row.id for row in after} or not (
        renumbered or all(row == held[row.id] for row in after)
    )


def _by_document(rows: Iterable[Row]) -> dict[str, list[Row]]:
    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault(row.document, []).append(row)
    return groups
