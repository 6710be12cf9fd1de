"""What to do about a thing, which of two it is, several measures at once, none of several things, and whose."""

import pytest

from assistant.offline.material import Material
from assistant.offline.readings import read
from tests.assistant.offline.tables import column, number, table
from tools.tables.catalog import Catalog


@pytest.fixture
def school() -> Catalog:
    enrolments = table(
        "enrolments.csv",
        "enrolment",
        column("enrolment_id", "id"),
        column("starts_on", "time", "date", minimum="2021-07-01", maximum="2023-08-31"),
        column("course", "segment", values=("Pottery", "Watercolour", "Yoga")),
        column("heard_from", "segment", values=("friend", "poster", "web search")),
        column("district", "segment", values=("North", "South")),
        number("fee_paid", "money", label="fee paid"),
        number("discount", "share"),
        number("margin", "money"),
        number("adults"),
        number("children"),
        column("babies", "segment", "boolean", ("0", "1"), positive="1"),
        column("rating", "ordinal", "number", ("1", "2", "3", "4", "5"), unit="score"),
        column("cancelled", "outcome", "boolean", ("no", "yes"), positive="yes"),
        rows=4000,
        rows_are_things=True,
    )
    return Catalog(tables=(enrolments,))


@pytest.mark.parametrize(
    "question",
    [
        "Should we drop the watercolour course?",
        "Should we stop watercolour?",
        "Shall we keep the Watercolour course?",
        "Is watercolour the problem?",
        "Should we drop the watercolour district?",
        "Is the watercolour course to blame?",
        "How does watercolour do compared with the others?",
    ],
)
def test_what_is_to_be_done_about_a_thing_is_told_by_how_it_does_among_the_others(planned, school, question):
    found = planned(school, question)

    assert [call.tool for call in found.calls] == ["compare_segments"] * 3
    assert [call.arguments["metric"] for call in found.calls] == ["cancelled", "rating", "fee_paid"]
    assert all(call.arguments["where"][0]["value"] == "Watercolour" for call in found.calls)


def test_blame_after_a_comparison_asks_for_no_further_figure(planned, school):
    found = planned(school, "Is Watercolour cancelled more than Pottery? Is watercolour the problem?")

    assert len(found.calls) == 1
    assert any("correlation" in note for note in found.notes)


@pytest.mark.parametrize("said", ["the friend or the poster", "the poster or a web search"])
def test_which_of_two_it_is_sets_the_groups_side_by_side(planned, school, said):
    call = planned(school, f"Is it {said} that brings them?").calls[0]

    assert call.arguments["by"] == [{"column": "heard_from"}]
    assert "where" not in call.arguments


@pytest.mark.parametrize("two", ["fee paid and margin", "margin and fee paid"])
def test_two_measures_joined_by_and_are_both_compared(planned, school, two):
    found = planned(
        school,
        f"Discounted enrolments pay more. Should we discount more? Compare {two} per enrolment with and without a "
        "discount.",
    )

    assert {call.arguments["metric"] for call in found.calls} == {"fee_paid", "margin"}
    assert all(call.arguments["where"] == [{"column": "discount", "op": "=", "value": 0}] for call in found.calls)


@pytest.mark.parametrize("none", ["no people at all", "nobody in them", "no guests"])
def test_having_nobody_is_none_of_every_sort_of_people(planned, school, none):
    call = planned(school, f"How many enrolments have {none}?").calls[0]

    assert [(item["column"], str(item["value"])) for item in call.arguments["where"]] == [
        ("adults", "0"),
        ("children", "0"),
        ("babies", "0"),
    ]


def test_groups_within_which_two_sides_are_compared_are_looked_into(planned, school):
    call = planned(school, "Compare the cancellations of Pottery and Yoga within each district.").calls[0]

    assert call.arguments["strata"] == {"column": "district"}
    assert call.arguments["contrast"][0]["value"] == "Yoga"


@pytest.mark.parametrize("said", ["rate us worse", "rate it lower"])
def test_to_rate_a_thing_is_no_share(planned, school, said):
    call = planned(school, f"Do Watercolour people {said} than those in Pottery?").calls[0]

    assert (call.tool, call.arguments["metric"]) == ("compare_segments", "rating")


def test_an_employer_is_no_employee():
    staff = table(
        "staff.csv",
        "employee",
        column("EmployeeNumber", "id"),
        number("MonthlyIncome", "money", label="Monthly income"),
        column("Attrition", "outcome", values=("No", "Yes"), positive="Yes"),
        rows=900,
        rows_are_people=True,
    )
    material = Material(Catalog(tables=(staff,)), ())

    asked = read("What do leavers earn at their new employer?", None, material)[0]
    assert any("employer" in words for words in asked.unexplained)
    assert "employee" not in " ".join(read("What does an employee earn?", None, material)[0].unexplained)
