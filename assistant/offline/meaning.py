"""Likeness of meaning, from sentence embeddings: a last resort for words that no name explains."""

from collections.abc import Mapping, Sequence

import numpy as np
from langchain_core.embeddings import Embeddings
from numpy.typing import NDArray

from assistant.offline.declared import Tool
from assistant.offline.vocabulary import Entry, Vocabulary

_Matrix = NDArray[np.float32]
_LEAST = 0.62
_MOST_ENTRIES = 2
_MARGIN = 0.08
_MOST_VALUES = 12
_KEPT = 64


class Meaning:
    """Embeds the names of columns and values, and the examples of tools, once per vocabulary.

    It is shared by threads: what one of them forgets, another still holds.
    """

    def __init__(self, embeddings: Embeddings) -> None:
        self._embeddings = embeddings
        self._entries: dict[int, tuple[Vocabulary, list[Entry], _Matrix]] = {}
        self._examples: dict[tuple[str, ...], _Matrix] = {}
        self._queries: dict[str, _Matrix] = {}

    def entries(self, text: str, vocabulary: Vocabulary) -> list[tuple[Entry, float]]:
        """Return the entries that mean what the words mean, with a link score; none when nothing is near."""
        _, names, matrix = self._known(vocabulary)
        if not names:
            return []
        similarity = matrix @ self._query(text)
        order = np.argsort(-similarity)[:_MOST_ENTRIES]
        best = float(similarity[order[0]])
        if best < _LEAST:
            return []
        near = [index for index in order if best - float(similarity[index]) < _MARGIN]
        return [(names[index], 0.9 * float(similarity[index])) for index in near]

    def alike(self, left: str, right: str) -> float:
        """Return how alike in meaning two names are, from -1 to 1."""
        return float(self._query(left) @ self._query(right))

    def tools(self, text: str, tools: Sequence[Tool]) -> Mapping[str, float]:
        """Return per tool how close a question lies to the nearest of its examples, from 0 to 1."""
        query = self._query(text)
        found: dict[str, float] = {}
        for tool in tools:
            if tool.examples:
                if (known := self._examples.get(tool.examples)) is None:
                    known = self._examples[tool.examples] = self._embed(tool.examples)
                found[tool.name] = max(0.0, float((known @ query).max()))
        return found

    def _known(self, vocabulary: Vocabulary) -> tuple[Vocabulary, list[Entry], _Matrix]:
        key = id(vocabulary)  # kept alive by the entry, so that no other can take its place
        if (known := self._entries.get(key)) is None:
            if len(self._entries) >= _KEPT:
                self._entries.clear()
            names = [entry for entry in vocabulary.columns if entry.column.role not in {"id", "constant"}]
            few = {entry.name for entry in names if entry.column.distinct <= _MOST_VALUES}
            names += [entry for entry in vocabulary.values if entry.name in few]
            texts = [entry.value or entry.column.label or entry.column.name for entry in names]
            known = self._entries[key] = (vocabulary, names, self._embed(texts))
        return known

    def _query(self, text: str) -> _Matrix:
        if (known := self._queries.get(text)) is None:
            if len(self._queries) >= _KEPT:
                self._queries.clear()
            known = self._queries[text] = _unit(np.asarray(self._embeddings.embed_query(text), dtype=np.float32))
        return known

    def _embed(self, texts: Sequence[str]) -> _Matrix:
        if not texts:
            return np.zeros((0, 1), dtype=np.float32)
        return _unit(np.asarray(self._embeddings.embed_documents(list(texts)), dtype=np.float32))


def _unit(matrix: _Matrix) -> _Matrix:
    length = np.linalg.norm(matrix, axis=-1, keepdims=True)
    return np.asarray(matrix / np.where(length == 0, 1, length), dtype=np.float32)
