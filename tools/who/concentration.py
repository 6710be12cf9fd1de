"""How unevenly revenue is spread over buyers, and how many bought once only."""

import numpy as np
from numpy.typing import NDArray

from tools.results import Chart, Finding
from tools.statistics.proportions import Interval, wilson
from tools.tables.catalog import Column
from tools.who.purchases import Buyers
from tools.who.scope import Scope
from tools.wording import money, number, percent, plural, sentence, span

_SHARES = (0.2, 0.1)
_DRAWS = 400
_MOST_SAMPLED = 20_000
_TENTHS = 10


def top_share(spend: NDArray[np.float64], share: float) -> float:
    """Return the part of all spend that comes from that share of buyers, those who spent most."""
    total = float(spend.sum())
    top = max(1, round(len(spend) * share))
    return float(np.partition(spend, len(spend) - top)[-top:].sum()) / total if total > 0 else 0.0


def top_share_interval(spend: NDArray[np.float64], share: float) -> Interval | None:
    """Return the percentile bootstrap interval over buyers (Efron and Tibshirani 1993, ch. 13), 400 draws.

    Over 20,000 buyers a random 20,000 are drawn from, the width then scaled to the real number.
    """
    n = len(spend)
    if n < 2 * _TENTHS:
        return None
    generator = np.random.default_rng(0)
    size = min(n, _MOST_SAMPLED)
    pool = spend if size == n else generator.choice(spend, size, replace=False)
    draws = [top_share(pool[generator.integers(0, size, size)], share) for _ in range(_DRAWS)]
    centre = top_share(spend, share)
    low, high = (float(end) - top_share(pool, share) for end in np.quantile(draws, (0.025, 0.975)))
    narrowed = float(np.sqrt(size / n))
    return max(0.0, centre + low * narrowed), min(1.0, centre + high * narrowed)


def concentration_findings(scope: Scope, buyers: Buyers, amount: Column) -> list[Finding]:
    """Return the share of revenue that the fifth and the tenth of buyers who spent most account for."""
    if buyers.spend is None or buyers.spend.sum() <= 0:
        return []
    k = scope.context.min_group
    return [
        _top(scope, buyers.spend, share, amount)
        for share in _SHARES
        if round(buyers.count * share) >= k and buyers.count - round(buyers.count * share) >= k
    ]


def _top(scope: Scope, spend: NDArray[np.float64], share: float, amount: Column) -> Finding:
    n = len(spend)
    top = max(1, round(n * share))
    value, interval = top_share(spend, share), top_share_interval(spend, share)
    total = float(spend.sum())
    bounds = f"; {span(interval, 'share')}" if interval else ""
    return scope.finding(
        sentence(
            f"The {percent(share).replace('.0%', '%')} of {plural(scope.person)} who spent most ({number(top)} of "
            f"{number(n)}) account for {percent(value)} of {amount.label.lower()} "
            f"({money(round(value * total, 2), amount.currency)} of {money(round(total, 2), amount.currency)}"
            f"{bounds})"
        ),
        label=f"share of {amount.label.lower()} from the top {percent(share).replace('.0%', '%')}",
        value=value,
        unit="share",
        n=n,
        customers=top,
        base=n,
        interval=interval,
        method="percentile bootstrap over buyers",
        formula=f"sum of {amount.name} of the top {percent(share)} / sum of {amount.name}",
    )


def concentration_chart(buyers: Buyers, amount: Column, noun: str) -> Chart | None:
    """Return the share of revenue by tenth of buyers, those who spent most first."""
    if buyers.spend is None or buyers.count < _TENTHS * 5 or buyers.spend.sum() <= 0:
        return None
    ordered = np.sort(buyers.spend)[::-1]
    parts = np.array_split(ordered, _TENTHS)
    rows = tuple(
        {"label": f"{place * 10}-{place * 10 + 10}%", "value": float(p.sum() / ordered.sum()), "n": len(p)}
        for place, p in enumerate(parts)
    )
    title = f"Share of {amount.label.lower()} by tenth of {noun}, highest first"
    first = percent(float(rows[0]["value"]))  # type: ignore[arg-type]
    return Chart(
        title=title, kind="bar", rows=rows, alt=f"Bars: {title}; the first tenth has {first}.", unit="share"
    )


def once_finding(scope: Scope, buyers: Buyers) -> Finding:
    """Return the share of buyers who bought once only, with the part of revenue that is theirs."""
    once = buyers.histories.repeats == 0
    a, n = int(once.sum()), buyers.count
    low_high = wilson(a, n)
    theirs = ""
    if buyers.spend is not None and buyers.spend.sum() > 0:
        theirs = f"; they bring {percent(float(buyers.spend[once].sum() / buyers.spend.sum()))} of revenue"
    return scope.share(
        sentence(
            f"{percent(a / n)} of {plural(scope.person)} bought once only so far ({number(a)} of {number(n)}; "
            f"{span(low_high, 'share')}){theirs}"
        ),
        a,
        n,
        label="share of one-time buyers",
        customers=a,
        base=n,
        formula="buyers with purchases on one day only / buyers",
        denominator=f"{number(n)} {plural(scope.person)} with a purchase",
    )
