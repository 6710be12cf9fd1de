"""Outcomes of another table with the same people, the last row of each of them, and codes behind a noun."""

from dataclasses import replace

import pytest

from tests.assistant.offline.conftest import Planner
from tests.assistant.offline.plans import missed, only
from tests.assistant.offline.tables import column, number, table
from tools.tables.catalog import Catalog, Join

HOLDER = column("card_holder", "outcome", "boolean", ("no", "yes"), positive="yes")
LAST = {"column": "last of each person", "op": "=", "value": "yes"}


@pytest.fixture
def club() -> Catalog:
    members = table(
        "members.csv",
        "member",
        column("hkey", "id", distinct=900),
        column("hall", "segment", values=("north", "south")),
        column("joined_via", "measure", "number", ("3", "4", "7"), unit="number", distinct=3),
        rows=900,
        person="hkey",
    )
    labels = table(
        "labels.csv",
        "row",
        column("hkey", "id", distinct=800),
        column("churned", "outcome", "boolean", ("0", "1"), positive="1"),
        rows=800,
        person="hkey",
    )
    payments = table(
        "payments.csv",
        "transaction",
        column("hkey", "id", distinct=800),
        column("paid_on", "time", "date", minimum="2023-01-02", maximum="2024-12-30"),
        number("amount", "money"),
        column("by_card", "segment", "boolean", ("0", "1"), positive="1"),
        column("stop_request", "outcome", "boolean", ("0", "1"), positive="1", words=("cancellation", "churn")),
        column("days from payment to expiry", "measure", "number", unit="days", words=("last", "takes")),
        rows=5000,
        person="hkey",
        key=(),
    )
    joins = tuple(
        Join(left_table=left, left_column="hkey", right_table=right, right_column="hkey", share=0.95)
        for left, right in (
            ("labels.csv", "members.csv"),
            ("payments.csv", "members.csv"),
            ("payments.csv", "labels.csv"),
        )
    )
    return Catalog(tables=(members, labels, payments), joins=joins)


def _compared(planned: Planner, catalog: Catalog, question: str) -> dict[str, object]:
    calls = planned(catalog, question).calls
    return dict(next(call.arguments for call in calls if call.tool == "compare_segments"))


def test_an_outcome_in_a_table_of_labels_is_reached_from_the_table_of_traits(planned, club):
    asked = _compared(planned, club, "Do members in the north hall churn more than those in the south hall?")

    assert str(asked["metric"]).endswith("churned")
    assert asked["contrast"][0]["value"] == "south"


def test_the_rate_over_all_labels_is_told_beside(planned, club):
    calls = planned(club, "Do members in the north hall churn more than those in the south hall?").calls

    assert ("labels.csv", "churned") in [
        (call.arguments["table"], call.arguments.get("metric")) for call in calls[1:]
    ]


@pytest.mark.parametrize("noun", ["", "channel ", "source "])
def test_a_noun_may_stand_between_a_column_and_its_code(planned, club, noun):
    asked = _compared(planned, club, f"Do members joined via {noun}4 churn more than those joined via {noun}7?")

    assert [item["value"] for item in (*asked["where"], *asked["contrast"])] == [4.0, 7.0]


@pytest.mark.parametrize("said", ["last payment", "latest transaction", "final payment"])
def test_the_last_row_of_each_person_is_what_both_sides_are_of(planned, club, said):
    asked = _compared(planned, club, f"Members whose {said} has a stop request churn far more.")

    assert (asked["metric"], asked["among"]) == ("labels.csv::churned", [LAST])
    assert asked["where"] == [{"column": "stop_request", "op": "=", "value": "1"}]


def test_groups_of_last_rows_are_compared_by_the_outcome_that_is_called_so(planned, club):
    asked = _compared(
        planned, club, "How does churn differ between members whose last payment was by card and the others?"
    )

    assert (asked["metric"], asked["among"]) == ("labels.csv::churned", [LAST])
    assert asked["where"][0]["column"] == "by_card"


@pytest.mark.parametrize(
    "question", ["How many days since the last payment?", "Which payments were in the last month?"]
)
def test_how_long_ago_something_was_is_not_asked_of_last_rows(planned, club, question):
    call = only(planned(club, question))

    assert call["table"] == "payments.csv"
    assert "where" not in call


def test_whether_one_thing_causes_the_other_is_no_figure_but_a_doubt(planned, club):
    found = planned(
        club, "Members whose last payment has a stop request churn far more. Does the request cause the churn?"
    )

    assert len([call for call in found.calls if call.tool == "compare_segments"]) == 1
    assert any("correlation" in note for note in found.notes)


def test_what_each_did_after_the_last_row_is_not_held(planned, club):
    found = planned(club, "Members whose last payment has a stop request come back less.")

    assert "after the last row" in missed(found)


def test_a_verb_means_the_joined_outcome_that_it_is_about(planned, club):
    told = replace(club.tables[0], columns=(*club.tables[0].columns, HOLDER), outcome="card_holder")
    catalog = Catalog(tables=(told, club.tables[1]), joins=club.joins[:1])

    asked = _compared(planned, catalog, "Do card holders leave more than others?")

    assert (asked["metric"], asked["where"][0]["column"]) == ("labels.csv::churned", "card_holder")


@pytest.mark.parametrize(("which", "group"), [("halls", "hall"), ("source codes", "acq_source")])
def test_where_most_rows_come_from_is_a_count_of_each_group(planned, club, which, group):
    coded = column("acq_source", "measure", "number", ("1", "2", "5"), unit="number", distinct=3)
    told = replace(club.tables[0], columns=(*club.tables[0].columns, coded))
    catalog = replace(club, tables=(told, *club.tables[1:]))

    call = planned(catalog, f"Which {which} bring the most members?").calls[0]

    assert (call.tool, call.arguments["aggregate"]) == ("query_table", "count")
    assert call.arguments["by"] == [{"column": group}]
