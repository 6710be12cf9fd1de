"""find_groups: planted kinds of customers are told with their traits, and no kinds where there are none."""

import numpy as np
import pandas as pd
import pytest

from tools import TOOLS
from tools.analysis import ToolContext
from tools.releases import ReleaseLog
from tools.run import run
from tools.tables.engine import Tables


def gardeners(count: int = 1800, seed: int = 4, planted: bool = True) -> tuple[pd.DataFrame, np.ndarray]:
    """Balcony cooks, flower parents and rare collectors; nobody says which they are."""
    draws = np.random.default_rng(seed)
    kind = draws.choice(3, count, p=[0.5, 0.3, 0.2])
    shown = kind if planted else np.zeros(count, dtype=int)

    def pick(values: list[str], shares: list[list[float]]) -> list[str]:
        return [str(draws.choice(values, p=shares[group])) for group in shown]

    seeds = pick(["herbs", "flowers", "bulbs"], [[0.8, 0.1, 0.1], [0.1, 0.8, 0.1], [0.1, 0.2, 0.7]])
    frame = pd.DataFrame(
        {
            "gardener_id": np.arange(count) + 1,
            "seeds": seeds,
            "place": pick(["balcony", "garden", "roof"], [[0.8, 0.1, 0.1], [0.1, 0.8, 0.1], [0.3, 0.3, 0.4]]),
            "delivery": pick(["post", "pickup"], [[0.8, 0.2], [0.3, 0.7], [0.9, 0.1]]),
            "catalogue": pick(["paper", "online"], [[0.1, 0.9], [0.7, 0.3], [0.5, 0.5]]),
            "pots_bought": draws.poisson(np.array([4, 9, 20])[shown]) + draws.integers(0, 3, count),
            "spend": np.round(np.exp(np.array([3.0, 4.0, 5.5])[shown] + draws.normal(0, 0.4, count)), 2),
            "visits": np.round(draws.gamma(3, np.array([2.0, 6.0, 2.5])[shown]), 1),
            "gender": np.where(kind == 0, "f", "m"),
            "renewed": np.where(draws.random(count) < np.array([0.2, 0.5, 0.8])[kind], "yes", "no"),
        }
    )
    for place, name in enumerate(("soil_plan", "tool_plan", "pest_plan")):
        own = draws.choice(["basic", "full"], count)
        frame[name] = np.where(frame["seeds"] == "bulbs", "no bulb plan", own) if planted else own
        frame[f"{name}_price"] = np.round(draws.gamma(2, 5, count) + place, 2)
    return frame, kind


@pytest.fixture(scope="module")
def found(tmp_path_factory, tabled):
    call = tabled(tmp_path_factory.mktemp("garden"), "gardeners.csv", gardeners()[0])
    return call("find_groups", table="gardeners.csv")


def test_planted_kinds_are_told_first_with_size_interval_and_traits(found):
    headline, *groups = found.findings[:4]

    assert headline.value == 3
    assert [round(group.value, 1) for group in groups] == [0.5, 0.3, 0.2]
    assert all(group.interval[0] < group.value < group.interval[1] for group in groups)
    assert "herbs" in groups[0].statement
    assert "flowers" in groups[1].statement
    assert "spend" in groups[2].statement


def test_the_outcome_is_compared_afterwards_and_forms_no_group(found):
    after = next(finding for finding in found.findings if finding.label.startswith("Cramer"))

    assert after.p_value < 0.001
    assert "renewed" not in " ".join(group.segment["group"] for group in found.findings[1:4])
    assert all("afterwards" in group.statement for group in found.findings[1:4])


def test_stability_is_told_against_the_groups_told(found):
    stability = next(finding for finding in found.findings if finding.label == "stability of the groups")

    assert stability.value > 0.8


def test_of_very_many_customers_a_random_part_is_looked_at_and_said_so(tmp_path, tabled):
    many = pd.concat([gardeners()[0]] * 60, ignore_index=True).assign(gardener_id=range(108_000))
    few = many[["gardener_id", "seeds", "place", "delivery", "catalogue", "pots_bought", "renewed"]]
    report = tabled(tmp_path, "gardeners.csv", few)("find_groups", table="gardeners.csv")

    assert "a random 100,000 of 108,000 gardeners" in " ".join(report.caveats)
    assert report.findings[0].value == 3
    assert {finding.n for finding in report.findings[:4]} == {100_000}
    assert all("afterwards" in group.statement for group in report.findings[1:4])


def test_of_very_many_columns_the_named_ones_are_looked_at_and_the_rest_is_said(tmp_path, tabled):
    frame = gardeners()[0]
    draw = np.random.default_rng(6)
    items = pd.DataFrame({f"item_{n:02}": draw.choice(["a", "b"], len(frame)) for n in range(64)})
    wide = pd.concat([frame[["gardener_id"]], items, frame[["seeds", "place", "delivery", "catalogue"]]], axis=1)
    by = [{"column": name} for name in ("seeds", "place", "delivery", "catalogue")]
    report = tabled(tmp_path, "wide.csv", wide)("find_groups", table="wide.csv", by=by)

    assert "4 traits" in report.findings[0].statement
    assert "Only 60 columns were looked at; 8 more were not." in report.caveats


def test_protected_columns_are_left_out_and_one_fact_in_three_columns_counts_once(found):
    caveats = " ".join(found.caveats)

    assert "protected: gender" in caveats
    assert '"no bulb plan" in seeds, soil plan, tool plan and pest plan counts once' in caveats
    assert "not why they buy" in caveats


def test_no_person_and_no_assignment_is_returned(found):
    assert all(finding.n is None or finding.n > 100 for finding in found.findings)
    assert all("gardener_id" not in str(finding.to_dict()) for finding in found.findings)


def test_groups_are_charted_with_intervals(found):
    sizes, renewed = found.charts

    assert [row["value"] for row in sizes.rows] == sorted((row["value"] for row in sizes.rows), reverse=True)
    assert all(row["low"] < row["value"] < row["high"] for row in renewed.rows)


def test_without_kinds_it_says_that_there_are_none(tabled, tmp_path):
    frame, _ = gardeners(planted=False)
    report = tabled(tmp_path, "gardeners.csv", frame)("find_groups", table="gardeners.csv")

    assert report.findings[0].value == 0
    assert report.findings[0].statement.startswith("There are no separate groups")
    assert len(report.findings) == 1


def test_too_few_customers_are_refused_with_the_number_it_takes(tabled, tmp_path):
    report = tabled(tmp_path, "few.csv", gardeners(80)[0])("find_groups", table="few.csv")

    assert not report.findings
    assert "it takes 100" in report.missing[0]


def test_orders_are_summed_up_by_customer(tabled, tmp_path):
    draws = np.random.default_rng(2)
    kind = draws.choice(2, 400)
    rows = []
    for person in range(400):
        for _ in range(1 + draws.poisson(1 + 6 * kind[person])):
            amount = float(np.round(np.exp(2 + 2 * kind[person] + draws.normal(0, 0.4)), 2))
            rows.append({"order_no": len(rows) + 1, "client_no": person + 1, "amount": amount})
    frame = pd.DataFrame(rows)
    frame["minutes"] = np.round(draws.gamma(2, 5, len(frame)) * (1 + 3 * kind[frame["client_no"] - 1]), 1)
    report = tabled(tmp_path, "orders.csv", frame)("find_groups", table="orders.csv")

    assert report.findings[0].value in (2, 3)
    assert report.findings[1].n == 400
    assert any("summed up" in caveat for caveat in report.caveats)


def test_a_group_under_the_threshold_is_never_told(tabled, tmp_path):
    customers = gardeners()[0].rename(columns={"gardener_id": "customer_id"})
    tabled(tmp_path, "customers.csv", customers)
    releases = ReleaseLog.open(tmp_path / "releases")
    context = ToolContext(tables=Tables.open(tmp_path), corpus=None, releases=releases, min_group=500)
    (find_groups,) = (tool for tool in TOOLS if tool.name == "find_groups")
    report = run(find_groups, context, {"table": "customers.csv"})
    groups = [finding.customers for finding in report.findings if finding.unit == "share"]

    assert min(groups) >= 500


@pytest.mark.parametrize(
    ("seed", "told"), [(4, []), (5, ["7 of 1,800"])], ids=["three rows that may be people", "seven of them"]
)
def test_few_that_fit_no_group_are_told_from_the_threshold_on(tabled, tmp_path, seed, told):
    report = tabled(tmp_path, "gardeners.csv", gardeners(seed=seed)[0])("find_groups", table="gardeners.csv")

    unusual = [finding.statement for finding in report.findings if "fit no group" in finding.statement]
    assert len(unusual) == len(told)
    assert all(count in text for count, text in zip(told, unusual, strict=True))


def test_repeated_columns_are_merged_whatever_their_values_are_called(tabled, tmp_path):
    frame, _ = gardeners(600)
    frame["bed"] = frame["place"].map({"balcony": "A", "garden": "B", "roof": "C"})
    frame["spend_cents"] = frame["spend"] * 100 + 3
    call = tabled(tmp_path, "gardeners.csv", frame)
    labels = " ".join(call("find_groups", table="gardeners.csv").caveats)

    assert "The same in place and bed counts once." in labels
    assert "The same in spend and spend cents counts once." in labels


def test_only_the_columns_asked_for_are_traits(tmp_path, tabled):
    call = tabled(tmp_path, "gardeners.csv", gardeners(900)[0])
    named = [{"column": name} for name in ("seeds", "place", "delivery", "catalogue", "spend", "pots_bought")]
    report = call("find_groups", table="gardeners.csv", by=named)

    assert "by 6 traits" in report.findings[0].statement


def test_a_number_of_groups_that_is_asked_for_is_kept(tmp_path, tabled):
    report = tabled(tmp_path, "gardeners.csv", gardeners(900)[0])("find_groups", table="gardeners.csv", groups=2)

    assert report.findings[0].value == 2
