"""Bands of a number that a clause lists to be told side by side: "same-day, 1-7, 8-30 and over 30 days ahead"."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from math import inf, nextafter

from assistant.offline.compared import TIMES
from assistant.offline.draft import Draft
from assistant.offline.lexicon import lexicon
from assistant.offline.phrases import any_of, phrases
from assistant.offline.quantities import quantity_of
from assistant.offline.reading import Link
from tools.tables.catalog import Column

_NUMBER = r"(\d+(?:[.,]\d+)?)"
_FEWEST = 3  # bands; two are set against each other
_APART = 5  # words between two bands of a list
_YEARS = (1900, 2100)


@dataclass(frozen=True, slots=True)
class _Band:
    start: int
    end: int
    low: float
    high: float
    bare: bool = False
    above: bool = False


def read_bands(draft: Draft) -> None:
    """Read three bands and more that a clause lists as a grouping of the number that they are of."""
    listed = _listed(draft.clause.text)
    inside = [at for at, link in enumerate(draft.links) if listed and _within(draft, link, listed)]
    numbers = [at for at in inside if draft.links[at].kind == "number"]
    if not numbers:
        return
    link = _column_link(draft, listed)
    name = link.name if link is not None else _by_unit(draft, listed)
    if name is None:
        return
    column = draft.column(name)
    draft.by.append({"column": name, "edges": _edges(listed, column)})
    draft.explicit.add("by")
    draft.slots.setdefault("order", "natural")
    draft.used.update(inside)
    draft.used.update(at for at, other in enumerate(draft.links) if other is link)
    said = {draft.links[at].name for at in inside}
    said |= {other.name for other in draft.links if other.name == "comparator.between"}
    elsewhere = {other.name for at, other in enumerate(draft.links) if at not in inside}
    draft.cues -= {cue for cue in said if cue == "comparator.between" or cue not in elsewhere}
    draft.told.update(_words(draft, listed))


def _listed(text: str) -> list[_Band]:
    """Return the longest list of bands in a text, none that does not rise or fall from one to the next."""
    runs: list[list[_Band]] = [[]]
    for band in _bands(text):
        last = runs[-1][-1] if runs[-1] else None
        between = text[last.end : band.start] if last is not None else ""
        if last is not None and (not _joining().search(between) or len(between.split()) > _APART):
            runs.append([])
        runs[-1].append(band)
    best = max(runs, key=len)
    ranges = [band for band in best if not band.bare]
    rising = all(one.high <= other.low for one, other in pairwise(best))
    falling = all(one.low >= other.high for one, other in pairwise(best))
    dated = all(_YEARS[0] <= band.low <= _YEARS[1] for band in best)
    return best if len(best) >= _FEWEST and ranges and (rising or falling) and not dated else []


@cache
def _joining() -> re.Pattern[str]:
    return re.compile(rf",|;|\b{any_of(phrases('bounds')['joined'])}\b", re.IGNORECASE)


@cache
def _piece() -> re.Pattern[str]:
    """Return a pattern for one band, in a group that is named for its kind."""
    said = {meaning: any_of(listed) for meaning, listed in phrases("bounds").items()}
    return re.compile(
        rf"(?P<range>{_NUMBER}\s*{said['through']}\s*{_NUMBER})(?!\d)"
        rf"|(?P<above>{said['above']})\s*{_NUMBER}"
        rf"|(?P<below>{said['below']})\s*{_NUMBER}"
        rf"|(?P<least>{said['least']})\s+{_NUMBER}"
        rf"|(?P<most>{said['most']})\s+{_NUMBER}"
        rf"|{_NUMBER}\s*(?:\w+\s+)?(?P<more>\+|{said['or']}\s+{said['more']}\b)"
        r"|(?P<same>\bsame[- ]day\b)"
        rf"|(?P<one>{_NUMBER})(?![\d%])",
        re.IGNORECASE,
    )


def _bands(text: str) -> Iterator[_Band]:
    for match in _piece().finditer(text):
        numbers = [float(group.replace(",", ".")) for group in match.groups() if group and _is_number(group)]
        named = {name for name, group in match.groupdict().items() if group}
        if "same" in named:
            yield _Band(match.start(), match.end(), 0.0, 0.0)
        elif "range" in named:
            yield _Band(match.start(), match.end(), numbers[0], numbers[1])
        elif named & {"above", "least", "more"}:
            yield _Band(match.start(), match.end(), numbers[0], inf, above="above" in named)
        elif named & {"below", "most"}:
            high = numbers[0] if "most" in named else nextafter(numbers[0], -inf)
            yield _Band(match.start(), match.end(), -inf, high)
        else:
            yield _Band(match.start(), match.end(), numbers[0], numbers[0], bare=True)


def _is_number(text: str) -> bool:
    return text.replace(".", "", 1).replace(",", "", 1).isdigit()


def _edges(listed: Sequence[_Band], column: Column) -> list[float]:
    """Return where to cut a column so that each band is a group, and what lies between two is one of its own."""
    bands = sorted(listed, key=lambda band: (band.low, band.high))
    edges = [_begins(bands[0]), bands[-1].high]
    for lower, upper in pairwise(bands):
        if upper.low - lower.high > 1:
            edges.append(lower.high)
        edges.append(_begins(upper))
    lowest = float(column.minimum or -inf)
    return sorted({edge for edge in edges if lowest <= edge < inf})


def _begins(band: _Band) -> float:
    """Return the last number that lies below a band."""
    return band.low if band.above else nextafter(band.low, -inf)


def _within(draft: Draft, link: Link, listed: Sequence[_Band]) -> bool:
    words = draft.clause.words
    start, end = words[link.start].start, words[link.end - 1].end
    timed = link.kind == "period"  # "30 days" behind "more than" is no stretch of the calendar
    return any(band.start <= start and (end <= band.end or (timed and start < band.end)) for band in listed) or (
        timed and start < listed[-1].end <= end
    )


def _column_link(draft: Draft, listed: Sequence[_Band]) -> Link | None:
    """Return the link to a number that stands nearest to the list, one of time where units of time are said."""
    words = draft.clause.words
    first, last = listed[0].start, listed[-1].end
    timed = _unit(draft, listed) is not None
    near = [
        (min(abs(words[link.start].start - last), abs(first - words[link.end - 1].end)), at)
        for at, link in enumerate(draft.links)
        if link.kind == "column"
        and draft.column(link.name).storage == "number"
        and (not timed or quantity_of(draft.column(link.name)) in {"duration", "age"})
        and not _only_unit(draft, link)
    ]
    return draft.links[min(near)[1]] if near else None


def _only_unit(draft: Draft, link: Link) -> bool:
    return all(draft.clause.words[at].norm in TIMES for at in link.span)


def _unit(draft: Draft, listed: Sequence[_Band]) -> str | None:
    """Return the unit of time that is said within a list or right behind it."""
    behind = [word for word in draft.clause.words if word.start >= listed[-1].end][:1]
    inside = [word for word in draft.clause.words if listed[0].start <= word.start < listed[-1].end]
    return next((TIMES[word.norm] for word in (*behind, *inside) if word.norm in TIMES), None)


def _by_unit(draft: Draft, listed: Sequence[_Band]) -> str | None:
    """Return the only number of that unit of time where no column is named, or the age where people are aged."""
    unit = _unit(draft, listed)
    aged = bool(draft.norms & lexicon().aged)
    units = {"age"} if aged else {f"{unit}s"} if unit else set()
    found = [entry.name for entry in draft.vocabulary.columns if entry.column.unit in units]
    return found[0] if len(found) == 1 or (found and aged) else None


def _words(draft: Draft, listed: Sequence[_Band]) -> Iterator[int]:
    """Yield the words from the first band to the last with the unit behind it: they say nothing but the list."""
    words = draft.clause.words
    inside = [at for at, word in enumerate(words) if listed[0].start <= word.start < listed[-1].end]
    yield from inside
    if inside and inside[-1] + 1 < len(words) and words[inside[-1] + 1].norm in TIMES:
        yield inside[-1] + 1
