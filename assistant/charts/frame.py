"""Axes with a scale of values, shared by curves, histograms and maps."""

from collections.abc import Sequence

from matplotlib.axes import Axes

from assistant.charts.amounts import reach, scale, tick
from assistant.charts.legend import legend_height
from assistant.charts.lettering import columns, cut, readable
from assistant.charts.sheet import COLUMN, FAINT, GREY, MARGIN, SMALL, WIDTH, Sheet
from tools.results import Chart

PLOT = 2.6  # inches
_TICKS, _NAME = 0.25, 0.22
_LABEL, _LONG = 14, 80


def frame_height(chart: Chart, names: Sequence[str]) -> float:
    """Return how much place (inches) the plot, its marks, the names of its axes and series take."""
    return PLOT + _below(chart) + _above(chart, names)


def frame(sheet: Sheet, chart: Chart, names: Sequence[str], span: tuple[float, float]) -> Axes:
    """Return axes whose upright scale holds the span of values; zero is marked where it is in sight."""
    low, high = reach(*span)
    left = COLUMN * max(columns(tick(end, chart)) for end in (low, high, (low + high) / 3)) + 0.16
    axes = sheet.axes(left, 0.12, below=_below(chart), above=_above(chart, names))
    axes.set_ylim(low, high)
    axes.grid(axis="y", color=FAINT, linewidth=0.8)
    if low <= 0 <= high:
        axes.axhline(0, color=GREY, linewidth=0.8)
    scale(axes.yaxis, chart, 5)
    _name_axes(sheet, axes, chart)
    return axes


def measured(axes: Axes, chart: Chart) -> None:
    """Mark the lying axis with round numbers; those of a histogram are in the chart's unit."""
    scale(axes.xaxis, chart, 8)


def named(axes: Axes, labels: Sequence[str]) -> None:
    """Mark the lying axis with labels: as many as there is place for, the first and evenly onwards."""
    width = max(columns(cut(label, _LABEL)) for label in labels) * COLUMN + 0.2
    room = max(2, int(axes.get_position().width * WIDTH / width))
    places = list(range(0, len(labels), -(-len(labels) // room)))
    axes.set_xticks(places, [readable(cut(labels[place], _LABEL)) for place in places])
    axes.set_xlim(-0.5, len(labels) - 0.5)


def _below(chart: Chart) -> float:
    return _TICKS + _NAME * bool(chart.x)


def _above(chart: Chart, names: Sequence[str]) -> float:
    return 0.08 + legend_height(names) + _NAME * bool(chart.y)


def _name_axes(sheet: Sheet, axes: Axes, chart: Chart) -> None:
    place = axes.get_position()
    if chart.x:
        middle = (place.x0 + place.width / 2) * WIDTH
        sheet.write(middle, sheet.bottom + 0.08, cut(chart.x, _LONG), size=SMALL, colour=GREY, across="center")
    if chart.y:
        top = sheet.bottom + sheet.height - 0.08
        sheet.write(MARGIN, top, cut(chart.y, _LONG), size=SMALL, colour=GREY)
