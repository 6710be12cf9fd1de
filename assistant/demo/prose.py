"""The words of the company and its customers: written by hand, one YAML file a kind."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import yaml

PROSE = Path(__file__).parent / "prose"


@dataclass(frozen=True, slots=True)
class Line:
    """One hand-written text and for whom it was written: a reason to buy, a window (north), office or any."""

    text: str
    whose: str = "any"
    theme: str = "other"
    topic: str = ""
    rating: int = 0
    lang: str = "en"


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
    found: list[dict[str, object]] = yaml.safe_load((PROSE / name).read_text(encoding="utf-8"))
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
    found: dict[str, dict[str, object]] = yaml.safe_load((PROSE / name).read_text(encoding="utf-8"))
    return found
