"""No file harms the one who reads it: bombs, escapes, locks, damage and size end in a reason."""

import io
import os
import sys
import tracemalloc
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pypdf
import pytest

from retrieval.chunk import passages
from retrieval.errors import LoadError
from retrieval.load import Parsers, load
from retrieval.load.alone import Parsers as Alone
from retrieval.load.formats import parse
from retrieval.load.marks import silent
from retrieval.load.records import parse as parse_records
from retrieval.privacy import Privacy
from tests.retrieval import load_samples as samples
from tests.retrieval.damage import try_all


@pytest.fixture(scope="module")
def parsers() -> Iterator[Parsers]:
    with Parsers() as running:
        yield running


def _reason(name: str, data: bytes) -> str:
    with pytest.raises(LoadError) as caught:
        parse(name, data)
    return caught.value.reason


def _refused(parsers: Parsers, folder: Path, data: bytes) -> str:
    path = folder / "a.zip"
    path.write_bytes(data)
    with pytest.raises(LoadError) as caught:
        parsers.unpack(path, folder / "out")
    return caught.value.reason


def test_damaged_files_of_every_format_are_read_or_say_why() -> None:
    outcomes = try_all(12, seed=7)

    assert len(outcomes) == 13
    assert all(outcome.ingested + outcome.skipped == 12 for outcome in outcomes.values())
    assert all(reason.endswith(".") for outcome in outcomes.values() for reason in outcome.reasons)


def test_a_zip_bomb_is_refused_before_it_is_unpacked(parsers: Parsers, tmp_path: Path) -> None:
    bomb = samples.archive([(f"{number}.txt", bytes(40_000_000)) for number in range(2)])

    assert "bomb" in _refused(parsers, tmp_path, bomb)
    assert not (tmp_path / "out").exists()


def test_an_archive_of_too_many_files_is_refused(
    parsers: Parsers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    crowd = samples.archive([(f"{number}.txt", b"") for number in range(20_001)])

    assert "20,001 files" in _refused(parsers, tmp_path, crowd)


@pytest.mark.parametrize(
    "name", ["../../evil.md", "/etc/evil.md", "..\\..\\evil.md", "C:\\evil.md", "in/../../evil.md"]
)
def test_a_path_out_of_the_archive_is_refused(name: str, parsers: Parsers, tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(samples.archive([(name, b"evil words"), ("good.md", b"good words")]))

    found = {member.name: member for member in parsers.unpack(path, tmp_path / "out" / "deep")}

    assert found["evil.md"].path is None
    assert "out of the archive" in found["evil.md"].reason
    assert found["good.md"].path is not None
    assert [file.name for file in tmp_path.rglob("*.md")] == ["good.md"]


def test_archives_links_and_locked_files_in_an_archive_say_why(parsers: Parsers, tmp_path: Path) -> None:
    link = zipfile.ZipInfo("link.md")
    link.external_attr = 0o120777 << 16
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr(link, "/etc/passwd")
        made.writestr("inner.zip", samples.archive([("a.md", b"words")]))
        made.writestr("locked.md", b"secret")
    data = bytearray(out.getvalue())
    data[data.rindex(b"PK\x01\x02") + 8] |= 1  # the flag of an encrypted member
    path = tmp_path / "a.zip"
    path.write_bytes(data)

    reasons = {member.name: member.reason for member in parsers.unpack(path, tmp_path / "out")}

    assert "links are not followed" in reasons["link.md"]
    assert "unpack it" in reasons["inner.zip"]
    assert "encrypted" in reasons["locked.md"]


def test_xml_entities_in_a_word_file_are_refused() -> None:
    laughs = b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><l>&b;</l>'
    with zipfile.ZipFile(io.BytesIO(samples.word())) as good:
        members = [(name, good.read(name)) for name in good.namelist()]
    bomb = samples.archive([(n, laughs if n == "word/document.xml" else content) for n, content in members])

    assert "XML entities" in _reason("a.docx", bomb)


def test_entities_in_a_page_do_not_multiply() -> None:
    page = '<!DOCTYPE html [<!ENTITY a "haha"><!ENTITY b "&a;&a;&a;&a;">]><p>Fine words &b; here.</p>'
    (found,) = parse("a.html", page.encode())

    assert "haha haha" not in found.text
    assert "Fine words" in found.text


def test_a_word_file_that_unpacks_beyond_measure_is_refused() -> None:
    assert "no Word file needs" in _reason("a.docx", samples.archive([("word/document.xml", bytes(30_000_000))]))


@pytest.mark.parametrize("name", ["a.docx", "a.pdf", "a.html", "a.vtt", "a.srt", "a.eml", "a.mbox"])
def test_null_bytes_are_no_document(name: str) -> None:
    assert _reason(name, bytes(100_000)).endswith(".")


def test_an_encrypted_pdf_says_so() -> None:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(samples.portable([["secret words"]])))
    writer.encrypt("password", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)

    assert "without a password" in _reason("a.pdf", out.getvalue())


def test_a_pdf_without_a_text_layer_asks_for_recognition() -> None:
    assert "OCR" in _reason("a.pdf", samples.portable([[]]))


def test_a_pdf_of_endless_pages_is_refused() -> None:
    pages = samples.portable([["word"]])
    kid = pages[pages.index(b"/Kids [") + 7 : pages.index(b"]", pages.index(b"/Kids ["))]
    endless = pages.replace(b"/Kids [" + kid, b"/Kids [" + (kid + b" ") * 3_001)

    assert "3,001 pages" in _reason("a.pdf", endless)


def test_a_damaged_page_costs_only_itself() -> None:
    good = samples.portable([["The first page."], ["The second page."], ["The third page."]])
    (found,) = parse("a.pdf", good.replace(b"(The second page.) Tj", b"(The second).) Tj"))

    assert "The first page." in found.text
    assert "The third page." in found.text
    ((start, end),) = found.silent
    assert found.text[start:end] == "[Page 2 cannot be read.]"


def test_a_parser_that_hangs_is_stopped_and_the_next_file_is_read(tmp_path: Path) -> None:
    (tmp_path / "slow.html").write_text("<a " * 60_000)
    (tmp_path / "good.html").write_text("<p>Fine words.</p>")

    with Alone(seconds=3) as parsers:
        with pytest.raises(LoadError, match="stopped after 3 seconds"):
            parsers.parse(tmp_path / "slow.html")

        assert parsers.parse(tmp_path / "good.html")[0].text == "Fine words."


def test_a_parser_that_breaks_down_is_started_again(tmp_path: Path) -> None:
    (tmp_path / "good.html").write_text("<p>Fine words.</p>")

    with Alone() as parsers:
        assert parsers.parse(tmp_path / "good.html")
        parsers._process.kill()  # type: ignore[union-attr]  # what the system does when memory runs out
        parsers._process.wait()  # type: ignore[union-attr]
        (tmp_path / "next.html").write_text("<p>More words.</p>")

        assert parsers.parse(tmp_path / "next.html")[0].text == "More words."


def test_a_file_beyond_the_limit_is_refused_without_being_read(tmp_path: Path, parsers: Parsers) -> None:
    for name in ("huge.md", "huge.txt", "huge.html", "huge.pdf", "huge.mbox", "huge.vtt"):
        with (tmp_path / name).open("wb") as file:
            file.truncate(1_000_000_000)
    privacy = Privacy.open(tmp_path / "privacy")
    tracemalloc.start()
    try:
        for path in tmp_path.glob("huge.*"):
            with pytest.raises(LoadError, match="1,000 MB"):
                load(path, name=path.name, privacy=privacy, parsers=parsers)
        assert tracemalloc.get_traced_memory()[1] < 20_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="the super user may read everything")
def test_an_unreadable_file_says_so(tmp_path: Path, parsers: Parsers) -> None:
    path = tmp_path / "a.html"
    path.write_text("<p>Words.</p>")
    path.chmod(0)

    with pytest.raises(LoadError, match="cannot be read"):
        parsers.parse(path)


def test_unclosed_marks_cost_no_more_than_their_length() -> None:
    for piece in ("<!--", "<script ", "<b>", "<style>", "```\n", "<a href='"):
        assert isinstance(silent(piece * 40_000 + " end", front=False), tuple)


@pytest.mark.parametrize("piece", ["word ", "Dr. ", "A: b\n", "**A?**\n\nb\n\n", "[[A ", "# a\n"])
def test_endless_texts_are_cut_in_time_that_grows_with_their_length(piece: str, document) -> None:
    found = passages(document("a.md", piece * (300_000 // len(piece)), kind="interview"))

    assert bool(found) == (piece != "# a\n")  # headings alone say nothing
    assert max((len(passage.text) for passage in found), default=0) < 2_000


def test_references_in_yaml_do_not_multiply() -> None:
    levels = "\n".join(f"l{n}: &l{n} [{', '.join([f'*l{n - 1}'] * 9)}]" for n in range(1, 30))

    assert parse_records(f"l0: &l0 [ha, ha]\n{levels}\n", ".yaml") is None


def test_deep_nesting_is_no_crash() -> None:
    depth = sys.getrecursionlimit() * 3
    (found,) = parse("a.html", b"<div>" * depth + b"Fine words." + b"</div>" * depth)

    assert found.text == "Fine words."
