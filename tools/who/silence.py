"""Buyers who have bought nothing for some time: how many, which part of all, and what they had brought."""

import pandas as pd

from tools.arguments import Period
from tools.disclosure import hidden_cells
from tools.errors import AnalysisError
from tools.results import Finding
from tools.statistics.proportions import wilson
from tools.tables.catalog import Column
from tools.who.purchases import Buyers
from tools.who.scope import Scope
from tools.wording import money, number, percent, plural, sentence, span


def silent_findings(scope: Scope, buyers: Buyers, amount: Column | None, since: Period) -> list[Finding]:
    """Return the buyers without a purchase since a day, the part of revenue that was theirs, and those who remain.

    `days` count back from the newest day of the data, that day included. Raises AnalysisError without dates.
    """
    if buyers.last is None or buyers.end is None:
        raise AnalysisError("These purchases have no dates, so nobody can be told to have stayed away since one.")
    day = _begin(since, buyers.end)
    quiet = (buyers.last < day).to_numpy()
    sizes = [int(quiet.sum()), int((~quiet).sum())]
    if hidden_cells(sizes, scope.context.min_group):
        return []
    told = (
        f"bought nothing from {day.date()} to {buyers.end.date()}, the last day of the data",
        f"bought on {day.date()} or later",
    )
    findings = []
    for inside, words in zip((quiet, ~quiet), told, strict=True):
        findings.append(_side(scope, buyers, int(inside.sum()), words))
        if buyers.spend is not None and amount is not None and buyers.spend.sum() > 0:
            sums = float(buyers.spend[inside].sum()), float(buyers.spend.sum())
            findings.append(_brought(scope, buyers, int(inside.sum()), words, sums, amount))
    return findings


def _begin(since: Period, end: pd.Timestamp) -> pd.Timestamp:
    """Return the first day on which nobody silent has bought."""
    if since.days is not None:
        return (end - pd.Timedelta(days=since.days - 1)).normalize()
    if since.since is None:
        raise AnalysisError("`silent` needs `since` or `days`.")
    return pd.Timestamp(since.since)


def _side(scope: Scope, buyers: Buyers, size: int, words: str) -> Finding:
    n, noun = buyers.count, plural(scope.person)
    interval = wilson(size, n)
    return scope.finding(
        sentence(f"{number(size)} of {number(n)} {noun} {words}: {percent(size / n)} ({span(interval, 'share')})"),
        label=f"share of {noun} who {words}",
        value=size / n,
        unit="share",
        n=n,
        customers=size,
        base=n,
        named={"last purchase": words},
        interval=interval,
        method="Wilson interval",
        formula=f"{noun} who {words} / {noun} with a purchase",
        denominator=f"{number(n)} {noun} with a purchase",
    )


def _brought(
    scope: Scope, buyers: Buyers, size: int, words: str, sums: tuple[float, float], amount: Column
) -> Finding:
    spent, total = sums
    label = amount.label.lower()
    return scope.finding(
        sentence(
            f"{plural(scope.person)} who {words} brought {percent(spent / total)} of {label} "
            f"({money(round(spent, 2), amount.currency)} of {money(round(total, 2), amount.currency)})"
        ),
        label=f"share of {label} from {plural(scope.person)} who {words}",
        value=spent / total,
        unit="share",
        n=buyers.count,
        customers=size,
        base=buyers.count,
        named={"last purchase": words},
        formula=f"sum of {amount.name} of those who {words} / sum of {amount.name}",
    )
