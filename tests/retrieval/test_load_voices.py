"""Who speaks in transcripts of every shape, and as what, reaches the passages that a search filters."""

import io
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from retrieval.chunk import passages
from retrieval.documents import Document
from retrieval.load import Parsers, load, study
from retrieval.privacy import Privacy

TALK = [
    ("Thanks for coming. How did you come across the rowing machine?", "My physiotherapist has one in the hall."),
    ("And what bothers you about it?", "The seat squeaks, and the rail leaves a black line on the parquet."),
    ("Would you buy it again?", "Not at that price. I would wait for a sale in January."),
]
Line = Callable[[int, str], str]


def talk(question: Line, answer: Line, between: str = "\n\n") -> str:
    pairs = [(question(2 * n, asked), answer(2 * n + 1, said)) for n, (asked, said) in enumerate(TALK)]
    return between.join(line for pair in pairs for line in pair) + "\n"


SHAPES = {
    "colon.txt": talk(lambda _, w: f"Interviewer: {w}", lambda _, w: f"Jane D.: {w}"),
    "two-names.txt": talk(lambda _, w: f"Tom Weber: {w}", lambda _, w: f"Jane D.: {w}"),
    "above.txt": talk(lambda n, w: f"[00:12:0{n}] Tom W.\n{w}", lambda n, w: f"[00:12:0{n}] Jane D.\n{w}", "\n"),
    "bold.md": talk(lambda _, w: f"**Tom:** {w}", lambda _, w: f"**Jane D.:** {w}"),
    "bold-above.md": talk(lambda _, w: f"**Tom**\n{w}", lambda _, w: f"**Jane D.**\n{w}"),
    "export.txt": talk(
        lambda n, w: f"0:{n}:7.5 --> 0:{n}:30.12\nTom Weber\n{w}",
        lambda n, w: f"0:{n}:7.5 --> 0:{n}:30.12\nJane Dorsey\n{w}",
    ),
    "voices.vtt": "WEBVTT\n\n"
    + talk(
        lambda n, w: f"00:0{n}:01.000 --> 00:0{n}:30.000\n<v Tom Weber>{w}</v>",
        lambda n, w: f"00:0{n}:01.000 --> 00:0{n}:30.000\n<v Jane Dorsey>{w}</v>",
    ),
    "initials.txt": talk(lambda _, w: f"TW: {w}", lambda _, w: f"JD: {w}"),
    "headed.txt": "Customer: Northwind\nProduct: Rower 3\nSegment: Over sixty\nDate: 12 March 2025\n\n"
    + talk(lambda _, w: f"Tom Weber: {w}", lambda _, w: f"Jane Dorsey: {w}"),
    "unlabelled.txt": talk(lambda _, w: w, lambda _, w: w),
}


def word_file(emphasised: bool) -> bytes:
    docx = pytest.importorskip("docx")
    made = docx.Document()
    for asked, said in TALK:
        made.add_paragraph().add_run(asked).bold = emphasised
        made.add_paragraph(said)
    written = io.BytesIO()
    made.save(written)
    return written.getvalue()


@pytest.fixture(scope="module")
def parsers() -> Iterator[Parsers]:
    with Parsers() as opened:
        yield opened


@pytest.fixture
def privacy(tmp_path: Path) -> Privacy:
    return Privacy.open(tmp_path / "privacy")


def loaded(path: Path, privacy: Privacy, parsers: Parsers) -> Document:
    study(path, privacy, parsers)
    (document,) = load(path, name=f"interviews/{path.name}", privacy=privacy, parsers=parsers)
    return document


@pytest.mark.parametrize("name", [*SHAPES, "bold.docx", "plain.docx"])
def test_two_people_are_heard_and_the_one_who_asks_interviews(
    name: str, tmp_path: Path, privacy: Privacy, parsers: Parsers
) -> None:
    path = tmp_path / name
    path.write_bytes(SHAPES[name].encode() if name in SHAPES else word_file(name == "bold.docx"))

    document = loaded(path, privacy, parsers)
    heard = [voice for passage in passages(document) for voice in passage.voices()]

    assert document.kind == "interview"
    assert [role for _, role in heard] == ["interviewer", "respondent"]
    assert len({speaker for speaker, _ in heard}) == 2


def test_what_stands_above_a_talk_is_nobody_and_becomes_metadata(
    tmp_path: Path, privacy: Privacy, parsers: Parsers
) -> None:
    path = tmp_path / "headed.txt"
    path.write_text(SHAPES["headed.txt"], encoding="utf-8")

    document = loaded(path, privacy, parsers)

    assert document.attributes == {"account": "Northwind", "product": "Rower 3", "segment": "Over sixty"}
    assert (document.date, document.language) == ("2025-03-12", "en")


def test_a_customer_who_is_a_person_is_no_account(tmp_path: Path, privacy: Privacy, parsers: Parsers) -> None:
    path = tmp_path / "headed.txt"
    path.write_text(SHAPES["headed.txt"].replace("Northwind", "Jane Dorsey"), encoding="utf-8")

    assert "account" not in loaded(path, privacy, parsers).attributes


def test_questions_in_a_note_make_nobody_an_interviewer(
    tmp_path: Path, privacy: Privacy, parsers: Parsers
) -> None:
    path = tmp_path / "note.txt"
    path.write_text(
        "We sat in the yard. She rows at six.\n\nWhy so early? Nobody asks then.\n\nThe rest was about seats.\n",
        encoding="utf-8",
    )

    voices = {voice for passage in passages(loaded(path, privacy, parsers)) for voice in passage.voices()}
    assert voices == {(None, None)}
