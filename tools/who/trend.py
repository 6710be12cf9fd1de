"""Change over time: the peak, the steps around it, the largest rise and fall, first against last."""

from dataclasses import dataclass, replace
from itertools import pairwise

from tools.arguments import Condition, Grouping
from tools.disclosure import too_few
from tools.results import Finding, Report
from tools.who.elsewhere import ripening
from tools.who.groups import Group
from tools.who.scope import Scope
from tools.who.series import Quantity, periods
from tools.who.time_cover import bounds, incomplete, one_cohort
from tools.who.trend_mix import mix_note, mix_shift, people_note, shift_finding
from tools.who.trend_tests import Series
from tools.who.trend_told import Telling

_ALL = 12  # periods at most are told one and all, so many at most again beside the changes between them
_FEW = 6


@dataclass(frozen=True, slots=True)
class _Course:
    """The periods in order with their values: where they peak, and the place after the largest step.

    `whole` are the places that the data covers as a whole, `partial` what to say of the first and the last else.
    """

    groups: list[Group]
    values: list[float]
    partial: tuple[str, str]
    whole: range
    peak: int
    step: int | None

    @property
    def tails(self) -> list[str]:
        """What is said behind each period's figure: that the data covers it only in part."""
        return _tails(self.groups, self.partial)


def trend_report(scope: Scope, quantity: Quantity, grouping: Grouping) -> Report:
    """Return the quantity per period: where it peaks and how it changes, then the periods around."""
    cut = periods(scope, quantity, grouping)
    groups = list(cut.groups)
    if not groups:
        return Report(missing=(f"No dated {scope.words()} to follow over time.",), withheld=cut.withheld)
    telling = Telling(scope, quantity, grouping)
    course = _course(quantity, groups, incomplete(scope, grouping.column, groups[0].name, groups[-1].name))
    findings, told = _turns(telling, course)
    peak = course.peak
    complete = [groups[place] for place in course.whole]
    findings += Series(scope, quantity, complete, telling.named).findings()
    samples, remarks = _samples(scope, quantity, grouping, complete)
    findings += samples
    around = sorted(_wanted(len(groups), peak, course.step) - ({peak} if len(groups) <= _FEW else told))
    others = [groups[place] for place in around]
    if len(groups) <= _ALL < len(findings) + len(others):
        findings.append(telling.others(others))
    else:
        findings += [telling.period(groups[place], course.tails[place]) for place in around]
    return Report(
        findings=tuple(findings),
        charts=(telling.chart(groups),),
        caveats=tuple(_notes(scope, quantity, grouping, course, remarks)),
        withheld=cut.withheld,
    )


def _course(quantity: Quantity, groups: list[Group], partial: tuple[str, str]) -> _Course:
    """Return how the quantity goes from period to period; `partial` says which end is covered only in part."""
    values = [quantity.value(group) for group in groups]
    whole = range(1 if partial[0] else 0, len(groups) - (1 if partial[1] else 0))
    return _Course(groups, values, partial, whole, values.index(max(values)), _largest_step(values, whole))


def _turns(telling: Telling, course: _Course) -> tuple[list[Finding], set[int]]:
    """Return the peak, the changes to it, at the largest step, from end to end; and the places they tell of."""
    groups, peak, step, whole, tails = course.groups, course.peak, course.step, course.whole, course.tails
    crown = ", the peak" if len(groups) > 1 else ""
    findings = [telling.period(groups[peak], f"{crown}{tails[peak]}")]
    told = {peak}
    if peak > 0:
        findings.append(telling.change(groups[peak], groups[peak - 1], tails[peak]))
        told.add(peak - 1)
    if step is not None and step != peak:
        findings.append(telling.change(groups[step], groups[step - 1], ", the largest step"))
        told |= {step, step - 1}
    if len(whole) > 2:
        findings.append(telling.change(groups[whole[-1]], groups[whole[0]]))
        told |= {whole[-1], whole[0]}
    if course.partial[1] and len(groups) > 1 and peak < len(groups) - 1:
        findings += _unfinished(telling, groups[-2:], tails[-1])
        told |= {len(groups) - 1, len(groups) - 2}
    return findings, told


def _notes(scope: Scope, quantity: Quantity, grouping: Grouping, course: _Course, remarks: list[str]) -> list[str]:
    """Return what limits the comparison of periods, and ties for the peak."""
    notes = [note for note in (one_cohort(scope, grouping.column), *course.partial) if note]
    notes += ripening(scope, grouping.column, quantity.outcome.reference if quantity.outcome else None)
    notes += remarks
    best = course.values[course.peak]
    ties = [group.name for group, value in zip(course.groups, course.values, strict=True) if value == best]
    if len(ties) > 1:
        notes.append(f"{' and '.join(ties)} tie for the peak.")
    return notes


def _samples(
    scope: Scope, quantity: Quantity, grouping: Grouping, groups: list[Group]
) -> tuple[list[Finding], list[str]]:
    """Return whether first and last period can be compared: a shift of mix found, the people remarked on."""
    averaged = quantity.outcome is not None or "squares" in {measure.name for measure in quantity.measures}
    if len(groups) < 2 or not averaged:
        return [], []
    old, new = groups[0], groups[-1]
    if old.where is None or new.where is None:
        return [], []
    remarks = [note] if (note := people_note(scope, new, old)) else []
    aside = frozenset({grouping.column, *(measure.column for measure in quantity.measures if measure.column)})
    shift, looked = mix_shift(scope.narrowed(*new.where), scope.narrowed(*old.where), quantity, aside)
    if shift is None:
        return [], [*remarks, *mix_note(shift, looked)]
    return [shift_finding(scope, shift, quantity, new.name, old.name, new.rows + old.rows)], remarks


def _tails(groups: list[Group], partial: tuple[str, str]) -> list[str]:
    """Return what is said behind each period's figure: that the data covers it only in part."""
    tails = [""] * len(groups)
    for place, note in ((0, partial[0]), (-1, partial[1])):
        if note:
            tails[place] = f" (incomplete: {note.rsplit(': ', 1)[-1].removesuffix('.')})"
    return tails


def _unfinished(telling: Telling, groups: list[Group], tail: str) -> list[Finding]:
    """Return the change to a last period that is not over, and the same number of days of the period before it."""
    scope, quantity, column = telling.scope, telling.quantity, telling.grouping.column
    old, new = groups
    findings = [telling.change(new, old, tail)]
    ends, begin, before = scope.base.newest(column), bounds(new.name), bounds(old.name)
    if begin is None or before is None:
        return findings
    until = before[0] + (ends - begin[0])
    if until >= before[1]:
        return findings
    days = [
        Condition(column=column, op=op, value=day.isoformat()) for op, day in ((">=", before[0]), ("<=", until))
    ]
    part = scope.narrowed(*days).total(list(quantity.measures))
    if too_few(part.people if part.people is not None else part.rows, scope.context.min_group):
        return findings
    words = scope.words(*days)
    alike = replace(part, where=tuple(days), labels=())
    tail = f", as many days of {old.name} as {new.name} has so far"
    return [*findings, quantity.finding(scope, alike, words, tail, None)]


def _wanted(count: int, peak: int, step: int | None) -> set[int]:
    if count <= _ALL:
        return set(range(count))
    near = {peak - 2, peak - 1, peak + 1, 0, count - 1}
    if step is not None:
        near |= {step - 1, step}
    return {place for place in near if 0 <= place < count}


def _largest_step(values: list[float], whole: range) -> int | None:
    """Return the place with the largest change from the place before, both periods being complete."""
    steps = [(abs(values[new] - values[old]), new) for old, new in pairwise(whole)]
    return max(steps)[1] if steps else None
