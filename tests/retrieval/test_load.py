"""Files become documents, or say why they cannot."""

from pathlib import Path

import pytest

from retrieval.documents import Audience, Document
from retrieval.errors import LoadError
from retrieval.load import cell_document, is_document, load
from retrieval.load.marks import silent
from retrieval.privacy import Privacy
from retrieval.sources import SourceOptions

_FIRST = '"body": "the app is slow today", "date": "2024-05-06", "customer_id": "c1"'
_SECOND = '"body": "I like it a lot"'


@pytest.fixture
def privacy(tmp_path: Path) -> Privacy:
    return Privacy.open(tmp_path / "privacy")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    folder.mkdir()
    return folder


def _load(root: Path, name: str, content: str | bytes, privacy: Privacy, **options: object) -> list[Document]:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return load(path, name=name, folder=root.name, privacy=privacy, options=SourceOptions(**options))  # type: ignore[arg-type]


def test_stored_text_is_the_source_with_newlines_normalised(root: Path, privacy: Privacy) -> None:
    (document,) = _load(root, "a/b.md", "\ufeffOne\r\n\r\n  two\t\rthree \n", privacy)

    assert document.text == "One\n\n  two\t\nthree \n"
    assert (document.id, document.key, document.source) == ("a/b.md", "a/b.md", "a/b.md")
    assert document.edits == ()


def test_offsets_lead_back_to_the_decoded_source(root: Path, privacy: Privacy) -> None:
    source = "\r\nMy name is Zorana Petrak.\r\nIt is too slow."
    (document,) = _load(root, "note.txt", source, privacy)

    start = document.text.index("too slow")

    decoded = source.replace("\r\n", "\n")
    begin, end = document.source_span(start, start + 8)
    assert decoded[begin:end] == "too slow"
    assert "Zorana" not in document.text


@pytest.mark.parametrize(
    "encoded",
    [
        "Größe naïve – “ok”".encode(),
        b"\xef\xbb\xbf" + "Größe naïve – “ok”".encode(),
        "Größe naïve – “ok”".encode("utf-16"),
        b"\xfe\xff" + "Größe naïve – “ok”".encode("utf-16-be"),
        ("Größe naïve – “ok” " * 20).rstrip().encode("utf-16-le"),
        "Größe naïve – “ok”".encode("cp1252"),
    ],
    ids=["utf-8", "utf-8-mark", "utf-16-mark", "utf-16-be", "utf-16-bare", "cp1252"],
)
def test_encodings_are_recognised(root: Path, privacy: Privacy, encoded: bytes) -> None:
    (document,) = _load(root, "a.txt", encoded, privacy)

    assert document.text.startswith("Größe naïve – “ok”")


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.md", b"", "empty"),
        ("a.md", b" \n\t\n", "white space"),
        ("a.txt", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8, "binary"),
        ("a.txt", b"\x00" * 4096, "binary"),
        ("a.json", b'[{"text": "unfinished', "valid JSON"),
        ("a.jsonl", b'{"text": "fine words here"}\n{"text": \n', "Line 2"),
        ("a.yaml", b"- a: [\n", "valid YAML"),
        ("a.json", b'{"a":' * 20_000, "valid JSON"),
    ],
)
def test_what_cannot_be_read_says_why(
    root: Path, privacy: Privacy, name: str, content: bytes, reason: str
) -> None:
    with pytest.raises(LoadError, match=reason):
        _load(root, name, content, privacy)


def test_a_missing_file_says_why(root: Path, privacy: Privacy) -> None:
    with pytest.raises(LoadError, match="cannot be read"):
        load(root / "gone.md", name="gone.md", privacy=privacy)


def test_front_matter_becomes_metadata_and_is_silent(root: Path, privacy: Privacy) -> None:
    front = "---\ntitle: 'Talk with Zorana Petrak'\ndate: 2024-02-01\ntags: [billing, mobile]\n---\n"
    text = front + "\nMy name is Zorana Petrak.\n"
    (document,) = _load(root, "interviews/x.md", text, privacy)

    ((start, end),) = document.silent
    assert document.text[start:end].startswith("---\ntitle")
    assert document.text[start:end].endswith("---\n")
    assert document.title.startswith("Talk with [PERSON_")
    assert document.date == "2024-02-01"
    assert document.attributes["tags"] == "billing, mobile"


def test_a_rule_between_paragraphs_is_no_front_matter(root: Path, privacy: Privacy) -> None:
    (document,) = _load(root, "a.md", "---\nJust words here.\n---\nMore words.\n", privacy)

    assert document.silent == ()


def test_fenced_code_is_silent(root: Path, privacy: Privacy) -> None:
    (document,) = _load(root, "a.md", "Before\n```python\nx = 1\n```\nAfter\n~~~\nopen to the end", privacy)

    spans = [document.text[start:end] for start, end in document.silent]
    assert spans == ["```python\nx = 1\n```", "~~~\nopen to the end"]


def test_options_override_guesses(root: Path, privacy: Privacy) -> None:
    audience = Audience(frozenset({"sales"}))
    (document,) = _load(
        root,
        "a.md",
        "Zoe Miller said no.",
        privacy,
        kind="ticket",
        date="2020-01-02",
        consent="public",
        audience=audience,
    )

    assert (document.kind, document.date, document.text) == ("ticket", "2020-01-02", "Zoe Miller said no.")
    assert document.audience == audience
    assert document.consent == "public"


def test_a_document_is_cited_by_the_name_it_is_given(root: Path, privacy: Privacy) -> None:
    (root / "a.md").write_text("Words.")

    (document,) = load(root / "a.md", name="data/a.md", privacy=privacy)

    assert (document.id, document.source) == ("data/a.md", "data/a.md")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.jsonl", f"{{{_FIRST}}}\n\n{{{_SECOND}}}\n"),
        ("a.json", f"[{{{_FIRST}}}, {{{_SECOND}}}]"),
        ("a.json", f'{{"count": 2, "items": [{{{_FIRST}}}, {{{_SECOND}}}]}}'),
        ("a.yaml", f"- {{{_FIRST}}}\n- {{{_SECOND}}}\n".replace('"2024-05-06"', "2024-05-06")),
    ],
)  # fmt: skip
def test_lists_of_texts_become_one_document_each(root: Path, privacy: Privacy, name: str, content: str) -> None:
    first, second = _load(root, name, content, privacy)

    assert (first.id, second.id) == (f"{name}#1", f"{name}#2")
    assert (first.text, second.text) == ("the app is slow today", "I like it a lot")
    assert first.source == name
    assert first.customer == "c1"
    assert first.date == "2024-05-06"


def test_inserting_a_record_renumbers_nothing_inside(root: Path, privacy: Privacy) -> None:
    before = _load(root, "a.json", '["the app is slow today", "the app is slow today"]', privacy)
    after = _load(
        root, "a.json", '["a new first line", "the app is slow today", "the app is slow today"]', privacy
    )

    assert {document.key for document in before} < {document.key for document in after}
    assert len({document.key for document in before}) == 2


def test_a_list_of_labels_is_about_the_data(root: Path, privacy: Privacy) -> None:
    (document,) = _load(root, "labels.json", '["card_lost", "refund", "late"]', privacy)

    assert document.attributes["documentation"] == "yes"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("a.md", True), ("b.TXT", True), ("c.jsonl", True), ("LICENSE", True), ("d.csv", False),
        ("e.docx", True), ("e.PDF", True), ("e.doc", False),
        ("sources.yaml", False), (".hidden.md", False), ("f.png", False),
    ],
)  # fmt: skip
def test_names_that_promise_texts(name: str, expected: bool) -> None:
    assert is_document(Path(name)) is expected


def test_a_text_cell_remembers_its_row(privacy: Privacy) -> None:
    document = cell_document(
        table="reviews.csv", number=12, row_key="r-9", column="comment", text="Call me on 9472 7916\r\nplease",
        several_columns=False, customer="c7", date="2024-01-01", privacy=privacy,
    )  # fmt: skip

    assert (document.id, document.key, document.source) == (
        "reviews.csv#12",
        "reviews.csv|r-9|comment",
        "reviews.csv",
    )
    assert document.text == "Call me on [PHONE]\nplease"
    assert document.kind == "feedback"
    assert document.row is not None
    assert (document.row.number, document.row.key, document.row.column) == (12, "r-9", "comment")


def test_of_several_text_columns_each_cell_names_its_own(privacy: Privacy) -> None:
    document = cell_document(
        table="survey.csv",
        number=1,
        row_key="k",
        column="What next?",
        text="More",
        several_columns=True,
        privacy=privacy,
    )

    assert document.id == "survey.csv#1:What next?"
    assert document.kind == "survey"


def test_html_markup_is_silent_and_the_words_between_tags_are_not():
    text = '# Home\n\n<div class="hero">\n<!-- old -->\nWe bake at night.\n<p>Still warm at six.</p>\n</div>\n'

    hidden = silent(text, front=False)

    heard = "".join(letter for place, letter in enumerate(text) if not any(a <= place < b for a, b in hidden))
    assert heard.split() == ["#", "Home", "We", "bake", "at", "night.", "Still", "warm", "at", "six."]


def test_a_comparison_is_no_markup():
    assert silent("Prices < 5 and > 3 are fine.\n<3 this shop\n", front=False) == ()
