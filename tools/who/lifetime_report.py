"""The findings about what customers are expected to buy and to be worth, and how far to trust them."""

import numpy as np
import pandas as pd

from tools.results import Finding
from tools.statistics import bgnbd
from tools.statistics.bgnbd import Fit, Histories
from tools.statistics.proportions import Interval
from tools.tables.catalog import Column
from tools.who.lifetime import FEWEST_BUYERS, FEWEST_REPEATERS, Lifetime
from tools.who.purchases import Buyers, of_days
from tools.who.scope import Scope
from tools.wording import money, number, percent, plural, sentence

_LINKED = 0.3
_METHOD = (
    "BG/NBD by maximum likelihood (Fader, Hardie and Lee 2005); interval by the delta method: it holds the "
    "uncertainty of the fitted model, not how single customers vary"
)
_VALUE_METHOD = _METHOD.replace("(Fader, Hardie and Lee 2005)", "and Gamma-Gamma (Fader and Hardie 2013)")


def lifetime_findings(scope: Scope, buyers: Buyers, found: Lifetime, amount: Column | None) -> list[Finding]:
    """Return the expected value, the expected purchases, and how many are likely still to be customers."""
    ahead = f"in the next {number(found.weeks)} weeks"
    who = f"the {number(buyers.count)} {_people(scope)}"
    findings = []
    if found.worth is not None:
        findings.append(_value(scope, buyers, found, amount, f"{who} are expected to bring", ahead))
    each = found.total / buyers.count
    bounds = _bounds(found.interval, "")
    findings.append(
        scope.finding(
            sentence(
                f"{who} are expected to make {number(round(found.total))} purchases {ahead}"
                f"{bounds}, {number(each)} each"
            ),
            label="expected purchases",
            value=found.total,
            unit="count",
            n=buyers.count,
            customers=buyers.count,
            interval=found.interval,
            method=_METHOD,
            formula=f"sum of E[purchases in {number(found.weeks)} weeks | history], {_parameters(found)}",
        )
    )
    findings.append(_active(scope, buyers, found, who))
    return findings


def _active(scope: Scope, buyers: Buyers, found: Lifetime, who: str) -> Finding:
    """Return how many are likely still to be customers."""
    mean = float(found.alive.mean())
    return scope.finding(
        sentence(
            f"By the same model {percent(mean)} of {who} are expected to be customers still "
            f"({number(round(mean * buyers.count))}); nobody tells the shop of leaving, so this is inferred "
            "from how long each has been silent against an own rhythm"
        ),
        label="expected share of active customers",
        value=mean,
        unit="share",
        n=buyers.count,
        customers=buyers.count,
        interval=_alive_interval(buyers.histories, found.model),
        inferred=True,
        method=_METHOD,
        formula="mean of P(alive | history)",
    )


def _value(scope: Scope, buyers: Buyers, found: Lifetime, amount: Column | None, who: str, ahead: str) -> Finding:
    worth = np.nan_to_num(found.worth) if found.worth is not None else np.zeros(buyers.count)
    currency = amount.currency if amount else ""
    top = np.sort(worth)[::-1][: max(1, round(buyers.count / 5))]
    total = float(worth.sum())
    return scope.finding(
        sentence(
            f"{who} {money(round(total), currency)} {ahead}{_bounds(found.worth_interval, currency)}: "
            f"{money(round(total / buyers.count, 2), currency)} each on average, and "
            f"{money(round(float(top.mean()), 2), currency)} each for the fifth with the highest expected value"
        ),
        label="expected value",
        value=total,
        unit="money",
        currency=currency,
        n=buyers.count,
        customers=buyers.count,
        interval=found.worth_interval,
        method=_VALUE_METHOD,
        formula=f"sum of expected purchases x expected spend per purchase, {_parameters(found)}",
    )


def _people(scope: Scope) -> str:
    return plural(scope.person)


def _bounds(interval: Interval | None, currency: str) -> str:
    if interval is None:
        return " (no interval: the likelihood is flat)"
    low, high = (money(round(end), currency) for end in interval)
    return f" (95% interval {low} to {high})"


def _alive_interval(histories: Histories, model: Fit) -> Interval | None:
    patterns, counts = histories.patterns()
    found = model.delta(lambda p: float(counts @ bgnbd.alive(p, patterns)) / float(counts.sum()))
    return (found[0], min(1.0, found[1])) if found else None


def fit_finding(scope: Scope, buyers: Buyers, found: Lifetime) -> Finding:
    """Return the parameters of the fitted model, for whoever asks for them."""
    return scope.finding(
        sentence(f"The model fitted to {number(buyers.count)} {_people(scope)} has {_parameters(found)}"),
        label="parameters of the model",
        value=float(found.model.parameters[0]),
        unit="number",
        n=buyers.count,
        customers=buyers.count,
        method=_METHOD,
        formula="maximum likelihood; time in weeks",
    )


def _parameters(found: Lifetime) -> str:
    names = [f"{n} = {v:.3f}" for n, v in zip(("r", "alpha", "a", "b"), found.model.parameters, strict=True)]
    if found.spend:
        names += [f"{n} = {v:.2f}" for n, v in zip(("p", "q", "v"), found.spend.parameters, strict=True)]
    return ", ".join(names)


def linked_spend(buyers: Buyers) -> str | None:
    """Return a warning where buying often and paying much go together, which the model of spend rules out."""
    if buyers.mean is None:
        return None
    paying = (buyers.histories.repeats > 0) & (buyers.mean > 0)
    if paying.sum() < FEWEST_REPEATERS:
        return None
    r = float(np.corrcoef(buyers.histories.repeats[paying], buyers.mean[paying])[0, 1])
    if not abs(r) > _LINKED:
        return None
    return (
        f"Spend per purchase goes with the number of purchases (correlation {r:.2f}); the model of spend assumes "
        "that it does not, so the expected value is rough."
    )


def holdout(scope: Scope, buyers: Buyers) -> Finding | None:
    """Return how well the model, fitted on the first half of the time, foretold the second; None where it cannot.

    Only those who had bought by the middle are counted: nobody can foretell who comes later.
    """
    if buyers.days is None or buyers.end is None or buyers.days.empty:
        return None
    start = buyers.days["day"].min()
    middle = start + pd.Timedelta(days=(buyers.end - start).days // 2)
    early = buyers.days[buyers.days["day"] <= middle]
    known = of_days(early, middle, paid=False)
    if known.count < FEWEST_BUYERS or (known.histories.repeats > 0).sum() < FEWEST_REPEATERS:
        return None
    model = bgnbd.fit(known.histories)
    if model is None:
        return None
    weeks = (buyers.end - middle).days / 7
    foretold = float(bgnbd.expected(model.parameters, known.histories, weeks).sum())
    late = buyers.days[buyers.days["day"] > middle]
    actual = int(late["person"].isin(early["person"].unique()).sum())
    if not actual:
        return None
    off = foretold / actual - 1
    return scope.finding(
        sentence(
            f"Checked on held-back time: fitted on purchases until {middle.date()}, the model expected "
            f"{number(round(foretold))} repeat purchases of {number(known.count)} {_people(scope)} after it; "
            f"there were {number(actual)} ({percent(abs(off))} too {'many' if off > 0 else 'few'} expected)"
        ),
        label="expected over actual purchases",
        value=foretold / actual,
        unit="ratio",
        n=known.count,
        customers=known.count,
        method="BG/NBD fitted on the first half of the observed time, compared with the second",
        formula="expected purchases / actual purchases",
    )
