"""How words are asked for: how many, out of which documents; what is judged or only stated beside them."""

from collections.abc import Sequence

import pytest

from assistant.named_values import spare_releases
from assistant.offline.clauses import clause
from assistant.offline.gathered import Plan
from assistant.offline.requested import quotes_asked
from tests.assistant.offline.conftest import Planner
from tests.assistant.offline.plans import only
from tests.assistant.offline.tables import column, group, table
from tools.act.pasted import pasted
from tools.tables.catalog import Catalog

FACTS = {
    "kinds": {"feedback": 900, "ticket": 2, "copy": 1},
    "documents": {
        "depot-note-lost-parcels.md": "Depot note: lost parcels",
        "depot-note-cold-boxes.md": "Depot note: cold boxes",
        "homepage.md": "Homepage",
    },
}
DEPOT = ["depot-note-lost-parcels.md", "depot-note-cold-boxes.md"]
STORED = "Please tell us the model of your phone from the help page."


@pytest.fixture
def boxes() -> Catalog:
    return Catalog(
        tables=(
            table(
                "boxes.csv",
                "review",
                column("review_id", "id"),
                column("app_release", "segment", values=["7.4.112.3", "7.4.120.9", "7.5.101.2"]),
                column("stars", "ordinal", "number", ["1", "2", "3", "4", "5"], unit="score", missing=40),
                group("depot", "North", "South"),
                column("answer", "segment", values=[STORED, "Thank you."], distinct=2),
                column("review", "text", distinct=880),
                rows=900,
            ),
        )
    )


def calls(plan: Plan, tool: str) -> Sequence[dict[str, object]]:
    return [dict(call.arguments) for call in plan.calls if call.tool == tool]


def test_as_many_quotes_are_given_as_are_asked_for(planned: Planner, boxes: Catalog) -> None:
    (call,) = calls(
        planned(boxes, "Why are one-star reviewers angry? Quote three of them.", facts=FACTS), "find_evidence"
    )
    assert (call["limit"], call["where"]) == (3, [{"column": "stars", "op": "=", "value": 1.0}])


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("What do they say? Two verbatim quotes, please.", 2),
        ("Quote somebody on price.", None),
        ("Cite 4 people", 4),
    ],
)
def test_the_number_of_quotes_stands_beside_the_word_for_them(text: str, count: int | None) -> None:
    assert quotes_asked(clause(text)) == count


@pytest.mark.parametrize(
    "text",
    [
        "Why do parcels go missing, according to the depot?",
        "What do the depot notes say about parcels?",
        "What happened in March according to the depot notes?",
    ],
)
def test_who_is_said_to_tell_it_names_the_documents(planned: Planner, boxes: Catalog, text: str) -> None:
    (call,) = calls(planned(boxes, text, facts=FACTS), "find_evidence")
    assert call["documents"] == DEPOT


def test_a_word_that_no_document_is_called_by_names_none(planned: Planner, boxes: Catalog) -> None:
    question = "Why do parcels go missing, according to customers?"
    assert only(planned(boxes, question, facts=FACTS)) == {"tool": "find_evidence", "text": question}


def test_one_word_of_a_sentence_that_is_a_value_sets_no_condition(planned: Planner, boxes: Catalog) -> None:
    question = "Why do people complain after they changed phones?"
    assert only(planned(boxes, question, facts=FACTS)) == {"tool": "find_evidence", "text": question}


def test_copy_that_is_quoted_is_held_against_what_people_say_of_it(planned: Planner, boxes: Catalog) -> None:
    question = (
        'Our homepage says "Fresh every single day". Do reviewers talk that way? Where does the copy over-promise?'
    )
    assert [call.tool for call in planned(boxes, question, facts=FACTS).calls] == ["find_evidence"]


def test_a_line_that_people_are_asked_about_is_no_text_to_be_judged() -> None:
    line = 'Our homepage says "Fresh every single day".'
    assert pasted(f"{line} Is this page honest?") is not None
    assert pasted(f"{line} Is this page honest? Do customers agree?") is None


def test_a_release_that_nothing_holds_has_to_be_named_by_what_is_found(planned: Planner, boxes: Catalog) -> None:
    assert planned(boxes, "Why do reviewers on version 3.9.1 complain?", facts=FACTS).names == ("3.9.1",)


def test_a_noun_before_the_name_of_groups_is_told_of_and_refuses_nothing(planned: Planner, boxes: Catalog) -> None:
    plan = planned(boxes, "Which two parcel depots have the most one-star reviews?")
    assert not plan.missing
    assert plan.calls[0].arguments["metric"] == "depot"
    assert any('"parcel"' in note for note in plan.notes)


@pytest.mark.parametrize(
    "text",
    [
        "Our average rating is about 3. Is that what a typical reviewer thinks of us?",
        "The mean rating is 3. Does that describe most reviewers?",
        "Our mean rating is above 2.5. Is that representative?",
    ],
)
def test_what_a_statement_says_of_a_mean_limits_no_rows(planned: Planner, boxes: Catalog, text: str) -> None:
    plan = planned(boxes, text, facts=FACTS)
    assert [call.arguments["aggregate"] for call in plan.calls] == ["mean", "median"]
    assert not any("where" in call.arguments for call in plan.calls)


def test_who_did_not_say_is_counted_for_what_was_measured(planned: Planner, boxes: Catalog) -> None:
    plan = planned(boxes, "What is the average rating by depot, and how many did not say?", facts=FACTS)
    assert plan.calls[-1].arguments["where"] == [{"column": "stars", "op": "missing"}]
    assert plan.calls[-1].arguments["by"] == [{"column": "depot"}]


def test_a_release_in_an_answer_is_no_network_address(boxes: Catalog) -> None:
    def scrub(text: str) -> str:
        return text.replace("7.4.112.3", "[IP]").replace("10.1.2.3", "[IP]")

    assert spare_releases("7.4.112.3 leads, says 10.1.2.3", boxes, scrub) == "7.4.112.3 leads, says [IP]"


def test_her_is_whom_the_first_part_speaks_of(planned: Planner, boxes: Catalog) -> None:
    question = "Why did Mira send the box back? And what would make her order again?"
    told = [call["text"] for call in calls(planned(boxes, question, facts=FACTS), "find_evidence")]
    assert "Mira order again" in str(told[-1])
