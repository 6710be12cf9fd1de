"""Simulations: how often nominal 95% intervals hold the truth, and how often groups are told without any.

Every case draws a world with a known truth, so that the share of intervals that hold it can be counted: 93 to 97%
is right. Run `python -m tests.evals coverage`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from rich.console import Console
from rich.table import Table
from scipy.special import expit
from scipy.stats import norm

from tools.statistics import bgnbd
from tools.statistics.bgnbd import Histories
from tools.statistics.degrees import normal_scores
from tools.statistics.grouping import grouped
from tools.statistics.latent_class import Traits
from tools.statistics.lookalike import roc
from tools.statistics.means import Moments, mean_interval, welch
from tools.statistics.price_curves import meter, meter_intervals
from tools.statistics.proportions import critical, lift, newcombe, risk_ratio, wilson
from tools.statistics.ranks import median_interval, rank_correlation
from tools.statistics.regression import auc, correlation, ridge
from tools.statistics.standardise import of_share, standardised
from tools.statistics.stratified import mantel_haenszel_ratio
from tools.statistics.survival import kaplan_meier
from tools.statistics.tendency import mann_kendall

Draws = np.random.Generator
Trial = tuple[float, tuple[float | None, float | None] | None]
RUNS, SLOW_RUNS = 2000, 300
LOW, HIGH = 0.93, 0.97
SHUFFLED = 100


@dataclass(frozen=True, slots=True)
class Case:
    """An interval and a world to try it in: a trial returns the truth and the interval found."""

    name: str
    trial: Callable[[Draws], Trial]
    slow: bool = False

    def coverage(self, runs: int, seed: int = 1) -> tuple[float, int]:
        """Return the share of intervals that hold the truth, and how many there were."""
        draws = np.random.default_rng(seed)
        held, told = 0, 0
        for _ in range(runs):
            truth, interval = self.trial(draws)
            if interval is not None:
                low = -np.inf if interval[0] is None else interval[0]
                high = np.inf if interval[1] is None else interval[1]
                held, told = held + (low <= truth <= high), told + 1
        return held / max(told, 1), told


def _size(draws: Draws) -> int:
    return int(draws.integers(60, 400))


def _share(draws: Draws) -> Trial:
    n, p = _size(draws), draws.uniform(0.05, 0.95)
    return p, wilson(draws.binomial(n, p), n)


def _two(draws: Draws) -> tuple[int, int, float, float, int, int]:
    n, m, p, q = _size(draws), _size(draws), draws.uniform(0.1, 0.9), draws.uniform(0.1, 0.9)
    return n, m, p, q, int(draws.binomial(n, p)), int(draws.binomial(m, q))


def _difference(draws: Draws) -> Trial:
    n, m, p, q, a, b = _two(draws)
    return p - q, newcombe(a, n, b, m)


def _ratio(draws: Draws) -> Trial:
    n, m, p, q, a, b = _two(draws)
    found = risk_ratio(a, n, b, m)
    return p / q, found.interval if found else None


def _lift(draws: Draws) -> Trial:
    n, m, p, q, a, b = _two(draws)
    found = lift(a, n, a + b, n + m)
    return p * (n + m) / (n * p + m * q), found.interval if found else None


def _moments(values: np.ndarray) -> Moments:
    return Moments(len(values), float(values.sum()), float((values**2).sum()))


def _mean(draws: Draws) -> Trial:
    return 4.0, mean_interval(_moments(draws.gamma(4, 1, _size(draws))))


def _means(draws: Draws) -> Trial:
    found = welch(_moments(draws.gamma(4, 1, _size(draws))), _moments(draws.gamma(4, 3, _size(draws))))
    return -8.0, found.interval if found else None


def _median(draws: Draws) -> Trial:
    return 1.0, median_interval(draws.lognormal(0, 1.2, _size(draws)))


def _scores(draws: Draws) -> tuple[np.ndarray, np.ndarray]:
    outcome = draws.random(_size(draws)) < 0.4
    return np.where(outcome, 0.8, 0.0) + draws.normal(size=len(outcome)), outcome


_AREA = float(norm.cdf(0.8 / np.sqrt(2)))


def _hanley(draws: Draws) -> Trial:
    found = auc(*_scores(draws))
    return _AREA, found[1] if found else None


def _delong(draws: Draws) -> Trial:
    found = roc(*_scores(draws))
    return _AREA, found.interval if found else None


def _correlated(draws: Draws) -> Trial:
    one = draws.normal(size=_size(draws))
    found = correlation(one, 0.6 * one + 0.8 * draws.normal(size=len(one)))
    return 0.6, found[1] if found else None


def _ranked(draws: Draws) -> Trial:
    one = draws.normal(size=_size(draws))
    found = rank_correlation(one, 0.6 * one + 0.8 * draws.normal(size=len(one)))
    return 6 / np.pi * float(np.arcsin(0.6 / 2)), found[1] if found else None


def _coefficient(binary: bool) -> Callable[[Draws], Trial]:
    def trial(draws: Draws) -> Trial:
        design = (draws.random((600, 3)) < 0.5).astype(float)
        linear = design @ np.array([0.7, -0.4, 0.0]) - 0.3
        outcome = (draws.random(600) < expit(linear)).astype(float) if binary else linear + draws.normal(size=600)
        model = ridge(design, outcome, 1.0, binary=binary)
        if model is None:
            return 0.7, None
        half = critical() * float(model.errors[1])
        return 0.7, (float(model.coefficients[1]) - half, float(model.coefficients[1]) + half)

    return trial


def _survived(draws: Draws) -> tuple[np.ndarray, np.ndarray]:
    n = _size(draws)
    event, end = draws.exponential(10, n), draws.uniform(2, 30, n)
    return np.minimum(event, end), event <= end


def _survival(draws: Draws) -> Trial:
    return float(np.exp(-0.8)), kaplan_meier(*_survived(draws)).at(8.0)[1]


def _lasting(draws: Draws) -> Trial:
    return 10 * float(np.log(2)), kaplan_meier(*_survived(draws)).median()[1]


def _slope(draws: Draws) -> Trial:
    found = mann_kendall((0.3 * np.arange(24) + draws.normal(0, 2, 24)).tolist())
    return 0.3, found.interval if found else None


_STRATA = ((80, 60, 0.3, 0.2), (120, 200, 0.6, 0.45), (60, 90, 0.15, 0.1))


def _mixed(draws: Draws) -> Trial:
    pairs = [(of_share(draws.binomial(n, p), n), of_share(draws.binomial(m, q), m)) for n, m, p, q in _STRATA]
    found, total = standardised(pairs), sum(n + m for n, m, _, _ in _STRATA)
    return sum((n + m) / total * (p - q) for n, m, p, q in _STRATA), found.interval if found else None


def _common(draws: Draws) -> Trial:
    strata = [
        (float(draws.binomial(n, 1.6 * q)), float(n), float(draws.binomial(m, q)), float(m))
        for n, m, _, q in _STRATA
    ]
    found = mantel_haenszel_ratio(strata)
    return 1.6, found.interval if found else None


def _priced(draws: Draws, n: int) -> np.ndarray:
    middle = draws.lognormal(3, 0.25, n)
    gaps = np.exp(np.cumsum(np.abs(draws.normal(0, 0.25, (n, 4))), axis=1))
    return np.asarray(middle[:, None] * gaps / gaps.mean(axis=1, keepdims=True))


@lru_cache
def _price() -> float:
    point = meter(_priced(np.random.default_rng(0), 200_000)).points()[0]
    assert point is not None
    return point


def _meter(draws: Draws) -> Trial:
    return _price(), meter_intervals(_priced(draws, 200), draws=200)[0]


def _repeats(draws: Draws) -> Trial:
    """BG/NBD with r = .6, alpha = 5, a = .9, b = 2: expected repeat purchases of a newcomer in 39 weeks."""
    r, alpha, a, b = 0.6, 5.0, 0.9, 2.0
    repeats, recency = [], []
    for rate, leave in zip(draws.gamma(r, 1 / alpha, 1200), draws.beta(a, b, 1200), strict=True):
        time, count = 0.0, 0
        while (step := time + draws.exponential(1 / rate)) <= 39.0:
            time, count = step, count + 1
            if draws.random() < leave:
                break
        repeats.append(float(count))
        recency.append(time)
    model = bgnbd.fit(Histories(np.array(repeats), np.array(recency), np.full(1200, 39.0)))
    truth = bgnbd.newcomer((r, alpha, a, b), 39.0)
    return truth, model.delta(lambda p: bgnbd.newcomer(p, 39.0)) if model else None


CASES = (
    Case("share (Wilson)", _share),
    Case("difference of shares (Newcombe)", _difference),
    Case("ratio of shares (Katz)", _ratio),
    Case("lift over the whole (delta method)", _lift),
    Case("mean (Student)", _mean),
    Case("difference of means (Welch)", _means),
    Case("median (order statistics)", _median),
    Case("AUC (Hanley and McNeil)", _hanley),
    Case("AUC (DeLong)", _delong),
    Case("correlation (Fisher)", _correlated),
    Case("rank correlation (Bonett and Wright)", _ranked),
    Case("coefficient, ridge, yes or no", _coefficient(True)),
    Case("coefficient, ridge, number", _coefficient(False)),
    Case("survival (Kaplan-Meier, log-log)", _survival),
    Case("median time (Brookmeyer and Crowley)", _lasting),
    Case("slope of a series (Sen)", _slope),
    Case("difference, mix held the same", _mixed),
    Case("common ratio (Mantel-Haenszel)", _common),
    Case("acceptable price (bootstrap)", _meter, slow=True),
    Case("expected purchases (BG/NBD, delta method)", _repeats, slow=True),
)


def false_groups(tables: int = SHUFFLED) -> int:
    """Return in how many tables without structure groups are told: every column drawn by itself."""
    found = 0
    for seed in range(tables):
        draws = np.random.default_rng(1000 + seed)
        levels = tuple(int(count) for count in draws.integers(2, 7, 5))
        codes = np.column_stack([draws.choice(n, 700, p=draws.dirichlet(np.full(n, 2.0))) for n in levels])
        shapes = (draws.lognormal(size=700), draws.random(700), draws.normal(size=700), draws.gamma(1, 1, 700))
        numbers = np.column_stack([normal_scores(values) for values in shapes])
        answer = grouped(Traits(codes.astype(np.int16), levels, numbers), seed=seed)
        found += answer.labels is not None
    return found


def report(console: Console) -> None:
    """Print the coverage of every interval, and the false alarms of the groups."""
    table = Table(title="Nominal 95% intervals that hold the truth")
    for column in ("interval", "runs", "held", ""):
        table.add_column(column, justify="left" if column == "interval" else "right")
    for case in CASES:
        held, told = case.coverage(SLOW_RUNS if case.slow else RUNS)
        table.add_row(case.name, str(told), f"{held:.1%}", "" if LOW <= held <= HIGH else "outside 93 to 97%")
    console.print(table)
    console.print(f"groups told in {false_groups()} of {SHUFFLED} tables without structure")
