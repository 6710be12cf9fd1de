"""Numbers that cannot be what a column measures, and the average without them: ages below 0 or of 1,051."""

from itertools import pairwise

from tools.arguments import Condition
from tools.results import Finding
from tools.speech import figure, said
from tools.tables.catalog import OLDEST, Column
from tools.who.averages import Metric, statistic_finding
from tools.who.extremes import extreme_findings
from tools.who.impossible import NEVER_NEGATIVE
from tools.who.scope import Scope
from tools.who.spikes import spike_findings
from tools.wording import counted, listed, number, sentence

_RARE = 0.05  # of the rows: more below zero are how things are counted here
_GAP, _USUAL = 10, 0.9  # years between two ages; the part of the rows below which there are no gaps to look for


def standing_out(scope: Scope, metric: Metric) -> list[Finding]:
    """Return what an average hides: numbers that cannot be, else those of very many rows and those far out."""
    found = implausible_findings(scope, metric)
    return found or [*spike_findings(scope, metric), *extreme_findings(scope, metric)]


def implausible_findings(scope: Scope, metric: Metric) -> list[Finding]:
    """Return how many rows hold what cannot be, and mean and median of the others; nothing where all can be.

    An age of 0 cannot be where far more rows hold it than any other: nobody was asked there.
    """
    column = metric.column
    if column.storage != "number" or column.unit not in NEVER_NEGATIVE or column.meanings:
        return []
    ends = _ends(scope, column)
    beyond = [(scope.narrowed(outside).rows, told) for outside, told in ends]
    odd = [(rows, told) for rows, told in beyond if rows]  # what cannot be tells of the file, and of nobody
    absurd = sum(rows for rows, told in odd if "exactly" not in told)
    if not odd or (column.unit != "age" and absurd > _RARE * scope.rows):
        return []
    plausible = scope.narrowed(*(_turned(outside) for outside, _ in ends))
    rest = plausible.total(list(metric.measures()))
    if not rest["count"]:
        return []
    words = f"{scope.words()} with a plausible {column.label}"
    parts = listed([f"{told} in {counted(rows, 'row')}" for rows, told in odd])
    finding = scope.finding(
        sentence(f"{said(column.label)} cannot be what it holds in some rows of {number(scope.rows)}: {parts}"),
        label=f"rows with an impossible {column.label}",
        value=sum(rows for rows, _ in odd),
        unit="count",
        n=scope.rows,
        customers=None,
        formula=f"rows where {column.name} cannot be",
    )
    return [finding, *(statistic_finding(plausible, metric, each, rest, words) for each in ("mean", "median"))]


def _ends(scope: Scope, column: Column) -> list[tuple[Condition, str]]:
    """Return the conditions of what a column cannot hold, with the words for each."""
    name, zero = column.name, figure(0, column)
    least, most = (figure(float(end or 0), column) for end in (column.minimum, column.maximum))
    ends = [(Condition(column=name, op="<", value=0), f"below {zero} (down to {least})")]
    if column.unit == "age":
        if any(float(value) == 0 for value, _ in column.spikes):
            ends.insert(0, (Condition(column=name, op="=", value=0), f"exactly {zero}"))
        oldest = _oldest(scope, column)
        ends.append(
            (Condition(column=name, op=">", value=oldest), f"above {figure(oldest, column)} (up to {most})")
        )
    return ends


def _oldest(scope: Scope, column: Column) -> float:
    """Return the oldest age that may be: the last one before a gap that no ages of people have."""
    known = scope.context.tables.frame(scope.table.name, [column.name])[column.name].dropna()
    if not (known > OLDEST).any():
        return OLDEST
    ages = sorted(set(known[(known > known.quantile(_USUAL)) & (known <= OLDEST)].astype(float)))
    return next((age for age, later in pairwise(ages) if later - age > _GAP), float(OLDEST))


def _turned(outside: Condition) -> Condition:
    return outside.model_copy(update={"op": {"<": ">=", ">": "<=", "=": "!="}[outside.op]})
