"""Questions for the sum of several columns that belong together, over tables of many trades."""

import pytest

from assistant.offline.families import families
from tests.assistant.offline.conftest import Planner
from tests.assistant.offline.tables import catalog, column, group, number
from tools.tables.catalog import Catalog, Column, Quantity


def people(name: str, entity: str, *columns: Column) -> Catalog:
    key = column("id_no", "id", distinct=900)
    return catalog(name, entity, key, *columns, rows=900, person="id_no", rows_are_people=True)


@pytest.fixture
def trades() -> dict[str, Catalog]:
    return {
        "phone": people(
            "subscribers.csv",
            "customer",
            group("plan", "Small", "Large"),
            number("DayCharge", "money"),
            number("EveCharge", "money"),
            number("NightCharge", "money"),
        ),
        "school": people(
            "pupils.csv",
            "student",
            group("house", "Red", "Blue"),
            number("days_absent_autumn"),
            number("days_absent_spring"),
            number("days_absent_summer"),
        ),
        "shop": people(
            "shoppers.csv",
            "customer",
            group("county", "Kent", "Devon"),
            number("SpendFood", "money"),
            number("SpendToys", "money"),
            number("SpendBooks", "money"),
            number("income", "money"),
        ),
        "desk": people(
            "clients.csv",
            "customer",
            group("tier", "A", "B"),
            number("complaints_by_mail"),
            number("complaints_by_phone"),
            number("complaints_in_person"),
        ),
        "house": people(
            "households.csv",
            "household",
            group("heating", "Gas", "Heat pump"),
            number("rent", "money"),
            number("electricity", "money"),
            number("water", "money"),
        ),
    }


CHARGES = "DayCharge + EveCharge + NightCharge"
ABSENT = "days_absent_autumn + days_absent_spring + days_absent_summer"
COMPLAINTS = "complaints_by_mail + complaints_by_phone + complaints_in_person"


@pytest.mark.parametrize(
    ("trade", "question", "metric", "aggregate"),
    [
        ("phone", "What does a typical customer pay, all charges together?", CHARGES, "median"),
        ("phone", "Average total charge by plan", CHARGES, "mean"),
        ("school", "How many days were pupils absent in all three terms together?", ABSENT, "sum"),
        ("school", "Median absence over the whole year by house", ABSENT, "median"),
        ("shop", "What is the total spend of a typical customer?", "SpendFood + SpendToys + SpendBooks", "median"),
        ("shop", "Average spend on food and toys together by county", "SpendFood + SpendToys", "mean"),
        ("desk", "How many complaints were there across all channels?", COMPLAINTS, "sum"),
        ("desk", "How many complaints in all, by tier?", COMPLAINTS, "sum"),
        ("house", "Average rent, electricity and water combined by heating", "rent + electricity + water", "mean"),
    ],
)
def test_columns_that_belong_together_are_added_up(
    planned: Planner, trades: dict[str, Catalog], trade: str, question: str, metric: str, aggregate: str
) -> None:
    plan = planned(trades[trade], question)
    assert (plan.missing, plan.readings) == ((), ())
    arguments = plan.calls[0].arguments
    assert (arguments["metric"], arguments["aggregate"]) == (metric, aggregate)
    assert any("is the sum of" in note for note in plan.notes)


def test_one_of_them_that_is_named_stands_alone(planned: Planner, trades: dict[str, Catalog]) -> None:
    assert planned(trades["phone"], "Average night charge by plan").calls[0].arguments["metric"] == "NightCharge"
    told = planned(trades["desk"], "How many complaints by phone did we get in total?").calls[0].arguments
    assert told["metric"] == "complaints_by_phone"


def test_who_did_something_anywhere_is_counted(planned: Planner, trades: dict[str, Catalog]) -> None:
    call = planned(trades["desk"], "How many customers complained at all, whatever the channel?").calls[0]
    condition = {
        "column": COMPLAINTS,
        "op": ">",
        "value": 0,
    }
    assert call.arguments["where"] == [condition]
    assert call.arguments["aggregate"] == "count"


def test_groups_of_a_column_are_no_parts(planned: Planner, trades: dict[str, Catalog]) -> None:
    call = planned(trades["phone"], "Average day charge across all plans").calls[0]
    assert call.arguments["by"] == [{"column": "plan"}]


@pytest.mark.parametrize(
    "names",
    [
        ("calls_offered", "calls_answered"),
        ("visits_30d", "visits_90d"),
        ("ticket_count", "user_count"),
        ("net_sales", "gross_sales"),
        ("avg_wait", "max_wait"),
        ("sales", "sales_target"),
        ("order_amount", "refund_amount"),
    ],
)
def test_wholes_windows_and_other_statistics_are_not_added_up(names: tuple[str, str]) -> None:
    table = people("rows.csv", "customer", *(number(name) for name in names)).tables[0]
    assert families(table) == ()


def test_a_word_for_money_that_headers_share_holds_a_family_together() -> None:
    names: dict[str, Quantity] = {"spend_wine": "money", "spend_fish_products": "count", "spend_sweets": "money"}
    table = people("rows.csv", "customer", *(number(name, unit) for name, unit in names.items())).tables[0]
    assert [family.names for family in families(table)] == [tuple(names)]
