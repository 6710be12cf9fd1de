"""What is known for one outcome only, such as the kind of a lead that is noted once it converts."""

from collections.abc import Sequence

from tools.speech import is_are, said
from tools.statistics.proportions import two_proportion_p
from tools.tables.engine import Measure
from tools.who.groups import Group
from tools.who.outcome import Outcome
from tools.who.scope import Scope
from tools.wording import number, percent, sentence

_NEARLY_ALL = 0.99
_OTHERWISE = 0.95
_ENOUGH = 20
_ALPHA = 0.001


def one_sided(scope: Scope, outcome: Outcome, by: str, groups: Sequence[Group]) -> str | None:
    """Return why a rate cannot be told by this column: it is filled for one outcome only. None where it can.

    `groups` are all groups of the column with the one of rows where it is empty. The column is one-sided where at
    least 99% of the rows that have it share one outcome and the rows that lack it do not.
    """
    filled = _counts(outcome, [group for group in groups if group.known])
    empty = _counts(outcome, [group for group in groups if not group.known])
    if filled[1] < _ENOUGH or empty[1] < _ENOUGH or two_proportion_p(*filled, *empty) >= _ALPHA:
        return None
    rate, otherwise = filled[0] / filled[1], empty[0] / empty[1]
    happened = rate >= _NEARLY_ALL and otherwise < _OTHERWISE
    if not happened and not (rate <= 1 - _NEARLY_ALL and otherwise > 1 - _OTHERWISE):
        return None
    label = said(scope.column(by).label)
    told = percent(rate if happened else 1 - rate)
    whom = outcome.event.relative if happened else "for whom the opposite holds"
    return sentence(
        f"Which {label} goes with the {outcome.label} cannot be told: {label} {is_are(label)} recorded almost "
        f"only for {scope.noun()} {whom} ({told} of the rows that have it), so nobody is there to compare with"
    )


def unknown_here(scope: Scope, reference: str | None) -> str | None:
    """Return that a column is recorded for others, but for none of the rows asked about; else None."""
    column = scope.column(reference) if reference else None
    if reference is None or column is None or not scope.where or not column.missing:
        return None
    known = int(scope.total([Measure("known", "count", reference)])["known"])
    elsewhere = int(scope.base.total([Measure("known", "count", reference)])["known"])
    if known or not elsewhere:
        return None
    label = said(column.label)
    return sentence(
        f"{label} {is_are(column.label)} not recorded for any of the {number(scope.rows)} {scope.words()}: it is "
        f"known only for others, so nothing can be told about it here"
    )


def _counts(outcome: Outcome, groups: Sequence[Group]) -> tuple[int, int]:
    counted = [outcome.counts(group) for group in groups]
    return sum(positives for positives, _ in counted), sum(n for _, n in counted)
