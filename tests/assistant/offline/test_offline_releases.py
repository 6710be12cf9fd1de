"""Questions about reviews: releases named in part, stars as shares, several words counted, who was answered."""

import pytest

from assistant.offline.releases import in_turn
from tests.assistant.offline.conftest import Planner
from tests.assistant.offline.plans import asked
from tests.assistant.offline.tables import catalog, column
from tools.tables.catalog import Catalog

SIX = ["6.0.0", "6.0.1", "6.0.4"]


@pytest.fixture
def reviews() -> Catalog:
    return catalog(
        "app_reviews.csv",
        "review",
        column("reviewId", "id"),
        column("content", "text", distinct=900, missing=40),
        column(
            "score",
            "ordinal",
            "number",
            ["1", "2", "3", "4", "5"],
            unit="score",
            words=("stars", "rating"),
        ),
        column("appVersion", "segment", values=["5.9.0", "5.9.3", *SIX, "6.1.0"]),
        column("store", "segment", values=["Bergen", "Oslo"]),
        column("at", "time", "date", minimum="2023-01-01", maximum="2023-12-31"),
        column("replyContent", "segment", values=["Thanks", "Sorry"]),
        column(
            "replied",
            "segment",
            values=["yes", "no"],
            positive="yes",
            words=("reply", "answered", "got a reply"),
        ),
        rows=1000,
        key=(),
    )


@pytest.mark.parametrize("said", ["version 6.0", "6.0", "v6.0", "release 6.0"])
def test_a_release_named_in_part_means_all_its_fixes(planned: Planner, reviews: Catalog, said: str) -> None:
    (call,) = asked(planned(reviews, f"What is the average score on {said}?"))
    assert call["where"] == [{"column": "appVersion", "op": "in", "value": SIX}]


def test_a_limit_is_no_release(planned: Planner, reviews: Catalog) -> None:
    (call,) = asked(planned(reviews, "How many reviews have a score above 4?"))
    assert call["where"] == [{"column": "score", "op": ">", "value": 4.0}]


def test_the_share_of_one_star_reviews_is_compared_between_releases(planned: Planner, reviews: Catalog) -> None:
    question = "Is the share of one-star reviews on version 6.0 higher than on 5.9? Is it significant?"
    call = asked(planned(reviews, question))[0]
    assert (call["tool"], call["metric"], call["value"]) == ("compare_segments", "score", "1")
    assert call["where"] == [{"column": "appVersion", "op": "in", "value": SIX}]
    assert call["contrast"] == [{"column": "appVersion", "op": "in", "value": ["5.9.0", "5.9.3"]}]


@pytest.mark.parametrize(
    ("question", "metric"),
    [
        ("What share of the Bergen reviews has one star?", "score"),
        ("What share of the one-star reviews got a reply?", "replied"),
    ],
)
def test_what_stands_behind_the_verb_is_what_a_share_counts(
    planned: Planner, reviews: Catalog, question: str, metric: str
) -> None:
    (call,) = asked(planned(reviews, question))
    assert (call["aggregate"], call["metric"]) == ("share", metric)


def test_each_of_several_words_is_counted_for_itself(planned: Planner, reviews: Catalog) -> None:
    calls = asked(
        planned(reviews, "In one- and two-star reviews, how many mention sync, reminders and the widget?")
    )
    stars = {"column": "score", "op": "in", "value": ["1", "2"]}
    assert [call["where"] for call in calls] == [
        [stars, {"column": "content", "op": "=", "value": word}] for word in ("sync", "reminders", "widget")
    ]


def test_what_opens_a_sentence_holds_for_all_its_counts(planned: Planner, reviews: Catalog) -> None:
    question = "Of the Oslo reviews, how many talk about the courier, and how many about sizes?"
    store = {"column": "store", "op": "=", "value": "Oslo"}
    assert [call["where"] for call in asked(planned(reviews, question))] == [
        [store, {"column": "content", "op": "=", "value": word}] for word in ("courier", "sizes")
    ]


def test_a_clause_with_a_verb_names_nothing_that_is_mentioned(planned: Planner, reviews: Catalog) -> None:
    calls = asked(planned(reviews, "How many reviews mention zips, and what share of these have one star?"))
    zips = {"column": "content", "op": "=", "value": "zips"}
    assert [call["where"] for call in calls] == [[zips], [{"column": "score", "op": "=", "value": 1.0}, zips]]


def test_what_is_denied_is_the_no_of_its_column(planned: Planner, reviews: Catalog) -> None:
    (call,) = asked(planned(reviews, "How many reviews did we leave unanswered?"))
    assert call["where"] == [{"column": "replied", "op": "=", "value": "no"}]


def test_free_text_is_called_so_whatever_its_header_says(planned: Planner, reviews: Catalog) -> None:
    (call,) = asked(planned(reviews, "How many reviews left the free text empty?"))
    assert call["where"] == [{"column": "content", "op": "missing"}]


def test_what_a_document_is_called_asks_for_words(planned: Planner, reviews: Catalog) -> None:
    titles = {"calls/2024-11-02-call-mountain-guide.md": "A call with a mountain guide"}
    plan = planned(
        reviews,
        "What keeps the mountain guide buying from us?",
        facts={"documents": titles, "kinds": {"interview": 1}},
    )
    assert [call.tool for call in plan.calls] == ["find_evidence"]


def test_the_same_share_of_another_group_is_asked_for(planned: Planner, reviews: Catalog) -> None:
    calls = asked(planned(reviews, "What share of Bergen reviews got a reply, and what share in Oslo?"))
    assert [(call["metric"], call["where"]) for call in calls] == [
        ("replied", [{"column": "store", "op": "=", "value": store}]) for store in ("Bergen", "Oslo")
    ]


def test_a_release_compared_with_limits_none(planned: Planner, reviews: Catalog) -> None:
    call = asked(planned(reviews, "Is the average score on 6.1.0 lower than on 5.9.0? Is that significant?"))[0]
    assert call["contrast"] == [{"column": "appVersion", "op": "=", "value": "5.9.0"}]


def test_releases_come_in_their_own_order() -> None:
    told = column("release", "segment", values=["3.10", "3.9", "3.8"])
    assert in_turn(told) == ["3.8", "3.9", "3.10"]
