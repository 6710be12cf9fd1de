"""What the store needs of any `Embeddings`: an array of unit vectors, and a name to tell models apart."""

from collections.abc import Sequence
from typing import Protocol, runtime_checkable

import numpy as np
from langchain_core.embeddings import Embeddings

from retrieval.errors import EmbeddingError

Vectors = np.ndarray[tuple[int, int], np.dtype[np.float32]]


@runtime_checkable
class Identified(Protocol):
    """An embedding that says which model and which recipe its vectors come from."""

    @property
    def identity(self) -> str:
        """Return a name that differs whenever the vectors of equal texts may differ."""


@runtime_checkable
class _NamesItsModel(Protocol):
    model: str


def identity(model: Embeddings) -> str:
    """Return the name under which vectors of `model` are kept: its own, or class and model name."""
    if isinstance(model, Identified):
        return model.identity
    kind = type(model).__name__
    return f"{kind}:{model.model}" if isinstance(model, _NamesItsModel) else kind


def encode(model: Embeddings, texts: Sequence[str]) -> Vectors:
    """Return one row of length 1 per text, float32; raises EmbeddingError when a row is missing or not finite."""
    rows = np.asarray(model.embed_documents(list(texts)), dtype=np.float32)
    if rows.ndim != 2 or len(rows) != len(texts) or not np.isfinite(rows).all():
        raise EmbeddingError(f"The embedding `{identity(model)}` did not return one usable vector per text.")
    return unit(rows)


def unit(rows: Vectors) -> Vectors:
    """Return the rows scaled to length 1; rows of zeros stay zeros."""
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    scaled: Vectors = (rows / np.where(lengths == 0, 1, lengths)).astype(np.float32)
    return scaled
