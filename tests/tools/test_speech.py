"""Findings read as English whatever the header is."""

import pytest

from tools.events import Event
from tools.speech import figure, measured, said, statistic_name
from tools.tables.catalog import Column
from tools.wording import rendered, sentence, span


def column(label: str, *values: str, positive: str | None = None, **more) -> Column:
    counted = tuple((value, 9) for value in values)
    return Column(
        name=label, label=label, role="segment", storage="text", values=counted, positive=positive, **more
    )


@pytest.mark.parametrize(
    ("label", "value", "people", "told"),
    [
        ("cancelled", "Yes", True, "24.7% of customers cancelled (74 of 300)"),
        ("cancelled", "No", True, "24.7% of customers did not cancel (74 of 300)"),
        ("refunded", "Yes", False, "24.7% of customers were refunded (74 of 300)"),
        ("is active", "Yes", True, "24.7% of customers are active (74 of 300)"),
        ("churn", "Yes", True, "churn is Yes for 24.7% of customers (74 of 300)"),
        ("window faces", "Yes", True, "window faces is Yes for 24.7% of customers (74 of 300)"),
        ("gekündigt", "Yes", True, '"gekündigt" is Yes for 24.7% of customers (74 of 300)'),
        ("Do you cook?", "Yes", True, '24.7% of customers (74 of 300) answered "Yes" to "Do you cook?"'),
    ],
)
def test_a_share_is_a_sentence(label, value, people, told):
    event = Event(column(label, "Yes", "No", positive="Yes"), value, people)

    assert event.share("24.7%", "customers", "74 of 300", narrowed=False) == told


def test_a_verb_never_follows_a_clause_about_the_group():
    event = Event(column("left", "yes", "no", positive="yes"), "yes")

    told = event.share("9.2%", "members where window faces is north", "11 of 120", narrowed=True)

    assert told == "among members where window faces is north, 9.2% left (11 of 120)"


@pytest.mark.parametrize(
    ("label", "value", "clause"),
    [
        ("plan", "annual", "whose plan is annual"),
        ("window faces", "north", "whose window faces north"),
        ("cancel reason", "No light", 'whose cancel reason is "No light"'),
        ("plan", "Basic, yearly", 'whose plan is "Basic, yearly"'),
        ("Tarif", "Basis", 'where "Tarif" is Basis'),
    ],
)
def test_a_group_is_named_by_a_clause(label, value, clause):
    assert Event(column(label, value, "other"), value).relative == clause


def test_the_label_of_a_rate_is_a_noun():
    assert Event(column("churn", "Yes", "No"), "Yes").label == "churn rate"
    assert Event(column("left", "yes", "no"), "yes").label == "share who left"
    assert Event(column("left", "yes", "no", positive="yes"), "yes").metric == "left rate"


def test_statistics_of_plurals_and_long_names_are_of_them():
    assert statistic_name("mean", "age") == "mean age"
    assert statistic_name("mean", "visits last 90 days") == "mean of visits last 90 days"
    assert statistic_name("median", "Betrag (€)") == 'median of "Betrag (€)"'
    assert measured("mean of fees", "members", "3", narrowed=False) == "the mean of fees is 3 for members"


def test_money_has_its_currency_and_years_no_separator():
    money = Column(name="p", label="price", role="measure", storage="number", unit="money", currency="€")
    year = Column(name="y", label="year", role="measure", storage="number", minimum="1990", maximum="2024")

    assert figure(-1234.5, money) == "-€1,234.50"
    assert rendered(1234.5, "money", "CHF") == "1,234.50 CHF"
    assert figure(2019.0, year) == "2019"


def test_points_say_so_and_files_keep_their_names():
    assert span((0.01, 0.2), "points") == "95% interval +1.0 to +20.0 points"
    assert sentence("till.txt has 3 rows") == "till.txt has 3 rows."
    assert said("Which one? (tick all)").startswith('"')
