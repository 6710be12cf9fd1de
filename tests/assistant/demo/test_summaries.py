"""CRM summaries and texts agree with the rows about the same customer, by plain pandas."""

import re

import pandas as pd
import pytest

from tests.assistant.demo.figures import DATA

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
ABROAD = "janv|févr|mars|avril|mai|juin|juil|août|sept|déc|März|Mai|Juni|Juli|Okt|Dez|ene|abr|ago|dic"


@pytest.fixture(scope="module")
def customers() -> pd.DataFrame:
    return pd.read_csv(DATA / "customers.csv", parse_dates=["joined", "cancelled_on"])


@pytest.fixture(scope="module")
def orders() -> pd.DataFrame:
    return pd.read_csv(DATA / "orders.csv", parse_dates=["ordered"])


def month(day: pd.Timestamp) -> str:
    return f"{MONTHS[day.month - 1]} {day.year % 100:02d}"


def english(customers: pd.DataFrame) -> pd.DataFrame:
    return customers[~customers["crm_summary"].str.contains(ABROAD) & ~customers["crm_summary"].str.endswith("AL")]


def test_every_customer_has_a_summary_of_their_own(customers: pd.DataFrame) -> None:
    assert customers["crm_summary"].notna().all()
    assert customers["crm_summary"].is_unique


def test_six_people_wrote_them(customers: pd.DataFrame) -> None:
    signed = customers["crm_summary"].str.extract(r" (RB|MW|DK|PS|NJ|AL)$")[0]

    assert signed.notna().all()
    assert signed.value_counts(normalize=True).min() > 0.05


def test_a_summary_says_when_somebody_came_and_when_they_left(customers: pd.DataFrame) -> None:
    for row in english(customers).itertuples():
        assert month(row.joined) in row.crm_summary
        if row.cancelled == "yes":
            assert month(row.cancelled_on) in row.crm_summary


def test_the_number_of_orders_in_a_summary_is_that_of_the_orders(
    customers: pd.DataFrame, orders: pd.DataFrame
) -> None:
    counted = orders.groupby("customer_id").size()
    said = customers.set_index("customer_id")["crm_summary"].str.extract(
        r"\b(\d+) (?:orders|ord\b|deliveries|Bestellungen|commandes|pedidos)"
    )[0]
    told = said.dropna().astype(int)

    assert len(told) > 1000
    assert (told == counted[told.index]).all()


def test_a_reason_to_leave_is_the_one_recorded(customers: pd.DataFrame) -> None:
    said = customers["crm_summary"].str.extract(r"\((no light|too expensive|moved|no time|other)\)")[0].dropna()

    assert len(said) > 200
    assert (said == customers.loc[said.index, "cancel_reason"].str.lower()).all()


def test_late_parcels_and_refunds_that_people_write_about_are_in_their_orders(orders: pd.DataFrame) -> None:
    tickets = pd.read_csv(DATA / "tickets.csv", parse_dates=["opened"])
    late = orders[orders["days_to_deliver"] >= 9]
    refunded = orders[orders["refunded"] == "yes"]
    for topic, rows in (("Late parcel", late), ("Refund", refunded)):
        written = tickets[tickets["topic"] == topic].merge(rows, on="customer_id")
        near = written[(written["opened"] - written["ordered"]).dt.days.between(0, 60)]
        assert near["ticket_id"].nunique() >= 0.98 * (tickets["topic"] == topic).sum()


@pytest.mark.parametrize(
    ("words", "column", "fits"),
    [
        (r"\bI'm eighty-one\b", "age", lambda age: age == 81),
        (r"\bI'm retired\b|\bI retired\b|\bpensioner", "age", lambda age: age >= 60),
        (r"\bmy husband\b|\bMy wife\b", "household", lambda home: home in {"Couple", "Family"}),
        (r"\bI live alone\b|\bLiving alone\b", "household", lambda home: home == "Single"),
        (r"\bmy kids\b|\bour kids\b|\bmy children\b", "household", lambda home: home == "Family"),
    ],
)
def test_what_people_say_of_themselves_is_true_of_them(
    customers: pd.DataFrame, words: str, column: str, fits
) -> None:
    known = customers.set_index("customer_id")[column]
    comments = pd.read_csv(DATA / "feedback.csv").rename(columns={"comment": "said"})
    tickets = pd.read_csv(DATA / "tickets.csv").rename(columns={"message": "said"}).dropna(subset=["said"])
    texts = pd.concat([comments, tickets])
    saying = texts[texts["said"].map(lambda text: re.search(words, text) is not None)]

    assert len(saying)
    assert saying["customer_id"].map(known).map(fits).all()


def test_a_message_that_names_a_date_was_written_about_then() -> None:
    tickets = pd.read_csv(DATA / "tickets.csv", parse_dates=["opened"]).dropna(subset=["message"])
    named = tickets["message"].str.extract(r"(\d{1,2}) (April|May|June|October|November) (202\d)").dropna()
    days = pd.to_datetime(named[0] + " " + named[1] + " " + named[2], format="%d %B %Y")
    apart = (tickets.loc[named.index, "opened"] - days).dt.days

    assert len(apart) >= 3
    assert apart.between(-5, 40).all()
