"""A workspace with the first customers of the demo company, read once and copied for each test that changes it."""

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from assistant import cli
from assistant.demo.generate import write

CUSTOMERS = 200


@dataclass(frozen=True)
class Ran:
    """What a command printed, and how it ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Return standard output as JSON."""
        return json.loads(self.out)

    @property
    def lines(self) -> list[Any]:
        """Return standard output as JSON Lines."""
        return [json.loads(line) for line in self.out.splitlines()]


Whybuy = Callable[..., Ran]


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return where the embedding model is built once for all tests."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def whybuy(
    cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Whybuy:
    """Return a function that runs the command line in an empty folder without any of the caller's settings."""
    for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL", "SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "WHYBUY_MODEL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("WHYBUY_CACHE", str(cache))
    monkeypatch.chdir(tmp_path)

    def run(*arguments: object) -> Ran:
        monkeypatch.setattr("sys.argv", ["whybuy", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        said = capsys.readouterr()
        code = ended.value.code
        return Ran(code if isinstance(code, int) else 0 if code is None else 1, said.out, said.err)

    return run


@pytest.fixture(scope="session")
def demo_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with what the demo company knows of its first customers, and six conversations."""
    folder = tmp_path_factory.mktemp("demo")
    write(folder, CUSTOMERS)
    for talk in sorted((folder / "interviews").iterdir())[6:]:
        talk.unlink()
    return folder


@pytest.fixture(scope="session")
def _read_company(cache: Path, demo_data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    workspace = tmp_path_factory.mktemp("company") / "workspace"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("WHYBUY_CACHE", str(cache))
        patch.setattr("sys.argv", ["whybuy", "ingest", str(demo_data), "--workspace", str(workspace), "--json"])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        assert ended.value.code in (0, None)
    return workspace


@pytest.fixture
def company(_read_company: Path, tmp_path: Path) -> Path:
    """Return a workspace of its own that holds the demo company."""
    return Path(shutil.copytree(_read_company, tmp_path / "workspace"))
