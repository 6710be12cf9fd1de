"""Damaged files: seeded mutations of good ones, and what becomes of them."""

import io
import random
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from retrieval.errors import LoadError
from retrieval.load import Parsers, is_archive, load
from retrieval.privacy import Privacy
from tests.retrieval import load_samples as samples

_NASTY = (
    b"\x00",
    b"\xff\xfe",
    b"<",
    b"-->",
    b"\n\n",
    b"{{",
    b"[[",
    b"\x1b",
    b"%",
    b"9" * 40,
    b"\r",
    b"]]>",
    b"&#x110000;",
)


def good_files() -> Mapping[str, bytes]:
    """Return a good file of every format."""
    said = samples.transcript()
    records = '[{"text": "the app is slow today", "date": "2024-05-06"}, {"text": "I like it a lot"}]'
    return {
        "call.md": f"---\ntitle: A call\n---\n# Call\n\n{said}\n```\ncode\n```\n<b>bold</b>\n".encode(),
        "call.txt": said.encode("cp1252"),
        "call.docx": samples.word(),
        "call.pdf": samples.portable([said.splitlines()] * 3),
        "call.html": samples.page().encode(),
        "call.vtt": samples.webvtt().encode(),
        "call.srt": samples.subrip().encode(),
        "call.eml": samples.mail(said, [("notes.docx", samples.word()), ("a.csv", b"a,b\n1,2\n")]),
        "call.mbox": samples.mailbox(samples.mail(said), samples.mail("The second is not fine.")),
        "call.json": records.encode(),
        "call.jsonl": records.strip("[]").replace("}, {", "}\n{").encode(),
        "call.yaml": b"- text: the app is slow today\n  date: 2024-05-06\n- text: I like it a lot\n",
        "call.zip": samples.archive(
            [("in/a.md", said.encode()), ("b.docx", samples.word()), ("c.csv", b"a,b\n1,2\n")]
        ),
    }


def mutations(data: bytes, count: int, seed: int) -> Iterator[bytes]:
    """Yield damaged copies: cut off, bytes changed, stretches moved, doubled, blanked or filled with what hurts.

    Of packed files every other copy is damaged inside, where no checksum tells.
    """
    chance = random.Random(seed)
    for number in range(count):
        packed = data.startswith(b"PK") and number % 2
        yield _damaged_inside(data, chance) if packed else _damaged(data, chance)


def _damaged(data: bytes, chance: random.Random) -> bytes:
    copy = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 5, 20))):
        _damage(copy, chance)
    return bytes(copy)


def _damaged_inside(data: bytes, chance: random.Random) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = [(name, archive.read(name)) for name in archive.namelist()]
    chosen = chance.choice(["word/document.xml", chance.choice(members)[0]])
    return samples.archive([(n, _damaged(content, chance) if n == chosen else content) for n, content in members])


def _damage(data: bytearray, chance: random.Random) -> None:
    size = len(data)
    if not size:
        return
    start = chance.randrange(size)
    end = min(size, start + chance.choice((1, 4, 32, 400)))
    match chance.randrange(7):
        case 0:
            del data[start:]
        case 1:
            del data[start:end]
        case 2:
            data[start:start] = data[start:end] * chance.choice((1, 3, 200))
        case 3:
            data[start:end] = bytes(end - start)
        case 4:
            data[start] = chance.randrange(256)
        case 5:
            data[start:start] = chance.choice(_NASTY) * chance.choice((1, 2, 50))
        case _:
            other = chance.randrange(size)
            data[start:end] = data[other : other + end - start]


@dataclass
class Outcome:
    """What became of the damaged files of one format."""

    ingested: int = 0
    skipped: int = 0
    slowest: float = 0.0
    reasons: Counter[str] = field(default_factory=Counter)


def try_all(count: int, seed: int = 1) -> dict[str, Outcome]:
    """Load `count` damaged files of each format; anything but a document or a reason raises."""
    outcomes: dict[str, Outcome] = {}
    with tempfile.TemporaryDirectory() as scratch, Parsers() as parsers:
        folder = Path(scratch)
        privacy = Privacy.open(folder / "privacy")
        for name, data in good_files().items():
            outcome = outcomes.setdefault(Path(name).suffix, Outcome())
            for number, damaged in enumerate(mutations(data, count, seed)):
                path = folder / f"{number}-{name}"
                path.write_bytes(damaged)
                began = time.perf_counter()
                try:
                    _take(path, folder / f"{number}-{name}.d", privacy, parsers)
                    outcome.ingested += 1
                except LoadError as error:
                    outcome.skipped += 1
                    outcome.reasons[error.reason] += 1
                outcome.slowest = max(outcome.slowest, time.perf_counter() - began)
                path.unlink()
    return outcomes


def _take(path: Path, inside: Path, privacy: Privacy, parsers: Parsers) -> None:
    """Read a file as an ingest does; raises LoadError when nothing can be read."""
    if is_archive(path.name):
        members = parsers.unpack(path, inside)
        if not any(member.path for member in members):
            raise LoadError(next((member.reason for member in members), "It is empty."))
        return
    documents = load(path, name=path.name, privacy=privacy, parsers=parsers)
    for document in documents:
        start, end = document.source_span(0, len(document.text))
        if not 0 <= start <= end:
            raise AssertionError(f"offsets of {document.id} lead nowhere")
    if path.suffix == ".eml":
        parsers.unpack(path, inside)
