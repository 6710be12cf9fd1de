"""Ordinary questions: one telling word of a header, counted nouns, few numbers told one by one, years, ages."""

import pytest

from tests.assistant.offline.conftest import Planner
from tests.assistant.offline.plans import first, missed
from tests.assistant.offline.tables import catalog, column
from tools.tables.catalog import Catalog


@pytest.fixture
def staff() -> Catalog:
    return catalog(
        "staff.csv",
        "employee",
        column("EmployeeNumber", "id"),
        column("Age", "measure", "number", unit="age", minimum="18", maximum="60"),
        column("Department", "segment", values=["Sales", "Research", "Kitchen"]),
        column("TotalWorkingYears", "measure", "number", unit="years", minimum="0", maximum="40"),
        column("NumCompaniesWorked", "measure", "number", unit="count", minimum="0", maximum="9", distinct=10),
        column("Canteen meal quality", "measure", "number", minimum="1", maximum="5", distinct=5),
        column("first_review_year", "ordinal", "number", ["2019", "2020", "2021"]),
        column("Attrition", "outcome", values=["No", "Yes"], positive="Yes", words=("churn", "left")),
        rows=1400,
        rows_are_people=True,
    )


@pytest.fixture
def gifts() -> Catalog:
    return catalog(
        "donations.csv",
        "donation",
        column("donation_id", "id"),
        column("donor_id", "id"),
        column("date", "time", "date", minimum="2023-01-01", maximum="2024-05-14"),
        column("amount", "measure", "number", unit="money"),
        column("campaign", "segment", values=["Gala", "Winter Appeal"]),
        rows=6000,
        person="donor_id",
    )


def test_a_noun_behind_a_number_is_what_a_header_counts(planned: Planner, staff: Catalog) -> None:
    asked = first(planned(staff, "What share of employees has worked for more than five companies?"))

    assert asked["where"] == [{"column": "NumCompaniesWorked", "op": ">", "value": 5.0}]


def test_one_word_that_stands_in_one_header_alone_names_it(planned: Planner, staff: Catalog) -> None:
    plan = planned(staff, "Average canteen rating by department")

    assert first(plan)["metric"] == "Canteen meal quality"


def test_an_outcome_is_told_for_each_of_a_few_numbers(planned: Planner, staff: Catalog) -> None:
    asked = first(planned(staff, "Does attrition depend on how many companies people worked for?"))

    assert (asked["metric"], asked["by"]) == ("Attrition", [{"column": "NumCompaniesWorked"}])


def test_a_limit_right_behind_people_is_their_age_whatever_follows(planned: Planner, staff: Catalog) -> None:
    asked = first(planned(staff, "How many employees over 50 in sales left?"))

    assert {"column": "Age", "op": ">", "value": 50.0} in list(asked["where"])


def test_a_year_is_no_amount_of_what_its_header_names(planned: Planner, staff: Catalog) -> None:
    assert "does not hold a measure" in missed(planned(staff, "What is the average review?"))


@pytest.mark.parametrize(
    ("question", "aggregate"),
    [("What is the average gift?", "mean"), ("How much did we raise in 2023?", "sum")],
)
def test_what_rows_are_is_asked_for_by_their_only_amount(
    planned: Planner, gifts: Catalog, question: str, aggregate: str
) -> None:
    asked = first(planned(gifts, question))

    assert (asked["metric"], asked["aggregate"]) == ("amount", aggregate)


def test_still_so_among_others_narrows_both_sides(planned: Planner, staff: Catalog) -> None:
    plan = planned(
        staff, "Kitchen employees leave more often. Is that still so among those who are older than 40?"
    )
    asked = plan.calls[-1].arguments

    assert asked["among"] == [{"column": "Age", "op": ">", "value": 40.0}]
    assert asked["where"] == [{"column": "Department", "op": "=", "value": "Kitchen"}]
