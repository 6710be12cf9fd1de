"""Questions whose outcome is a row in another table: who signed, what is still open, what nobody can tell."""

import pytest

from tests.assistant.offline.tables import column, table
from tools.tables.catalog import Catalog, Join


@pytest.fixture
def school() -> Catalog:
    applicants = table(
        "applicants.csv",
        "applicant",
        column("applicant_id", "id"),
        column("applied_on", "time", "date", minimum="2024-01-03", maximum="2024-06-30"),
        column("heard_from", "segment", values=("school fair", "web search", "friend")),
        column("flyer_code", "id"),
        column(
            "has enrolment",
            "outcome",
            "boolean",
            ["no", "yes"],
            label="enrolment",
            positive="yes",
            words=("bought", "converted", "signed up"),
            present_in="enrolments.csv::applicant_id",
            present_by="applicant_id",
        ),
        rows=900,
        person="applicant_id",
    )
    enrolments = table(
        "enrolments.csv",
        "enrolment",
        column("applicant_id", "id"),
        column("signed_on", "time", "date", minimum="2024-02-01", maximum="2024-09-30"),
        column("payment_plan", "segment", values=("monthly", "upfront")),
        column("fee", "measure", "number", unit="money"),
        rows=200,
        person="applicant_id",
    )
    join = Join(
        left_table="enrolments.csv",
        left_column="applicant_id",
        right_table="applicants.csv",
        right_column="applicant_id",
        share=1.0,
    )
    return Catalog(tables=(applicants, enrolments), joins=(join,))


@pytest.mark.parametrize(
    "question",
    [
        "What is the conversion rate by heard from?",
        "Which heard from has the best conversion rate?",
        "How does the enrolment rate differ by heard from?",
    ],
)
def test_a_rate_is_of_those_who_could_have_come(planned, school, question):
    arguments = planned(school, question).calls[0].arguments

    assert arguments["table"] == "applicants.csv"
    assert arguments.get("metric", arguments.get("outcome")) == "has enrolment"


def test_what_follows_is_counted_where_each_row_is_one(planned, school):
    arguments = planned(school, "How many enrolments were there per month?").calls[0].arguments

    assert arguments["table"] == "enrolments.csv"


@pytest.mark.parametrize(
    "question", ["How many applicants are still open?", "How many applicants have no enrolment yet?"]
)
def test_those_without_a_row_there_are_the_open_ones(planned, school, question):
    arguments = planned(school, question).calls[0].arguments

    assert arguments["table"] == "applicants.csv"
    assert {"column": "has enrolment", "op": "=", "value": "no"} in [dict(item) for item in arguments["where"]]


def test_what_is_noted_of_successes_is_asked_over_all(planned, school):
    """The tool then sees that the column is known for one outcome only."""
    arguments = planned(school, "Which payment plan has the best conversion rate?").calls[0].arguments

    assert arguments["table"] == "applicants.csv"
    assert arguments["by"][0]["column"] == "enrolments.csv::payment_plan"


def test_what_falls_after_a_month_is_followed_from_before_it(planned, school):
    call = planned(school, "Enrolments drop sharply after May 2024.").calls[0]

    assert call.tool == "query_table"
    assert call.arguments["by"] == [{"column": "signed_on", "grain": "month"}]
    assert "period" not in call.arguments
