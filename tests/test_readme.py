"""The README's commands are run as they stand."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from assistant.demo.generate import write

CUSTOMERS = 60  # of the demo company: quick to read
ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^ *```(\w+)\n(.*?)^ *```", README, flags=re.MULTILINE | re.DOTALL)
RUN = [line.strip() for kind, block in BLOCKS if kind == "bash" for line in block.splitlines() if line.strip()]
MAKE = sorted({target for kind, block in BLOCKS if kind == "sh" for target in re.findall(r"make (\w+)", block)})


def test_the_documented_commands_succeed_one_after_another(tmp_path: Path) -> None:
    write(tmp_path / "notes", CUSTOMERS)
    for talk in sorted((tmp_path / "notes" / "interviews").iterdir())[4:]:
        talk.unlink()
    scripts = Path(sys.executable).parent
    environment = {
        "PATH": f"{scripts}{os.pathsep}{os.environ['PATH']}",
        "HOME": os.environ.get("HOME", str(tmp_path)),
        "COLUMNS": "100",
    }

    for command in RUN:
        ended = subprocess.run(
            shlex.split(command), cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
        )
        assert ended.returncode == 0, f"{command}\n{ended.stderr}"
        assert ended.stdout.strip(), command


@pytest.mark.parametrize("target", MAKE)
def test_the_documented_make_targets_exist(target: str) -> None:
    ended = subprocess.run(["make", "--dry-run", target], cwd=ROOT, capture_output=True, text=True, check=False)

    assert ended.returncode == 0, ended.stderr


def test_every_linked_file_is_there() -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)\)", README)

    assert [link for link in links if not (ROOT / link).exists()] == []


def test_every_command_of_the_program_is_named() -> None:
    listed = subprocess.run(
        [Path(sys.executable).parent / "whybuy", "--help"], capture_output=True, text=True, check=True
    ).stdout
    commands = re.findall(r"^\W*([a-z]+)  ", listed.partition("Commands")[2], flags=re.MULTILINE)

    assert commands
    assert [name for name in commands if f"whybuy {name}" not in README and f"make {name}" not in README] == []
