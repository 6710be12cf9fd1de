"""Who everybody in a table is: the commonest value of each trait, and the middle of each measure."""

from tools.arguments import Grouping
from tools.results import Finding, Report
from tools.tables.catalog import Column
from tools.who.averages import Metric, statistic_finding
from tools.who.outcome import Outcome
from tools.who.rates import overall
from tools.who.scope import Scope
from tools.who.totals import totals
from tools.who.traits import described

_TRAITS = 6
_MEASURES = 2


def everybody_portrait(everybody: Scope) -> Report:
    """Return how many there are, what most of them are by trait, and the median of the first measures.

    For tables whose rows are all of one kind, such as purchases, where nobody is there who did not buy.
    """
    columns = described(everybody, frozenset())
    traits = [column for column in columns if column.role != "measure" and column.storage != "number"]
    shares = [finding for column in traits if (finding := _commonest(everybody, column)) is not None]
    measured = [column for column in columns if column.storage == "number"][:_MEASURES]
    medians = [finding for column in measured if (finding := _median(everybody, column)) is not None]
    noun = everybody.noun()
    told = f"Every row is one of the {noun}, so they are described as a whole and not set against others."
    return Report(findings=(*totals(everybody), *shares[:_TRAITS], *medians), caveats=(told,))


def _commonest(everybody: Scope, column: Column) -> Finding | None:
    """Return the share of a trait's commonest value; of yes and no that of yes."""
    groups = [group for group in everybody.cut([], [Grouping(column=column.name)]).groups if group.known]
    if len(groups) < 2:
        return None
    value = column.positive if column.positive else max(groups, key=lambda group: group.rows).name
    if value.strip().lower() not in {group.name.strip().lower() for group in groups}:
        return None
    return overall(everybody, Outcome.of(everybody, column.name, value))[0]


def _median(everybody: Scope, column: Column) -> Finding | None:
    metric = Metric(column.name, column)
    whole = everybody.total(metric.measures())
    return statistic_finding(everybody, metric, "median", whole) if whole["count"] else None
