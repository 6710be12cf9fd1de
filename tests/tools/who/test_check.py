"""Faults that can be counted: spelling, order of dates, labels against texts, totals, what is known too late."""

import numpy as np
import pandas as pd
import pytest

from tools.who.spelling import slips, variants


@pytest.fixture
def shop(tmp_path, tabled):
    """600 orders: 9 sent before they came in, 14 totals off, two spellings of a shop and a slip in a town."""
    size = 600
    ordered = pd.Series(pd.Timestamp("2024-01-01") + pd.to_timedelta(np.arange(size) % 200, "D"))
    lag = np.where(np.arange(size) < 9, -3, 2)
    sent = (ordered + pd.to_timedelta(lag, "D")).where(np.arange(size) % 20 != 19)
    goods, postage = 10.0 + np.arange(size) % 37, (np.arange(size) % 3) * 1.5
    frame = pd.DataFrame(
        {
            "order_no": [f"A{number:05d}" for number in range(size)],
            "ordered_on": ordered,
            "sent_on": sent,
            "branch": ["Old Town", "old town", "Harbour"] * 200,
            "town": ["Lisbon"] * 300 + ["Porto"] * 280 + ["Lisbn"] * 20,
            "goods": goods,
            "postage": postage,
            "total": goods + postage + np.where(np.arange(size) >= size - 14, 4.0, 0.0),
        }
    )
    return tabled(tmp_path, "shop_orders.csv", frame)


def test_dates_in_the_wrong_order_are_counted_over_rows_with_both(shop):
    report = shop("check_data", table="shop_orders.csv", check="order", fields=["sent_on", "ordered_on"])

    count, share = report.findings[:2]
    assert count.value == 9
    assert share.value == pytest.approx(9 / 570)
    assert share.n == 570


def test_a_day_without_a_time_is_no_midnight(tabled, tmp_path):
    booked = pd.Timestamp("2024-03-01 09:30") + pd.to_timedelta(np.arange(300) % 40, unit="D")
    visit = (booked + pd.to_timedelta(np.arange(300) % 5 - 1, unit="D")).normalize()
    ask = tabled(tmp_path, "visits.csv", pd.DataFrame({"booked_at": booked, "visit_day": visit}))

    report = ask("check_data", table="visits.csv", check="order", fields=["visit_day", "booked_at"])

    assert report.findings[0].value == 60


def test_spellings_of_one_value_are_told_with_their_counts(shop):
    report = shop("check_data", table="shop_orders.csv", check="spelling")

    told = " ".join(finding.statement for finding in report.findings)
    assert '"Old Town" (200)' in told
    assert '"old town" (200)' in told
    assert '"Lisbn" (20)' in told
    assert "Harbour" not in told


def test_initials_and_kinds_of_one_thing_are_told_with_what_both_have(tabled, tmp_path):
    paid = ["Bank Transfer"] * 40 + ["BT"] * 20 + ["Instant Bank Transfer"] * 30 + ["No Bank Transfer"] * 30
    frame = pd.DataFrame({"sale": range(120), "paid_by": paid})
    ask = tabled(tmp_path, "sales.csv", frame)
    report = ask("check_data", table="sales.csv", check="spelling", fields=["paid_by"])

    assert [finding.value for finding in report.findings] == [60, 70]
    assert '"BT" (20), which are the initials of "Bank Transfer" (40)' in report.findings[0].statement
    assert '"Instant Bank Transfer" (30) beside "Bank Transfer" (40)' in report.findings[1].statement


def test_a_column_without_variants_is_said_to_have_none(shop):
    report = shop("check_data", table="shop_orders.csv", check="spelling", fields=["order_no"])

    assert report.findings[0].value == 0


def test_totals_that_are_not_the_sum_of_their_parts_are_counted(shop):
    report = shop("check_data", table="shop_orders.csv", check="sums")

    assert [(finding.value, finding.n) for finding in report.findings] == [(14, 600)]


def test_variants_are_equal_without_case_blanks_and_punctuation():
    found = variants({"E-mail": 9, "email": 5, "Phone": 7, "E mail": 1})

    assert found == [("E-mail", "email", "E mail")]


@pytest.mark.parametrize(
    ("values", "found"),
    [
        ({"Munich": 90, "Munch": 3}, [("Munch", "Munich")]),
        ({"Munich": 90, "Munihc": 3}, [("Munihc", "Munich")]),
        ({"Munich": 90, "Munch": 80}, []),
        ({"Tariff 10": 90, "Tariff 12": 3}, []),
        ({"male": 90, "mal": 3}, []),
    ],
    ids=["a letter left out", "two swapped", "as frequent", "digits are meant", "too short to tell"],
)
def test_slips_are_rare_and_one_letter_away(values, found):
    assert slips(values) == found


def test_labels_that_the_text_contradicts_are_counted(tmp_path, tabled):
    names = ["Aurora", "Borealis", "Comet"] * 100
    spoken = [names[(number + 1) % 3] if number % 12 == 0 else names[number] for number in range(300)]
    texts = [f"Since {number} days the {name} lamp flickers when I dim it" for number, name in enumerate(spoken)]
    run = tabled(tmp_path, "tickets.csv", pd.DataFrame({"ticket": range(300), "lamp": names, "message": texts}))

    report = run("check_data", table="tickets.csv", check="labels")

    assert (report.findings[0].value, report.findings[0].n) == (25, 300)


def test_a_label_in_doubt_is_told_by_the_word_that_sets_its_texts_apart(tmp_path, tabled):
    said = {"Aurora": "the Aurora flickers", "Borealis": "my Zephyr flickers", "Comet": "a Comet flickers"}
    names = list(said) * 100
    texts = [f"Since {number} days {said[name]} when I dim it" for number, name in enumerate(names)]
    run = tabled(tmp_path, "tickets.csv", pd.DataFrame({"ticket": range(300), "lamp": names, "message": texts}))

    report = run("check_data", table="tickets.csv", check="labels", value="Borealis")

    instead, own = report.findings[:2]
    assert (own.value, own.n) == (0.0, 100)
    assert instead.value == 1.0
    assert '"Zephyr" (100 of 100' in instead.statement
    assert "against 0.0% of all others (0 of 200)" in instead.statement


def test_a_score_made_from_the_outcome_is_known_too_late(tmp_path, tabled):
    random = np.random.default_rng(3)
    left = np.arange(400) % 4 == 0
    frame = pd.DataFrame(
        {
            "member": range(400),
            "visits": random.integers(0, 20, 400),
            "risk": np.where(left, 0.9, 0.1) + random.random(400) / 20,
            "left": np.where(left, "yes", "no"),
        }
    )
    run = tabled(tmp_path, "members.csv", frame)

    report = run("check_data", table="members.csv", check="known_late")

    assert report.findings[0].value == 1
    assert "risk" in report.findings[0].statement
    assert "visits" not in report.findings[0].statement
