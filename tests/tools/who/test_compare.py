"""compare_segments: difference, test, effect size, correction, reversal, and no difference said as such."""

from dataclasses import replace

import pandas as pd
import pytest

from tests.tools.who.conftest import members
from tools.analysis import ToolContext
from tools.disclosure import ReleaseLog
from tools.run import run
from tools.tables.catalog import Catalog
from tools.tables.draft import draft
from tools.tables.engine import Tables
from tools.tables.notation import to_yaml
from tools.tables.parquet import KEY, ROW, path_of, write
from tools.tables.readers import RawTable
from tools.who.compare import COMPARE_SEGMENTS

CLUB = "club/members.csv"


def test_two_groups_get_difference_interval_test_and_effect(ask):
    report = ask("compare_segments", table=CLUB, by={"column": "plan"})
    first = report.findings[0]

    assert first.unit == "points"
    assert first.value == pytest.approx(175 / 480 - 11 / 120)
    assert first.interval[0] < first.value < first.interval[1]
    assert first.p_value < 0.001
    assert (first.segment, first.contrast) == ({"plan": "monthly"}, {"plan": "annual"})
    assert "significant, p < 0.001, chi-square test; Cramer's V" in first.statement


def test_a_segment_is_compared_with_everybody_else(ask):
    report = ask("compare_segments", table=CLUB, where=[{"column": "plan", "value": "annual"}])

    assert report.findings[0].value == pytest.approx(11 / 120 - 175 / 480)
    assert report.findings[2].n == 480


def test_several_conditions_are_compared_with_the_remainder(ask):
    conditions = [{"column": "plan", "value": "annual"}, {"column": "app", "value": "no"}]
    report = ask("compare_segments", table=CLUB, where=conditions)

    assert [report.findings[1].n, report.findings[2].n] == [108, 492]


def test_bands_of_a_measure_come_with_its_median_on_either_side_of_the_outcome(ask):
    club = members()
    report = ask("compare_segments", table=CLUB, metric="left", by={"column": "fees", "bins": 2})
    medians = {f.segment["left"]: f.value for f in report.findings if f.label == "median fees"}

    assert medians == pytest.approx(club.groupby("left")["fees"].median().to_dict())


def test_a_reversal_inside_strata_is_reported_with_its_numbers(ask):
    report = ask("compare_segments", table=CLUB, by={"column": "app"})
    inside = [finding for finding in report.findings if "plan" in finding.segment and finding.unit == "points"]

    assert report.findings[0].value > 0
    assert all(finding.value < 0 for finding in inside)
    assert len(inside) == 2
    assert report.caveats[0].startswith("The sign turns inside plan")


def test_conditions_on_both_sides_are_named_like_others(ask):
    among = [{"column": "Plan", "value": "MONTHLY"}]
    report = ask("compare_segments", table=CLUB, by={"column": "app"}, among=among)

    assert "members whose plan is monthly" in report.findings[0].statement


def test_whom_to_sell_to_is_not_looked_up_inside_a_protected_trait(context):
    asked = {"table": CLUB, "by": {"column": "app"}, "strata": {"column": "age", "bins": 2}}

    told = run(COMPARE_SEGMENTS, replace(context, purpose="sell"), asked)

    assert told.findings == ()
    assert "Age: a protected trait is no basis for choosing whom to sell to" in told.missing[0]


def test_no_reversal_is_claimed_where_the_sign_holds(ask):
    report = ask("compare_segments", table=CLUB, by={"column": "plan"})

    assert "plan is monthly" in report.findings[0].statement
    assert [caveat for caveat in report.caveats if "sign turns" in caveat] == []


def test_no_detectable_difference_is_said(ask):
    report = ask("compare_segments", table=CLUB, metric="fees", by={"column": "left"})

    assert "does not differ significantly" in report.findings[0].statement
    assert any("Mann-Whitney" in finding.statement for finding in report.findings)


def test_many_groups_are_corrected_for_the_number_of_pairs(ask):
    report = ask("compare_segments", table=CLUB, by={"column": "age", "bins": 4})

    assert "Holm's correction over 6 pairs" in report.findings[0].statement
    assert any(caveat.startswith("Not distinguishable after Holm's correction") for caveat in report.caveats)


def test_every_comparison_says_that_it_is_no_cause(ask):
    report = ask("compare_segments", table=CLUB, by={"column": "plan"})

    assert any("not why" in caveat for caveat in report.caveats)


def test_everybody_else_of_a_two_valued_column_is_named_by_the_other_value(ask):
    report = ask("compare_segments", table=CLUB, where=[{"column": "plan", "value": "annual"}])

    assert report.findings[0].contrast == {"plan": "monthly"}


def test_a_measure_known_after_the_outcome_is_warned_of_with_means_and_medians_side_by_side(ask):
    report = ask("compare_segments", table=CLUB, metric="notice_days", by={"column": "left"})
    told = " ".join(finding.statement for finding in report.findings)

    assert "higher among members who left than among members who did not leave" in told
    assert "Medians of notice days" in told or "compare medians" in told
    assert report.caveats[0].startswith("The values of notice days become known only with left")


def test_two_values_are_contrasted_beside_everybody(ask):
    report = ask(
        "compare_segments",
        table=CLUB,
        where=[{"column": "club", "value": "Hill"}],
        contrast=[{"column": "club", "value": "Station"}],
    )

    assert report.findings[3].n == 600
    assert report.findings[3].segment == {}


def test_a_tie_is_called_a_tie(ask):
    hill = [{"column": "club", "value": "Hill"}]
    report = ask("compare_segments", table=CLUB, metric="left", where=hill, contrast=hill)

    assert "are tied" in report.findings[0].statement
    assert "significantly" not in report.findings[0].statement


def test_a_yes_or_no_column_gives_both_sides_with_n_interval_and_test(ask):
    report = ask("compare_segments", table=CLUB, by={"column": "app"})
    difference, having, lacking = report.findings[:3]

    assert (having.segment, lacking.segment) == ({"app": "yes"}, {"app": "no"})
    assert (having.n, lacking.n) == (396, 204)
    assert having.interval
    assert lacking.interval
    assert "significant, p = 0.002" in difference.statement


@pytest.mark.parametrize(("yes", "no"), [("ja", "nein"), ("True", "False"), ("oui", "non")])
def test_the_positive_value_leads_in_any_language(yes, no, tmp_path):
    frame = pd.DataFrame({"karte": [no if row % 3 else yes for row in range(300)]})
    frame["left"] = ["yes" if row % 2 or row % 3 else "no" for row in range(300)]
    table = draft(RawTable(name="k.csv", frame=frame, header=True), "v1")
    kept = frame.assign(**{ROW: range(len(frame)), KEY: [f"k{row}" for row in range(len(frame))]})
    write(kept, path_of(tmp_path, table))
    (tmp_path / "catalog.yaml").write_text(to_yaml(Catalog(tables=(table,))), encoding="utf-8")
    context = ToolContext(
        tables=Tables.open(tmp_path), corpus=None, releases=ReleaseLog.open(tmp_path / "releases")
    )

    report = run(COMPARE_SEGMENTS, context, {"table": "k.csv", "metric": "left", "by": {"column": "karte"}})

    assert [finding.segment for finding in report.findings[1:3]] == [{"karte": yes}, {"karte": no}]


def test_the_difference_is_told_inside_each_group_asked_for(ask, club_tables):
    segment = [{"column": "app", "value": "yes"}]
    report = ask("compare_segments", table=CLUB, where=segment, strata={"column": "plan"})
    told = {item.segment["plan"]: item for item in report.findings if "plan" in item.segment}
    frame = club_tables.frame(CLUB, ["app", "plan", "left"]).dropna()
    happened = frame["left"].astype(str).str.lower().isin(["yes", "true", "1"])
    rates = happened.groupby([frame["plan"], frame["app"]]).mean()

    assert set(told) == set(frame["plan"])
    for plan, finding in told.items():
        assert finding.value == pytest.approx(rates[plan, "yes"] - rates[plan, "no"])


def test_both_sides_can_be_limited_to_some_rows(ask):
    segment, monthly = [{"column": "app", "value": "yes"}], [{"column": "plan", "value": "monthly"}]
    report = ask("compare_segments", table=CLUB, where=segment, among=monthly)

    assert report.findings[1].n + report.findings[2].n == 480


def test_a_sign_that_holds_in_every_group_asked_for_is_said(ask):
    segment = [{"column": "plan", "value": "monthly"}]
    report = ask("compare_segments", table=CLUB, where=segment, strata={"column": "app"})

    assert "the difference has the same sign in every one" in report.caveats[0]


def test_two_measures_are_set_against_each_other_without_bands_as_well(ask):
    report = ask("compare_segments", table=CLUB, metric="fees", by={"column": "age", "bins": 4})
    together = report.findings[1]

    assert together.label == "rank correlation of age and fees"
    assert together.n == 600
    assert together.interval[0] < together.value < together.interval[1]


def test_what_remains_of_a_difference_inside_the_groups_asked_for_is_told_first(ask):
    report = ask("compare_segments", table=CLUB, by={"column": "app"}, strata={"column": "plan"})
    remains = report.findings[1]

    assert "With the groups of plan held equal" in remains.statement
    assert remains.value < 0 < report.findings[0].value


def test_a_stratum_of_a_few_people_hides_only_one_other(ask):
    report = ask("compare_segments", table=CLUB, by={"column": "plan"}, strata={"column": "club"})
    inside = {finding.segment.get("club") for finding in report.findings} - {None}

    assert "Attic" not in inside
    assert len(inside) == 2


def test_a_group_of_a_few_people_is_named_as_too_small_and_nothing_is_told_of_it(ask):
    report = ask("compare_segments", table=CLUB, metric="left", where=[{"column": "club", "value": "Attic"}])

    assert not report.findings
    assert "too small to report" in report.missing[0]
    assert "Attic" in report.missing[0]
    assert "3" not in "".join((*report.missing, *report.caveats))


def _compared(tmp_path, frame, arguments):
    table = draft(RawTable(name="m.csv", frame=frame, header=True), "v1")
    kept = frame.assign(**{ROW: range(len(frame)), KEY: [f"k{row}" for row in range(len(frame))]})
    write(kept, path_of(tmp_path, table))
    (tmp_path / "catalog.yaml").write_text(to_yaml(Catalog(tables=(table,))), encoding="utf-8")
    context = ToolContext(
        tables=Tables.open(tmp_path), corpus=None, releases=ReleaseLog.open(tmp_path / "releases")
    )
    return run(COMPARE_SEGMENTS, context, {"table": "m.csv", **arguments})


def test_groups_are_compared_on_the_highest_of_ordered_answers_and_on_all_together(tmp_path):
    rows = [("in", "very glad")] * 60 + [("in", "not too glad")] * 20 + [("in", "pretty glad")] * 40
    rows += [("out", "very glad")] * 20 + [("out", "not too glad")] * 60 + [("out", "pretty glad")] * 40
    frame = pd.DataFrame(rows, columns=["member", "glad"])
    report = _compared(tmp_path, frame, {"metric": "glad", "where": [{"column": "member", "value": "in"}]})

    assert report.findings[0].value == pytest.approx(60 / 120 - 20 / 120)
    assert any("spread of glad differs significantly" in finding.statement for finding in report.findings)
    assert any("glad runs from not too glad to very glad" in caveat for caveat in report.caveats)


def test_values_without_an_order_are_tested_together_first(tmp_path):
    rows = [("in", "north"), ("in", "south"), ("in", "east"), ("out", "north"), ("out", "south"), ("out", "east")]
    frame = pd.DataFrame(rows * 40, columns=["member", "area"])
    report = _compared(tmp_path, frame, {"metric": "area", "where": [{"column": "member", "value": "in"}]})

    assert "spread of area does not differ significantly" in report.findings[0].statement
