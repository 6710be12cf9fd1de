"""A backup is whole, verified, taken while the bot runs; a restore destroys nothing unasked and revives nobody."""

import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from assistant.migrations import SCHEMA
from tests.assistant.cli.conftest import Whybuy

NOTE = "# Note\n\nThe zinnias wilted before the courier rang the second time.\n"
OWNER = """
import sys
from pathlib import Path
from assistant.workspace import Workspace
with Workspace(Path(sys.argv[1])).owning():
    print("owned", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def saved(whybuy: Whybuy, tmp_path: Path) -> Path:
    """Return a backup of a workspace with two notes."""
    data = tmp_path / "data"
    data.mkdir()
    (data / "note.md").write_text(NOTE, encoding="utf-8")
    (data / "other.md").write_text("# Other\n\nIt is a fine lamp for a dark kitchen.\n", encoding="utf-8")
    whybuy("ingest", data)
    whybuy("ask", "What do customers say about the lamp?", "--thread", "t")
    assert whybuy("backup", tmp_path / "saved.zip").code == 0
    return tmp_path / "saved.zip"


def _rewritten(source: Path, target: Path, change: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            new.writestr(name, change.get(name, old.read(name)))
    return target


def test_a_restored_workspace_answers_as_before(whybuy: Whybuy, saved: Path, tmp_path: Path) -> None:
    ran = whybuy("restore", saved, "--workspace", tmp_path / "again")

    assert ran.code == 0, ran.err
    assert whybuy("show", "note.md", "--workspace", tmp_path / "again").out == NOTE
    assert whybuy("search", "zinnias", "--workspace", tmp_path / "again", "--json").json
    assert (saved.stat().st_mode & 0o077) == 0, "it holds the workspace's keys"


def test_a_backup_is_made_while_another_process_owns_the_workspace(
    whybuy: Whybuy, saved: Path, tmp_path: Path
) -> None:
    command = [sys.executable, "-c", OWNER, str(tmp_path / ".whybuy")]
    with subprocess.Popen(
        command, cwd=Path(__file__).parents[3], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as owner:
        assert owner.stdout is not None
        assert owner.stdout.readline() == "owned\n"
        ran = whybuy("backup", tmp_path / "second.zip")
        owner.communicate("")

    assert ran.code == 0, ran.err


def test_what_is_there_is_replaced_only_when_asked(whybuy: Whybuy, saved: Path, tmp_path: Path) -> None:
    (tmp_path / "data" / "note.md").write_text("# Note\n\nChanged since the backup was made.\n", encoding="utf-8")
    whybuy("ingest", tmp_path / "data")

    refused = whybuy("restore", saved)
    assert refused.code == 1
    assert "--force" in refused.err
    assert "Changed since" in whybuy("show", "note.md").out

    assert whybuy("restore", saved, "--force").code == 0
    assert whybuy("show", "note.md").out == NOTE
    assert [path.name for path in tmp_path.iterdir() if "restor" in path.name] == []


def test_a_damaged_or_foreign_file_is_refused_and_changes_nothing(
    whybuy: Whybuy, saved: Path, tmp_path: Path
) -> None:
    with zipfile.ZipFile(saved) as archive:
        listing = json.loads(archive.read("whybuy-backup.json"))
    newer = json.dumps({**listing, "schema": SCHEMA + 1}).encode()
    outside = json.dumps({**listing, "files": {"../x": {"sha256": "", "bytes": 0}}}).encode()
    (tmp_path / "half.zip").write_bytes(saved.read_bytes()[: saved.stat().st_size // 2])
    refused = {
        "half.zip": "damaged",
        "changed.zip": "damaged at `catalog.yaml`",
        "newer.zip": f"schema {SCHEMA + 1}",
        "outside.zip": "outside the workspace",
        "missing.zip": "no file",
    }
    _rewritten(saved, tmp_path / "changed.zip", {"catalog.yaml": b"tables: []"})
    _rewritten(saved, tmp_path / "newer.zip", {"whybuy-backup.json": newer})
    _rewritten(saved, tmp_path / "outside.zip", {"whybuy-backup.json": outside})

    for name, reason in refused.items():
        ran = whybuy("restore", tmp_path / name, "--force")
        assert ran.code == 1, name
        assert reason in ran.err.replace("\n", " "), name
    assert whybuy("show", "note.md").out == NOTE


def test_what_was_erased_since_the_backup_is_not_revived(whybuy: Whybuy, saved: Path, tmp_path: Path) -> None:
    receipt = whybuy("erase", "--document", "note.md", "--json").json
    assert receipt["backups"] == [str(saved)]

    restored = whybuy("restore", saved, "--force", "--json").json

    assert restored["erased"] == 1
    assert whybuy("show", "note.md").code == 1
    assert whybuy("show", "other.md").code == 0
    held = [
        path for path in (tmp_path / ".whybuy").rglob("*") if path.is_file() and b"zinnias" in path.read_bytes()
    ]
    assert held == []


def test_no_file_is_overwritten_by_a_backup(whybuy: Whybuy, saved: Path) -> None:
    ran = whybuy("backup", saved)

    assert ran.code == 1
    assert "exists already" in ran.err
