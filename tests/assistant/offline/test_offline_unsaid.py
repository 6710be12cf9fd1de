"""What an answer says of words that were not found for one part of a question, and of whose words are shown."""

from collections.abc import Callable, Mapping
from typing import Any

from langchain_core.tools import StructuredTool

from tests.assistant.offline.conftest import Planner
from tests.assistant.offline.results import quote
from tests.assistant.offline.tables import catalog, column
from tests.assistant.offline.test_offline_model import ask, registered
from tools import TOOLS
from tools.results import Report
from tools.tables.catalog import Catalog

NOTHING = Report(missing=("Nothing said about this was found.",))
IN_TALK = Report(evidence=(quote("It is slow."),))


def answer(catalog: Catalog, question: str, found: Callable[[Mapping[str, Any]], Report]) -> str:
    """Return the answer to a question where a search of words finds what `found` makes of its arguments."""
    search = next(item for item in TOOLS if item.name == "find_evidence")

    def run(**arguments: Any) -> tuple[str, Mapping[str, Any]]:
        return "ok", found(arguments).to_dict()

    made = StructuredTool(
        name=search.name,
        description=search.name,
        args_schema=search.arguments,
        func=run,
        response_format="content_and_artifact",
        metadata={"examples": list(search.examples)},
    )
    others = [item for item in registered(Report()) if item.name != search.name]
    return str(ask(catalog, [*others, made], question)[-1].text)


def test_a_part_without_words_is_named_beside_the_one_with_them(saas: Catalog) -> None:
    question = "Why do customers complain about speed? And what worries them about the roof?"
    text = answer(
        saas, question, lambda a: NOTHING if "roof" in a["text"] and "speed" not in a["text"] else IN_TALK
    )
    assert "Nothing said about this was found." in text


def test_whose_words_are_missing_stands_beside_those_shown(saas: Catalog) -> None:
    shown = Report(evidence=IN_TALK.evidence, missing=("These are words of others.",))
    assert "words of others" in answer(saas, "Why do Enterprise customers complain?", lambda _: shown)


def test_a_comparison_is_computed_though_a_document_is_called_like_one_of_its_groups(planned: Planner) -> None:
    club = catalog(
        "members.csv",
        "member",
        column("member_id", "id"),
        column("channel", "segment", values=["Video ad", "Friend", "Poster"]),
        column("left", "outcome", values=["no", "yes"], positive="yes", words=("churn",)),
        rows=900,
        rows_are_people=True,
    )
    facts = {"documents": {"video-ad.md": "The video that we show"}, "kinds": {"page": 1}}
    question = "Do members who came through the video ad leave more often than those who came through a friend?"

    (call,) = planned(club, question, facts=facts).calls

    assert call.tool == "compare_segments"
