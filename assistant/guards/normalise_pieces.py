"""A message hidden in parts of a text: in quotations to be joined, in first letters, in every second word."""

import re
from collections.abc import Iterator

from assistant.guards.spelling import parted

FORMS = frozenset({"picked", "word order"})
_QUOTED = re.compile(r"[\"'“”‘’«»`]([^\"'“”‘’«»`]{1,120})[\"'“”‘’«»`]")
_CARRIED_OUT = re.compile(
    r"\b(translat\w*|decode|carry|execute|follow|obey|do (?:it|that|what)|ubersetz\w*|tradu\w*|fuhr\w*)\b"
)
_JOIN = re.compile(
    r"\b(join|concat\w*|combine|merge|append|glue|together)\b|\w\s*\+\s*\w|[\"']\s*\+\s*[\"']", re.I
)
_INITIALS = re.compile(
    r"\b(?:first|initial|leading|starting|capital) (?:letter|character)|\binitials\b|\bacrostic|"
    r"\banfangsbuchstabe|\berste\w? buchstabe|\bpremieres? lettres?|\bprimer\w* letras?|\bacrostiche|\bacrostico"
)
_NTH = re.compile(
    r"\b(?:every|each|only the|jede\w* |un mot sur |cada )\s*(second|other|2nd|third|3rd|fourth|4th|zweite\w*|"
    r"dritte\w*|deux|trois|segunda|tercera|dos|tres)\b"
)
_STEPS = {"t": 3, "3": 3, "d": 3, "f": 4, "4": 4}  # by the first letter of the ordinal; two otherwise
_TWOS = ("deux", "dos")
_BACKWARDS = re.compile(
    r"\b(?:backwards?|revers\w+|right to left|last word first|ruckwarts|a l envers|al reves|from the end)\b"
)
_HIDDEN_IN = re.compile(r"[:\n]\s*(\S.*)$", re.S)
_SHORT = 4  # words or lines from which something may be hidden in them


def joined(raw: str, folded: str) -> Iterator[tuple[str, str]]:
    """Yield what the pieces of a text say when the text asks to join them, to pick them out, or to obey them."""
    pieces = _QUOTED.findall(raw)
    if len(pieces) > 1 and _JOIN.search(raw):
        yield "".join(pieces), "split"
        yield " ".join(piece.strip() for piece in pieces), "split"
    if _CARRIED_OUT.search(folded):
        yield from ((piece, "quoted") for piece in pieces if " " in piece.strip())
    carriers = list(dict.fromkeys([*_after(folded), *(piece.casefold() for piece in pieces)]))
    for carrier in carriers:
        yield from _picked(carrier, folded)


def _after(folded: str) -> Iterator[str]:
    """Yield what follows the first colon or line of a text, where a carrier stands, or else all of it."""
    found = _HIDDEN_IN.search(folded)
    yield found[1] if found else folded


def _picked(carrier: str, asked: str) -> Iterator[tuple[str, str]]:
    """Yield what a carrier says when it is read as the message asks: by initials, by steps, from its end."""
    words = re.findall(r"[^\W_]+", carrier)
    lines = [line.strip() for line in carrier.splitlines() if line.strip()]
    if len(words) < _SHORT:
        return
    if _INITIALS.search(asked):
        parts = lines if len(lines) > _SHORT else words
        initials = "".join(part[0] for part in parts)
        yield parted(initials) or initials, "picked"
    if (every := _NTH.search(asked)) is not None:
        step = 2 if every[1] in _TWOS else _STEPS.get(every[1][0], 2)
        for start in range(step):
            yield " ".join(words[start::step]), "picked"
    if _BACKWARDS.search(asked):
        yield " ".join(reversed(words)), "word order"
