"""The first and the last day of rows: when something began, and when it last happened."""

from datetime import date
from typing import Literal

from tools.results import Finding, Report
from tools.speech import said
from tools.tables.engine import Measure
from tools.who.scope import Scope
from tools.wording import number, sentence

End = Literal["min", "max"]
_NAMES: dict[End, str] = {"min": "first", "max": "last"}


def days_report(scope: Scope, reference: str, asked: End) -> Report:
    """Return the first and the last day in a date column, the one asked for first; missing where it holds none."""
    ends: dict[End, object] = {end: scope.single(Measure("end", end, reference)) for end in _NAMES}
    days = {end: date.fromisoformat(found[:10]) for end, found in ends.items() if isinstance(found, str)}
    label = scope.column(reference).label
    if len(days) < len(_NAMES):
        return Report(missing=(f"No day of {said(label)} is known for {scope.words()}.",))
    order: tuple[End, End] = ("min", "max") if asked == "min" else ("max", "min")
    return Report(findings=tuple(_finding(scope, reference, end, days[end]) for end in order))


def _finding(scope: Scope, reference: str, end: End, day: date) -> Finding:
    label, count = scope.column(reference).label, int(scope.single(Measure("known", "count", reference)))
    return scope.finding(
        sentence(
            f"The {_NAMES[end]} of the {scope.words()} is dated {day.isoformat()} "
            f"(by {said(label)}; n = {number(count)})"
        ),
        label=f"{_NAMES[end]} {label}",
        value=day.isoformat(),
        unit="date",
        n=count,
        customers=scope.people,
        formula=f"{end} {reference}",
    )
