"""The words around a picture: a caption with n and the intervals, and the text for those who cannot see it."""

from collections.abc import Sequence
from dataclasses import replace

from assistant.charts.amounts import written
from assistant.charts.points import Point, shared_n
from tools.results import Chart
from tools.wording import capital, counted, number, sentence

_TOLD = 8
_KINDS = {
    "bar": "Bar chart",
    "line": "Line chart",
    "histogram": "Histogram",
    "scatter": "Map of groups",
    "step": "Curve that falls in steps",
}


def caption(chart: Chart, found: Sequence[Point], shown: int) -> str:
    """Return what stands below the picture: n, what the lines or bands are, and what is left out."""
    discs = "The larger a disc, the larger the group" if chart.kind == "scatter" else ""
    parts = [_sizes(chart, found), _intervals(chart, found), discs, chart.note]
    if shown < len(found):
        parts.append(f"The first {number(shown)} of {number(len(found))} are shown")
    lost = len(chart.rows) - len(found)
    if lost:
        parts.append(f"{capital(counted(lost, 'row'))} without a value {'is' if lost == 1 else 'are'} left out")
    return " ".join(part if part.startswith("n = ") else sentence(part) for part in parts if part)


def alternative(chart: Chart, found: Sequence[Point]) -> str:
    """Return the text that stands for the picture: its kind, what it shows, and its values (the ends of many)."""
    told = [_told(chart, point) for point in (found if len(found) <= _TOLD else _ends(found))]
    values = f"{'; '.join(told)}" if told else ""
    rest = f"{number(len(found))} values, among them " if len(found) > _TOLD else ""
    return f"{_KINDS.get(chart.kind, 'Chart')}: {chart.title}. {capital(sentence(rest + values))}".strip()


def _sizes(chart: Chart, found: Sequence[Point]) -> str:
    size = shared_n(found)
    if size is not None:
        return f"n = {number(size)}."
    sizes = [point.n for point in found if point.n is not None]
    if sizes and chart.kind == "line" and chart.unit == "count" and sizes == [point.value for point in found]:
        return f"n = {number(sum(sizes))} in all."  # the values are the sizes
    return f"n = {number(min(sizes))} to {number(max(sizes))} each." if sizes else ""


def _intervals(chart: Chart, found: Sequence[Point]) -> str:
    if not any(point.interval for point in found):
        return ""
    return f"{'Lines on the bars' if chart.kind == 'bar' else 'Bands'}: 95% intervals"


def _ends(found: Sequence[Point]) -> list[Point]:
    """Return the first, the last, the lowest and the highest, in their order."""
    ends = {id(found[0]), id(found[-1])}
    ends |= {id(min(found, key=lambda p: p.value)), id(max(found, key=lambda p: p.value))}
    return [point for point in found if id(point) in ends]


def _told(chart: Chart, point: Point) -> str:
    place = point.label or ("" if point.x is None else number(point.x))
    names = dict.fromkeys(filter(None, (point.series, place)))
    unit = replace(chart, unit="count") if chart.kind == "histogram" else chart
    size = f" (n = {number(point.n)})" if point.n is not None and chart.kind != "histogram" else ""
    return f"{' '.join(names)} {written(point.value, unit)}{size}".strip()
