"""`whybuy search` keeps to whom and what it is told, as options and as keys of a batch."""

import json
from pathlib import Path

from tests.assistant.cli.conftest import Whybuy


def test_search_keeps_to_a_speaker(whybuy: Whybuy, company: Path) -> None:
    search = ("search", "plants", "--workspace", company, "--json")

    assert whybuy(*search).json["hits"]
    assert whybuy(*search, "--speaker", "Nobody in there").json["hits"] == []


def test_search_keeps_to_a_language(whybuy: Whybuy, tmp_path: Path) -> None:
    (tmp_path / "en.txt").write_text("The invoice was wrong and it was late, so we left.", encoding="utf-8")
    (tmp_path / "de.txt").write_text("Die Rechnung war falsch, und sie kam zu spät.", encoding="utf-8")
    workspace = tmp_path / "workspace"
    assert whybuy("ingest", tmp_path / "en.txt", tmp_path / "de.txt", "--workspace", workspace).code == 0

    found = whybuy("search", "Rechnung", "--language", "DE", "--workspace", workspace, "--json").json["hits"]

    assert [hit["document"] for hit in found] == ["de.txt"]


def test_the_lines_of_a_batch_carry_filters_and_a_wrong_one_says_so(
    whybuy: Whybuy, company: Path, tmp_path: Path
) -> None:
    asked: list[dict[str, object]] = [
        {"id": 1, "role": "interviewer"},
        {"id": 2, "where": "window_faces=north"},
        {"id": 3, "role": "king"},
        {"id": 4, "language": "German"},
        {"id": 5, "since": "yesterday"},
        {"id": 6, "speaker": 7},
        {"id": 7, "where": 7},
        {"id": 8, "where": ["no_such_column=1"]},
    ]
    batch = tmp_path / "batch.jsonl"
    batch.write_text("\n".join(json.dumps({"query": "plants", **line}) for line in asked), encoding="utf-8")

    lines = whybuy("search", "-k", 50, "--batch", batch, "--workspace", company).lines

    alone = whybuy("search", "plants", "-k", 50, "--where", "window_faces=north", "--workspace", company, "--json")
    assert lines[1]["hits"] == alone.json["hits"] != []
    assert "hits" in lines[0]
    told = [line["error"] for line in lines[2:]]
    words = ["interviewer, respondent", "two letters", "YYYY-MM-DD", "speaker", "where", "whybuy catalog"]
    assert all(word in said for word, said in zip(words, told, strict=True))
