"""A column with a few empty cells: its named groups are told, the few are not, by no route and in no order."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from tools import TOOLS
from tools.analysis import ToolContext
from tools.arguments import Condition
from tools.differencing import Combinations
from tools.disclosure import ReleaseLog
from tools.phrases import parse
from tools.run import run
from tools.tables.engine import Tables
from tools.tables.readers import read_tables
from tools.tables.store import TableStore

K = 5
FILE = "tenants.csv"
TOWNS = ["Ulm", "Bern", "Lyon"]
LEFT = {"table": FILE, "aggregate": "share", "metric": "moved_out", "value": "yes"}
BY_TOWN = {**LEFT, "by": [{"column": "town"}]}
ALL = dict(LEFT)
BY_HEATING = {**LEFT, "by": [{"column": "heating"}]}
COUNTS = {"table": FILE, "by": [{"column": "town"}]}
NO_TOWN = {"column": "town", "op": "missing"}


def tenants(rows=400, blanks=1, hamlet=0):
    """People of three towns, a few of them without a town, and a hamlet of few."""
    draw = np.random.default_rng(9)
    town = draw.choice(TOWNS, rows, p=[0.5, 0.3, 0.2]).astype(object)
    town[40 : 40 + blanks] = None
    town[90 : 90 + hamlet] = "Weiler"
    return pd.DataFrame(
        {
            "tenant_id": [f"T{number:05d}" for number in range(rows)],
            "town": town,
            "heating": draw.choice(["gas", "pump", "wood"], rows),
            "rooms": draw.integers(1, 6, rows),
            "rent": draw.integers(400, 1900, rows).astype(float),
            "moved_out": draw.choice(["yes", "no"], rows, p=[0.3, 0.7]),
        }
    )


@pytest.fixture(scope="module")
def opened(tmp_path_factory):
    """Return a function that stores a frame and returns a context over it, with a new release log or that one."""
    known = {}

    def build(frame, log=None):
        key = tuple(pd.util.hash_pandas_object(frame))
        if key not in known:
            known[key] = tmp_path_factory.mktemp("tenants")
            frame.to_csv(known[key] / FILE, index=False)
            store = TableStore(known[key], scrub=str)
            for raw in read_tables(known[key] / FILE, name=FILE):
                store.put(raw)
            store.finish()
        releases = ReleaseLog.open(tmp_path_factory.mktemp("releases") if log is None else log)
        return ToolContext(tables=Tables.open(known[key]), corpus=None, releases=releases)

    return build


def asked(context, tool="query_table", /, **arguments):
    return run(next(known for known in TOOLS if known.name == tool), context, {"table": FILE, **arguments})


def rates(report):
    """Return the rate of each town that the report tells, None for the overall one."""
    return {f.segment.get("town"): f.value for f in report.findings if f.metric == "moved_out_rate"}


def frame_rates(frame):
    left = frame.moved_out == "yes"
    return {None: left.mean(), **left[frame.town.notna()].groupby(frame.town).mean().to_dict()}


def test_every_named_group_of_ten_thousand_is_told_though_one_cell_is_empty(opened):
    frame = tenants(10_000)
    report = asked(opened(frame), **BY_TOWN)

    assert rates(report) == pytest.approx(frame_rates(frame))
    assert any("1 customer of all 10,000" in caveat for caveat in report.caveats)
    assert report.withheld == 0


@pytest.mark.parametrize(
    "order", ["all heating town counts", "town all heating counts", "counts heating town all"]
)
def test_named_groups_are_told_in_every_order_of_questions_and_to_every_process(opened, order, tmp_path):
    frame = tenants(blanks=3)
    questions = {"all": ALL, "town": BY_TOWN, "heating": BY_HEATING, "counts": COUNTS}
    told = {name: asked(opened(frame, log=tmp_path), **questions[name]) for name in order.split()}

    assert rates(told["town"]) == pytest.approx(frame_rates(frame))
    assert {f.segment.get("town") for f in told["counts"].findings} >= set(TOWNS)
    assert all(report.withheld == 0 for report in told.values())


def test_a_cross_table_with_a_complete_column_tells_every_cell(opened):
    frame = tenants(blanks=2)
    report = asked(opened(frame), by=[{"column": "town"}, {"column": "heating"}], limit=12)

    told = {tuple(f.segment.values()): f.value for f in report.findings if len(f.segment) == 2}
    assert told == frame.groupby(["town", "heating"]).size().to_dict()


@pytest.mark.parametrize("blanks", [0, 3])
def test_a_small_named_group_is_hidden_with_another_whatever_is_empty(opened, blanks):
    context = opened(tenants(blanks=blanks, hamlet=3))
    first = asked(context, **BY_TOWN)
    again = [asked(context, **LEFT, where=[{"column": "town", "value": town}]) for town in ("Weiler", "Lyon")]

    assert set(rates(first)) == {None, "Ulm", "Bern"}
    assert first.withheld == 2
    assert not any(f.segment.get("town") for report in again for f in report.findings)


ROUTES = [
    ("query_table", {"where": [NO_TOWN]}),
    ("query_table", {**LEFT, "where": [NO_TOWN]}),
    ("query_table", {**LEFT, "where": [{"column": "town", "op": "=", "value": "(missing)"}]}),
    ("query_table", {**LEFT, "where": [{"column": "town", "op": "in", "value": TOWNS}]}),
    ("query_table", {**LEFT, "where": [{"column": "town", "op": "present"}]}),
    ("query_table", {**LEFT, "where": [{"column": "town", "op": "!=", "value": "(missing)"}]}),
    ("query_table", {**LEFT, "where": [{"column": "town", "op": "!=", "value": town} for town in TOWNS]}),
    ("compare_segments", {"metric": "moved_out", "where": [NO_TOWN]}),
    ("compare_segments", {"metric": "moved_out", "where": [{"column": "town", "op": "in", "value": TOWNS}]}),
    ("compare_segments", {"metric": "rent", "where": [{"column": "town", "value": "Ulm"}], "contrast": [NO_TOWN]}),
    ("profile_segment", {"where": [NO_TOWN]}),
    ("profile_segment", {"where": [{"column": "town", "op": "in", "value": TOWNS}]}),
    ("reach_and_overlap", {"where": [NO_TOWN]}),
    ("reach_and_overlap", {"by": {"column": "town"}}),
]


def test_nothing_but_their_number_is_told_of_people_with_an_empty_cell(opened):
    """By a condition, its opposite, a list of all others, or as the other side of a comparison."""
    frame = tenants(blanks=3)
    whose = frame.town.isna().to_numpy()
    for tool, arguments in ROUTES:
        context = opened(frame)
        for finding in asked(context, tool, **arguments).findings:
            mask = context.tables.mask(FILE, parse(finding.filter))
            number = finding.unit == "count" or finding.metric.startswith("share_of_all_customers")
            few = mask.any() and not (mask & ~whose).any()
            all_but_few = not mask.all() and not (~mask & ~whose).any()
            assert (few and number) or not (few or all_but_few), (tool, finding.statement)


def test_how_many_of_a_narrowed_group_have_an_empty_cell_is_not_said(opened):
    frame = tenants()
    frame.loc[[10, 20, 30], "rent"] = np.nan
    gas = [{"column": "heating", "value": frame.heating[10]}]
    context = opened(frame)
    narrowed = asked(context, aggregate="mean", metric="rent", where=gas)
    whole = asked(context, aggregate="mean", metric="rent")

    assert "blank" in " ".join(finding.statement for finding in whole.findings)
    assert "blank" not in " ".join(finding.statement for finding in narrowed.findings)


def test_all_that_can_be_worked_out_of_few_people_is_the_sum_over_the_empty_cells(opened):
    """The attack: subtract the named groups from the whole, in every cut; who has a value is never singled out."""
    frame = tenants(blanks=3)
    context = opened(frame)
    cuts = [[], *([{"column": "heating", "value": value}] for value in ("gas", "pump", "wood"))]
    cuts += [[{"column": "rooms", "op": ">=", "value": rooms}] for rooms in range(2, 6)]
    groups = [[], *([{"column": "town", "value": town}] for town in TOWNS)]
    groups += [[{"column": "town", "op": "!=", "value": town}] for town in TOWNS]
    told = [
        finding.filter
        for cut in cuts
        for group in groups
        for finding in asked(context, where=[*cut, *group]).findings
    ]
    matrix = np.array([context.tables.mask(FILE, parse(text)) for text in dict.fromkeys(told)], dtype=float)
    patterns, members = np.unique(matrix, axis=1, return_inverse=True)
    sizes, rank = np.bincount(members), np.linalg.matrix_rank(matrix)
    blank = frame.town.isna().to_numpy()
    exposed = {
        place
        for place in np.flatnonzero(sizes < K)
        if np.linalg.matrix_rank(np.delete(patterns, place, axis=1)) < rank
    }

    assert exposed  # the risk that docs/safety.md states
    assert all(blank[members == place].all() for place in exposed)


def test_the_outcome_of_the_only_empty_cell_follows_by_subtraction(opened):
    """The risk that docs/safety.md states, so that whoever changes it changes the page too."""
    frame = tenants()
    report = asked(opened(frame), **COUNTS, where=[{"column": "moved_out", "value": "yes"}])
    counts = {f.segment.get("town"): f.value for f in report.findings if f.metric == "number_of_customers"}

    left = counts[None] - sum(counts[town] for town in TOWNS)
    assert left == (frame.moved_out[frame.town.isna()] == "yes").sum()


def test_an_empty_cell_takes_no_protection_from_its_person_elsewhere(opened):
    """A crowd, and the crowd less the one tenant without a town, by a column that has no empty cell."""
    frame = tenants()
    frame["contract"] = range(len(frame))
    context = opened(frame)
    first = asked(context, where=[{"column": "contract", "op": ">=", "value": 40}])
    less = asked(context, where=[{"column": "contract", "op": ">", "value": 40}])

    assert first.findings
    assert not less.findings


def test_a_column_whose_empty_cells_are_an_answer_stays_as_careful_as_before(opened):
    frame = tenants(blanks=0)
    frame["newsletter"] = "yes"
    frame.loc[[3, 4], "newsletter"] = None
    report = asked(opened(frame), **LEFT, where=[{"column": "newsletter", "value": "yes"}])

    assert not any("newsletter" in finding.segment for finding in report.findings)


def test_of_things_a_group_of_few_without_a_value_may_be_told(opened):
    context = opened(tenants(blanks=2))
    catalog = context.tables.catalog
    things = [replace(table, person=None, rows_are_people=False, rows_are_things=True) for table in catalog]
    tables = Tables(context.releases.directory, replace(catalog, tables=tuple(things)))

    assert set(context.tables.blanks(FILE, K)) == {"town"}
    assert not tables.blanks(FILE, K)


def test_few_empty_cells_count_as_the_most_frequent_value_in_the_log(opened):
    frame = tenants(blanks=4)
    wheres = [
        (Condition(column="town", value="Ulm"),),
        (Condition(column="town", op="!=", value="Ulm"),),
        (Condition(column="town", op="in", value=["Lyon", "Ulm"]), Condition(column="heating", value="gas")),
        (Condition(column="town", op="missing"),),
        (Condition(column="town", op="present"),),
        (Condition(column="heating", value="gas"),),
    ]
    masks = opened(frame).tables.filled_masks(FILE, wheres, K)

    town, gas = frame.town.fillna("Ulm"), frame.heating == "gas"
    expected = [town == "Ulm", town != "Ulm", town.isin(["Lyon", "Ulm"]) & gas, gas & False, gas | True, gas]
    for mask, wanted in zip(masks, expected, strict=True):
        assert np.array_equal(mask, wanted.to_numpy())


def test_a_survey_in_which_most_people_skipped_some_question_is_told(opened):
    draw = np.random.default_rng(2)
    frame = tenants(rows=120, blanks=0)[["tenant_id"]]
    for number in range(30):
        frame[f"question_{number}"] = draw.choice(["agree", "disagree"], 120).astype(object)
        frame.loc[draw.choice(120, 4, replace=False), f"question_{number}"] = None
    context = opened(frame)
    reports = [asked(context, by=[{"column": f"question_{number}"}]) for number in (4, 11, 20)]

    assert all(len({f.value for f in report.findings if f.segment}) >= 2 for report in reports)


def test_whoever_is_set_aside_counts_for_no_group():
    people = np.arange(100)
    people[:2] = -2
    released = Combinations(people, K)
    released.remember(np.ones(100, dtype=bool))
    mask = np.zeros(100, dtype=bool)
    mask[:6] = True  # four who count, and two who do not

    assert released.consider(mask) == "refused"
    mask[6] = True
    assert released.consider(mask) == "admitted"


def test_how_many_cells_are_empty_is_told_and_nothing_else(opened):
    report = asked(opened(tenants()), where=[NO_TOWN])

    assert [(found.value, found.unit) for found in report.findings] == [(1, "count"), (1 / 400, "share")]
