"""Posting a reply so that it arrives: blocks first, then plain text, then a direct message."""

from collections.abc import Sequence

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from assistant.slack.blocks import Message
from assistant.slack.fallback import calm
from assistant.slack.faults import TOO_MUCH, UNREACHABLE, code, log
from assistant.slack.limits import PLAIN_MESSAGE, split
from assistant.slack.turn import Turn
from assistant.slack.words import NOT_POSTED


def deliver(client: WebClient, turn: Turn, messages: Sequence[Message]) -> bool:
    """Post the messages in the turn's thread; return whether the asker got them, there or directly."""
    try:
        _post_all(client, turn.channel, turn.thread_ts, messages)
    except SlackApiError as error:
        log(f"Reply to {turn.event_id} not posted in its thread", error)
    except UNREACHABLE as error:
        log(f"Reply to {turn.event_id} not posted", error)
        return False
    else:
        return True
    return _tell_directly(client, turn, messages)


def _post_all(client: WebClient, channel: str, thread_ts: str | None, messages: Sequence[Message]) -> None:
    try:
        for message in messages:
            client.chat_postMessage(
                channel=channel,
                thread_ts=thread_ts,
                text=calm(message.text),
                blocks=message.blocks,
                unfurl_links=False,
                unfurl_media=False,
            )
    except SlackApiError as error:
        if code(error) not in TOO_MUCH:
            raise
        log("Slack refuses the blocks of a reply", error)
        _post_plain(client, channel, thread_ts, messages)


def _post_plain(client: WebClient, channel: str, thread_ts: str | None, messages: Sequence[Message]) -> None:
    text = calm("\n\n".join(message.plain for message in messages if message.plain))
    for part in split(text, PLAIN_MESSAGE):
        client.chat_postMessage(
            channel=channel, thread_ts=thread_ts, text=part, mrkdwn=False, unfurl_links=False, unfurl_media=False
        )


def _tell_directly(client: WebClient, turn: Turn, messages: Sequence[Message]) -> bool:
    """The channel is closed to the bot: the asker, whose audience the answer was made for, gets it directly."""
    if turn.channel.startswith("D"):
        return False
    try:
        client.chat_postMessage(channel=turn.recipient, text=NOT_POSTED)
        _post_all(client, turn.recipient, None, messages)
    except (SlackApiError, *UNREACHABLE) as error:
        log(f"Reply to {turn.event_id} reached nobody", error)
        return False
    return True
