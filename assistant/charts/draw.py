"""From a chart's data to a picture, its caption and its alternative text; or the reason why there is none."""

import logging
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from matplotlib import rc_context

from assistant.charts import bars, curves, histogram, maps
from assistant.charts.caption import alternative, caption
from assistant.charts.errors import UndrawableError
from assistant.charts.points import Point, points, series
from assistant.charts.sheet import Sheet, sheet
from tools.results import Chart

_log = logging.getLogger(__name__)
_one_at_a_time = threading.Lock()  # matplotlib's fonts and settings are shared by all threads


@dataclass(frozen=True, slots=True)
class Drawing:
    """A finished picture (PNG) with the words that belong to it."""

    png: bytes
    caption: str
    alt: str


@dataclass(frozen=True, slots=True)
class _Kind:
    height: Callable[[Chart, Sequence[Point]], float]
    paint: Callable[[Sheet, Chart, Sequence[Point]], None]
    fewest: int = 2


_KINDS: Mapping[str, _Kind] = {
    "bar": _Kind(bars.height, bars.paint),
    "line": _Kind(curves.height, curves.paint),
    "step": _Kind(curves.height, curves.paint),
    "histogram": _Kind(histogram.height, histogram.paint),
    "scatter": _Kind(maps.height, maps.paint),
}


def draw(chart: Chart) -> Drawing:
    """Return the picture of a chart; raises UndrawableError, and nothing else, when there can be none."""
    kind = _KINDS.get(chart.kind)
    if kind is None:
        raise UndrawableError(f"charts of the kind {chart.kind!r} are not known")
    found = points(chart)
    if chart.kind == "scatter":
        found = [point for point in found if point.x is not None]
    if len(found) < kind.fewest:
        raise UndrawableError("fewer than two values are there to compare")
    try:
        with _one_at_a_time, rc_context({"text.usetex": False, "axes.unicode_minus": False}):
            return _drawn(chart, kind, found)
    except UndrawableError:
        raise
    except Exception as error:
        # An answer is worth more than its picture: whatever the drawing library says, the answer goes out.
        _log.error("A chart of the kind %s could not be drawn: %s.", chart.kind, type(error).__name__)
        raise UndrawableError("it could not be drawn") from error


def _drawn(chart: Chart, kind: _Kind, found: Sequence[Point]) -> Drawing:
    words = caption(chart, found, _shown(chart, found))
    texts = [chart.x, chart.y, chart.currency, *(p.label for p in found), *series(found)]
    page = sheet(chart.title, words, kind.height(chart, found), texts)
    kind.paint(page, chart, found)
    return Drawing(page.png(), words, alternative(chart, found))


def _shown(chart: Chart, found: Sequence[Point]) -> int:
    """Return how many of the points the picture shows."""
    if chart.kind == "bar":
        return min(len(found), bars.MOST)
    names = series(found)[: curves.MOST_SERIES]
    return sum(point.series in names for point in found) if chart.kind in {"line", "step"} else len(found)
