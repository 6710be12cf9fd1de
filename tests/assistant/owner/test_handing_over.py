"""A command on a workspace that another process owns: same outcome, same messages, nothing lost when one ends."""

import json
import signal
import stat
import threading
import time
from pathlib import Path

import pytest

from assistant.errors import AssistantError
from assistant.owner.address import candidates, connected
from assistant.owner.asking import asked
from assistant.owner.serving import serving
from assistant.owner.wire import Channel
from tests.assistant.owner.conftest import Company, Start, unheard

OWNER = """
import sys, time
from pathlib import Path
from assistant.owner.serving import serving
from assistant.settings import Settings
from assistant.wiring import House
with House(Settings(workspace=Path(sys.argv[1]))) as house, house.workspace.owning(), serving(house):
    print("ready", flush=True)
    sys.stdin.readline()
"""


def test_an_ingest_elsewhere_is_done_by_the_owner(company: Company, start: Start) -> None:
    with company.house.workspace.owning(), serving(company.house):
        ran = start("ingest", company.folder, "--workspace", company.workspace, "--json")
        out, err = ran.communicate(timeout=60)

        assert ran.returncode == 0, err
        assert json.loads(out)["documents"] == 1
        assert company.house.corpus.search("parking")[0].document.id == "parking.md"


def test_what_fails_at_the_owner_fails_in_the_command(company: Company, start: Start) -> None:
    company.ingest()
    with company.house.workspace.owning(), serving(company.house):
        missing = start("ingest", "not-there", "--workspace", company.workspace)

        assert "not-there" in missing.communicate(timeout=60)[1]
        with pytest.raises(AssistantError, match="Nothing of that name is held"):
            asked(company.workspace, "erase", {"customer": "C404"}, unheard)
    assert missing.returncode == 1


def test_an_erasure_elsewhere_is_done_by_the_owner(company: Company) -> None:
    company.ingest()
    with company.house.workspace.owning(), serving(company.house):
        receipt = asked(company.workspace, "erase", {"document": "parking.md"}, unheard)

        assert receipt["subject"] == "parking.md"
        assert company.house.corpus.search("parking") == []


def test_progress_is_heard_where_the_command_runs(company: Company) -> None:
    heard: list[str] = []
    with company.house.workspace.owning(), serving(company.house):
        asked(
            company.workspace,
            "ingest",
            {"paths": [str(company.folder)]},
            lambda stage, done, total: heard.append(stage),
        )

    assert {"Comparing files", "Reading documents"} <= set(heard)


def test_a_command_whose_owner_ends_goes_on_by_itself(company: Company, start: Start) -> None:
    company.ingest()
    company.write("lockers.md", "The lockers jam, so people carry their bags to the water.")
    with company.house.workspace.owning(), serving(company.house), company.house.workspace.writing():
        ran = start("ingest", company.folder, "--workspace", company.workspace, "--json")
        while ran.poll() is None and not any(thread.name == "owner-job" for thread in threading.enumerate()):
            time.sleep(0.05)
    out, err = ran.communicate(timeout=60)

    assert ran.returncode == 0, err
    assert json.loads(out)["documents"] == 2
    assert company.texts().keys() == {"parking.md", "lockers.md"}


def test_a_killed_owner_is_followed_by_the_next(company: Company, start: Start) -> None:
    owner = start(company.workspace, script=OWNER)
    assert owner.stdout is not None
    assert owner.stdout.readline() == "ready\n"
    owner.send_signal(signal.SIGKILL)
    owner.wait(timeout=30)
    assert (company.workspace / "owner.sock").exists()

    assert company.ingest()["documents"] == 1


def test_only_the_user_may_connect(company: Company) -> None:
    with company.house.workspace.owning(), serving(company.house):
        mode = (company.workspace / "owner.sock").stat().st_mode

        assert stat.S_IMODE(mode) == 0o600
    assert not (company.workspace / "owner.sock").exists()


def test_a_workspace_with_a_long_path_is_served_elsewhere(company: Company, tmp_path: Path) -> None:
    long = tmp_path / ("deep" * 30)
    long.mkdir()
    assert all(path.parent != long for path in candidates(long))
    house = type(company.house)(company.house.settings.model_copy(update={"workspace": long}))

    with house, house.workspace.owning(), serving(house):
        connection = connected(long)
        assert connection is not None
        connection.close()
    assert connected(long) is None


@pytest.mark.parametrize(
    "request_line", [b"\n", b"{}\n", b"[1]\n", b'{"whybuy": 99, "job": "ingest"}\n', b"\xff\xfe\n", b"no end"]
)
def test_what_is_no_request_is_answered_and_the_owner_goes_on(company: Company, request_line: bytes) -> None:
    with company.house.workspace.owning(), serving(company.house):
        connection = connected(company.workspace)
        assert connection is not None
        with Channel(connection) as channel:
            connection.sendall(request_line)
            connection.shutdown(1)
            answer = channel.receive()

        assert answer is not None
        assert "restart it" in answer["error"]
        assert "generation" in asked(company.workspace, "index", {}, unheard)


def test_arguments_of_the_wrong_kind_are_refused(company: Company) -> None:
    refused = pytest.raises(AssistantError, match="list of texts")
    with company.house.workspace.owning(), serving(company.house), refused:
        asked(company.workspace, "ingest", {"paths": "all"}, unheard)
