"""Values as they are written in a picture: beside a bar in full, on an axis short."""

from collections.abc import Callable

from matplotlib.axis import Axis
from matplotlib.ticker import FuncFormatter, MaxNLocator

from assistant.charts.lettering import readable
from tools.results import Chart
from tools.wording import money, number, rendered

_LONG = 1e15
_STEPS = [1, 2, 2.5, 5, 10]
_SCALES = ((1e9, " bn"), (1e6, " m"), (1e3, "k"))


def written(value: float, chart: Chart) -> str:
    """Return a value in full, with its unit."""
    if abs(value) >= _LONG:
        return f"{value:.3g}"
    if chart.unit == "points":
        return f"{value * 100:+.1f} points"
    return rendered(value, chart.unit, chart.currency)


def tick(value: float, chart: Chart) -> str:
    """Return a value on the axis: short, with the unit that fits there."""
    value = 0.0 if abs(value) < 1e-12 else value
    if chart.unit in {"share", "points"}:
        return f"{value * 100:.4g}%" if chart.unit == "share" else f"{value * 100:+.4g}"
    for size, letter in _SCALES:
        if abs(value) >= 10_000 and abs(value) >= size:
            return _priced(f"{value / size:.4g}{letter}", chart)
    return _priced(number(_rounded(value)), chart)


def scale(axis: Axis, chart: Chart, ticks: int) -> None:
    """Mark an axis of values at a few round places."""
    axis.set_major_locator(MaxNLocator(ticks, steps=_STEPS, integer=chart.unit == "count"))
    axis.set_major_formatter(FuncFormatter(_said(chart)))


def reach(low: float, high: float) -> tuple[float, float]:
    """Return the ends of an axis of values: zero is one of them unless the values lie far from it."""
    if low > 0 and high - low > 0.15 * high:
        low = 0.0
    if high < 0 and high - low > 0.15 * -low:
        high = 0.0
    if low == high == 0:
        return 0.0, 1.0
    room = (high - low) * 0.06 or abs(high) * 0.1 or 1.0
    return (low if low == 0 else low - room, high if high == 0 else high + room)


def _said(chart: Chart) -> Callable[[float, int], str]:
    return lambda value, _: readable(tick(value, chart))


def _priced(text: str, chart: Chart) -> str:
    """Return the text where the currency has an amount."""
    return money(1, chart.currency).replace("1", text) if chart.unit == "money" else text


def _rounded(value: float) -> float:
    """Return the value without what only the computer's arithmetic added to it."""
    return float(f"{value:.6g}")
