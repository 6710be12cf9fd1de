"""The BERT encoder as an ONNX graph, written straight from a safetensors file: no torch, no download.

Inputs are `ids` and `mask` (int64, batch x tokens); outputs are `tokens` (batch x tokens x width) and
`sentence` (batch x width): the mean over unmasked tokens, scaled to length 1; where one is asked for, `middle` is
the same after a lower layer. Equations: Devlin et al.,
"BERT" (2019), and Reimers & Gurevych, "Sentence-BERT" (2019).
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

OPSET = 20
IR_VERSION = 9
_MASKED = -1e9

Weights = Mapping[str, np.ndarray[tuple[int, ...], np.dtype[np.float32]]]


@dataclass(frozen=True, slots=True)
class Shape:
    """The sizes of an encoder that its weights do not tell."""

    layers: int
    heads: int
    epsilon: float


@dataclass(slots=True)
class _Graph:
    """An encoder under construction; every method returns the name of the value it adds."""

    weights: Weights
    shape: Shape
    nodes: list[onnx.NodeProto] = field(default_factory=list)
    constants: list[onnx.TensorProto] = field(default_factory=list)

    def add(self, op: str, *inputs: str, name: str = "", **attributes: int | float | list[int]) -> str:
        output = name or f"{op.lower()}_{len(self.nodes)}"
        node = helper.make_node(op, list(inputs), [output])
        node.attribute.extend(helper.make_attribute(key, value) for key, value in attributes.items())
        self.nodes.append(node)
        return output

    def constant(self, value: "np.ndarray[tuple[int, ...], np.dtype[np.generic]]") -> str:
        name = f"constant_{len(self.constants)}"
        self.constants.append(numpy_helper.from_array(np.array(value, order="C"), name))
        return name

    def integers(self, *values: int) -> str:
        return self.constant(np.array(values, dtype=np.int64))

    def number(self, value: float) -> str:
        return self.constant(np.array(value, dtype=np.float32))

    def linear(self, value: str, *prefixes: str) -> str:
        """Multiply by the named weights side by side, and add their biases."""
        weight = np.concatenate([self.weights[f"{prefix}.weight"] for prefix in prefixes])
        bias = np.concatenate([self.weights[f"{prefix}.bias"] for prefix in prefixes])
        return self.add("Add", self.add("MatMul", value, self.constant(weight.T)), self.constant(bias))

    def norm(self, value: str, prefix: str) -> str:
        scale, shift = (self.constant(self.weights[f"{prefix}.{part}"]) for part in ("weight", "bias"))
        return self.add("LayerNormalization", value, scale, shift, axis=-1, epsilon=self.shape.epsilon)


def bert(weights: Weights, shape: Shape, *, middle: int | None = None) -> onnx.ModelProto:
    """Return the encoder with mean pooling, also after the layer `middle` (counted from 1) where one is given.

    Raises KeyError when a weight is missing.
    """
    graph = _Graph(weights, shape)
    hidden = _embed(graph)
    bias = _attention_bias(graph)
    for number in range(shape.layers):
        hidden = _layer(graph, f"encoder.layer.{number}.", hidden, bias)
        if number + 1 == middle:
            _pool(graph, hidden, "middle")
    graph.add("Identity", hidden, name="tokens")
    _pool(graph, hidden, "sentence")
    width = weights["embeddings.word_embeddings.weight"].shape[1]
    inputs = [
        helper.make_tensor_value_info(name, TensorProto.INT64, ["batch", "length"]) for name in ("ids", "mask")
    ]
    outputs = [
        helper.make_tensor_value_info("tokens", TensorProto.FLOAT, ["batch", "length", width]),
        *(
            helper.make_tensor_value_info(name, TensorProto.FLOAT, ["batch", width])
            for name in ("sentence", *(["middle"] if middle else []))
        ),
    ]
    body = helper.make_graph(graph.nodes, "bert", inputs, outputs, graph.constants)
    return helper.make_model(body, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=IR_VERSION)


def _embed(graph: _Graph) -> str:
    """Sum word, position and (always the first) segment embeddings, then normalise."""
    weights = graph.weights
    words = graph.add("Gather", graph.constant(weights["embeddings.word_embeddings.weight"]), "ids")
    length = graph.add("Shape", "ids", start=1, end=2)
    table = (
        weights["embeddings.position_embeddings.weight"] + weights["embeddings.token_type_embeddings.weight"][0]
    )
    places = graph.add("Slice", graph.constant(table), graph.integers(0), length, graph.integers(0))
    return graph.norm(graph.add("Add", words, places), "embeddings.LayerNorm")


def _attention_bias(graph: _Graph) -> str:
    """Return batch x 1 x 1 x tokens: 0 where a token may be attended to, a large negative number elsewhere."""
    kept = graph.add("Cast", graph.add("Unsqueeze", "mask", graph.integers(1, 2)), to=TensorProto.FLOAT)
    return graph.add("Mul", graph.add("Sub", graph.number(1.0), kept), graph.number(_MASKED))


def _layer(graph: _Graph, prefix: str, hidden: str, bias: str) -> str:
    attended = _attention(graph, f"{prefix}attention.", hidden, bias)
    grown = graph.add("Gelu", graph.linear(attended, f"{prefix}intermediate.dense"))
    shrunk = graph.linear(grown, f"{prefix}output.dense")
    return graph.norm(graph.add("Add", shrunk, attended), f"{prefix}output.LayerNorm")


def _attention(graph: _Graph, prefix: str, hidden: str, bias: str) -> str:
    """Self-attention; query, key and value share one multiplication, which is quicker than three."""
    width = graph.weights[f"{prefix}self.query.weight"].shape[1]
    heads = graph.shape.heads
    joined = graph.linear(hidden, *(f"{prefix}self.{part}" for part in ("query", "key", "value")))
    split = graph.add("Reshape", joined, graph.integers(0, 0, 3, heads, width // heads))
    stacked = graph.add("Transpose", split, perm=[2, 0, 3, 1, 4])
    query, key, value = (graph.add("Gather", stacked, graph.constant(np.array(i)), axis=0) for i in range(3))
    scores = graph.add("MatMul", query, graph.add("Transpose", key, perm=[0, 1, 3, 2]))
    scaled = graph.add("Mul", scores, graph.number(1 / math.sqrt(width // heads)))
    weighted = graph.add("Softmax", graph.add("Add", scaled, bias), axis=-1)
    mixed = graph.add("Transpose", graph.add("MatMul", weighted, value), perm=[0, 2, 1, 3])
    merged = graph.add("Reshape", mixed, graph.integers(0, 0, width))
    projected = graph.linear(merged, f"{prefix}output.dense")
    return graph.norm(graph.add("Add", projected, hidden), f"{prefix}output.LayerNorm")


def _pool(graph: _Graph, hidden: str, name: str) -> None:
    kept = graph.add("Cast", graph.add("Unsqueeze", "mask", graph.integers(2)), to=TensorProto.FLOAT)
    total = graph.add("ReduceSum", graph.add("Mul", hidden, kept), graph.integers(1), keepdims=0)
    count = graph.add("Max", graph.add("ReduceSum", kept, graph.integers(1), keepdims=0), graph.number(1.0))
    mean = graph.add("Div", total, count)
    graph.add("LpNormalization", mean, name=name, axis=-1, p=2)
