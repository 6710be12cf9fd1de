"""Whether buyers come back: returns from one period to the next, newcomers against those who return, revenue."""

from dataclasses import dataclass

import pandas as pd

from tools.results import Chart, Finding
from tools.statistics.proportions import ALPHA, newcombe, two_proportion_p, wilson
from tools.tables.catalog import Column
from tools.who.purchases import Buyers
from tools.who.scope import Scope
from tools.wording import money, number, p_value, percent, plural, points, sentence, span, unit_of

_GRAINS = (("Y", 1826, "year"), ("Q", 270, "quarter"), ("M", 60, "month"))


@dataclass(frozen=True, slots=True)
class Period:
    """One whole period: buyers, those among them who had bought before, their revenue, and who came back after."""

    name: str
    buyers: int
    newcomers: int
    revenue: float
    from_new: float
    returned: int | None


def whole_periods(buyers: Buyers) -> tuple[str, list[Period]]:
    """Return what a period is called and the whole periods in order; none without dates or below two."""
    days = buyers.days
    if days is None or days.empty or buyers.first is None or buyers.end is None:
        return "", []
    start = days["day"].min()
    length = (buyers.end - start).days
    found = next(((code, word) for code, least, word in _GRAINS if length >= least), None)
    if found is None:
        return "", []
    rows = days.assign(period=days["day"].dt.to_period(found[0]), first=days["person"].map(buyers.first))
    rows["new"] = rows["first"].dt.to_period(found[0]) == rows["period"]
    names = [
        period
        for period in pd.period_range(start, buyers.end, freq=found[0])
        if period.start_time >= start - pd.Timedelta(days=3)
        and period.end_time.normalize() <= buyers.end + pd.Timedelta(days=3)
    ]
    who = {str(period): set(group["person"]) for period, group in rows.groupby("period")}
    periods = []
    for place, period in enumerate(names):
        group = rows[rows["period"] == period]
        people = who.get(str(period), set())
        after = who.get(str(names[place + 1]), set()) if place + 1 < len(names) else None
        periods.append(
            Period(
                str(period),
                len(people),
                int(group.loc[group["new"], "person"].nunique()),
                float(group["amount"].sum()),
                float(group.loc[group["new"], "amount"].sum()),
                None if after is None else len(people & after),
            )
        )
    return found[1], periods


def keeping_findings(scope: Scope, buyers: Buyers, amount: Column | None) -> list[Finding]:
    """Return the newest return rate beside the one before, then newcomers and revenue of the newest period."""
    word, periods = whole_periods(buyers)
    k = scope.context.min_group
    told = [p for p in periods if p.returned is not None and p.buyers >= k]
    findings = []
    if told:
        findings.append(_return(scope, told, periods, word))
    if len(periods) >= 2 and min(p.buyers for p in periods[-2:]) >= k:
        findings.append(_size(scope, periods, word, amount))
    return findings


def _return(scope: Scope, told: list[Period], periods: list[Period], word: str) -> Finding:
    last = told[-1]
    noun, a, n = plural(scope.person), last.returned or 0, last.buyers
    after = periods[[p.name for p in periods].index(last.name) + 1].name
    text = f"Of the {number(n)} {noun} who bought in {last.name}, {percent(a / n)} ({number(a)}; "
    text += f"{span(wilson(a, n), 'share')}) bought again in {after}"
    p = None
    if len(told) > 1:
        before = told[-2]
        b, m = before.returned or 0, before.buyers
        p = two_proportion_p(a, n, b, m)
        low, high = newcombe(a, n, b, m)
        verdict = ("more" if a / n > b / m else "fewer") if p < ALPHA else "no clear change"
        text += (
            f", against {percent(b / m)} of the {number(m)} of {before.name} a {word} earlier: {verdict} "
            f"({points(a / n - b / m)}, 95% interval {points(low)} to {points(high)}, {p_value(p)})"
        )
    return scope.finding(
        sentence(text),
        label="return rate",
        value=a / n,
        unit="share",
        n=n,
        customers=n,
        interval=wilson(a, n),
        p_value=p,
        named={word: last.name},
        method="Wilson interval; Newcombe interval of the difference, z test of two shares",
        formula=f"buyers of {last.name} with a purchase in {after} / buyers of {last.name}",
    )


def _size(scope: Scope, periods: list[Period], word: str, amount: Column | None) -> Finding:
    last, before, first = periods[-1], periods[-2], periods[0]
    noun = plural(scope.person)
    change = last.buyers / before.buyers - 1
    text = (
        f"In {last.name}, the last whole {word}, {number(last.buyers)} {noun} bought, {percent(abs(change))} "
        f"{'more' if change >= 0 else 'fewer'} than in {before.name} ({number(before.buyers)}; "
        f"{number(first.buyers)} in {first.name}); "
        f"{number(last.newcomers) if last.newcomers else 'none'} of them for the first time"
    )
    if amount is not None and last.revenue > 0 and last.newcomers:
        text += (
            f", who brought {percent(last.from_new / last.revenue)} of the {amount.label.lower()} of "
            f"{money(round(last.revenue, 2), amount.currency)}"
        )
    return scope.finding(
        sentence(text),
        label=f"buyers in the last {word}",
        value=last.buyers,
        unit="count",
        n=last.buyers,
        customers=last.buyers,
        named={word: last.name},
        method="counts of distinct buyers per whole period",
        formula=f"distinct buyers of {last.name}",
    )


def keeping_chart(scope: Scope, buyers: Buyers, amount: Column | None) -> Chart | None:
    """Return buyers (or revenue) per whole period with the part that newcomers have."""
    word, periods = whole_periods(buyers)
    k = scope.context.min_group
    small = any(0 < count < k for p in periods for count in (p.buyers, p.newcomers, p.buyers - p.newcomers))
    if len(periods) < 3 or small:
        return None
    money_shown = amount is not None
    rows = tuple(
        {
            "label": p.name,
            "value": p.revenue if money_shown else p.buyers,
            "newcomers": p.from_new if money_shown else p.newcomers,
            "n": p.buyers,
        }
        for p in periods
    )
    what = amount.label if amount is not None else plural(scope.person).capitalize()
    title = f"{what} per {word}"
    return Chart(
        title=title,
        kind="line",
        rows=rows,
        alt=f"Line: {title}, {periods[0].name} to {periods[-1].name}.",
        unit="count" if amount is None else unit_of(amount.unit),
        currency="" if amount is None else amount.currency,
    )
