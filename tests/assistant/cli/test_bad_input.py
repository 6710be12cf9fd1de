"""Bad input gets one clear message that says what to do, and what is stored stays as it was."""

from pathlib import Path

import pytest

from retrieval.store import place
from tests.assistant.cli.conftest import Whybuy


def _good(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "notes.md").write_text("# Call\n\nCustomer: It is too slow for us.\n", encoding="utf-8")
    return folder


def test_an_empty_folder(whybuy: Whybuy, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()

    ran = whybuy("ingest", tmp_path / "empty")

    assert ran.code == 1
    assert "nothing to read" in ran.err


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("junk.csv", bytes(range(256)) * 40),
        ("empty.csv", b""),
        ("empty.md", b""),
        ("blank.txt", b"  \n\n"),
        ("picture.png", b"\x89PNG\r\n\x1a\n"),
        ("nulls.txt", b"\x00" * 4000),
    ],
)
def test_a_broken_file_is_skipped_with_its_reason_and_the_rest_goes_in(
    whybuy: Whybuy, tmp_path: Path, name: str, content: bytes
) -> None:
    folder = _good(tmp_path / "data")
    (folder / name).write_bytes(content)

    report = whybuy("ingest", folder, "--json").json

    assert report["documents"] == 1
    assert [item["path"] for item in report["skipped"]] == [name]
    assert report["skipped"][0]["reason"]


def test_a_table_without_a_header(whybuy: Whybuy, tmp_path: Path) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    rows = "".join(f"{1000 + number},2024-0{1 + number % 9}-11,{number % 7 + 0.5:.2f}\n" for number in range(60))
    (folder / "sales.csv").write_text(rows, encoding="utf-8")

    assert whybuy("ingest", folder, "--json").json["rows"] == 60


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16", "utf-8-sig"])
def test_a_table_in_another_encoding(whybuy: Whybuy, tmp_path: Path, encoding: str) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    lines = ["Kunde;Stadt;Größe", *(f"K{number:03d};München;{number % 9}" for number in range(40))]
    (folder / "kunden.csv").write_bytes("\r\n".join(lines).encode(encoding))

    report = whybuy("ingest", folder, "--json")
    catalog = whybuy("catalog").out

    assert report.json["rows"] == 40
    assert "Größe" in catalog


def test_a_damaged_manifest_is_named_and_left_alone(whybuy: Whybuy, company: Path) -> None:
    (company / "workspace.json").write_text("{", encoding="utf-8")

    ran = whybuy("ask", "who buys?", "--workspace", company)

    assert ran.code == 1
    assert "damaged" in ran.err
    assert (company / "workspace.json").read_text(encoding="utf-8") == "{"


def test_a_damaged_record_is_named_and_left_alone(whybuy: Whybuy, company: Path) -> None:
    folder = place.current(company / "chroma")
    assert folder is not None
    record = folder / "chroma.sqlite3"
    assert record.is_file()
    record.write_bytes(b"not a database" * 100)

    ran = whybuy("search", "sun", "--workspace", company)

    assert ran.code == 1
    assert ran.err.strip()
    assert "Traceback" not in ran.err
    assert record.read_bytes() == b"not a database" * 100


def test_a_damaged_catalog_is_named(whybuy: Whybuy, company: Path) -> None:
    (company / "catalog.yaml").write_text("tables: [", encoding="utf-8")

    ran = whybuy("ask", "How many customers are there?", "--workspace", company)

    assert ran.code == 1
    assert "catalog.yaml" in ran.err


def test_a_missing_key_says_what_to_set(whybuy: Whybuy, company: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WHYBUY_MODEL", "openai:gpt-5-mini")

    ran = whybuy("ask", "How many customers are there?", "--workspace", company)

    assert ran.code == 1
    assert "OPENAI_API_KEY" in ran.err


def test_a_model_server_that_is_down(whybuy: Whybuy, company: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/v1")
    monkeypatch.setenv("WHYBUY_MODEL", "openai:anything")

    ran = whybuy("ask", "How many customers are there?", "--workspace", company)

    assert ran.code == 1
    assert "model server" in ran.err
    assert "127.0.0.1" not in ran.err


def test_a_setting_that_makes_no_sense_is_named(
    whybuy: Whybuy, company: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WHYBUY_MIN_GROUP", "many")

    ran = whybuy("ask", "who buys?", "--workspace", company)

    assert ran.code == 1
    assert "min_group" in ran.err.casefold()
