"""Columns that repeat one another are named once in a portrait."""

import pandas as pd
import pytest


@pytest.fixture
def phone_club(tabled, tmp_path):
    """400 members: `radio`, `alarm` and `lamp` all say "no socket" for the same 120, who leave less."""
    rows = []
    for number in range(400):
        socket = number % 10 >= 3
        odd = number % 2 == 0
        rows.append(
            {
                "member_id": number + 1,
                "socket": "yes" if socket else "no",
                "radio": ("yes" if odd else "no") if socket else "no socket",
                "alarm": ("yes" if number % 3 else "no") if socket else "no socket",
                "lamp": ("yes" if number % 7 else "no") if socket else "no socket",
                "left": "yes" if number % 20 in (3, 5, 6, 8, 14, 17, 19) else "no",
            }
        )
    return tabled(tmp_path, "members.csv", pd.DataFrame(rows))


def test_the_same_people_under_several_names_are_named_once(phone_club):
    report = phone_club("profile_segment", table="members.csv", outcome="left", value="yes")
    same = [f.segment for f in report.findings if f.unit == "share" and set(f.segment.values()) & {"no socket"}]

    assert len(same) + sum(f.segment == {"socket": "no"} for f in report.findings) == 1
    remark = next(caveat for caveat in report.caveats if caveat.startswith("Nearly the same members"))
    assert "socket no" in remark
    assert "lamp no socket" in remark


def test_a_segment_s_traits_that_repeat_one_another_are_named_once(phone_club):
    report = phone_club("profile_segment", table="members.csv", where=[{"column": "left", "value": "no"}])
    labels = [f.label for f in report.findings if f.unit == "share"]

    assert sum("no socket" in label or label == "share with socket no" for label in labels) == 1


def test_different_people_of_equal_number_are_both_named(tabled, tmp_path):
    rows = [
        {"id": n + 1, "tea": "yes" if n % 4 == 0 else "no", "tram": "yes" if n % 4 == 1 else "no",
         "left": "yes" if n % 4 < 2 and n % 5 else "no"}
        for n in range(400)
    ]  # fmt: skip
    ask = tabled(tmp_path, "guests.csv", pd.DataFrame(rows))
    report = ask("profile_segment", table="guests.csv", outcome="left", value="yes")
    segments = [dict(f.segment) for f in report.findings if f.unit == "share"]

    assert {"tea": "yes"} in segments
    assert {"tram": "yes"} in segments
