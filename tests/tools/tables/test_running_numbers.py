"""Numbers without gaps are every table's own: tables are not joined because both count 1, 2, 3 ..."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tools.tables.catalog import Catalog
from tools.tables.engine import Tables
from tools.tables.readers import read_tables
from tools.tables.store import TableStore

DRAW = np.random.default_rng(4)


def count(rows: int) -> np.ndarray:
    return np.arange(1, rows + 1)


def read(folder: Path, frames: dict[str, pd.DataFrame]) -> Catalog:
    store = TableStore(folder, scrub=str)
    for name, frame in frames.items():
        frame.to_csv(folder / name, index=False)
        for raw in read_tables(folder / name, name=name):
            store.put(raw)
    store.finish()
    return Tables.open(folder).catalog


def letters(rows: int) -> np.ndarray:
    return DRAW.choice(["x", "y", "z"], rows)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("alpha.csv", {"id": count(300)}), ("beta.csv", {"id": count(240)})),
        (("leads.csv", {"id": count(400)}), ("closed_deals.csv", {"id": count(120)})),
        (("patients.csv", {"id": count(400)}), ("logins.csv", {"user_id": np.tile(count(200), 3)})),
        (("shelves.csv", {"nr": count(90)}), ("pallets.csv", {"nr": count(70)})),
        (("halls.csv", {"number": 100 * count(60)}), ("matches.csv", {"points": 100 * np.tile(count(59), 8)})),
    ],
)
def test_tables_that_both_count_their_rows_are_not_joined(
    tmp_path: Path, one: tuple[str, dict[str, np.ndarray]], other: tuple[str, dict[str, np.ndarray]]
) -> None:
    frames = {
        name: pd.DataFrame({**columns, "kind": letters(len(next(iter(columns.values()))))})
        for name, columns in (one, other)
    }
    catalog = read(tmp_path, frames)

    assert not catalog.joins
    assert not any(column.present_in for table in catalog for column in table.columns)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("members.csv", {"member_no": count(400)}), ("visits.csv", {"member_no": np.tile(count(90), 5)})),
        (("customers.csv", {"id": count(300)}), ("orders.csv", {"customer_id": np.tile(count(150), 4)})),
        (("members.csv", {"id": count(300)}), ("member_details.csv", {"id": count(300)})),
    ],
)
def test_names_that_say_whose_number_it_is_join_them(
    tmp_path: Path, one: tuple[str, dict[str, np.ndarray]], other: tuple[str, dict[str, np.ndarray]]
) -> None:
    frames = {
        name: pd.DataFrame({**columns, f"kind_{place}": letters(len(next(iter(columns.values()))))})
        for place, (name, columns) in enumerate((one, other))
    }

    assert len(read(tmp_path, frames).joins) == 1


def test_numbers_called_what_a_key_is_the_number_of_refer_to_it(tmp_path: Path) -> None:
    agents = pd.DataFrame({"agent_no": count(30), "team": letters(30)})
    tickets = pd.DataFrame(
        {
            "ticket_id": 5000 + count(900),
            "agent": DRAW.choice(count(30), 900),
            "minutes": DRAW.integers(1, 90, 900),
        }
    )
    catalog = read(tmp_path, {"agents.csv": agents, "tickets.csv": tickets})

    assert [(join.left_column, join.right_column) for join in catalog.joins] == [("agent", "agent_no")]
    assert catalog.table("tickets.csv").column("agent").role == "id"
