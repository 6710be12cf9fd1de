"""Ranks with ties, and what is computed from them."""

import numpy as np
import pytest
from scipy.stats import rankdata, spearmanr

from tools.statistics.ranks import mid_ranks, rank_correlation


def test_ranks_with_ties_are_those_of_scipy():
    values = np.array([3.0, 1.0, 3.0, 2.0, 3.0, 1.0, -0.5])

    assert mid_ranks(values).tolist() == rankdata(values).tolist()


def test_the_rank_correlation_is_that_of_scipy_with_the_interval_of_bonett_and_wright():
    draws = np.random.default_rng(5)
    one = draws.integers(0, 9, 60).astype(float)
    other = one + draws.normal(0, 4, 60)

    value, (low, high) = rank_correlation(one, other)

    assert value == pytest.approx(spearmanr(one, other).statistic)
    half = 1.959964 * np.sqrt((1 + value**2 / 2) / 57)
    assert (low, high) == pytest.approx((np.tanh(np.arctanh(value) - half), np.tanh(np.arctanh(value) + half)))


def test_what_never_changes_has_no_rank_correlation():
    assert rank_correlation(np.ones(9), np.arange(9.0)) is None
