"""What the bot listens to. A listener only acknowledges and hands on; the work is done elsewhere.

Bolt runs these in the order in which Slack sent the events and acknowledges after they return, so a question
is in the queue before Slack stops repeating it. What needs Slack's answer (home, windows) is a lazy listener.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from assistant.slack.blocks import ASK, COMPUTED, notice
from assistant.slack.computed import computed_view, message_view
from assistant.slack.desk import Desk
from assistant.slack.faults import UNREACHABLE, log
from assistant.slack.home import home_view, prompts
from assistant.slack.incoming import Scrub, button_turn, is_direct, is_question, message_turn
from assistant.slack.turn import Turn
from assistant.slack.words import CLICK_LOST, SHARED, Tools

Body = Mapping[str, Any]


def listen_to_questions(app: App, desk: Desk, *, team: str, bot_user: str, scrub: Scrub) -> None:
    """Answer mentions, direct messages, and messages in threads that the bot is part of."""

    def take(event: Body, body: Body) -> None:
        def turn(cleaner: Scrub) -> Turn:
            event_id = str(body["event_id"])
            return message_turn(event, team=team, bot_user=bot_user, event_id=event_id, scrub=cleaner)

        if body.get("is_ext_shared_channel"):
            desk.decline(turn(_nothing), notice(SHARED))
        else:
            _hand_on(desk, scrub, turn)

    @app.event("app_mention")
    def mentioned(event: Body, body: Body) -> None:
        if is_question(event, bot_user):
            take(event, body)

    @app.event("message")
    def written(event: Body, body: Body) -> None:
        """Top-level messages of a channel are not for us; one that mentions us also comes as a mention."""
        if not is_question(event, bot_user):
            return
        thread_ts = event.get("thread_ts")
        if is_direct(event) or (thread_ts and desk.takes_part(event["channel"], thread_ts)):
            take(event, body)


def listen_to_buttons(app: App, desk: Desk, *, team: str, scrub: Scrub) -> None:
    """Ask the question of a clicked button; show how an answer's numbers were computed."""

    @app.action(re.compile(rf"^{ASK}:\d+$"))
    def asked(ack: Ack, body: Body) -> None:
        def turn(cleaner: Scrub) -> Turn:
            return button_turn(body, team=team, scrub=cleaner)

        if body["user"].get("team_id") not in (None, team):
            desk.decline(turn(_nothing), notice(SHARED))
        else:
            _hand_on(desk, scrub, turn)
        ack()

    def acknowledged(ack: Ack) -> None:
        ack()

    def show_workings(body: Body, client: WebClient) -> None:
        lines = desk.workings(body["actions"][0]["value"])
        view = message_view(CLICK_LOST) if lines is None else computed_view(lines)
        _tried(lambda: client.views_open(trigger_id=body["trigger_id"], view=view), "window")

    app.action(COMPUTED)(ack=acknowledged, lazy=[show_workings])


def listen_to_home(app: App, *, tools: Tools) -> None:
    """Show the help on the home tab and suggest questions on the messages tab."""

    def acknowledged(ack: Ack) -> None:
        ack()

    def opened(event: Body, client: WebClient) -> None:
        if event.get("tab") == "messages":
            # Without thread_ts: with one, Slack ignores the call in the agent view.
            suggested = prompts(tools)
            if suggested:
                channel = str(event["channel"])
                _tried(
                    lambda: client.assistant_threads_setSuggestedPrompts(channel_id=channel, prompts=suggested),
                    "prompts",
                )
        elif event.get("tab") == "home":
            _tried(lambda: client.views_publish(user_id=str(event["user"]), view=home_view(tools)), "home")

    app.event("app_home_opened")(ack=acknowledged, lazy=[opened])


def _hand_on(desk: Desk, scrub: Scrub, turn: Callable[[Scrub], Turn]) -> None:
    """Queue a turn. A text that cannot be scrubbed is dropped, but whoever wrote it gets a reply."""
    try:
        made = turn(scrub)
    except Exception as error:  # noqa: BLE001 - any fault of the scrubber must end in a reply
        desk.apologise(turn(_nothing), error)
    else:
        desk.accept(made)


def _nothing(_: str) -> str:
    """Keep nothing of a text that is not asked."""
    return ""


def _tried(call: Callable[[], object], what: str) -> None:
    try:
        call()
    except (SlackApiError, *UNREACHABLE) as error:
        log(f"No {what} in Slack", error)
