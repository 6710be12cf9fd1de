"""Formulas against published tables and against statsmodels and SciPy as independent implementations."""

import warnings

import numpy as np
import pytest
import scipy.stats
from hypothesis import given, settings
from hypothesis import strategies as st

from tools.statistics.contingency import chi_square, fisher_exact, independence
from tools.statistics.means import Moments, mean_interval, welch, welch_anova
from tools.statistics.multiple import holm
from tools.statistics.proportions import counts_differ, lift, newcombe, risk_ratio, two_proportion_p, wilson
from tools.statistics.ranks import mann_whitney, median_interval, median_ranks


def moments(values):
    values = np.asarray(values, dtype=float)
    return Moments(len(values), values.sum(), (values**2).sum())


@pytest.mark.parametrize(
    ("positives", "n", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_agrees_with_newcombe_1998a_table_1(positives, n, low, high):
    assert wilson(positives, n) == pytest.approx((low, high), abs=5e-5)


@pytest.mark.parametrize(
    ("a", "n", "b", "m", "low", "high"),
    [
        (56, 70, 48, 80, 0.0524, 0.3339),
        (9, 10, 3, 10, 0.1705, 0.8090),
        (5, 56, 0, 29, -0.0381, 0.1926),
        (0, 10, 0, 20, -0.1611, 0.2775),
        (10, 10, 0, 10, 0.6075, 1.0),
    ],
)
def test_newcombe_agrees_with_newcombe_1998b_table_2_method_10(a, n, b, m, low, high):
    assert newcombe(a, n, b, m) == pytest.approx((low, high), abs=5e-5)


def test_risk_ratio_agrees_with_statsmodels():
    from statsmodels.stats.contingency_tables import Table2x2

    table = Table2x2(np.array([[30, 70], [18, 142]]))

    ratio = risk_ratio(30, 100, 18, 160)

    assert ratio.value == pytest.approx(table.riskratio)
    assert ratio.interval == pytest.approx(table.riskratio_confint())


def test_lift_interval_covers_in_simulation():
    generator = np.random.default_rng(7)
    n, rest, p, q = 150, 850, 0.3, 0.12
    truth = p / ((n * p + rest * q) / (n + rest))
    inside = 0
    for _ in range(2000):
        a, b = generator.binomial(n, p), generator.binomial(rest, q)
        low, high = lift(a, n, a + b, n + rest).interval
        inside += low <= truth <= high
    assert 0.93 <= inside / 2000 <= 0.97


def test_two_proportion_p_is_the_uncorrected_chi_square():
    expected = scipy.stats.chi2_contingency([[61, 124], [77, 91]], correction=False).pvalue

    assert two_proportion_p(61, 185, 77, 168) == pytest.approx(expected)


def test_two_proportion_p_without_variation_is_one():
    assert two_proportion_p(0, 10, 0, 20) == 1.0


def test_welch_agrees_with_statsmodels():
    from statsmodels.stats.weightstats import CompareMeans, DescrStatsW

    generator = np.random.default_rng(1)
    a, b = generator.normal(5, 2, 40), generator.normal(4, 5, 25)
    peer = CompareMeans(DescrStatsW(a), DescrStatsW(b))

    result = welch(moments(a), moments(b))

    assert result.p_value == pytest.approx(peer.ttest_ind(usevar="unequal")[1])
    assert result.interval == pytest.approx(peer.tconfint_diff(usevar="unequal"))


def test_mean_interval_agrees_with_statsmodels():
    from statsmodels.stats.weightstats import DescrStatsW

    values = [3.0, 8.0, 1.0, 9.0, 4.5]

    assert mean_interval(moments(values)) == pytest.approx(DescrStatsW(values).tconfint_mean())


def test_welch_anova_agrees_with_statsmodels():
    from statsmodels.stats.oneway import anova_oneway

    generator = np.random.default_rng(3)
    groups = [
        generator.normal(mean, spread, size) for mean, spread, size in [(0, 1, 30), (0.5, 3, 20), (1, 2, 50)]
    ]

    assert welch_anova([moments(group) for group in groups]) == pytest.approx(
        anova_oneway(groups, use_var="unequal").pvalue
    )


def test_chi_square_agrees_with_scipy_and_has_cramers_v():
    counts = [[20, 30, 50], [40, 25, 10]]
    expected = scipy.stats.chi2_contingency(counts, correction=False)

    result = chi_square(counts)

    assert (result.statistic, result.p_value) == pytest.approx((expected.statistic, expected.pvalue))
    assert result.cramers_v == pytest.approx(scipy.stats.contingency.association(np.array(counts)))


def test_fisher_gives_the_lady_tasting_tea():
    # Fisher 1935, chapter 2: three of four cups right; two-sided 34/70.
    assert fisher_exact(3, 1, 1, 3) == pytest.approx(34 / 70)


@settings(max_examples=60, deadline=None)
@given(st.tuples(*[st.integers(0, 30)] * 4).filter(lambda t: sum(t) > 0))
def test_fisher_agrees_with_scipy(cells):
    a, b, c, d = cells

    assert fisher_exact(a, b, c, d) == pytest.approx(scipy.stats.fisher_exact([[a, b], [c, d]]).pvalue, abs=1e-9)


def test_small_expected_counts_choose_fishers_test():
    assert independence([[1, 9], [8, 2]]).test == "Fisher's exact test"
    assert independence([[100, 90], [80, 120]]).test == "chi-square test"


def test_one_empty_column_leaves_nothing_to_test():
    assert independence([[5, 0], [9, 0]]) is None


def test_mann_whitney_agrees_with_scipy_under_ties():
    generator = np.random.default_rng(5)
    a, b = generator.integers(0, 6, 40).astype(float), generator.integers(1, 8, 30).astype(float)
    expected = scipy.stats.mannwhitneyu(a, b, method="asymptotic")

    result = mann_whitney(a, b)

    assert result.p_value == pytest.approx(expected.pvalue)
    assert result.superiority == pytest.approx(expected.statistic / (40 * 30))


@pytest.mark.parametrize(("n", "ranks"), [(5, None), (6, (1, 6)), (10, (2, 9)), (20, (6, 15)), (100, (40, 61))])
def test_median_ranks_agree_with_the_binomial_table(n, ranks):
    # Conover 1999, table A3 (binomial, p = .5): P(X <= d) at most .025.
    assert median_ranks(n) == ranks


def test_median_interval_covers_in_simulation():
    generator = np.random.default_rng(11)
    inside = 0
    for _ in range(1000):
        low, high = median_interval(generator.exponential(1, 60))
        inside += low <= np.log(2) <= high
    assert 0.94 <= inside / 1000 <= 0.985


def test_holm_agrees_with_statsmodels():
    from statsmodels.stats.multitest import multipletests

    p_values = [0.04, 0.001, 0.2, 0.012, 0.03]

    assert holm(p_values) == pytest.approx(list(multipletests(p_values, method="holm")[1]))


def test_wilson_covers_in_simulation():
    generator = np.random.default_rng(2)
    draws = generator.binomial(80, 0.2, 2000)
    inside = sum(low <= 0.2 <= high for low, high in (wilson(int(k), 80) for k in draws))
    assert 0.93 <= inside / 2000 <= 0.97


def test_equal_counts_never_differ():
    assert not counts_differ(56, 56)
    assert not counts_differ(56, 52)
    assert counts_differ(2910, 1665)
    assert not counts_differ(0, 0)


def test_constant_groups_have_no_interval_but_a_verdict():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert welch(moments([2, 2, 2]), moments([2, 2])).p_value == 1.0
        assert welch(moments([2]), moments([2, 3])) is None
