"""From an answer's Markdown to what Slack shows: pieces, tables, marks, cuts."""

from hypothesis import given
from hypothesis import strategies as st

from assistant.slack.limits import shorten, split
from assistant.slack.markdown import Piece, aligned, parse
from assistant.slack.rich import inline


def test_the_pieces_of_markdown() -> None:
    text = (
        "# Title\nA line\nand more\n\n- one\n  goes on\n* two\n1. first\n> said\n>\n> more\n"
        "| a | b |\n|---|--:|\n| 1 | 22 |\n---\n```\ncode > x\n```"
    )

    assert parse(text) == [
        Piece("heading", "Title"),
        Piece("paragraph", "A line\nand more"),
        Piece("bullet", "one\ngoes on"),
        Piece("bullet", "two"),
        Piece("number", "first"),
        Piece("quote", "said\n\nmore"),
        Piece("table", "| a | b |\n|---|--:|\n| 1 | 22 |"),
        Piece("code", "code > x"),
    ]


def test_a_table_is_aligned() -> None:
    assert aligned("| plan | share |\n|---|---|\n| a | 25.0% |") == "plan  share\na     25.0%"


def test_inline_marks_become_styles_and_links_become_text() -> None:
    assert inline("a **b** `c_d` _e_ snake_case_name \\* [f](http://g)") == [
        {"type": "text", "text": "a "},
        {"type": "text", "text": "b", "style": {"bold": True}},
        {"type": "text", "text": " "},
        {"type": "text", "text": "c_d", "style": {"code": True}},
        {"type": "text", "text": " "},
        {"type": "text", "text": "e", "style": {"italic": True}},
        {"type": "text", "text": " snake_case_name * f (http://g)"},
    ]


@given(st.text(max_size=300), st.integers(min_value=2, max_value=40))
def test_splitting_loses_nothing_and_keeps_the_limit(text: str, limit: int) -> None:
    parts = split(text, limit)

    assert "".join(parts) == text
    assert all(0 < len(part) <= limit for part in parts)


@given(st.text(max_size=300), st.integers(min_value=2, max_value=40))
def test_shortening_keeps_the_limit(text: str, limit: int) -> None:
    assert len(shorten(text, limit)) <= limit
