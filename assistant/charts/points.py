"""A chart's rows as checked numbers: what can be drawn, and how many rows cannot."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, SupportsFloat

from tools.results import Chart

_LARGEST = 1e100  # beyond it the arithmetic of places on paper overflows


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One row that can be drawn; every number in it is finite, and `low` <= `high` where both are given."""

    label: str
    value: float
    low: float | None = None
    high: float | None = None
    n: int | None = None
    series: str = ""
    x: float | None = None
    start: float | None = None
    end: float | None = None

    @property
    def interval(self) -> tuple[float, float] | None:
        """Return the interval of the value, None where it is not known."""
        return None if self.low is None or self.high is None else (self.low, self.high)


def points(chart: Chart) -> list[Point]:
    """Return the rows that can be drawn, in their order; a row without a finite value is left out."""
    return [point for row in chart.rows if (point := _point(row)) is not None]


def series(found: Sequence[Point]) -> list[str]:
    """Return the names of the series in the order of their first points."""
    return list(dict.fromkeys(point.series for point in found))


def shared_n(found: Sequence[Point]) -> int | None:
    """Return the n that all points have in common, None where they differ or one has none."""
    sizes = {point.n for point in found}
    return sizes.pop() if len(sizes) == 1 else None


def _point(row: Mapping[str, Any]) -> Point | None:
    value = _number(row.get("value"))
    if value is None:
        return None
    low, high = _number(row.get("low")), _number(row.get("high"))
    if low is None or high is None or low > high:
        low = high = None
    size = _number(row.get("n"))
    return Point(
        label=_text(row.get("label")),
        value=value,
        low=low,
        high=high,
        n=None if size is None else round(size),
        series=_text(row.get("series")),
        x=_number(row.get("x")),
        start=_number(row.get("from")),
        end=_number(row.get("to")),
    )


def _number(value: object) -> float | None:
    """Return a number of a size that can be drawn; anything else is none."""
    if isinstance(value, bool) or not isinstance(value, SupportsFloat):
        return None
    try:
        found = float(value)
    except (TypeError, ValueError, OverflowError):
        return None
    return found if math.isfinite(found) and abs(found) <= _LARGEST else None


def _text(value: object) -> str:
    return "" if value is None else " ".join(str(value).split())
