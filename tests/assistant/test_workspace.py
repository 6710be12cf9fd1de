"""The workspace manifest survives, refuses damage, and has one writer at a time."""

from pathlib import Path

import pytest

from assistant.errors import WorkspaceError
from assistant.workspace import Manifest, SourceRecord, Workspace


def _record(name: str = "notes.md") -> SourceRecord:
    return SourceRecord(name=name, root="/data", digest="abc", tables=("t.csv",), documents=2, rows=4)


def test_a_manifest_is_read_as_it_was_written(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    workspace.write(Manifest().with_source(_record()))

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


def test_a_second_writer_is_told_to_wait(tmp_path: Path) -> None:
    first, second = Workspace(tmp_path), Workspace(tmp_path)

    with first.writing(), pytest.raises(WorkspaceError, match="Another process"), second.writing():
        pass
