"""How well each channel's customers fit: rates beside each other, their worth and their cost."""

from itertools import combinations

from tools.arguments import Grouping
from tools.results import Chart, Finding, Report
from tools.speech import said
from tools.statistics.contingency import chi_square
from tools.statistics.multiple import holm
from tools.statistics.proportions import ALPHA, two_proportion_p, wilson
from tools.tables.catalog import Column
from tools.tables.engine import Measure
from tools.tables.lexicon import kind_of, tokens
from tools.who.channel_costs import SPENT, Costs, cost_column, spent
from tools.who.groups import Group
from tools.who.outcome import Outcome
from tools.who.rates import overall, rate_finding
from tools.who.scope import Scope
from tools.wording import listed, money, p_value, percent, sentence

_SHOWN = 6


def fit_report(scope: Scope, by: Grouping, outcome: Outcome) -> Report:
    """Return the verdict, then each channel's rate, worth and cost per fit customer."""
    worth, own = _worth_column(scope), cost_column(scope.table)
    measures = list(outcome.measures())
    measures += [Measure("worth", "median", worth.name)] if worth else []
    measures += [Measure("cost", "sum", own.name)] if own else []
    cut = scope.cut(measures, [by])
    groups = [group for group in cut.groups if group.known and outcome.counts(group)[1]]
    label = said(scope.column(by.column).label)
    if len(groups) < 2:
        return Report(missing=(f"Fewer than two groups of {label} can be compared.",), withheld=cut.withheld)
    loss = is_loss(outcome)
    groups.sort(key=outcome.rate, reverse=not loss)
    verdict = _verdict(scope, groups, outcome, label, loss=loss)
    rates = []
    costs = spent(scope, by, groups)
    for group in groups[:_SHOWN]:
        words, named = scope.named(group, [by])
        tail = _worth(group, worth) + _cost(group, outcome, costs, loss=loss)
        rates.append(rate_finding(scope, outcome, group, words, tail, named))
    notes = _limits(worth, costs, scope)
    return Report(
        findings=(verdict, *rates, overall(scope, outcome)[0]),
        charts=(_chart(groups, outcome, label),),
        caveats=notes,
        withheld=cut.withheld,
    )


def is_loss(outcome: Outcome) -> bool:
    """Return whether the outcome is one that nobody wants, so that the lowest rate fits best."""
    kind = kind_of(tokens(outcome.reference), "outcome")
    lost = kind is not None and kind[0] in ("churn", "default", "return")
    return lost and outcome.value == outcome.column.positive


def _verdict(scope: Scope, groups: list[Group], outcome: Outcome, label: str, *, loss: bool) -> Finding:
    """Return which channel fits best, or that the best cannot be told apart (Holm over all pairs)."""
    counts = [outcome.counts(group) for group in groups]
    test = chi_square([[a, n - a] for a, n in counts])
    pairs = list(combinations(range(len(groups)), 2))
    adjusted = holm([two_proportion_p(*counts[i], *counts[j]) for i, j in pairs])
    ties = [groups[j].name for (i, j), p in zip(pairs, adjusted, strict=True) if i == 0 and p >= ALPHA]
    end = "lowest" if loss else "highest"
    first, rate = groups[0].name, percent(outcome.rate(groups[0]))
    if not ties:
        told = f"{first} fits best: it has the {end} {outcome.label} of all groups of {label} ({rate})"
    elif len(ties) == len(groups) - 1:
        told = f"No group of {label} is ahead beyond chance: {first} has the {end} {outcome.label} ({rate})"
    else:
        told = f"{first} has the {end} {outcome.label} ({rate}), in a tie with {listed(ties[:5])}"
    whole = f"; over all groups {p_value(test.p_value)}, chi-square test" if test else ""
    return scope.finding(
        sentence(f"{told} (pairs corrected after Holm{whole})"),
        label=f"{label} that fits best",
        value=first if not ties else "tie",
        unit="text",
        n=sum(n for _, n in counts),
        customers=scope.people,
        p_value=test.p_value if test else None,
        method="two-proportion tests of all pairs, Holm's correction; chi-square test over all",
        formula=outcome.formula,
    )


def _worth_column(scope: Scope) -> Column | None:
    """Return the first measure of money that names no cost."""
    for column in scope.table.columns:
        if column.role != "measure" or column.unit != "money" or "leakage" in column.marks:
            continue
        if not {*tokens(column.name), *tokens(column.label)} & SPENT:
            return column
    return None


def _worth(group: Group, worth: Column | None) -> str:
    if worth is None:
        return ""
    return f"; median {said(worth.label)} {money(group['worth'], worth.currency)}"


def _cost(group: Group, outcome: Outcome, costs: Costs | None, *, loss: bool) -> str:
    """Return the cost per fit customer with the bounds that follow from the rate's interval."""
    positives, n = outcome.counts(group)
    fit = n - positives if loss else positives
    if costs is None or group.name not in costs.totals:
        return ""
    total, cost = costs.totals[group.name], costs.column
    if not fit:
        return f"; {money(total, cost.currency)} spent and nobody fits"
    low, high = wilson(fit, n)
    bounds = f"{money(total / (high * n), cost.currency)} to {money(total / (low * n), cost.currency)}"
    return f"; {money(total / fit, cost.currency)} spent per fit customer (95% interval {bounds})"


def _limits(worth: Column | None, costs: Costs | None, scope: Scope) -> tuple[str, ...]:
    notes = []
    if costs is None:
        notes.append("No cost per customer is recorded in this table, so the cost of a fit one cannot be told.")
    else:
        label = said(costs.column.label)
        rows = "each group's rows" if costs.table == scope.table.name else f"all rows of `{costs.table}`"
        notes.append(f"Costs are the sum of {label} over {rows}; the intervals take them as fixed.")
    if worth is None:
        notes.append("No amount of money is recorded, so what the customers are worth cannot be told.")
    return tuple(notes)


def _chart(groups: list[Group], outcome: Outcome, label: str) -> Chart:
    rows = []
    for group in groups[:12]:
        positives, n = outcome.counts(group)
        low, high = wilson(positives, n)
        rows.append({"label": group.name, "value": positives / n, "low": low, "high": high, "n": n})
    title = f"{outcome.label} by {label}"
    alt = f"Bars: {title}, with 95% intervals."
    return Chart(title=title, kind="bar", rows=tuple(rows), alt=alt, unit="share")
