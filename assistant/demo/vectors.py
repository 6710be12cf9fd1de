"""Vectors of the company's longer texts, kept with the package so that the first answer does not wait for them.

They are what the packaged model gives, rounded to 8 bits a number, keyed by the text's hash: a text that was
changed is embedded like any other, and another model takes none of them. `python -m assistant.demo.vectors`
computes them anew.
"""

import hashlib
import tempfile
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path

import numpy as np
from langchain_core.embeddings import Embeddings

from retrieval.embed import encode, identity
from retrieval.embed.numbers import Vectors

FILE = Path(__file__).parent / "vectors.npz"
_MOST = 4200  # the package has to stay small; short texts cost little to embed
_NAMED = "[PERSON"  # a pseudonym differs from workspace to workspace


class Shipped(Embeddings):
    """An embedding that looks texts up before it computes them."""

    def __init__(self, model: Embeddings, file: Path = FILE) -> None:
        self._model = model
        self._file = file

    @property
    def identity(self) -> str:
        """Return the model's name: the vectors are its own."""
        return identity(self._model)

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Return one vector per text, those at hand without the model."""
        found = self.known(texts)
        missing = [text for text in dict.fromkeys(texts) if text not in found]
        if missing:
            found |= dict(zip(missing, encode(self._model, missing).tolist(), strict=True))
        return [found[text] for text in texts]

    def embed_query(self, text: str) -> list[float]:
        """Return the vector of a question, which is never at hand."""
        return self._model.embed_query(text)

    def known(self, texts: Sequence[str]) -> dict[str, list[float]]:
        """Return the vectors that are at hand, by text."""
        places, rows = self._held
        keys = {text: places.get(_key(text)) for text in texts}
        return {text: rows[place].astype(np.float32).tolist() for text, place in keys.items() if place is not None}

    @cached_property
    def _held(self) -> tuple[dict[int, int], np.ndarray]:
        """Return the place of each text's row by its key, and the rows; nothing under another model."""
        if not self._file.is_file():
            return {}, np.zeros((0, 0), dtype=np.int8)
        with np.load(self._file) as held:
            if str(held["identity"]) != self.identity:
                return {}, np.zeros((0, 0), dtype=np.int8)
            return {int(key): place for place, key in enumerate(held["keys"])}, held["rows"]


class _Heard(Embeddings):
    """An embedding that remembers what it was asked for."""

    def __init__(self, model: Embeddings) -> None:
        self._model = model
        self.texts: set[str] = set()

    @property
    def identity(self) -> str:
        return identity(self._model)

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        self.texts.update(texts)
        return self._model.embed_documents(texts)

    def embed_query(self, text: str) -> list[float]:
        return self._model.embed_query(text)


def build(file: Path = FILE) -> int:
    """Read the company once and keep the vectors of its longest texts; return how many."""
    from assistant.ingest.run import ingest_paths  # noqa: PLC0415 - everything else needs the vectors alone
    from assistant.settings import Settings  # noqa: PLC0415
    from assistant.wiring import House  # noqa: PLC0415

    with tempfile.TemporaryDirectory() as scratch, House(Settings(workspace=Path(scratch))) as house:
        model = house.embeddings
        heard = _Heard(model)
        house.embeddings = heard
        ingest_paths(house, [FILE.parent / "data"], lambda *_: None)
        texts = sorted((text for text in heard.texts if _NAMED not in text), key=lambda text: (-len(text), text))
        chosen = texts[:_MOST]
        np.savez(
            file,
            identity=np.array(heard.identity),
            keys=np.array([_key(text) for text in chosen], dtype=np.uint64),
            rows=_rounded(np.vstack([encode(model, [text]) for text in chosen])),
        )
    return len(chosen)


def _key(text: str) -> int:
    return int.from_bytes(hashlib.sha256(text.encode("utf-8", "replace")).digest()[:8], "big")


def _rounded(vectors: Vectors) -> np.ndarray:
    """Return the directions of vectors in 8 bits a number; each is made of length 1 when it is used."""
    scale = np.abs(vectors).max(axis=1, keepdims=True)
    return np.round(vectors / np.where(scale == 0, 1, scale) * 127).astype(np.int8)


if __name__ == "__main__":
    print(build())  # noqa: T201 - tells how many were kept
