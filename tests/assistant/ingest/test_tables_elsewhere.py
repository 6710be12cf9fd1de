"""A table that stays where it is, from `sources.yaml` to a number; and drafts that are brought up to date."""

from pathlib import Path

import pandas as pd
import pytest
import yaml

from assistant.erasing import beyond
from assistant.ingest import survey
from assistant.ingest.run import ingest_paths
from assistant.settings import Settings
from assistant.wiring import House
from tools.tables import store
from tools.tables.engine import Measure


def _unheard(_stage: str, _done: int, _total: int) -> None:
    """Hear of progress and do nothing."""


@pytest.fixture
def lake(tmp_path: Path) -> Path:
    folder = tmp_path / "lake"
    folder.mkdir()
    rows = {
        "order_id": range(400),
        "email": [f"p{n}@example.com" for n in range(400)],
        "paid": [n / 4 for n in range(400)],
    }
    pd.DataFrame(rows).to_parquet(folder / "orders.parquet")
    return folder


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    folder.mkdir()
    (folder / "sources.yaml").write_text("databases: {orders: {database: lake, table: orders}}", encoding="utf-8")
    rows = "\n".join(f"C{n:03d},{'yes' if n % 3 else 'no'},{n * 2}" for n in range(60))
    (folder / "members.csv").write_text(f"member_id,renewed,visits\n{rows}\n", encoding="utf-8")
    return folder


def _house(tmp_path: Path, lake: Path) -> House:
    return House(Settings(workspace=tmp_path / "w", databases={"lake": f"parquet://{lake}"}, _env_file=None))


def test_a_table_that_is_not_copied_is_counted_where_it_is(tmp_path: Path, lake: Path, data: Path) -> None:
    with _house(tmp_path, lake) as house:
        report = ingest_paths(house, [data], _unheard)
        assert not report.skipped
        found = house.tables.groups("orders", [Measure("rows", "rows"), Measure("mean", "mean", "paid")])
        assert (found["rows"][0], found["mean"][0]) == (400, 49.875)
        assert not list((tmp_path / "w" / "tables").glob("orders*"))
        assert any("orders (lake:orders)" in line for line in beyond(house))
        kept = b"".join(path.read_bytes() for path in (tmp_path / "w").rglob("*") if path.is_file())
        assert b"p7@example.com" not in kept
        assert str(lake).encode() not in kept
        pd.DataFrame({"order_id": [1], "email": ["x@example.com"], "paid": [7.0]}).to_parquet(
            lake / "orders.parquet"
        )
        assert house.tables.groups("orders", [Measure("rows", "rows")])["rows"][0] == 1


def test_a_database_without_an_address_names_the_setting(tmp_path: Path, data: Path) -> None:
    with House(Settings(workspace=tmp_path / "w", _env_file=None)) as house:
        report = ingest_paths(house, [data], _unheard)
        assert "WHYBUY_DATABASES__LAKE" in report.skipped[0].reason


def test_new_rules_of_drafting_reach_unchanged_files_and_keep_what_people_edited(
    tmp_path: Path, lake: Path, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with _house(tmp_path, lake) as house:
        ingest_paths(house, [data], _unheard)
        path = tmp_path / "w" / "catalog.yaml"
        edited = yaml.safe_load(path.read_text(encoding="utf-8"))
        edited["tables"]["members.csv"]["columns"]["visits"]["label"] = "evenings at the club"
        path.write_text(yaml.safe_dump(edited), encoding="utf-8")
        before = house.tables.version("members.csv")
        assert ingest_paths(house, [data], _unheard).unchanged >= 1
        assert house.tables.version("members.csv") == before
        monkeypatch.setattr(store, "RULES", "next")
        monkeypatch.setattr(survey, "RULES", "next")
        ingest_paths(house, [data], _unheard)
        assert house.tables.version("members.csv") != before
        assert house.tables.column("members.csv", "visits").label == "evenings at the club"
