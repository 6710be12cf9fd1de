"""What the wording of a text does to its readers: signs of pressure and deceit, by criterion and place."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise, product
from typing import Any, Literal

import yaml

from tools.act.campaign_tokens import SENTENCE_GAP, Seen, fold, seen

Level = Literal["fail", "check"]
_LINE = re.compile(r"[^\n]+")
_ENDS = re.compile(r"[.!?…]+(?=\s|$)")
_DENIAL = 3  # words between a denial and what it denies


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """Classes of words that together give a criterion away; campaign_criteria.yaml says what each field means."""

    all: tuple[str, ...]
    within: int = 0
    ordered: bool = False
    unless: tuple[str, ...] = ()
    unless_text: tuple[str, ...] = ()
    level: Level = "fail"
    denied: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """One thing that a text is held against: `rule` says what is right, `advice` how to mend a line."""

    id: str
    title: str
    rule: str
    advice: str
    policy: str
    signs: tuple[Sign, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A sign found: its words are `text[start:end]`, the sentences around them `text[quote_start:quote_end]`."""

    criterion: str
    level: Level
    line: int
    start: int
    end: int
    quote_start: int
    quote_end: int


@cache
def criteria() -> Mapping[str, Criterion]:
    """Return the criteria by id, in the order of their file."""
    data = yaml.safe_load((files("tools.act") / "campaign_criteria.yaml").read_text(encoding="utf-8"))
    return {name: _criterion(name, entry) for name, entry in data.items()}


def _criterion(name: str, entry: Mapping[str, Any]) -> Criterion:
    return Criterion(
        id=name,
        title=entry["title"],
        rule=entry["rule"],
        advice=entry["advice"],
        policy=entry["policy"],
        signs=tuple(_sign(sign) for sign in entry["signs"]),
    )


def _sign(entry: Mapping[str, Any]) -> Sign:
    listed = {name: tuple(entry[name]) for name in ("all", "unless", "unless_text") if name in entry}
    return Sign(**{**entry, **listed})


def marks(text: str) -> list[Mark]:
    """Return the signs in a text, in its order; of several in one sentence and criterion the gravest."""
    lines = [(number, found.start(), found[0]) for number, found in enumerate(_LINE.finditer(text), start=1)]
    read = [(number, start, line, seen(line)) for number, start, line in lines]
    everywhere = {name for *_, classes in read for name in classes}
    best: dict[tuple[str, int, int], Mark] = {}
    for number, start, line, classes in read:
        for criterion in criteria().values():
            for mark in _of(criterion, number, start, line, classes, everywhere):
                key = (criterion.id, number, mark.quote_start)
                best[key] = _graver(best[key], mark) if key in best else mark
    return sorted(best.values(), key=lambda mark: (mark.start, mark.criterion))


def _graver(one: Mark, other: Mark) -> Mark:
    """Return the graver of two signs, of equal ones that of more words."""
    if one.level != other.level:
        return one if one.level == "fail" else other
    return max(one, other, key=lambda mark: (mark.end - mark.start, -mark.start))


def _of(
    criterion: Criterion,
    number: int,
    start: int,
    line: str,
    classes: Mapping[str, Sequence[Seen]],
    everywhere: set[str],
) -> Iterator[Mark]:
    for sign in criterion.signs:
        if any(name not in classes for name in sign.all):
            continue
        if any(name in classes for name in sign.unless) or everywhere & set(sign.unless_text):
            continue
        for left, right in _occurrences(sign, classes):
            quote = _sentences(line, left, right)
            yield Mark(
                criterion=criterion.id,
                level=sign.level,
                line=number,
                start=start + left,
                end=start + right,
                quote_start=start + quote[0],
                quote_end=start + quote[1],
            )


def _occurrences(sign: Sign, classes: Mapping[str, Sequence[Seen]]) -> Iterator[tuple[int, int]]:
    """Yield the offsets from the first to the last word of each place where the classes stand together."""
    for group in product(*(classes[name] for name in sign.all)):
        ordered = sorted(group, key=lambda item: item.first)
        if sign.ordered and list(group) != ordered:
            continue
        if any(one.last >= other.first for one, other in pairwise(ordered)):
            continue  # one word cannot stand for two classes
        if ordered[-1].first - ordered[0].last > max(sign.within, 0) and len(group) > 1:
            continue
        if not sign.denied and _is_denied(ordered[0], classes.get("not", ())):
            continue
        yield ordered[0].start, max(item.end for item in group)


def _is_denied(first: Seen, denials: Sequence[Seen]) -> bool:
    return any(0 < first.first - denial.last <= min(_DENIAL, SENTENCE_GAP) for denial in denials)


def _sentences(line: str, left: int, right: int) -> tuple[int, int]:
    """Return the offsets of the sentences that hold a stretch of a line, without blanks around them."""
    ends = [match.end() for match in _ENDS.finditer(line)]
    begin = max((end for end in ends if end <= left), default=0)
    finish = min((end for end in ends if end >= right), default=len(line))
    cut = line[begin:finish]
    return begin + len(cut) - len(cut.lstrip()), finish - len(cut) + len(cut.rstrip())


def presses(text: str) -> bool:
    """Return whether a text itself presses, shames or makes claims without evidence: nothing is left to check."""
    return any(mark.level == "fail" for mark in marks(text))


__all__ = ["Criterion", "Mark", "Sign", "criteria", "fold", "marks", "presses"]
