"""`whybuy audit`: what was decided, listed and exported, and how a decision is called wrong."""

import csv
import re
import sys
import time
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.table import Table

from assistant.cli import open as opening
from assistant.cli import output
from assistant.cli.options import Json, WorkspaceDirectory
from assistant.errors import AssistantError, UsageError

if TYPE_CHECKING:
    from assistant.wiring import House

_DECISIONS = ("allow", "limit", "refuse")
_AGO = re.compile(r"(\d{1,4})([hd])")
_SHOWN = ("id", "at", "status", "verdict", "policy", "model", "appealed")


def audit(
    since: Annotated[str | None, typer.Option("--since", help="From this date on, or 24h, 7d ago on.")] = None,
    policy: Annotated[str | None, typer.Option("--policy", help="Only decisions under this policy.")] = None,
    verdict: Annotated[str | None, typer.Option("--verdict", help="allow, limit or refuse.")] = None,
    appeals: Annotated[bool, typer.Option("--appeals", help="Only decisions that somebody called wrong.")] = False,
    appeal: Annotated[str | None, typer.Option("--appeal", help="Call the decision of this record wrong.")] = None,
    words: Annotated[str, typer.Option("--words", help="What the owner should know, with --appeal.")] = "",
    as_csv: Annotated[bool, typer.Option("--csv", help="Print all fields as CSV.")] = False,
    json: Json = False,
    workspace: WorkspaceDirectory = None,
) -> None:
    """List what was decided and why, without a word of what was asked or by whom; or call a decision wrong."""
    if verdict is not None and verdict not in _DECISIONS:
        raise UsageError(f"--verdict takes one of {', '.join(_DECISIONS)}.")
    if json and as_csv:
        raise UsageError("Choose --json or --csv.")
    moment = _moment(since)
    with opening.filled(workspace) as house:
        if appeal is not None:
            _appealed(house, appeal, words, json=json)
            return
        found = house.audit.records(since=moment, policy=policy, verdict=verdict, appealed=appeals)
        kept = house.settings.audit_days
    if json:
        output.print_json({"records": found, "kept_days": kept})
    elif as_csv:
        _print_csv(found)
    else:
        _print(found, kept)


def _appealed(house: "House", record: str, words: str, *, json: bool) -> None:
    found = house.audit.appeal(record)
    if found is None:
        raise AssistantError(
            f"There is no record {record!r}. `whybuy audit` lists those that are kept; the JSON of an answer "
            'names its own as "record".'
        )
    told = _told(house, found, words)
    if json:
        output.print_json({"record": found, "owner_told": told})
        return
    owner = house.settings.owner
    if told:
        said = "The owner named in WHYBUY_OWNER was told."
    elif owner:
        said = f"The owner ({owner}) could not be told in Slack; name the record to them yourself."
    else:
        said = "No owner is named in WHYBUY_OWNER; `whybuy audit --appeals` lists it for whoever runs the program."
    output.console().print(f"Noted: record {record} is marked as called wrong. {said}", markup=False)


def _told(house: "House", found: Mapping[str, Any], words: str) -> bool:
    """Tell the owner in Slack where both are set; return whether that worked."""
    if not house.settings.owner or house.settings.slack_bot_token is None:
        return False
    from assistant.slack.app import web_client
    from assistant.slack.appeal import tell_owner

    client = web_client(house.settings.slack_bot_token.get_secret_value(), house.settings.slack_api_url)
    return tell_owner(client, house.settings.owner, found, house.scrub(words))


def _moment(since: str | None) -> float:
    """Return the seconds of the epoch that `--since` means; raises UsageError when it cannot be read."""
    if since is None:
        return 0.0
    if ago := _AGO.fullmatch(since.strip()):
        unit = timedelta(hours=1) if ago[2] == "h" else timedelta(days=1)
        return time.time() - int(ago[1]) * unit.total_seconds()
    try:
        day = date.fromisoformat(since)
    except ValueError as error:
        raise UsageError(f"--since takes a date such as 2025-03-01, or 24h or 7d, not {since!r}.") from error
    return datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp()


def _print(found: Sequence[Mapping[str, Any]], kept: int) -> None:
    console = output.console()
    if found:
        table = Table(box=None, pad_edge=False)
        for name in _SHOWN:
            # An id or a time that is cut short is of no use; a long model name is.
            table.add_column(name, no_wrap=name != "model", overflow="fold")
        for item in found:
            table.add_row(*("" if item[name] is None else str(item[name]) for name in _SHOWN))
        console.print(table)
    noun = "decision" if len(found) == 1 else "decisions"
    console.print(f"{len(found)} {noun}; records are kept for {kept} days.", style="dim")


def _print_csv(found: Sequence[Mapping[str, Any]]) -> None:
    """Print one row for each record; lists are joined by blanks, versions of prompts are `name=version`."""
    fields = list(found[0]) if found else list(_SHOWN)
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(fields)
    for item in found:
        writer.writerow([_cell(item[name]) for name in fields])


def _cell(value: object) -> object:
    if isinstance(value, Mapping):
        return " ".join(f"{name}={version}" for name, version in sorted(value.items()))
    text = " ".join(map(str, value)) if isinstance(value, list) else "" if value is None else value
    # A spreadsheet would run a cell that begins like a formula: document names come from outside.
    return f"'{text}" if isinstance(text, str) and text[:1] in {"=", "+", "-", "@"} else text
