"""Conditions on groups, headers with verbs, outcomes that say who came back, surveys asked twice."""

import pytest

from tests.assistant.offline.conftest import Planner
from tests.assistant.offline.tables import column, table
from tools.tables.catalog import Catalog, Table


@pytest.mark.parametrize(
    ("question", "having"),
    [
        ("Which shops had more than 400 orders?", {"op": ">", "value": 400.0}),
        ("Which shops have an average amount above 25?", {"op": ">", "value": 25.0}),
    ],
)
def test_a_limit_on_what_is_computed_for_groups_is_a_condition_on_groups(
    bakery: Catalog, planned: Planner, question: str, having: dict[str, object]
) -> None:
    arguments = planned(bakery, question).calls[0].arguments
    assert (arguments["having"], arguments["by"]) == ([having], [{"column": "shop"}])
    assert "where" not in arguments


def test_a_share_of_groups_is_compared_as_a_fraction(gym: Catalog, planned: Planner) -> None:
    arguments = planned(gym, "Which home branches have a churn rate above 20%?").calls[0].arguments
    assert arguments["having"] == [{"op": ">", "value": 0.2}]


def _table(*columns: object, **more: object) -> Catalog:
    given = {"rows": 800, "entity": "guest", "rows_are_people": True, "key": ("guest",)}
    return Catalog(tables=(Table(name="guests.csv", columns=(column("guest", "id"), *columns), **(given | more)),))  # type: ignore[arg-type]


def test_coming_back_is_the_outcome_where_a_column_records_it(planned: Planner) -> None:
    returned = column("Returned next year", "outcome", values=["no", "yes"], positive="yes")
    found = planned(_table(returned, outcome="Returned next year"), "What share of guests come back?")
    assert found.calls[0].arguments["metric"] == "Returned next year"


def test_a_verb_of_a_header_needs_no_column_of_its_own(planned: Planner) -> None:
    bought = column(
        "What do you buy at the kiosk?", "multi_select", values=["Crisps", "Tea", "Maps"], separator=";"
    )
    found = planned(_table(bought), "What share of guests buy crisps at the kiosk?")
    assert (found.missing, found.calls[0].arguments["value"]) == ((), "Crisps")


def test_a_name_in_two_pieces_is_denied_once(planned: Planner) -> None:
    passed = column("Prüfung bestanden", "outcome", values=["ja", "nein"], positive="ja")
    found = planned(_table(passed), "Wie viele Gäste haben die Prüfung nicht bestanden?")
    assert found.calls[0].arguments["where"] == [{"column": "Prüfung bestanden", "op": "=", "value": "nein"}]


def _poll(name: str, number: str, day: str) -> Table:
    asked = ("Do you mend your own boots?", "How many pairs do you own?", "Where do you walk most?")
    return Table(
        name=name,
        rows=200,
        entity="respondent",
        time="stamp",
        columns=(
            column("stamp", "time", "date", minimum=day, maximum=day),
            *(
                column(f"{number}{text}", "segment", values=["Yes", "No"], label=text, positive="Yes")
                for text in asked
            ),
        ),
    )


def test_two_surveys_are_named_by_their_turn_and_year_and_set_side_by_side(planned: Planner) -> None:
    catalog = Catalog(tables=(_poll("boots-more.csv", "4. ", "2025-05-01"), _poll("boots.csv", "", "2023-05-01")))
    found = planned(
        catalog, "Between the first (2023) and the second (2025) survey, do more people mend their boots?"
    )
    assert {found.calls[0].arguments[name] for name in ("table", "contrast_table")} == {
        "boots-more.csv",
        "boots.csv",
    }


def test_a_column_called_like_the_rows_is_split_by_after_by(planned: Planner) -> None:
    household = column("household", "segment", values=["Single", "Couple", "Family"])
    left = column("cancelled", "outcome", values=["no", "yes"], positive="yes")
    catalog = _table(household, left, entity="customer", outcome="cancelled")

    arguments = planned(catalog, "How does the share who cancelled differ by household?").calls[0].arguments

    assert arguments["by"] == [{"column": "household"}]


def test_who_buys_is_asked_of_the_people_where_another_table_holds_sales(saas: Catalog, planned: Planner) -> None:
    sales = table(
        "orders.csv",
        "order",
        column("order_id", "id"),
        column("customer_id", "id"),
        column("ordered", "time", "date", minimum="2023-01-01", maximum="2023-12-31"),
        column("amount", "measure", "number", unit="money"),
        column("refunded", "outcome", values=["no", "yes"], positive="yes"),
        rows=9000,
        person="customer_id",
    )

    calls = planned(Catalog(tables=(*saas.tables, sales)), "Who buys, and why?").calls

    assert calls[0].arguments["table"] == "accounts.csv"
