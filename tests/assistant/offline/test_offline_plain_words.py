"""Words that no header has, and the second thing a question asks: verbs, opposites, superlatives, reasons."""

from typing import Any

import pytest

from assistant.offline.gathered import Plan
from tests.assistant.offline.conftest import Planner
from tests.assistant.offline.plans import missed
from tests.assistant.offline.tables import catalog, column, number
from tools.tables.catalog import Catalog

MOODS = ["fairly content", "very content", "not very content"]


@pytest.fixture
def tenants() -> Catalog:
    return catalog(
        "tenants.csv",
        "row",
        column("female", "segment", "boolean", ["1", "0"], positive="1"),
        column("married", "segment", "boolean", ["yes", "no"], positive="yes"),
        column("owncar", "segment", "boolean", ["yes", "no"], positive="yes"),
        column("flatlost", "segment", values=["rent arrears", "flat sold", "lease ended"]),
        column("district", "segment", values=["north", "south", "east"]),
        column("content", "ordinal", values=MOODS, order=("not very content", "fairly content", "very content")),
        column("aid", "segment", "boolean", ["yes", "no"], positive="yes"),
        number("rooms"),
        rows=900,
    )


@pytest.fixture
def appeal() -> Catalog:
    return catalog(
        "appeal.csv",
        "row",
        column("resp", "outcome", "boolean", ["0", "1"], positive="1", description="=1 if a gift came"),
        column("prevresp", "segment", "boolean", ["0", "1"], positive="1"),
        number("gift", unit="money"),
        number("weeks_since", unit=None, description="weeks since the last gift"),
        rows=4000,
    )


def _first(plan: Plan) -> dict[str, Any]:
    assert plan.calls, plan.missing
    return dict(plan.calls[0].arguments)


def _said(conditions: list[dict[str, Any]]) -> list[tuple[str, str]]:
    return [(str(item["column"]), str(item["value"])) for item in conditions]


def test_the_yes_and_the_no_of_a_column_are_the_groups_that_are_compared(
    planned: Planner, tenants: Catalog
) -> None:
    told = _first(planned(tenants, "Are married people likelier to get aid than singles?"))

    assert told["metric"] == "aid"
    assert (_said(told["where"]), _said(told["contrast"])) == ([("married", "yes")], [("married", "no")])


def test_men_are_the_no_of_a_column_called_female(planned: Planner, tenants: Catalog) -> None:
    told = _first(planned(tenants, "Do men get aid more often than women?"))

    assert {("female", "0")} <= set(_said(told["where"]))


def test_a_trait_given_as_the_reason_is_looked_into_in_all_its_groups(planned: Planner, tenants: Catalog) -> None:
    question = "Do married people get aid more often? Or is it only because more of them own a car?"

    assert _first(planned(tenants, question))["strata"] == {"column": "owncar"}


def test_a_header_of_two_words_is_named_by_both(planned: Planner, tenants: Catalog) -> None:
    told = _first(planned(tenants, "How many people lost their flat because the lease ended?"))

    assert _said(told["where"]) == [("flatlost", "lease ended")]


def test_a_piece_of_a_header_names_none_of_its_values(planned: Planner, tenants: Catalog) -> None:
    plan = planned(tenants, "How many rooms does somebody have who lost the flat?")

    assert not any(call.arguments.get("where") for call in plan.calls)


def test_the_least_content_are_those_with_the_lowest_answer(planned: Planner, tenants: Catalog) -> None:
    lowest = catalog("clubs.csv", "row", *_moods(), rows=300)
    told = _first(planned(lowest, "Which district has the unhappiest people?"))

    assert (told["metric"], told["value"], told["order"]) == ("happy", "not too happy", "highest")


def test_the_smallest_group_is_the_one_with_the_fewest_rows(planned: Planner) -> None:
    clubs = catalog("clubs.csv", "row", *_moods(), rows=300)
    plan = planned(clubs, "Which district has the unhappiest people, and which district is the smallest group?")

    assert [call.arguments.get("aggregate") for call in plan.calls] == ["share", "count"]


def _moods() -> list[Any]:
    order = ("not too happy", "pretty happy", "very happy")
    return [
        column("district", "segment", values=["north", "south", "east"]),
        column("happy", "ordinal", values=order, order=order),
    ]


def test_a_value_is_no_call_for_words(planned: Planner) -> None:
    plan = planned(catalog("clubs.csv", "row", *_moods(), rows=300), "How many people are very happy?")

    assert _said(_first(plan)["where"]) == [("happy", "very happy")]


def test_what_a_share_says_is_a_figure(planned: Planner) -> None:
    clubs = catalog("clubs.csv", "row", *_moods(), rows=300)
    plan = planned(clubs, "31% say they are very happy. Does that hold in every district?")

    assert [call.arguments.get("by") for call in plan.calls][-1] == [{"column": "district"}]


@pytest.mark.parametrize("question", ["What share of people gave?", "What share of people donated?"])
def test_the_verb_for_a_thing_means_the_outcome_that_it_came(
    planned: Planner, appeal: Catalog, question: str
) -> None:
    assert _first(planned(appeal, question))["metric"] == "resp"


def test_what_a_typical_giver_gives_is_the_amount(planned: Planner, appeal: Catalog) -> None:
    told = _first(planned(appeal, "What does a typical donor give?"))

    assert (told["aggregate"], told["metric"]) == ("median", "gift")
    assert _said(told["where"]) == [("resp", "1")]


def test_weeks_past_limit_a_number_of_weeks_where_there_are_no_dates(planned: Planner, appeal: Catalog) -> None:
    told = _first(planned(appeal, "How many people have weeks since of more than 50 weeks?"))

    assert [(item["column"], item["op"], item["value"]) for item in told["where"]] == [("weeks_since", ">", 50.0)]


def test_whom_a_part_without_an_answer_speaks_of_is_known_to_the_next(planned: Planner, appeal: Catalog) -> None:
    plan = planned(appeal, "Which paper did people read, and what share of them donated?")

    assert _first(plan)["metric"] == "resp"
    assert "paper" in " ".join(plan.missing)


def test_people_told_apart_by_what_nothing_holds_are_not_all_people(planned: Planner, appeal: Catalog) -> None:
    plan = planned(appeal, "Which paper did skating people read, and what share of them donated?")

    assert not plan.calls


def test_a_comparison_whose_group_is_not_understood_is_not_told_of_all(planned: Planner, appeal: Catalog) -> None:
    plan = planned(appeal, "Are those who really answered last time more generous?")

    assert not plan.calls
    assert "answered" in missed(plan)


@pytest.mark.parametrize(
    "question", ["Do we know for everybody whether they own a car?", "How well filled is the own car column?"]
)
def test_how_complete_a_column_is_is_told_of_the_column(planned: Planner, tenants: Catalog, question: str) -> None:
    plan = planned(tenants, question)

    assert plan.calls[0].tool == "describe_data"
    assert _first(plan)["metric"] == "owncar"


@pytest.mark.parametrize("question", ["Is anybody in the file twice?", "Is anyone in there twice?"])
def test_who_is_there_twice_is_a_question_for_copies(planned: Planner, tenants: Catalog, question: str) -> None:
    assert _first(planned(tenants, question))["check"] == "copies"


def test_columns_that_tell_nothing_are_looked_up_among_the_fields(planned: Planner, tenants: Catalog) -> None:
    plan = planned(tenants, "Which columns never vary and tell us nothing?")

    assert plan.calls[0].tool == "field_coverage"


@pytest.fixture
def homes() -> Catalog:
    return catalog(
        "homes.csv",
        "home",
        column("airco", "segment", "boolean", ["no", "yes"], positive="yes"),
        column("urban", "segment", "boolean", ["1", "0"], positive="1"),
        column("owner_sex", "segment", values=["female", "male"]),
        column("hnd", "segment", values=["lefty", "righty"]),
        column("solar", "segment", "boolean", ["no", "yes"], positive="yes"),
        column("habit", "segment", values=["often", "sometimes"]),
        number("height", unit=None),
        number("width", unit=None),
        number("income", unit=None),
        rows=700,
    )


def test_the_comparative_of_any_adjective_compares(planned: Planner, homes: Catalog) -> None:
    plan = planned(homes, "Are homes of men higher than homes of women?")

    assert plan.calls[0].tool == "compare_segments"


def test_a_header_cut_short_in_its_second_word_is_named_in_full(planned: Planner, homes: Catalog) -> None:
    told = _first(planned(homes, "How many homes have air conditioning?"))

    assert _said(told["where"]) == [("airco", "yes")]


def test_the_country_is_where_it_is_not_urban(planned: Planner, homes: Catalog) -> None:
    told = _first(planned(homes, "How many homes in the countryside have solar?"))

    assert set(_said(told["where"])) == {("urban", "0"), ("solar", "yes")}


def test_asking_again_for_the_trait_that_is_compared_adds_nothing(planned: Planner, homes: Catalog) -> None:
    question = (
        "Homes with air conditioning have solar more often. Is it the airco, or is it because they are urban?"
    )
    plan = planned(homes, question)

    assert [call.arguments.get("strata") for call in plan.calls] == [{"column": "urban"}]


def test_blanks_of_a_second_column_are_counted_as_those_of_the_first(planned: Planner, homes: Catalog) -> None:
    plan = planned(homes, "For how many homes is the width missing, and for how many the height?")

    assert [item["column"] for call in plan.calls for item in call.arguments["where"]] == ["width", "height"]


def test_whom_a_claim_is_about_that_cannot_be_shown_is_counted(planned: Planner, homes: Catalog) -> None:
    plan = planned(homes, "Homes with solar smell better. How many are there?")

    assert _said(_first(plan)["where"]) == [("solar", "yes")]
    assert "smell" in " ".join(plan.missing)


def test_what_is_compared_by_a_noun_that_nothing_holds_is_missing(planned: Planner, homes: Catalog) -> None:
    plan = planned(homes, "Do homes with better gardens habit more?")

    assert not plan.calls


def test_codes_that_a_column_holds_are_its_values(planned: Planner, homes: Catalog) -> None:
    told = _first(planned(homes, "Which codes does the habit column hold?"))

    assert (told["metric"], told["aggregate"]) == ("habit", "distribution")


def test_what_an_adjective_is_about_is_measured_before_than(planned: Planner, homes: Catalog) -> None:
    told = _first(planned(homes, "Are homes with solar wealthier than homes without?"))

    assert told["metric"] == "income"


def test_what_we_do_not_know_is_missing(planned: Planner, homes: Catalog) -> None:
    told = _first(planned(homes, "For how many homes do we not know the income?"))

    assert [(item["column"], item["op"]) for item in told["where"]] == [("income", "missing")]
