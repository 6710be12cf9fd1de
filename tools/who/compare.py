"""compare_segments: whether groups differ on a metric, by how much, and whether the sign holds inside strata."""

from dataclasses import replace

from tools.analysis import Analysis, ToolContext
from tools.arguments import Arguments, Grouping, Period, TableName, Where, slot
from tools.errors import AnalysisError
from tools.results import Finding, Report
from tools.speech import said
from tools.tables.lexicon import says
from tools.tables.recommendation import recommends
from tools.who.averages import Metric, statistic_finding
from tools.who.difference import pair_report
from tools.who.levels import levels_of, levels_report
from tools.who.onesided import one_sided
from tools.who.outcome import Outcome
from tools.who.promoters import promoting
from tools.who.quotients import Quotient, dividing, with_both_sums
from tools.who.scope import Scope
from tools.who.series import Quantity, averaging, rating
from tools.who.several import many_report
from tools.who.sides import Side, group_side, rest_side, segment_side
from tools.who.together import rising_together
from tools.who.trend_mix import samples
from tools.who.twins import renamed, twin


class CompareArguments(Arguments):
    """The metric, and the groups: the values of a column, or a segment and its contrast."""

    table: TableName
    metric: str | None = slot(
        "metric", "The measure or outcome column compared; by default the table's outcome.", default=None
    )
    value: str | None = slot(
        "value", "For a share: the value of `metric` that counts; by default the positive one.", default=None
    )
    by: Grouping | None = slot("by", "Compare the groups of this column with each other.", default=None)
    where: Where = slot(
        "where",
        "Without `by`: the segment to compare. With `by`: conditions that limit all groups.",
        default=(),
    )
    contrast: Where | None = slot(
        "contrast", "Whom the segment is compared with; none: everybody else.", default=None
    )
    contrast_table: str | None = slot(
        "table",
        "Another table that asked the same question, to compare with (e.g. an earlier survey).",
        default=None,
    )
    among: Where = slot("among", "Both groups only among rows for which all of these hold.", default=())
    strata: Grouping | None = slot(
        "strata", "Tell the difference inside each group of this column as well.", default=None
    )
    promoters: bool = slot(
        "promoters", "Compare net promoter scores, of answers from 0 to 10, instead of means.", default=False
    )
    period: Period | None = slot("period", "Only rows dated in this period.", default=None)


def compare_segments(context: ToolContext, arguments: CompareArguments) -> Report:
    """Return the difference with its interval, test and effect size, and any reversal inside strata."""
    scope = Scope.open(context, arguments.table, tuple(arguments.among), arguments.period)
    scope = with_both_sums(scope, arguments.metric)
    quantity = _quantity(scope, arguments)
    if arguments.contrast_table is not None:
        report = _two_tables(context, arguments, scope)
    elif arguments.by is not None:
        report = _by_column(scope, arguments.by, arguments, quantity)
    elif arguments.where:
        report = _two_segments(scope, arguments, quantity)
    else:
        raise AnalysisError("Say what to compare: `by` (a column) or `where` (a segment, against everybody else).")
    sources = tuple(
        dict.fromkeys([scope.table.name, *([arguments.contrast_table] if arguments.contrast_table else [])])
    )
    caveats = (*_known_after(scope, arguments), *report.caveats)
    return replace(report, title=f"{quantity.label} compared", sources=sources, caveats=caveats)


def _known_after(scope: Scope, asked: CompareArguments) -> list[str]:
    """Return the warning that a measure is known only once the outcome is that forms the groups."""
    outcome = scope.table.outcome
    grouped = [asked.by.column] if asked.by else [condition.column for condition in asked.where]
    if asked.metric is None or outcome is None or asked.metric == outcome or outcome not in grouped:
        return []
    column = scope.column(asked.metric)
    if "leakage" not in column.marks:
        return []
    label, after = said(column.label), said(scope.column(outcome).label)
    return [f"The values of {label} become known only with {after}, so they cannot be used to foresee it."]


def _quantity(scope: Scope, asked: CompareArguments) -> Quantity:
    """Return a share for an outcome or a category, a mean for a measure."""
    reference = asked.metric or scope.table.outcome
    if (quotient := Quotient.of(scope, reference)) is not None:
        return dividing(quotient)
    if reference is not None and asked.value is None:
        column = scope.column(reference)
        if asked.promoters and recommends(column):
            return promoting(Metric(reference, column))
        if column.storage == "number" and column.role in ("measure", "ordinal") and column.positive is None:
            return averaging(Metric(reference, column), "mean")
        # Who is happier is told by the highest of the answers.
        return rating(Outcome.of(scope, reference, next(iter(levels_of(column)), None)))
    return rating(Outcome.of(scope, reference, asked.value))


def _two_segments(scope: Scope, asked: CompareArguments, quantity: Quantity) -> Report:
    if asked.metric and asked.value is None and asked.strata is None and levels_of(scope.column(asked.metric)):
        return levels_report(scope, asked.metric, lambda level: _sides(scope, asked, level))
    first, second = _sides(scope, asked, quantity)
    named = frozenset(condition.column for condition in (*asked.where, *(asked.contrast or ())))
    whole = segment_side(scope, quantity) if asked.contrast else None
    strata = asked.strata or True
    return pair_report(first, second, quantity, asked.metric, named, whole=whole, strata=strata)


def _sides(scope: Scope, asked: CompareArguments, quantity: Quantity) -> tuple[Side, Side]:
    """Return the segment, and its contrast or everybody else."""
    first = segment_side(scope.narrowed(*asked.where), quantity)
    if asked.contrast:
        return first, segment_side(scope.narrowed(*asked.contrast), quantity)
    return first, rest_side(scope, asked.where, quantity)


def _asked_there(asked: CompareArguments, scope: Scope, here: Scope) -> CompareArguments:
    """Return what is asked in the column names of the table at hand."""
    column = scope.table.column(asked.metric) if asked.metric else None
    same = twin(column, here.table) if column is not None else None
    return asked if same is None else asked.model_copy(update={"metric": same.name})


def _two_tables(context: ToolContext, asked: CompareArguments, scope: Scope) -> Report:
    other = Scope.open(context, str(asked.contrast_table), (), asked.period)
    quantity = _quantity(scope, asked)
    sides = []
    there = asked.contrast or renamed(asked.where, scope.table, other.table)
    for here in (scope.narrowed(*asked.where), other.narrowed(*there)):
        side = segment_side(here, _quantity(here, _asked_there(asked, scope, here)))
        sides.append(
            replace(
                side, words=f"{side.words} in {here.table.name}", named={**side.named, "table": here.table.name}
            )
        )
    report = pair_report(sides[0], sides[1], quantity, asked.metric, frozenset(), strata=False)
    if not report.findings:
        return report
    held, notes = samples(sides[0].scope, sides[1].scope, quantity, asked.metric)
    findings = (report.findings[0], *held, *report.findings[1:])
    return replace(report, findings=findings, caveats=(*report.caveats, *notes))


def _by_column(scope: Scope, by: Grouping, asked: CompareArguments, quantity: Quantity) -> Report:
    limited = scope.narrowed(*asked.where)
    cut = limited.cut(list(quantity.measures), [by])
    if quantity.outcome and (unknowable := one_sided(limited, quantity.outcome, by.column, cut.groups)):
        return Report(missing=(unknowable,))
    groups = [group for group in cut.groups if group.known and quantity.size(group)]
    if len(groups) < 2:
        label = scope.column(by.column).label
        return Report(missing=(f"Fewer than two groups of {label} can be compared.",), withheld=cut.withheld)
    ordered = sorted(groups, key=quantity.value, reverse=True)
    positive = (scope.column(by.column).positive or "").strip().lower()
    yes = [group for group in groups if group.name.strip().lower() == positive or says(group.name)]
    if len(groups) == 2 and len(yes) == 1:
        ordered = [yes[0], next(group for group in groups if group is not yes[0])]
    aside = frozenset({by.column})
    if len(ordered) == 2:
        sides = [group_side(limited, group, by) for group in ordered]
        whole = segment_side(limited, quantity)
        strata = asked.strata or True
        report = pair_report(sides[0], sides[1], quantity, asked.metric, aside, whole=whole, strata=strata)
    else:
        report = many_report(limited, ordered, by, quantity, asked.metric, aside)
    if by.bins is not None and quantity.outcome is not None:
        turned = _turned_round(limited, by.column, quantity.outcome)
        report = replace(report, findings=(*report.findings[:3], *turned, *report.findings[3:]))
    if by.bins is not None and (together := _together(limited, by.column, asked, quantity)):
        report = replace(report, findings=(*report.findings[:1], *together, *report.findings[1:]))
    return replace(report, withheld=cut.withheld)


def _together(scope: Scope, column: str, asked: CompareArguments, quantity: Quantity) -> list[Finding]:
    """Return how closely a measure goes with the one whose bands are compared."""
    other = scope.column(column)
    if quantity.outcome is not None or asked.metric is None or other.storage != "number":
        return []
    metric = scope.column(asked.metric)
    if metric.storage != "number" or asked.promoters:
        return []
    return rising_together(scope, Metric(asked.metric, metric), Metric(column, other))


def _turned_round(scope: Scope, measure: str, outcome: Outcome) -> list[Finding]:
    """Return the median of a measure on either side of an outcome.

    Where the measure is cut into bands is a choice; these medians depend on none.
    """
    metric = Metric(measure, scope.column(measure))
    if metric.column.storage != "number" or outcome.among_all or outcome.values:
        return []
    groups = [g for g in scope.cut(metric.measures(), [Grouping(column=outcome.reference)]).groups if g.known]
    sides = [group for group in groups if group["count"]]
    if len(sides) != 2:
        return []
    sides.sort(key=lambda group: group.name.strip().lower() != outcome.value.strip().lower())
    return [statistic_finding(scope, metric, "median", group) for group in sides]


COMPARE_SEGMENTS = Analysis(
    name="compare_segments",
    title="Compare groups",
    description=(
        "Tests whether two or more groups differ on a share or a measure: difference with interval, p-value of "
        "the named test, effect size, correction over many pairs, and a check whether the sign turns inside other "
        "groups (Simpson). Use it for more, less, higher, lower, significant, versus, compared with, and for the "
        "same question in two surveys. It never says because."
    ),
    arguments=CompareArguments,
    examples=(
        "Do customers with a loyalty card churn less? Is it significant?",
        "Compare the spend of men and women",
        "Is satisfaction higher in branch A than in branch B?",
        "Does the conversion rate differ between channels?",
        "Is the difference between card payers and everyone else statistically significant?",
        "Did more respondents recommend us in this year's survey than in the last one?",
        "Do older clients buy more than younger ones?",
        "Are tickets from mobile resolved faster than tickets from the web?",
        "Which region has the highest complaint rate, which the lowest, and is the gap real?",
    ),
    run=compare_segments,
)
