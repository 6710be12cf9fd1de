"""Conversations, notes of an observer, pages of marketing copy: written by hand, with customers' ids put in."""

from assistant.demo.people import interviewed
from assistant.demo.prose import PROSE, pages

_FOLDERS = ("interviews", "observations", "copy")


def documents() -> dict[str, str]:
    """Return the text of every document by its path."""
    ids = {key: f"C{number:04d}" for number, key in enumerate(interviewed(), start=1)}
    found = {f"{folder}/{name}": _named(text, ids) for folder in _FOLDERS for name, text in pages(folder)}
    found["copy/homepage.md"] = (PROSE / "homepage.md").read_text(encoding="utf-8")
    return dict(sorted(found.items()))


def _named(text: str, ids: dict[str, str]) -> str:
    for key, value in ids.items():
        text = text.replace("{" + key + "}", value)
    return text
