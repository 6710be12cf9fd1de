"""What the guard's encoder learns from: readings of labelled messages, twins together, and telegrams of them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tests.evals.guard_telegrams import LEAST, telegram
from tests.evals.guard_train import Examples

_ALIKE = 0.35  # share of the words of the shorter of two neighbours in which they are twins

Group = list[int]  # numbers of lines


@dataclass(frozen=True)
class Lesson:
    """Lines to learn from, each a labelled message and the place of a text to read it by.

    `groups` holds the number of each line, those of twins together; `telegrams` the same of the lines that are
    telegrams, of which some may be drawn.
    """

    texts: Sequence[str]
    lines: Sequence[tuple[dict[str, Any], int]]
    groups: Sequence[Group]
    telegrams: Sequence[Group]


def lesson(labelled: Examples, kept: NDArray[np.bool_]) -> Lesson:
    """Return what is to be learned from the kept messages."""
    said = [(number, text) for number, text in labelled.lines if kept[number]]
    groups = list(_groups(said, labelled.rows))
    telegrams: list[Group] = []
    for group in groups:
        told = [telegram(said[place][1]) for place in group if _in_english(labelled.rows[said[place][0]])]
        telling = all(len(text.split()) >= LEAST for text in told)
        if len(set(told)) == len(group) and telling:  # of twins only when it tells them apart
            telegrams.append(list(range(len(said), len(said) + len(group))))
            said += [(said[place][0], text) for place, text in zip(group, told, strict=True)]
    texts = sorted({text for _, text in said})
    places = {text: place for place, text in enumerate(texts)}
    return Lesson(texts, [(labelled.rows[number], places[text]) for number, text in said], groups, telegrams)


def _groups(lines: Sequence[tuple[int, str]], rows: Sequence[dict[str, Any]]) -> Iterator[Group]:
    """Yield the numbers of lines: two for a harmful and a harmless message next to each other in like words."""
    place = 0
    while place < len(lines):
        pair = lines[place : place + 2]
        size = 2 if len(pair) > 1 and _are_twins(*pair, rows) else 1
        yield list(range(place, place + size))
        place += size


def _are_twins(one: tuple[int, str], other: tuple[int, str], rows: Sequence[dict[str, Any]]) -> bool:
    first, second = (set(re.findall(r"\w+", text)) for _, text in (one, other))
    labels = {rows[number]["label"] for number, _ in (one, other)}
    alike = len(first & second) >= _ALIKE * min(len(first), len(second))
    return other[0] == one[0] + 1 and labels == {"refuse", "allow"} and alike


def _in_english(row: dict[str, Any]) -> bool:
    return row.get("language", "en") == "en"
