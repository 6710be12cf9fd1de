"""find_lookalikes: planted likeness is found with its reasons, and nothing is found where there is nothing."""

import numpy as np
import pandas as pd
import pytest

CLUB = "club/members.csv"


def travellers(count: int = 3000, planted: bool = True) -> pd.DataFrame:
    """Travellers of a ferry line; those with a bicycle on the night boat come again three times as often."""
    draws = np.random.default_rng(5)
    boat = draws.choice(["day", "night"], count, p=[0.6, 0.4])
    bicycle = draws.choice(["yes", "no"], count, p=[0.5, 0.5])
    alike = (boat == "night") & (bicycle == "yes")
    chance = np.where(alike, 0.6, 0.2) if planted else np.full(count, 0.3)
    returned = np.where(draws.random(count) < chance, "yes", "no")
    return pd.DataFrame(
        {
            "traveller_id": np.arange(count) + 1,
            "boat": boat,
            "bicycle": bicycle,
            "gender": np.where(returned == "yes", draws.choice(["f", "m"], count, p=[0.9, 0.1]), "m"),
            "payment arrears": np.where(draws.random(count) < np.where(returned == "yes", 0.5, 0.1), "yes", "no"),
            "port": draws.choice(["Aalund", "Birk", "Colm"], count),
            "cabin fee": np.round(draws.gamma(4, 20, count), 2),
            "booked again": returned,
        }
    )


AGAIN = [{"column": "booked again", "value": "yes"}]


def test_the_planted_likeness_is_found_with_reasons_and_holds_on_held_back_people(tabled, tmp_path):
    frame = travellers()
    report = tabled(tmp_path, "ferry.csv", frame)("find_lookalikes", table="ferry.csv", where=AGAIN)
    first, rate, *reasons = report.findings
    alike = (frame["boat"] == "night") & (frame["bicycle"] == "yes")

    assert set(first.segment) >= {"boat", "bicycle"}
    assert first.value == int((alike & (frame["booked again"] == "no")).sum())
    assert rate.value == pytest.approx((frame["booked again"][alike] == "yes").mean())
    assert {tuple(item.segment) for item in reasons[:2]} == {("boat",), ("bicycle",)}
    held = next(item for item in report.findings if item.label == "lift of the segment on held-back people")
    assert held.interval[0] > 1.5
    assert next(item for item in report.findings if item.label.startswith("AUC")).interval[0] > 0.6


def test_protected_and_vulnerable_traits_are_left_out_and_named(tabled, tmp_path):
    report = tabled(tmp_path, "ferry.csv", travellers())("find_lookalikes", table="ferry.csv", where=AGAIN)
    caveats = " ".join(report.caveats)

    assert "protected, no basis for choosing whom to approach: gender." in caveats
    assert "hardship: payment arrears." in caveats
    assert not any({"gender", "payment arrears"} & set(item.segment) for item in report.findings)


def test_without_likeness_nothing_is_claimed(tabled, tmp_path):
    frame = travellers(planted=False).drop(columns=["gender", "payment arrears"])
    report = tabled(tmp_path, "ferry.csv", frame)("find_lookalikes", table="ferry.csv", where=AGAIN)

    assert report.missing[0].startswith(("Nothing that may be used", "No segment is reliably"))
    assert not any(item.label.startswith("number most alike") for item in report.findings)
    low, high = next(item.interval for item in report.findings if item.label.startswith("AUC"))
    assert low < 0.5 < high


def test_columns_known_only_after_the_outcome_are_no_likeness(ask):
    report = ask("find_lookalikes", table=CLUB, metric="left")

    assert any("exit survey and notice days" in line for line in report.caveats)
    assert report.findings[0].segment["plan"] == "monthly"


def test_a_group_defined_by_a_protected_trait_is_refused(ask):
    report = ask("find_lookalikes", table=CLUB, where=[{"column": "age", "op": ">=", "value": 60}])

    assert not report.findings
    assert "protected trait defines this group" in report.missing[0]


def test_the_best_are_those_with_the_most_money_and_it_is_said(ask):
    report = ask("find_lookalikes", table=CLUB)

    assert any("fifth with the highest fees" in line for line in report.caveats)


def test_too_small_a_group_is_refused_without_a_guess(ask):
    report = ask("find_lookalikes", table=CLUB, where=[{"column": "club", "value": "Attic"}])

    assert not report.findings
    assert "too few" in report.missing[0]
