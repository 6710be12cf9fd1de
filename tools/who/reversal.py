"""Whether a difference turns round inside the groups of another column (Simpson's paradox)."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import inf, isfinite, sqrt

from tools.arguments import Grouping
from tools.results import Finding
from tools.speech import said, value_said
from tools.statistics.proportions import critical
from tools.tables.catalog import Column
from tools.who.groups import Group
from tools.who.series import Change, Quantity
from tools.who.sides import Side, strata_of
from tools.wording import listed, number, sentence

_ROLES = ("segment", "ordinal", "outcome")
_BINS = 4
MOST_STRATA = 8
_MOST_COLUMNS = 30
_SMALLEST = 10
_FEWEST = 2
_COVERED = 0.6
_SHOWN = 4


@dataclass(frozen=True, slots=True)
class Stratum:
    """The two sides inside one group of the third column."""

    name: str
    first: Group
    second: Group
    change: Change

    @property
    def rows(self) -> int:
        """Rows of both sides."""
        return self.first.rows + self.second.rows


@dataclass(frozen=True, slots=True)
class Reversal:
    """A column inside whose groups the sign turns: the strata, largest first, and the adjusted difference."""

    column: Column
    reference: str
    strata: tuple[Stratum, ...]
    adjusted: float
    error: float

    @property
    def sure(self) -> bool:
        """Whether the adjusted difference is beyond chance."""
        return abs(self.adjusted) > critical() * self.error

    @property
    def everywhere(self) -> bool:
        """Whether the difference runs the same way in all groups."""
        return len({stratum.change.difference > 0 for stratum in self.strata}) == 1


def reversal(
    first: Side, second: Side, quantity: Quantity, overall: float, aside: frozenset[str]
) -> Reversal | None:
    """Return the column in whose groups the difference most clearly turns its sign, None when it never does.

    It turns when the difference standardised to the sizes of the strata (direct standardisation) has the other
    sign and strata with the other sign hold most rows. Columns in `aside` are not looked into.
    """
    found: list[Reversal] = []
    table = first.scope.table
    columns = [
        column
        for column in table.columns
        if column.role in _ROLES
        and 2 <= column.distinct <= MOST_STRATA
        and column.name not in aside
        and not column.marks & {"leakage", "personal"}
    ]
    for column in columns[:_MOST_COLUMNS]:
        grouping = Grouping(column=column.name)
        strata = _strata(strata_of(first, second, quantity, grouping), quantity)
        covered = sum(stratum.rows for stratum in strata)
        if len(strata) < _FEWEST or covered < _COVERED * (first.group.rows + second.group.rows):
            continue
        adjusted = sum(stratum.rows * stratum.change.difference for stratum in strata) / covered
        turned = sum(stratum.rows for stratum in strata if stratum.change.difference * overall < 0)
        if adjusted * overall < 0 and turned > covered / 2:
            found.append(Reversal(column, column.name, tuple(strata), adjusted, _error(strata, covered)))
    return max(found, key=lambda item: abs(item.adjusted), default=None)


def inside(first: Side, second: Side, quantity: Quantity, grouping: Grouping) -> Reversal | None:
    """Return the two sides inside each group of the column asked for, None when fewer than two groups hold both.

    A number of many values is cut into groups of equal size.
    """
    column = first.scope.column(grouping.column)
    many = column.storage == "number" and column.distinct > MOST_STRATA and not grouping.in_ranges
    cut = grouping.model_copy(update={"bins": _BINS}) if many else grouping
    strata = _strata(strata_of(first, second, quantity, cut), quantity)
    covered = sum(stratum.rows for stratum in strata)
    if len(strata) < _FEWEST:
        return None
    adjusted = sum(stratum.rows * stratum.change.difference for stratum in strata) / covered
    return Reversal(column, grouping.column, tuple(strata), adjusted, _error(strata, covered))


def inside_note(found: Reversal, quantity: Quantity, overall: float) -> str:
    """Return in one sentence whether the difference keeps its sign in the groups of a column asked for."""
    label = said(found.column.label)
    if found.adjusted * overall < 0:
        return reversal_note(found, quantity)
    other = [value_said(item.name) for item in found.strata if item.change.difference * overall < 0]
    where = f"in all but {listed(other)}" if other else "in every one"
    return f"Inside the groups of {label} the difference has the same sign {where}."


def _error(strata: list[Stratum], covered: int) -> float:
    """Return the standard error of the weighted difference, each stratum's taken from its interval."""
    total = 0.0
    for stratum in strata:
        low, high = stratum.change.interval or (-inf, inf)
        total += (stratum.rows / covered * (high - low) / (2 * critical())) ** 2
    return sqrt(total)


def _strata(found: Mapping[str, tuple[Group, Group]], quantity: Quantity) -> list[Stratum]:
    strata = []
    for name, (one, other) in found.items():
        if min(one.rows, other.rows) >= _SMALLEST:
            strata.append(Stratum(name, one, other, quantity.change(one, other)))
    return sorted(strata, key=lambda stratum: (-stratum.rows, stratum.name))


def adjusted_finding(found: Reversal, first: Side, second: Side, quantity: Quantity, overall: float) -> Finding:
    """Return what remains of a difference when the groups of a column are weighted alike on both sides."""
    label, half = said(found.column.label), critical() * found.error
    bounds = (found.adjusted - half, found.adjusted + half)
    doubt = "" if found.sure else ", which is within chance"
    return first.scope.finding(
        sentence(
            f"With the groups of {label} held equal, a difference of {quantity.gap(found.adjusted)} remains of "
            f"{quantity.gap(overall)}{doubt}"
        ),
        label=f"difference of the {quantity.label}",
        value=found.adjusted,
        unit=quantity.change_unit,
        n=sum(stratum.rows for stratum in found.strata),
        customers=None,
        base=None,
        interval=bounds if isfinite(half) else None,
        extra=first.group.where or (),
        named=first.named,
        contrast=dict(second.named),
        method="differences inside the groups, weighted by their size",
        formula=f"sum over groups of {label} of rows x difference / rows",
    )


def reversal_findings(
    found: Reversal, first: Side, second: Side, quantity: Quantity, most: int = _SHOWN
) -> list[Finding]:
    """Return the difference inside each stratum, the largest strata first."""
    findings = []
    for stratum in found.strata[:most]:
        change = stratum.change
        bounds = f"; {quantity.bounds(change)}" if change.interval else ""
        one, other = quantity.value(stratum.first), quantity.value(stratum.second)
        people = [group.people for group in (stratum.first, stratum.second)]
        findings.append(
            first.scope.finding(
                sentence(
                    f"Only where {said(found.column.label)} is {value_said(stratum.name)}: the "
                    f"{quantity.label} is {quantity.said(one)} among {first.words} and "
                    f"{quantity.said(other)} among {second.words}, a "
                    f"difference of {quantity.gap(change.difference)} ("
                    f"n = {number(stratum.first.rows)} and {number(stratum.second.rows)}{bounds})"
                ),
                label=f"difference of the {quantity.label}",
                value=change.difference,
                unit=quantity.change_unit,
                n=stratum.rows,
                customers=min((count for count in people if count is not None), default=None),
                interval=change.interval,
                extra=stratum.first.where or (),
                named={**first.named, found.column.label: stratum.name},
                contrast={**second.named, found.column.label: stratum.name},
                p_value=change.p_value,
                method=change.method,
                formula=f"{quantity.label} of the first group - of the second, inside the stratum",
            )
        )
    return findings


def reversal_note(found: Reversal, quantity: Quantity) -> str:
    """Return the warning in one sentence."""
    turned = quantity.gap(found.adjusted)
    label = said(found.column.label)
    doubt = "" if found.sure else ", which is itself within chance"
    return (
        f"The sign turns inside {label}: within its groups the difference runs the other way "
        f"({turned} with the groups weighted by size{doubt}), so the overall difference reflects who is in which "
        f"group of {label}. Do not act on the overall difference alone."
    )
