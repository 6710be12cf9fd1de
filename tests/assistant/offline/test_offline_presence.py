"""Questions whose outcome is a row in another table: who signed, what is still open, what nobody can tell."""

import pytest

from tools.tables.catalog import Catalog, Column, Join, Table


def _column(name, role="segment", storage="text", values=(), **more):
    counted = tuple((value, 100 - at) for at, value in enumerate(values))
    return Column(
        name=name, label=name.replace("_", " "), role=role, storage=storage, values=counted, distinct=50, **more
    )


@pytest.fixture
def school() -> Catalog:
    applicants = Table(
        name="applicants.csv",
        rows=900,
        entity="applicant",
        key=("applicant_id",),
        person="applicant_id",
        time="applied_on",
        outcome="has enrolment",
        columns=(
            _column("applicant_id", "id"),
            _column("applied_on", "time", "date", minimum="2024-01-03", maximum="2024-06-30"),
            _column("heard_from", values=("school fair", "web search", "friend")),
            _column("flyer_code", "id"),
            Column(
                name="has enrolment",
                label="enrolment",
                role="outcome",
                storage="boolean",
                values=(("no", 700), ("yes", 200)),
                distinct=2,
                positive="yes",
                words=("bought", "converted", "signed up"),
                present_in="enrolments.csv::applicant_id",
                present_by="applicant_id",
            ),
        ),
    )
    enrolments = Table(
        name="enrolments.csv",
        rows=200,
        entity="enrolment",
        key=("applicant_id",),
        person="applicant_id",
        time="signed_on",
        columns=(
            _column("applicant_id", "id"),
            _column("signed_on", "time", "date", minimum="2024-02-01", maximum="2024-09-30"),
            _column("payment_plan", values=("monthly", "upfront")),
            _column("fee", "measure", "number", unit="money"),
        ),
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
