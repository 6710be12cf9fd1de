"""What `whybuy ask` leaves beside its answer: pictures in the workspace, numbers in a file."""

import csv
from pathlib import Path

import pytest

from assistant.erase import unowned
from assistant.settings import Settings
from assistant.wiring import House
from tests.assistant.cli.conftest import Whybuy

BY_WINDOW = "What share of customers has cancelled, and how does it differ by which way the window faces?"


def test_an_answer_names_its_picture_and_writes_its_numbers(whybuy: Whybuy, company: Path, tmp_path: Path) -> None:
    target = tmp_path / "numbers.csv"
    answer = whybuy("ask", BY_WINDOW, "--csv", target, "--json", "--workspace", company).json

    (chart,) = answer["charts"]
    assert Path(chart["path"]).read_bytes().startswith(b"\x89PNG")
    assert Path(chart["path"]).parent == company / "charts"
    assert chart["caption"].startswith("n = ")
    assert "north " in chart["alt"].lower()
    with target.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert [row["id"] for row in rows] == [finding["id"] for finding in answer["findings"]]
    assert [float(row["value"]) for row in rows] == [finding["value"] for finding in answer["findings"]]
    assert set(rows[0]) >= {
        "statement",
        "low",
        "high",
        "n",
        "customers",
        "segment",
        "filter",
        "p_value",
        "computed",
    }


def test_pictures_belong_to_a_store_and_go_when_somebody_is_erased(whybuy: Whybuy, company: Path) -> None:
    shown = whybuy("ask", BY_WINDOW, "--workspace", company).out
    with House(Settings(workspace=company)) as house:
        assert unowned(house) == []
    (picture,) = (company / "charts").iterdir()

    receipt = whybuy("erase", "--customer", "C0002", "--workspace", company, "--json").json

    assert picture.name in shown.replace("\n", "")
    assert not picture.exists()
    assert {"store": "charts", "items": 1, "what": "pictures"} in receipt["removed"]


@pytest.mark.parametrize("place", ["taken.csv", "no/such/folder.csv"])
def test_a_file_that_cannot_be_written_is_said_before_the_question_is_asked(
    whybuy: Whybuy, company: Path, tmp_path: Path, place: str
) -> None:
    (tmp_path / "taken.csv").write_text("mine", encoding="utf-8")

    ran = whybuy("ask", BY_WINDOW, "--csv", tmp_path / place, "--workspace", company)

    assert ran.code != 0
    assert "overwritten" in ran.err or "no folder" in ran.err
    assert (tmp_path / "taken.csv").read_text(encoding="utf-8") == "mine"
    assert not (company / "charts").exists()
