"""A trait that is recorded for one outcome only cannot tell who has that outcome."""

import pandas as pd
import pytest


@pytest.fixture
def leads(tmp_path, tabled):
    """400 leads of whom every fourth signs; their kind is noted at the signature, their source at once."""
    rows = [
        {
            "lead": f"L{number:04d}",
            "source": ("fair", "web", "friend")[number % 3],
            "kind": ("reseller", "maker")[number // 4 % 2] if number % 4 == 0 else None,
            "signed": "yes" if number % 4 == 0 else "no",
        }
        for number in range(400)
    ]
    return tabled(tmp_path, "leads.csv", pd.DataFrame(rows))


@pytest.mark.parametrize(
    ("tool", "arguments"),
    [
        ("query_table", {"aggregate": "share", "metric": "signed", "by": [{"column": "kind"}]}),
        ("compare_segments", {"metric": "signed", "by": {"column": "kind"}}),
    ],
)
def test_what_is_known_for_one_outcome_only_is_named_as_unanswerable(leads, tool, arguments):
    report = leads(tool, table="leads.csv", **arguments)

    assert not report.findings
    assert "cannot be told" in report.missing[0]
    assert "kind" in report.missing[0]


def test_a_trait_known_for_all_is_answered(leads):
    report = leads("query_table", table="leads.csv", aggregate="share", metric="signed", by=[{"column": "source"}])

    assert [finding.value for finding in report.findings][:3] == pytest.approx([0.25] * 3, abs=0.01)
    assert not report.missing


def test_the_kinds_among_those_who_signed_are_answered(leads):
    report = leads("query_table", table="leads.csv", aggregate="distribution", metric="kind")

    assert report.findings


def test_how_a_trait_spreads_among_those_who_never_have_it_is_no_count_of_them(leads):
    """Asked which kind the unsigned leads are, nobody can say; among the signed ones it can be told."""
    unsigned = [{"column": "signed", "op": "=", "value": "no"}]
    report = leads("query_table", table="leads.csv", aggregate="distribution", metric="kind", where=unsigned)

    assert not report.findings
    assert "not recorded for any of the 300 leads" in report.missing[0]

    signed = [{"column": "signed", "op": "=", "value": "yes"}]
    report = leads("query_table", table="leads.csv", aggregate="distribution", metric="kind", where=signed)

    assert {finding.value for finding in report.findings[:2]} == {50}


def test_a_group_too_small_is_not_answered_with_the_whole(tmp_path, tabled):
    """Three people asked about are withheld, and everybody's rate is not put in their place."""
    towns = ["Varde"] * 3 + ["Skive"] * 197
    people = pd.DataFrame(
        {
            "member_id": range(200),
            "town": towns,
            "left": ["yes" if number % 3 == 0 else "no" for number in range(200)],
        }
    )
    ask = tabled(tmp_path, "members.csv", people)
    report = ask(
        "query_table",
        table="members.csv",
        aggregate="share",
        metric="left",
        where=[{"column": "town", "op": "=", "value": "Varde"}],
    )

    assert not report.findings
    assert report.withheld
    assert "too small" in report.missing[0]


def test_people_who_came_are_counted_in_each_period(tmp_path, tabled):
    """Different people by month, not different people in all."""
    visits = pd.DataFrame(
        {
            "member_id": [number % 40 if number < 200 else number % 15 for number in range(400)],
            "on": [f"2024-{1 + number // 200:02d}-{1 + number % 28:02d}" for number in range(400)],
            "minutes": [30 + number % 50 for number in range(400)],
        }
    )
    ask = tabled(tmp_path, "visits.csv", visits)
    by = [{"column": "on", "grain": "month"}]
    report = ask(
        "query_table", table="visits.csv", aggregate="distinct", metric="member_id", by=by, order="natural"
    )

    assert {40.0, 15.0} <= {float(finding.value) for finding in report.findings}


def test_repeated_rows_left_out_are_told(tmp_path, tabled):
    """A count says that duplicates of the file count once."""
    people = pd.DataFrame({"member_id": [*range(100), 7, 8], "town": "Varde"})
    people["town"] = ["Varde" if number % 2 else "Skive" for number in people["member_id"]]
    ask = tabled(tmp_path, "members.csv", people)
    report = ask("query_table", table="members.csv", aggregate="count")

    assert report.findings[0].value == 100
    assert any("duplicates" in finding.statement and finding.value == 2 for finding in report.findings)
