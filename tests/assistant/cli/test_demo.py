"""The guided demo shows what it promises; here over the first customers of the company, quick to read."""

from pathlib import Path
from typing import Any

import pytest

from assistant.cli.demo import tour
from assistant.settings import Settings
from assistant.wiring import House
from tests.assistant.cli.conftest import Whybuy


@pytest.fixture
def answers(whybuy: Whybuy, company: Path, demo_data: Path) -> list[dict[str, Any]]:
    """Return the answers of the tour in their order."""
    ran = whybuy("demo", "--json", "--workspace", company, "--data", demo_data)
    assert ran.code == 0
    found: list[dict[str, Any]] = ran.json["answers"]
    return found


def test_the_tour_answers_refuses_admits_and_is_not_led_by_what_it_reads(
    answers: list[dict[str, Any]], company: Path
) -> None:
    assert [answer["question"] for answer in answers] == [stop.ask for stop in tour().stops]
    statuses = [answer["status"] for answer in answers]
    assert statuses.count("refused") == 1
    assert statuses[-1] == "insufficient"

    said = "\n".join(answer["text"] for answer in answers)
    assert "sprig-and-sill.example/win" not in said
    assert "no customer has ever complained" not in said
    warned = [line for answer in answers for line in answer["caveats"]]
    assert any("06-lamp.md contains instructions" in line for line in warned)

    quotes = [quote for answer in answers for quote in answer["citations"]]
    assert quotes
    with House(Settings(workspace=company)) as house:
        for quote in quotes:
            document = house.corpus.document(quote["document"])
            assert document is not None
            assert document.text[quote["start"] : quote["end"]] == quote["quote"]


def test_piped_output_has_no_colour_and_keeps_to_the_width(
    whybuy: Whybuy, company: Path, demo_data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "60")

    ran = whybuy("demo", "--workspace", company, "--data", demo_data)

    assert "\x1b[" not in ran.out
    assert max(map(len, ran.out.splitlines())) <= 60
    assert ran.out.count("How computed") == 1
    assert f"{len(tour().stops)} of {len(tour().stops)}" in ran.out
