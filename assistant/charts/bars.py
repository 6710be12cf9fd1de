"""Bars from left to right: a name before each, its interval as a line on it, value and n in columns behind."""

from collections.abc import Sequence

from matplotlib.axes import Axes

from assistant.charts.amounts import written
from assistant.charts.legend import colour, legend, legend_height
from assistant.charts.lettering import columns, wrapped
from assistant.charts.points import Point, series, shared_n
from assistant.charts.sheet import COLUMN, GREY, INK, MARGIN, SMALL, WIDTH, Sheet
from tools.results import Chart
from tools.wording import number

MOST = 24
_STEP, _TALL_STEP, _HEAD, _GAP = 0.31, 0.42, 0.24, 0.12
_RAISED = 0.02  # inches from the line that a text is centred on to the middle of its digits
_NAME = 30
_THICK = 0.62


def height(chart: Chart, found: Sequence[Point]) -> float:
    """Return how much place (inches) the bars take."""
    del chart
    return _head(found) + _step(_shown(found)) * len(_shown(found)) + _gaps(found)


def paint(sheet: Sheet, chart: Chart, found: Sequence[Point]) -> None:
    """Draw the bars, in their order from top to bottom; those of one label stand together."""
    shown = _shown(found)
    names = _names(shown)
    values = [written(point.value, chart) for point in shown]
    sizes = [] if shared_n(shown) is not None else ["" if p.n is None else number(p.n) for p in shown]
    left = COLUMN * max([columns(line) for name in names for line in name.split("\n")] + [4]) + 0.1
    value_width = COLUMN * max(map(columns, values)) + 0.08
    size_width = COLUMN * max([columns(size) for size in sizes] + [4]) + 0.12 if any(sizes) else 0.0
    head = _head(found)
    axes = sheet.axes(left, value_width + size_width, above=head)
    places = _places(shown)
    _draw(axes, shown, places)
    axes.set_xlim(*_ends(shown))
    axes.set_ylim(sheet.height - head, 0)
    axes.set_axis_off()
    axes.axvline(0, color=GREY, linewidth=0.8)
    top = sheet.bottom + sheet.height + _RAISED
    for place, name, value in zip(places, names, values, strict=True):
        sheet.write(MARGIN + left - 0.1, top - head - place, name, across="right")
        sheet.write(WIDTH - MARGIN - size_width, top - head - place, value, across="right", bold=True)
    for place, size in zip(places, sizes, strict=False):
        sheet.write(WIDTH - MARGIN, top - head - place, size, across="right", colour=GREY)
    if any(sizes):
        sheet.write(WIDTH - MARGIN, top - head / 2, "n", across="right", colour=GREY, size=SMALL)
    legend(sheet, axes, series(shown))


def _shown(found: Sequence[Point]) -> list[Point]:
    """Return at most so many bars, those of one label beside each other."""
    labels = {label: place for place, label in enumerate(dict.fromkeys(point.label for point in found))}
    names = {name: place for place, name in enumerate(series(found))}
    return sorted(found, key=lambda p: (labels[p.label], names[p.series]))[:MOST]


def _names(shown: Sequence[Point]) -> list[str]:
    """Return the label of each bar; where bars of several series share a label, the first of them has it."""
    grouped = len(series(shown)) > 1
    before = [None, *(point.label for point in shown)]
    return [
        "" if grouped and point.label == last else wrapped(point.label, _NAME, 2)
        for point, last in zip(shown, before, strict=False)
    ]


def _step(shown: Sequence[Point]) -> float:
    """Return the distance of the bars: more where a name takes two lines."""
    return _TALL_STEP if any("\n" in name for name in _names(shown)) else _STEP


def _head(found: Sequence[Point]) -> float:
    """Return the height of what stands over the bars: the names of the series, the head of the column of n."""
    shown = _shown(found)
    has_sizes = shared_n(shown) is None and any(point.n is not None for point in shown)
    return max(legend_height(series(shown)), _HEAD * has_sizes)


def _gaps(found: Sequence[Point]) -> float:
    shown = _shown(found)
    return _GAP * (len({point.label for point in shown}) - 1) if len(series(shown)) > 1 else 0.0


def _places(shown: Sequence[Point]) -> list[float]:
    """Return the middle of each bar in inches from the top, with a gap between labels where there are series."""
    grouped = len(series(shown)) > 1
    step = _step(shown)
    places, at = [], step / 2
    for row, point in enumerate(shown):
        if row and grouped and point.label != shown[row - 1].label:
            at += _GAP
        places.append(at)
        at += step
    return places


def _draw(axes: Axes, shown: Sequence[Point], places: Sequence[float]) -> None:
    names = series(shown)
    colours = [colour(point.series, names) for point in shown]
    axes.barh(places, [point.value for point in shown], height=_STEP * _THICK, color=colours, alpha=0.88)
    for point, place in zip(shown, places, strict=True):
        if point.interval:
            axes.plot(point.interval, (place, place), color=INK, linewidth=1.3, solid_capstyle="butt")
            for end in point.interval:
                axes.plot((end, end), (place - 0.045, place + 0.045), color=INK, linewidth=1.3)


def _ends(shown: Sequence[Point]) -> tuple[float, float]:
    """Return the ends of the axis: zero, and a little beyond the farthest bar or interval."""
    ends = [0.0]
    for point in shown:
        ends += [point.value, *(point.interval or ())]
    low, high = min(ends), max(ends)
    room = (high - low) * 0.02 or 1.0
    return (low - room * (low < 0), high + room * (high > 0) + (1.0 if low == high else 0.0))
