"""query_table: the number asked for first, with n, interval, base rate, ties and what was left out."""

import pytest

from tools.errors import AnalysisError

CLUB = "club/members.csv"
VISITS = "club/visits.csv"


def by(column, **more):
    return [{"column": column, **more}]


def test_a_count_answers_first_and_says_what_share_of_the_base_it_is(ask):
    report = ask("query_table", table=CLUB, where=[{"column": "plan", "value": "annual"}])

    assert report.findings[0].value == 120
    assert report.findings[0].statement == "There are 120 members whose plan is annual, 20.0% of 600."
    share = next(finding for finding in report.findings if finding.unit == "share")
    assert share.interval == pytest.approx((0.1700, 0.2338), abs=5e-4)


def test_a_share_by_group_ranks_them_and_gives_lift_base_rate_and_share_of_all_positives(ask):
    report = ask("query_table", table=CLUB, aggregate="share", metric="left", by=by("plan"))
    first = report.findings[0]

    assert (first.segment, first.n, first.customers) == ({"plan": "monthly"}, 480, 480)
    assert first.value == pytest.approx(175 / 480)
    assert "175 of 480; 95% interval" in first.statement
    assert "1.18 times the overall rate, the highest of 2 groups" in first.statement
    assert any(f.value == pytest.approx(0.31) and f.segment == {} for f in report.findings)
    lifts = [f for f in report.findings if f.unit == "ratio"]
    assert lifts[0].value == pytest.approx((175 / 480) / 0.31)
    assert lifts[0].contrast == {}
    told = "94.1% of all members who left are members whose plan is monthly"
    assert any(told in finding.statement for finding in report.findings)


def test_natural_order_gives_the_overall_rate_first(ask):
    report = ask("query_table", table=CLUB, aggregate="share", metric="left", by=by("plan"), order="natural")

    assert report.findings[0].segment == {}


def test_a_mean_comes_with_its_median_and_names_the_placeholder_it_left_out(ask):
    report = ask("query_table", table=CLUB, aggregate="mean", metric="weeks_since_visit")
    mean, median, aside = report.findings

    assert (mean.n, mean.value) == (450, pytest.approx(14.6667, abs=1e-3))
    assert mean.interval is not None
    assert median.label == "median weeks since visit"
    assert aside.value == pytest.approx(0.25)
    assert "for all of them visited is no" in aside.statement


def test_skew_is_said(ask):
    report = ask("query_table", table=CLUB, aggregate="mean", metric="fees")

    assert any("skewed" in caveat and "median" in caveat for caveat in report.caveats)


def test_equal_counts_of_several_answers_are_called_a_tie(ask):
    report = ask("query_table", table="survey.csv", aggregate="count", metric=(want := _want()))

    assert [f.value for f in report.findings[:3]] == [120, 120, 80]
    assert {f.segment[want] for f in report.findings[:2]} == {"Showers", "Parking"}
    assert report.findings[0].n == 200
    assert "tied with" in report.findings[0].statement
    assert any("exactly tied" in caveat for caveat in report.caveats)


def _want():
    return "What should the club improve first? (choose all that apply)"


def test_a_group_under_the_threshold_is_withheld_with_one_that_would_reveal_it(ask):
    report = ask("query_table", table=CLUB, aggregate="count", by=by("club"))

    told = " ".join(finding.statement for finding in report.findings)
    assert "Attic" not in told
    assert sum(name in told for name in ("Harbour", "Hill", "Station")) == 2
    assert report.withheld == 2


def test_a_series_names_its_peak_the_changes_around_it_and_ties(ask):
    report = ask("query_table", table=VISITS, aggregate="count", by=by("on", grain="month"))

    assert report.findings[0].value == 120
    assert "the peak" in report.findings[0].statement
    assert report.findings[1].contrast == {"visit date": "2024-03"}
    assert any("tie for the peak" in caveat for caveat in report.caveats)
    assert report.charts[0].kind == "line"


def test_a_period_counts_back_from_the_newest_date(ask):
    report = ask("query_table", table=VISITS, period={"days": 30})

    assert report.findings[0].value == 53
    assert report.findings[0].segment == {"visit date": "from 2024-09-06 until 2024-10-05"}


def test_per_entity_statistics_count_entities_first(ask):
    report = ask("query_table", table=VISITS, aggregate="share", per="member_id", per_aggregate="count", value="4")

    assert report.findings[0].value == pytest.approx(0.5)
    assert report.findings[1].value == 100
    assert report.findings[0].n == 200


def test_concentration_says_how_much_the_largest_hold(ask):
    report = ask("query_table", table=VISITS, aggregate="top_share", metric="minutes", value="20%")

    assert report.findings[0].label.endswith("top 20%")
    assert 0.2 < report.findings[0].value < 0.3


def test_a_near_miss_in_names_and_values_is_mended(ask):
    report = ask("query_table", table="Members", where=[{"column": "PLAN", "value": "Annual"}])

    assert report.findings[0].value == 120


def test_an_unknown_column_is_answered_with_the_nearest(ask):
    with pytest.raises(AnalysisError, match="Nearest"):
        ask("query_table", table=CLUB, aggregate="mean", metric="income")


def test_an_unknown_field_is_answered_with_the_known_ones(ask):
    with pytest.raises(AnalysisError, match=r"`group` is not a field.*`by`"):
        ask("query_table", table=CLUB, group="plan")


def test_no_report_has_more_than_twelve_findings_and_each_says_how_it_was_computed(ask):
    report = ask("query_table", table=CLUB, aggregate="count", by=by("age"), limit=50)

    assert len(report.findings) <= 12
    assert all(f.computed and f.data_version == "m1" for f in report.findings)


def test_those_who_came_once_and_again_are_told_apart(ask):
    report = ask("query_table", table=VISITS, aggregate="distribution", per="member_id", per_aggregate="count")
    told = [finding.statement for finding in report.findings[:3]]

    assert "have exactly 1 visit (" in told[0]
    assert "have at least 2 visits (" in told[1]


def test_concentration_gives_the_top_tenth_and_the_top_fifth(ask):
    report = ask("query_table", table=VISITS, aggregate="top_share", metric="minutes")
    tops = [finding.statement for finding in report.findings if finding.unit == "share"]

    assert {"The top 10% of", "The top 20% of"} == {statement[:14] for statement in tops}


def test_a_peak_stands_beside_the_periods_around_it(ask):
    report = ask("query_table", table=VISITS, aggregate="count", by=by("on", grain="month"))
    peak = report.findings[0]
    months = sorted(month for finding in report.findings for month in finding.segment.values())

    assert "the peak" in peak.statement
    assert 0 < months.index(peak.segment["visit date"]) < len(months) - 1


def test_sums_by_month_name_the_incomplete_end(ask):
    report = ask(
        "query_table",
        table=VISITS,
        aggregate="sum",
        metric="minutes",
        by=by("on", grain="month"),
        period={"until": "2024-08-15"},
    )

    assert "total of minutes" in report.findings[0].statement
    assert any("incomplete" in caveat for caveat in report.caveats)


def test_numbers_are_grouped_into_bins_that_read_as_ranges(ask):
    report = ask("query_table", table=CLUB, aggregate="share", metric="left", by=by("age", bins=4))

    assert report.findings[0].statement.startswith("Among members with age ")
    assert len([finding for finding in report.findings if "age" in finding.segment]) >= 4


def test_no_more_than_twelve_findings_and_all_of_up_to_eight_groups(ask):
    report = ask("query_table", table=CLUB, aggregate="share", metric="left", by=by("age", bins=8))
    groups = [finding for finding in report.findings if finding.unit == "share" and "age" in finding.segment]

    assert len(report.findings) <= 12
    assert len({str(finding.segment) for finding in groups}) == 8
    assert any(not finding.segment and finding.unit == "share" for finding in report.findings)


def test_the_largest_part_is_one_of_the_rows_asked_about(ask):
    report = ask(
        "query_table",
        table=CLUB,
        aggregate="share",
        metric="left",
        by=by("app"),
        where=[{"column": "plan", "value": "monthly"}],
    )

    assert any("of all members whose plan is monthly and who left are" in f.statement for f in report.findings)


def test_two_top_parts_are_answered_together_with_how_many_that_is(ask):
    report = ask("query_table", table=VISITS, aggregate="top_share", metric="minutes", value="10% and 20%")

    assert [finding.label[-7:] for finding in report.findings[:2]] == ["top 10%", "top 20%"]
    assert "(20 members)" in report.findings[0].statement
    assert "(40 members)" in report.findings[1].statement
    assert report.findings[0].value < report.findings[1].value
    assert any("nested" in caveat for caveat in report.caveats)


def test_a_condition_on_groups_keeps_those_that_pass_and_leads_with_their_number(ask):
    report = ask("query_table", table=CLUB, by=by("club"), having=[{"op": ">", "value": 199}])

    assert report.findings[0].value == len(report.findings) - 1
    assert {finding.segment["club"] for finding in report.findings[1:]} <= {"Harbour", "Hill", "Station"}
    assert all(finding.value > 199 for finding in report.findings[1:])


def test_a_share_has_to_pass_as_well(ask):
    limit = [{"op": ">=", "value": 0.3}]
    report = ask("query_table", table=CLUB, aggregate="share", metric="left", by=by("plan"), having=limit)

    assert [finding.segment.get("plan") for finding in report.findings] == [None, "monthly"]


def test_groups_of_a_size_are_ranked_among_themselves(ask):
    counted = ask("query_table", table=CLUB, by=by("club"), limit=10).findings
    sizes = {item.segment["club"]: item.value for item in counted if item.segment}
    least = sorted(sizes.values())[1]
    limit = [{"op": ">=", "value": least, "of": "rows"}]
    report = ask(
        "query_table", table=CLUB, aggregate="share", metric="left", by=by("club"), having=limit, limit=10
    )
    groups = [finding for finding in report.findings if finding.segment]

    assert {finding.segment["club"] for finding in groups} == {c for c, size in sizes.items() if size >= least}
    assert groups[0].value == max(finding.value for finding in groups)


def test_a_condition_on_groups_needs_groups(ask):
    with pytest.raises(AnalysisError, match="needs `by`"):
        ask("query_table", table=CLUB, having=[{"op": ">", "value": 199}])


def test_a_spread_says_each_value_with_its_share_first(ask):
    report = ask("query_table", table=CLUB, aggregate="distribution", metric="plan")

    first = report.findings[0].statement
    assert first.startswith('"monthly" is the plan of 80.0% of members (480 of 600; 95% interval ')
    assert first.endswith(", the most of 2 groups.")


def test_the_rate_of_a_segment_comes_with_its_part_of_all_who_did_it(ask, club_tables):
    segment = [{"column": "plan", "value": "annual"}]
    report = ask("query_table", table="club/members.csv", aggregate="share", metric="left", where=segment)
    frame = club_tables.frame("club/members.csv", ["plan", "left"])
    left = frame["left"].astype(str).str.lower().isin(["yes", "true", "1"])
    part = next(finding for finding in report.findings if finding.label.startswith("share of all"))

    assert part.value == pytest.approx((left & (frame["plan"] == "annual")).sum() / left.sum())
    assert part.n == left.sum()


def test_none_is_a_number_too(ask):
    report = ask("query_table", table=CLUB, where=[{"column": "fees", "op": ">", "value": 100_000}])

    assert (report.findings[0].value, report.missing) == (0, ())
    assert report.findings[0].statement.startswith("There are 0 members with fees over 100,000")


def test_days_of_which_nothing_is_held_are_not_counted_as_none(ask):
    report = ask("query_table", table=VISITS, period={"since": "1999-01-01", "until": "1999-12-31"})

    assert not report.findings
    assert "has no visits" in report.missing[0]


def test_the_ends_of_a_date_are_days(ask):
    report = ask("query_table", table=VISITS, aggregate="max", metric="on")

    assert [finding.unit for finding in report.findings] == ["date", "date"]
    assert report.findings[0].value > report.findings[1].value
    assert report.findings[0].statement.startswith("The last of the visits is dated ")
