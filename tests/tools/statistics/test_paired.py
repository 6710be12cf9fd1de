"""Paired shares against published examples, other implementations, and simulated people."""

import numpy as np
import pytest
from scipy.optimize import brentq
from scipy.stats import binomtest, norm
from statsmodels.stats.contingency_tables import mcnemar as reference

from tools.statistics.paired import Pairs, mcnemar, newcombe_paired

TABLES = [
    Pairs(1, 1, 7, 12),
    Pairs(25, 496, 5, 114),
    Pairs(59, 6, 16, 80),
    Pairs(30, 12, 12, 46),
    Pairs(0, 5, 0, 9),
]


def tango(pairs: Pairs) -> tuple[float, float]:
    """The score interval of Tango 1998 (Statistics in Medicine 17, 891-908), its limits found by bisection."""
    n, b, c = pairs.n, pairs.first, pairs.second

    def score(delta: float) -> float:
        linear = -b - c + (2 * n - b + c) * delta
        constant = -c * delta * (1 - delta)
        q = ((linear**2 - 8 * n * constant) ** 0.5 - linear) / (4 * n)
        return (b - c - n * delta) / (n * (2 * q + delta * (1 - delta))) ** 0.5

    z = norm.ppf(0.975)
    middle = (b - c) / n
    return (
        brentq(lambda d: score(d) - z, -1 + 1e-9, middle),
        brentq(lambda d: score(d) + z, middle, 1 - 1e-9),
    )


@pytest.mark.parametrize("pairs", TABLES, ids=str)
def test_mcnemar_agrees_with_statsmodels(pairs: Pairs) -> None:
    exact = pairs.first + pairs.second < 25
    table = [[pairs.both, pairs.first], [pairs.second, pairs.neither]]
    found = mcnemar(pairs)

    assert found.p_value == pytest.approx(reference(table, exact=exact, correction=False).pvalue)
    assert ("exact" in found.test) == exact


def test_the_exact_test_is_the_binomial_one() -> None:
    assert mcnemar(Pairs(0, 2, 9, 0)).p_value == pytest.approx(binomtest(2, 11).pvalue)


def test_the_interval_of_the_published_example() -> None:
    """Bentur et al.'s 21 children, 1, 1, 7 and 12: -0.507 to -0.026 (Fagerland et al. 2014, table 4)."""
    assert newcombe_paired(Pairs(1, 1, 7, 12)) == pytest.approx((-0.507, -0.026), abs=0.0005)


@pytest.mark.parametrize("pairs", TABLES[1:4], ids=str)
def test_the_interval_lies_where_tangos_score_interval_lies(pairs: Pairs) -> None:
    assert newcombe_paired(pairs) == pytest.approx(tango(pairs), abs=0.02)


def test_the_interval_covers_the_truth_about_as_often_as_it_says() -> None:
    draws = np.random.default_rng(11).multinomial(80, (0.1, 0.5, 0.05, 0.35), 1500)
    covered = [low <= 0.45 <= high for low, high in (newcombe_paired(Pairs(*map(int, cell))) for cell in draws)]

    assert np.mean(covered) == pytest.approx(0.95, abs=0.02)
