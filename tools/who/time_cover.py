"""What the dates of a table cover: periods covered in part, people who all came at once."""

from datetime import date, timedelta

import pandas as pd

from tools.errors import AnalysisError
from tools.tables.engine import Measure
from tools.who.scope import Scope
from tools.wording import plural

_EARLY = 0.35


def incomplete(scope: Scope, column: str, first: str, last: str) -> tuple[str, str]:
    """Return what to say where the data covers the first or the last period only in part, else nothing."""
    dated = scope.base.narrowed(*(condition for condition in scope.where if condition.column == column))
    row = dated.measure([Measure("first", "min", column), Measure("last", "max", column)]).iloc[0]
    if not isinstance(row["first"], str) or not isinstance(row["last"], str):
        return "", ""
    begins, ends = (date.fromisoformat(str(row[end])[:10]) for end in ("first", "last"))
    start, end = bounds(first), bounds(last)
    early = late = ""
    if start and start[0] != start[1] and start[0] + timedelta(days=1) < begins <= start[1]:
        early = f"The first period, {first}, is incomplete: the data begins on {begins.isoformat()}."
    if end and end[0] != end[1] and end[0] <= ends < end[1] - timedelta(days=1):
        late = f"The last period, {last}, is incomplete: the data ends on {ends.isoformat()}."
    return early, late


def bounds(label: str) -> tuple[date, date] | None:
    """Return first and last day of `2025`, `2025-Q1`, `2025-03` or `2025-03-04`; None for other labels."""
    try:
        if "Q" in label:
            period = pd.Period(label.replace("-", ""), freq="Q")
        else:
            period = pd.Period(label, freq={4: "Y", 7: "M"}.get(len(label), "D"))
    except ValueError:
        return None
    return period.start_time.date(), period.end_time.date()


def one_cohort(scope: Scope, column: str) -> str:
    """Return the warning that all persons appear first in the early part of the period, empty otherwise."""
    person = scope.table.person
    if person is None or scope.rows_are_people:
        return ""
    try:
        frame = scope.base.context.tables.frame(scope.table.name, [person, column])
    except AnalysisError:
        return ""
    frame = frame.dropna()
    if frame.empty or frame[person].nunique() == len(frame):
        return ""
    begun = frame.groupby(person)[column].min()
    first, last, newest = frame[column].min(), frame[column].max(), begun.max()
    if (last - first).days < 60 or (newest - first) > _EARLY * (last - first):
        return ""
    return (
        f"Every {scope.person} appears for the first time between {first.date().isoformat()} and "
        f"{newest.date().isoformat()}: this is one acquisition cohort with no new {plural(scope.person)} "
        "afterwards, so a fall over time follows from how the table was made and does not by itself mean that any "
        "are being lost."
    )
