"""Words that stand for columns, values and numbers in other forms than the table's own."""

from collections.abc import Callable
from typing import Literal

import pytest

from assistant.named_values import scrub_around
from assistant.offline.declared import Tool
from assistant.offline.gathered import Plan
from assistant.offline.material import Material
from assistant.offline.plan import plan
from assistant.offline.words import stem
from tests.assistant.offline.plans import first, only
from tests.assistant.offline.tables import column, table
from tools.tables.catalog import Catalog, Column, Table

Asked = Callable[[str], Plan]


def _measure(name: str, unit: Literal["money", "duration", "count"], *values: int) -> Column:
    said = [str(value) for value in values]
    return column(name, "measure", "number", said, unit=unit, minimum="0", maximum="400")


@pytest.fixture
def asked(registered: tuple[Tool, ...]) -> Asked:
    """Return a function that plans a question over a kennel's boarding contracts."""
    boarders = table(
        "boarders.csv",
        "customer",
        column("keeper_no", "id"),
        column("began", "time", "date", minimum="2022-01-03", maximum="2024-06-30"),
        column("breed", "segment", values=["Terrier", "Poodle", "Spaniel"]),
        column("handler", "segment", values=["Ms Orlo", "Mr Pym"]),
        column("paid_through", "segment", values=["DD", "CARD", "VOUCH5"]),
        _measure("walk_minutes", "duration", 20, 40, 60),
        _measure("n_compl_12m", "count", 0, 1, 2, 3),
        _measure("fee_per_month", "money"),
        column("gave_up", "outcome", "boolean", ["N", "Y"], positive="Y"),
        rows=600,
        person="keeper_no",
        rows_are_people=True,
    )
    return lambda question: plan(question, [], Material(Catalog(tables=(boarders,)), registered))


def test_irregular_forms_of_a_verb_share_a_stem() -> None:
    assert len({stem(word) for word in ("give", "gives", "gave", "given")}) == 1


def test_a_verb_of_two_words_names_the_outcome(asked: Asked) -> None:
    call = first(asked("Which breed do most owners give up?"))

    assert (call["metric"], [item["column"] for item in call["by"]]) == ("gave_up", ["breed"])


@pytest.mark.parametrize("verb", ["quit", "leave", "stop", "drop out"])
def test_other_verbs_of_leaving_name_it_as_well(asked: Asked, verb: str) -> None:
    assert first(asked(f"What share of Poodle owners {verb}?"))["metric"] == "gave_up"


def test_a_number_with_its_unit_is_a_value(asked: Asked) -> None:
    call = first(asked("What do owners with 40 minute walks pay on average?"))

    assert (call["aggregate"], call["metric"]) == ("mean", "fee_per_month")
    assert call["where"] == [{"column": "walk_minutes", "op": "=", "value": 40.0}]


@pytest.mark.parametrize(
    ("question", "op", "value"),
    [
        ("How many owners had two or more complaints?", ">=", 2.0),
        ("How many owners had 1 or fewer complaints?", "<=", 1.0),
    ],
)
def test_a_limit_may_stand_behind_its_number(asked: Asked, question: str, op: str, value: float) -> None:
    assert first(asked(question))["where"] == [{"column": "n_compl_12m", "op": op, "value": value}]


@pytest.mark.parametrize(
    ("question", "op"),
    [("Do owners with complaints quit more often?", ">"), ("Do owners without complaints quit more often?", "=")],
)
def test_having_any_is_more_than_none(asked: Asked, question: str, op: str) -> None:
    assert first(asked(question))["where"] == [{"column": "n_compl_12m", "op": op, "value": 0}]


@pytest.mark.parametrize(
    ("said", "code"), [("direct debit", "DD"), ("voucher", "VOUCH5")], ids=["initials", "beginning"]
)
def test_a_code_is_named_by_what_it_abbreviates(asked: Asked, said: str, code: str) -> None:
    call = first(asked(f"How many owners pay by {said}?"))

    assert call["where"] == [{"column": "paid_through", "op": "=", "value": code}]


def test_a_monthly_amount_per_month_is_no_series(asked: Asked) -> None:
    call = first(asked("What do owners of a Poodle pay per month on average?"))

    assert (call["aggregate"], call["metric"]) == ("mean", "fee_per_month")
    assert "by" not in call


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        ("Split owners into 5 groups by fee: what share gave up in each?", 5),
        ("What share gave up by quintiles of fee?", 5),
    ],
)
def test_a_measure_is_cut_into_as_many_groups_as_asked(asked: Asked, question: str, parts: int) -> None:
    grouped = [call.arguments["by"] for call in asked(question).calls if "by" in call.arguments]

    assert grouped
    assert grouped[0][0]["bins"] == parts


def test_a_question_of_prices_that_no_survey_asked_is_read_as_it_stands(asked: Asked) -> None:
    call = only(asked("How much would a Terrier owner pay at most?"))

    assert (call["tool"], call["metric"]) == ("query_table", "fee_per_month")


def test_what_is_denied_is_never_said_in_passing(asked: Asked) -> None:
    assert asked("How many owners never worked?").missing


def test_names_that_a_category_holds_stay_in_a_question(asked: Asked) -> None:
    catalog = Catalog(
        tables=(
            Table(name="a.csv", rows=9, columns=(column("handler", "segment", values=["Ms Orlo", "Mr Pym"]),)),
        )
    )

    kept = scrub_around(
        "Is Orlo better than Mr Pym, asks Vera?",
        catalog,
        lambda text: text.replace("Orlo", "X").replace("Pym", "X").replace("Vera", "X"),
    )

    assert kept == "Is Orlo better than Mr Pym, asks X?"


def test_names_in_a_personal_column_are_scrubbed() -> None:
    keeper = column("keeper", "segment", values=["Ms Orlo"], marks=frozenset({"personal"}))
    catalog = Catalog(tables=(Table(name="a.csv", rows=9, columns=(keeper,)),))

    assert scrub_around("Is Ms Orlo here?", catalog, lambda text: text.replace("Orlo", "X")) == "Is Ms X here?"
