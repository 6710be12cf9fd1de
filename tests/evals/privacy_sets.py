"""Texts with personal data marked in them: our own sentences, and a public set of filled-in templates."""

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

TEXTS = Path(__file__).parent / "privacy"
PUBLIC = Path(__file__).parents[3] / "shared" / "guard" / "pii" / "synth_dataset_v2.json"

Half = Literal["dev", "held"]

_FILES_OF_SECOND = ("second", "held")
_MARK = re.compile(r"\{(?P<kind>[A-Z]+):(?P<value>[^{}]+)\}")
_KINDS = {
    "PERSON": "PERSON",
    "STREET_ADDRESS": "ADDRESS",
    "CREDIT_CARD": "CARD",
    "PHONE_NUMBER": "PHONE",
    "EMAIL_ADDRESS": "EMAIL",
    "IBAN_CODE": "IBAN",
    "US_SSN": "ID",
    "US_DRIVER_LICENSE": "ID",
    "IP_ADDRESS": "IP",
}
_ALLOWED = frozenset(("ZIP_CODE", "TITLE"))  # nothing that has to go, and no fault when it does


@dataclass(frozen=True, slots=True)
class Marked:
    """A stretch of a text and the kind of personal data it is."""

    start: int
    end: int
    kind: str


@dataclass(frozen=True, slots=True)
class Example:
    """A text, what has to go from it, and what may."""

    text: str
    half: Half
    marks: tuple[Marked, ...] = ()
    allowed: tuple[Marked, ...] = ()
    language: str = "en"


def own() -> Iterator[Example]:
    """Yield our own sentences; of every four lines two are tuned on and two held back."""
    for place, (line, language) in enumerate(_lines("own")):
        yield parse(line, "held" if place // 2 % 2 else "dev", language)


def second() -> Iterator[Example]:
    """Yield the texts of a second author; both files are tuned on, the second since it was opened."""
    for name in _FILES_OF_SECOND:
        for line, language in _lines(name):
            yield parse(line, "dev", language)


def third() -> Iterator[Example]:
    """Yield the texts of a third author; tuned on since they were opened."""
    for line, language in _lines("third"):
        yield parse(line, "dev", language)


def fourth() -> Iterator[Example]:
    """Yield the texts of a fourth author, held back whole."""
    for line, language in _lines("fourth"):
        yield parse(line, "held", language)


def _lines(name: str) -> Iterator[tuple[str, str]]:
    """Yield every marked text of a file with its language."""
    language = "en"
    for line in (TEXTS / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("# lang "):
            language = line.removeprefix("# lang ").strip()
        elif line and not line.startswith("#"):
            yield line.replace("\\n", "\n"), language


def parse(marked: str, half: Half, language: str) -> Example:
    """Return the example written as `marked`, in which `{KIND:value}` stands for the value."""
    text, marks, done = "", [], 0
    for match in _MARK.finditer(marked):
        text += marked[done : match.start()]
        marks.append(Marked(len(text), len(text) + len(match["value"]), match["kind"]))
        text += match["value"]
        done = match.end()
    return Example(text + marked[done:], half, tuple(marks), language=language)


def public(path: Path = PUBLIC) -> Iterator[Example]:
    """Yield the examples of presidio-research (Microsoft, MIT), halved by template; nothing without the file."""
    if not path.exists():
        return
    for row in json.loads(path.read_text(encoding="utf-8")):
        spans = [(span["start_position"], span["end_position"], span["entity_type"]) for span in row["spans"]]
        seed = hashlib.sha256(str(row["template_id"]).encode()).digest()
        yield Example(
            row["full_text"],
            "held" if seed[-1] % 2 else "dev",
            tuple(Marked(start, end, _KINDS[kind]) for start, end, kind in spans if kind in _KINDS),
            tuple(Marked(start, end, kind) for start, end, kind in spans if kind in _ALLOWED),
        )
