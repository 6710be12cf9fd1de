"""Every format becomes text whose offsets lead back to the file, with speakers and what the file tells."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from retrieval.documents import Document
from retrieval.errors import LoadError
from retrieval.load import Parsers, load
from retrieval.load.formats import parse
from retrieval.privacy import Privacy
from retrieval.sources import SourceOptions
from retrieval.turns import turns
from tests.retrieval import load_samples as samples

FILES = {
    "call.docx": samples.word(),
    "table.docx": samples.word_table(),
    "call.pdf": samples.portable([samples.transcript().splitlines()]),
    "call.html": samples.page().encode(),
    "call.vtt": samples.webvtt().encode(),
    "call.srt": samples.subrip().encode(),
    "call.eml": samples.mail(samples.transcript()),
    "call.mbox": samples.mailbox(samples.mail(samples.transcript())),
}


@pytest.fixture(scope="module")
def parsers() -> Iterator[Parsers]:
    with Parsers() as running:
        yield running


@pytest.fixture
def privacy(tmp_path: Path) -> Privacy:
    return Privacy.open(tmp_path / "privacy")


def _load(folder: Path, name: str, data: bytes | str, privacy: Privacy, parsers: Parsers) -> list[Document]:
    path = folder / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return load(path, name=name, privacy=privacy, parsers=parsers, options=SourceOptions())


def _text(name: str, data: bytes | str) -> str:
    (found,) = parse(name, data if isinstance(data, bytes) else data.encode())
    return found.text


@pytest.mark.parametrize("name", FILES)
def test_every_format_keeps_who_says_what(name: str, tmp_path: Path, privacy: Privacy, parsers: Parsers) -> None:
    (document,) = _load(tmp_path, name, FILES[name], privacy, parsers)
    found = turns(document)

    assert [turn.role for turn in found] == ["interviewer", "respondent"] * 2
    assert " ".join(document.text[found[1].start : found[1].end].split()) == samples.TURNS[1][1]
    assert document.kind == "interview"


@pytest.mark.parametrize("name", ["call.html", "call.vtt", "call.srt"])
def test_offsets_of_marked_up_text_lead_back_to_the_file(
    name: str, tmp_path: Path, privacy: Privacy, parsers: Parsers
) -> None:
    (document,) = _load(tmp_path, name, FILES[name], privacy, parsers)
    source = FILES[name].decode()

    for words in ("two orders in March", "took an afternoon", "What made you", "calling me."):
        start = document.text.index(words)
        begin, end = document.source_span(start, start + len(words))
        assert source[begin:end] == words


def test_offsets_survive_a_name_that_markup_cuts_in_two(
    tmp_path: Path, privacy: Privacy, parsers: Parsers
) -> None:
    page = "<p>My name is <b>Zorana</b> <i>Petrak</i> &amp; I left &lt;them&gt;. It was slow.</p>"
    (document,) = _load(tmp_path, "a.html", page, privacy, parsers)

    assert "Zorana" not in document.text
    assert "Petrak" not in document.text
    for words in ("I left", "It was slow."):
        begin, end = document.source_span(document.text.index(words), document.text.index(words) + len(words))
        assert page[begin:end] == words
    name = document.text.index("[PERSON_")
    begin, end = document.source_span(name, document.text.index("]", name) + 1)
    assert page[begin:end].startswith("Zorana")
    assert page[begin:end].endswith("Petrak")


def test_a_page_is_its_main_content() -> None:
    text = _text("a.html", samples.page())

    assert text.startswith("# Call with a bakery")
    assert "- fast & cheap\n- café owners" in text
    for noise in ("menu", "Imprint", "no words", "secret", "red"):
        assert noise not in text


def test_a_menu_that_is_never_closed_hides_nothing() -> None:
    assert "The words." in _text("a.html", "<body><nav>Home<p>The words.</p>")


def test_a_page_in_an_old_encoding_is_read_as_it_says() -> None:
    page = "<html><head><meta charset='iso-8859-5'></head><body><p>Хлеб и соль</p></body>"

    assert _text("a.html", page.encode("iso-8859-5")) == "Хлеб и соль"


def test_rolling_captions_are_said_once() -> None:
    cues = [("00:01", "so we bake at night", ""), ("00:03", "so we bake at night", "and drive at six"),
            ("00:05", "and drive at six", "every day")]  # fmt: skip
    vtt = "WEBVTT\n\n" + "\n".join(f"00:{at}.000 --> 00:{at}.900\n{one}\n{two}\n" for at, one, two in cues)

    assert _text("a.vtt", vtt) == "so we bake at night and drive at six every day"


def test_unpunctuated_captions_get_paragraphs_at_cues() -> None:
    cues = "\n".join(f"00:{n:02}:00.000 --> 00:{n:02}:59.900\n{'word ' * 9}w{n}\n" for n in range(30))
    paragraphs = _text("a.vtt", f"WEBVTT\n\n{cues}").split("\n\n")

    assert len(paragraphs) == 4
    assert all(paragraph.split()[-1].startswith("w") and len(paragraph.split()) <= 90 for paragraph in paragraphs)


def test_caption_marks_and_notes_are_no_words() -> None:
    srt = "1\n00:00:01,000 --> 00:00:02,000\n{\\an8}<i>We &amp; they</i>\n\n2\n00:00:02,100 --> 00:00:03,000\n12\n"

    assert _text("a.srt", srt) == "We & they 12"


def test_bold_questions_in_word_are_the_interviewers(tmp_path: Path, privacy: Privacy, parsers: Parsers) -> None:
    (document,) = _load(tmp_path, "call.docx", samples.word(bold_questions=True), privacy, parsers)

    assert [turn.role for turn in turns(document)] == ["interviewer", "respondent"] * 2


def test_headers_and_footers_of_pdf_pages_are_left_out() -> None:
    words = ["alpha", "bravo", "charlie", "delta", "echo", "foxtrot", "golf", "hotel", "india", "juliett"]
    pages = [
        ["Quarterly report", *(f"{word * number} said" for word in words), f"Page {number} of 4"]
        for number in range(1, 5)
    ]
    text = _text("a.pdf", samples.portable(pages))

    assert "Quarterly report" not in text
    assert "of 4" not in text
    assert text.count("said") == 40


def test_quoted_history_and_signature_of_a_mail_are_kept_and_silent(
    tmp_path: Path, privacy: Privacy, parsers: Parsers
) -> None:
    history = "On Mon, 4 Mar 2024, Support wrote:\n> How are you?\n> Well?\n"
    body = f"We lost two orders.\n\n{history}\nMore soon.\n-- \nAcme Ltd\n"
    (document,) = _load(tmp_path, "a.eml", samples.mail(body), privacy, parsers)
    heard = "".join(
        letter for place, letter in enumerate(document.text) if not any(a <= place < b for a, b in document.silent)
    )

    assert " ".join(heard.split()) == "We lost two orders. More soon."
    assert "> How are you?" in document.text
    assert "zorana@example.org" not in document.text
    assert (document.title, document.date) == ("Orders", "2024-03-05")
    assert document.attributes["speaker"] in document.text


def test_what_formats_are_used_for_tells_their_kind(tmp_path: Path, privacy: Privacy, parsers: Parsers) -> None:
    captions = b"WEBVTT\n\n00:01.000 --> 00:04.000\nWe bake at night.\n"

    assert _load(tmp_path, "a.vtt", captions, privacy, parsers)[0].kind == "interview"
    assert _load(tmp_path, "a.eml", samples.mail("It is slow."), privacy, parsers)[0].kind == "feedback"
    assert _load(tmp_path, "pitch.docx", samples.word(), privacy, parsers)[0].kind == "copy"


def test_a_forwarded_mail_is_heard(tmp_path: Path, privacy: Privacy, parsers: Parsers) -> None:
    head = "---------- Forwarded message ---------\nFrom: A Customer\nDate: Mon\nSubject: Slow\n"
    body = f"See below.\n\n{head}\nIt is slow.\n"
    (document,) = _load(tmp_path, "a.eml", samples.mail(body), privacy, parsers)

    start = document.text.index("It is slow.")
    assert not any(a <= start < b for a, b in document.silent)


def test_a_mailbox_is_a_document_a_message(tmp_path: Path, privacy: Privacy, parsers: Parsers) -> None:
    box = samples.mailbox(samples.mail("The first is fine."), samples.mail("The second is not."))
    first, second = _load(tmp_path, "in.mbox", box, privacy, parsers)

    assert (first.id, second.id, second.source) == ("in.mbox#1", "in.mbox#2", "in.mbox")
    assert "The second is not." in second.text


def test_a_line_that_begins_with_from_ends_no_message(tmp_path: Path, privacy: Privacy, parsers: Parsers) -> None:
    box = samples.mailbox(samples.mail("First words.\n\nFrom our side all is well."), samples.mail("Second."))
    first, _ = _load(tmp_path, "in.mbox", box, privacy, parsers)

    assert "all is well" in first.text


def test_a_mail_in_html_only_is_read() -> None:
    head = b"From: a@example.org\nContent-Type: text/html; charset=utf-8\n\n"
    mail = head + b"<p>It is <b>slow</b>.</p><script>x</script>"

    assert _text("a.eml", mail).endswith("\n\nIt is slow.")


@pytest.mark.parametrize(("name", "package"), [("a.docx", "python-docx"), ("a.pdf", "pypdf")])
def test_a_missing_parser_is_named(name: str, package: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, {"python-docx": "docx", "pypdf": "pypdf"}[package], None)

    with pytest.raises(LoadError, match=package):
        parse(name, FILES[name.replace("a.", "call.")])
