"""Asking in Slack: mentions, threads, direct messages, over a real WebSocket to a fake Slack."""

from answering import Answers
from fake_slack import FakeSlack, read

ME = "<@U0BOT>"


def test_a_mention_is_answered_in_its_thread(slack: FakeSlack, channel: str, answers: Answers) -> None:
    ts = slack.say(f"{ME} who renews?", channel=channel)

    (reply,) = slack.wait_replies(channel, ts)

    assert read(reply).startswith("# You asked: who renews?")
