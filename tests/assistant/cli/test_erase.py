"""Erasure reaches every store, and every file belongs to one."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from assistant.erase import unowned
from assistant.settings import Settings
from assistant.wiring import House
from tests.assistant.cli.conftest import CUSTOMERS, Whybuy

CUSTOMER = "C0002"  # the one who was interviewed about a flat without sun
INTERVIEW = "interviews/02-a-flat-without-sun.md"


def test_every_file_of_a_used_workspace_belongs_to_a_store(whybuy: Whybuy, company: Path) -> None:
    whybuy("ask", "What share of customers has cancelled?", "--thread", "t", "--workspace", company)
    whybuy("ask", "Why did customers leave?", "--workspace", company)

    with House(Settings(workspace=company)) as house:
        assert unowned(house) == []


def test_a_file_that_nobody_owns_is_noticed(company: Path) -> None:
    (company / "left-behind.txt").write_text("x", encoding="utf-8")

    with House(Settings(workspace=company)) as house:
        assert unowned(house) == ["left-behind.txt"]


def test_an_erased_customer_is_gone_from_texts_and_tables(whybuy: Whybuy, company: Path) -> None:
    receipt = whybuy("erase", "--customer", CUSTOMER, "--workspace", company, "--json").json

    removed = {item["store"]: item["items"] for item in receipt["removed"]}
    assert removed["texts and vectors"] >= 1
    assert removed["tables"] >= 2
    assert whybuy("show", INTERVIEW, "--workspace", company).code == 1
    counted = whybuy("ask", "How many customers are there?", "--workspace", company, "--json").json
    assert counted["findings"][0]["value"] == CUSTOMERS - 1


def test_an_erased_customer_does_not_come_back_with_the_untouched_original(
    whybuy: Whybuy, company: Path, demo_data: Path
) -> None:
    whybuy("erase", "--customer", CUSTOMER, "--workspace", company)
    whybuy("ingest", demo_data, "--workspace", company)

    assert whybuy("show", INTERVIEW, "--workspace", company).code == 1


def test_a_conversation_that_quoted_the_document_is_forgotten(whybuy: Whybuy, company: Path) -> None:
    asked = whybuy(
        "ask", "What do customers say about the grow light?", "--thread", "t", "--workspace", company, "--json"
    ).json
    quoted = asked["citations"][0]["document"]

    whybuy("erase", "--document", quoted, "--workspace", company)

    with closing(sqlite3.connect(company / "conversations.sqlite")) as connection:
        assert connection.execute("SELECT COUNT(*) FROM checkpoints WHERE thread_id = 't'").fetchone() == (0,)


def test_an_erased_text_cell_is_gone_from_its_table_too(whybuy: Whybuy, company: Path) -> None:
    text = whybuy("show", "feedback.csv#3", "--workspace", company).out

    whybuy("erase", "--document", "feedback.csv#3", "--workspace", company)

    with House(Settings(workspace=company)) as house:
        frame = house.tables.frame("feedback.csv", ["comment"])
    assert text not in set(frame["comment"].dropna())


def test_the_receipt_says_what_is_out_of_reach(whybuy: Whybuy, company: Path) -> None:
    ran = whybuy("erase", "--document", INTERVIEW, "--workspace", company)

    assert "original files" in ran.out
    assert "Slack" in ran.out


@pytest.mark.parametrize("arguments", [("--customer", "nobody"), ("--document", "nothing.md")])
def test_what_is_not_held_cannot_be_erased(whybuy: Whybuy, company: Path, arguments: tuple[str, str]) -> None:
    ran = whybuy("erase", *arguments, "--workspace", company)

    assert ran.code == 1
    assert "Check the spelling" in ran.err
