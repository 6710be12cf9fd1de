"""The datasheet's figures are those of the data, recomputed without the product."""

import re
from pathlib import Path

import pytest

from assistant.demo.people import Person, everybody
from tests.assistant.demo.figures import DATA, Tables, figures, tables
from tests.evals.demo_answers import TARGET, lines

SHEET = (Path(DATA).parent / "DATASHEET.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| ([^|]+?) \| (-?\d+(?:\.\d+)?) \|$", SHEET, flags=re.MULTILINE)


@pytest.fixture(scope="module")
def data() -> Tables:
    return tables()


@pytest.fixture(scope="module")
def found(data: Tables) -> dict[str, float]:
    return figures(data)


def test_every_figure_of_the_datasheet_is_recomputed_and_every_figure_is_told(found: dict[str, float]) -> None:
    told = {name: float(value) for name, value in ROWS}

    assert {name: value for name, value in found.items() if told.get(name) != value} == {}


def test_yearly_plans_are_left_more_often_and_less_often_in_each_direction(found: dict[str, float]) -> None:
    assert found["left, yearly %"] > 1.2 * found["left, monthly %"]
    for window in ("north", "east", "south", "west"):
        assert found[f"left, yearly, {window} %"] < found[f"left, monthly, {window} %"]


def test_no_order_is_near_the_mean_of_orders(found: dict[str, float]) -> None:
    assert found["orders within 3 of the mean %"] < 1
    assert found["orders of 11 to 16 %"] + found["orders of 84 to 98 %"] > 75


def test_most_say_that_they_would_pay_more_and_few_ever_buy(found: dict[str, float]) -> None:
    assert found["say yes %"] > 70
    assert 0 < found["say yes and ever bought %"] < 10


def test_one_theme_doubles_in_the_last_quarter_and_one_fades(found: dict[str, float]) -> None:
    assert found["Pump noise, 2025Q2"] == pytest.approx(2 * found["Pump noise, 2025Q1"], rel=0.1)
    assert found["Late parcel in 2025"] == 0


def test_a_group_and_a_difference_are_below_the_threshold(found: dict[str, float]) -> None:
    assert 0 < found["customers in Sligo"] < 5
    assert 0 < found["newsletter subscribed"] - found["newsletter confirmed"] < 5


def test_the_video_ad_is_cheapest_to_win_and_dearest_to_keep(found: dict[str, float]) -> None:
    won = {name: value for name, value in found.items() if name.startswith("cost of a new customer")}
    kept = {name: value for name, value in found.items() if name.startswith("cost of one who stays")}

    assert min(won, key=won.__getitem__).endswith("Video ad")
    assert max(kept, key=kept.__getitem__).endswith("Video ad")


def test_what_is_known_afterwards_is_filled_for_leavers_only(data: Tables) -> None:
    stayed = data.customers[~data.customers["left"]]

    assert stayed["cancelled_on"].isna().all()
    assert stayed["cancel_reason"].isna().all()
    assert data.customers.loc[data.customers["left"], "cancelled_on"].notna().all()


def test_the_pot_has_nothing_to_do_with_leaving(found: dict[str, float]) -> None:
    assert found["left, pot colours apart by points"] < 1


def test_two_tables_disagree_about_one_quarter_and_agree_about_the_rest(data: Tables) -> None:
    refunds = data.orders.groupby(data.orders["ordered"].str[:7])["refund"].sum()
    told = data.report.set_index("month")["refunds_booked"]
    other = told.index[told != refunds.reindex(told.index, fill_value=0)]

    assert list(other) == ["2024-11"]


def test_each_direction_has_people_of_each_reason_and_no_table_tells_it(data: Tables) -> None:
    people: list[Person] = everybody()

    assert {(person.window, person.reason) for person in people} >= {
        (window, reason) for window in ("north", "south") for reason in ("cook", "parent", "calm", "gift")
    }
    assert "reason" not in data.customers.columns


def test_the_sixty_questions_have_the_answers_that_the_data_gives() -> None:
    assert len(lines()) == 60
    assert TARGET.read_text(encoding="utf-8").splitlines() == lines()
