"""Questions in the words of people, over tables with quirks: each class of misreading on an invented table."""

from typing import Any

import pytest

from assistant.offline.clauses import clause, split
from assistant.offline.gathered import Plan
from assistant.offline.periods import periods
from tests.assistant.offline.conftest import Planner
from tests.assistant.offline.plans import missed
from tests.assistant.offline.tables import catalog, column, table
from tools.tables.catalog import Catalog, Table


def _inn() -> Catalog:
    return catalog(
        "gaeste.csv",
        "guest",
        column("Gast-Nr.", "id"),
        column("Anreise", "time", "date", minimum="2022-11-02", maximum="2023-12-30"),
        column("Buchungsart", "segment", values=["direkt", "vermittelt", "Gruppe"]),
        column("Aufenthalt (Nächte)", "measure", "number", unit="count", words=("nächte",)),
        column("Wartezeit (Min.)", "measure", "number", unit="duration"),
        column("storniert", "outcome", "boolean", ["nein", "ja"], positive="ja"),
        rows=700,
        person="Gast-Nr.",
    )


def _insurer() -> Catalog:
    return catalog(
        "quotes.csv",
        "quote",
        column("quote_no", "id"),
        column("asked_on", "time", "date", minimum="2022-01-01", maximum="2023-12-30"),
        column("cover", "segment", values=["roof", "glass", "water"], description="what is insured"),
        column("plan", "segment", values=["basic", "full"]),
        column("garage", "segment", "boolean", ["no", "yes"], positive="yes", description="has garage cover?"),
        column("pay", "measure", "number", unit="money", description="premium; -1 means never told"),
        column("accepted", "outcome", "boolean", ["no", "yes"], positive="yes"),
        rows=900,
    )


def _first(plan: Plan) -> dict[str, Any]:
    assert plan.calls, plan.missing
    return dict(plan.calls[0].arguments)


@pytest.mark.parametrize(
    ("question", "since", "until"),
    [
        ("How many quotes were there from March to May 2023?", "2023-03-01", "2023-05-31"),
        ("How many quotes were there between November and January 2023?", "2022-11-01", "2023-01-31"),
        ("How many quotes, February to April 2022?", "2022-02-01", "2022-04-30"),
    ],
)
def test_a_range_takes_its_year_from_its_end(planned: Planner, question: str, since: str, until: str) -> None:
    """A month whose year is only said at the end of the range is in that year, or in the one before."""
    assert _first(planned(_insurer(), question))["period"] == {"since": since, "until": until}


@pytest.mark.parametrize(
    ("question", "period"),
    [
        ("How many orders before June 2024?", {"until": "2024-05-31"}),
        ("How many orders before the year 2024?", {"until": "2023-12-31"}),
        ("How many orders until June 2024?", {"until": "2024-06-30"}),
        ("How many orders after 2023?", {"since": "2024-01-01"}),
        ("How many orders since 2023?", {"since": "2023-01-01"}),
        ("Wie viele Verträge nach 2023?", {"since": "2024-01-01"}),
        ("¿Cuántos pedidos antes de 2024?", {"until": "2023-12-31"}),
    ],
)
def test_before_and_after_a_date_leave_it_out_and_since_and_until_do_not(
    question: str, period: dict[str, str]
) -> None:
    link = next(iter(periods(question, clause(question).words)))
    assert dict(link.period) == period


def test_what_the_rows_are_called_asks_for_no_words(planned: Planner) -> None:
    """An insurer's quotes are rows; nobody said them."""
    asked = _first(planned(_insurer(), "What share of quotes were accepted?"))
    assert asked == {"table": "quotes.csv", "aggregate": "share", "metric": "accepted"}


def test_who_after_a_noun_asks_for_no_portrait(planned: Planner) -> None:
    """A relative clause says of whom; its negation goes on with it."""
    asked = _first(planned(_insurer(), "Which plan do people want who have a garage but did not accept?"))
    assert asked["metric"] == "plan"
    assert {"column": "accepted", "op": "=", "value": "no"} in asked["where"]
    assert split("Which plan do people want who asked but did not accept?")[1:] == []
    assert "profile" in {cue.concept for cue in clause("Honestly, who accepts?").cues}
    assert "profile" not in {cue.concept for cue in clause("the people who accept").cues}


@pytest.mark.parametrize(
    "question",
    [
        "What is the mean pay of those who did not accept?",
        "What is the mean pay by plan of people who did not accept?",
        "What is the median pay of those who have not accepted a roof?",
    ],
)
def test_those_who_did_not_do_something_are_no_others(planned: Planner, question: str) -> None:
    """Only without a verb of their own are "those who did not" everybody else."""
    assert {"column": "accepted", "op": "=", "value": "no"} in _first(planned(_insurer(), question))["where"]


def test_words_of_a_description_around_a_name_name_it(planned: Planner) -> None:
    """ "Garage cover" is the column `garage`, though another column is called `cover`."""
    asked = _first(planned(_insurer(), "Do quotes with garage cover get accepted more often?"))
    assert asked["where"] == [{"column": "garage", "op": "=", "value": "yes"}]


def test_a_name_in_brackets_says_which_column(planned: Planner) -> None:
    """Whatever the words before it might mean."""
    assert _first(planned(_insurer(), "What is the average cover amount (pay)?"))["metric"] == "pay"


def test_german_compounds_comparisons_and_negations(planned: Planner) -> None:
    """A value written together with a noun of people; "mehr als"; "nicht"; a verb of a compound column."""
    asked = _first(planned(_inn(), "Wie viele Gäste mit mehr als 3 Nächten haben nicht storniert?"))
    assert asked["where"] == [
        {"column": "Aufenthalt (Nächte)", "op": ">", "value": 3.0},
        {"column": "storniert", "op": "=", "value": "nein"},
    ]
    waited = _first(planned(_inn(), "Wie lange warten Direktgäste im Schnitt?"))
    assert (waited["metric"], waited["aggregate"]) == ("Wartezeit (Min.)", "mean")
    assert waited["where"] == [{"column": "Buchungsart", "op": "=", "value": "direkt"}]


def test_each_type_of_splits_by_the_column_named(planned: Planner) -> None:
    """The words that lead to a column's name are no slot of their own."""
    calls = planned(_insurer(), "What percent of quotes were accepted, in total and for each type of cover?").calls
    assert [call.arguments.get("by") for call in calls] == [None, [{"column": "cover"}]]


def test_that_per_person_is_the_mean_of_the_total(planned: Planner) -> None:
    """ "How many is that per guest" goes on with the total told before."""
    calls = planned(_inn(), "How many Nächte did guests stay, and how many is that per guest?").calls
    assert [(call.arguments["aggregate"], call.arguments["metric"]) for call in calls] == [
        ("sum", "Aufenthalt (Nächte)"),
        ("mean", "Aufenthalt (Nächte)"),
    ]


def _shops() -> Catalog:
    def sales(name: str, rows: int, label: str, **more: Any) -> Table:
        return Table(
            name=name,
            rows=rows,
            entity="transaction",
            person=f"{label}who",
            time=f"{label}day",
            columns=(
                column(f"{label}who", "id", label="client"),
                column(f"{label}day", "time", "date", label="date", minimum="2021-01-01", maximum="2023-06-30"),
                column(f"{label}paid", "measure", "number", unit="money", label="paid"),
            ),
            **more,
        )

    return Catalog(tables=(sales("all_2023.csv", 9000, ""), sales("tenth.csv", 900, "s_", part_of="all_2023.csv")))


def test_a_smaller_file_of_the_same_rows_is_told_beside_the_larger(planned: Planner) -> None:
    """Nobody says which of two files of one shape is meant: both are told, and which is which."""
    plan = planned(_shops(), "How many clients bought only once?")
    assert [call.arguments["table"] for call in plan.calls] == ["all_2023.csv", "tenth.csv"]
    assert plan.calls[1].arguments["per"] == "s_who"
    assert any("tenth.csv" in note for note in plan.notes)
    named = planned(_shops(), "How many clients of the tenth bought only once?")
    assert [call.arguments["table"] for call in named.calls] == ["tenth.csv"]


def test_losing_customers_is_read_from_who_still_comes(planned: Planner) -> None:
    """Dated sales tell nobody who left, but who came back: that is what the worth of customers says."""
    found = planned(_shops(), "Are we losing customers?")
    assert {call.tool for call in found.calls} == {"customer_worth"}


def _polls(key: str) -> Catalog:
    def poll(year: int) -> Table:
        return Table(
            name=f"allotments_{year}.csv",
            rows=250,
            entity="respondent",
            person=key,
            key=(key,),
            columns=(
                column(key, "id"),
                column("What do you grow?", "multi_select", values=["leeks", "peas", "kale"], separator=";"),
                column("Would you dig again?", "outcome", "boolean", ["No", "Yes"], positive="Yes"),
            ),
        )

    return Catalog(tables=(poll(2021), poll(2022)))


def test_two_surveys_without_a_common_key_are_no_panel(planned: Planner) -> None:
    """Nobody who changed their mind can be found when other people were asked."""
    question = "How many who would dig again in 2021 changed their mind by 2022?"
    assert "not a panel" in missed(planned(_polls("answer_no"), question))


def test_whoever_grows_something_asks_for_no_trend(planned: Planner) -> None:
    """A verb of growth with an object is not about time; "but not" leaves out an answer."""
    asked = _first(planned(_polls("n"), "How many people in the 2021 survey grow leeks but not kale?"))
    assert asked["table"] == "allotments_2021.csv"
    assert [(item["op"], item["value"]) for item in asked["where"]] == [("=", "leeks"), ("!=", "kale")]


def test_a_total_that_another_source_reports_is_told_from_each(planned: Planner) -> None:
    """A dated sum with a measure of the same name elsewhere is given twice, with what to make of it."""
    trips = table(
        "trips.csv",
        "trip",
        column("day", "time", "date", minimum="2022-01-01", maximum="2022-12-31"),
        column("line", "segment", values=["A", "B", "C"]),
        column("riders", "measure", "number", unit="count"),
        rows=800,
    )
    board = Table(
        name="board.csv",
        rows=12,
        time="month",
        columns=(
            column("month", "time", "date", minimum="2022-01-01", maximum="2022-12-01"),
            column("Riders", "measure", "number", unit="count"),
        ),
    )
    plan = planned(Catalog(tables=(trips, board)), "How many riders were there in June 2022?")
    assert {call.arguments["table"] for call in plan.calls} == {"trips.csv", "board.csv"}
    assert {call.arguments["aggregate"] for call in plan.calls} == {"sum"}
    assert any("differ" in note for note in plan.notes)
