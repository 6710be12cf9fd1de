"""What holds for any text at all."""

import functools
import tempfile
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from retrieval.documents import Document
from retrieval.privacy import Privacy
from retrieval.privacy.spans import PLACEHOLDER

_PIECES = st.sampled_from(
    [
        *(
            "Anna Meyer",
            "anna@x.org",
            "my name is ",
            "Will",
            "[EMAIL]",
            "[PERSON_KQF]",
            "+1 212 555 0187",
            "@joe ",
        ),
        *("Dear ", "4111 1111 1111 1111", "\n", "Mr. ", ": ", "**Bob**: ", "https://", "u:p@h.io/", "12 "),
        *("Main Street", " ", "[", "]", "(", ")", "'s", "born on ", "1.2.1971", "DE89370400440532013000", "."),
        *("’", "\x00", "é", "password: ", "a1b2c3"),
    ]
)
_TEXTS = st.one_of(st.text(max_size=300), st.lists(_PIECES, max_size=25).map("".join))


@functools.cache
def _privacy() -> Privacy:
    return Privacy.open(Path(tempfile.mkdtemp()) / "privacy")


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(_TEXTS)
def test_scrubbing_twice_changes_nothing_more(text: str) -> None:
    once = _privacy().scrub(text).text

    assert _privacy().scrub(once).text == once


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(_TEXTS)
def test_undoing_the_edits_gives_the_source(text: str) -> None:
    scrubbed = _privacy().scrub(text)

    rebuilt, done = "", 0
    for edit in scrubbed.edits:
        rebuilt += scrubbed.text[done : edit.start] + text[edit.source_start : edit.source_end]
        done = edit.end
        assert PLACEHOLDER.fullmatch(scrubbed.text[edit.start : edit.end])
    assert rebuilt + scrubbed.text[done:] == text


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(_TEXTS)
def test_offsets_outside_placeholders_point_to_the_same_characters(text: str) -> None:
    scrubbed = _privacy().scrub(text)
    document = Document(id="d", key="d", source="d", kind="research", text=scrubbed.text, edits=scrubbed.edits)
    inside = {place for edit in scrubbed.edits for place in range(edit.start, edit.end)}

    for place in range(len(scrubbed.text)):
        if place not in inside:
            start, end = document.source_span(place, place + 1)
            assert text[start:end] == scrubbed.text[place]


@pytest.mark.parametrize(
    "piece",
    [
        "a",
        "A ",
        "1 ",
        "@",
        "Ab-",
        "[",
        "a.b@",
        "1-",
        "a1b2c3",
        "1",
        "12 Main ",
        "Dear Ab\n",
        "http://",
        "Apt. 4 Ab ",
    ],
)
def test_no_text_makes_it_hang(piece: str) -> None:
    text = piece * (40_000 // len(piece)) + "é_"
    began = time.monotonic()
    _privacy().scrub(text)

    assert time.monotonic() - began < 60  # it would be hours if a pattern backtracked
