"""Questions that set saying against doing: recognised in four languages, linked to an answer and a deed."""

import pytest

from assistant.offline.declared import describe
from assistant.offline.sayings import sets_against
from tests.assistant.offline.conftest import _as_tool
from tests.assistant.offline.plans import missed
from tests.assistant.offline.tables import column, table
from tools import TOOLS
from tools.tables.catalog import Catalog, Join

AGAIN = "Would you hire a bicycle with a child seat again?"
SURE = "How satisfied are you with our bicycles? (1 to 5)"


@pytest.fixture
def rental() -> Catalog:
    answers = table(
        "answers.csv",
        "respondent",
        column("rider", "id"),
        column(AGAIN, "outcome", values=("Yes", "No"), positive="Yes"),
        column(SURE, "ordinal", "number", values=("1", "2", "3", "4", "5"), order=("1", "2", "3", "4", "5")),
        rows=100,
        person="rider",
        outcome=None,
    )
    riders = table(
        "riders.csv",
        "rider",
        column("rider", "id"),
        column("cancelled", "outcome", "boolean", values=("yes", "no"), positive="yes"),
        rows=400,
        person="rider",
    )
    hires = table(
        "hires.csv",
        "order",
        column("hire", "id"),
        column("rider", "id"),
        column("day", "time", "date"),
        column("thing", "segment", values=("Child seat", "Trailer", "Helmet")),
        column("paid", "measure", "number", unit="money"),
        rows=2000,
        person="rider",
    )
    joins = tuple(
        Join(left_table=left, left_column="rider", right_table="riders.csv", right_column="rider", share=1.0)
        for left in ("answers.csv", "hires.csv")
    )
    return Catalog(tables=(answers, riders, hires), joins=joins)


@pytest.mark.parametrize(
    "question",
    [
        "Do people who say they would hire a child seat again order one?",
        "Say against do: child seats",
        "How many riders who would hire a child seat again actually ordered a child seat?",
        "Do they do what they say?",
        "Where do words and deeds differ?",
        "Tun die Leute, was sie sagen?",
        "Font-ils ce qu'ils disent ?",
        "¿Hacen lo que dicen?",
    ],
)
def test_what_people_say_is_set_against_what_they_order(rental, planned, question):
    calls = planned(rental, question).calls

    assert [call.tool for call in calls] == ["say_against_do"]
    assert calls[0].arguments == {
        "table": "answers.csv",
        "outcome": AGAIN,
        "done_table": "hires.csv",
        "done": [{"column": "thing", "op": "=", "value": "Child seat"}],
    }


def test_staying_is_what_those_who_are_satisfied_do(rental, planned):
    call = planned(rental, "Do riders who say they are satisfied stay with us?").calls[0]

    assert (call.arguments["outcome"], call.arguments["done_table"]) == (SURE, "riders.csv")
    assert call.arguments["done"] == [{"column": "cancelled", "op": "=", "value": "no"}]


@pytest.mark.parametrize(
    "question",
    [
        "What do riders who hired a trailer say about it?",
        "Why did customers who said they were happy leave?",
        "What do people say about late parcels?",
        "How many riders cancelled, and what did they say?",
        "Was sagen Kunden über das Licht?",
        "How do people who said no to a child seat differ?",
        "What do customers who say they are satisfied like?",
        "Which customers who will churn next month should we call?",
    ],
)
def test_what_people_say_alone_is_not_set_against_anything(question):
    assert not sets_against(question)


def test_a_no_is_the_answer_that_counts_where_it_is_said(rental, planned):
    call = planned(rental, "Did riders who said no to hiring a child seat again order a child seat?").calls[0]

    assert (call.tool, call.arguments["value"]) == ("say_against_do", "No")


def test_a_deed_that_nobody_named_is_not_made_up(rental, planned):
    plan = planned(rental, "Do riders who say they dislike the weather order more?")

    assert "no reasons are recorded" in missed(plan)


def test_a_claim_that_no_table_holds_is_named_as_missing(rental, planned):
    plan = planned(rental, "Do people who would wear a helmet in the rain order gloves?")

    assert "no column or value for rain" in missed(plan)


def test_the_tool_shifts_no_choice_among_the_others(registered):
    others = tuple(tool for tool in registered if tool.name != "say_against_do")
    alone = describe([_as_tool(analysis) for analysis in TOOLS if analysis.name != "say_against_do"])

    assert {tool.name: (tool.kinds, tool.rare) for tool in others} == {
        tool.name: (tool.kinds, tool.rare) for tool in alone
    }
