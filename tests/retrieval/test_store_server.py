"""A Chroma server in place of the embedded one: the corpus behaves the same, workers share it, silence is told."""

import inspect
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest

from retrieval.chunk import passages
from retrieval.corpus import Corpus
from retrieval.errors import StoreError
from retrieval.store.engines import Server, server_at
from retrieval.store.journal import Change, Journal
from retrieval.store.record import Record
from retrieval.store.rows import to_rows
from tests.retrieval import test_corpus as embedded

# Every test of the corpus that takes one as its argument is run once more, on a corpus that lies on the server.
globals().update(
    {
        name: test
        for name, test in vars(embedded).items()
        if name.startswith("test_") and "corpus" in inspect.signature(test).parameters
    }
)


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


def _listens(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=5).close()
    except OSError:
        return False
    return True


@contextmanager
def _running(folder: Path) -> Iterator[str]:
    """Run a Chroma server that keeps its files in `folder`, and give its address."""
    program = Path(sys.executable).with_name("chroma")
    if not program.exists():
        pytest.skip("the `chroma` command is not installed beside this Python")
    port = _free_port()
    command = [str(program), "run", "--host", "127.0.0.1", "--port", str(port), "--path", str(folder)]
    with (
        (folder / "log").open("w") as log,
        subprocess.Popen(command, stdout=log, stderr=log, cwd=folder) as process,
    ):
        try:
            until = time.monotonic() + 60
            while not _listens(port):
                assert process.poll() is None, (folder / "log").read_text()
                assert time.monotonic() < until, "the server did not start within a minute"
                time.sleep(0.1)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.kill()


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server that runs for these tests."""
    with _running(tmp_path_factory.mktemp("server")) as address:
        yield address


@pytest.fixture
def server(url: str, tmp_path: Path) -> Server:
    """A database of its own on the server, which is made at the first connection."""
    return server_at(f"{url}/{tmp_path.name.replace('_', '-')}")


@pytest.fixture
def corpus(tmp_path: Path, words, server: Server) -> Iterator[Corpus]:
    with Corpus.open(tmp_path / "worker", words, server=server) as opened:
        yield opened


def test_workers_see_what_each_of_them_changes(tmp_path, corpus, words, document, server):
    with Corpus.open(tmp_path / "another", words, server=server) as other:
        corpus.replace("a.md", [document("a.md", "the pool is cold")])
        other.replace("b.md", [document("b.md", "the sauna is closed")])
        corpus.replace("a.md", [document("a.md", "the pool is warm again")])

        assert [found.text for found in other.documents()] == ["the pool is warm again", "the sauna is closed"]
        assert corpus.version() == other.version()
        assert [hit.document.id for hit in other.search("sauna", k=1)] == ["b.md"]


def test_texts_embedded_again_by_one_worker_are_read_by_the_other(tmp_path, corpus, words, document, server):
    corpus.replace("a.md", [document("a.md", "the pool is cold")])
    with Corpus.open(tmp_path / "another", words, server=server) as other:
        assert other.counts().documents == 1
        corpus.reembed()
        other.replace("b.md", [document("b.md", "the sauna is closed")])

        assert corpus.counts().documents == 2


def test_nothing_of_the_texts_lies_in_the_workspace_but_the_index(tmp_path, corpus, document):
    corpus.replace("a.md", [document("a.md", "the pool is cold")])
    corpus.search("pool")

    assert {path.name for path in (tmp_path / "worker").iterdir()} == {"chroma", "index"}
    assert [path for path in (tmp_path / "worker" / "chroma").rglob("*") if path.stat().st_size] in (
        [],
        [tmp_path / "worker" / "chroma"],
    )


def test_an_erased_document_is_found_no_more(corpus, document):
    corpus.replace("a.md", [document("a.md", "the pool is cold")])
    corpus.replace("b.md", [document("b.md", "the sauna is closed")])

    assert corpus.erase(documents=["a.md"]).documents == 1
    assert [found.id for found in corpus.documents()] == ["b.md"]


def test_a_change_that_was_begun_is_finished_by_the_same_worker(tmp_path, words, document, server):
    Record(tmp_path / "worker" / "chroma", server).close()
    source = document("b.md", "written down before the crash")
    rows = to_rows(source, passages(source))
    vectors = np.array(words.embed_documents([rows[0].embedded()]), dtype=np.float32)
    change = Change(
        generation=1, embedding=words.identity, added=rows, vectors=vectors, sources={"b.md": "fingerprint"}
    )
    Journal(tmp_path / "worker" / "chroma" / "journal.npz").write(change)

    with Corpus.open(tmp_path / "worker", words, server=server) as again:
        assert again.documents() == [source]


def test_a_change_planned_before_another_workers_is_refused(tmp_path, corpus, words, document, server):
    corpus.replace("a.md", [document("a.md", "one")])
    late = Record(tmp_path / "another" / "chroma", server)

    with pytest.raises(StoreError, match="Run the command again"):
        late.apply(Change(generation=1, embedding=words.identity, sources={"a.md": ""}))
    late.close()
    assert corpus.counts().documents == 1


def test_a_silent_server_is_named_and_nothing_is_made_up(tmp_path, words):
    port = _free_port()

    with pytest.raises(StoreError, match=f"127.0.0.1:{port} does not answer"):
        Corpus.open(tmp_path, words, server=server_at(f"http://127.0.0.1:{port}"))


def test_a_server_that_stops_is_named(tmp_path, words, document):
    (tmp_path / "server").mkdir()
    with _running(tmp_path / "server") as address:
        corpus = Corpus.open(tmp_path / "worker", words, server=server_at(address))
        corpus.replace("a.md", [document("a.md", "one")])

    with pytest.raises(StoreError, match="does not answer"):
        corpus.replace("a.md", [document("a.md", "two")])
    with pytest.raises(StoreError, match="does not answer"):
        corpus.search("one")
    corpus.close()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("http://localhost:8000", Server("localhost", 8000)),
        ("https://chroma.example/", Server("chroma.example", 443, encrypted=True)),
        ("http://h:1/shop", Server("h", 1, database="shop")),
        ("https://api.trychroma.com/T1/shop", Server("api.trychroma.com", 443, True, "T1", "shop")),
    ],
)
def test_an_address_says_where_and_what(text, expected):
    assert server_at(text) == expected


@pytest.mark.parametrize(
    "text", ["", "localhost:8000", "ftp://h", "http://", "http://u:secret@h", "http://h/a/b/c"]
)
def test_what_is_no_address_is_refused_without_repeating_it(text):
    with pytest.raises(StoreError, match="CHROMA_URL is no address") as refused:
        server_at(text)
    assert "secret" not in str(refused.value)
