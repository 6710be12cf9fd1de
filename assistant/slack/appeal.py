"""“I think this is wrong”: from the button under a refusal or a limit to the person who answers for the rules."""

from collections.abc import Callable, Mapping
from typing import Any, Protocol

from slack_bolt import Ack, App
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from assistant.errors import WorkspaceError
from assistant.guards.policies import policy_title
from assistant.slack.fallback import calm
from assistant.slack.faults import UNREACHABLE, log
from assistant.slack.limits import SECTION_TEXT, shorten
from assistant.slack.rich import Block, button, literal, quotation, sections

APPEAL = "appeal"
_VIEW = "appeal_view"
_WORDS = "words"
_ASKED = (
    "The person who answers for my rules gets the number of this decision ({record}), the rule and the time. "
    "Your name and your question are not sent. Write below what you want to add, or leave it empty."
)
_TOLD = "Thank you. The person who answers for my rules has been told about decision {record}."
_NOTED = (
    "Thank you. Decision {record} is marked as called wrong, and whoever runs me sees it in the list of "
    "decisions; I could not write to anybody about it now."
)
_GONE = "This decision is no longer on record, so it cannot be looked at again. Ask once more, and use its button."
_FAILED = "My records cannot be written at the moment, so this was not noted. Please tell the person who runs me."

Scrub = Callable[[str], str]


class Appeals(Protocol):
    """Where decisions are on record."""

    def find(self, record: str) -> dict[str, Any] | None:
        """Return the record of that id, or None."""

    def appeal(self, record: str) -> dict[str, Any] | None:
        """Mark the decision as called wrong and return its record; None when it is not held."""


def appeal_button(record: str) -> Block:
    """Return the button that calls the decision of a record wrong."""
    return button("I think this is wrong", APPEAL, record)


def listen_to_appeals(app: App, appeals: Appeals, *, owner: str, scrub: Scrub) -> None:
    """Ask for words that may be empty, then mark the record and tell the owner."""

    def acknowledged(ack: Ack) -> None:
        ack()

    def asked(body: Mapping[str, Any], client: WebClient) -> None:
        record = str(body["actions"][0]["value"])
        try:
            client.views_open(trigger_id=body["trigger_id"], view=_form(record))
        except (SlackApiError, *UNREACHABLE) as error:
            log("No window for an appeal in Slack", error)

    app.action(APPEAL)(ack=acknowledged, lazy=[asked])

    @app.view(_VIEW)
    def sent(ack: Ack, view: Mapping[str, Any], client: WebClient) -> None:
        record = str(view["private_metadata"])
        written = view["state"]["values"][_WORDS][_WORDS].get("value") or ""
        ack(response_action="update", view=_message(_carried_on(appeals, client, owner, record, written, scrub)))


def _carried_on(appeals: Appeals, client: WebClient, owner: str, record: str, written: str, scrub: Scrub) -> str:
    """Mark the record, tell the owner, and return what the asker is told of it."""
    try:
        found = appeals.appeal(record)
    except WorkspaceError as error:
        log("An appeal could not be noted", error)
        return _FAILED
    if found is None:
        return _GONE
    try:
        words = scrub(written)
    except Exception as error:  # noqa: BLE001 - words that cannot be scrubbed are not passed on; the appeal is
        log("The words of an appeal could not be scrubbed", error)
        words = ""
    told = bool(owner) and tell_owner(client, owner, found, words)
    return (_TOLD if told else _NOTED).format(record=record)


def tell_owner(client: WebClient, owner: str, record: Mapping[str, Any], words: str) -> bool:
    """Write to the owner which decision was called wrong, with the asker's own words if any; return success."""
    policy = str(record["policy"] or "")
    line = (
        f"Somebody thinks that decision {record['id']} is wrong: {record['verdict']}"
        f"{f', rule “{policy_title(policy)}” ({policy})' if policy else ''}, {record['at']}, "
        f"model {record['model']}, rules {record['rules'] or 'unknown'}."
    )
    blocks = [*sections(line), *([quotation(shorten(words, SECTION_TEXT))] if words.strip() else [])]
    try:
        client.chat_postMessage(
            channel=owner, text=calm(line), blocks=blocks, unfurl_links=False, unfurl_media=False
        )
    except (SlackApiError, *UNREACHABLE) as error:
        log("The owner could not be told of an appeal", error)
        return False
    return True


def _form(record: str) -> dict[str, object]:
    words = {
        "type": "input",
        "block_id": _WORDS,
        "optional": True,
        "label": literal("What is wrong with it?"),
        "element": {
            "type": "plain_text_input",
            "action_id": _WORDS,
            "multiline": True,
            "max_length": SECTION_TEXT,
        },
    }
    return _modal([*sections(_ASKED.format(record=record)), words]) | {
        "callback_id": _VIEW,
        "private_metadata": record,
        "submit": literal("Send"),
    }


def _message(text: str) -> dict[str, object]:
    return _modal(sections(text))


def _modal(blocks: list[Block]) -> dict[str, object]:
    title = literal("Call it wrong")
    return {"type": "modal", "title": title, "close": literal("Close"), "blocks": blocks}
