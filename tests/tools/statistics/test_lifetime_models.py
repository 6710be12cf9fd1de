"""BG/NBD and Gamma-Gamma against the published figures on CDNOW, and against simulated buyers."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tools.statistics import bgnbd, gamma_gamma
from tools.statistics.bgnbd import Histories

CDNOW = Path("/work/shared/data/cdnow")
PUBLISHED = (0.243, 4.414, 0.793, 2.426)
shared = [pytest.mark.shared, pytest.mark.skipif(not CDNOW.is_dir(), reason="the CDNOW files are not here")]


def history(*values: float) -> Histories:
    return Histories(*(np.array([value]) for value in values))


def test_conditional_expectation_agrees_with_fader_hardie_lee_2005_section_4():
    assert bgnbd.expected(PUBLISHED, history(2, 30.43, 38.86), 39)[0] == pytest.approx(1.226, abs=0.001)


@pytest.mark.parametrize(
    ("weeks", "purchases"),
    [(0.1429, 0.0078), (1, 0.0532), (3, 0.1506), (31.8571, 1.0405), (32, 1.0437), (78, 1.8576)],
)
def test_purchases_of_a_newcomer_agree_with_the_spreadsheet_of_fader_hardie_lee_2005(weeks, purchases):
    assert bgnbd.newcomer(PUBLISHED, weeks) == pytest.approx(purchases, rel=0.002, abs=5e-5)


def test_who_never_bought_again_counts_as_alive_and_long_silence_lowers_it():
    silent = bgnbd.alive(PUBLISHED, history(10, 10, 38.86))[0]
    recent = bgnbd.alive(PUBLISHED, history(10, 38, 38.86))[0]

    assert bgnbd.alive(PUBLISHED, history(0, 0, 38.86))[0] == 1
    assert silent < 0.05 < 0.8 < recent


@pytest.mark.parametrize("mark", [pytest.param(None, marks=shared)])
def test_bgnbd_on_cdnow_agrees_with_fader_hardie_lee_2005_table_2(mark):
    rows = pd.read_csv(CDNOW / "cdnow_customers_summary.csv").astype(float)

    found = bgnbd.fit(Histories(*(rows[name].to_numpy() for name in ("frequency", "recency", "T"))))

    assert found.parameters == pytest.approx(PUBLISHED, abs=0.001)
    assert found.likelihood == pytest.approx(-9582.4, abs=0.1)


@pytest.mark.parametrize("mark", [pytest.param(None, marks=shared)])
def test_gamma_gamma_on_cdnow_agrees_with_fader_and_hardie_2013(mark):
    names = ["master", "person", "day", "discs", "amount"]
    rows = pd.read_csv(CDNOW / "CDNOW_sample.txt", sep=r"\s+", header=None, names=names)
    rows = rows[rows["day"] <= 19970930].groupby(["person", "day"], as_index=False)["amount"].sum()
    later = rows[rows["day"] > rows.groupby("person")["day"].transform("min")]
    spends = later.groupby("person")["amount"].agg(["count", "mean"])
    spends = spends[spends["mean"] > 0]

    found = gamma_gamma.fit(spends["count"].to_numpy(dtype=float), spends["mean"].to_numpy())

    assert len(spends) == 946
    assert found.parameters == pytest.approx((6.25, 3.74, 15.44), abs=0.01)
    known = gamma_gamma.expected(found.parameters, np.array([2.0, 1.0, 0.0]), np.array([22.35, 11.77, 0.0]))
    assert known[[0, 2]] == pytest.approx([24.65, 35.17], abs=0.02)  # note 025, first customers


def buyers(number: int, parameters, weeks: float, seed: int) -> Histories:
    r, alpha, a, b = parameters
    generator = np.random.default_rng(seed)
    rate, leaving = generator.gamma(r, 1 / alpha, number), generator.beta(a, b, number)
    rows = []
    for buying, dropping in zip(rate, leaving, strict=True):
        now, last, repeats = generator.exponential(1 / buying), 0.0, 0
        while now <= weeks:
            last, repeats = now, repeats + 1
            if generator.random() < dropping:
                break
            now += generator.exponential(1 / buying)
        rows.append((repeats, last, weeks))
    return Histories(*np.array(rows, dtype=float).T)


def test_parameters_of_simulated_buyers_are_recovered():
    truth = (0.8, 6.0, 0.9, 2.5)

    found = bgnbd.fit(buyers(4000, truth, 52, 3))

    errors = (np.log(found.parameters) - np.log(truth)) / np.sqrt(np.diag(found.covariance))
    assert np.abs(errors).max() < 3


def test_the_interval_of_expected_purchases_covers_the_truth():
    truth, inside = (0.8, 6.0, 0.9, 2.5), 0
    for seed in range(8):
        simulated = buyers(400, truth, 40, seed)
        found = bgnbd.fit(simulated)
        low, high = found.delta(lambda p: bgnbd.newcomer(p, 20))
        inside += low <= bgnbd.newcomer(truth, 20) <= high

    assert inside >= 6


def test_alpha_and_v_follow_the_unit_of_the_data():
    weekly = buyers(1500, (0.8, 6.0, 0.9, 2.5), 52, 4)
    daily = Histories(weekly.repeats, weekly.recency * 7, weekly.age * 7)

    one, other = bgnbd.fit(weekly).parameters, bgnbd.fit(daily).parameters

    assert other[1] / one[1] == pytest.approx(7, rel=0.01)
    assert (other[0], other[2]) == pytest.approx((one[0], one[2]), rel=0.01)


def test_without_any_repeat_purchase_nothing_is_estimated():
    none = Histories(np.zeros(200), np.zeros(200), np.full(200, 30.0))

    assert bgnbd.fit(none) is None
