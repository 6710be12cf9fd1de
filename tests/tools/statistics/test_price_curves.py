"""Price curves, against closed forms and counts by hand."""

import numpy as np
import pytest
from scipy.stats import norm

from tools.statistics.price_curves import Offer, best_revenue, consistent, meter, meter_intervals

SHAPES = ((5, 0.5), (8.5, 0.5), (13, 0.75), (17, 1))


def normal(n: int) -> np.ndarray:
    """Return the normal answers of the documented example of R's pricesensitivitymeter, psm_analysis."""
    return np.column_stack([norm.ppf((np.arange(n) + 0.5) / n, mean, sd) for mean, sd in SHAPES])


def crossing(cheap: int, dear: int) -> float:
    """Return where two normal curves meet: both lie the same number of deviations from their means."""
    (a, s), (b, t) = SHAPES[cheap], SHAPES[dear]
    return (a * t + b * s) / (s + t)


def test_normal_answers_cross_where_algebra_says():
    found = meter(normal(4000))

    assert found.indifference == pytest.approx(crossing(1, 2), abs=0.15)
    assert crossing(1, 2) == pytest.approx(10.3)


def test_overlapping_normal_answers_give_all_four_points():
    shapes = ((8, 1.5), (12, 2), (13, 1), (15, 1))
    answers = np.column_stack([norm.ppf((np.arange(4000) + 0.5) / 4000, mean, sd) for mean, sd in shapes])
    met = [(8 * 1 + 15 * 1.5) / 2.5, (12 * 1 + 13 * 2) / 3, (8 * 1 + 13 * 1.5) / 2.5, (12 * 1 + 15 * 2) / 3]

    assert meter(answers).points() == pytest.approx(met, abs=0.03)


def test_a_handful_of_answers_cross_as_counted_by_hand():
    answers = np.array([[1, 3, 5, 7], [2, 4, 6, 8], [3, 5, 7, 9], [4, 6, 8, 10.0]])
    found = meter(answers)

    assert found.indifference == pytest.approx(5.5)
    assert found.cheapness < found.optimal < found.expensiveness


def test_answers_that_do_not_rise_are_left_out():
    answers = np.array([[1, 2, 3, 4], [1, 3, 2, 4], [1, 2, 2, 4], [1, np.nan, 3, 4.0]])

    assert consistent(answers).tolist() == [True, False, False, False]


def test_intervals_hold_the_truth_in_about_95_of_100_samples():
    draws = np.random.default_rng(1)
    means, spreads = np.array([8, 12, 15, 19.0]), np.array([2.5, 2.5, 2.5, 2.5])
    truth, hits = 13.5, 0
    for _ in range(60):
        sample = means + draws.normal(0, 1, (120, 4)) * spreads
        low, high = meter_intervals(sample, draws=120)[1]
        hits += low <= truth <= high

    assert hits >= 51  # below the 0.1% bound of a binomial with chance .95


def test_the_best_revenue_is_price_times_share_and_ties_are_seen():
    clear = [Offer(10, 80, 100), Offer(20, 70, 100), Offer(40, 5, 100)]
    tied = [Offer(10, 80, 100), Offer(20, 40, 100)]

    assert best_revenue(clear)[0] == 1
    assert best_revenue(clear)[1][1] > 0.95
    assert max(best_revenue(tied)[1]) < 0.8
