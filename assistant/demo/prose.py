"""The words of the company and its customers: written by hand, one YAML file a kind."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import yaml

from assistant.demo import truths
from assistant.demo.tables import NEWEST, OLDEST

PROSE = Path(__file__).parent / "prose"
# What a text speaks of tells when it can have been written, whatever its topic.
_NOT_BEFORE = (
    (
        re.compile(
            r"planter 2|new planter|stronger pump|\bhum(?:s|med|ming)?\b|\b(?:buzz|whirr|drone|rattl)\w*|"
            r"pump\b.*nois|nois.*\bpump|"
            r"pumpe|pompe|bomba|summ(?:t|en)|brumm\w*|bourdonn\w*|ronron\w*|zumb\w*",
            re.IGNORECASE,
        ),
        truths.PLANTER_2_SINCE + timedelta(days=3),
    ),
    (re.compile(r"plastic-free|8\.90|8,90|paper (?:pod|fibre)", re.IGNORECASE), truths.PLASTIC_FREE_SINCE),
)
_EARLIEST = OLDEST + timedelta(days=60)
_NOT_AFTER = ((re.compile(r"parcelo", re.IGNORECASE), truths.PARCELO_UNTIL + timedelta(days=24)),)


@dataclass(frozen=True, slots=True)
class Line:
    """One hand-written text and for whom it was written: a reason to buy, a window (north), office or any."""

    text: str
    whose: str = "any"
    theme: str = "other"
    topic: str = ""
    rating: int = 0
    lang: str = "en"

    @property
    def period(self) -> tuple[date, date]:
        """Return the first and last day on which it can have been written, by what it speaks of."""
        first = max((day for pattern, day in _NOT_BEFORE if pattern.search(self.text)), default=_EARLIEST)
        last = min((day for pattern, day in _NOT_AFTER if pattern.search(self.text)), default=NEWEST)
        return min(first, last - timedelta(days=30)), last


@dataclass(frozen=True, slots=True)
class Note:
    """A sales person's note about a firm, or about a customer of a kind."""

    text: str
    by: str
    about: str
    account: str | None
    day: date


def items(name: str) -> list[dict[str, object]]:
    """Return the mappings of a file."""
    found: list[dict[str, object]] = _read(name)
    return found


def lines(*names: str) -> list[Line]:
    """Return the texts of files in their order."""
    return [
        Line(
            text=str(item["text"]),
            whose=str(item.get("for", "any")),
            theme=str(item.get("theme", "other")),
            topic=str(item.get("topic", "")),
            rating=int(str(item.get("rating", 0))),
            lang=str(item.get("lang", "en")),
        )
        for name in names
        for item in items(name)
    ]


def notes() -> list[Note]:
    """Return the notes of the sales people."""
    return [
        Note(
            text=str(item["text"]),
            by=str(item["by"]),
            about=str(item["about"]),
            account=None if item.get("account") is None else str(item["account"]),
            day=date.fromisoformat(str(item["date"])),
        )
        for item in items("crm.yaml")
    ]


def pages(folder: str) -> list[tuple[str, str]]:
    """Return name and text of the Markdown files of a folder, by name."""
    found = sorted((PROSE / folder).glob("*.md"))
    return [(path.name, path.read_text(encoding="utf-8")) for path in found]


def mapping(name: str) -> dict[str, dict[str, object]]:
    """Return a file that maps keys to facts."""
    found: dict[str, dict[str, object]] = _read(name)
    return found


def _read(name: str) -> Any:
    """Return the plain values of a file, by the parser in C where there is one."""
    text = (PROSE / name).read_text(encoding="utf-8")
    return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 - both are safe
