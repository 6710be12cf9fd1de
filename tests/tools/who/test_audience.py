"""reach_and_overlap: distinct people, overlaps, and the union, against counts by hand."""

import numpy as np
import pandas as pd

CLUB = "club/members.csv"
ANNUAL = {"column": "plan", "value": "annual"}
APP = {"column": "app", "value": "yes"}


def labels(report):
    found = {}
    for finding in report.findings:
        found.setdefault(finding.label, finding)
    return found


def test_a_rule_gives_its_people_and_their_share(ask):
    report = ask("reach_and_overlap", table=CLUB, where=[ANNUAL])

    assert report.findings[0].value == 120
    assert "20.0% of 600 members" in report.findings[0].statement


def test_two_conditions_give_both_each_any_and_none(ask):
    frame_both = ask("reach_and_overlap", table=CLUB, where=[ANNUAL, APP])
    found = labels(frame_both)

    assert frame_both.findings[0].value == 12
    assert [item.value for item in frame_both.findings[1:3]] == [120, 396]
    assert found["number in at least one of these segments"].value == 504
    assert found["number in none of these segments"].value == 96


def test_people_with_many_rows_are_counted_once(tabled, tmp_path):
    draws = np.random.default_rng(4)
    frame = pd.DataFrame(
        {
            "order_no": range(1, 901),
            "customer_id": draws.integers(1, 121, 900),
            "ware": draws.choice(["tea", "coffee"], 900, p=[0.1, 0.9]),
        }
    )
    report = tabled(tmp_path, "orders.csv", frame)(
        "reach_and_overlap",
        table="orders.csv",
        where=[{"column": "ware", "value": "tea"}],
    )

    assert report.findings[0].value == frame[frame["ware"] == "tea"]["customer_id"].nunique()


def test_the_union_is_withheld_when_a_combination_is_too_small(ask):
    attic = [{"column": "club", "value": "Attic"}]
    report = ask("reach_and_overlap", table=CLUB, where=[ANNUAL], contrast=attic)

    assert not any("at least one" in finding.label for finding in report.findings)
    assert not any(finding.value in (1, 3) for finding in report.findings)
    assert report.withheld


def test_options_that_were_chosen_together_are_compared_pair_by_pair(ask):
    column = "What should the club improve first? (choose all that apply)"
    report = ask("reach_and_overlap", table="survey.csv", by={"column": column})
    pairs = [finding.value for finding in report.findings if finding.label == "overlap"]

    assert pairs == [80, 40, 40]
    assert labels(report)["number in none of these segments"].value == 40


def test_people_are_in_two_segments_by_different_rows(tabled, tmp_path):
    """Nobody's single ride is by van and by bike, and yet people took both."""
    rides = pd.DataFrame(
        {"ride": range(400), "member_id": [n % 40 for n in range(400)], "by": ["van", "bike", "bus", "van"] * 100}
    )
    rides = rides[~((rides["member_id"] < 20) & (rides["by"] == "bike"))]
    ask = tabled(tmp_path, "rides.csv", rides)
    report = ask(
        "reach_and_overlap",
        table="rides.csv",
        where=[{"column": "by", "value": "van"}],
        contrast=[{"column": "by", "value": "bike"}],
    )
    taken = {way: set(rides.loc[rides["by"] == way, "member_id"]) for way in ("van", "bike")}

    assert report.findings[0].value == len(taken["van"] & taken["bike"])
