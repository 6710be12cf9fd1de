"""What is said of a lookalike segment: how many of the rest are in it, why, and how well it holds."""

from tools.arguments import Where
from tools.results import Chart, Finding, Report
from tools.statistics.proportions import lift, risk_ratio, wilson
from tools.tables.engine import Measure
from tools.who.groups import Group
from tools.who.lookalike_search import Part, Search
from tools.who.lookalike_target import Target
from tools.who.outcome import interval_of, share_phrase
from tools.who.scope import Scope
from tools.who.series import counting
from tools.who.sides import rest_side, without
from tools.wording import listed, number, percent, ratio, sentence, span

WHO_NOT_WHY = (
    "This says who is alike, not why they would act alike: a segment to ask and to serve, not a forecast of "
    "any one person, and never a list of people."
)


_SEARCHED = "beam search of conditions on three fifths of the people"


def told(target: Target, search: Search) -> Report:
    """Return the report, or why there is no segment that holds."""
    caveats = tuple(line for line in (target.note, WHO_NOT_WHY, *_left_out(search)) if line)
    if not search.enough:
        few = f"There are too few {target.words}, or too few others, to learn what they have in common."
        return Report(missing=(few,), caveats=caveats[:1] if target.note else ())
    if doubt := _doubt(target, search):
        return Report(findings=tuple(_check(target, search)), missing=(doubt,), caveats=caveats)
    group, everybody = counted_in(target, search.rule), counted_in(target, ())
    findings = [waiting_told(target, search.rule), rate_told(target, search.rule, group, everybody)]
    reasons = [_reason(target, place, search.rule) for place in range(len(search.rule))]
    findings += [finding for finding in reasons if finding is not None]
    findings += _check(target, search)
    return Report(
        findings=tuple(findings),
        charts=(_chart(target, search.rule, everybody),),
        caveats=caveats,
        follow_ups=(f"What do {target.scope.words(*search.rule)} say they need?",),
    )


def _left_out(search: Search) -> list[str]:
    lines = [
        (search.usable.protected, "Left out because protected, no basis for choosing whom to approach"),
        (search.usable.vulnerable, "Left out because they mark people in hardship"),
        (search.usable.leaking, "Set aside because known only after the outcome"),
        (search.repeating, "Set aside because nearly the same as the group itself"),
    ]
    told = [f"{why}: {listed(labels[:8])}." for labels, why in lines if labels] + list(search.usable.unseen)
    if search.sampled:
        told.append(
            "The rule was searched and checked in a random sample of the rows; the sizes count all of them."
        )
    return told


def _doubt(target: Target, search: Search) -> str:
    """Return why no segment can be named: none was found, or it does not hold on people it was not found on."""
    if not search.rule:
        return (
            f"Nothing that may be used sets {target.words} apart beyond chance, so nobody else can be called more "
            "like them than others."
        )
    against = lift(search.inside.hits, search.inside.n, search.held.hits, search.held.n)
    if against is not None and against.interval is not None and against.interval[0] > 1:
        return ""
    return (
        f"No segment is reliably more like {target.words} than everybody else: the best rule found on part of the "
        f"people ({target.scope.words(*search.rule)}) did not hold on the others."
    )


def counted_in(target: Target, rule: Where) -> tuple[int, int, Group]:
    """Return how many rows of the rule are in the group, how many are known, and the rule's group."""
    scope = target.scope.narrowed(*rule)
    if target.outcome is not None:
        group = scope.total(target.outcome.measures())
        return *target.outcome.counts(group), group
    known = [Measure(f"known{place}", "count", name) for place, name in enumerate(sorted(target.columns))]
    group = scope.total(known)
    n = min(int(group[measure.name]) for measure in known)
    return scope.narrowed(*target.where).rows, n, group


def waiting_told(target: Target, rule: Where, *, method: str = _SEARCHED) -> Finding:
    """Return the headline: how many of those who are not in the group are in the segment."""
    scope = target.scope
    others = rest_side(scope, target.where, counting(scope))
    if others.rest_of is None:
        alike = others.scope.narrowed(*rule)
        rows, people, where = alike.rows, alike.people, alike.where[len(scope.where) :]
    else:
        inner = scope.narrowed(*rule)
        group = without(inner.total(()), inner.narrowed(*target.where).total(()))
        rows, people, where = group.rows, group.people, rule
    share, details = rows / others.group.rows, share_phrase(rows, others.group.rows)
    return scope.finding(
        sentence(
            f"Most like {target.words} are {scope.words(*rule)}: {number(rows)} of them are not in that group "
            f"yet, {percent(share)} of {others.words} ({details})"
        ),
        label="number most alike and not in the group",
        value=rows,
        unit="count",
        n=others.group.rows,
        customers=people,
        extra=where,
        formula="rows that meet the conditions and are not in the group",
        method=f"{method}; Wilson interval",
        denominator=f"{number(others.group.rows)} {others.words}",
    )


def rate_told(target: Target, rule: Where, part: tuple[int, int, Group], whole: tuple[int, int, Group]) -> Finding:
    """Return the share in the group among those who meet a rule, beside the share overall."""
    hits, n, group = part
    against = lift(hits, n, *whole[:2])
    bounds = f"; {span(against.interval, 'ratio')}" if against and against.interval else ""
    times = f", {ratio(against.value)} times the overall {percent(whole[0] / whole[1])}{bounds}" if against else ""
    return target.scope.finding(
        sentence(share_told(target, target.scope.words(*rule), hits, n, times)),
        label="share in the group among those most alike",
        value=hits / n if n else None,
        unit="share",
        n=n,
        customers=group.people,
        interval=interval_of(hits, n),
        extra=rule,
        formula="rows in the group / rows that meet the conditions",
        method="Wilson interval; delta-method interval of the lift",
    )


def share_told(target: Target, words: str, hits: int, n: int, tail: str) -> str:
    """Return a share in the group as a phrase, by its outcome where it is one."""
    details = share_phrase(hits, n)
    if target.outcome is not None:
        event = target.outcome.event
        return f"so far, {event.share(percent(hits / n), words, details, narrowed=False)}{tail}"
    return f"so far, {percent(hits / n)} of {words} belong to that group ({details}){tail}"


def _reason(target: Target, place: int, rule: Where) -> Finding | None:
    """Return what one condition tells by itself: the share with it beside the share without."""
    condition = rule[place]
    hits, n, group = counted_in(target, (condition,))
    every, total, _ = counted_in(target, ())
    if not n or n >= total:
        return None
    against = risk_ratio(hits, n, every - hits, total - n)
    bounds = f" ({span(against.interval, 'ratio')})" if against and against.interval else ""
    versus = f", against {percent((every - hits) / (total - n))} of all others"
    times = f"{versus}, {ratio(against.value)} times as much{bounds}" if against else versus
    return target.scope.finding(
        sentence(
            share_told(target, target.scope.words(condition), hits, n, times).replace("so far,", "one reason:", 1)
        ),
        label="share in the group with this condition",
        value=hits / n,
        unit="share",
        n=n,
        customers=group.people,
        interval=interval_of(hits, n),
        extra=(condition,),
        contrast={"group": "everybody else"},
        formula="rows in the group / rows that meet the condition",
        method="Wilson interval; Katz interval of the ratio",
    )


def _check(target: Target, search: Search) -> list[Finding]:
    """Return how the segment and the score fare on people they were not learnt from."""
    scope, found = target.scope, []
    if search.rule and search.inside.n:
        found.append(_held(scope, search.inside, search.held, "the segment", "segment"))
    if search.curve is None:
        return found
    curve = search.curve
    low, high = (number(round(end, 2)) for end in curve.interval)
    found.append(
        scope.finding(
            sentence(
                f"A score over all usable columns puts a held-back case above a held-back other with chance "
                f"{number(round(curve.area, 2))} (AUC; 95% interval {low} to {high}; 0.50 is a coin's; n = "
                f"{number(search.held.n)})"
            ),
            label="AUC on held-back people",
            value=curve.area,
            unit="number",
            n=search.held.n,
            customers=None,
            interval=curve.interval,
            method="ridge logistic regression on three fifths of the people; DeLong interval on the others",
            formula="share of pairs (case, other) in which the case has the higher score",
        )
    )
    if search.top.n:
        found.append(_held(scope, search.top, search.held, "the tenth with the highest score", "top tenth"))
    return found


def _held(scope: Scope, part: Part, held: Part, name: str, short: str) -> Finding:
    against = lift(part.hits, part.n, held.hits, held.n)
    value = against.value if against else None
    bounds = f"; {span(against.interval, 'ratio')}" if against and against.interval else ""
    return scope.finding(
        sentence(
            f"Checked on held-back people, {name} holds {percent(part.hits / part.n)} cases ({number(part.hits)} "
            f"of {number(part.n)}), {ratio(value or 0.0)} times the {percent(held.hits / held.n)} among all held "
            f"back ({number(held.hits)} of {number(held.n)}{bounds})"
        ),
        label=f"lift of the {short} on held-back people",
        value=value,
        unit="ratio",
        n=part.n,
        customers=None,
        interval=against.interval if against else None,
        contrast={},
        formula="share of cases in the part / share of cases among all held back",
        method="two fifths of the people held back by a fixed seed; delta-method interval",
    )


def _chart(target: Target, rule: Where, whole: tuple[int, int, Group]) -> Chart:
    """Return the share in the group as the conditions are added one after the other."""
    steps = [("everybody", whole[0], whole[1])]
    for place in range(1, len(rule) + 1):
        hits, n, _ = counted_in(target, rule[:place])
        steps.append((target.scope.words(*rule[:place]), hits, n))
    rows = []
    for label, hits, n in steps:
        low, high = wilson(hits, n)
        rows.append({"label": label, "value": hits / n if n else 0.0, "low": low, "high": high, "n": n})
    title = f"Share of {target.words} as conditions are added"
    alt = f"Bars: {title}, with 95% intervals."
    return Chart(title=title, kind="bar", rows=tuple(rows), alt=alt, unit="share")
