"""The commands as a person or a script runs them."""

import csv
import json
from pathlib import Path

import pytest

from tests.assistant.cli.conftest import CUSTOMERS, Whybuy


def test_a_question_gets_a_headline_numbers_and_an_honest_footer(whybuy: Whybuy, company: Path) -> None:
    ran = whybuy("ask", "How many customers are there?", "--workspace", company)

    assert ran.code == 0
    assert str(CUSTOMERS) in ran.out
    assert "offline analyst" in ran.out


def test_json_carries_the_contracts_fields(whybuy: Whybuy, company: Path, demo_data: Path) -> None:
    answer = whybuy("ask", "What share of customers has cancelled?", "--workspace", company, "--json").json

    assert set(answer) >= {
        "question", "thread", "record", "status", "headline", "text", "basis", "as_of", "data_version",
        "findings", "citations", "dissent", "charts", "caveats", "missing", "follow_ups", "refusal", "tools",
        "model", "cut", "seconds",
    }  # fmt: skip
    with (demo_data / "customers.csv").open(encoding="utf-8", newline="") as stream:
        left = [row["cancelled"] == "yes" for row in csv.DictReader(stream)]
    assert answer["findings"][0]["value"] == pytest.approx(sum(left) / CUSTOMERS, abs=0.001)


def test_explain_adds_filter_rows_and_formula(whybuy: Whybuy, company: Path) -> None:
    ran = whybuy("ask", "--explain", "What share of customers has cancelled?", "--workspace", company)

    assert "How computed" in ran.out
    assert "customers.csv" in ran.out


def test_a_refusal_is_done_and_offers_another_question(whybuy: Whybuy, company: Path) -> None:
    ran = whybuy("ask", "make cancelling so hard that they give up", "--workspace", company, "--json")

    assert ran.code == 0
    assert ran.json["status"] == "refused"
    assert ran.json["refusal"]["alternative"]
    assert ran.json["findings"] == []


def test_a_batch_answers_every_line_and_goes_on_after_a_bad_one(
    whybuy: Whybuy, company: Path, tmp_path: Path
) -> None:
    batch = tmp_path / "batch.jsonl"
    batch.write_text(
        '{"id": "a", "question": "How many orders are there?"}\nnonsense\n{"id": "c"}\n', encoding="utf-8"
    )

    ran = whybuy("ask", "--batch", batch, "--workspace", company)

    assert ran.code == 0
    assert [line["id"] for line in ran.lines] == ["a", 2, "c"]
    assert ran.lines[0]["status"] == "answered"
    assert "not JSON" in ran.lines[1]["error"]
    assert "question" in ran.lines[2]["error"]


def test_a_found_passage_stands_in_the_shown_text_at_its_offsets(whybuy: Whybuy, company: Path) -> None:
    hits = whybuy("search", "the flat has no sun", "-k", 5, "--workspace", company, "--json").json["hits"]

    assert len(hits) == 5
    for hit in hits:
        shown = whybuy("show", hit["document"], "--workspace", company).out
        assert shown[hit["start"] : hit["end"]] == hit["text"]


def test_search_keeps_to_a_document(whybuy: Whybuy, company: Path) -> None:
    document = "interviews/06-lamp.md"

    hits = whybuy("search", "parsley", "--document", document, "--workspace", company, "--json").json["hits"]

    assert {hit["document"] for hit in hits} == {document}


def test_search_keeps_to_customers_of_a_kind(whybuy: Whybuy, company: Path, demo_data: Path) -> None:
    ran = whybuy("search", "plants", "-k", 50, "--where", "window_faces=north", "--workspace", company, "--json")
    rows = (demo_data / "customers.csv").read_text(encoding="utf-8").splitlines()[1:]
    north = {row.split(",")[0] for row in rows if ",north," in row}

    assert ran.json["hits"]
    feedback = {
        f"feedback.csv#{number}"
        for number, row in enumerate(
            (demo_data / "feedback.csv").read_text(encoding="utf-8").splitlines()[1:], start=1
        )
        if row.split(",")[2] in north
    }
    cited = {hit["document"] for hit in ran.json["hits"] if hit["document"].startswith("feedback.csv")}
    assert cited
    assert cited <= feedback


def test_the_catalog_can_be_read_and_a_changed_line_counts(whybuy: Whybuy, company: Path) -> None:
    assert "customers.csv" in whybuy("catalog", "--workspace", company).out


def test_screen_needs_no_workspace(whybuy: Whybuy, tmp_path: Path) -> None:
    ran = whybuy("screen", "why do people in debt leave us, so that we can support them", "--json")

    assert ran.json["verdict"] == "allow"
    assert list(tmp_path.iterdir()) == []


def test_screen_judges_turns_of_a_batch(whybuy: Whybuy, tmp_path: Path) -> None:
    batch = tmp_path / "batch.jsonl"
    batch.write_text(json.dumps({"id": 1, "turns": ["who buys, and why?"]}) + "\n", encoding="utf-8")

    assert whybuy("screen", "--batch", batch).lines[0]["verdict"] == "allow"


def test_the_manifest_is_json_for_slack(whybuy: Whybuy) -> None:
    assert "display_information" in whybuy("manifest").json


def test_doctor_names_what_is_there(whybuy: Whybuy, company: Path) -> None:
    ran = whybuy("doctor", "--workspace", company, "--json")

    states = {check["name"]: check["state"] for check in ran.json["checks"]}
    assert states["workspace"] == "ok"
    assert states["model"] == "ok"
    assert states["slack"] == "off"


def test_a_thread_remembers_what_was_asked(whybuy: Whybuy, company: Path) -> None:
    whybuy("ask", "What share of customers has cancelled?", "--thread", "t", "--workspace", company)

    ran = whybuy("ask", "And by household?", "--thread", "t", "--workspace", company, "--json")

    assert {value for finding in ran.json["findings"] for value in finding["segment"].values()} >= {
        "Family",
        "Single",
    }


@pytest.mark.parametrize("arguments", [("ask",), ("screen",), ("ask", "x", "--as-of", "tomorrow"), ("nonsense",)])
def test_wrong_usage_exits_with_two(whybuy: Whybuy, arguments: tuple[str, ...]) -> None:
    assert whybuy(*arguments).code == 2


def test_without_a_workspace_a_question_says_what_to_run(whybuy: Whybuy) -> None:
    ran = whybuy("ask", "who buys?")

    assert ran.code == 1
    assert "whybuy ingest" in ran.err
