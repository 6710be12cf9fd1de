"""Vectors of short texts that are asked for again and again, kept in memory."""

from collections import OrderedDict
from collections.abc import Sequence
from threading import Lock

import numpy as np
from langchain_core.embeddings import Embeddings

from retrieval.embed.numbers import Vectors, encode

# 384 numbers a text are 1.5 kB, so this is at most some 30 MB.
_MOST = 20_000


class Remembered:
    """Unit vectors of texts; those used last are kept. Safe to share between threads."""

    def __init__(self, model: Embeddings) -> None:
        self._model = model
        self._kept: OrderedDict[str, Vectors] = OrderedDict()
        self._lock = Lock()

    def vectors(self, texts: Sequence[str]) -> Vectors:
        """Return one row of length 1 per text, embedding only those that are not remembered."""
        with self._lock:
            known = {text: self._kept[text] for text in texts if text in self._kept}
        new = [text for text in dict.fromkeys(texts) if text not in known]
        if new:
            known |= zip(new, encode(self._model, new), strict=True)
        with self._lock:
            for text in texts:
                self._kept[text] = known[text]
                self._kept.move_to_end(text)
            while len(self._kept) > _MOST:
                self._kept.popitem(last=False)
        return np.stack([known[text] for text in texts])
