"""Tests of series against published examples and independent implementations."""

import numpy as np
import pytest
from scipy.stats import kendalltau, norm, theilslopes
from statsmodels.stats.contingency_tables import StratifiedTable

from tools.statistics.means import Moments
from tools.statistics.standardise import of_share, standardised
from tools.statistics.tendency import cochran_armitage, mann_kendall, spikes


@pytest.mark.parametrize("seed", range(4))
def test_mann_kendall_agrees_with_kendalls_tau_and_sens_slope(seed: int) -> None:
    draws = np.random.default_rng(seed)
    values = draws.normal(size=24) + 0.1 * seed * np.arange(24)
    found = mann_kendall(values.tolist())
    slope, _, low, high = theilslopes(values, np.arange(24), 0.95)

    assert found is not None
    assert found.tau == pytest.approx(kendalltau(np.arange(24), values).statistic)
    assert found.slope == pytest.approx(slope)
    assert found.interval == pytest.approx((low, high), abs=0.01)


def test_mann_kendall_without_ties_is_the_textbook_formula() -> None:
    """S = 13 of n = 6: z = (S - 1) / sqrt(n (n - 1) (2 n + 5) / 18) (Gilbert 1987, p. 211)."""
    found = mann_kendall([1.0, 2.0, 4.0, 3.0, 5.0, 6.0])

    assert found is not None
    assert found.p_value == pytest.approx(2 * norm.sf(12 / np.sqrt(6 * 5 * 17 / 18)))


def test_the_trend_of_armitages_tonsils() -> None:
    """Armitage 1955: carriers 19 of 516, 29 of 589, 24 of 293; chi-square of the trend 7.19."""
    p = cochran_armitage([19, 29, 24], [516, 589, 293])

    assert p is not None
    assert norm.isf(p / 2) ** 2 == pytest.approx(7.19, abs=0.01)


def test_standardised_shares_are_the_weighted_risk_differences() -> None:
    """With every stratum of the same size on both sides, they weigh as in the Mantel-Haenszel test."""
    tables = [np.array([[30, 70], [20, 80]]), np.array([[60, 40], [45, 55]])]
    strata = [(of_share(t[0, 0], t[0].sum()), of_share(t[1, 0], t[1].sum())) for t in tables]
    found = standardised(strata)

    assert found is not None
    assert found.difference == pytest.approx(0.125)
    assert found.interval[0] < 0.125 < found.interval[1]
    assert StratifiedTable(tables).test_null_odds().pvalue == pytest.approx(found.p_value, abs=0.005)


def test_a_stratum_that_one_side_lacks_is_told_by_how_much_is_covered() -> None:
    full = (of_share(30, 100), of_share(20, 100))
    found = standardised([full, (of_share(50, 100), Moments(0, 0.0, 0.0))])

    assert found is not None
    assert found.covered == pytest.approx(2 / 3)
    assert standardised([(Moments(0, 0.0, 0.0), Moments(0, 0.0, 0.0))]) is None


def test_a_spike_is_found_with_its_size_and_a_steady_rise_is_none() -> None:
    draws = np.random.default_rng(2)
    counts = draws.poisson(100, 24).astype(float)
    counts[10] = 260
    found = spikes(counts.tolist(), counts=True)

    assert [spike.place for spike in found] == [10]
    assert found[0].expected == pytest.approx(100, abs=12)
    assert spikes((100.0 + 5 * np.arange(24)).tolist(), counts=True) == []


def test_quiet_series_raise_few_false_spikes() -> None:
    draws = np.random.default_rng(3)

    assert sum(bool(spikes(draws.poisson(80, 24).tolist(), counts=True)) for _ in range(300)) <= 3
