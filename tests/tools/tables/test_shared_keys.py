"""Keys of letters and figures that no header names, labels in a table of their own, and the last row of each."""

import hashlib
from pathlib import Path

import pandas as pd
import pytest

from tools.arguments import Condition
from tools.tables.engine import Measure, Tables
from tools.tables.readers import read_tables
from tools.tables.store import TableStore

_WRITTEN = [hashlib.md5(str(number).encode(), usedforsecurity=False).hexdigest()[:12] for number in range(120)]
LAST = "last of each person"


def _stored(folder: Path, **frames: pd.DataFrame) -> TableStore:
    store = TableStore(folder, scrub=str)
    for name, frame in frames.items():
        path = folder / f"{name}.csv"
        frame.to_csv(path, index=False)
        for raw in read_tables(path, name=path.name):
            store.put(raw)
    return store


def _club() -> dict[str, pd.DataFrame]:
    days = pd.date_range("2024-01-01", periods=3, freq="30D").astype("str")
    paid = [
        (who, day, 20 + number % 3, "yes" if (number + turn) % 2 else "no")
        for number, who in enumerate(_WRITTEN)
        for turn, day in enumerate(days)
    ]
    return {
        "members": pd.DataFrame({"hkey": _WRITTEN, "hall": ["north", "south"] * 60}),
        "labels": pd.DataFrame({"hkey": _WRITTEN[:100], "churned": [0, 0, 0, 1] * 25}),
        "payments": pd.DataFrame(paid, columns=["hkey", "paid_on", "amount", "by_card"]),
    }


def test_texts_that_each_row_has_its_own_of_are_the_key_of_other_tables_with_that_header(tmp_path):
    catalog = _stored(tmp_path, **_club()).finish()

    ends = {(join.left_table, join.right_table) for join in catalog.joins}
    assert ("payments.csv", "members.csv") in ends
    assert ("payments.csv", "labels.csv") in ends
    assert catalog.table("members.csv").key == ("hkey",)
    assert {table.person for table in catalog} == {"hkey"}


def test_names_that_two_tables_happen_to_share_a_few_of_are_no_keys(tmp_path):
    towns = pd.DataFrame({"town": [f"Town {text}" for text in _WRITTEN], "size": range(120)})
    other = [f"Town {text}" for text in _WRITTEN[:10]] + [f"Port {text}" for text in _WRITTEN[:80]]
    trips = pd.DataFrame({"town": other, "price": range(90)})

    assert not _stored(tmp_path, towns=towns, trips=trips).finish().joins


def test_a_table_of_labels_says_what_became_of_the_rows_and_no_list_of_those_who_left(tmp_path):
    club = _club()
    left = club["labels"][club["labels"].churned == 1][["hkey"]].assign(notice=range(25))

    alone = _stored(tmp_path, members=club["members"], leavers=left).finish()
    (tmp_path / "both").mkdir()
    beside = _stored(tmp_path / "both", members=club["members"], labels=club["labels"], leavers=left).finish()

    assert alone.table("members.csv").outcome is not None
    assert beside.table("members.csv").outcome is None


@pytest.mark.parametrize(("card", "rows"), [("yes", 60), ("no", 60)])
def test_the_last_row_of_each_person_can_be_asked_for(tmp_path, card, rows):
    catalog = _stored(tmp_path, **_club()).finish()
    tables = Tables(tmp_path, catalog)
    where = (Condition(column=LAST, op="=", value="yes"), Condition(column="by_card", op="=", value=card))

    found = tables.groups("payments.csv", [Measure("rows", "rows"), Measure("people", "people")], where=where)

    assert (found["rows"][0], found["people"][0]) == (rows, rows)
    assert tables.mask("payments.csv", where[:1]).tolist() == [False, False, True] * 120
    tables.close()
