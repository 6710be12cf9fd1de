"""`python -m tests.evals kills`: an ingest that is killed at random moments has to end like an undisturbed one.

Several workspaces are filled from one folder by processes that get a SIGKILL at moments drawn at random, until one
comes to its end. What each then holds is compared with what an ingest holds that nobody disturbed, by content:
texts, passages, vectors, tables, the manifest, and the number of rows in the record.
"""

import hashlib
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from rich.console import Console
from rich.table import Table

from assistant.demo.generate import write
from assistant.ingest.run import ingest_paths
from assistant.settings import Settings
from assistant.wiring import House

KILLS, A_WORKSPACE, CUSTOMERS, SEED = 20, 4, 30, 23
ROOT = Path(__file__).parents[2]
# The vector of a text depends a little on the texts that it is embedded with.
_ALIKE = 0.999


@dataclass(frozen=True, slots=True)
class Ended:
    """One workspace: the seconds into the ingest at which it was killed, and what differs at the end."""

    killed: tuple[float, ...]
    differences: tuple[str, ...]


def report(console: Console) -> None:
    """Kill, compare and print."""
    table = Table(title="Ingests killed at random moments, then ended: what differs from an undisturbed one")
    for column in ("killed after seconds", "differences"):
        table.add_column(column)
    kills = 0
    for ended in evaluate(KILLS):
        kills += len(ended.killed)
        moments = ", ".join(f"{moment:.1f}" for moment in ended.killed)
        table.add_row(moments, "; ".join(ended.differences) or "none")
    console.print(table)
    console.print(f"{kills} kills")


def evaluate(kills: int) -> Iterator[Ended]:
    """Yield a workspace at a time until there were so many kills."""
    draw = random.Random(SEED)
    with tempfile.TemporaryDirectory(prefix="whybuy-kills-") as scratch:
        folder, undisturbed = Path(scratch) / "data", Path(scratch) / "undisturbed"
        write(folder, CUSTOMERS)
        started = time.perf_counter()
        _killed(folder, undisturbed, None)
        took = time.perf_counter() - started
        wanted = _content(undisturbed)
        while kills > 0:
            workspace = Path(scratch) / f"killed-{kills}"
            _same_key(undisturbed, workspace)
            moments: list[float] = []
            for _ in range(min(kills, A_WORKSPACE)):
                moment = draw.uniform(0, took / 2)
                if not _killed(folder, workspace, moment):
                    break
                moments.append(moment)
            _killed(folder, workspace, None)
            kills -= len(moments)
            yield Ended(tuple(moments), tuple(_differences(wanted, _content(workspace))))


def _killed(folder: Path, workspace: Path, moment: float | None) -> bool:
    """Ingest in another process, killed so many seconds after it begins; return whether it was still at work."""
    command = [sys.executable, "-m", "tests.evals.kills", str(folder), str(workspace)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as child:
        assert child.stdout
        assert child.stderr
        child.stdout.readline()
        try:
            child.wait(moment)
        except subprocess.TimeoutExpired:
            child.send_signal(signal.SIGKILL)
        code = child.wait()
        if code not in {0, -signal.SIGKILL}:
            raise RuntimeError(f"The ingest failed: {child.stderr.read()[-2000:]}")
    return code != 0


def _same_key(undisturbed: Path, workspace: Path) -> None:
    """Give the workspace the other's key, so that both call a person the same."""
    (workspace / "privacy").mkdir(parents=True, mode=0o700)
    key = workspace / "privacy" / "key"
    key.touch(mode=0o600)
    key.write_bytes((undisturbed / "privacy" / "key").read_bytes())


@dataclass(frozen=True, slots=True)
class _Content:
    """What a workspace holds; vectors by the id of their passage."""

    parts: dict[str, object]
    vectors: dict[str, "np.ndarray[tuple[int], np.dtype[np.float32]]"]


def _content(workspace: Path) -> _Content:
    with _house(workspace) as house:
        corpus = house.corpus
        parts: dict[str, object] = {f"document {document.id}": document for document in corpus.documents()}
        for document in corpus.summaries():
            parts[f"passages of {document.id}"] = corpus.passages(document.id)
        for path in sorted((workspace / "tables").glob("*.parquet")):
            parts[f"table {path.stem}"] = hashlib.sha256(pd.read_parquet(path).to_csv().encode()).hexdigest()
        parts["catalog"] = (workspace / "catalog.yaml").read_text(encoding="utf-8")
        parts |= {f"manifest {name}": record for name, record in house.workspace.read().sources.items()}
        parts["rows in the record"] = corpus._record.count()
        vectors = {
            row.id: vector
            for rows, page in corpus._record.pages()
            for row, vector in zip(rows, page, strict=True)
            if row.words
        }
    return _Content(parts, vectors)


def _differences(wanted: _Content, found: _Content) -> Iterator[str]:
    """Yield in words what is lost, added or other than it should be."""
    for name in wanted.parts.keys() | found.parts.keys():
        if name not in found.parts:
            yield f"lost: {name}"
        elif name not in wanted.parts:
            yield f"added: {name}"
        elif wanted.parts[name] != found.parts[name]:
            yield f"other: {name}"
    for name in wanted.vectors.keys() & found.vectors.keys():
        if float(wanted.vectors[name] @ found.vectors[name]) < _ALIKE:
            yield f"other vector: {name}"


def _house(workspace: Path) -> House:
    return House(Settings(workspace=workspace, _env_file=None))


def _ingest(folder: Path, workspace: Path) -> None:
    with _house(workspace) as house:
        print("begun", flush=True)  # noqa: T201 - whoever kills this waits for it
        ingest_paths(house, [folder], lambda *_: None)


if __name__ == "__main__":
    _ingest(Path(sys.argv[1]), Path(sys.argv[2]))
