"""What is remarked on groups that are compared: few rows, a mean between two humps, no proof; and their bars."""

from tools.results import Chart
from tools.who.averages import Metric
from tools.who.series import Quantity
from tools.who.shape_words import hump_note
from tools.who.sides import Side
from tools.wording import number

_SMALL = 30
NOT_WHY = (
    "This says what goes together, not why: the groups may differ in other ways, so it is no proof of a cause."
)


def small_note(sides: list[Side], quantity: Quantity) -> list[str]:
    """Return the warning about groups whose numbers are rough."""
    small = [side for side in sides if quantity.size(side.group) < _SMALL]
    told = ", ".join(f"{side.words} ({number(quantity.size(side.group))})" for side in small[:4])
    return [f"Small groups, whose numbers are rough: {told}."] if small else []


def hump_notes(sides: list[Side], quantity: Quantity, metric: str | None) -> list[str]:
    """Return the warning for each group whose mean stands between two humps."""
    if metric is None or quantity.outcome is not None or quantity.alike is not None:
        return []
    notes = []
    for side in sides:
        column = side.scope.column(metric)
        if side.rest_of is None and side.group.where is not None and column.storage == "number":
            notes += hump_note(side.scope.narrowed(*side.group.where), Metric(metric, column))
    return notes


def chart(sides: list[Side], quantity: Quantity) -> Chart:
    """Return the groups' values as bars."""
    return Chart(
        title=quantity.label,
        kind="bar",
        rows=tuple(quantity.row(side.group, side.group.name or side.words) for side in sides),
        alt=f"Bars: {quantity.label} of each group.",
        unit=quantity.unit,
        currency=quantity.currency,
    )
