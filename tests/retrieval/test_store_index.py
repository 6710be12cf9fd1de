"""The derived index can be lost, damaged or behind at any time, and filters are exact."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from langchain_core.embeddings import Embeddings

from retrieval.corpus import Corpus
from retrieval.documents import Audience, Document, RowRef
from retrieval.filters import Filter
from retrieval.store import scan


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
        corpus.replace(
            "u.csv", [make("u.csv#1", "other", customer="C1", row=RowRef("u", "k1", 1, "text"), consent="public")]
        )
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
        (Filter(languages=frozenset({"de"})), ""),
        (Filter(languages=frozenset({"en"}), documents=frozenset({"t.csv"})), "t.csv#1 t.csv#2 t.csv#3"),
        (Filter(consent="public"), "u.csv#1"),
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


def test_whoever_speaks_in_a_passage_is_found_in_it(corpus, document):
    text = "\n\n".join(
        f"Ann: What about the price in year {n}?\n\nBob: It is too high, and in year {n} higher." for n in range(3)
    )
    corpus.replace("i.md", [document("i.md", text, kind="interview")])

    (passage,) = corpus.passages("i.md")

    assert (passage.speaker, passage.role) == (None, None)
    assert passage.heard == (("Ann", "interviewer"), ("Bob", "respondent"))
    assert corpus.speakers() == {"Ann": 1, "Bob": 1}
    for admitted in (Filter(speaker="bob"), Filter(speaker="Ann"), Filter(role="respondent")):
        assert [hit.passage for hit in corpus.search("price", where=admitted)] == [passage]
    assert corpus.search("price", where=Filter(speaker="Ann\nBob")) == []
    assert corpus.search("price", where=Filter(speaker="Eve")) == []


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


def _same(one: Corpus, other: Corpus) -> bool:
    """Return whether two corpora hold and find the same, whatever their indexes were made from."""
    queries = ("price", "secret text", "slow or dear", "changed entirely", "again")
    reader = Filter(reader=Audience(frozenset({"legal"})))
    found = [
        [
            [(hit.document, hit.passage, hit.score, hit.similarity) for hit in corpus.search(query, 50, reader)]
            for query in queries
        ]
        for corpus in (one, other)
    ]
    return found[0] == found[1] and one.documents() == other.documents() and one.version() == other.version()


def test_an_index_brought_up_to_date_is_the_one_built_from_the_record(filled, document, tmp_path, words):
    filled.search("price")
    filled.replace("a.md", [document("a.md", "Ann: Why?\nBob: Changed entirely.\nAnn: And?\nBob: Again.")])
    filled.search("price")
    filled.replace("n.md", [document("n.md", "A new text, changed entirely."), document("n.md#2", " ")])
    filled.remove(documents=["t.csv#2"])
    filled.search("price")
    filled.remove(documents=["t.csv#3"])
    filled.remove(sources=["u.csv"])
    filled.search("price")
    filled.close()
    shutil.copytree(tmp_path / "copy", tmp_path / "second")
    shutil.rmtree(tmp_path / "second" / "index")

    with Corpus.open(tmp_path / "copy", words) as updated, Corpus.open(tmp_path / "second", words) as built:
        assert _same(updated, built)


def test_words_that_occur_nowhere_any_more_leave_the_index(filled, document):
    filled.replace("n.md", [document("n.md", "An unrepeatable zyzzyva.")])
    filled.search("price")
    filled.remove(sources=["n.md"])
    filled.search("price")

    files = [path for path in (filled._directory / "index").rglob("*") if path.is_file()]
    assert files
    assert not any(b"zyzzyva" in path.read_bytes() for path in files)


def test_estimated_and_exact_cosines_agree(tmp_path):
    draw = np.random.default_rng(3)
    rows = draw.normal(size=(500, 48)).astype(np.float32)
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    scan.write(tmp_path, None, rows, np.arange(500))
    opened = scan.Scan(tmp_path, 500)
    query = rows[7]
    few = np.array([1, 7, 30])

    np.testing.assert_allclose(opened.cosines(query), rows @ query, atol=0.02)
    np.testing.assert_allclose(opened.cosines(query, few), (rows @ query)[few], atol=1e-6)
