"""The guard's own encoder, in process: the packaged MiniLM whose upper layers have learned to tell harm.

What they learned is data (`ADAPTATION`), fitted by `python -m tests.evals.guard_adapt`.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from io import BytesIO
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from retrieval.embed import Adaptation, Factor, MiniLM

ADAPTATION = "rules_encoder.npz"
WIDTH = 384  # places of the vector of a layer; the middle layer's come first, then the last one's
FROZEN = 3  # layers that are left as they are; the vector of the last of them is the middle one
SPREAD = 8.0  # the length to which the last vector is scaled before the head reads it
_HEAD = "head"
_LEFT, _RIGHT, _SIZES = ".left", ".right", ".sizes"
_STEPS = 127  # the largest number of a byte


@dataclass(frozen=True, slots=True)
class Learned:
    """What the encoder was fitted to: the changes of its layers, and a head that reads harm from its last vector.

    The head gives log odds: a weight for each place of the vector scaled to the length SPREAD, and a bias.
    """

    adaptation: Adaptation
    head: NDArray[np.float64]


def encoder(folder: Path) -> MiniLM:
    """Return the encoder, its model kept in a folder; a vector is the middle layer's followed by the last one's.

    One thread is fastest for one short text, the more so while others keep the machine busy.
    """
    return MiniLM(folder, threads=1, adaptation=learned().adaptation)


@cache
def learned() -> Learned:
    """Return what is stored of the fit."""
    changes, head = unpack(stored())
    version = hashlib.sha256(stored()).hexdigest()[:12]
    return Learned(Adaptation(version=version, middle=FROZEN, changes=changes), head.astype(np.float64))


@cache
def stored() -> bytes:
    """Return the file of the fit."""
    return (files("assistant.guards") / ADAPTATION).read_bytes()


def pack(changes: Mapping[str, tuple[Factor, Factor]], head: Factor) -> bytes:
    """Return a fit as it is stored: the factors of the changes by the name of their matrix, and the head.

    Each pair of a column of the left factor and a row of the right one is kept as bytes and the size of their
    product.
    """
    parts: dict[str, NDArray[np.float32] | NDArray[np.int8]] = {_HEAD: head}
    for name, (left, right) in changes.items():
        tall, wide = np.abs(left).max(axis=0), np.abs(right).max(axis=1)
        parts[f"{name}{_LEFT}"] = np.rint(left * (_STEPS / np.maximum(tall, 1e-12))).astype(np.int8)
        parts[f"{name}{_RIGHT}"] = np.rint(right * (_STEPS / np.maximum(wide, 1e-12))[:, None]).astype(np.int8)
        parts[f"{name}{_SIZES}"] = (tall * wide / _STEPS**2).astype(np.float32)
    packed = BytesIO()
    np.savez_compressed(packed, allow_pickle=False, **parts)
    return packed.getvalue()


def unpack(packed: bytes) -> tuple[dict[str, tuple[Factor, Factor]], Factor]:
    """Return the changes and the head of a stored fit."""
    data = np.load(BytesIO(packed))
    names = [name.removesuffix(_SIZES) for name in data.files if name.endswith(_SIZES)]
    changes = {
        name: (
            data[f"{name}{_LEFT}"] * data[f"{name}{_SIZES}"],
            data[f"{name}{_RIGHT}"].astype(np.float32),
        )
        for name in names
    }
    return changes, data[_HEAD]
