"""Ingesting again: nothing changes, or only what changed."""

import shutil
from pathlib import Path

import pytest

from tests.assistant.cli.conftest import Whybuy

ROWS = 30


@pytest.fixture
def folder(demo_data: Path, tmp_path: Path) -> Path:
    """Return a copy of the demo company with the first rows of each table, quick to read twice."""
    copy = Path(shutil.copytree(demo_data, tmp_path / "data"))
    for table in copy.rglob("*.csv"):
        lines = table.read_text(encoding="utf-8").splitlines(keepends=True)
        table.write_text("".join(lines[: ROWS + 1]), encoding="utf-8")
    return copy


def _files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and "chroma" not in path.parts
    }


def test_a_second_time_changes_and_embeds_nothing(whybuy: Whybuy, company: Path, demo_data: Path) -> None:
    before = _files(company)

    report = whybuy("ingest", demo_data, "--workspace", company, "--json").json

    assert report["embedded"] == 0
    assert _files(company) == before


def test_the_same_numbers_are_reported_both_times(whybuy: Whybuy, folder: Path) -> None:
    first = whybuy("ingest", folder, "--json").json
    second = whybuy("ingest", folder, "--json").json

    same = ("documents", "passages", "tables", "rows", "skipped")
    assert {name: first[name] for name in same} == {name: second[name] for name in same}


def test_a_row_inserted_first_embeds_one_text_and_renumbers_the_rest(whybuy: Whybuy, folder: Path) -> None:
    whybuy("ingest", folder)
    second = whybuy("show", "feedback.csv#1").out
    header, *rows = (folder / "feedback.csv").read_text(encoding="utf-8").splitlines()
    new = "F9999,2025-06-29,C0003,5,The whole class wants one and I have run out of windowsills."
    (folder / "feedback.csv").write_text("\n".join([header, new, *rows]) + "\n", encoding="utf-8")

    report = whybuy("ingest", folder, "--json").json

    assert report["embedded"] == 1
    assert whybuy("show", "feedback.csv#2").out == second


def test_a_deleted_file_disappears(whybuy: Whybuy, folder: Path) -> None:
    whybuy("ingest", folder)
    (folder / "interviews" / "06-lamp.md").unlink()

    whybuy("ingest", folder)

    assert whybuy("show", "interviews/06-lamp.md").code == 1


def test_a_persons_edit_of_the_catalog_survives(whybuy: Whybuy, folder: Path, tmp_path: Path) -> None:
    whybuy("ingest", folder)
    catalog = tmp_path / ".whybuy" / "catalog.yaml"
    text = catalog.read_text(encoding="utf-8")
    assert "entity: ticket" in text
    catalog.write_text(text.replace("entity: ticket", "entity: complaint"), encoding="utf-8")
    with (folder / "tickets.csv").open("a", encoding="utf-8") as stream:
        stream.write("T9999,2025-06-29,C0003,Seeds,chat,2,3,no,,Where are the radishes?\n")

    whybuy("ingest", folder)

    assert "entity: complaint" in catalog.read_text(encoding="utf-8")


def test_personal_data_is_in_no_file_of_the_workspace(whybuy: Whybuy, company: Path) -> None:
    stored = b"".join(path.read_bytes() for path in company.rglob("*") if path.is_file())

    for raw in (b"Helena Brandt", b"Tomasz", b"Okonjo", b"@example.com", b"20 7946"):
        assert raw not in stored
