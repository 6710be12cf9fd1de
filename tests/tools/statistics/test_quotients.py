"""Quotients of two sums against an independent bootstrap, and their intervals in simulations."""

import numpy as np
import pytest
from numpy.typing import NDArray

from tools.statistics.quotients import Paired, homogeneous, quotient_interval, quotients_differ

Values = NDArray[np.float64]


def paired(top: Values, under: Values) -> Paired:
    return Paired(
        len(top),
        float(top.sum()),
        float(under.sum()),
        float((top**2).sum()),
        float((under**2).sum()),
        float((top * under).sum()),
    )


def drawn(seed: int, n: int, rate: float = 0.3) -> tuple[Values, Values]:
    generator = np.random.default_rng(seed)
    under = generator.gamma(2.0, 50.0, n)
    return under * rate + generator.normal(0, 8, n), under


def test_the_interval_agrees_with_a_bootstrap_over_rows() -> None:
    top, under = drawn(1, 400)
    places = np.random.default_rng(2).integers(0, 400, (4000, 400))
    low, high = np.quantile(top[places].sum(axis=1) / under[places].sum(axis=1), (0.025, 0.975))
    found = quotient_interval(paired(top, under))
    assert found == pytest.approx((low, high), abs=0.001)


def test_nominal_95_percent_intervals_cover_the_true_quotient() -> None:
    hits = 0
    for seed in range(2000):
        low, high = quotient_interval(paired(*drawn(seed, 60))) or (0.0, 0.0)
        hits += low <= 0.3 <= high
    assert 0.93 <= hits / 2000 <= 0.97


def test_two_quotients_that_are_equal_are_told_apart_in_one_of_twenty_cases() -> None:
    gaps = [quotients_differ(paired(*drawn(seed, 50)), paired(*drawn(seed + 5000, 80))) for seed in range(1000)]
    false = sum(gap is not None and gap.p_value < 0.05 for gap in gaps)
    assert 0.03 <= false / 1000 <= 0.07


def test_many_quotients_are_tested_together() -> None:
    same = [paired(*drawn(seed, 200)) for seed in range(4)]
    assert (homogeneous(same) or 0.0) > 0.05
    assert (homogeneous([*same, paired(*drawn(9, 200, rate=0.4))]) or 1.0) < 0.001


def test_nothing_is_said_of_a_single_row_or_over_nothing() -> None:
    assert quotient_interval(Paired(1, 3.0, 2.0, 9.0, 4.0, 6.0)) is None
    assert quotient_interval(Paired(3, 3.0, 0.0, 9.0, 0.0, 0.0)) is None
