"""profile_segment and describe_data."""

import pandas as pd
import pytest

CLUB = "club/members.csv"


def test_a_portrait_of_the_outcome_gives_rates_by_group_and_who_does_not(ask):
    report = ask("profile_segment", table=CLUB)
    rates = {tuple(f.segment.items()): f.value for f in report.findings if f.unit == "share"}

    assert rates[("plan", "monthly"),] == pytest.approx(175 / 480)
    assert rates[("plan", "annual"),] == pytest.approx(11 / 120)
    assert rates[()] == pytest.approx(0.31)


def test_without_an_outcome_everybody_is_described(tmp_path, tabled):
    sold = pd.DataFrame(
        {
            "booking_id": range(100, 200),
            "course": ["pottery"] * 60 + ["welding"] * 40,
            "paid": [60.0] * 70 + [85.0] * 30,
        }
    )
    report = tabled(tmp_path, "bookings.csv", sold)("profile_segment", table="bookings.csv")
    told = {finding.label: finding.value for finding in report.findings}

    assert told == {"number of bookings": 100, "share where course is pottery": 0.6, "median paid": 60.0}
    assert any("described as a whole" in caveat for caveat in report.caveats)


def test_leakage_columns_are_set_aside_by_name(ask):
    report = ask("profile_segment", table=CLUB)

    assert not any("exit survey" in finding.statement for finding in report.findings)
    assert "Set aside because known only after the outcome: exit survey and notice days." in report.caveats


def test_a_segment_gets_size_outcome_lift_and_what_sets_it_apart(ask):
    report = ask("profile_segment", table=CLUB, where=[{"column": "plan", "value": "annual"}])
    values = {finding.label: finding for finding in report.findings}

    assert values["number of members"].value == 120
    assert values["lift of the share who left"].value == pytest.approx((11 / 120) / 0.31)
    trait = values["share with app no"]
    assert trait.value == pytest.approx(0.9)
    assert trait.segment == {"plan": "annual"}
    assert "4.50 times" in trait.statement


def test_a_portrait_says_that_it_is_not_a_why(ask):
    report = ask("profile_segment", table=CLUB)

    assert report.caveats[0].startswith("This says who they are")
    assert report.follow_ups


def test_a_column_is_described_with_its_placeholder_and_what_those_rows_share(ask):
    report = ask("describe_data", table=CLUB, metric="weeks_since_visit")
    statements = " ".join(finding.statement for finding in report.findings)

    assert report.findings[0].value == 450
    assert "for all of them visited is no" in statements
    assert "exactly 0" in statements


def test_a_table_is_described_with_period_and_duplicates(ask):
    report = ask("describe_data", table="club/visits.csv")
    values = {finding.label: finding.value for finding in report.findings}

    assert values["number of rows"] == 900
    assert values["first date"] == "2024-01-02"
    assert values["number of exact duplicate rows"] == 0


def test_a_money_column_has_zeros_and_duplicates_first(ask):
    report = ask("describe_data", table=CLUB, metric="fees")
    usable, zeros, duplicates = report.findings[:3]

    assert usable.value == 600
    assert "(0 of 600;" in zeros.statement
    assert (duplicates.value, duplicates.n) == (0, 600)
    assert len({finding.label for finding in report.findings}) == len(report.findings)


def test_a_group_of_a_few_people_is_not_portrayed_nor_counted(ask):
    report = ask("profile_segment", table="club/members.csv", where=[{"column": "club", "value": "Attic"}])

    assert not report.findings
    assert "Attic" in report.missing[0]
    assert "3" not in "".join((*report.missing, *report.caveats))
