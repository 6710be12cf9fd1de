"""The derived index can be lost, damaged or behind at any time, and filters are exact."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from langchain_core.embeddings import Embeddings

from retrieval.corpus import Corpus
from retrieval.documents import Audience, Document, RowRef
from retrieval.filters import Filter
from retrieval.store.lexical import Analyzer, language_of


def make(name: str, text: str, **fields: object) -> Document:
    given: dict[str, object] = {"key": name, "source": name.partition("#")[0], "kind": "feedback", **fields}
    return Document(id=name, text=text, **given)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def directory(tmp_path_factory: pytest.TempPathFactory, hashed_words: type[Embeddings]) -> Path:
    """A closed workspace with a little of everything; tests copy it before they change it."""
    path = tmp_path_factory.mktemp("filled") / "workspace"
    with Corpus.open(path, hashed_words()) as corpus:
        talk = "Ann: Why?\nBob: The price.\nAnn: And?\nBob: Nothing."
        corpus.replace("a.md", [make("a.md", talk, kind="interview")])
        cells = [
            make("t.csv#1", "slow", customer="C1", date="2025-01-10", row=RowRef("t", "k1", 1, "text")),
            make("t.csv#2", "dear", customer="C2", date="2025-02", row=RowRef("t", "k2", 2, "text")),
            make("t.csv#3", "fine", customer="C3", date="2025-03-31", row=RowRef("t", "k3", 3, "text")),
        ]
        corpus.replace("t.csv", cells)
        corpus.replace("u.csv", [make("u.csv#1", "other", customer="C1", row=RowRef("u", "k1", 1, "text"))])
        corpus.replace("s.md", [make("s.md", "secret", audience=Audience(frozenset({"legal"})), date="2024")])
        corpus.search("price")
    return path


@pytest.fixture(scope="module")
def library(
    directory: Path, tmp_path_factory: pytest.TempPathFactory, hashed_words: type[Embeddings]
) -> Iterator[Corpus]:
    """A copy that stays open: Chroma writes beside its files while it is, so `directory` itself never is."""
    path = tmp_path_factory.mktemp("open") / "workspace"
    shutil.copytree(directory, path)
    with Corpus.open(path, hashed_words()) as opened:
        yield opened


@pytest.fixture
def filled(directory: Path, tmp_path: Path, words: Embeddings) -> Iterator[Corpus]:
    shutil.copytree(directory, tmp_path / "copy")
    with Corpus.open(tmp_path / "copy", words) as opened:
        yield opened


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        (Filter(), "a.md t.csv#1 t.csv#2 t.csv#3 u.csv#1"),
        (Filter(documents=frozenset({"t.csv", "a.md"})), "a.md t.csv#1 t.csv#2 t.csv#3"),
        (Filter(documents=frozenset({"t.csv#2", "unknown"})), "t.csv#2"),
        (Filter(kinds=frozenset({"interview"})), "a.md"),
        (Filter(kinds=frozenset()), ""),
        (Filter(since="2025-02-15"), "t.csv#2 t.csv#3"),
        (Filter(until="2025-02-15"), "t.csv#1 t.csv#2"),
        (Filter(since="2025-01", until="2025-01"), "t.csv#1"),
        (Filter(rows={"t": frozenset({"k1", "k3"})}), "t.csv#1 t.csv#3"),
        (Filter(rows={"t": frozenset({"k2"})}, customers=frozenset({"C1"})), "t.csv#1 t.csv#2 u.csv#1"),
        (Filter(customers=frozenset({"C1"})), "t.csv#1 u.csv#1"),
        (Filter(customers=frozenset()), ""),
        (Filter(customers=frozenset({""})), ""),
        (Filter(rows={}), ""),
        (Filter(kinds=frozenset({"feedback"}), since="2025-03"), "t.csv#3"),
        (Filter(reader=Audience(frozenset({"legal"})), until="2024-12-31"), "s.md"),
        (Filter(speaker="Nobody"), ""),
    ],
)
def test_a_filter_admits_exactly_what_it_says(library, where, expected):
    hits = library.search("anything", k=20, where=where)

    assert sorted(hit.document.id for hit in hits) == expected.split()


def test_speaker_and_role_are_filtered_by_passage(corpus, document):
    words = "word " * 130
    corpus.replace(
        "a.md", [document("a.md", f"Ann: Why? {words}\nBob: Price {words}\nAnn: How? {words}\nBob: So {words}")]
    )

    assert {hit.passage.speaker for hit in corpus.search("price", where=Filter(speaker="bob"))} == {"Bob"}
    assert {hit.passage.speaker for hit in corpus.search("price", where=Filter(role="interviewer"))} == {"Ann"}


@pytest.mark.parametrize("pattern", ["current.json", "*/columns.json", "*/*.npy", "*/*.jsonl", "*/lexical/*"])
@pytest.mark.parametrize("content", [b"", b"[1]"])
def test_a_damaged_index_is_built_again(library, directory, tmp_path, words, pattern, content):
    shutil.copytree(directory, tmp_path / "copy")
    for path in (tmp_path / "copy" / "index").glob(pattern):
        path.write_bytes(content)

    with Corpus.open(tmp_path / "copy", words) as damaged:
        assert damaged.search("price") == library.search("price")


def test_a_lost_index_is_built_again_from_the_record_alone(filled, words):
    expected, version = filled.search("price"), filled.version()
    filled.close()
    shutil.rmtree(filled._directory / "index")
    words.texts.clear()

    with Corpus.open(filled._directory, words) as again:
        assert again.search("price") == expected
        assert again.version() == version
    assert words.texts == []


def test_only_the_present_generation_is_kept_on_disk(filled, document):
    for number in range(3):
        filled.replace("n.md", [document("n.md", f"text {number}")])
        filled.search("text")

    assert len([path for path in (filled._directory / "index").iterdir() if path.is_dir()]) == 1


def test_the_version_follows_the_texts(corpus, document):
    corpus.replace("a.md", [document("a.md", "one")])
    first = corpus.version()
    corpus.replace("a.md", [document("a.md", "two")])
    second = corpus.version()
    corpus.replace("a.md", [document("a.md", "one")])

    assert first != second
    assert corpus.version() == first


@pytest.mark.parametrize(
    ("language", "text", "terms"),
    [
        ("en", "The prices were rising, weren't they?", ["price", "rise"]),
        (
            "de",
            "Die Rechnungen waren zu teuer und die Rechnung kam spät.",
            ["rechnung", "teu", "rechnung", "kam", "spat"],
        ),
        ("fr", "Les abonnements sont chers et nous annulons.", ["abon", "cher", "annulon"]),
        ("es", "Los precios suben y cancelamos.", ["preci", "sub", "cancel"]),
    ],
)
def test_terms_are_stems_without_function_words(language, text, terms):
    assert language_of(text) == language
    assert Analyzer(language).terms(text) == terms


def test_placeholders_and_numbers_keep_their_form():
    assert Analyzer("en").terms("[PERSON_KQFS] paid v2.1 in 2025") == ["person_kqfs", "paid", "v2", "1", "2025"]


def test_a_question_in_german_finds_the_inflected_word(corpus, document):
    corpus.replace("a.md", [document("a.md", "Wir haben die Rechnungen nicht verstanden und sie waren falsch.")])
    corpus.replace("b.md", [document("b.md", "Der Versand ist sehr schnell und das ist gut.")])

    index = corpus._index()

    assert index.stamp.languages == ["de"]
    assert (index.lexicon.scores("Wie war die Rechnung?") > 0).tolist() == [True, False]
