"""Rows that a limit on the measured number leaves out, and names that must not be taken for others."""

from typing import Any

import pytest

from assistant.offline.gathered import Plan
from tests.assistant.offline.conftest import Planner
from tests.assistant.offline.plans import first, missed
from tests.assistant.offline.tables import catalog, column
from tools.tables.catalog import Catalog


@pytest.fixture
def repairs() -> Catalog:
    return catalog(
        "repairs.csv",
        "repair",
        column("State", "segment", values=["OR", "IN", "WR", *(f"S{number}" for number in range(30))]),
        column("Electronic mail contract", "segment", "boolean", ["No", "Yes"], positive="Yes"),
        column("Number emails", "measure", "number", unit="count", minimum="0", maximum="60", distinct=40),
        column("Workshop repeats", "measure", "number", unit="count", minimum="0", maximum="9", distinct=9),
        column("Waiting time in minutes", "measure", "number", unit="duration", minimum="0", maximum="900"),
        column("Driving time in minutes", "measure", "number", unit="duration", minimum="0", maximum="300"),
        column("Invoice value", "measure", "number", unit="money", minimum="0", maximum="9000"),
        column("scores_rating", "measure", "number", unit="score", minimum="20", maximum="100", distinct=50),
        column("scores_tidiness", "measure", "number", unit="number", minimum="1", maximum="10", distinct=9),
        column("scores_access", "measure", "number", unit="number", minimum="1", maximum="10", distinct=9),
        column("Came back", "outcome", values=["No", "Yes"], positive="Yes", words=("churn", "left")),
        rows=900,
        outcome=None,
    )


def _calls(plan: Plan) -> list[dict[str, Any]]:
    assert not plan.missing
    return [dict(call.arguments) for call in plan.calls]


@pytest.mark.parametrize(
    ("asked", "operator", "number"),
    [
        ("What is the average invoice value without the zeros?", "!=", 0),
        ("What is the average invoice value with and without the zeros?", "!=", 0),
        ("What is the mean invoice value if we leave out those over 5000?", "<=", 5000.0),
        ("Average invoice value excluding the ones at exactly 49, please", "!=", 49.0),
        ("What is the average invoice value, and how far do the repairs at exactly 49 pull it down?", "!=", 49.0),
    ],
)
def test_rows_left_out_by_what_is_measured(
    planned: Planner, repairs: Catalog, asked: str, operator: str, number: float
) -> None:
    calls = _calls(planned(repairs, asked))
    limits = [call.get("where") for call in calls]

    assert [{"column": "Invoice value", "op": operator, "value": number}] in limits
    assert None in limits
    counted = next(call for call in calls if call["aggregate"] == "count")
    inverse = {"!=": "=", "<=": ">"}[operator]
    assert counted["where"] == [{"column": "Invoice value", "op": inverse, "value": number}]


def test_a_limit_in_hours_is_one_on_a_length_of_time(planned: Planner, repairs: Catalog) -> None:
    call = first(planned(repairs, "What is the average waiting time without the repeats over two hours?"))

    assert call["where"] == [{"column": "Waiting time in minutes", "op": "<=", "value": 120.0}]


def test_a_mean_of_those_over_a_limit_keeps_its_measure(planned: Planner, repairs: Catalog) -> None:
    call = first(planned(repairs, "What is the average invoice value of those over 5000?"))

    assert call["metric"] == "Invoice value"
    assert call["where"] == [{"column": "Invoice value", "op": ">", "value": 5000.0}]


def test_everyday_words_are_no_codes_of_many(planned: Planner, repairs: Catalog) -> None:
    call = first(planned(repairs, "Do repairs with three or more workshop repeats come back more?"))

    assert call["where"] == [{"column": "Workshop repeats", "op": ">=", "value": 3.0}]


def test_a_piece_of_a_header_is_read_in_full(planned: Planner, repairs: Catalog) -> None:
    call = first(planned(repairs, "How many electronic mails does the average repair have?"))

    assert call["metric"] == "Number emails"
    assert "where" not in call


def test_scores_are_not_added_up_and_the_general_one_is_meant(planned: Planner, repairs: Catalog) -> None:
    call = first(planned(repairs, "What is the average rating?"))

    assert call["metric"] == "scores_rating"


def test_lengths_of_time_are_added_up_only_where_that_is_said(planned: Planner, repairs: Catalog) -> None:
    plain = planned(repairs, "What is the average time by state?")
    (total,) = _calls(planned(repairs, "What is the average total time by state?"))

    assert not plain.calls
    assert any("does not hold a measure" in line for line in plain.missing)
    assert total["metric"] == "Waiting time in minutes + Driving time in minutes"


def test_look_alikes_by_named_traits_are_one_request(planned: Planner, repairs: Catalog) -> None:
    asked = (
        "Which repairs that stayed away look most like those that came back, going by state and electronic mail "
        "contract? Give the segment, its rate and how many did not come back."
    )
    calls = planned(repairs, asked).calls

    assert [call.tool for call in calls] == ["find_lookalikes"]
    assert calls[0].arguments["by"] == [{"column": "State"}, {"column": "Electronic mail contract"}]


def test_a_bare_limit_continues_what_was_measured(planned: Planner, repairs: Catalog) -> None:
    calls = _calls(planned(repairs, "What is the average invoice value, and how many are over 5000?"))

    assert calls[-1]["aggregate"] == "count"
    assert calls[-1]["where"] == [{"column": "Invoice value", "op": ">", "value": 5000.0}]


def test_one_number_of_a_row_is_set_against_another(planned: Planner, repairs: Catalog) -> None:
    call = first(planned(repairs, "How many repairs have a waiting time above their driving time?"))

    difference = "Waiting time in minutes - Driving time in minutes"
    assert call["where"] == [{"column": difference, "op": ">", "value": 0}]


def test_what_a_price_is_of_is_told(planned: Planner, repairs: Catalog) -> None:
    plan = planned(repairs, "What does a wheel typically cost?")

    assert first(plan)["metric"] == "Invoice value"
    assert any("one wheel" in note for note in plan.notes)


@pytest.fixture
def ratings() -> Catalog:
    return catalog(
        "ratings.csv",
        "rating",
        column("user", "id", distinct=500),
        column("age", "measure", "number", unit="age", minimum="18", maximum="80", distinct=60),
        column("genre", "segment", values=["Drama", "Comedy", "Horror"]),
        column("stars", "measure", "number", ["1", "2", "3", "4", "5"], unit="score", distinct=5),
        rows=4000,
        key=(),
        person="user",
    )


@pytest.mark.parametrize("asked", ["Share of stars by genre", "How many stars are there by genre?"])
def test_scores_are_counted_and_never_added_up(planned: Planner, ratings: Catalog, asked: str) -> None:
    call = first(planned(ratings, asked))

    assert call.get("aggregate", "count") == "count"
    assert "metric" not in call


def test_an_age_group_is_a_group(planned: Planner, ratings: Catalog) -> None:
    call = first(planned(ratings, "Which age group gives the most ratings per user?"))

    assert call["per"] == "user"
    assert [item["column"] for item in call["by"]] == ["age"]


def test_best_without_a_measure_is_the_score(planned: Planner, ratings: Catalog) -> None:
    plan = planned(ratings, "Which genre is best?")

    assert first(plan)["metric"] == "stars"


@pytest.fixture
def homes() -> Catalog:
    return catalog(
        "homes.csv",
        "household",
        column("HOME_SIZE", "segment", values=["1", "2", "3", "4", "5+"], label="home size"),
        column("ELEC_AMT1", "measure", "number", unit="money"),
        column("ELEC_AMT2", "measure", "number", unit="money"),
        column("GAS_AMT1", "measure", "number", unit="money"),
        column("GAS_AMT2", "measure", "number", unit="money"),
        column("mood", "segment", values=["glad", "sad"]),
        rows=900,
        rows_are_people=True,
    )


def test_people_of_a_row_are_counted_by_its_size(planned: Planner, homes: Catalog) -> None:
    call = first(planned(homes, "How many households with three or more people are there?"))

    assert call["where"] == [{"column": "HOME_SIZE", "op": "in", "value": ["3", "4", "5+"]}]


def test_people_that_no_column_counts_are_missed(planned: Planner, repairs: Catalog) -> None:
    plan = planned(repairs, "What is the invoice value of repairs with three or more people?")

    assert "how many people each has" in missed(plan)


def test_all_that_follows_is_about_the_segment_that_is_defined(planned: Planner, repairs: Catalog) -> None:
    asked = "Take repairs with three or more workshop repeats: how many are they, and how many came back?"
    last = _calls(planned(repairs, asked))[-1]

    assert {"column": "Workshop repeats", "op": ">=", "value": 3.0} in last["where"]


def test_a_limit_between_two_columns_is_no_quotient(planned: Planner, repairs: Catalog) -> None:
    asked = "How many repairs (over 250 waiting time minutes) came back?"
    call = first(planned(repairs, asked))

    assert {"column": "Waiting time in minutes", "op": ">", "value": 250.0} in call["where"]
