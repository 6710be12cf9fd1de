"""Kaplan-Meier and log-rank against the leukaemia trial of Freireich et al. 1963, as printed in textbooks."""

import numpy as np
import pytest

from tools.statistics.survival import kaplan_meier, log_rank

# Weeks in remission, treated with 6-MP (+ for censored) and with placebo: Cox 1972, J. R. Stat. Soc. B 34, p. 189.
TREATED = "6 6 6 6+ 7 9+ 10 10+ 11+ 13 16 17+ 19+ 20+ 22 23 25+ 32+ 32+ 34+ 35+"
PLACEBO = "1 1 2 2 3 4 4 5 5 8 8 8 8 11 11 12 12 15 17 22 23"


def arm(text):
    words = text.split()
    return np.array([float(word.rstrip("+")) for word in words]), np.array(["+" not in word for word in words])


def test_survival_agrees_with_kleinbaum_and_klein_table_2_2():
    curve = kaplan_meier(*arm(TREATED))

    assert list(curve.times) == [6, 7, 10, 13, 16, 22, 23]
    assert list(curve.at_risk) == [21, 17, 15, 12, 11, 7, 6]
    assert curve.survival == pytest.approx([0.8571, 0.8067, 0.7529, 0.6902, 0.6275, 0.5378, 0.4482], abs=5e-5)


def test_medians_agree_with_kleinbaum_and_klein():
    assert kaplan_meier(*arm(TREATED)).median()[0] == 23
    assert kaplan_meier(*arm(PLACEBO)).median()[0] == 8


def test_greenwood_and_log_log_interval_agree_with_survfit_of_r():
    # survfit(Surv(time, status) ~ 1, conf.type = "log-log"): at 6 weeks 0.857 (0.620, 0.952).
    _, interval = kaplan_meier(*arm(TREATED)).at(6)

    assert interval == pytest.approx((0.620, 0.952), abs=5e-4)


def test_log_rank_agrees_with_kleinbaum_and_klein_section_2_5():
    test = log_rank([arm(TREATED), arm(PLACEBO)])

    assert test.statistic == pytest.approx(16.79, abs=0.005)
    assert test.observed == (9, 21)
    assert test.expected == pytest.approx((19.25, 10.75), abs=0.005)


def test_curves_and_tests_agree_with_statsmodels_on_three_groups():
    from statsmodels.duration.survfunc import SurvfuncRight, survdiff

    generator = np.random.default_rng(3)
    group = generator.integers(0, 3, 300)
    times = np.ceil(generator.exponential(10 + 4 * group))
    happened = generator.random(300) < 0.7
    known = SurvfuncRight(times, happened.astype(int))

    curve = kaplan_meier(times, happened)
    test = log_rank([(times[group == g], happened[group == g]) for g in range(3)])

    assert curve.survival == pytest.approx(known.surv_prob)
    assert (test.statistic, test.p_value) == pytest.approx(survdiff(times, happened.astype(int), group))


def test_before_the_first_event_everybody_is_left_and_a_high_curve_has_no_median():
    curve = kaplan_meier(np.array([5.0, 6, 7, 8]), np.array([True, False, False, False]))

    assert curve.at(4)[0] == 1
    assert curve.median()[0] is None


def test_nothing_happened_gives_no_test():
    group = (np.array([1.0, 2.0]), np.array([False, False]))

    assert log_rank([group, group]) is None
