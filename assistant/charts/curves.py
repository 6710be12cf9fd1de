"""Lines over time and curves that fall in steps, with their intervals as bands."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial

from matplotlib.axes import Axes

from assistant.charts.frame import frame, frame_height, measured, named
from assistant.charts.legend import colour, legend
from assistant.charts.points import Point, series
from assistant.charts.sheet import Sheet
from tools.results import Chart

MOST_SERIES = 8
_DOTS = 30
_NUMBER = re.compile(r"-?[0-9]{1,3}(,?[0-9]{3})*(\.[0-9]+)?", re.ASCII)
_YEAR = re.compile(r"[12][0-9]{3}", re.ASCII)
_NUMBERS = Chart(title="", kind="line")


def height(chart: Chart, found: Sequence[Point]) -> float:
    """Return how much place (inches) the curves take."""
    return frame_height(chart, series(found)[:MOST_SERIES])


def paint(sheet: Sheet, chart: Chart, found: Sequence[Point]) -> None:
    """Draw one line for each series, over the numbers of its points or over their labels in order."""
    names = series(found)[:MOST_SERIES]
    shown = _placed([point for point in found if point.series in names])
    labels = _labels(shown)
    ends = [end for point in shown for end in (point.value, *(point.interval or ()))]
    axes = frame(sheet, chart, names, (min(ends), max(ends)))
    for name in names:
        own = [point for point in shown if point.series == name]
        _line(axes, own, labels, colour(name, names), steps=chart.kind == "step")
    if labels is None:
        axes.margins(x=0.02)
        measured(axes, _NUMBERS)
    else:
        named(axes, list(labels))
    legend(sheet, axes, names)


def _placed(shown: list[Point]) -> list[Point]:
    """Return the points at the numbers that their labels are: months or prices, but not years, which are names."""
    labels = {point.label for point in shown}
    told = all(_NUMBER.fullmatch(label) for label in labels) and not all(map(_YEAR.fullmatch, labels))
    if not told or any(point.x is not None for point in shown):
        return shown
    return [replace(point, x=float(point.label.replace(",", ""))) for point in shown]


def _labels(shown: Sequence[Point]) -> dict[str, int] | None:
    """Return the place of each label, in order; None where all points have numbers for their places."""
    if all(point.x is not None for point in shown):
        return None
    return {label: place for place, label in enumerate(dict.fromkeys(point.label for point in shown))}


def _line(
    axes: Axes, found: Sequence[Point], labels: Mapping[str, int] | None, shade: str, *, steps: bool
) -> None:
    ordered = sorted(found, key=partial(_place, labels))
    at = [_place(labels, point) for point in ordered]
    axes.plot(
        at,
        [point.value for point in ordered],
        color=shade,
        linewidth=1.8,
        marker="o" if len(found) <= _DOTS and not steps else "",
        markersize=4,
        drawstyle="steps-post" if steps else "default",
    )
    bands = [(place, *point.interval) for place, point in zip(at, ordered, strict=True) if point.interval]
    if bands:
        places, lows, highs = zip(*bands, strict=True)
        axes.fill_between(
            places, lows, highs, color=shade, alpha=0.16, linewidth=0, step="post" if steps else None
        )


def _place(labels: Mapping[str, int] | None, point: Point) -> float:
    return (point.x or 0.0) if labels is None else float(labels[point.label])
