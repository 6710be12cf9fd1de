"""Refreshing at intervals while the bot runs: what an interval is, and what is left to be told of the last one."""

import time
from datetime import timedelta
from pathlib import Path

import pytest

from assistant.errors import AssistantError
from assistant.owner.schedule import Refreshed, interval, last_refresh, refreshing
from assistant.settings import Settings
from assistant.wiring import House


@pytest.mark.parametrize(
    ("text", "expected"),
    [("", None), ("30m", timedelta(minutes=30)), ("6h", timedelta(hours=6)), (" 1 D ", timedelta(days=1))],
)
def test_an_interval_is_minutes_hours_or_days(text: str, expected: timedelta | None) -> None:
    assert interval(text) == expected


@pytest.mark.parametrize("text", ["6", "h", "0h", "six hours", "-1h", "6h30m"])
def test_what_is_no_interval_is_refused(text: str) -> None:
    with pytest.raises(AssistantError, match="WHYBUY_REFRESH"):
        interval(text)


def test_a_refresh_that_fails_is_told_and_the_bot_goes_on(tmp_path: Path) -> None:
    settings = Settings(workspace=tmp_path / "w", refresh="1h", _env_file=None)  # type: ignore[call-arg]
    with House(settings) as house, house.workspace.owning(), refreshing(house):
        last: Refreshed | None = None
        while last is None:
            last = last_refresh(house.workspace.directory)
            time.sleep(0.02)

    assert "whybuy ingest" in last.problem
