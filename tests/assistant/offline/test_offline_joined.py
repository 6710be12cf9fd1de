"""Clauses that need one another: a bare "top three", what opens a sentence, an edition that is named once."""

from assistant.offline.clauses import split
from assistant.offline.joined import of_edition


def test_a_bare_top_three_belongs_to_the_question_before_it() -> None:
    assert split("What should we improve first? Top three with counts.") == [
        "What should we improve first, top three with counts."
    ]


def test_a_top_of_its_own_is_a_question_of_its_own() -> None:
    assert len(split("How many orders are there? Top three countries by revenue.")) == 2


def test_what_opens_a_sentence_holds_for_its_counts_only() -> None:
    told = split("In chats, how many mention login and how many mention sync? How many tickets are there?")
    assert told == [
        "In chats, how many mention login",
        "In chats, how many mention sync?",
        "How many tickets are there?",
    ]


def test_an_edition_named_once_is_that_of_the_clauses_before_it() -> None:
    texts = ["Who holds a pass?", "Give the share by age in the 2021 survey."]
    assert of_edition(texts) == ["Who holds a pass in the 2021 survey?", texts[1]]


def test_two_editions_are_left_where_they_are_named() -> None:
    texts = ["How many answered in the 2021 survey?", "And in the 2022 survey?"]
    assert of_edition(texts) == texts


def test_a_share_asked_for_beside_the_leader_is_no_question_of_its_own() -> None:
    assert split("Which activity is the most popular, and with what share?") == [
        "Which activity is the most popular?"
    ]
