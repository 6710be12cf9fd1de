"""Texts embedded a second in one process: ours, Chroma's default function, sentence-transformers on torch.

All three run the same weights over the same texts, in turns, so that a busy machine slows each of them.
"""

import shutil
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import onnx
from onnx import TensorProto, helper

from retrieval.embed.build import full_precision, packaged_weights
from tests.benchmarks.lines import Line
from tests.benchmarks.ranking import model

TEXTS, WORDS, ROUNDS = 128, 60, 3
_WORDS = """the of and a to in it is was that for on we they with as but not have had price support invoice
delivery team because would could first never always again cancel renew customer service month year better worse
simple"""

Encode = Callable[[Sequence[str]], object]


def run() -> Iterator[Line]:
    """Yield a line a peer; one that is not installed is named with how to install it."""
    draw = np.random.default_rng(9)
    lengths = np.maximum(3, draw.normal(WORDS, WORDS / 2, TEXTS)).astype(int)
    texts = [" ".join(draw.choice(_WORDS.split(), length)) for length in lengths]
    ours = model()
    with TemporaryDirectory(prefix="whybuy-bench-") as folder:
        peers: dict[str, tuple[Encode | None, str]] = {
            "Chroma's default": (_chroma(Path(folder)), "7"),
            "sentence-transformers": (_torch(), "2.5"),
        }
        speeds = _speeds([ours.encode, *(encode for encode, _ in peers.values() if encode)], texts)
    own = speeds.pop(0)
    for name, (encode, goal) in peers.items():
        label = f"texts of {WORDS} words embedded a second"
        if encode is None:
            yield Line(label, f"{own.wall:.0f}", name, "not installed (`make bench-torch`)", None, goal)
            continue
        theirs = speeds.pop(0)
        yield Line(label, f"{own.wall:.0f}", name, f"{theirs.wall:.0f}", own.wall / theirs.wall, goal)
        label = "the same a second of processor time"
        yield Line(label, f"{own.busy:.0f}", name, f"{theirs.busy:.0f}", own.busy / theirs.busy)


@dataclass(frozen=True, slots=True)
class _Speed:
    """Texts a second by the clock, and of the processor, which others' work disturbs less."""

    wall: float
    busy: float


def _speeds(encoders: Sequence[Encode], texts: Sequence[str]) -> list[_Speed]:
    """Return the speed of each, the median of rounds in turn after one to warm up."""
    wall: list[list[float]] = [[] for _ in encoders]
    busy: list[list[float]] = [[] for _ in encoders]
    for turn in range(ROUNDS + 1):
        for side, encode in enumerate(encoders):
            started, used = time.perf_counter(), time.process_time()
            encode(texts if turn else texts[:16])
            if turn:
                wall[side].append(time.perf_counter() - started)
                busy[side].append(time.process_time() - used)
    median = statistics.median
    return [_Speed(len(texts) / median(w), len(texts) / median(b)) for w, b in zip(wall, busy, strict=True)]


def _torch() -> Encode | None:
    try:
        from sentence_transformers import SentenceTransformer
    except ImportError:
        return None
    loaded = SentenceTransformer(str(packaged_weights()), device="cpu")
    return lambda texts: loaded.encode(list(texts), normalize_embeddings=True, show_progress_bar=False)


def _chroma(folder: Path) -> Encode:
    """Return Chroma's function over the packaged weights, which it would otherwise download."""
    from chromadb.utils.embedding_functions.onnx_mini_lm_l6_v2 import ONNXMiniLM_L6_V2

    class Offline(ONNXMiniLM_L6_V2):
        DOWNLOAD_PATH = folder

        def _download_model_if_not_exists(self) -> None:
            """Do nothing: the files are there."""

    inside = folder / ONNXMiniLM_L6_V2.EXTRACTED_FOLDER_NAME
    inside.mkdir()
    for name in ("config.json", "tokenizer.json"):
        shutil.copy(packaged_weights() / name, inside / name)
    onnx.save(_renamed(full_precision(packaged_weights())), str(inside / "model.onnx"))
    function = Offline(preferred_providers=["CPUExecutionProvider"])
    return lambda texts: function(list(texts))


def _renamed(built: onnx.ModelProto) -> onnx.ModelProto:
    """Return the model with the inputs that Chroma feeds, the tokens' vectors alone for output."""
    names = {"ids": "input_ids", "mask": "attention_mask"}
    for node in built.graph.node:
        node.input[:] = [names.get(name, name) for name in node.input]
    for value in built.graph.input:
        value.name = names[value.name]
    types = helper.make_tensor_value_info("token_type_ids", TensorProto.INT64, ["batch", "length"])
    built.graph.input.append(types)
    del built.graph.output[1]
    return built


if __name__ == "__main__":
    for line in run():
        ratio = "" if line.ratio is None else f" | {line.ratio:.2f} | goal {line.goal}"
        print(f"{line.name} | {line.ours} | {line.peer_name} {line.peer}{ratio}", flush=True)  # noqa: T201
