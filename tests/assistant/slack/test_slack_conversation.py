"""Asking in Slack: mentions, threads, direct messages, over a real WebSocket to a fake Slack."""

import json
import threading

import pytest
from answering import Answers, answer
from fake_slack import BOT_ID, BOT_USER, TEAM, FakeSlack, read
from fake_web_api import ME

from assistant.errors import ModelUnavailableError
from assistant.slack.incoming import MAX_QUESTION
from assistant.slack.turn import Turn


def test_a_mention_is_answered_in_its_thread(slack: FakeSlack, channel: str, answers: Answers) -> None:
    ts = slack.say(f"{ME} who renews?", channel=channel)

    (reply,) = slack.wait_replies(channel, ts)

    assert read(reply).startswith("# You asked: who renews?")


def test_a_mention_comes_as_two_events_and_is_answered_once(
    slack: FakeSlack, channel: str, answers: Answers
) -> None:
    first = slack.say(f"{ME} first", channel=channel)
    slack.wait_replies(channel, first)
    ts = slack.say(f"{ME} again", channel=channel, thread_ts=first)
    slack.wait_replies(channel, first, 2)
    slack.settle(channel)

    assert len(slack.replies(channel, first)) == 2
    assert {slack.envelope_of(ts, kind) for kind in ("message", "app_mention")} <= slack.acknowledged


def test_a_follow_up_in_the_thread_needs_no_mention(slack: FakeSlack, channel: str, answers: Answers) -> None:
    ts = slack.say(f"{ME} who renews here?", channel=channel)
    slack.wait_replies(channel, ts)

    slack.say("and who leaves here?", channel=channel, thread_ts=ts, user="U2")
    _, second = slack.wait_replies(channel, ts, 2)

    assert "and who leaves here?" in read(second)
    threads = {q.thread for q in answers.asked if q.text in ("who renews here?", "and who leaves here?")}
    assert threads == {f"slack:{TEAM}:{channel}:{ts}"}


def test_talk_among_others_is_left_alone(slack: FakeSlack, channel: str, answers: Answers) -> None:
    ts = slack.say("lunch?", channel=channel)
    slack.say("yes, at noon", channel=channel, thread_ts=ts, user="U2")
    slack.settle(channel)

    assert slack.replies(channel, ts) == []
    assert not {"lunch?", "yes, at noon"} & set(answers.texts())


def test_a_direct_message_is_answered_in_a_thread_of_its_own(
    slack: FakeSlack, direct: str, answers: Answers
) -> None:
    ts = slack.say("direct question", channel=direct, user="U7")

    slack.wait_replies(direct, ts)

    question = next(q for q in answers.asked if q.text == "direct question")
    assert question.thread == f"slack:{TEAM}:{direct}:{ts}"
    assert question.reader.groups == {"user:U7"}


def test_what_is_asked_in_a_channel_is_answered_for_the_channel(
    slack: FakeSlack, channel: str, answers: Answers
) -> None:
    ts = slack.say(f"{ME} channel question", channel=channel, user="U7")
    slack.wait_replies(channel, ts)

    question = next(q for q in answers.asked if q.text == "channel question")
    assert question.reader.groups == {f"channel:{channel}"}
    assert question.asker == "U7"


@pytest.mark.parametrize(
    "message",
    [
        {"subtype": "message_changed", "hidden": True, "message": {"text": "edited"}},
        {"subtype": "channel_join"},
        {"subtype": "bot_message", "bot_id": "B9"},
        {"bot_id": "B9", "user": "U9"},
        {"bot_id": BOT_ID, "user": BOT_USER},
    ],
    ids=["edit", "join", "bot", "bot with user", "own"],
)
def test_what_no_person_wrote_is_ignored(
    slack: FakeSlack, direct: str, answers: Answers, message: dict[str, object]
) -> None:
    event = {"type": "message", "channel": direct, "channel_type": "im", "user": "U1", "text": f"not me {message}"}
    envelope = slack.event({**event, "ts": "1.1", "event_ts": "1.1", **message})

    slack.wait(lambda: envelope in slack.acknowledged, "acknowledgement")
    ts = slack.say("still there?", channel=direct)
    slack.wait_replies(direct, ts)

    assert len(slack.replies(direct)) == 1


def test_an_event_delivered_twice_is_answered_once_and_acknowledged_twice(
    slack: FakeSlack, direct: str, answers: Answers
) -> None:
    ts = slack.say("only once", channel=direct)
    slack.wait_replies(direct, ts)

    again = slack.repeat(slack.envelope_of(ts, "message"))
    slack.wait(lambda: again in slack.acknowledged, "acknowledgement")
    last = slack.say("something else", channel=direct)
    slack.wait_replies(direct, last)

    assert answers.texts().count("only once") == 1
    assert len(slack.replies(direct, ts)) == 1


def test_a_status_is_shown_while_it_works_and_cleared(slack: FakeSlack, direct: str) -> None:
    ts = slack.say("slow question", channel=direct)
    slack.wait(lambda: slack.status_of(direct, ts)[-1:] == [""], "cleared status")

    shown = [s for s in slack.statuses if s["thread_ts"] == ts]
    assert [s.get("loading_messages") for s in shown] == [
        None,
        ["Reading the tables"],
        ["Comparing two groups"],
        None,
    ]
    assert all(s["status"] for s in shown[:-1])


def test_a_refused_status_does_not_cost_the_answer(slack: FakeSlack, direct: str) -> None:
    slack.fail("assistant.threads.setStatus", "missing_scope")

    ts = slack.say("no status please", channel=direct)

    assert "no status please" in read(slack.wait_replies(direct, ts)[0])


@pytest.mark.parametrize("error", [RuntimeError("secret detail"), ModelUnavailableError("key sk-1 is wrong")])
def test_an_error_is_answered_without_its_text(
    slack: FakeSlack, direct: str, answers: Answers, error: Exception
) -> None:
    answers.prepared["break"] = error

    ts = slack.say("break", channel=direct)
    text = read(slack.wait_replies(direct, ts)[0])
    slack.wait(lambda: slack.status_of(direct, ts)[-1:] == [""], "cleared status")

    assert "Please ask again" in text
    assert "Reference: Ev" in text
    assert "secret" not in text
    assert "sk-1" not in text


def test_a_mention_without_a_question_gets_help(slack: FakeSlack, channel: str) -> None:
    ts = slack.say(f"{ME} ", channel=channel)
    (help_message,) = slack.wait_replies(channel, ts)

    slack.click(help_message, "How many gardens are there?", channel=channel)
    _, reply = slack.wait_replies(channel, ts, 2)

    assert "You asked: How many gardens are there?" in read(reply)


def test_a_text_beyond_the_limit_is_not_asked(slack: FakeSlack, direct: str, answers: Answers) -> None:
    ts = slack.say("long " * MAX_QUESTION, channel=direct)

    assert "too long for one question" in read(slack.wait_replies(direct, ts)[0])
    assert all(len(text) <= MAX_QUESTION for text in answers.texts())


def test_messages_of_one_thread_are_answered_in_order(slack: FakeSlack, direct: str, answers: Answers) -> None:
    gate = threading.Event()
    answers.prepared["n0"] = lambda question: (gate.wait(10), answer("n0"))[1]
    ts = slack.say("n0", channel=direct)
    other = slack.say("another thread", channel=direct)
    for number in range(1, 6):
        slack.say(f"n{number}", channel=direct, thread_ts=ts)
    slack.wait_replies(direct, other)

    assert slack.replies(direct, ts) == []
    gate.set()
    slack.wait_replies(direct, ts, 6)

    assert [text for text in answers.texts() if text in {f"n{i}" for i in range(6)}] == [f"n{i}" for i in range(6)]
    assert [read(reply).splitlines()[0][-2:] for reply in slack.replies(direct, ts)] == [f"n{i}" for i in range(6)]


def test_a_turn_survives_being_written_down(slack: FakeSlack, direct: str, answers: Answers) -> None:
    ts = slack.say("write me down", channel=direct)
    slack.wait_replies(direct, ts)
    question = next(q for q in answers.asked if q.text == "write me down")
    turn = Turn(question=question, channel=direct, thread_ts=ts, recipient="U1", event_id="Ev1", keys=("a",))

    assert Turn.from_dict(json.loads(json.dumps(turn.to_dict()))) == turn


def test_the_messages_tab_gets_prompts_from_the_tools(slack: FakeSlack, direct: str) -> None:
    slack.open_home("messages", channel=direct)
    slack.wait(lambda: any(p["channel_id"] == direct for p in slack.prompts), "prompts")

    prompts = next(p for p in slack.prompts if p["channel_id"] == direct)
    assert [p["message"] for p in prompts["prompts"]] == [
        "How many gardens are there?",
        "Which gardens are large?",
    ]


def test_the_home_tab_explains_the_bot(slack: FakeSlack, direct: str) -> None:
    slack.open_home("home", channel=direct, user="U8")
    slack.wait(lambda: "U8" in slack.homes, "home")

    text = read(slack.homes["U8"])
    assert "Count things" in text
    assert "How many gardens are there?" in text
