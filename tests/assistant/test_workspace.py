"""The workspace manifest survives, refuses damage, and has one writer at a time."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from langchain_core.embeddings import Embeddings

from assistant.errors import WorkspaceError
from assistant.migrations import SCHEMA, STEPS
from assistant.workspace import Manifest, SourceRecord, Workspace
from retrieval.corpus import Corpus
from retrieval.documents import Document
from retrieval.store.place import current

ROOT = Path(__file__).parents[2]


def _record(name: str = "notes.md") -> SourceRecord:
    return SourceRecord(name=name, root="/data", digest="abc", tables=("t.csv",), documents=2, rows=4)


def test_a_manifest_is_read_as_it_was_written(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    workspace.write(Manifest(sources={"notes.md": _record()}))

    assert workspace.read().sources == {"notes.md": _record()}


def test_without_a_workspace_the_message_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(WorkspaceError, match="whybuy ingest"):
        Workspace(tmp_path / "none").require()


@pytest.mark.parametrize("text", ["", "{", "[]", '{"schema": 1}', '{"schema": 1, "sources": {"a": 3}}'])
def test_a_damaged_manifest_is_refused_and_left_as_it_is(tmp_path: Path, text: str) -> None:
    workspace = Workspace(tmp_path)
    workspace.manifest_path.write_text(text, encoding="utf-8")

    with pytest.raises(WorkspaceError, match="damaged"):
        workspace.read()
    assert workspace.manifest_path.read_text(encoding="utf-8") == text


def test_a_workspace_of_another_schema_is_refused(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    workspace.manifest_path.write_text('{"schema": 99, "sources": {}}', encoding="utf-8")

    with pytest.raises(WorkspaceError, match="schema 99"):
        workspace.read()


def test_a_second_process_is_told_to_wait(tmp_path: Path) -> None:
    with Workspace(tmp_path).owning():
        ran = _other_process(f"Workspace(Path({str(tmp_path)!r})).writing().__enter__()")

    assert "Another process writes" in ran


def test_threads_of_the_owner_take_turns(tmp_path: Path) -> None:
    workspace, at_work = Workspace(tmp_path), []
    seen: list[int] = []

    def change() -> None:
        with Workspace(tmp_path).writing(), workspace.writing():
            at_work.append(1)
            seen.append(len(at_work))
            at_work.pop()

    with workspace.owning(), ThreadPoolExecutor(4) as pool:
        for done in [pool.submit(change) for _ in range(20)]:
            done.result(timeout=30)
    assert seen == [1] * 20


def test_a_workspace_of_the_first_schema_is_brought_forward(tmp_path: Path) -> None:
    """Schema 1 kept Chroma's files in `chroma` itself."""
    with Corpus.open(tmp_path, _Counted()) as corpus:
        corpus.replace(
            "a.md", [Document(id="a.md", key="a.md", source="a.md", kind="interview", text="It is dear.")]
        )
    record = current(tmp_path / "chroma")
    assert record is not None
    for path in record.iterdir():
        path.replace(tmp_path / "chroma" / path.name)
    record.rmdir()
    (tmp_path / "chroma" / "current").unlink()
    workspace = Workspace(tmp_path)
    workspace.write(Manifest(sources={"notes.md": _record()}))
    text = workspace.manifest_path.read_text(encoding="utf-8")
    workspace.manifest_path.write_text(text.replace(f'"schema": {SCHEMA}', '"schema": 1'), encoding="utf-8")

    assert workspace.read().sources == {"notes.md": _record()}

    with Corpus.open(tmp_path, _Counted()) as corpus:
        assert [found.text for found in corpus.documents()] == ["It is dear."]
    assert f'"schema": {SCHEMA}' in workspace.manifest_path.read_text(encoding="utf-8")


def test_every_former_schema_has_a_step() -> None:
    assert sorted(STEPS) == list(range(1, SCHEMA))


class _Counted(Embeddings):
    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return [self.embed_query(text) for text in texts]

    def embed_query(self, text: str) -> list[float]:
        return [float(len(text)), 1.0]


def _other_process(statement: str) -> str:
    """Return what another process says on stderr when it runs the statement."""
    code = f"from pathlib import Path\nfrom assistant.workspace import Workspace\n{statement}"
    ran = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True, cwd=ROOT, text=True)
    return ran.stderr
