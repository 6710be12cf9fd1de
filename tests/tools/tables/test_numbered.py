"""Keys that no header names are found by their values."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tools.tables.catalog import Catalog
from tools.tables.readers import read_tables
from tools.tables.store import TableStore

_NUMBERS = np.random.default_rng(8).choice(np.arange(20_000, 90_000), 300, replace=False)


def _related(folder: Path, frames: dict[str, pd.DataFrame]) -> Catalog:
    store = TableStore(folder, scrub=str)
    for name, frame in frames.items():
        path = folder / name
        frame.to_csv(path, index=False)
        for raw in read_tables(path, name=name):
            store.put(raw)
    return store.finish()


@pytest.mark.parametrize(
    ("header", "other", "values"),
    [
        ("Adhérent", "N° client", _NUMBERS),
        ("KdNr", "account", _NUMBERS),
        ("Member No.", "badge", [f"{number:08d}" for number in _NUMBERS]),
        ("contact", "ref", [f"{number:x}-c" for number in _NUMBERS]),
    ],
    ids=["two words of a language", "two languages", "leading zeros", "codes"],
)
def test_a_key_is_found_by_its_values_whatever_the_headers_are(tmp_path, header, other, values):
    people = pd.DataFrame({header: values, "tariff": ["Solo", "Duo", "Solo"] * 100})
    visits = pd.DataFrame({other: list(values[::2]) * 4, "gate": ["north", "south", "west"] * 200})

    catalog = _related(tmp_path, {"club.csv": people, "visits.csv": visits})

    assert [(join.left_table, join.left_column, join.right_column) for join in catalog.joins] == [
        ("visits.csv", other, header)
    ]


def test_numbers_without_gaps_meet_by_accident(tmp_path):
    shelves = pd.DataFrame({"shelf": range(1, 201), "aisle": ["a", "b"] * 100})
    answers = pd.DataFrame({"points": list(range(1, 101)) * 5, "answer": ["yes", "no"] * 250})

    assert not _related(tmp_path, {"shelves.csv": shelves, "answers.csv": answers}).joins
