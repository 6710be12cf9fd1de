"""The rule search, the score and the ROC curve, against independent implementations."""

import numpy as np
import pytest

from tools.statistics.lookalike import best_rule, roc, score


def test_the_area_and_its_interval_are_those_of_the_definition():
    """DeLong et al. 1988: placements computed pair by pair."""
    draws = np.random.default_rng(3)
    target = np.arange(60) < 25
    scores = np.round(draws.normal(target * 0.8, 1), 1)
    cases, others = scores[target], scores[~target]
    pairs = (cases[:, None] > others[None, :]) + 0.5 * (cases[:, None] == others[None, :])
    variance = pairs.mean(axis=1).var(ddof=1) / 25 + pairs.mean(axis=0).var(ddof=1) / 35
    half = 1.959964 * np.sqrt(variance)

    found = roc(scores, target)

    assert found.area == pytest.approx(pairs.mean())
    assert found.interval == pytest.approx((pairs.mean() - half, pairs.mean() + half), abs=1e-6)


def test_a_perfect_score_has_an_area_of_one_and_one_class_has_none():
    target = np.array([False, False, True, True])

    assert roc(np.arange(4.0), target).area == 1
    assert roc(np.arange(4.0), np.ones(4, dtype=bool)) is None


def test_the_score_is_the_ridge_logistic_regression_of_statsmodels():
    sm = pytest.importorskip("statsmodels.api")
    draws = np.random.default_rng(8)
    flags = draws.random((3, 400)) < 0.4
    target = draws.random(400) < np.where(flags[0], 0.7, 0.3)
    rows = np.column_stack([np.ones(400), flags.T.astype(float)])
    penalty = np.array([0, 1, 1, 1]) / 400
    fitted = sm.GLM(target.astype(float), rows, family=sm.families.Binomial()).fit_regularized(
        alpha=penalty, L1_wt=0, maxiter=500, cnvrg_tol=1e-12
    )

    assert score(flags, target, flags) == pytest.approx(rows @ fitted.params, abs=1e-3)


def test_shuffled_targets_give_a_rule_at_most_once_in_twenty():
    draws = np.random.default_rng(11)
    flags = draws.random((30, 600)) < 0.5
    target = draws.random(600) < 0.3
    alarms = sum(bool(best_rule(flags, draws.permutation(target), list(range(30)), 20)) for _ in range(200))

    assert alarms <= 18  # the 97.5% bound of a binomial with chance .05


def test_both_planted_conditions_are_found_and_no_more():
    draws = np.random.default_rng(2)
    flags = draws.random((12, 3000)) < 0.5
    target = draws.random(3000) < np.where(flags[3] & flags[7], 0.6, 0.15)

    assert set(best_rule(flags, target, list(range(12)), 20)) == {3, 7}
