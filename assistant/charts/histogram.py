"""Histograms: bars that stand side by side, each over the step of values that it counts."""

from collections.abc import Sequence
from dataclasses import replace

from assistant.charts.frame import frame, frame_height, measured, named
from assistant.charts.points import Point
from assistant.charts.sheet import COLOURS, PAPER, Sheet
from tools.results import Chart


def height(chart: Chart, found: Sequence[Point]) -> float:
    """Return how much place (inches) the bars take."""
    del found
    return frame_height(chart, ())


def paint(sheet: Sheet, chart: Chart, found: Sequence[Point]) -> None:
    """Draw the bars over their steps, or over their labels where the steps are not known as numbers.

    The values counted are in the chart's unit, the bars are numbers.
    """
    axes = frame(sheet, replace(chart, unit="count"), (), (0.0, max(point.value for point in found)))
    steps = [(p.start, p.end) for p in found if p.start is not None and p.end is not None and p.start < p.end]
    if len(steps) == len(found):
        places, widths = [start for start, _ in steps], [end - start for start, end in steps]
    else:
        places, widths = [float(place) for place in range(len(found))], [1.0] * len(found)
    edge = "edge" if len(steps) == len(found) else "center"
    axes.bar(
        places,
        [point.value for point in found],
        width=widths,
        align="edge" if edge == "edge" else "center",
        color=COLOURS[0],
        edgecolor=PAPER,
        linewidth=1.0,
        alpha=0.88,
    )
    if edge == "edge":
        axes.margins(x=0.01)
        measured(axes, chart)
    else:
        named(axes, [point.label for point in found])
