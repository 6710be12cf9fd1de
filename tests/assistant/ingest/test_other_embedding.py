"""Another embedding is taken up by the next ingest, which embeds again what is stored."""

import hashlib
from functools import cached_property
from pathlib import Path

import numpy as np
from langchain_core.embeddings import Embeddings

from assistant.ingest.run import ingest_paths
from assistant.settings import Settings
from assistant.wiring import House


class Letters(Embeddings):
    """A vector drawn from each text; `identity` names the recipe."""

    def __init__(self, identity: str) -> None:
        self.identity = identity

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return [self.embed_query(text) for text in texts]

    def embed_query(self, text: str) -> list[float]:
        seed = int.from_bytes(hashlib.sha256(f"{self.identity}{text}".encode()).digest()[:4])
        return np.random.default_rng(seed).normal(size=16).tolist()


class Furnished(House):
    def __init__(self, settings: Settings, identity: str) -> None:
        super().__init__(settings)
        self._identity = identity

    @cached_property
    def embeddings(self) -> Embeddings:
        return Letters(self._identity)


def test_an_ingest_embeds_again_what_another_embedding_had_embedded(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "a.md").write_text("The invoice came twice.", encoding="utf-8")
    settings = Settings(workspace=tmp_path / "workspace", cache=tmp_path)
    with Furnished(settings, "letters/1") as house:
        ingest_paths(house, [folder], lambda *_: None)
    heard: list[str] = []
    with Furnished(settings, "letters/2") as house:
        ingest_paths(house, [folder], lambda label, done, total: heard.append(label))

        assert "Embedding all texts again" in heard
        assert not house.corpus.outdated
        assert house.corpus.search("invoice", k=1)[0].similarity != 0
