"""Two groups named without a measure, and what a difference is put down to."""

import pytest

from tests.assistant.offline.plans import missed, only
from tests.assistant.offline.tables import catalog, column
from tools.tables.catalog import Catalog, Join, Table


@pytest.fixture
def pool() -> Catalog:
    return catalog(
        "season_tickets.csv",
        "member",
        column("ticket_no", "id"),
        column("site", "segment", values=("Lido", "Grange", "Quay"), label="Site"),
        column("tariff", "segment", values=("Student", "Pensioner", "Family"), label="Tariff"),
        column("swims", "measure", "number", unit="count", label="Swims"),
        column("not_renewed", "outcome", "boolean", ["no", "yes"], positive="yes", words=("left", "churn")),
        rows=900,
        rows_are_people=True,
    )


def _is(name: str, value: str) -> dict[str, str]:
    return {"column": name, "op": "=", "value": value}


@pytest.mark.parametrize(
    "question", ["Compare the Lido and the Quay.", "Lido versus Quay?", "How does the Lido compare with the Quay?"]
)
def test_two_groups_without_a_measure_are_compared_on_the_outcome(planned, pool, question):
    call = only(planned(pool, question))

    assert (call["tool"], call["metric"]) == ("compare_segments", "not_renewed")
    assert (call["where"], call["contrast"]) == ([_is("site", "Lido")], [_is("site", "Quay")])


def test_a_noun_for_people_that_is_a_value_limits_to_them(planned, pool):
    call = only(planned(pool, "How many students at the Lido left?"))

    assert _is("tariff", "Student") in call["where"]
    assert _is("site", "Lido") in call["where"]


@pytest.mark.parametrize(
    "question",
    [
        "Is the Lido really worse, or is it only the students?",
        "Do members of the Lido leave more, or does it just look that way because of the students?",
        "Is the Lido worse because it has more students?",
        "Do Lido members leave more than others once you take the tariff into account?",
    ],
)
def test_what_a_difference_is_put_down_to_is_looked_into(planned, pool, question):
    call = only(planned(pool, question))

    assert (call["tool"], call["where"]) == ("compare_segments", [_is("site", "Lido")])
    assert call["strata"] == {"column": "tariff"}


def test_who_is_left_out_of_a_comparison_is_left_out_of_the_others_too(planned, pool):
    call = only(planned(pool, "Do Lido members leave more than the others, leaving out students?"))

    assert call["where"] == [_is("site", "Lido")]
    assert call["among"] == [{"column": "tariff", "op": "!=", "value": "Student"}]


def test_how_the_best_are_told_is_not_said_of_a_group_set_against_the_others(planned, pool):
    assert not planned(pool, "Is the Lido better?").notes


@pytest.fixture
def choir() -> Catalog:
    return catalog(
        "singers.csv",
        "member",
        column("singer_no", "id"),
        column("choir_size", "ordinal", values=("1-20", "21-40", "41-80", "81+"), label="Choir size"),
        column("voice", "segment", values=("Alto", "Bass", "Tenor", "Soprano"), label="Voice"),
        column("standing", "outcome", values=("singing", "resting", "left", "guest"), positive="left"),
        rows=900,
        rows_are_people=True,
    )


@pytest.mark.parametrize(
    "question", ["Do larger choirs lose more members?", "Do members of big choirs leave more?"]
)
def test_sizes_in_bands_are_compared_where_an_adjective_of_size_is_said(planned, choir, question):
    call = only(planned(choir, question))

    assert (call["tool"], call["by"]) == ("compare_segments", {"column": "choir_size"})


@pytest.mark.parametrize("question", ["Do tenors stay longer?", "Do tenors stay more often?"])
def test_staying_is_compared_by_the_share_that_left_where_a_status_has_several_values(planned, choir, question):
    call = only(planned(choir, question))

    assert (call["tool"], call["metric"], call["value"]) == ("compare_segments", "standing", "left")


def test_reasons_of_an_event_stand_in_the_table_that_is_called_by_it(planned):
    singers = Table(
        name="singers.csv",
        rows=900,
        entity="member",
        person="singer_no",
        rows_are_people=True,
        outcome="standing",
        columns=(
            column("singer_no", "id"),
            column("standing", "outcome", values=("singing", "resting", "left", "guest"), positive="left"),
        ),
    )
    departures = Table(
        name="departures.csv",
        rows=200,
        entity="row",
        person="singer_no",
        columns=(column("singer_no", "id"), column("reason", "segment", values=("Moved", "Time", "Voice"))),
    )
    letters = Table(
        name="letters.csv",
        rows=300,
        entity="message",
        person="singer_no",
        columns=(
            column("singer_no", "id"),
            column("category", "segment", values=("Robe", "Concert", "Fee")),
            column("text", "text"),
        ),
    )
    key = "singer_no"
    held = Catalog(
        tables=(singers, departures, letters),
        joins=tuple(
            Join(left_table=name, left_column=key, right_table="singers.csv", right_column=key, share=1.0)
            for name in ("departures.csv", "letters.csv")
        ),
    )
    for question in ("What are the most common reasons for leaving?", "Why do members leave?"):
        call = planned(held, question).calls[0].arguments
        assert call["metric"] == "departures.csv::reason"


def test_who_is_at_risk_is_alike_to_those_whom_the_loss_befell(planned, choir):
    call = only(planned(choir, "Who is at risk?"))

    assert (call["tool"], call["metric"]) == ("find_lookalikes", "standing")


def test_a_category_of_the_rows_is_no_reason_for_what_happened(planned):
    held = catalog(
        "cards.csv",
        "customer",
        column("card_no", "id"),
        column("card_category", "segment", values=("Green", "Grey", "Red"), label="Card category"),
        column("left", "outcome", "boolean", ["no", "yes"], positive="yes"),
        rows=900,
        rows_are_people=True,
    )

    assert "no reasons are recorded" in missed(planned(held, "Why do customers leave?"))


def test_a_difference_put_down_to_a_group_with_a_noun_behind_it_is_looked_into(planned, pool):
    call = only(planned(pool, "Is the Lido really worse, or is it only the student rates?"))

    assert call["strata"] == {"column": "tariff"}


def test_a_name_that_no_value_holds_is_said_to_be_missing(planned, pool):
    found = planned(pool, "How do members from Ireland do compared with the others?")

    assert "Ireland" in missed(found)
