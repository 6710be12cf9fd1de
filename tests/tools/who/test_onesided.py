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
