"""A fake Slack and a bot connected to it."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from answering import Answers
from connecting import EXAMPLE, scrub, settings
from fake_slack import FakeSlack

from assistant.slack.app import connected
from assistant.slack.manifest import manifest


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """The fake is on the loopback interface; a proxy of the machine would be asked first."""
    for name in ("HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="module")
def slack() -> Iterator[FakeSlack]:
    fake = FakeSlack(manifest()).start()
    yield fake
    fake.stop()


@pytest.fixture(scope="module")
def answers() -> Answers:
    return Answers()


@pytest.fixture(scope="module")
def bot(slack: FakeSlack, answers: Answers, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """One running bot for a module: every test talks in a channel of its own."""
    workspace = tmp_path_factory.mktemp("workspace")
    with connected(settings(slack, workspace), answers, scrub=scrub, tools=(EXAMPLE,)):
        yield


@pytest.fixture
def channel(slack: FakeSlack, bot: None, request: pytest.FixtureRequest) -> str:
    """A public channel with the bot in it, for one test."""
    return slack.channel(f"C{abs(hash(request.node.nodeid)) % 10**8:08}")


@pytest.fixture
def direct(slack: FakeSlack, bot: None, request: pytest.FixtureRequest) -> str:
    """A direct message with the bot, for one test."""
    return slack.channel(f"D{abs(hash(request.node.nodeid)) % 10**8:08}")
