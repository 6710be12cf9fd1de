"""Questions that count what texts mention: conditions over the text column, never a sample of quotes."""

import pytest

from tests.assistant.offline.conftest import Planner
from tests.assistant.offline.plans import asked, missed
from tests.assistant.offline.tables import catalog, column, table
from tools.tables.catalog import Catalog


@pytest.fixture
def stays() -> Catalog:
    return catalog(
        "stays.csv",
        "review",
        column("review_id", "id"),
        column("house", "segment", values=["Harbour", "Forest"]),
        column("topic", "segment", values=["Billing", "Noise"]),
        column("stars", "ordinal", "number", ["1", "2", "3", "4", "5"], unit="score"),
        column("liked", "text", distinct=700),
        column("disliked", "text", distinct=650),
        column("remarks", "text", distinct=880),
        rows=900,
        key=(),
    )


def test_each_phrase_in_quotes_is_counted_in_the_fullest_text(planned: Planner, stays: Catalog) -> None:
    calls = asked(planned(stays, 'How many reviews say "too hot" and how many say "too cold"?'))
    assert [call["where"] for call in calls] == [
        [{"column": "remarks", "op": "=", "value": phrase}] for phrase in ("too hot", "too cold")
    ]
    assert {call["tool"] for call in calls} == {"query_table"}


def test_complaints_are_counted_where_complaints_are_written(planned: Planner, stays: Catalog) -> None:
    first, second = asked(planned(stays, "How many reviews grumble about the lift, and how many about parking?"))
    assert first["where"] == [{"column": "disliked", "op": "=", "value": "lift"}]
    assert second["where"] == [{"column": "disliked", "op": "=", "value": "parking"}]


def test_praise_is_counted_where_praise_is_written(planned: Planner, stays: Catalog) -> None:
    (call,) = asked(planned(stays, "How many reviews praise the garden?"))
    assert call["where"] == [{"column": "liked", "op": "=", "value": "garden"}]


def test_a_share_of_a_group_is_a_share_of_its_texts(planned: Planner, stays: Catalog) -> None:
    (call,) = asked(planned(stays, "What share of Harbour reviews mention seagulls or ferries?"))
    assert (call["aggregate"], call["metric"], call["value"]) == ("share", "remarks", "seagulls | ferries")
    assert call["where"] == [{"column": "house", "op": "=", "value": "Harbour"}]


def test_groups_are_ranked_by_how_often_their_texts_mention_it(planned: Planner, stays: Catalog) -> None:
    (call,) = asked(planned(stays, 'In which house do reviews mention "damp" most often?'))
    assert (call["metric"], call["value"], call["by"]) == ("remarks", "damp", [{"column": "house"}])


def test_a_measure_of_texts_that_mention_it_is_narrowed_to_them(planned: Planner, stays: Catalog) -> None:
    (call,) = asked(planned(stays, 'What is the average number of stars of reviews that mention "sauna"?'))
    assert (call["aggregate"], call["metric"]) == ("mean", "stars")
    assert call["where"] == [{"column": "remarks", "op": "=", "value": "sauna"}]


def test_a_topic_that_a_column_records_is_not_searched_for(planned: Planner, stays: Catalog) -> None:
    calls = asked(planned(stays, "How many reviews complain about billing?"))
    assert [call["where"] for call in calls] == [[{"column": "topic", "op": "=", "value": "Billing"}]] * 2


def test_reasons_are_quoted_and_not_counted(planned: Planner, stays: Catalog) -> None:
    calls = asked(planned(stays, "Why do guests complain about the lift?"))
    assert "find_evidence" in {call["tool"] for call in calls}


def test_how_words_are_to_be_given_narrows_the_reasons_asked_for(planned: Planner, stays: Catalog) -> None:
    calls = asked(planned(stays, "Why are Harbour guests unhappy? Quote reviews with fewer than 3 stars."))
    (searched,) = [call for call in calls if call["tool"] == "find_evidence"]
    assert {item["column"] for item in searched["where"]} == {"house", "stars"}


def test_each_part_of_a_why_question_is_searched_for_with_its_own_words(planned: Planner, stays: Catalog) -> None:
    facts = {"kinds": {"interview": 4}, "documents": {"a.md": "Visit"}}
    question = "Why do the innkeepers we spoke to book with us, and why do they complain? Quote them."
    searched = [call["text"] for call in asked(planned(stays, question, facts=facts))]
    assert searched[0] == "Why do the innkeepers we spoke to book with us"
    assert str(searched[1]).startswith("why do the innkeepers we spoke to complain?")


def test_a_question_on_our_own_copy_is_searched_as_a_whole(planned: Planner, stays: Catalog) -> None:
    facts = {"kinds": {"copy": 1, "interview": 4}, "documents": {"home.md": "Welcome to Alder Bay"}}
    question = "Our page promises quiet rooms and free parking. Do guests talk that way?"
    calls = asked(planned(stays, question, facts=facts))
    assert [call["tool"] for call in calls] == ["find_evidence"], calls
    (call,) = calls
    assert call["text"] == question
    assert not call.get("where")


def test_further_counts_go_on_with_the_verb_of_the_first(planned: Planner, stays: Catalog) -> None:
    plan = planned(stays, "How many reviews mention sauna, how many a spotless place and how many a noisy one?")
    assert [call["where"] for call in asked(plan)] == [
        [{"column": "remarks", "op": "=", "value": word}] for word in ("sauna", "spotless", "noisy")
    ]


@pytest.fixture
def rated() -> Catalog:
    stars = column("stars", "ordinal", "number", ["1", "2", "3", "4", "5"], unit="score", minimum="1", maximum="5")
    return catalog(
        "meals.csv", "review", column("id", "id"), stars, column("text", "text", distinct=800), rows=900, key=()
    )


@pytest.mark.parametrize(
    "question",
    [
        'Is "queue" said more often in low-star reviews than in high-star ones?',
        "Do negative reviews mention queue more often than positive ones?",
        "Is queue mentioned more often in bad reviews than in good reviews?",
    ],
)
def test_low_and_high_ratings_are_set_against_each_other(planned: Planner, rated: Catalog, question: str) -> None:
    (call,) = asked(planned(rated, question))
    assert (call["metric"], call["value"]) == ("text", "queue")
    assert call["where"] == [{"column": "stars", "op": "<=", "value": 2.0}]
    assert call["contrast"] == [{"column": "stars", "op": ">=", "value": 4.0}]


def test_a_request_for_quotes_is_a_part_of_its_own(planned: Planner, rated: Catalog) -> None:
    calls = asked(planned(rated, "How many reviews have one star, and quote somebody on noise."))
    assert [call["tool"] for call in calls] == ["query_table", "find_evidence"]
    assert calls[1]["text"] == "quote somebody on noise."


def test_what_follows_the_thing_mentioned_is_no_part_of_it(planned: Planner, rated: Catalog) -> None:
    (call,) = asked(planned(rated, "Do reviews that mention queue get fewer stars than others?"))
    assert (call["tool"], call["metric"]) == ("compare_segments", "stars")
    assert call["where"] == [{"column": "text", "op": "=", "value": "queue"}]


def test_low_ratings_without_a_rating_are_named_as_missing(planned: Planner, rated: Catalog) -> None:
    bare = catalog("notes.csv", "review", column("text", "text", distinct=800), rows=900)
    assert "low-rated" in missed(planned(bare, "How many low-rated reviews mention queue?"))


def test_a_mood_that_is_recorded_needs_no_rating(planned: Planner) -> None:
    mood = column("mood", "segment", values=["negative", "neutral", "positive"])
    shop = column("shop", "segment", values=["Northgate", "Harbour"])
    text = column("text", "text", distinct=800)
    posts = catalog("posts.csv", "post", column("id", "id"), mood, shop, text, rows=900)
    found = planned(posts, "Which shop has the largest share of negative feedback?")
    assert not found.missing
    (call,) = asked(found)
    assert (call["metric"], call["value"]) == ("mood", "negative")


def test_what_we_spend_is_no_revenue(planned: Planner) -> None:
    spent = column("spend", "measure", "number", unit="money", minimum="6", maximum="813")
    paid = column("amount", "measure", "number", unit="money", minimum="1", maximum="240")
    ran = table("ad_costs.csv", "cost", column("month", "time", "date"), spent, rows=200)
    sold = table("orders.csv", "order", column("id", "id"), column("day", "time", "date"), paid, rows=900)
    (call,) = asked(planned(Catalog(tables=(ran, sold)), "What is the total revenue?"))
    assert (call["table"], call["metric"]) == ("orders.csv", "amount")


@pytest.mark.parametrize(
    "text",
    [
        "How many comments are about parking?",
        "How many comments about parking came in?",
        "How many reviews deal with parking?",
    ],
)
def test_what_texts_are_about_is_counted_without_a_verb_of_saying(
    planned: Planner, stays: Catalog, text: str
) -> None:
    (call,) = asked(planned(stays, text))
    assert call["where"] == [{"column": "remarks", "op": "=", "value": "parking"}]


def test_a_share_that_is_about_something_is_one_of_texts(planned: Planner, stays: Catalog) -> None:
    (call,) = asked(planned(stays, "What share of reviews is about the ferry?"))
    assert (call["aggregate"], call["metric"], call["value"]) == ("share", "remarks", "ferry")


def test_an_adjective_and_its_noun_may_stand_apart(planned: Planner, stays: Catalog) -> None:
    (call,) = asked(planned(stays, "How many reviews mention rude staff or room service?"))
    assert call["where"] == [{"column": "remarks", "op": "=", "value": "rude … staff | room service"}]


def test_whether_that_is_more_common_compares_who_mentions_it(planned: Planner, stays: Catalog) -> None:
    question = (
        "How many comments are about the lift or stairs, and is that more frequent in Harbour than in Forest?"
    )
    _, call = asked(planned(stays, question))
    assert (call["tool"], call["metric"], call["value"]) == ("compare_segments", "remarks", "lift | stairs")
    assert call["contrast"] == [{"column": "house", "op": "=", "value": "Forest"}]


@pytest.fixture
def rides() -> Catalog:
    return catalog(
        "rides.csv",
        "ride",
        column("ride_id", "id"),
        column("day", "time", "date", minimum="2023-03-01", maximum="2024-11-30"),
        column("remark", "text", distinct=300, missing=70),
        column("said", "text", distinct=90, missing=200),
        rows=400,
    )


@pytest.mark.parametrize("text", ["How many left no comment at all?", "What share wrote no text?"])
def test_who_left_no_comment_left_a_text_empty(planned: Planner, rides: Catalog, text: str) -> None:
    (call,) = asked(planned(rides, text))
    assert call["where"] == [{"column": "remark", "op": "missing"}]


def test_what_rises_is_no_matter_of_groups_that_people_fall_into(planned: Planner, rides: Catalog) -> None:
    (call,) = asked(planned(rides, "Did complaints about potholes go up in 2024?"))
    assert (call["tool"], call["metric"], call["value"]) == ("query_table", "remark", "potholes")
    assert call["by"] == [{"column": "day", "grain": "year"}]
