"""Adapt the guard's encoder to labelled requests: `python -m tests.evals.guard_adapt`, then `guard_train`.

It needs torch (`uv sync --inexact --group guard-train`) and some twenty minutes on one core; nothing else does.
The upper layers of the packaged MiniLM learn to tell harmful requests from harmless ones. They learn twice, in
different orders, and the mean of both weights is taken (Wortsman et al., "Model soups: averaging weights of
multiple fine-tuned models improves accuracy without increasing inference time", 2022). Of what they learn the part
of low rank is kept, which is small enough to ship (the best such part by the singular value decomposition: Eckart
and Young, "The approximation of one matrix by another of lower rank", 1936). `--without AUTHOR ...` leaves authors
out and prints the figures over their requests; the cuts of `assistant.guards.intent` were chosen on such figures.
"""

import argparse
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

from assistant.guards.encoder import ADAPTATION, FROZEN, pack, unpack
from assistant.guards.score import POLICIES
from retrieval.embed import Adaptation, MiniLM
from retrieval.embed.build import packaged_weights
from tests.evals import guard_train
from tests.evals.guard import sealed
from tests.evals.guard_data import BLIND, Row, load
from tests.evals.guard_layers import BATCH, Texts, Upper, Weights, read
from tests.evals.guard_lesson import Lesson, lesson
from tests.evals.guard_train import Examples, examples

RANK = 128
DRAWS = 2  # fits, of which the mean is taken
EPOCHS = 3
RATE, HEAD_RATE = 3e-4, 3e-3
TELEGRAMS = 0.25  # share of the telegrams that are drawn each time
TARGETS = {"refuse": 1.0, "limit": 0.3, "allow": 0.0}
_POLICY = 0.2  # the weight of naming the policy beside seeing the harm
_ORDER = 0.5  # the weight of a harmful message sounding worse than each harmless one of its batch
_WARM = 0.1  # the part of the steps in which the rate rises
_DECAY = 0.01
_SHUFFLED = 8.0  # tokens by which texts of a batch may differ in length, by chance

_TARGET = Path(__file__).parents[2] / "assistant" / "guards" / ADAPTATION


def learn(given: Lesson, texts: Texts, weights: Weights, draw: int) -> Upper:
    """Return the layers fitted on a lesson in an order that is drawn by a number."""
    torch.manual_seed(draw)
    rng = np.random.default_rng(draw)
    model = Upper(weights)
    model.train()
    batches = [batch for _ in range(EPOCHS) for batch in _batches(given, texts, rng)]
    groups = [{"params": model.matrices.parameters()}, {"params": model.head.parameters()}]
    optimizer = torch.optim.AdamW(groups, weight_decay=_DECAY)
    rates = [RATE, HEAD_RATE]
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, rates, total_steps=len(batches), pct_start=_WARM)
    for chosen in batches:
        with torch.autocast("cpu", dtype=torch.bfloat16):
            logits = model(*texts.batch([given.lines[number][1] for number in chosen]))
        loss = _loss(logits.float(), [given.lines[number][0] for number in chosen])
        optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        schedule.step()
    return model.eval()


def _batches(given: Lesson, texts: Texts, rng: np.random.Generator) -> Iterator[list[int]]:
    """Yield the numbers of lines in batches in a drawn order, twins and texts of about one length together."""
    groups = [*given.groups, *(group for group in given.telegrams if rng.uniform() < TELEGRAMS)]
    longest = [max(len(texts.tokens[given.lines[number][1]]) for number in group) for group in groups]
    batches: list[list[int]] = [[]]
    for place in np.argsort(np.array(longest) + rng.uniform(0, _SHUFFLED, len(groups))):
        if len(batches[-1]) >= BATCH:
            batches.append([])
        batches[-1] += groups[place]
    yield from (batches[place] for place in rng.permutation(len(batches)))


def _loss(logits: Tensor, rows: Sequence[dict[str, Any]]) -> Tensor:
    harm = logits[:, 0]
    loss = functional.binary_cross_entropy_with_logits(harm, torch.tensor([TARGETS[row["label"]] for row in rows]))
    harmful = [at for at, row in enumerate(rows) if row["label"] == "refuse"]
    harmless = [at for at, row in enumerate(rows) if row["label"] == "allow"]
    if harmful and harmless:
        loss = loss + _ORDER * functional.softplus(harm[harmless][None] - harm[harmful][:, None]).mean()
    named = [at for at in harmful if rows[at].get("policy") in POLICIES]
    if named:
        policies = torch.tensor([POLICIES.index(rows[at]["policy"]) for at in named])
        loss = loss + _POLICY * functional.cross_entropy(logits[named, 1:], policies)
    return loss


def adaptation(model: Upper, version: str) -> Adaptation:
    """Return the changes of the matrices as the encoder takes them, under a name."""
    return Adaptation(version, FROZEN, {name: _factors(change) for name, change in model.changes()})


def _factors(change: Tensor) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    left, sizes, right = torch.linalg.svd(change, full_matrices=False)
    root = sizes[:RANK].sqrt()
    return _array(left[:, :RANK] * root), _array(root[:, None] * right[:RANK])


def stored(model: Upper) -> bytes:
    """Return the fit as it is stored: the changes, and the weights by which harm is read, with their bias."""
    head = np.append(_array(model.head.weight[0]), _array(model.head.bias[0]))
    return pack(adaptation(model, "").changes, head)


def fit(labelled: Examples, kept: NDArray[np.bool_]) -> Upper:
    """Return the layers fitted on the kept messages: the mean of several fits, which is better than each."""
    torch.set_num_threads(1)  # sums come in one order, so that a fit can be repeated
    weights = load_file(packaged_weights() / "model.safetensors")
    given = lesson(labelled, kept)
    texts = read(given.texts, weights)
    models = [learn(given, texts, weights, draw) for draw in range(DRAWS)]
    with torch.no_grad():
        for mean, *parts in zip(*(model.parameters() for model in models), strict=True):
            mean.copy_(torch.stack([mean, *parts]).mean(0))
    return models[0]


def without(authors: Sequence[str]) -> Iterator[Row]:
    """Yield the figures over some authors' requests by models that were fitted without them."""
    rows = {name: load(BLIND[name]) for name in authors}
    theirs = {row["id"] for name in authors for row in rows[name]}
    labelled = examples()
    kept = np.array([row.get("id") not in theirs for row in labelled.rows])
    changes, head = unpack(stored(fit(labelled, kept)))
    with tempfile.TemporaryDirectory() as folder:
        encoder = MiniLM(Path(folder), threads=1, adaptation=Adaptation("held", FROZEN, changes))
        labelled = examples(lambda texts: np.asarray(encoder.encode(texts), dtype=np.float64))
        fitted = guard_train.fit(labelled, meaning=True, kept=kept, head=head.astype(np.float64))
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
    _TARGET.write_bytes(stored(fit(labelled, np.ones(len(labelled.rows), dtype=bool))))


def _array(value: Tensor) -> NDArray[np.float32]:
    return np.asarray(value.detach().numpy(), dtype=np.float32)


if __name__ == "__main__":
    main()
