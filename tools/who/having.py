"""Which groups of a report pass a condition on what was computed for them ("more than 400 orders")."""

from collections.abc import Sequence
from dataclasses import replace
from operator import ge, gt, le, lt
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from tools.results import Chart, Finding, Report
from tools.speech import said
from tools.who.scope import Scope
from tools.wording import counted, listed, number, percent, plural, sentence

_TESTS = {">": gt, ">=": ge, "<": lt, "<=": le}
_LISTED = 50
_WORDS = {">": "more than", ">=": "at least", "<": "less than", "<=": "at most"}


class Having(BaseModel):
    """A condition on each group: on its value, a share as a fraction (0.2 for 20%), or on its number of rows."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    op: Literal[">", ">=", "<", "<="] = ">"
    value: float = Field(description="What the group's count, share, mean or sum is compared with.")
    of: Literal["value", "rows"] = Field(
        default="value", description="`rows` compares how many rows the group's value rests on instead."
    )

    def holds(self, group: Finding) -> bool:
        """Return whether a group passes."""
        return _passes(self, group.n if self.of == "rows" else group.value)


def passing(report: Report, having: Sequence[Having], labels: Sequence[str], scope: Scope, limit: int) -> Report:
    """Return the report with the groups that pass every condition, led by how many they are.

    `labels` name what the groups are groups of; where only their size is limited, `limit` of them are told in
    their order. Findings that compare groups or tell the whole are left out: the
    groups that fail are not among those shown. Groups that are withheld were never judged.
    """
    if not report.findings:
        return report
    first = report.findings[0]
    groups = [item for item in report.findings if _is_group(item, first)]
    kept = [item for item in groups if all(condition.holds(item) for condition in having)]
    if kept and all(condition.of == "rows" for condition in having):
        return _large_enough(report, kept, having, labels, scope, limit)
    head = scope.finding(
        sentence(_told(kept, groups, having, labels)),
        label=f"number of groups of {listed(list(labels))} that pass",
        value=len(kept),
        unit="count",
        n=len(groups),
        customers=None,
        formula=f"groups whose {first.label} is {_limits(having, first)}",
    )
    charts = tuple(_filtered(chart, having) for chart in report.charts)
    return replace(report, findings=(head, *kept[:_LISTED]), charts=charts)


def _large_enough(
    report: Report,
    kept: Sequence[Finding],
    having: Sequence[Having],
    labels: Sequence[str],
    scope: Scope,
    limit: int,
) -> Report:
    """Return the groups that are large enough, led by the first of them, the last one, and the whole."""
    first = kept[0]
    limits = " and ".join(f"{_WORDS[item.op]} {number(item.value)} {scope.noun()}" for item in having)
    among = f"of {counted(len(kept), 'group')} of {listed([said(label) for label in labels])} with {limits}"
    place = f"{said(listed(list(first.segment.values())))} comes first: {first.statement[0].lower()}"
    head = replace(first, statement=sentence(f"{among}, {place}{first.statement[1:].rstrip('.')}"))
    whole = tuple(item for item in report.findings if item.contrast is None and not item.segment)
    charts = tuple(_shown(chart, kept) for chart in report.charts)
    last = kept[-1:] if len(kept) > limit else ()
    return replace(report, findings=(head, *kept[1:limit], *last, *whole), charts=charts)


def _shown(chart: Chart, kept: Sequence[Finding]) -> Chart:
    values = {item.value for item in kept}
    return replace(chart, rows=tuple(row for row in chart.rows if row.get("value") in values))


def _is_group(finding: Finding, first: Finding) -> bool:
    alike = finding.metric == first.metric and finding.unit == first.unit
    return alike and finding.contrast is None and set(first.segment) <= set(finding.segment)


def _told(
    kept: Sequence[Finding], groups: Sequence[Finding], having: Sequence[Having], labels: Sequence[str]
) -> str:
    groups_of = f"of {counted(len(groups), 'group')} of {listed([said(label) for label in labels])}"
    verb = "has" if len(kept) == 1 else "have"
    first = groups[0]
    what = plural(str(first.label).removeprefix("number of "), 1) if first.unit == "count" else first.label
    limits = _limits(having, first)
    if first.unit == "count":
        return f"{number(len(kept))} {groups_of} {verb} {limits} {what.removeprefix('number of ')}"
    return f"in {number(len(kept))} {groups_of} the {what} is {limits}"


def _limits(having: Sequence[Having], first: Finding) -> str:
    return " and ".join(
        f"{_WORDS[item.op]} {percent(item.value) if first.unit == 'share' else number(item.value)}"
        for item in having
    )


def _filtered(chart: Chart, having: Sequence[Having]) -> Chart:
    rows = tuple(row for row in chart.rows if all(_passes(condition, row.get("value")) for condition in having))
    return replace(chart, rows=rows)


def _passes(condition: Having, value: object) -> bool:
    return isinstance(value, int | float) and bool(_TESTS[condition.op](float(value), condition.value))
