"""Which files are found, and under which names."""

import bz2
import gzip
import lzma
import os
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.errors import AssistantError
from assistant.ingest.discover import Unpacking, discover
from retrieval.load import Parsers
from tests.retrieval import load_samples as samples


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


def test_files_inside_archives_and_mails_are_found(tmp_path: Path) -> None:
    folder = _folder(tmp_path / "data", "notes.md")
    mail = samples.mail("Words.", [("prices.csv", b"a,b\n1,2\n")])
    (folder / "in.zip").write_bytes(samples.archive([("x/a.md", b"Words."), ("m.eml", mail), ("../b.md", b"x")]))

    with Parsers() as parsers:
        found, skipped = discover([folder], {}, unpacking=Unpacking(parsers, _scratch(tmp_path)))

    assert [item.name for item in found] == [
        "in.zip/x/a.md", "in.zip/m.eml", "in.zip/m.eml/prices.csv", "notes.md",
    ]  # fmt: skip
    assert {item.root for item in found} == {folder}
    assert found[2].path.read_bytes() == b"a,b\n1,2\n"
    assert [(item.path, item.reason) for item in skipped] == [
        ("in.zip/b.md", "Its path leads out of the archive.")
    ]


def test_a_damaged_archive_is_named(tmp_path: Path) -> None:
    folder = _folder(tmp_path / "data", "broken.zip", "notes.md")

    with Parsers() as parsers:
        found, skipped = discover([folder], {}, unpacking=Unpacking(parsers, _scratch(tmp_path)))

    assert [item.name for item in found] == ["notes.md"]
    assert "no zip archive" in skipped[0].reason


@pytest.mark.parametrize(
    ("name", "reason"), [("a.csv", "lines is longer"), ("a.json", "1,000 MB"), ("a.txt", "lines")]
)
def test_a_file_of_one_endless_line_is_refused_without_being_held(name: str, reason: str, tmp_path: Path) -> None:
    folder = _folder(tmp_path / "data", "notes.md")
    with (folder / name).open("wb") as file:
        file.truncate(1_000_000_000)

    tracemalloc.start()
    try:
        found, skipped = discover([folder], {})
        assert tracemalloc.get_traced_memory()[1] < 20_000_000
    finally:
        tracemalloc.stop()

    assert [item.name for item in found] == ["notes.md"]
    assert reason in skipped[0].reason


def test_a_large_table_of_short_lines_is_read(tmp_path: Path) -> None:
    folder = _folder(tmp_path / "data")
    folder.mkdir()
    (folder / "a.csv").write_bytes(b"1,2,3\r\n" * 3_000_000)

    assert [item.name for item in discover([folder], {})[0]] == ["a.csv"]


def test_what_is_no_file_is_named(tmp_path: Path) -> None:
    folder = _folder(tmp_path / "data", "notes.md")
    os.mkfifo(folder / "pipe.md")

    found, skipped = discover([folder], {})

    assert [item.name for item in found] == ["notes.md"]
    assert "pipe" in skipped[0].reason


def _scratch(folder: Path) -> Path:
    scratch = folder / "scratch"
    scratch.mkdir()
    return scratch


@pytest.mark.parametrize(("ending", "pack"), [("gz", gzip.compress), ("bz2", bz2.compress), ("xz", lzma.compress)])
def test_a_file_packed_singly_is_read_under_its_own_name(
    tmp_path: Path, ending: str, pack: Callable[[bytes], bytes]
) -> None:
    folder = _folder(tmp_path / "data", "notes.md")
    (folder / f"orders.csv.{ending}").write_bytes(pack(b"id,paid\n1,2\n"))

    with Parsers() as parsers:
        found, skipped = discover([folder], {}, unpacking=Unpacking(parsers, _scratch(tmp_path)))

    assert [item.name for item in found] == ["notes.md", f"orders.csv.{ending}/orders.csv"]
    assert found[1].path.read_bytes() == b"id,paid\n1,2\n"
    assert skipped == []


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (gzip.compress(bytes(20_000_000)), "it is a bomb"),
        (gzip.compress(b"id,paid\n" * 5000)[:-40], "damaged"),
        (b"no gzip at all", "cannot be unpacked"),
    ],
    ids=["far too large", "cut short", "not packed"],
)
def test_a_packed_file_that_cannot_be_taken_out_is_skipped_and_leaves_nothing(
    tmp_path: Path, content: bytes, reason: str
) -> None:
    folder = _folder(tmp_path / "data", "notes.md")
    (folder / "orders.csv.gz").write_bytes(content)

    with Parsers() as parsers:
        found, skipped = discover([folder], {}, unpacking=Unpacking(parsers, _scratch(tmp_path)))

    assert [item.name for item in found] == ["notes.md"]
    assert reason in skipped[0].reason
    assert not [path for path in (tmp_path / "scratch").rglob("*") if path.is_file()]
