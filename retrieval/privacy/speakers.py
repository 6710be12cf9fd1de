"""Who speaks: the labels that turns of a conversation begin with."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from retrieval.privacy.lexicon import is_given, is_never, normal, words
from retrieval.privacy.names import Reading

_CLOCK = r"(?:[\[(]?\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?[\])]?)"
_LABEL = re.compile(
    rf"(?m)^[ \t>]{{0,4}}(?:{_CLOCK}[ \t]{{1,3}})?(?:\*\*|__)?(?P<label>(?:\[[A-Z_]{{2,20}}\]|"
    rf"[^\W\d_a-z])[^\n:*\[\]{{}}<>|]{{0,60}}?)(?:\*\*|__)?"
    rf"(?:[ \t]{{1,2}}{_CLOCK})?[ \t]?:(?:\*\*|__)?(?=[ \t]|$)"
)
_TIMED = re.compile(
    rf"(?m)^[ \t]{{0,4}}{_CLOCK}[ \t]{{1,3}}(?:[-–][ \t])?(?:\*\*)?"
    rf"(?P<label>[^\W\d_a-z][^\n:*\[\]{{}}<>|,.?!]{{1,40}})(?:\*\*)?[ \t]*$"
)
_MOST_WORDS = 5


@dataclass(frozen=True, slots=True)
class Turn:
    """A label at the start of a line, and where its words begin."""

    label: str
    start: int
    end: int


def turns(text: str) -> list[Turn]:
    """Return everything that looks like the beginning of somebody's turn, in order."""
    found = [Turn(_tidy(match), match.start("label"), match.end()) for match in _LABEL.finditer(text)]
    found += [Turn(_tidy(match), match.start("label"), match.end()) for match in _TIMED.finditer(text)]
    return sorted(
        (turn for turn in found if 0 < len(turn.label.split()) <= _MOST_WORDS + 2), key=lambda turn: turn.start
    )


def is_conversation(text: str, found: list[Turn]) -> bool:
    """Return whether the turns make up the text: several, taken in alternation, a good part of its lines."""
    lines = sum(1 for line in text.splitlines() if line.strip())
    labels = Counter(turn.label for turn in found)
    repeated = sum(count for count in labels.values() if count > 1)
    return len(found) >= 4 and len(labels) >= 2 and repeated >= len(found) * 0.6 and len(found) >= lines * 0.2


def names(reading: Reading) -> Iterator[str]:
    """Yield labels that may be names: in a conversation unknown words, elsewhere what begins like a name."""
    found = turns(reading.text)
    talk = is_conversation(reading.text, found)
    for label, count in Counter(turn.label for turn in found).items():
        bare = re.sub(r"\([^)]{0,60}\)?", " ", label)
        parts = [normal(part.strip(".,'’")) for part in bare.split()]
        parts = [part for part in parts if part and part not in words("roles")]
        if not parts or len(parts) > _MOST_WORDS:
            continue
        unknown = talk and (count > 1 or len(parts) > 1) and not any(is_never(part) for part in parts)
        if is_given(parts[0]) or unknown:
            yield " ".join(bare.replace(",", " ").split())
        yield from re.findall(r"\(([^)]{3,60})\)", label) if talk and _inner_name(label) else ()


def _inner_name(label: str) -> bool:
    inner = re.search(r"\(([^)]{3,60})", label)
    return bool(inner) and is_given(normal(inner.group(1).split()[0].strip(".,"))) if inner else False


def _tidy(match: re.Match[str]) -> str:
    return " ".join(match.group("label").split())
