"""Erasing while others search, and what an erasure leaves of the index."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

from retrieval.corpus import Corpus, Counts
from retrieval.store import residue


def _filled(corpus, document, count=300):
    corpus.replace(
        "t.csv", [document(f"t.csv#{n}", f"remark number {n}", customer=f"C{n % 50}") for n in range(count)]
    )
    corpus.replace("b.md", [document("b.md", "the zinnias wilted too soon", customer="C7")])


def _held(folder: Path, word: bytes) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file() and word in path.read_bytes()]


def test_searches_go_on_while_somebody_is_erased(corpus, document):
    _filled(corpus, document)
    corpus.search("remark")
    begun, done = Event(), Event()
    answers: list[set[str]] = []

    def searching() -> None:
        while not done.is_set():
            answers.append({hit.document.id for hit in corpus.search("zinnias wilted", k=1)})

    with ThreadPoolExecutor(1) as pool:
        busy = pool.submit(searching)
        counts = corpus.erase(customers=["C7"], progress=lambda rows, total: begun.set())
        answers_by_then = len(answers)
        done.set()
        busy.result(timeout=60)

    assert counts == Counts(7, 7)
    assert begun.is_set()
    assert answers_by_then
    assert {"b.md"} in answers, "the state before was read"
    assert corpus.search("zinnias wilted", k=1)[0].document.id != "b.md"


def test_no_word_of_an_erased_text_stays_in_record_or_index(tmp_path: Path, words, document):
    with Corpus.open(tmp_path, words) as corpus:
        _filled(corpus, document)
        corpus.search("remark")
        corpus.replace("c.md", [document("c.md", "a hummingbird came by")])
        corpus.search("remark")
        corpus.replace("c.md", [document("c.md", "nothing came by")])
        assert _held(tmp_path, b"hummingbird")
        assert _held(tmp_path, b"zinnia")

        corpus.erase(documents=["b.md"])

        assert _held(tmp_path, b"zinnia") == []
        assert _held(tmp_path, b"hummingbird") == [], "what an edit took away goes with the next erasure"
        assert corpus.counts().documents == 301


def test_a_second_erasure_of_the_same_writes_nothing_anew(corpus, document):
    _filled(corpus, document)
    corpus.erase(documents=["b.md"])
    generation = corpus._record.generation

    assert corpus.erase(documents=["b.md"]) == Counts(0, 0)
    assert corpus._record.generation == generation


def test_memory_that_chroma_wrote_beyond_its_vectors_is_blanked(corpus, document, tmp_path):
    _filled(corpus, document, count=5)
    corpus.search("remark")
    level = next(tmp_path.rglob("data_level0.bin"))
    level.write_bytes(b"left in memory " * (level.stat().st_size // 15) + bytes(level.stat().st_size % 15))

    assert residue.blank(level.parents[1])
    assert not level.read_bytes().strip(b"\0")


def test_files_of_an_unknown_layout_are_left_alone(tmp_path):
    folder = tmp_path / "segment"
    folder.mkdir()
    (folder / "header.bin").write_bytes(b"\x09\0\0\0" + bytes(96))
    (folder / "data_level0.bin").write_bytes(b"something else")

    assert not residue.blank(tmp_path)
    assert (folder / "data_level0.bin").read_bytes() == b"something else"
