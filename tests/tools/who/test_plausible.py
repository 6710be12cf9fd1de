"""What cannot be among numbers is named and left out of a second average: ages of 0, below 0 and of 900."""

import numpy as np
import pandas as pd
import pytest


def _walkers(odd: list[float]) -> pd.DataFrame:
    draws = np.random.default_rng(8)
    age = np.clip(draws.normal(36, 9, 900), 16, 78).round()
    age[: len(odd)] = odd
    return pd.DataFrame({"walker_id": np.arange(900) + 1, "age": age.astype(int), "dogs": draws.poisson(2, 900)})


def _told(tmp_path, tabled, odd: list[float]):
    found = tabled(tmp_path, "walkers.csv", _walkers(odd))(
        "query_table", table="walkers.csv", aggregate="mean", metric="age"
    ).findings
    return {finding.statement: finding.value for finding in found}


def test_the_mean_of_plausible_ages_stands_beside_that_of_all(tmp_path, tabled):
    odd = [0.0] * 300 + [-43.0, -9.0, 105.0, 930.0, 1051.0, 104.0]
    told = _told(tmp_path, tabled, odd)
    frame = _walkers(odd)
    plausible = next(value for text, value in told.items() if "plausible age, the mean" in text)
    assert plausible == pytest.approx(frame["age"][frame["age"].between(1, 78)].mean())
    assert any("down to -43" in text and "up to 1,051" in text and "300 rows" in text for text in told)


def test_ages_that_all_can_be_are_not_doubted(tmp_path, tabled):
    told = _told(tmp_path, tabled, [0.0, 1.0, 101.0])
    assert {text.split(" is ")[0] for text in told} == {"The mean age of customers", "The median age of customers"}
