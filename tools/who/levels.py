"""The report on two groups and a column of several values: whether they are spread alike, and where not."""

from collections.abc import Callable

from tools.results import Finding, Report
from tools.speech import said
from tools.statistics.contingency import chi_square
from tools.statistics.multiple import holm
from tools.tables.catalog import Column
from tools.who.difference import difference_finding
from tools.who.homogeneity import ALPHA, of_shares
from tools.who.outcome import POSITIVES, Outcome
from tools.who.scope import Scope
from tools.who.series import Quantity, rating
from tools.who.side_notes import NOT_WHY, chart, small_note
from tools.who.sides import Side
from tools.wording import number, p_value, sentence

_MOST = 8
_LEAST = 2
Sides = Callable[[Quantity], tuple[Side, Side]]


def levels_of(column: Column) -> tuple[str, ...]:
    """Return the values that a column of groups is compared on, highest or commonest first, none for others."""
    if column.positive is not None or column.separator is not None or column.role not in ("segment", "ordinal"):
        return ()
    told = [name for name, _ in column.usable_values]
    ordered = [name for name in reversed(column.order) if name in told]
    found = tuple(ordered or told)
    return found if _LEAST <= len(found) <= _MOST else ()


def levels_report(scope: Scope, reference: str, sides: Sides) -> Report:
    """Return the difference on each value, the highest of an order first, and the test of all together."""
    column = scope.column(reference)
    levels = levels_of(column)
    quantities = [rating(Outcome.of(scope, reference, level)) for level in levels]
    both = [sides(quantity) for quantity in quantities]
    changes = [quantity.change(a.group, b.group) for quantity, (a, b) in zip(quantities, both, strict=True)]
    adjusted = holm([1.0 if change.p_value is None else change.p_value for change in changes])
    tail = f" with Holm's correction over {number(len(levels))} values"
    found = [
        difference_finding(a, b, quantity, change, p, tail)
        for quantity, (a, b), change, p in zip(quantities, both, changes, adjusted, strict=True)
    ]
    first, second = both[0]
    test = _spread(column, quantities[0], [[side[at].group[POSITIVES] for side in both] for at in (0, 1)], both[0])
    lead = [first.finding(quantities[0]), second.finding(quantities[0])]
    findings = [found[0], *lead, *test, *found[1:]] if column.order else [*test, *found]
    caveats = [NOT_WHY, *small_note([first, second], quantities[0])]
    if column.order:
        caveats.insert(0, f"{said(column.label)} runs from {column.order[0]} to {column.order[-1]}.")
    return Report(
        findings=tuple(findings), charts=(chart([first, second], quantities[0]),), caveats=tuple(caveats)
    )


def _spread(
    column: Column, quantity: Quantity, counts: list[list[float]], sides: tuple[Side, Side]
) -> list[Finding]:
    """Return whether all values together are spread alike in both groups."""
    test = of_shares([(counts[0][at], counts[1][at]) for at in range(len(counts[0]))])
    if test is None or chi_square(counts) is None:
        return []
    first, second = sides
    verdict = "differs" if test.p_value < ALPHA else "does not differ"
    told = (
        f"The spread of {said(column.label)} {verdict} significantly between {first.words} and {second.words} "
        f"({p_value(test.p_value)}{test.details})"
    )
    return [
        first.scope.finding(
            sentence(told),
            label=f"test of {said(column.label)}",
            value=test.p_value if test.statistic is None else test.statistic,
            unit="p" if test.statistic is None else "number",
            n=int(quantity.size(first.group) + quantity.size(second.group)),
            customers=first.group.people,
            base=None,
            extra=first.group.where or (),
            named=first.named,
            contrast=dict(second.named),
            p_value=test.p_value,
            method=test.method,
        )
    ]
