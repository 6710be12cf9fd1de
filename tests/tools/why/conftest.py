"""Shared parts of the tests over words: an embedding that needs no model."""

import hashlib
import re

import numpy as np
import pytest
from langchain_core.embeddings import Embeddings


class Words(Embeddings):
    """Texts that share words are near: each word adds to a place given by its hash."""

    def embed_documents(self, texts):
        return [self._vector(text) for text in texts]

    def embed_query(self, text):
        return self._vector(text)

    def _vector(self, text):
        vector = np.zeros(256)
        for word in re.findall(r"[a-z]{3,}", text.lower()):
            vector[int(hashlib.md5(word[:5].encode()).hexdigest(), 16) % 256] += 1
        return (vector / (np.linalg.norm(vector) or 1)).tolist()


@pytest.fixture
def words():
    return Words()
