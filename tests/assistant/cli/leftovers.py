"""Every byte of every file of a workspace, also what is packed inside, searched for texts, vectors and ids."""

import io
import json
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import chromadb
import numpy as np
import pandas as pd

WINDOW = 12
_PACKAGES = Path(__file__).parents[3]


def contents(workspace: Path) -> Iterator[tuple[str, bytes]]:
    """Yield each file's bytes, and once more what is compressed or escaped in it."""
    for path in sorted(workspace.rglob("*")):
        if not path.is_file():
            continue
        name, raw = path.relative_to(workspace).as_posix(), path.read_bytes()
        yield name, raw
        yield from ((f"{name}: {part}", inner) for part, inner in _packed(path, raw))


def _packed(path: Path, raw: bytes) -> Iterator[tuple[str, bytes]]:
    if path.suffix == ".parquet":
        for column, values in pd.read_parquet(path).astype("str").items():
            yield str(column), "\0".join(values.dropna()).encode()
    elif raw.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            yield from ((name, archive.read(name)) for name in archive.namelist())
    elif path.suffix in {".json", ".jsonl"}:
        yield "unescaped", "\0".join(map(_strings, _values(raw.decode("utf-8", "replace")))).encode()


def _values(text: str) -> Iterator[object]:
    """Yield the JSON values of a file, whatever stands between them."""
    decoder, at = json.JSONDecoder(), 0
    while at < len(text):
        value, at = decoder.raw_decode(text, at)
        yield value
        at += len(text[at:]) - len(text[at:].lstrip())


def _strings(value: object) -> str:
    if isinstance(value, dict):
        return "\0".join(_strings(item) for pair in value.items() for item in pair)
    return "\0".join(map(_strings, value)) if isinstance(value, list) else str(value)


def ambient(workspace: Path) -> bytes:
    """Return what any workspace over these tables holds: the program's words, Chroma's schema, column names.

    Twelve letters of a conversation stand there by chance: "the label is the words that most use".
    """
    held = [path.read_bytes() for name in ("tools", "assistant") for path in (_PACKAGES / name).rglob("*.py")]
    held += [path.read_bytes() for path in (_PACKAGES / "prompts").rglob("*.md")]
    with tempfile.TemporaryDirectory() as empty:
        chromadb.PersistentClient(empty)
        held += [path.read_bytes() for path in Path(empty).glob("*.sqlite3")]
    for path in workspace.glob("tables/*.parquet"):
        held += [f" {name} ".encode() for name in pd.read_parquet(path).columns]
    return b"\0".join(held)


def windows(texts: Iterable[str]) -> set[bytes]:
    """Return every stretch of twelve bytes of the texts."""
    found: set[bytes] = set()
    for text in texts:
        raw = text.encode()
        found |= {raw[at : at + WINDOW] for at in range(len(raw) - WINDOW + 1)}
    return found


def pairs(vectors: Iterable[np.ndarray]) -> set[bytes]:
    """Return every two numbers of the vectors that stand beside each other, as they lie in memory."""
    found: set[bytes] = set()
    for vector in vectors:
        raw = np.ascontiguousarray(vector, dtype="<f4").tobytes()
        found |= {raw[at : at + 8] for at in range(0, len(raw) - 7, 4)}
    return found


def found_in(raw: bytes, wanted: set[bytes], besides: bytes = b"") -> bytes | None:
    """Return a wanted stretch (eight bytes or more) that the bytes hold and `besides` does not, or None.

    A space at its edge proves nothing: it may be a byte of the file, beside the same words of somebody else.
    """
    if len(raw) < 8 or not wanted:
        return None
    # Three bytes rule out nearly all places at once; only the others are compared in full.
    likely = np.zeros(1 << 24, dtype=bool)
    likely[[int.from_bytes(one[:3], "little") for one in wanted]] = True
    each = np.frombuffer(raw, dtype=np.uint8).astype(np.uint32)
    width = len(next(iter(wanted)))
    for at in np.flatnonzero(likely[each[:-2] | each[1:-1] << 8 | each[2:] << 16]):
        if (stretch := raw[at : at + width]) in wanted and stretch.strip() not in besides:
            return stretch
    return None
