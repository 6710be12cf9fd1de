"""Clauses that need one another: a request without a question, counts of one sentence, an edition named once."""

import re
from collections.abc import Sequence

_COUNTS = re.compile(
    r"(?:and\s+)?(?:how many|how often|what (?:share|percentage|proportion|fraction)|wie viele|welcher anteil"
    r"|combien|cuánt[oa]s)\b",
    re.IGNORECASE,
)
# "Of the reviews below three stars, how many ... and how many ...": what opens it holds for all its counts.
_OPENED = re.compile(
    rf"(?:of|in|among|within|for|from|at|on|bei|von|unter|parmi|dans|entre|de)\b[^?!;]*?,\s+(?={_COUNTS.pattern})",
    re.IGNORECASE,
)
_ONLY_TOP = re.compile(
    r"(?:please\s+)?(?:(?:give|show|list|name)\s+(?:me\s+|us\s+)?)?(?:the\s+|your\s+|die\s+)?top\s+\w+"
    r"(?:\s+(?:reasons|causes|themes|complaints|answers))?"
    r"(?:\s*,?\s*(?:with|and|mit)\s+(?:the\s+|their\s+)?(?:counts?|shares?|numbers?|percentages?|anzahl|anteil))*\s*[.?!]*",
    re.IGNORECASE,
)
_EDITION = re.compile(
    r"\b(?:in|of|from|for|on|by|according to)\s+the\s+(?:(?:19|20)\d\d|first|second|latest|last|newest)\s+"
    r"(?:\w+\s+)?(?:survey|wave|poll|round|questionnaire|edition|file|export)\b",
    re.IGNORECASE,
)
_STOPS = (".", "?", "!", ";")


def with_requests(parts: Sequence[str]) -> list[str]:
    """Return the clauses, one that only says how many groups to tell ("Top three.") with its question."""
    joined: list[str] = []
    for part in parts:
        if joined and _ONLY_TOP.fullmatch(part.strip()):
            joined[-1] = f"{joined[-1].rstrip(' .?!')}, {part[0].lower()}{part[1:]}"
        else:
            joined.append(part)
    return joined


def opened_alike(parts: Sequence[str]) -> list[str]:
    """Return the clauses, each further count of a sentence with what opens it ("In chats, how many ...")."""
    opened: list[str] = []
    opening = ""
    for part in parts:
        if not opened or opened[-1].rstrip().endswith(_STOPS):
            found = _OPENED.match(part)
            opening = found.group() if found else ""
            opened.append(part)
        else:
            opened.append(f"{opening}{part}" if opening and _COUNTS.match(part) else part)
    return opened


def of_edition(texts: Sequence[str]) -> list[str]:
    """Return the clauses, those before the only one that names an edition ("in the 2023 survey") asked of it."""
    named = [(at, found) for at, text in enumerate(texts) if (found := _EDITION.search(text))]
    if len(named) != 1:
        return list(texts)
    last, edition = named[0]
    return [f"{text.rstrip(' .?!')} {edition.group()}?" if at < last else text for at, text in enumerate(texts)]
