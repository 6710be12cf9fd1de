"""Adapt the guard's encoder to labelled requests: `python -m tests.evals.guard_adapt`, then `guard_train`.

It needs torch (`uv sync --inexact --group guard-train`) and about ten minutes on one core; nothing else does. The
upper layers of the packaged MiniLM learn to tell harmful requests from harmless ones. What they learn is kept as
changes of low rank (Hu et al., "LoRA: Low-Rank Adaptation of Large Language Models", 2021, section 4.1), which are
small enough to ship. `--without AUTHOR ...` leaves authors out and prints the figures over their requests; the
cuts of `assistant.guards.intent` were chosen on such figures.
"""

import argparse
import math
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.torch import load_file
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional

from assistant.guards.encoder import ADAPTATION, FROZEN, SPREAD, pack
from assistant.guards.score import POLICIES
from retrieval.embed import Adaptation, MiniLM
from retrieval.embed.build import packaged_weights
from tests.evals import guard_train
from tests.evals.guard import sealed
from tests.evals.guard_data import BLIND, Row, load
from tests.evals.guard_train import Examples, examples

RANK = 16
EPOCHS = 3
BATCH = 32
RATE = 1e-3
DROPOUT = 0.1
LENGTH = 96  # tokens of a message that are learned from
TARGETS = {"refuse": 1.0, "limit": 0.3, "allow": 0.0}
_POLICY = 0.2  # the weight of naming the policy beside seeing the harm
_WARM = 0.1  # the part of the steps in which the rate rises
_DECAY = 0.01
_HEADS, _LAYERS, _EPSILON = 12, 6, 1e-12
_LINEAR = ("attention.self.query", "attention.self.key", "attention.self.value", "attention.output.dense")
_LINEAR += ("intermediate.dense", "output.dense")

_TARGET = Path(__file__).parents[2] / "assistant" / "guards" / ADAPTATION

Weights = dict[str, Tensor]
Matrix = NDArray[np.float32]


@dataclass
class Texts:
    """Texts as tokens, with what the frozen layers make of them, computed once."""

    tokens: list[list[int]]
    states: list[Tensor] = field(default_factory=list)

    def batch(self, places: Sequence[int]) -> tuple[Tensor, Tensor]:
        """Return the states (batch x tokens x width) and the mask of some texts."""
        longest = max(len(self.tokens[place]) for place in places)
        states = torch.zeros(len(places), longest, self.states[0].shape[1])
        mask = torch.zeros(len(places), longest)
        for row, place in enumerate(places):
            count = len(self.tokens[place])
            states[row, :count], mask[row, :count] = self.states[place], 1.0
        return states, mask


class Adapted(nn.Module):
    """The upper layers with their changes, and a head that tells harm and, after it, the policies."""

    def __init__(self, weights: Weights) -> None:
        super().__init__()
        self.weights = weights
        self.changes = nn.ParameterDict()
        for number in range(FROZEN, _LAYERS):
            for part in _LINEAR:
                name = f"encoder.layer.{number}.{part}"
                rows, columns = weights[f"{name}.weight"].shape
                self.changes[_key(f"{name}.left")] = nn.Parameter(torch.zeros(rows, RANK))
                bound = 1 / math.sqrt(columns)
                self.changes[_key(f"{name}.right")] = nn.Parameter(
                    torch.empty(RANK, columns).uniform_(-bound, bound)
                )
        self.head = nn.Linear(384, 1 + len(POLICIES))

    def forward(self, states: Tensor, mask: Tensor) -> Tensor:
        """Return the logits of harm and of the policies, one row a text."""
        for number in range(FROZEN, _LAYERS):
            states = layer(self._weight, self.weights, f"encoder.layer.{number}.", states, mask, self.training)
        kept = mask[..., None]
        sentence = functional.normalize((states * kept).sum(1) / kept.sum(1))
        return self.head(functional.dropout(sentence * SPREAD, DROPOUT, self.training))

    def _weight(self, name: str) -> Tensor:
        return (
            self.weights[f"{name}.weight"]
            + self.changes[_key(f"{name}.left")] @ self.changes[_key(f"{name}.right")]
        )


def layer(weight, weights: Weights, prefix: str, states: Tensor, mask: Tensor, training: bool) -> Tensor:
    """Return what a layer of BERT makes of the states; `weight` gives the matrix of a name."""

    def linear(part: str, value: Tensor) -> Tensor:
        return functional.linear(value, weight(prefix + part), weights[f"{prefix}{part}.bias"])

    def norm(part: str, value: Tensor) -> Tensor:
        scale, shift = weights[f"{prefix}{part}.weight"], weights[f"{prefix}{part}.bias"]
        return functional.layer_norm(value, value.shape[-1:], scale, shift, _EPSILON)

    count, length, width = states.shape
    query, key, value = (
        linear(f"attention.self.{part}", states).view(count, length, _HEADS, -1).transpose(1, 2)
        for part in ("query", "key", "value")
    )
    bias = ((1.0 - mask) * -1e9)[:, None, None, :].to(query.dtype)
    mixed = functional.scaled_dot_product_attention(query, key, value, attn_mask=bias)
    mixed = linear("attention.output.dense", mixed.transpose(1, 2).reshape(count, length, width))
    states = norm("attention.output.LayerNorm", functional.dropout(mixed, DROPOUT, training) + states)
    grown = functional.gelu(linear("intermediate.dense", states))
    shrunk = functional.dropout(linear("output.dense", grown), DROPOUT, training)
    return norm("output.LayerNorm", shrunk + states)


def read(texts: Sequence[str], weights: Weights) -> Texts:
    """Return texts with the states that the frozen layers give them."""
    tokenizer = Tokenizer.from_file(str(packaged_weights() / "tokenizer.json"))
    tokenizer.enable_truncation(LENGTH)
    tokenizer.no_padding()
    found = Texts([encoding.ids for encoding in tokenizer.encode_batch(list(texts))])
    states: list[Tensor | None] = [None] * len(texts)
    order = sorted(range(len(texts)), key=lambda place: len(found.tokens[place]))
    with torch.no_grad():
        for places in (order[start : start + BATCH] for start in range(0, len(order), BATCH)):
            longest = max(len(found.tokens[place]) for place in places)
            ids = torch.tensor(
                [found.tokens[place] + [0] * (longest - len(found.tokens[place])) for place in places]
            )
            mask = torch.tensor(
                [[float(at < len(found.tokens[place])) for at in range(longest)] for place in places]
            )
            value = _embed(weights, ids)
            for number in range(FROZEN):
                name = f"encoder.layer.{number}."
                value = layer(lambda part: weights[f"{part}.weight"], weights, name, value, mask, False)
            for row, place in enumerate(places):
                states[place] = value[row, : len(found.tokens[place])].clone()
    found.states = [state for state in states if state is not None]
    return found


def _embed(weights: Weights, ids: Tensor) -> Tensor:
    value = weights["embeddings.word_embeddings.weight"][ids]
    value = value + weights["embeddings.position_embeddings.weight"][: ids.shape[1]]
    value = value + weights["embeddings.token_type_embeddings.weight"][0]
    scale, shift = (weights[f"embeddings.LayerNorm.{part}"] for part in ("weight", "bias"))
    return functional.layer_norm(value, value.shape[-1:], scale, shift, _EPSILON)


def learn(
    labelled: Examples, texts: Texts, places: dict[str, int], kept: NDArray[np.bool_], weights: Weights
) -> Adapted:
    """Return the layers fitted on the kept messages."""
    torch.manual_seed(0)
    rng = np.random.default_rng(0)
    model = Adapted(weights)
    model.train()
    lines = [(labelled.rows[number], places[text]) for number, text in labelled.lines if kept[number]]
    steps = EPOCHS * math.ceil(len(lines) / BATCH)
    optimizer = torch.optim.AdamW(model.parameters(), lr=RATE, weight_decay=_DECAY)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, RATE, total_steps=steps, pct_start=_WARM)
    for _ in range(EPOCHS):
        for chosen in _batches([len(texts.tokens[place]) for _, place in lines], rng):
            states, mask = texts.batch([lines[number][1] for number in chosen])
            with torch.autocast("cpu", dtype=torch.bfloat16):
                logits = model(states, mask)
            loss = _loss(logits.float(), [lines[number][0] for number in chosen])
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            schedule.step()
    return model.eval()


def _batches(lengths: Sequence[int], rng: np.random.Generator) -> Iterator[list[int]]:
    """Yield all numbers once in a drawn order, texts of about one length together."""
    near = np.argsort(np.array(lengths) + rng.uniform(0, 8, len(lengths)))
    batches = [near[start : start + BATCH].tolist() for start in range(0, len(near), BATCH)]
    rng.shuffle(batches)
    yield from batches


def _loss(logits: Tensor, rows: Sequence[dict]) -> Tensor:
    harm = torch.tensor([TARGETS[row["label"]] for row in rows])
    loss = functional.binary_cross_entropy_with_logits(logits[:, 0], harm)
    named = [at for at, row in enumerate(rows) if row["label"] == "refuse" and row.get("policy") in POLICIES]
    if named:
        policies = torch.tensor([POLICIES.index(rows[at]["policy"]) for at in named])
        loss = loss + _POLICY * functional.cross_entropy(logits[named, 1:], policies)
    return loss


def adaptation(model: Adapted, version: str) -> Adaptation:
    """Return the changes of the matrices as the encoder takes them, under a name."""
    names = [name.removesuffix("/left") for name in model.changes if name.endswith("/left")]
    factors = {
        f"{name.replace('/', '.')}.weight": tuple(
            _array(model.changes[f"{name}/{side}"]) for side in ("left", "right")
        )
        for name in names
    }
    return Adaptation(version, FROZEN, {name: (left, right) for name, (left, right) in factors.items()})


def head(model: Adapted) -> Matrix:
    """Return the weights by which harm is read from the last vector, and their bias."""
    return np.append(_array(model.head.weight[0]), _array(model.head.bias[0]))


def fit(labelled: Examples, kept: NDArray[np.bool_]) -> Adapted:
    """Return the layers fitted on the kept messages."""
    torch.set_num_threads(1)  # sums come in one order, so that a fit can be repeated
    weights = load_file(packaged_weights() / "model.safetensors")
    names = sorted({text for _, text in labelled.lines})
    texts = read(names, weights)
    return learn(labelled, texts, {text: place for place, text in enumerate(names)}, kept, weights)


def without(authors: Sequence[str]) -> Iterator[Row]:
    """Yield the figures over some authors' requests by models that were fitted without them."""
    rows = {name: load(BLIND[name]) for name in authors}
    theirs = {row["id"] for name in authors for row in rows[name]}
    labelled = examples()
    kept = np.array([row.get("id") not in theirs for row in labelled.rows])
    model = fit(labelled, kept)
    with tempfile.TemporaryDirectory() as folder:
        encoder = MiniLM(Path(folder), threads=1, adaptation=adaptation(model, "held"))
        labelled = examples(lambda texts: np.asarray(encoder.encode(texts), dtype=np.float64))
        fitted = guard_train.fit(labelled, meaning=True, kept=kept, head=head(model))
        for name in authors:
            yield from sealed(f"without {name}", rows[name], encoder.embed_query, fitted)


def main() -> None:
    """Fit and store the changes, or print the figures over authors that are left out."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--without", nargs="+", choices=sorted(BLIND), metavar="AUTHOR", default=[])
    left_out = parser.parse_args().without
    if left_out:
        for row in without(left_out):
            print(f"{row.suite:40} {row.figure:30} {row.value:.3f} [{row.low:.3f}, {row.high:.3f}] n={row.n}")  # noqa: T201
        return
    labelled = examples()
    model = fit(labelled, np.ones(len(labelled.rows), dtype=bool))
    _TARGET.write_bytes(pack(adaptation(model, "").changes, head(model)))


def _array(value: Tensor) -> Matrix:
    return np.asarray(value.detach().numpy(), dtype=np.float32)


def _key(name: str) -> str:
    return name.replace(".", "/")


if __name__ == "__main__":
    main()
