"""Maps of groups: each a disc at its place, as large as the group, with its name beside it."""

from collections.abc import Sequence
from math import sqrt

from matplotlib.axes import Axes

from assistant.charts.frame import frame, frame_height, measured
from assistant.charts.legend import colour, legend
from assistant.charts.lettering import cut, readable
from assistant.charts.points import Point, series
from assistant.charts.sheet import INK, SMALL, Sheet
from tools.results import Chart

MOST_NAMES = 24
_TALLER = 1.0  # inches more than the plot of a curve
_NAME = 26
_LARGEST, _SMALLEST = 26.0, 6.0  # diameters in points
_NUMBERS = Chart(title="", kind="scatter")


def height(chart: Chart, found: Sequence[Point]) -> float:
    """Return how much place (inches) the map takes."""
    return frame_height(chart, _groups(found)) + _TALLER


def paint(sheet: Sheet, chart: Chart, found: Sequence[Point]) -> None:
    """Draw the discs, the large ones first, so that small ones lie upon them."""
    names = _groups(found)
    values = [point.value for point in found]
    axes = frame(sheet, chart, names, (min(values), max(values)))
    low, high = axes.get_ylim()
    axes.set_ylim(low - 0.08 * (high - low), high + 0.08 * (high - low))
    axes.margins(x=0.12)
    top = max((point.n or 1) for point in found)
    for point in sorted(found, key=lambda p: -(p.n or 0)):
        share = sqrt(max(point.n or 1, 0) / max(top, 1)) if point.n is not None else 0.3
        size = max(_SMALLEST, _LARGEST * share)
        at = (point.x or 0.0, point.value)
        shade = colour(point.series if point.series in names else "", names)
        axes.plot(*at, "o", markersize=size, color=shade, alpha=0.75, markeredgecolor="white")
        if len(found) <= MOST_NAMES and point.label:
            _name(sheet, axes, point.label, at, size)
    measured(axes, _NUMBERS)
    legend(sheet, axes, names)


def _groups(found: Sequence[Point]) -> list[str]:
    """Return the series that a legend has to name: none where each disc has its name beside it."""
    return series(found) if any(point.series != point.label for point in found) else [""]


def _name(sheet: Sheet, axes: Axes, label: str, at: tuple[float, float], size: float) -> None:
    """Write a name to the side of the disc where there is place."""
    low, high = axes.get_xlim()
    to_left = at[0] > (low + high) / 2
    axes.annotate(
        readable(cut(label, _NAME)),
        at,
        xytext=((-1 if to_left else 1) * (size / 2 + 4), 0),
        textcoords="offset points",
        ha="right" if to_left else "left",
        va="center",
        fontsize=SMALL,
        color=INK,
        fontfamily=list(sheet.fonts),
    )
