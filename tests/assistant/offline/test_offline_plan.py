"""Questions become calls: slots are filled from the catalog, and none is dropped."""

from dataclasses import replace

import pytest

from tests.assistant.offline.conftest import Planner
from tests.assistant.offline.plans import missed, only
from tools.tables.catalog import Catalog


def test_a_rate_by_group(gym: Catalog, planned: Planner) -> None:
    call = only(planned(gym, "What is our churn rate by membership plan?"))

    assert (call["aggregate"], call["metric"], call["by"]) == (
        "share",
        "cancelled",
        [{"column": "MembershipPlan"}],
    )


def test_a_typical_spend_is_a_median_per_person(bakery: Catalog, planned: Planner) -> None:
    call = only(planned(bakery, "How much does a typical customer spend at the Hafen shop?"))

    assert (call["aggregate"], call["metric"], call["per"]) == ("median", "amount_eur", "client_no")
    assert call["where"] == [{"column": "shop", "op": "=", "value": "Hafen"}]


def test_a_negated_yes_or_no_column_asks_for_its_no(gym: Catalog, planned: Planner) -> None:
    call = only(planned(gym, "What percentage of our members without a personal trainer are women?"))

    assert call["where"] == [{"column": "personal_trainer", "op": "=", "value": "No"}]
    assert (call["metric"], call["value"]) == ("gender", "female")


def test_a_number_is_compared_with_the_column_beside_it(gym: Catalog, planned: Planner) -> None:
    call = only(planned(gym, "How many members older than 40 joined since March 2024?"))

    assert call["where"] == [{"column": "age", "op": ">", "value": 40.0}]
    assert call["period"] == {"since": "2024-03-01"}


def test_two_values_of_a_column_are_a_contrast(gym: Catalog, planned: Planner) -> None:
    call = only(planned(gym, "Is the cancellation rate in Airport higher than in Riverside?"))

    assert call["tool"] == "compare_segments"
    assert call["where"] == [{"column": "home_branch", "op": "=", "value": "Airport"}]
    assert call["contrast"] == [{"column": "home_branch", "op": "=", "value": "Riverside"}]


def test_retention_is_the_other_value_of_churn(saas: Catalog, planned: Planner) -> None:
    call = only(planned(saas, "What is the retention rate in Germany?"))

    assert (call["metric"], call["value"]) == ("churned", "0")


def test_the_columns_of_a_joined_table_can_filter(saas: Catalog, planned: Planner) -> None:
    call = only(planned(saas, "Which ticket category takes longest to resolve for enterprise customers?"))

    assert call["where"] == [{"column": "accounts.csv::plan", "op": "=", "value": "Enterprise"}]
    assert (call["metric"], call["by"], call["order"]) == ("resolution_hours", [{"column": "category"}], "highest")


def test_a_portrait_and_a_check_of_data_choose_their_tools(gym: Catalog, planned: Planner) -> None:
    assert only(planned(gym, "Profile our Premium members"))["tool"] == "profile_segment"
    assert only(planned(gym, "Are there missing values in the age column?"))["tool"] == "describe_data"


def test_a_compound_question_gives_several_calls(gym: Catalog, planned: Planner) -> None:
    plan = planned(
        gym, "How many members are there, what share of them cancelled, and how does it differ by branch?"
    )

    assert [call.arguments.get("aggregate") for call in plan.calls] == ["count", "share", "share"]
    assert plan.calls[2].arguments["by"] == [{"column": "home_branch"}]


def test_why_is_searched_in_words_of_the_customers_meant(saas: Catalog, planned: Planner) -> None:
    plan = planned(saas, "Why do enterprise customers complain about billing?")

    search = plan.calls[-1]
    assert "text" in search.arguments
    assert {"column": "accounts.csv::plan", "op": "=", "value": "Enterprise"} in search.arguments["where"]


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("What is the average monthly fee by loyalty tier?", "loyalty tier"),
        ("What is the average income of our members?", "income"),
        ("How many members have a parking permit?", "parking permit"),
        ("Why did members say they cancelled?", "no free text"),
    ],
)
def test_what_the_data_does_not_hold_is_named(gym: Catalog, planned: Planner, question: str, named: str) -> None:
    assert named in missed(planned(gym, question))


def test_an_outcome_that_no_column_records_is_missing(bakery: Catalog, planned: Planner) -> None:
    assert "churn" in missed(planned(bakery, "What is the churn rate?")).splitlines()[0]


def test_a_period_without_dates_is_missing(gym: Catalog, planned: Planner) -> None:
    undated = Catalog(tables=(replace(gym.tables[0], time=None),))

    assert planned(undated, "How many members cancelled in March 2024?").missing


def test_renamed_tables_and_columns_are_read_the_same_way(gym: Catalog, planned: Planner) -> None:
    names = {"MembershipPlan": "tariff_kind", "cancelled": "gone", "home_branch": "site"}
    table = gym.tables[0]
    renamed = replace(
        table,
        name="q7.parquet",
        outcome="gone",
        columns=tuple(
            replace(
                item,
                name=names.get(item.name, item.name),
                label=names.get(item.name, item.label).replace("_", " "),
            )
            for item in table.columns
        ),
    )

    call = only(planned(Catalog(tables=(renamed,)), "What is our churn rate by tariff kind?"))

    assert (call["table"], call["metric"], call["by"]) == ("q7.parquet", "gone", [{"column": "tariff_kind"}])


def test_buyers_are_those_who_stayed_where_only_leaving_is_recorded(gym: Catalog, planned: Planner) -> None:
    plan = planned(gym, "Who buys?")

    assert plan.calls[0].tool == "profile_segment"
    assert plan.calls[0].arguments["value"] == "No"
    assert plan.notes


def test_bought_only_once_counts_rows_per_person(bakery: Catalog, planned: Planner) -> None:
    call = only(planned(bakery, "How many customers bought only once?"))

    assert (call["per"], call["per_aggregate"], call["value"]) == ("client_no", "count", "1")


def test_a_proper_name_that_nothing_knows_must_be_found_in_the_quotes(saas: Catalog, planned: Planner) -> None:
    facts = {"kinds": {"interview": 3}, "documents": {"a/brightwell.md": "Brightwell"}}

    assert planned(saas, "What did Acme say about pricing?", facts=facts).names == ("Acme",)
    assert planned(saas, "What did Brightwell say about pricing?", facts=facts).names == ()


def test_a_compound_is_one_word_and_hides_no_negation(gym: Catalog, planned: Planner) -> None:
    assert "no show" in missed(planned(gym, "What is the no-show rate by branch?"))


@pytest.mark.parametrize(
    ("question", "aggregate"),
    [
        ("Wie viele Mitglieder haben gekündigt?", "count"),
        ("Wie hoch ist der Anteil der Mitglieder die kündigen?", "share"),
    ],
)
def test_german_questions_are_read(gym: Catalog, planned: Planner, question: str, aggregate: str) -> None:
    assert only(planned(gym, question))["aggregate"] == aggregate


def test_two_amounts_that_fit_as_well_are_asked_back(gym: Catalog, planned: Planner) -> None:
    table = gym.tables[0]
    fee = next(item for item in table.columns if item.name == "monthly_fee")
    dues = tuple(replace(fee, name=name, label=name.replace("_", " ")) for name in ("class_dues", "entry_dues"))
    both = replace(table, columns=(*(item for item in table.columns if item is not fee), *dues))

    plan = planned(Catalog(tables=(both,)), "How much revenue do we make?")

    assert plan.calls
    assert len(plan.readings) == 2


def test_they_are_those_whom_the_share_counted(gym: Catalog, planned: Planner) -> None:
    plan = planned(gym, "What share of members is Premium, and how many of them cancelled?")

    conditions = plan.calls[1].arguments["where"]
    assert {"column": "MembershipPlan", "op": "=", "value": "Premium"} in conditions
    assert {"column": "cancelled", "op": "=", "value": "Yes"} in conditions


def test_last_month_is_not_read_over(bakery: Catalog, planned: Planner) -> None:
    assert only(planned(bakery, "What was the revenue last month?"))["period"] == {"days": 30}


def test_a_greeting_asks_nothing(gym: Catalog, planned: Planner) -> None:
    assert not planned(gym, "Hello").calls


def test_a_share_of_the_base_is_the_share_of_those_spoken_of(gym: Catalog, planned: Planner) -> None:
    plan = planned(gym, "Profile our Premium members: how many are they, and what share of the base?")

    assert plan.calls[-1].arguments["aggregate"] == "count"  # which is told with its share of all
    assert plan.calls[-1].arguments["where"] == [{"column": "MembershipPlan", "op": "=", "value": "Premium"}]


def test_a_follow_up_may_change_the_statistic_alone(gym: Catalog, planned: Planner) -> None:
    call = only(planned(gym, "And the median?", "What is the average monthly fee by branch?"))

    assert (call["aggregate"], call["metric"], call["by"]) == (
        "median",
        "monthly_fee",
        [{"column": "home_branch"}],
    )
