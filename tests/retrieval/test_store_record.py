"""The record survives crashes, says so when it is damaged, and holds every text once."""

import json
import signal
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from retrieval.chunk import passages
from retrieval.corpus import Corpus, Counts
from retrieval.errors import StoreError
from retrieval.store import place
from retrieval.store.journal import Change, Journal
from retrieval.store.record import Record
from retrieval.store.rows import from_rows, to_rows


def files(directory: Path) -> dict[str, bytes]:
    return {str(path.relative_to(directory)): path.read_bytes() for path in directory.rglob("*") if path.is_file()}


@pytest.fixture
def workspace(tmp_path, words, document) -> Path:
    with Corpus.open(tmp_path / "w", words) as corpus:
        corpus.replace("t.csv", [document(f"t.csv#{n}", f"text number {n}") for n in range(40)])
    return tmp_path / "w"


def test_a_text_lies_in_its_rows_once(document):
    text = "\n\n".join(f"Paragraph {n} " + "with words " * 60 for n in range(5))
    source = document("a.md", f"# Head\n\n{text}\n")
    rows = to_rows(source, passages(source))

    stored = "".join(row.text + row.data for row in rows)

    assert all(stored.count(f"Paragraph {n} ") == 1 for n in range(5))
    assert [restored for restored, _ in from_rows(list(reversed(rows)))] == [source]


def database_of(workspace: Path) -> Path:
    folder = place.current(workspace / "chroma")
    assert folder is not None
    return folder / "chroma.sqlite3"


@pytest.mark.parametrize("content", [b"", b"not a database at all", None])
def test_a_damaged_database_is_reported_and_left_alone(workspace, words, content):
    database = database_of(workspace)
    if content is None:
        database.unlink()
    else:
        database.write_bytes(content)
    before = files(workspace / "chroma")

    with pytest.raises(StoreError, match="Restore the workspace from a backup"):
        Corpus.open(workspace, words)

    assert files(workspace / "chroma") == before


def test_a_half_overwritten_database_is_reported(workspace, words):
    database = database_of(workspace)
    content = database.read_bytes()
    database.write_bytes(content[:8192] + b"\xff" * (len(content) - 8192))

    with pytest.raises(StoreError, match="damaged"):
        Corpus.open(workspace, words)


def test_a_file_where_the_workspace_should_be_is_reported(tmp_path, words):
    (tmp_path / "chroma").write_text("")

    with pytest.raises(StoreError, match="cannot be used"):
        Corpus.open(tmp_path, words)


def test_a_change_written_down_but_not_made_is_finished_at_the_next_opening(workspace, words, document):
    source = document("b.md", "written down before the crash")
    rows = to_rows(source, passages(source))
    change = Change(
        generation=2,
        embedding=words.identity,
        added=rows,
        vectors=np.array(words.embed_documents([rows[0].embedded()]), dtype=np.float32),
        deleted=[],
        sources={"b.md": "fingerprint"},
    )
    Journal(workspace / "chroma" / "journal.npz").write(change)

    with Corpus.open(workspace, words) as corpus:
        assert corpus.document("b.md") == source
        assert corpus.counts().documents == 41
    assert not (workspace / "chroma" / "journal.npz").exists()


def test_a_change_not_wholly_written_down_never_happened(workspace, words):
    (workspace / "chroma" / "journal.part").write_bytes(b"PK half")

    with Corpus.open(workspace, words) as corpus:
        assert corpus.counts().documents == 40


def test_an_unreadable_journal_is_reported(workspace, words):
    (workspace / "chroma" / "journal.npz").write_bytes(b"PK half")

    with pytest.raises(StoreError, match=r"journal\.npz"):
        Corpus.open(workspace, words)


KILLED = """
import importlib.util, os, signal, sys
spec = importlib.util.spec_from_file_location("shared", sys.argv[1])
shared = importlib.util.module_from_spec(spec)
sys.modules["shared"] = shared
spec.loader.exec_module(shared)
from pathlib import Path
from retrieval.corpus import Corpus
from retrieval.documents import Document
from retrieval.store.record import Record

class Killed(Record):
    def _note_sources(self, change):
        os.kill(os.getpid(), signal.SIGKILL)

def make(n):
    return Document(id=f"t.csv#{n}", key=str(n), source="t.csv", kind="feedback", text=f"newer text {n}")

words = shared.HashedWords()
corpus = Corpus(Path(sys.argv[2]), Killed(Path(sys.argv[2]) / "chroma"), words, None)
corpus.replace("t.csv", [make(n) for n in range(25)])
"""


def test_a_process_killed_half_way_leaves_the_new_state_to_the_next_one(workspace, words):
    shared = Path(__file__).with_name("conftest.py")
    command = [sys.executable, "-c", KILLED, str(shared), str(workspace)]
    killed = subprocess.run(command, cwd=Path(__file__).parents[2], check=False, capture_output=True)
    assert killed.returncode == -signal.SIGKILL, killed.stderr.decode()

    with Corpus.open(workspace, words) as corpus:
        assert corpus.counts() == Counts(25, 25)
        assert {document.text for document in corpus.documents()} == {f"newer text {n}" for n in range(25)}


def test_every_change_counts_the_generation_up(workspace, words, document):
    with Corpus.open(workspace, words) as corpus:
        corpus.replace("b.md", [document("b.md", "x")])
        corpus.replace("b.md", [document("b.md", "x")])
        corpus.remove(documents=["b.md"])
    record = Record(workspace / "chroma")
    assert record.generation == 3
    record.close()


def test_whoever_looks_sees_the_generation_that_another_made(workspace, words, document):
    record = Record(workspace / "chroma")
    before = record.generation
    program = (
        "import importlib.util, sys\n"
        "spec = importlib.util.spec_from_file_location('shared', sys.argv[1])\n"
        "shared = importlib.util.module_from_spec(spec)\n"
        "sys.modules['shared'] = shared\n"
        "spec.loader.exec_module(shared)\n"
        "from pathlib import Path\n"
        "from retrieval.corpus import Corpus\n"
        "with Corpus.open(Path(sys.argv[2]), shared.HashedWords()) as corpus:\n"
        "    corpus.remove(documents=['t.csv#1'])\n"
    )
    shared = Path(__file__).with_name("conftest.py")
    command = [sys.executable, "-c", program, str(shared), str(workspace)]
    subprocess.run(command, cwd=Path(__file__).parents[2], check=True, capture_output=True)

    assert record.generation == before + 1
    record.close()


@pytest.mark.parametrize("left", [None, b"", b"half", b"999"])
def test_a_generation_noted_wrongly_or_not_at_all_is_asked_for(workspace, words, left):
    mark = workspace / "chroma" / "generation"
    assert mark.read_bytes() == b"1"
    mark.unlink()
    if left is not None:
        mark.write_bytes(left)

    with Corpus.open(workspace, words) as corpus:
        assert corpus._record.generation == 1
        mark.unlink()
        assert corpus._record.generation == 1
        corpus.remove(documents=["t.csv#1"])
        assert corpus._record.generation == 2
    assert mark.read_bytes() == b"2"


def test_more_rows_than_fit_in_one_batch(tmp_path, words, document):
    words.width = 4
    many = [document(f"t.csv#{n}", f"n{n % 50}", key=str(n)) for n in range(5500)]
    with Corpus.open(tmp_path, words) as corpus:
        corpus.replace("t.csv", many)
        assert corpus.counts().documents == 5500
        assert len(words.texts) == 50


def test_the_journal_keeps_every_field(tmp_path, document):
    source = document("a.md", "täxt \ud800", customer="C1")
    change = Change(generation=7, embedding="e", added=to_rows(source, []), deleted=["x"], sources={"a.md": ""})
    journal = Journal(tmp_path / "journal.npz")

    journal.write(change)
    restored = journal.read()

    assert restored is not None
    assert (restored.added, restored.deleted, restored.sources) == (change.added, change.deleted, change.sources)
    assert json.loads(restored.added[0].data)["tail"] == source.text
    journal.clear()
    assert journal.read() is None
