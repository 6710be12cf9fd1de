"""Who the best customers are, who is at risk, and what to mend: what a company asks first."""

import pytest

from tests.assistant.offline.plans import first, missed, only
from tests.assistant.offline.tables import catalog, column
from tools.tables.catalog import Catalog

WORDS = {"kinds": {"feedback": 40}, "documents": {}}


@pytest.fixture
def club() -> Catalog:
    return catalog(
        "members.csv",
        "customer",
        column("member_id", "id"),
        column("plan", "segment", values=("annual", "monthly")),
        column("churned", "outcome", "boolean", ["no", "yes"], positive="yes"),
        rows=900,
        rows_are_people=True,
    )


@pytest.fixture
def shop() -> Catalog:
    return catalog(
        "orders.csv",
        "order",
        column("order_id", "id"),
        column("customer_id", "id"),
        column("ordered_on", "time", "date", minimum="2023-01-01", maximum="2024-12-31"),
        column("amount", "measure", "number", unit="money"),
        rows=900,
        person="customer_id",
    )


@pytest.mark.parametrize("question", ["Who are our best customers?", "Wer sind unsere besten Kunden?"])
def test_the_best_have_the_outcome_that_is_hoped_for(planned, club, question):
    call = only(planned(club, question))

    assert (call["tool"], call["outcome"], call["value"]) == ("profile_segment", "churned", "no")


@pytest.mark.parametrize(
    "question", ["Who are our best customers?", "Who spends the most?", "Who buys the most from us?"]
)
def test_where_sales_tell_it_the_best_are_worth_most(planned, shop, question):
    assert planned(shop, question).calls[0].tool == "customer_worth"


def test_who_is_at_risk_is_like_those_who_left(planned, club):
    call = only(planned(club, "Who is at risk of churning?"))

    assert call["tool"] in {"find_lookalikes", "find_drivers"}
    assert call["metric"] == "churned"


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("What should we fix first?", "What do people complain about?"),
        ("What could we improve about the opening hours?", "What do people complain about the opening hours?"),
        ("Was sollten wir zuerst verbessern?", "Was stört unsere Kunden?"),
    ],
)
def test_what_to_mend_is_what_people_complain_about(planned, club, question, text):
    call = first(planned(club, question, facts=WORDS))

    assert call["text"] == text


def test_a_change_that_happened_is_nothing_to_mend(planned, club):
    call = only(planned(club, "What did the change do to our plans?", facts=WORDS))

    assert (call["tool"], call["aggregate"], call["metric"]) == ("query_table", "distribution", "plan")


def test_what_sells_best_is_sold_most_often_and_not_sent_back_least(planned):
    sales = catalog(
        "orders.csv",
        "order",
        column("order_id", "id"),
        column("customer_id", "id"),
        column("ordered_on", "time", "date", minimum="2023-01-01", maximum="2024-12-31"),
        column("product", "segment", values=("lamp", "pot", "soil")),
        column("refunded", "outcome", "boolean", ["no", "yes"], positive="yes"),
        rows=900,
        person="customer_id",
    )
    call = only(planned(sales, "Which products sell best?"))

    assert (call["by"], call["order"]) == ([{"column": "product"}], "highest")
    assert "metric" not in call


@pytest.mark.parametrize("question", ["What do customers want from us?", "What do people need?"])
def test_what_people_want_is_what_they_say(planned, club, question):
    assert planned(club, question, facts=WORDS).calls[0].tool == "find_evidence"


def test_complaints_are_words_and_no_sales_sent_back(planned):
    sales = catalog(
        "orders.csv",
        "order",
        column("order_id", "id"),
        column("refunded", "outcome", "boolean", ["no", "yes"], positive="yes"),
        rows=900,
    )

    assert planned(sales, "What are the most common complaints?", facts=WORDS).calls[0].tool == "find_evidence"


@pytest.fixture
def reviews() -> Catalog:
    return catalog(
        "reviews.csv",
        "review",
        column("review_id", "id"),
        column("stay", "segment", values=("loft", "cabin")),
        column("comments", "text", distinct=800),
        rows=900,
    )


@pytest.mark.parametrize(
    "question", ["Quote two guests with a one-star review.", "How many 5 star reviews are there?"]
)
def test_stars_that_nobody_gave_are_named(planned, reviews, question):
    assert "a star rating of each review" in missed(planned(reviews, question, facts=WORDS))


def test_brackets_spell_out_what_is_sought(planned, reviews):
    call = first(planned(reviews, "How many reviews mention noise (the words noise or noisy)?", facts=WORDS))

    assert call["where"] == [{"column": "comments", "op": "=", "value": "noise | noisy"}]


def test_a_length_of_time_that_the_header_names_is_meant(planned):
    tickets = catalog(
        "tickets.csv",
        "ticket",
        column("ticket_id", "id"),
        column("First reply time in minutes", "measure", "number", unit="duration"),
        column("days from created to solved", "measure", "number", unit="days", words=("wait", "how long")),
        rows=900,
    )

    assert first(planned(tickets, "How long do customers typically wait for a first reply?"))["metric"] == (
        "First reply time in minutes"
    )
