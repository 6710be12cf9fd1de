"""What became of a table's rows may stand in another table: leads with a deal, members with a cancellation."""

from pathlib import Path

import pandas as pd
import pytest

from tools.arguments import Condition, Grouping
from tools.tables.engine import Measure, Tables
from tools.tables.readers import read_tables
from tools.tables.store import TableStore


def _stored(folder: Path, frames: dict[str, pd.DataFrame]) -> TableStore:
    folder.mkdir(parents=True, exist_ok=True)
    store = TableStore(folder, scrub=str)
    for name, frame in frames.items():
        path = folder / name.replace("/", "_")
        frame.to_csv(path, index=False)
        for raw in read_tables(path, name=name):
            store.put(raw)
    store.finish()
    return store


def _people(key: str, count: int = 120) -> pd.DataFrame:
    rows = range(count)
    return pd.DataFrame(
        {
            key: [f"k{number:04d}x" for number in rows],
            "channel": [("fair", "web", "friend")[number % 3] for number in rows],
        }
    )


def _later(frame: pd.DataFrame, key: str, name: str, every: int) -> pd.DataFrame:
    kept = frame[key][::every].reset_index(drop=True)
    return pd.DataFrame({name: kept, "kind": ["small", "large"] * (len(kept) // 2), "sum": range(len(kept))})


@pytest.mark.parametrize(
    ("here", "key", "there", "other", "label"),
    [
        ("prospects.csv", "prospect_id", "signed_contracts.csv", "prospect_id", "signed contract"),
        ("club_members.csv", "member_no", "club_cancellations.csv", "member_no", "cancellation"),
        ("interessenten.csv", "interessent_nr", "abschluesse_2024.csv", "interessent_nr", "abschluesse"),
    ],
)
def test_a_table_of_what_happened_gives_the_other_table_an_outcome(tmp_path, here, key, there, other, label):
    people = _people(key)
    _stored(tmp_path, {here: people, there: _later(people, key, other, 5)})
    tables = Tables.open(tmp_path)

    table = tables.catalog.table(here)
    assert table is not None
    outcome = table.column(table.outcome or "")
    assert outcome is not None
    assert outcome.label == label
    found = tables.groups(here, [Measure("hits", "true", outcome.name, "yes")], by=[Grouping(column="channel")])
    assert dict(zip(found["channel"], found["hits"], strict=True)) == {"fair": 8, "friend": 8, "web": 8}


@pytest.mark.parametrize(
    ("there", "every"),
    [("addresses.csv", 5), ("signed_contracts.csv", 1)],
    ids=["a name that says nothing of what happened", "everybody has one"],
)
def test_no_outcome_where_a_second_table_tells_nobody_apart(tmp_path, there, every):
    people = _people("prospect_id")
    _stored(tmp_path, {"prospects.csv": people, there: _later(people, "prospect_id", "prospect_id", every)})

    table = Tables.open(tmp_path).catalog.table("prospects.csv")
    assert table is not None
    assert table.outcome is None


def test_an_outcome_of_its_own_is_kept(tmp_path):
    people = _people("prospect_id").assign(converted=["yes", "no", "no"] * 40)
    _stored(tmp_path, {"prospects.csv": people, "contracts.csv": _later(people, "prospect_id", "prospect_id", 5)})

    table = Tables.open(tmp_path).catalog.table("prospects.csv")
    assert table is not None
    assert table.outcome == "converted"
    assert not any(column.present_in for column in table.columns)


def test_presence_is_drafted_anew_when_the_other_table_goes(tmp_path):
    people = _people("prospect_id")
    _stored(tmp_path, {"prospects.csv": people, "contracts.csv": _later(people, "prospect_id", "prospect_id", 5)})

    again = TableStore(tmp_path, scrub=str)
    assert again.drop("contracts.csv")
    catalog = again.finish()

    table = catalog.table("prospects.csv")
    assert table is not None
    assert table.outcome is None
    assert [column.name for column in table.columns] == ["prospect_id", "channel"]


def test_rows_can_be_selected_by_what_became_of_them(tmp_path):
    people = _people("prospect_id")
    _stored(tmp_path, {"prospects.csv": people, "contracts.csv": _later(people, "prospect_id", "prospect_id", 4)})
    tables = Tables.open(tmp_path)

    mask = tables.mask("prospects.csv", (Condition(column="has contract", value="yes"),))

    assert [at for at, hit in enumerate(mask) if hit] == list(range(0, 120, 4))


def test_numbers_of_stores_that_make_groups_join_the_table_of_stores(tmp_path):
    days = pd.DataFrame(
        {"Store": [at % 40 + 1 for at in range(4000)], "Sales": [at * 7 % 900 for at in range(4000)]}
    )
    stores = pd.DataFrame({"Store": range(1, 41), "StoreType": ["a", "b", "c", "d"] * 10})
    _stored(tmp_path, {"train.csv": days, "store.csv": stores})
    catalog = Tables.open(tmp_path).catalog
    assert [(join.left_column, join.right_table) for join in catalog.joins] == [("Store", "store.csv")]
    column = next(table for table in catalog if table.name == "train.csv").column("Store")
    assert column is not None
    assert column.role == "segment"


def test_whether_people_have_any_row_of_another_table_can_be_asked(tmp_path: Path) -> None:
    people = _people("account_id")
    tickets = pd.DataFrame(
        {"ticket_id": [f"t{n}" for n in range(180)], "account_id": [*people["account_id"][:90]] * 2}
    )
    _stored(tmp_path, {"accounts.csv": people, "tickets.csv": tickets})
    tables = Tables.open(tmp_path)

    without = (Condition(column="has ticket", value="no"),)
    found = tables.groups("accounts.csv", [Measure("rows", "rows")], where=without)

    assert found["rows"].iloc[0] == 30
    assert tables.catalog.table("accounts.csv").outcome is None


def test_a_survey_of_the_same_people_is_nothing_that_they_have(tmp_path: Path) -> None:
    people = _people("account_id")
    asked = pd.DataFrame({"account_id": people["account_id"][:60], "score": range(60)})
    _stored(tmp_path, {"accounts.csv": people, "respondents.csv": asked})

    table = Tables.open(tmp_path).catalog.table("accounts.csv")

    assert not any(column.present_in for column in table.columns)
