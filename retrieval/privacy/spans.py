"""Replacing stretches of a text by placeholders while keeping track of where they came from."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from retrieval.documents import Edit

PSEUDONYM = r"\[[A-Z]+_[A-Z0-9]+\]"
"""The pattern of a person's placeholder wherever a text holds one."""
PLACEHOLDER = re.compile(r"\[(?:EMAIL|PHONE|CARD|IBAN|ID|IP|ADDRESS|BIRTHDATE|HANDLE|SECRET|PERSON_[A-Z]{2,12})\]")
"""What stands in a stored text instead of personal data."""

BLANK = "\x00"
"""Fills what is already replaced, so that no pattern reaches into it or across it."""


@dataclass(frozen=True, slots=True)
class Found:
    """A stretch of personal data: `kind` is the placeholder's name without brackets."""

    start: int
    end: int
    kind: str


def mask(text: str, taken: Iterable[Found] = ()) -> str:
    """Return `text`, of the same length, with placeholders and the stretches in `taken` blanked out."""
    blanked = PLACEHOLDER.sub(lambda match: BLANK * len(match.group()), text) if "[" in text else text
    pieces: list[str] = []
    done = 0
    for found in sorted(taken, key=lambda one: one.start):
        pieces += (blanked[done : found.start], BLANK * (found.end - found.start))
        done = found.end
    return "".join(pieces) + blanked[done:]


def settle(candidates: Iterable[Found], masked: str) -> list[Found]:
    """Return the candidates in text order; of two that overlap the earlier in the sequence stays.

    Nothing is kept that is empty or touches what `masked` has blanked out.
    """
    kept: list[Found] = []
    for found in candidates:
        place = bisect_right(kept, found.start, key=lambda one: one.start)
        after_previous = place == 0 or kept[place - 1].end <= found.start
        before_next = place == len(kept) or found.end <= kept[place].start
        clear = found.start < found.end and BLANK not in masked[found.start : found.end]
        if clear and after_previous and before_next:
            kept.insert(place, found)
    return kept


def replace(text: str, found: Sequence[Found]) -> tuple[str, list[Edit]]:
    """Return `text` with every stretch replaced, and the edits that lead back to `text`."""
    pieces: list[str] = []
    edits: list[Edit] = []
    done = length = 0
    for one in found:
        placeholder = f"[{one.kind}]"
        pieces += (text[done : one.start], placeholder)
        length += one.start - done
        edits.append(Edit(length, length + len(placeholder), one.start, one.end))
        length += len(placeholder)
        done = one.end
    pieces.append(text[done:])
    return "".join(pieces), edits


def chain(first: Sequence[Edit], second: Sequence[Edit]) -> list[Edit]:
    """Return the edits of two rounds as one: `second` refers to the text that `first` produced.

    No edit of the second round touches what the first one put in.
    """
    events = sorted(
        [(e.start, 0, e) for e in first] + [(e.source_start, 1, e) for e in second], key=lambda x: x[:2]
    )
    to_source = to_stored = 0
    merged: list[Edit] = []
    for _, later, edit in events:
        if later:
            merged.append(Edit(edit.start, edit.end, edit.source_start + to_source, edit.source_end + to_source))
            to_stored = edit.end - edit.source_end
        else:
            merged.append(Edit(edit.start + to_stored, edit.end + to_stored, edit.source_start, edit.source_end))
            to_source = edit.source_end - edit.end
    return merged
