"""Quotients of two sums (a margin, a cost per order): in all, by group, over time, with both sums and the rows."""

from collections.abc import Mapping
from dataclasses import dataclass

from tools.arguments import Condition
from tools.results import Finding, Unit
from tools.speech import measured, said
from tools.statistics.proportions import Interval
from tools.statistics.quotients import Paired, homogeneous, quotient_interval, quotients_differ
from tools.tables.catalog import Column
from tools.tables.engine import Measure
from tools.tables.formula import Formula, parse
from tools.who.groups import Group
from tools.who.scope import Scope
from tools.who.series import Change, Quantity
from tools.wording import number, rendered, sentence, span, unit_of

_METHOD = "linearised interval of a quotient of sums (Cochran 1977), rows taken as independent"
TEST = "Cochran's Q with inverse variances"
_SUMS = ("top", "under", "top_squares", "under_squares", "products")


@dataclass(frozen=True, slots=True)
class Quotient:
    """A formula with a divisor: the two sums behind it as columns, and the words for it."""

    formula: Formula
    column: Column
    top: Column
    under: Column

    @classmethod
    def of(cls, scope: Scope, reference: str | None) -> "Quotient | None":
        """Return the quotient that a reference writes, None for any other."""
        formula = parse(reference, scope.table) if reference is not None else None
        if reference is None or formula is None or formula.under is None:
            return None
        return cls(
            formula,
            scope.column(reference),
            scope.column(formula.top.written()),
            scope.column(formula.under.written()),
        )

    @property
    def unit(self) -> Unit:
        """The unit of its values."""
        return unit_of(self.column.unit)

    def measures(self) -> tuple[Measure, ...]:
        """Return what has to be summed up in each group."""
        top, under = self.top.name, self.under.name
        return (
            Measure("n", "count", top),
            Measure("top", "sum", top),
            Measure("under", "sum", under),
            Measure("top_squares", "squares", top),
            Measure("under_squares", "squares", under),
            Measure("products", "products", top, under),
        )

    def paired(self, group: Group) -> Paired:
        """Return a group's sums, the factor in the first of them."""
        n, factor = group["n"], self.formula.factor
        top, under, squares, below, products = (group[name] if n else 0.0 for name in _SUMS)
        return Paired(n, factor * top, under, factor**2 * squares, below, factor * products)

    def value(self, group: Group) -> float:
        """Return a group's quotient."""
        return self.paired(group).value

    def known(self, scope: Scope) -> Scope:
        """Return the rows that have both figures: others would count in one of the sums only."""
        lacking = [column.name for column in (self.top, self.under) if column.missing]
        return scope.narrowed(*(Condition(column=name, op="present") for name in lacking))

    def said(self, value: float) -> str:
        """Return a value with its unit."""
        return rendered(value, self.unit, self.column.currency)

    def sums(self, group: Group) -> str:
        """Return both sums in words: `157,677.56 of 728,970.64`."""
        top, under = (
            rendered(round(group[name], 2), unit_of(column.unit), column.currency)
            for name, column in (("top", self.top), ("under", self.under))
        )
        return f"{top} of {under}" if self.formula.share else f"{top} over {under}"


def with_both_sums(scope: Scope, reference: str | None) -> Scope:
    """Return the rows that a figure rests on: of a quotient those that have both of its figures, else all."""
    quotient = Quotient.of(scope, reference)
    return quotient.known(scope) if quotient is not None else scope


def dividing(quotient: Quotient) -> Quantity:
    """Return a quotient as a quantity that is compared over time or between groups."""

    def change(new: Group, old: Group) -> Change:
        gap = quotients_differ(quotient.paired(new), quotient.paired(old))
        if gap is None:
            return Change(quotient.value(new) - quotient.value(old))
        return Change(gap.difference, gap.interval, gap.p_value, "test of two quotients of sums")

    return Quantity(
        label=quotient.column.label,
        unit=quotient.unit,
        change_unit="points" if quotient.unit == "share" else quotient.unit,
        measures=quotient.measures(),
        value=quotient.value,
        size=lambda group: group["n"],
        finding=lambda scope, group, words, tail, named: quotient_finding(
            scope, quotient, group, words, tail, named
        ),
        change=change,
        said=quotient.said,
        interval=lambda group: quotient_interval(quotient.paired(group)),
        currency=quotient.column.currency,
        alike=lambda groups: homogeneous([quotient.paired(group) for group in groups]),
        alike_test=TEST,
    )


def quotient_finding(
    scope: Scope,
    quotient: Quotient,
    group: Group,
    words: str = "",
    tail: str = "",
    named: Mapping[str, str] | None = None,
) -> Finding:
    """Return a group's quotient: `The cost per click of rows is €0.80 (€400 over 500; n = 20; ...)`."""
    words = words or scope.words(*(group.where or ()))
    paired = quotient.paired(group)
    interval: Interval | None = quotient_interval(paired)
    bounds = f"; {span(interval, quotient.unit, quotient.column.currency)}" if interval else ""
    told = measured(
        said(quotient.column.label), words, quotient.said(paired.value), narrowed=words != scope.noun()
    )
    return scope.finding(
        sentence(f"{told} ({quotient.sums(group)}; n = {number(paired.n)}{bounds}){tail}"),
        label=quotient.column.label,
        value=paired.value,
        unit=quotient.unit,
        currency=quotient.column.currency,
        n=int(paired.n),
        customers=group.people,
        interval=interval,
        extra=group.where or (),
        named=named,
        denominator=f"sum of {quotient.under.name}",
        formula=f"sum of {quotient.top.name} / sum of {quotient.under.name}",
        method=_METHOD if interval else "",
    )
