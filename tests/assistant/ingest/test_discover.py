"""Which files are found, and under which names."""

from pathlib import Path

import pytest

from assistant.errors import AssistantError
from assistant.ingest.discover import discover


def _folder(root: Path, *names: str) -> Path:
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x", encoding="utf-8")
    return root


def test_names_are_relative_to_the_folder_and_in_a_stable_order(tmp_path: Path) -> None:
    folder = _folder(tmp_path / "data", "b.md", "a/c.csv", "a/a.md")

    found, skipped = discover([folder], {})

    assert [item.name for item in found] == ["a/a.md", "a/c.csv", "b.md"]
    assert skipped == []


def test_hidden_files_and_the_sources_file_are_not_read(tmp_path: Path) -> None:
    folder = _folder(tmp_path / "data", ".git/config", ".DS_Store", "sources.yaml", "notes.md")

    found, _ = discover([folder], {})

    assert [item.name for item in found] == ["notes.md"]


def test_a_second_folder_with_the_same_names_is_prefixed_by_its_own(tmp_path: Path) -> None:
    first, second = _folder(tmp_path / "spring", "notes.md"), _folder(tmp_path / "autumn", "notes.md")

    found, _ = discover([first, second], {})

    assert [item.name for item in found] == ["notes.md", "autumn/notes.md"]


def test_a_name_taken_in_the_workspace_by_another_folder_is_prefixed(tmp_path: Path) -> None:
    folder = _folder(tmp_path / "autumn", "notes.md")

    found, _ = discover([folder], {"notes.md": "/elsewhere"})

    assert [item.name for item in found] == ["autumn/notes.md"]


def test_the_same_folder_again_keeps_its_names(tmp_path: Path) -> None:
    folder = _folder(tmp_path / "autumn", "notes.md")

    found, _ = discover([folder], {"notes.md": str(folder)})

    assert [item.name for item in found] == ["notes.md"]


def test_the_workspace_inside_the_folder_is_not_read(tmp_path: Path) -> None:
    folder = _folder(tmp_path / "data", "notes.md", "store/workspace.json")

    found, _ = discover([folder], {}, avoid={folder / "store"})

    assert [item.name for item in found] == ["notes.md"]


def test_links_are_named_and_not_followed(tmp_path: Path) -> None:
    folder = _folder(tmp_path / "data", "notes.md")
    (folder / "loop").symlink_to(folder)

    found, skipped = discover([folder], {})

    assert [item.name for item in found] == ["notes.md"]
    assert "Links are not followed" in skipped[0].reason


def test_a_missing_path_says_what_to_give(tmp_path: Path) -> None:
    with pytest.raises(AssistantError, match="Give a file or a folder that exists"):
        discover([tmp_path / "nowhere"], {})
