"""all-MiniLM-L6-v2 in process: 384 dimensions, English, texts cut off at 256 tokens."""

import os
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np
from langchain_core.embeddings import Embeddings

from retrieval.embed.build import IDENTITY, Adaptation, build_model, packaged_weights
from retrieval.embed.numbers import Vectors
from retrieval.errors import EmbeddingError

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Encoding, Tokenizer

MAX_TOKENS = 256
WIDTH = 384
# Tokens in one run: large enough to keep a core busy, small enough to keep activations in its caches.
_BATCH_TOKENS = 512
# So few texts run one by one: activations are quantized by the range of a batch, so that in company a text's
# vector would depend on what else happened to be asked for, and close decisions with it.
_FEW = 128


class MiniLM(Embeddings):
    """Unit vectors from the int8 encoder, one for each of its outputs.

    The model is built and loaded at the first text.

    Each batch of texts is computed by one thread, `threads` of them at a time: several threads to a batch would
    wait for one another at every step of it.
    """

    identity: str = IDENTITY

    def __init__(self, cache: Path, *, threads: int | None = None, adaptation: Adaptation | None = None) -> None:
        """With an adaptation a vector is that of the middle layer, followed by that of the last one."""
        if adaptation is not None:
            self.identity = f"{IDENTITY}/{adaptation.version}"
        self._adaptation = adaptation
        self._outputs = ["middle", "sentence"] if adaptation else ["sentence"]
        self._cache = cache
        self._threads = threads or os.cpu_count() or 1
        self._loaded: tuple[Tokenizer, InferenceSession] | None = None
        self._loading = Lock()

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Return one vector of length 1 per text, in their order."""
        rows: list[list[float]] = self.encode(texts).tolist()
        return rows

    def embed_query(self, text: str) -> list[float]:
        """Return the vector of a query: MiniLM treats queries and documents alike."""
        return self.embed_documents([text])[0]

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return the vectors as rows of a float32 array."""
        tokenizer, session = self._load()
        encodings = tokenizer.encode_batch([_usable(text) for text in texts])
        vectors = np.zeros((len(texts), WIDTH * len(self._outputs)), dtype=np.float32)

        def fill(numbers: list[int]) -> None:
            ids, mask = _padded([encodings[number] for number in numbers])
            vectors[numbers] = np.hstack(session.run(self._outputs, {"ids": ids, "mask": mask}))

        # The longest go first, so that no thread is left with one of them at the end.
        budget = _BATCH_TOKENS if len(texts) > _FEW else 0
        batches = list(_batches([len(encoding) for encoding in encodings], budget))[::-1]
        workers = min(self._threads, len(batches))
        if workers > 1:
            with ThreadPoolExecutor(workers) as pool:
                deque(pool.map(fill, batches), maxlen=0)
        else:
            deque(map(fill, batches), maxlen=0)
        return vectors

    def _load(self) -> "tuple[Tokenizer, InferenceSession]":
        with self._loading:
            if self._loaded is None:
                self._loaded = self._read()
            return self._loaded

    def _read(self) -> "tuple[Tokenizer, InferenceSession]":
        import onnxruntime  # noqa: PLC0415 - a slow import, needed at the first text only
        from onnxruntime.capi import onnxruntime_pybind11_state as failures  # noqa: PLC0415
        from tokenizers import Tokenizer  # noqa: PLC0415

        path = build_model(self._cache, self._adaptation)
        tokenizer = Tokenizer.from_file(str(packaged_weights() / "tokenizer.json"))
        tokenizer.enable_truncation(MAX_TOKENS)
        tokenizer.no_padding()
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.log_severity_level = 3
        try:
            return tokenizer, onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
        except (failures.InvalidProtobuf, failures.InvalidGraph, failures.Fail) as error:
            raise EmbeddingError(f"`{path}` is damaged. Delete that file; it is built again.") from error


def embeddings(name: str, cache: Path) -> Embeddings:
    """Return the embedding that runs in process under `name`; raises EmbeddingError for any other name."""
    if name == "minilm":
        return MiniLM(cache)
    raise EmbeddingError(f"There is no embedding `{name}`. Use `minilm` or `openai:<model>`.")


def _usable(text: str) -> str:
    """Return the text without lone surrogates, which the tokenizer refuses."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _batches(lengths: Sequence[int], budget: int) -> Iterator[list[int]]:
    """Yield positions of texts of like length, each batch within the budget of tokens, padded, or of one text."""
    batch: list[int] = []
    for number in sorted(range(len(lengths)), key=lambda number: lengths[number]):
        if batch and lengths[number] * (len(batch) + 1) > budget:
            yield batch
            batch = []
        batch.append(number)
    if batch:
        yield batch


def _padded(encodings: "Sequence[Encoding]") -> tuple[np.ndarray, np.ndarray]:
    width = max(len(encoding) for encoding in encodings)
    ids = np.zeros((len(encodings), width), dtype=np.int64)
    mask = np.zeros_like(ids)
    for row, encoding in enumerate(encodings):
        ids[row, : len(encoding)] = encoding.ids
        mask[row, : len(encoding)] = 1
    return ids, mask
