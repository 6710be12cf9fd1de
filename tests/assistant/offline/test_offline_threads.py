"""What a follow-up takes over from the question before it in the thread."""

import pytest

from tests.assistant.offline.plans import first, missed, only
from tests.assistant.offline.tables import catalog, column
from tools.tables.catalog import Catalog


@pytest.fixture
def gym() -> Catalog:
    return catalog(
        "members.csv",
        "member",
        column("member_id", "id"),
        column("plan", "segment", values=("annual", "monthly", "student")),
        column("heard_through", "segment", values=("friend", "poster", "search")),
        column("fees", "measure", "number", unit="money"),
        column("renewed", "outcome", "boolean", ["no", "yes"], positive="yes"),
        rows=900,
    )


SHARE = "What share of members who heard through a friend renewed?"
FRIEND = [{"column": "heard_through", "op": "=", "value": "friend"}]


@pytest.mark.parametrize(
    ("question", "metric"),
    [
        ("Is that more than the others?", "renewed"),
        ("Do they renew more often than the rest?", "renewed"),
        ("And do they pay more fees than everybody else?", "fees"),
        ("Ist das mehr als bei allen anderen?", "renewed"),
    ],
)
def test_those_spoken_of_are_compared_with_all_others(planned, gym, question, metric):
    call = only(planned(gym, question, SHARE))

    assert (call["tool"], call["metric"]) == ("compare_segments", metric)
    assert call["where"] == FRIEND
    assert "by" not in call


def test_without_anybody_spoken_of_there_are_no_others(planned, gym):
    plan = planned(gym, "Is that more than the others?", "How many members are there?")

    assert "names nothing that can be counted, compared or looked up" in missed(plan)


@pytest.mark.parametrize(
    "question",
    ["And only those who heard through a friend?", "Just those who heard through a friend", "Und nur friend?"],
)
def test_a_follow_up_that_narrows_keeps_the_groups(planned, gym, question):
    call = first(planned(gym, question, "How many members per plan?"))

    assert call["by"] == [{"column": "plan"}]
    assert call["where"] == FRIEND


def test_a_follow_up_about_another_group_tells_that_group(planned, gym):
    call = first(planned(gym, "What about those who heard through a friend?", "How many members per plan?"))

    assert call["where"] == FRIEND
    assert "by" not in call


def test_the_difference_is_the_one_told_before(planned, gym):
    call = only(planned(gym, "Is the difference significant?", "What is the mean of fees by plan?"))

    assert (call["tool"], call["metric"], call["by"]) == ("compare_segments", "fees", {"column": "plan"})


def test_other_groups_asked_for_take_the_place_of_those_compared(planned, gym):
    call = only(planned(gym, "And by how they heard?", "Do fees differ by plan?"))

    assert (call["tool"], call["metric"], call["by"]) == ("compare_segments", "fees", {"column": "heard_through"})
    assert "strata" not in call


@pytest.mark.parametrize("question", ["Split it by plan", "Break that down by plan", "And per plan?"])
def test_what_was_told_is_split(planned, gym, question):
    call = first(planned(gym, question, "How much did members pay in fees in total?"))

    assert (call["aggregate"], call["metric"], call["by"]) == ("sum", "fees", [{"column": "plan"}])


@pytest.mark.parametrize("question", ["Make a chart of it", "Can you show that as a table, please?", "Als Grafik"])
def test_another_form_of_what_was_told_asks_the_same_again(planned, gym, question):
    before = "How many members per plan?"

    assert planned(gym, question, before) == planned(gym, before)


def test_a_chart_of_something_else_is_another_question(planned, gym):
    call = first(planned(gym, "Make a chart of the fees by plan", "How many members are there?"))

    assert (call["metric"], call["by"]) == ("fees", [{"column": "plan"}])


def test_a_lift_is_told_over_all_and_not_against_the_rest(planned, gym):
    call = only(planned(gym, "And how does their renewal compare with the average (lift)?", SHARE))

    assert (call["tool"], call["aggregate"], call["metric"]) == ("query_table", "share", "renewed")
    assert call["where"] == FRIEND


def test_a_fall_after_a_month_is_told_from_before_it(planned):
    sales = catalog(
        "sales.csv",
        "sale",
        column("sale_id", "id"),
        column("sold_on", "time", "date", minimum="2023-01-01", maximum="2024-12-31"),
        column("amount", "measure", "number", unit="money"),
        rows=900,
    )
    call = first(planned(sales, "The total amount falls after March 2024. What happened?"))

    assert call["metric"] == "amount"
    assert "period" not in call
