"""Questions that write a header out, with its everyday name beside it or not, and sentences as values."""

import pytest

from tests.assistant.offline.conftest import Planner
from tests.assistant.offline.tables import column, number, table
from tools.tables.catalog import Catalog


@pytest.fixture
def surveys() -> Catalog:
    """A survey and a phone company, with headers in camel case, cut short, and alike ones."""
    survey = table(
        "panel_answers.csv",
        "respondent",
        column("RespondentKey", "id", distinct=900),
        number("YearsTraining", "years", description="How many years have you trained in all?"),
        number("YearsTrainingPaid", "years", description="How many years training were you paid for?"),
        number("YearlyPayConverted", "money"),
        number("PayTotal", "money"),
        column("SportsHavePractised", "multi_select", values=("Rowing", "Chess", "Judo"), separator=";"),
        column("SportsWantToPractise", "multi_select", values=("Rowing", "Golf", "Judo"), separator=";"),
        column(
            "MainStatus",
            "segment",
            values=(
                "I am a coach by profession",
                "I am learning to coach",
                "I used to be a coach by profession, but stopped",
            ),
        ),
        rows=900,
        person="RespondentKey",
        rows_are_people=True,
    )
    return Catalog(tables=(survey,))


@pytest.mark.parametrize(
    ("question", "header"),
    [
        ("What is the average YearsTraining?", "YearsTraining"),
        ("What is the average yearstraining?", "YearsTraining"),
        ("What is the average years_training?", "YearsTraining"),
        ("What is the average YearsTrainingPaid?", "YearsTrainingPaid"),
        ("What is a typical yearly salary (YearlyPayConverted)?", "YearlyPayConverted"),
        ("What is the mean income (PayTotal)?", "PayTotal"),
    ],
)
def test_a_header_that_is_written_out_names_its_column_and_no_longer_one(
    planned: Planner, surveys: Catalog, question: str, header: str
) -> None:
    plan = planned(surveys, question)
    assert plan.calls[0].arguments["metric"] == header
    assert not plan.missing
    assert not plan.readings


def test_a_word_for_people_may_stand_within_the_words_of_a_header(planned: Planner, surveys: Catalog) -> None:
    plan = planned(surveys, "What are the top two sports people have practised?")
    assert plan.calls[0].arguments["metric"] == "SportsHavePractised"
    assert not plan.missing


@pytest.mark.parametrize(
    ("said", "value"),
    [
        ("coaches by profession", "I am a coach by profession"),
        ("people learning to coach", "I am learning to coach"),
    ],
)
def test_a_sentence_as_a_value_is_named_by_most_of_its_words(
    planned: Planner, surveys: Catalog, said: str, value: str
) -> None:
    plan = planned(surveys, f"What is the median PayTotal of {said}?")
    assert {"column": "MainStatus", "op": "=", "value": value} in plan.calls[0].arguments["where"]


def test_what_stands_in_brackets_behind_a_value_explains_it(planned: Planner, surveys: Catalog) -> None:
    plan = planned(surveys, "How many respondents practised Judo (a martial art)?")
    assert plan.calls[0].arguments["where"][0]["value"] == "Judo"
    assert not plan.missing
