"""Which valid names a wrong one probably meant, so that an error tells its reader what would work."""

import re
from collections.abc import Iterable
from difflib import SequenceMatcher

SHOWN = 6


def near(wanted: str, valid: Iterable[str], limit: int = SHOWN) -> list[str]:
    """Return at most `limit` of the valid names, the most similar first (shared words, then spelling)."""
    words = _words(wanted)

    def distance(name: str) -> tuple[float, float]:
        shared = len(words & _words(name)) / max(1, len(words))
        spelling = SequenceMatcher(None, wanted.casefold(), name[:200].casefold()).ratio()
        return -max(shared, spelling), -spelling

    return sorted(dict.fromkeys(valid), key=distance)[:limit]


def listed(names: Iterable[str], width: int = 80) -> str:
    """Return names in backticks, shortened to `width` characters each, joined by commas."""
    return ", ".join(f"`{name if len(name) <= width else name[: width - 1] + '…'}`" for name in names)


def _words(text: str) -> set[str]:
    return set(re.findall(r"[^\W_]+", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", text).casefold()))
