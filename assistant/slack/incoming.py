"""From a Slack event to a turn: what was asked, by whom, in which conversation, for whose eyes."""

import html
import re
from collections.abc import Callable, Mapping
from typing import Any

from assistant.question import Question
from assistant.slack.turn import Turn
from retrieval.documents import Audience

Scrub = Callable[[str], str]

MAX_QUESTION = 4000
"""Characters of a question. A longer one is not cut, it is answered with the request to shorten it."""

_ASKED_BY_PEOPLE = (None, "", "file_share", "thread_broadcast")
_TOKEN = re.compile(r"<(?P<sign>[@#!]?)(?P<target>[^<>|]*)(?:\|(?P<label>[^<>]*))?>")


def is_question(event: Mapping[str, Any], bot_user: str) -> bool:
    """Return whether a person wrote this message: no bot, no edit, no deletion, no join, not ourselves."""
    return (
        bool(event.get("user"))
        and event.get("user") != bot_user
        and not event.get("bot_id")
        and not event.get("hidden")
        and not event.get("edited")
        and event.get("subtype") in _ASKED_BY_PEOPLE
    )


def is_direct(event: Mapping[str, Any]) -> bool:
    """Return whether an event belongs to a direct message with the bot."""
    return event.get("channel_type") == "im" or str(event.get("channel", "")).startswith("D")


def plain(text: str, bot_user: str) -> str:
    """Return a message as its author saw it: the bot's mention gone, links and channels by their label."""

    def replaced(found: re.Match[str]) -> str:
        sign, target, name = found["sign"], found["target"], found["label"]
        if sign == "@":
            return "" if target == bot_user else "somebody"
        if sign == "#":
            return f"#{name}" if name else "this channel"
        return name or target

    return html.unescape(_TOKEN.sub(replaced, text)).strip()


def reader(channel: str, user: str, *, direct: bool) -> Audience:
    """Return the groups that will read the answer: a channel's answer is read by the channel, whoever asked."""
    return Audience(frozenset({f"user:{user}" if direct else f"channel:{channel}"}))


def conversation(team: str, channel: str, thread_ts: str) -> str:
    """Return the name under which a thread's memory is kept.

    In a direct message, too, a conversation is a thread: the bot answers under the message, so the first
    message's timestamp names it from the start, and a new message at the top begins afresh. One endless
    memory for each person would let a question of last month colour today's.
    """
    return f"slack:{team}:{channel}:{thread_ts}"


def message_turn(event: Mapping[str, Any], *, team: str, bot_user: str, event_id: str, scrub: Scrub) -> Turn:
    """Return the turn that a message or a mention starts.

    A mention in a channel arrives as two events with two ids, hence the second key: the message itself.
    """
    channel, ts, user = event["channel"], event["ts"], event["user"]
    thread_ts = event.get("thread_ts") or ts
    text = plain(event.get("text") or "", bot_user)
    return Turn(
        question=Question(
            text=scrub(text[: MAX_QUESTION + 1]),
            thread=conversation(team, channel, thread_ts),
            asker=user,
            reader=reader(channel, user, direct=is_direct(event)),
        ),
        channel=channel,
        thread_ts=thread_ts,
        recipient=user,
        event_id=event_id,
        keys=(f"event:{event_id}", f"message:{channel}:{ts}"),
    )


def button_turn(body: Mapping[str, Any], *, team: str, scrub: Scrub) -> Turn:
    """Return the turn that a click on a question starts, in the thread where the button stands.

    `team` is the bot's own: who clicks in a shared channel may belong to another one.
    """
    action, message, user = body["actions"][0], body["message"], body["user"]["id"]
    channel, ts = body["channel"]["id"], action["action_ts"]
    thread_ts = message.get("thread_ts") or message["ts"]
    return Turn(
        question=Question(
            text=scrub(action["value"]),
            thread=conversation(team, channel, thread_ts),
            asker=user,
            reader=reader(channel, user, direct=channel.startswith("D")),
        ),
        channel=channel,
        thread_ts=thread_ts,
        recipient=user,
        event_id=f"click-{ts}",
        keys=(f"click:{channel}:{user}:{ts}",),
        by_button=True,
    )
