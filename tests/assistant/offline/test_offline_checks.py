"""Questions for faults in the data and for what is not there."""

import pytest

from tests.assistant.offline.plans import missed, only
from tests.assistant.offline.tables import catalog, column
from tools.tables.catalog import Catalog


@pytest.fixture
def clinic() -> Catalog:
    return catalog(
        "appointments.csv",
        "appointment",
        column("appointment_id", "id"),
        column("booked_on", "time", "date", minimum="2024-01-01", maximum="2024-12-31"),
        column("treated_on", "time", "date", minimum="2024-01-03", maximum="2024-12-31", missing=40),
        column("clinic_name", "segment", values=("North", "Harbour", "harbour")),
        column("phone", "segment", values=("a", "b"), missing=70),
        column("occupation", "segment", values=("nurse", "teacher", "unknown"), sentinels=(("unknown", 50),)),
        column("remark", "text", missing=300),
        column("fee", "measure", "number", unit="money"),
        rows=800,
    )


@pytest.mark.parametrize(
    "question",
    [
        "Were any appointments treated before they were booked?",
        "How many appointments have a treated date before the booked date?",
        "Is any appointment booked after it was treated?",
    ],
)
def test_two_dates_in_an_impossible_order_are_checked(planned, clinic, question):
    call = planned(clinic, question).calls[0]

    assert call.tool == "check_data"
    assert call.arguments["check"] == "order"
    assert call.arguments["fields"] == ["treated_on", "booked_on"]


def test_before_a_date_is_no_such_check(planned, clinic):
    call = only(planned(clinic, "How many appointments were booked before June 2024?"))

    assert (call["tool"], call["aggregate"]) == ("query_table", "count")


def test_before_anything_else_is_no_such_check(planned, clinic):
    assert "no column or value for tax" in missed(planned(clinic, "What is the average fee before tax?"))


@pytest.mark.parametrize(
    ("question", "fields"),
    [
        ("Any spelling problems in the clinic name?", ["clinic_name"]),
        ("Gibt es verschiedene Schreibweisen bei clinic name?", ["clinic_name"]),
        ("Are there typos?", None),
    ],
)
def test_spelling_is_checked_where_it_is_asked(planned, clinic, question, fields):
    call = planned(clinic, question).calls[0]

    assert call.tool == "check_data"
    assert call.arguments["check"] == "spelling"
    assert call.arguments.get("fields") == fields


@pytest.mark.parametrize(
    ("question", "columns"),
    [
        ("How many appointments have no phone?", [["phone"]]),
        ("How many appointments are without a remark?", [["remark"]]),
        ("For how many appointments is the occupation unknown?", [["occupation"]]),
        ("What share of appointments lacks a phone number?", [["phone"]]),
        (
            "For how many appointments is the phone or the occupation unknown?",
            [["phone"], ["occupation"], ["phone", "occupation"]],
        ),
        ("How many appointments have no phone and how many have no remark?", [["phone"], ["remark"]]),
    ],
)
def test_what_is_not_there_is_counted_for_each_column(planned, clinic, question, columns):
    calls = planned(clinic, question).calls

    missing = [[item["column"] for item in call.arguments["where"] if item["op"] == "missing"] for call in calls]
    assert missing == columns


def test_a_check_beside_another_question_leaves_that_one_as_it_is(planned, clinic):
    calls = planned(clinic, "How many appointments have no remark? Any typos in the clinic name?").calls

    assert [call.tool for call in calls] == ["query_table", "check_data"]


def test_no_value_is_none_of_what_was_measured_before(planned, clinic):
    calls = planned(clinic, "What is the average fee, and for how many is there no real value?").calls

    assert calls[0].arguments["metric"] == "fee"
    assert [dict(item) for item in calls[-1].arguments["where"]] == [{"column": "fee", "op": "missing"}]


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ('Can we trust the "Harbour" label?', "Harbour"),
        ("Is something wrong with the North tag in these remarks?", "North"),
        ("Are the labels of the clinic name reliable?", None),
    ],
)
def test_a_label_beside_texts_that_is_doubted_is_held_against_them(planned, clinic, question, value):
    call = planned(clinic, question).calls[0]

    assert (call.tool, call.arguments["check"], call.arguments["fields"]) == (
        "check_data",
        "labels",
        ["clinic_name"],
    )
    assert call.arguments.get("value") == value
