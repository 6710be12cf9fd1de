"""The layers of MiniLM in torch: what the frozen ones make of texts, and the upper ones with a head, to fit."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional

from assistant.guards.encoder import FROZEN, SPREAD, WIDTH
from assistant.guards.score import POLICIES
from retrieval.embed.build import packaged_weights

BATCH = 32
DROPOUT = 0.1
LENGTH = 96  # tokens of a message that are learned from
_HEADS, _LAYERS, _EPSILON = 12, 6, 1e-12
_LINEAR = ("attention.self.query", "attention.self.key", "attention.self.value", "attention.output.dense")
_LINEAR += ("intermediate.dense", "output.dense")
MATRICES = tuple(f"encoder.layer.{number}.{part}.weight" for number in range(FROZEN, _LAYERS) for part in _LINEAR)

Weights = dict[str, Tensor]
Named = Callable[[str], Tensor]


@dataclass
class Texts:
    """Texts as tokens, with what the frozen layers make of them, computed once."""

    tokens: list[list[int]]
    states: list[Tensor] = field(default_factory=list)

    def batch(self, places: Sequence[int]) -> tuple[Tensor, Tensor]:
        """Return the states (batch x tokens x width) and the mask of some texts."""
        longest = max(len(self.tokens[place]) for place in places)
        states = torch.zeros(len(places), longest, WIDTH)
        mask = torch.zeros(len(places), longest)
        for row, place in enumerate(places):
            count = len(self.tokens[place])
            states[row, :count], mask[row, :count] = self.states[place], 1.0
        return states, mask


class Upper(nn.Module):
    """The upper layers, whose matrices are learned, and a head that tells harm and, after it, the policies."""

    def __init__(self, weights: Weights) -> None:
        super().__init__()
        self.weights = weights
        self.matrices = nn.ParameterDict({_key(name): nn.Parameter(weights[name].clone()) for name in MATRICES})
        self.head = nn.Linear(WIDTH, 1 + len(POLICIES))

    def forward(self, states: Tensor, mask: Tensor) -> Tensor:
        """Return the logits of harm and of the policies, one row a text."""
        for number in range(FROZEN, _LAYERS):
            states = layer(self._named, f"encoder.layer.{number}.", states, mask, dropping=self.training)
        kept = mask[..., None]
        sentence = functional.normalize((states * kept).sum(1) / kept.sum(1))
        logits: Tensor = self.head(functional.dropout(sentence * SPREAD, DROPOUT, self.training))
        return logits

    def changes(self) -> Iterator[tuple[str, Tensor]]:
        """Yield the name of each matrix and what was added to it."""
        for name in MATRICES:
            yield name, (self.matrices[_key(name)] - self.weights[name]).detach()

    def _named(self, name: str) -> Tensor:
        key = _key(name)
        return self.matrices[key] if key in self.matrices else self.weights[name]


def layer(named: Named, prefix: str, states: Tensor, mask: Tensor, *, dropping: bool = False) -> Tensor:
    """Return what a layer of BERT makes of the states; `named` gives the weights of a name."""

    def linear(part: str, value: Tensor) -> Tensor:
        return functional.linear(value, named(f"{prefix}{part}.weight"), named(f"{prefix}{part}.bias"))

    count, length, width = states.shape
    query, key, value = (
        linear(f"attention.self.{part}", states).view(count, length, _HEADS, -1).transpose(1, 2)
        for part in ("query", "key", "value")
    )
    bias = ((1.0 - mask) * -1e9)[:, None, None, :].to(query.dtype)
    mixed = functional.scaled_dot_product_attention(query, key, value, attn_mask=bias)
    mixed = linear("attention.output.dense", mixed.transpose(1, 2).reshape(count, length, width))
    mixed = functional.dropout(mixed, DROPOUT, dropping)
    states = _normed(named, f"{prefix}attention.output.LayerNorm", mixed + states)
    shrunk = linear("output.dense", functional.gelu(linear("intermediate.dense", states)))
    shrunk = functional.dropout(shrunk, DROPOUT, dropping)
    return _normed(named, f"{prefix}output.LayerNorm", shrunk + states)


def read(texts: Sequence[str], weights: Weights) -> Texts:
    """Return texts with the states that the frozen layers give them."""
    tokenizer = Tokenizer.from_file(str(packaged_weights() / "tokenizer.json"))
    tokenizer.enable_truncation(LENGTH)
    tokenizer.no_padding()
    found = Texts([encoding.ids for encoding in tokenizer.encode_batch(list(texts))])
    states: list[Tensor | None] = [None] * len(texts)
    order = np.argsort([len(ids) for ids in found.tokens], kind="stable").tolist()
    with torch.no_grad():
        for places in (order[start : start + BATCH] for start in range(0, len(order), BATCH)):
            values = _lower(weights, [found.tokens[place] for place in places])
            for place, value in zip(places, values, strict=True):
                states[place] = value
    found.states = [state for state in states if state is not None]
    return found


def _lower(weights: Weights, batch: Sequence[list[int]]) -> Iterator[Tensor]:
    """Yield what the frozen layers make of each text of a batch, given as tokens."""
    longest = max(map(len, batch))
    mask = torch.tensor([[float(at < len(ids)) for at in range(longest)] for ids in batch])
    states = _embedded(weights, torch.tensor([ids + [0] * (longest - len(ids)) for ids in batch]))
    for number in range(FROZEN):
        states = layer(weights.__getitem__, f"encoder.layer.{number}.", states, mask)
    for ids, value in zip(batch, states, strict=True):
        yield value[: len(ids)].clone()


def _embedded(weights: Weights, ids: Tensor) -> Tensor:
    value = weights["embeddings.word_embeddings.weight"][ids]
    value = value + weights["embeddings.position_embeddings.weight"][: ids.shape[1]]
    value = value + weights["embeddings.token_type_embeddings.weight"][0]
    return _normed(weights.__getitem__, "embeddings.LayerNorm", value)


def _normed(named: Named, name: str, value: Tensor) -> Tensor:
    scale, shift = named(f"{name}.weight"), named(f"{name}.bias")
    return functional.layer_norm(value, value.shape[-1:], scale, shift, _EPSILON)


def _key(name: str) -> str:
    return name.replace(".", "/")  # a parameter's name may hold no dot
