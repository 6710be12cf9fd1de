"""What rows with a blank or a placeholder have in common: columns that are constant for them alone."""

from tools.arguments import Condition
from tools.disclosure import too_few
from tools.results import Finding
from tools.speech import is_are, said, value_said
from tools.tables.catalog import Column
from tools.tables.engine import Measure
from tools.who.groups import people_in
from tools.who.outcome import share_phrase
from tools.who.scope import Scope
from tools.wording import listed, number, percent, sentence

_ROLES = ("segment", "ordinal", "outcome", "measure", "multi_select")
_MOST = 3
_NEARLY_ALL = 0.9


def may_count(scope: Scope, rows: int) -> bool:
    """Return whether so many rows without a value may be told of: any number of a whole table, else not of few."""
    things = scope.people is None and not scope.table.may_be_people
    return not scope.where or things or not too_few(rows, scope.context.min_group)


def in_common(scope: Scope, *conditions: Condition) -> list[str]:
    """Return what holds for every row that satisfies the conditions, rarest in the table first.

    Nothing is told of rows of too few people.
    """
    named = {condition.column for condition in conditions}
    columns = [
        column
        for column in scope.table.columns
        if column.role in _ROLES and column.name not in named and "personal" not in column.marks
    ]
    measures = []
    for place, column in enumerate(columns):
        measures.append(Measure(f"distinct{place}", "distinct", column.name))
        measures.append(Measure(f"count{place}", "count", column.name))
        measures.append(Measure(f"least{place}", "min", column.name))
    if not columns:
        return []
    inside = scope.measure(measures, extra=conditions).iloc[0]
    outside = scope.measure(measures).iloc[0]
    rows, everybody = int(inside["__rows__"]), int(outside["__rows__"])
    whose = rows if scope.table.may_be_people else people_in(inside["__people__"])
    if too_few(whose, scope.context.min_group):
        return []
    found: list[tuple[float, str]] = []
    for place, column in enumerate(columns):
        distinct, count = int(inside[f"distinct{place}"]), int(inside[f"count{place}"])
        if rows and count == 0 and int(outside[f"count{place}"]) > (1 - _NEARLY_ALL) * everybody:
            aside = [name for name, _ in column.sentinels]
            share = 1 - int(outside[f"count{place}"]) / everybody
            told = (
                listed([value_said(name) for name in aside], "or") if aside and not column.missing else "not known"
            )
            found.append((share, f"{said(column.label)} {is_are(column.label)} {told}"))
        elif rows and distinct == 1 and count == rows and int(outside[f"distinct{place}"]) > 1:
            value = str(inside[f"least{place}"]).removesuffix(".0")
            share = scope.total([Measure("hit", "true", column.name, value)])["hit"] / everybody
            if share < _NEARLY_ALL:
                told = f"= {value}" if column.role == "measure" else f"{is_are(column.label)} {value_said(value)}"
                found.append((share, f"{said(column.label)} {told}"))
    return [text for _, text in sorted(found)][:_MOST]


def unusable(scope: Scope, reference: str) -> list[Finding]:
    """Return a finding for each placeholder and for the blanks of a column, with what they have in common."""
    column = scope.column(reference)
    cases = [(Condition(column=reference, op="=", value=value), value) for value, _ in column.sentinels]
    findings = []
    placeholders = 0
    for condition, value in cases:
        rows = int(scope.total([Measure("hit", "true", reference, value)])["hit"])
        placeholders += rows
        if rows and may_count(scope, rows):
            findings.append(_finding(scope, column, condition, rows, f"the placeholder {value_said(value)}"))
    if column.missing:
        known = int(scope.total([Measure("known", "count", reference)])["known"])
        blank = scope.rows - known - placeholders
        if blank > 0 and may_count(scope, blank):
            missing = Condition(column=reference, op="missing")
            findings.append(_finding(scope, column, missing, blank, "blank"))
    return findings


def _finding(scope: Scope, column: Column, condition: Condition, rows: int, kind: str) -> Finding:
    shared = in_common(scope, condition)
    tail = f"; for all of them {listed(shared)}" if shared else ""
    label = said(column.label)
    return scope.share(
        sentence(
            f"{label} {is_are(column.label)} {kind} for {percent(rows / scope.rows)} of {scope.words()} "
            f"({share_phrase(rows, scope.rows)}), which statistics leave out{tail}"
        ),
        rows,
        scope.rows,
        label=f"share of {scope.noun()} where {label} is {kind}",
        customers=None,
        formula="rows without a usable value / rows",
        denominator=f"{number(scope.rows)} {scope.words()}",
    )
