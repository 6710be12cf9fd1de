"""A mean beside its peaks: the ends of a J-shaped scale, two humps, and what those without zeros come to."""

import numpy as np
import pandas as pd
import pytest


@pytest.fixture(scope="module")
def reviews(tmp_path_factory, tabled):
    draws = np.random.default_rng(3)
    stars = draws.choice([1, 2, 3, 4, 5], 800, p=[0.2, 0.05, 0.08, 0.12, 0.55])
    frame = pd.DataFrame(
        {
            "review_id": np.arange(800) + 1,
            "stars": stars,
            "even_score": draws.choice([1, 2, 3, 4, 5], 800, p=[0.05, 0.2, 0.4, 0.25, 0.1]),
            "votes": np.where(draws.random(800) < 0.6, 0, draws.integers(5, 60, 800)),
        }
    )
    return frame, tabled(tmp_path_factory.mktemp("reviews"), "reviews.csv", frame)


def test_both_ends_of_a_scale_are_told_as_shares(reviews):
    frame, asked = reviews
    found = asked("query_table", table="reviews.csv", aggregate="mean", metric="stars").findings
    shares = [finding for finding in found if finding.unit == "share"]

    assert [finding.value for finding in shares] == [(frame.stars == 5).mean(), (frame.stars == 1).mean()]
    assert shares[0].statement.startswith("Stars is 5 for")


def test_one_peak_tells_no_second(reviews):
    frame, asked = reviews
    found = asked("query_table", table="reviews.csv", aggregate="mean", metric="even_score").findings

    assert [finding.value for finding in found if finding.unit == "share"] == [(frame.even_score == 3).mean()]


def test_many_zeros_are_told_with_the_mean_of_the_others(reviews):
    frame, asked = reviews
    found = asked("query_table", table="reviews.csv", aggregate="mean", metric="votes").findings
    values = [finding.value for finding in found]

    assert (frame.votes == 0).mean() in values
    assert pytest.approx(frame.votes[frame.votes > 0].mean()) in values


def test_a_placeholder_among_half_steps_is_no_peak(tmp_path, tabled):
    draws = np.random.default_rng(4)
    stars = draws.choice([1, 1.5, 2, 3, 4, 4.5, 5], 800, p=[0.25, 0.1, 0.05, 0.05, 0.1, 0.15, 0.3])
    stars[:120] = 99
    frame = pd.DataFrame({"review_id": np.arange(800) + 1, "stars": stars})
    found = tabled(tmp_path, "reviews.csv", frame)(
        "query_table", table="reviews.csv", aggregate="mean", metric="stars"
    ).findings

    assert not [finding.statement for finding in found if "Stars is 99 for" in finding.statement]
    assert [finding.value for finding in found if finding.statement.startswith("Stars is 5 for")] == [
        (stars[120:] == 5).mean()
    ]
