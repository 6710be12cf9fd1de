"""Change over time: the peak, the steps around it, the largest rise and fall, first against last."""

from dataclasses import dataclass, replace
from itertools import pairwise

from tools.arguments import Condition, Grouping
from tools.disclosure import too_few
from tools.results import Chart, Finding, Report
from tools.who.elsewhere import ripening
from tools.who.groups import Group, placed
from tools.who.scope import Scope
from tools.who.series import Change, Quantity, periods
from tools.who.time_cover import bounds, incomplete, one_cohort
from tools.who.trend_mix import mix_note, mix_shift, people_note, shift_finding
from tools.who.trend_tests import Series
from tools.wording import listed, p_value, ratio, sentence

_ALL = 12  # periods at most are told one and all, so many at most again beside the changes between them
_FEW = 6
_ALPHA = 0.05


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
    course = _course(quantity, groups, incomplete(scope, grouping.column, groups[0].name, groups[-1].name))
    findings, told = _turns(scope, quantity, grouping, course)
    peak = course.peak
    complete = [groups[place] for place in course.whole]
    findings += Series(scope, quantity, complete, lambda group: _named(scope, grouping, group)).findings()
    samples, remarks = _samples(scope, quantity, grouping, complete)
    findings += samples
    around = sorted(_wanted(len(groups), peak, course.step) - ({peak} if len(groups) <= _FEW else told))
    others = [groups[place] for place in around]
    if len(groups) <= _ALL < len(findings) + len(others):
        findings.append(_others(scope, quantity, others))
    else:
        findings += [_period(scope, quantity, grouping, groups[place], course.tails[place]) for place in around]
    return Report(
        findings=tuple(findings),
        charts=(_chart(scope, quantity, grouping, groups),),
        caveats=tuple(_notes(scope, quantity, grouping, course, remarks)),
        withheld=cut.withheld,
    )


def _course(quantity: Quantity, groups: list[Group], partial: tuple[str, str]) -> _Course:
    """Return how the quantity goes from period to period; `partial` says which end is covered only in part."""
    values = [quantity.value(group) for group in groups]
    whole = range(1 if partial[0] else 0, len(groups) - (1 if partial[1] else 0))
    return _Course(groups, values, partial, whole, values.index(max(values)), _largest_step(values, whole))


def _turns(
    scope: Scope, quantity: Quantity, grouping: Grouping, course: _Course
) -> tuple[list[Finding], set[int]]:
    """Return the peak, the changes to it, at the largest step, from end to end; and the places they tell of."""
    groups, peak, step, whole, tails = course.groups, course.peak, course.step, course.whole, course.tails
    crown = ", the peak" if len(groups) > 1 else ""
    findings = [_period(scope, quantity, grouping, groups[peak], f"{crown}{tails[peak]}")]
    told = {peak}
    if peak > 0:
        findings.append(_change(scope, quantity, grouping, groups[peak], groups[peak - 1], tails[peak]))
        told.add(peak - 1)
    if step is not None and step != peak:
        findings.append(_change(scope, quantity, grouping, groups[step], groups[step - 1], ", the largest step"))
        told |= {step, step - 1}
    if len(whole) > 2:
        findings.append(_change(scope, quantity, grouping, groups[whole[-1]], groups[whole[0]]))
        told |= {whole[-1], whole[0]}
    if course.partial[1] and len(groups) > 1 and peak < len(groups) - 1:
        findings += _unfinished(scope, quantity, grouping, groups[-2:], tails[-1])
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


def _unfinished(
    scope: Scope, quantity: Quantity, grouping: Grouping, groups: list[Group], tail: str
) -> list[Finding]:
    """Return the change to a last period that is not over, and the same number of days of the period before it."""
    old, new = groups
    findings = [_change(scope, quantity, grouping, new, old, tail)]
    ends, begin, before = scope.base.newest(grouping.column), bounds(new.name), bounds(old.name)
    if begin is None or before is None:
        return findings
    until = before[0] + (ends - begin[0])
    if until >= before[1]:
        return findings
    days = [
        Condition(column=grouping.column, op=op, value=day.isoformat())
        for op, day in ((">=", before[0]), ("<=", until))
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


def _named(scope: Scope, grouping: Grouping, group: Group) -> dict[str, str]:
    return {scope.column(grouping.column).label: group.name}


def _period(scope: Scope, quantity: Quantity, grouping: Grouping, group: Group, tail: str) -> Finding:
    # What no condition selects, as a week, is said by where it stands.
    words = "" if group.where is not None else f"{scope.words()} {placed(grouping, group.name)}"
    return quantity.finding(scope, group, words, tail, _named(scope, grouping, group))


def _others(scope: Scope, quantity: Quantity, groups: list[Group]) -> Finding:
    """Return the figures of the periods that nothing was said of, in one sentence where there are many."""
    told = listed([f"{quantity.said(quantity.value(group))} in {group.name}" for group in groups])
    return scope.finding(
        sentence(f"In the other periods, the {quantity.label} is {told}"),
        label=f"{quantity.label} in the other periods",
        value=None,
        unit=quantity.unit,
        n=sum(group.rows for group in groups),
        customers=None,
        contrast={},
        formula=f"{quantity.label} of each period",
    )


def _change(
    scope: Scope, quantity: Quantity, grouping: Grouping, new: Group, old: Group, tail: str = ""
) -> Finding:
    change = quantity.change(new, old)
    before, after = quantity.value(old), quantity.value(new)
    verb = "rises" if change.difference > 0 else "falls" if change.difference < 0 else "stays the same"
    factor = (
        f", a factor of {ratio(after / before)}"
        if before > 0 and after >= 0 and quantity.unit not in ("share", "points")
        else ""
    )
    statement = (
        f"From {old.name} ({quantity.said(before)}) to {new.name} ({quantity.said(after)}) "
        f"the {quantity.label} {verb}{_by(change, quantity)}{factor}{_certainty(change, quantity)}{tail}"
    )
    return scope.finding(
        sentence(statement),
        label=f"change of the {quantity.label}",
        value=change.difference,
        unit=quantity.change_unit,
        n=new.rows + old.rows,
        customers=new.people,
        interval=change.interval,
        p_value=change.p_value,
        extra=new.where or (),
        named=_named(scope, grouping, new),
        contrast=_named(scope, grouping, old),
        method=change.method,
        formula=f"{quantity.label} of the later period - of the earlier one",
    )


def _by(change: Change, quantity: Quantity) -> str:
    if change.difference == 0:
        return ""
    return f" by {quantity.gap(abs(change.difference)).removeprefix('+')}"


def _certainty(change: Change, quantity: Quantity) -> str:
    if change.p_value is None:
        return ""
    bounds = f"{quantity.bounds(change)}; " if change.interval else ""
    verdict = "significant" if change.p_value < _ALPHA else "not significant"
    return f" ({bounds}{verdict}, {p_value(change.p_value)})"


def _chart(scope: Scope, quantity: Quantity, grouping: Grouping, groups: list[Group]) -> Chart:
    title = f"{quantity.label} by {grouping.grain or scope.column(grouping.column).label}"
    return Chart(
        title=title,
        kind="line",
        rows=tuple(quantity.row(group, group.name) for group in groups),
        alt=f"Line: {title}, {groups[0].name} to {groups[-1].name}.",
        unit=quantity.unit,
        currency=quantity.currency,
    )
