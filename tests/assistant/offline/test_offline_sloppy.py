"""Questions as people type them: compound, loose, over two surveys, with units, months and reasons."""

from dataclasses import replace
from typing import Any

import pytest

from assistant.offline.compose import clarify, compose, plain
from assistant.offline.followups import next_questions
from assistant.offline.material import Material
from tests.assistant.offline.conftest import Planner
from tests.assistant.offline.plans import first, missed, only
from tests.assistant.offline.results import finding
from tests.assistant.offline.tables import catalog, column, group, number
from tools.results import Report
from tools.tables.catalog import Catalog, Table


@pytest.fixture
def waves() -> Catalog:
    columns = (
        column("How old are you?", "ordinal", distinct=3),
        column("Would you buy it again?", "segment", values=["Yes", "No"], positive="Yes"),
        column("Which flavours do you like?", "multi_select", values=["Lemon", "Cherry"], separator=";"),
    )
    tables = tuple(
        Table(name=f"soda_survey_{year}.csv", rows=100, entity="respondent", rows_are_people=True, columns=columns)
        for year in (2021, 2022)
    )
    return Catalog(tables=tables)


def test_a_year_in_a_name_picks_that_table(waves: Catalog, planned: Planner) -> None:
    call = only(planned(waves, "How many respondents like Cherry in the 2022 survey?"))

    assert call["table"] == "soda_survey_2022.csv"


def test_two_surveys_named_together_are_compared(waves: Catalog, planned: Planner) -> None:
    call = only(planned(waves, "Do more respondents like Lemon in 2022 than in 2021?"))

    assert (call["tool"], call["table"]) == ("compare_segments", "soda_survey_2022.csv")
    assert call["contrast_table"] == "soda_survey_2021.csv"
    assert (call["metric"], call["value"]) == ("Which flavours do you like?", "Lemon")


def test_counts_in_each_survey_are_counted_in_each(waves: Catalog, planned: Planner) -> None:
    plan = planned(waves, "How many respondents are there in each survey?")

    assert [call.arguments["table"] for call in plan.calls] == ["soda_survey_2021.csv", "soda_survey_2022.csv"]


def test_a_question_as_a_header_is_reached_by_what_it_asks(waves: Catalog, planned: Planner) -> None:
    call = only(planned(waves, "How many respondents are there by age group in 2021?"))

    assert call["by"] == [{"column": "How old are you?"}]


@pytest.mark.parametrize("chat", ["pls", "btw", "honestly"])
def test_words_said_in_passing_stop_no_answer(gym: Catalog, planned: Planner, chat: str) -> None:
    assert only(planned(gym, f"Whats our average monthly fee {chat}"))["metric"] == "monthly_fee"


def test_a_word_that_compares_implies_its_measure(saas: Catalog, planned: Planner) -> None:
    call = only(planned(saas, "Are billing tickets slower than login problem tickets?"))

    assert (call["tool"], call["metric"]) == ("compare_segments", "resolution_hours")


def test_which_one_asks_for_a_group_named_before(saas: Catalog, planned: Planner) -> None:
    plan = planned(saas, "How many tickets are there per category, and which one takes longest to resolve?")

    last = plan.calls[-1].arguments
    assert (last["metric"], last["by"], last["order"]) == ("resolution_hours", [{"column": "category"}], "highest")


def test_a_number_of_times_counts_rows_per_person(bakery: Catalog, planned: Planner) -> None:
    call = only(planned(bakery, "How many customers ordered more than 10 times?"))

    assert (call["per"], call["value"]) == ("client_no", ">10")


def test_a_unit_behind_a_number_names_the_measure(saas: Catalog, planned: Planner) -> None:
    call = only(planned(saas, "How many tickets took longer than 20 hours?"))

    assert call["where"] == [{"column": "resolution_hours", "op": ">", "value": 20.0}]


def test_a_month_without_a_year_is_the_newest_in_the_data(bakery: Catalog, planned: Planner) -> None:
    call = only(planned(bakery, "How many orders were there in November?"))

    assert call["period"] == {"since": "2023-11-01", "until": "2023-11-30"}


def test_a_part_of_the_revenue_is_a_sum_by_its_column(bakery: Catalog, planned: Planner) -> None:
    call = only(planned(bakery, "What share of the revenue is paid by card?"))

    assert (call["aggregate"], call["metric"], call["by"]) == ("sum", "amount_eur", [{"column": "payment"}])


def test_values_joined_by_and_are_told_one_by_one(gym: Catalog, planned: Planner) -> None:
    call = only(planned(gym, "What is the average age of Basic members, and of Premium members?"))

    assert call["by"] == [{"column": "MembershipPlan"}]
    assert call["where"] == [{"column": "MembershipPlan", "op": "in", "value": ["Basic", "Premium"]}]


def test_below_and_above_are_a_contrast(gym: Catalog, planned: Planner) -> None:
    call = only(planned(gym, "Churn rate of members under 30 vs over 60"))

    assert call["where"] == [{"column": "age", "op": "<", "value": 30.0}]
    assert call["contrast"] == [{"column": "age", "op": ">", "value": 60.0}]


def test_two_statistics_joined_by_and_are_two_questions(gym: Catalog, planned: Planner) -> None:
    plan = planned(gym, "Average monthly fee of our members and number of members by branch")

    assert len(plan.calls) == 2


def test_a_number_that_fills_nothing_is_named(gym: Catalog, planned: Planner) -> None:
    assert "777" not in " ".join(planned(gym, "How many members are there?").missing)
    assert planned(gym, "How many members in tower 777?").missing


def test_reasons_in_a_column_answer_why_without_texts(gym: Catalog, planned: Planner) -> None:
    reason = column("quit_reason", "segment", values=["Price", "Moved"], missing=1100)
    table = gym.tables[0]
    with_reasons = Catalog(tables=(replace(table, columns=(*table.columns, reason)),))

    call = only(planned(with_reasons, "Why do members leave?"))

    assert (call["aggregate"], call["metric"]) == ("distribution", "quit_reason")
    assert call["where"] == [{"column": "cancelled", "op": "=", "value": "Yes"}]


def test_reasons_for_leaving_are_not_told_of_people_who_were_asked_about_something_else(
    gym: Catalog, planned: Planner
) -> None:
    reason = column("quit_reason", "segment", values=["Price", "Moved"])
    table = gym.table("gym_members.csv")
    assert table is not None
    with_reasons = Catalog(tables=(replace(table, columns=(*table.columns, reason)),))

    found = planned(with_reasons, "Why do Premium members like the trainer?")

    assert "no reasons are recorded" in missed(found)


def test_reasons_of_a_segment_are_sought_where_its_texts_are(saas: Catalog, planned: Planner) -> None:
    plan = planned(saas, "Why do customers in Germany not stay?")

    counted, sought = plan.calls
    assert {"column": "accounts.csv::churned", "op": "=", "value": "1"} in counted.arguments["where"]
    assert (counted.arguments["table"], counted.arguments["metric"]) == ("support_tickets.csv", "category")
    assert sought.arguments["table"] == "accounts.csv"
    assert {"column": "churned", "op": "=", "value": "1"} in sought.arguments["where"]


@pytest.mark.parametrize("asked", ["want", "like", "need"])
def test_whose_wishes_are_asked_for_limits_the_words(gym: Catalog, planned: Planner, asked: str) -> None:
    plan = planned(gym, f"What do Premium members {asked}?", facts={"kinds": {"feedback": 9}})

    assert any("Premium" in str(call.arguments.get("where")) for call in plan.calls if "text" in call.arguments)


def test_what_somebody_looks_like_asks_for_no_words(gym: Catalog, planned: Planner) -> None:
    plan = planned(gym, "What do our Premium members look like?", facts={"kinds": {"feedback": 9}})

    assert not any("text" in call.arguments for call in plan.calls)


def test_whom_one_document_is_called_after_is_asked_also_for_what_matters_most(
    gym: Catalog, planned: Planner
) -> None:
    facts = {"kinds": {"interview": 1}, "documents": {"talks/night-porter.md": "A talk"}}
    (call,) = planned(gym, "What does the night porter value most?", facts=facts).calls

    assert call.arguments["text"] == "What does the night porter value most?"


def test_what_somebody_bought_does_not_choose_who_speaks(bakery: Catalog, planned: Planner) -> None:
    question = "What do customers say about Cakes?"
    call = only(planned(bakery, question, facts={"kinds": {"interview": 3}}))

    assert call == {"tool": "find_evidence", "text": question}


def test_what_is_held_instead_is_named(gym: Catalog, planned: Planner) -> None:
    told = " ".join(planned(gym, "What is the average income of our members?").missing)

    assert "income" in told
    assert "age" in told


def test_next_questions_can_be_planned(gym: Catalog, planned: Planner, registered: Any) -> None:
    asked = "What is the churn rate by membership plan?"

    offered = next_questions(planned(gym, asked), Material(gym, registered))

    assert 0 < len(offered) <= 3
    assert all(planned(gym, question).calls for question in offered)
    assert asked not in offered


def test_no_finding_is_told_twice_and_every_part_has_its_lines() -> None:
    first = Report(findings=tuple(finding(f"One {n}.", f"F{n}") for n in range(1, 11)))
    second = Report(findings=(finding("One 1.", "F11"), finding("Two.", "F12")))

    text = compose([first, second])

    assert "[[F11]]" not in text
    assert "[[F12]]" in text
    assert text.count("[[F") <= 12


def test_a_question_back_names_both_readings_and_takes_the_first() -> None:
    text = clarify(("as class dues", "as entry dues"), [Report(findings=(finding("One.", "F1"),))])

    assert text.startswith("[[clarify]] This can be read as class dues, or as entry dues.")
    assert "[[F1]]" in text


def test_the_scale_behind_a_header_is_left_out_where_it_is_named() -> None:
    assert plain("Happy (1-5)") == "Happy"
    assert plain("Paid (net)") == "Paid (net)"


@pytest.mark.parametrize(
    ("question", "order"),
    [("Which course has the happiest people?", "highest"), ("Which course has the unhappiest guests?", "lowest")],
)
def test_the_happiest_rate_highest(planned: Planner, question: str, order: str) -> None:
    courses = catalog(
        "bookings.csv",
        "booking",
        column("booking_id", "id"),
        group("course", "pottery", "sourdough", "welding"),
        number("happy", "score"),
        rows=900,
    )
    call = first(planned(courses, question))
    assert (call["metric"], call["aggregate"], call["order"]) == ("happy", "mean", order)
    assert call["by"] == [{"column": "course"}]
