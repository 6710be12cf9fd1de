"""Nothing about fewer than k people: directly, by complement, by the rest of a grouping, or by subtraction."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.disclosure import hidden_cells
from tools.releases import ReleaseLog

K = 5


def rows(*places, size=100):
    mask = np.zeros(size, dtype=bool)
    mask[list(places)] = True
    return mask


@pytest.fixture
def log(tmp_path):
    return ReleaseLog.open(tmp_path / "releases")


PEOPLE = np.arange(100)


def test_a_group_that_differs_from_a_released_one_by_few_people_is_refused(log):
    assert log.admit("t", "v", [rows(*range(40))], PEOPLE, K) == [True]
    assert log.admit("t", "v", [rows(*range(42))], PEOPLE, K) == [False]
    assert log.admit("t", "v", [rows(*range(37))], PEOPLE, K) == [False]
    assert log.admit("t", "v", [rows(*range(30))], PEOPLE, K) == [True]


def test_the_same_group_may_be_released_again(log):
    assert log.admit("t", "v", [rows(*range(40))] * 2, PEOPLE, K) == [True, True]


def test_a_group_that_leaves_out_few_of_all_is_refused(log):
    assert log.admit("t", "v", [rows(*range(97))], PEOPLE, K) == [False]


def test_rows_of_one_person_count_once(log):
    people = np.repeat(np.arange(10), 10)

    assert log.admit("t", "v", [rows(*range(50))], people, K) == [True]
    assert log.admit("t", "v", [rows(*range(80))], people, K) == [False]


def test_another_process_sees_what_was_released(log, tmp_path):
    log.admit("t", "v", [rows(*range(40))], PEOPLE, K)

    again = ReleaseLog.open(tmp_path / "releases")

    assert again.admit("t", "v", [rows(*range(42))], PEOPLE, K) == [False]


def test_two_open_logs_share_their_releases(log, tmp_path):
    other = ReleaseLog.open(tmp_path / "releases")
    other.admit("t", "v", [rows(*range(60))], PEOPLE, K)
    log.admit("t", "v", [rows(*range(40))], PEOPLE, K)

    assert other.admit("t", "v", [rows(*range(42))], PEOPLE, K) == [False]
    assert log.admit("t", "v", [rows(*range(62))], PEOPLE, K) == [False]


def test_releases_that_were_judged_for_fewer_people_are_judged_again(log, tmp_path):
    assert log.admit("t", "v", [rows(*range(40)), rows(*range(42))], PEOPLE, 2) == [True, True]

    stricter = ReleaseLog.open(tmp_path / "releases")

    assert stricter.admit("t", "v", [rows(*range(20, 60)), rows(*range(42))], PEOPLE, K) == [False, False]


def test_tables_and_versions_do_not_mix(log):
    log.admit("t", "v", [rows(*range(40))], PEOPLE, K)

    assert log.admit("t", "w", [rows(*range(42))], PEOPLE, K) == [True]


def test_a_forgotten_table_leaves_no_file(log):
    log.admit("t", "v", [rows(*range(40))], PEOPLE, K)
    log.admit("u", "v", [rows(*range(40))], PEOPLE, K)

    assert log.forget("t") == 1
    assert len(log.files()) == 1


@given(st.lists(st.integers(0, 60), min_size=1, max_size=8))
def test_hidden_cells_hide_one_another(people):
    hidden = hidden_cells(people, K)

    shown = [count for place, count in enumerate(people) if place not in hidden]
    assert not any(0 < count < K for count in shown)
    if hidden and any(shown):
        assert len(hidden) >= 2
        assert sum(people[place] for place in hidden) >= K


def test_no_follow_up_subtracts_its_way_to_a_small_group(ask, context):
    first = ask("query_table", table="club/members.csv", where=[{"column": "age", "op": ">=", "value": 21}])
    second = ask("query_table", table="club/members.csv", where=[{"column": "member_id", "op": ">", "value": 3}])

    assert first.findings
    assert not second.findings
    assert second.withheld
    assert second.missing


def test_a_group_less_a_few_of_it_is_withheld_and_an_ordinary_follow_up_answered(ask):
    older = {"column": "age", "op": ">=", "value": 40}
    first = ask("query_table", table="club/members.csv", where=[older])
    less = ask(
        "query_table", table="club/members.csv", where=[older, {"column": "member_id", "op": ">", "value": 4}]
    )
    follow_up = ask("query_table", table="club/members.csv", where=[older, {"column": "plan", "value": "annual"}])

    assert first.findings
    assert (less.findings, bool(less.withheld)) == ((), True)
    assert follow_up.findings


def test_a_share_of_a_group_less_a_few_of_it_is_withheld_too(ask):
    hill = {"column": "club", "value": "Hill"}
    asked = {"table": "club/members.csv", "aggregate": "share", "metric": "left"}
    ask("query_table", **asked, where=[hill])
    less = ask("query_table", **asked, where=[hill, {"column": "member_id", "op": ">", "value": 9}])

    assert not any(finding.segment.get("club") for finding in less.findings)
