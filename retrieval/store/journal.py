"""A change written down as a whole before it is made, so that a crash in between can be finished."""

import json
import os
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

import numpy as np

from retrieval.embed.numbers import Vectors
from retrieval.errors import StoreError
from retrieval.store.rows import Row


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What becomes of the record; `sources` maps to new fingerprints, an empty one forgets the source."""

    generation: int
    embedding: str
    added: Sequence[Row] = ()
    vectors: Vectors = field(default_factory=lambda: np.zeros((0, 0), dtype=np.float32))
    updated: Sequence[Row] = ()
    deleted: Sequence[str] = ()
    sources: Mapping[str, str] = field(default_factory=dict)


class Journal:
    """At most one change that is being made."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def write(self, change: Change) -> None:
        """Write the change to disk; it is there as a whole or not at all."""
        plan = {
            "generation": change.generation,
            "embedding": change.embedding,
            "added": [asdict(row) for row in change.added],
            "updated": [asdict(row) for row in change.updated],
            "deleted": list(change.deleted),
            "sources": dict(change.sources),
        }
        text = np.frombuffer(json.dumps(plan).encode(), dtype=np.uint8)
        unfinished = self._path.with_suffix(".part")
        try:
            with unfinished.open("wb") as file:
                np.savez(file, plan=text, vectors=change.vectors)
                file.flush()
                os.fsync(file.fileno())
            unfinished.replace(self._path)
        except OSError as error:
            raise StoreError(
                f"`{self._path}` cannot be written ({error.strerror}); nothing was changed."
            ) from error

    def read(self) -> Change | None:
        """Return the change that was not finished, if there is one."""
        if not self._path.exists():
            return None
        try:
            with np.load(self._path, allow_pickle=False) as stored:
                plan, vectors = json.loads(stored["plan"].tobytes()), stored["vectors"]
        except (OSError, EOFError, ValueError, KeyError, zipfile.BadZipFile) as error:
            raise StoreError(f"`{self._path}` cannot be read; restore the workspace from a backup.") from error
        return Change(
            generation=plan["generation"],
            embedding=plan["embedding"],
            added=[Row(**row) for row in plan["added"]],
            vectors=vectors,
            updated=[Row(**row) for row in plan["updated"]],
            deleted=plan["deleted"],
            sources=plan["sources"],
        )

    def clear(self) -> None:
        """Forget the change: it has been made."""
        self._path.unlink(missing_ok=True)
