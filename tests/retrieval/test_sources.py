"""`sources.yaml` overrides guesses, and tells what it does not understand."""

from pathlib import Path

import pytest

from retrieval.documents import Audience
from retrieval.errors import LoadError
from retrieval.sources import NO_OPTIONS, read_sources


def _write(folder: Path, text: str) -> Path:
    (folder / "sources.yaml").write_text(text, encoding="utf-8")
    return folder


def test_no_file_means_no_options(tmp_path: Path) -> None:
    assert read_sources(tmp_path).options("a.md") == NO_OPTIONS


def test_an_empty_file_means_no_options(tmp_path: Path) -> None:
    assert read_sources(_write(tmp_path, "# nothing yet\n")).options("a.md") == NO_OPTIONS


def test_options_by_pattern_later_rules_win(tmp_path: Path) -> None:
    text = """
"*.csv": {kind: survey, delimiter: ";", columns: {email: personal, comment: text}}
interviews/*.md: {kind: interview, audience: [research, product], consent: public, date: 2024-05-06}
interviews/07.md: {audience: legal}
"nps.csv": {kind: feedback, columns: {name: personal}}
"""
    sources = read_sources(_write(tmp_path, text))

    assert sources.options("deep/down/a.csv").kind == "survey"
    assert sources.options("nps.csv").kind == "feedback"
    assert sources.options("nps.csv").columns == {"email": "personal", "comment": "text", "name": "personal"}
    assert sources.options("nps.csv").delimiter == ";"
    first, seventh = sources.options("interviews/01.md"), sources.options("interviews/07.md")
    assert (first.consent, first.date) == ("public", "2024-05-06")
    assert first.audience == Audience(frozenset({"research", "product"}))
    assert seventh.audience == Audience(frozenset({"legal"}))
    assert seventh.kind == "interview"
    assert sources.options("interviews/deep/01.md") == NO_OPTIONS


def test_two_stars_reach_any_depth(tmp_path: Path) -> None:
    sources = read_sources(_write(tmp_path, "calls/**/*.md: {kind: interview}\n"))

    assert sources.options("calls/a.md").kind == "interview"
    assert sources.options("calls/x/y/a.md").kind == "interview"
    assert sources.options("other/a.md").kind is None


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a.md: {knd: interview}", "unknown key `knd`.*`kind`, `audience`"),
        ("a.md: {kind: chat}", "valid kinds are `interview`"),
        ("a.md: {consent: maybe}", "`pseudonymous`, `public`"),
        ("a.md: {date: yesterday}", "2025-03-31"),
        ("a.md: {delimiter: ';;'}", "one character"),
        ("a.md: {audience: {x: 1}}", "list of group names"),
        ("a.md: {columns: [a]}", "map column names"),
        ("a.md: interview", "needs options"),
        ("- a.md", "map file patterns"),
        ("a: [", "not readable YAML"),
    ],
)
def test_what_is_not_understood_is_refused(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(LoadError, match=message):
        read_sources(_write(tmp_path, text))
