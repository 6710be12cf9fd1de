"""Questions that write a header out, with its everyday name beside it or not, and sentences as values."""

import pytest

from tests.assistant.offline.conftest import Planner
from tests.assistant.offline.tables import catalog, column, number, table
from tools.tables.catalog import Catalog, Join


@pytest.fixture
def surveys() -> Catalog:
    """A survey and a phone company, with headers in camel case, cut short, and alike ones."""
    return catalog(
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


@pytest.fixture
def shops() -> Catalog:
    """Payments of a chain of shops, with headers cut short, and the shops in a table of their own."""
    payments = table(
        "payments.csv",
        "payment",
        column("pay_no", "id", distinct=900),
        column("shop_cd", "segment", values=("S1", "S2", "S3")),
        column("pmt_meth", "segment", values=("Card (automatic)", "Transfer (automatic)", "Cash desk", "Cheque")),
        column("dlv_stat", "segment", values=("Collected", "Not collected", "Lost")),
        number("num_svc_calls"),
        number("acct_len", "number"),
        column("country", "segment", values=("United Kingdom of Great Britain and Northern Ireland", "Kenya")),
        column("left", "outcome", "boolean", values=("no", "yes"), positive="yes"),
        rows=900,
    )
    places = table(
        "shops.csv",
        "shop",
        column("shop_cd", "id", distinct=3),
        column("district", "segment", values=("East", "West")),
        rows=3,
    )
    ends = {"left_table": "payments.csv", "left_column": "shop_cd", "right_column": "shop_cd"}
    return Catalog(tables=(payments, places), joins=(Join(**ends, right_table="shops.csv", share=1.0),))


@pytest.mark.parametrize(
    ("said", "condition"),
    [
        ("automatic", {"op": "in", "value": ["Card (automatic)", "Transfer (automatic)"], "column": "pmt_meth"}),
        ("uncollected", {"op": "=", "value": "Not collected", "column": "dlv_stat"}),
        (
            "British",
            {"op": "=", "value": "United Kingdom of Great Britain and Northern Ireland", "column": "country"},
        ),
    ],
)
def test_values_are_named_by_what_they_share_deny_or_are_called(
    planned: Planner, shops: Catalog, said: str, condition: dict[str, object]
) -> None:
    plan = planned(shops, f"How many {said} payments are there?")
    assert plan.calls[0].arguments["where"] == [condition]
    assert not plan.missing


@pytest.mark.parametrize(
    ("said", "header"), [("account length", "acct_len"), ("number of service calls", "num_svc_calls")]
)
def test_headers_cut_short_are_named_in_full(planned: Planner, shops: Catalog, said: str, header: str) -> None:
    assert planned(shops, f"What is the median {said}?").calls[0].arguments["metric"] == header


def test_a_noun_for_the_table_of_a_trait_says_nothing_further(planned: Planner, shops: Catalog) -> None:
    plan = planned(shops, "Do East shops have more uncollected payments than West ones?")
    assert not plan.missing
    assert plan.calls[0].arguments["where"][0]["column"] == "shops.csv::district"


def test_a_comparison_is_told_once_more_inside_what_is_named_too(planned: Planner, shops: Catalog) -> None:
    plan = planned(shops, "Do automatic payers leave more often than cheque payers, also within Kenya?")
    told = [call.arguments for call in plan.calls if call.arguments.get("metric") == "left"]
    assert [item.get("among") for item in told] == [None, [{"column": "country", "op": "=", "value": "Kenya"}]]
