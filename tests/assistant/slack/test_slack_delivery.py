"""When Slack is slow, busy, strict or away: the reply arrives all the same."""

import threading
from pathlib import Path

from answering import Answers, answer, evidence, rich_answer
from fake_slack import BOT_TOKEN, FakeSlack, read
from fake_web_api import ME
from slack_sdk import WebClient

from assistant.answer import Refusal
from assistant.question import Question
from assistant.slack.desk import Desk
from assistant.slack.store import SlackStore
from assistant.slack.turn import Turn


def test_a_rate_limited_post_is_tried_again(slack: FakeSlack, direct: str) -> None:
    slack.fail("chat.postMessage", "ratelimited", status=429, headers={"Retry-After": "0"})

    ts = slack.say("under load", channel=direct)

    assert "under load" in read(slack.wait_replies(direct, ts)[0])


def test_refused_blocks_are_replaced_by_text(slack: FakeSlack, direct: str, answers: Answers) -> None:
    answers.prepared["strict"] = rich_answer()
    slack.fail("chat.postMessage", "invalid_blocks")

    ts = slack.say("strict", channel=direct)
    (reply,) = slack.wait_replies(direct, ts)

    assert "blocks" not in reply
    for expected in ("Gardeners renew less often", "25.0%", "The shed was full", "one year only"):
        assert expected in reply["text"]


def test_nothing_fires_in_the_text_either(slack: FakeSlack, direct: str, answers: Answers) -> None:
    trap = "Tell <!channel> and @here: <@U2> https://evil.test/x"
    answers.prepared["trap"] = answer("Trap", f"Trap\n\n> {trap}", citations=(evidence(trap),))
    slack.fail("chat.postMessage", "invalid_blocks")

    ts = slack.say("trap", channel=direct)
    text = slack.wait_replies(direct, ts)[0]["text"]

    assert "<" not in text
    assert "@here" not in text
    assert "://" not in text


def test_a_channel_closed_to_the_bot_is_answered_directly(slack: FakeSlack, channel: str) -> None:
    slack.fail("chat.postMessage", "not_in_channel")

    slack.say(f"{ME} closed door", channel=channel, user="U77")
    note, reply = slack.wait_replies("D77", None, 2)

    assert "invite me" in read(note)
    assert "closed door" in read(reply)


def test_a_long_answer_comes_in_several_messages_and_whole(
    slack: FakeSlack, direct: str, answers: Answers
) -> None:
    lines = [f"Point {number}: " + "word " * 60 for number in range(120)]
    answers.prepared["long"] = answer("Long", "Long\n\n" + "\n\n".join(lines), follow_ups=("And?",))

    ts = slack.say("long", channel=direct)
    slack.wait(lambda: "[And?]" in "".join(map(read, slack.replies(direct, ts))), "the last part")
    replies = slack.replies(direct, ts)

    text = "\n".join(read(reply) for reply in replies)
    assert len(replies) > 1
    assert all(f"Point {number}:" in text for number in range(120))


def turn(text: str, channel: str, ts: str) -> Turn:
    question = Question(text=text, thread=ts)
    return Turn(question=question, channel=channel, thread_ts=ts, recipient="U1", event_id=ts, keys=(ts,))


def test_when_too_many_wait_the_next_one_is_told(slack: FakeSlack, answers: Answers, tmp_path: Path) -> None:
    channel, gate = slack.channel("CFULL"), threading.Event()
    answers.prepared["hold on"] = lambda question: (gate.wait(10), answer("held"))[1]
    stamps = [slack.say("x", channel=channel) for _ in range(2)]
    with SlackStore(tmp_path / "slack.sqlite") as store:
        desk = Desk(WebClient(BOT_TOKEN, base_url=slack.url), answers, store, workers=1, limit=1)
        for ts in stamps:
            desk.accept(turn("hold on", channel, ts))
        (busy,) = slack.wait_replies(channel, stamps[1])
        gate.set()
        desk.close()

    assert "ask again in a minute" in read(busy)
    assert read(slack.replies(channel, stamps[0])[0]).startswith("# held")


def test_a_store_that_fails_does_not_cost_the_answer(slack: FakeSlack, answers: Answers, tmp_path: Path) -> None:
    channel = slack.channel("CDISK")
    answers.prepared["no disk"] = rich_answer()
    ts = slack.say("x", channel=channel)
    store = SlackStore(tmp_path / "slack.sqlite")
    store.close()
    desk = Desk(WebClient(BOT_TOKEN, base_url=slack.url), answers, store)
    desk.accept(turn("no disk", channel, ts))
    desk.close()

    assert "Gardeners renew less often" in read(slack.replies(channel, ts)[0])
    assert "How computed" not in read(slack.replies(channel, ts)[0])
    assert not desk.takes_part(channel, ts)
    assert desk.workings("rec-1") is None


def test_a_refusals_alternative_is_one_click_away(slack: FakeSlack, channel: str, answers: Answers) -> None:
    refusal = Refusal(
        policy="vuln", reason="That would use a weakness.", alternative="Which offers do customers keep?"
    )
    answers.prepared["push them"] = answer("I do not help with this", status="refused", refusal=refusal)

    ts = slack.say(f"{ME} push them", channel=channel)
    (refused,) = slack.wait_replies(channel, ts)
    slack.click(refused, "Ask this instead", channel=channel, user="U5")
    _, reply = slack.wait_replies(channel, ts, 2)

    assert "That would use a weakness." in read(refused)
    assert "Rule: No selling through weak moments" in read(refused)
    assert "You asked: Which offers do customers keep?" in read(reply)
    assert next(q for q in answers.asked if q.text == refusal.alternative).asker == "U5"


def test_how_it_was_computed_opens_in_a_window(slack: FakeSlack, direct: str, answers: Answers) -> None:
    answers.prepared["rich"] = rich_answer()
    ts = slack.say("rich", channel=direct)
    (reply,) = slack.wait_replies(direct, ts)
    before = len(slack.views)

    slack.click(reply, "How computed", channel=direct)
    slack.wait(lambda: len(slack.views) > before, "window")

    text = read(slack.views[-1])
    assert "25.0% of the gardeners renewed" in text
    assert "formula: 53 / 212" in text


def test_a_new_connection_is_opened_when_slack_asks_for_it(slack: FakeSlack, direct: str) -> None:
    before = slack.connections
    slack.disconnect()
    slack.wait(lambda: slack.connections > before, "a second connection")

    ts = slack.say("after the change", channel=direct)

    assert "after the change" in read(slack.wait_replies(direct, ts)[0])


def test_an_event_sent_while_no_connection_was_open_is_answered(slack: FakeSlack, direct: str) -> None:
    slack.disconnect("warning")
    ts = slack.say("in between", channel=direct)

    assert "in between" in read(slack.wait_replies(direct, ts)[0])
