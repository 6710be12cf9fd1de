"""What is left on disk of an erased customer: ours against Chroma's `delete` followed by its `vacuum`."""

import hashlib
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import chromadb
import numpy as np
from chromadb.config import Settings
from langchain_core.embeddings import Embeddings
from rich.console import Console
from rich.table import Table

from retrieval.corpus import Corpus
from retrieval.documents import Document

DIMENSIONS, CUSTOMERS, ADDED_AT_ONCE, WINDOW = 384, 1_000, 5_000, 16


class Drawn(Embeddings):
    """A unit vector drawn for each text, the same on both sides."""

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Return a vector a text."""
        return [self.embed_query(text) for text in texts]

    def embed_query(self, text: str) -> list[float]:
        """Return the text's vector."""
        vector = np.random.default_rng(abs(hash(text)) % 2**32).normal(size=DIMENSIONS)
        return [float(value) for value in vector / np.linalg.norm(vector)]


@dataclass(frozen=True, slots=True)
class Left:
    """Bytes of the erased customer's texts and vectors that are on disk afterwards, and what erasing took."""

    name: str
    texts: int
    vectors: int
    seconds: float


def run(passages: int = 5_000) -> list[Left]:
    """Erase one customer in a thousand on both sides and return what each leaves."""
    texts = [unlike_any_other(number) for number in range(passages)]
    gone = [text for number, text in enumerate(texts) if number % CUSTOMERS == 7]
    vectors = [np.array(vector, dtype=np.float32) for vector in Drawn().embed_documents(gone)]
    with tempfile.TemporaryDirectory() as scratch:
        return [
            left("whybuy erase", Path(scratch) / "ours", _ours(Path(scratch) / "ours", texts), gone, vectors),
            left(
                "Chroma delete + vacuum",
                Path(scratch) / "peer",
                _peer(Path(scratch) / "peer", texts),
                gone,
                vectors,
            ),
        ]


def _ours(directory: Path, texts: list[str]) -> float:
    with Corpus.open(directory, Drawn()) as corpus:
        corpus.replace(
            "remarks.csv",
            [
                Document(
                    id=f"remarks.csv#{number}",
                    key=str(number),
                    source="remarks.csv",
                    kind="feedback",
                    text=text,
                    customer=f"C{number % CUSTOMERS}",
                )
                for number, text in enumerate(texts)
            ],
        )
        corpus.search("remark")
        started = time.perf_counter()
        corpus.erase(customers=["C7"])
        return time.perf_counter() - started


def _peer(directory: Path, texts: list[str]) -> float:
    client = chromadb.PersistentClient(str(directory), settings=Settings(anonymized_telemetry=False))
    collection = client.create_collection("remarks", embedding_function=None)
    vectors = Drawn().embed_documents(texts)
    for start in range(0, len(texts), ADDED_AT_ONCE):
        part = range(start, min(start + ADDED_AT_ONCE, len(texts)))
        collection.add(
            ids=[str(at) for at in part],
            embeddings=[vectors[at] for at in part],  # type: ignore[arg-type]
            documents=[texts[at] for at in part],
            metadatas=[{"customer": at % CUSTOMERS} for at in part],
        )
    started = time.perf_counter()
    collection.delete(where={"customer": 7})
    client.close()
    vacuum(directory)
    return time.perf_counter() - started


def vacuum(directory: Path) -> None:
    """Have Chroma clean its files."""
    program = shutil.which("chroma", path=str(Path(sys.executable).parent)) or "chroma"
    subprocess.run([program, "vacuum", "--path", str(directory), "--force"], check=True, capture_output=True)


def left(name: str, directory: Path, seconds: float, texts: list[str], vectors: list[np.ndarray]) -> Left:
    """Return what the files in a directory still hold of erased texts and vectors."""
    files = [path.read_bytes() for path in sorted(directory.rglob("*")) if path.is_file()]
    return Left(
        name,
        _bytes_of(files, (text.encode() for text in texts)),
        _bytes_of(files, (vector.tobytes() for vector in vectors)),
        seconds,
    )


def _bytes_of(files: list[bytes], wanted: Iterable[bytes]) -> int:
    """Return how many bytes of the wanted stretches the files hold, in windows that nobody else's texts share."""
    found = 0
    for stretch in wanted:
        parts = [stretch[at : at + WINDOW] for at in range(0, len(stretch) - WINDOW + 1, WINDOW)]
        if any(part in file for part in (parts[0], parts[-1]) for file in files):
            found += WINDOW * sum(any(part in file for file in files) for part in parts)
    return found


def unlike_any_other(number: int) -> str:
    """Return a text of few words of which no stretch stands in the text of another number."""
    return " ".join(hashlib.sha512(f"{number} {again}".encode()).hexdigest() for again in range(3))


def table(passages: int = 5_000) -> Table:
    """Return what both sides left, to be printed."""
    shown = Table(title=f"One customer of {CUSTOMERS:,} erased, {passages:,} passages: what is left on disk")
    for column in ("how", "bytes of text", "bytes of vectors", "seconds"):
        shown.add_column(column, justify="left" if column == "how" else "right")
    for found in run(passages):
        shown.add_row(found.name, f"{found.texts:,}", f"{found.vectors:,}", f"{found.seconds:.1f}")
    return shown


if __name__ == "__main__":
    Console().print(table(int(sys.argv[1]) if len(sys.argv) > 1 else 5_000))
