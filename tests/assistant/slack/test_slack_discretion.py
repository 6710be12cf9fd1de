"""What is kept from logs, from whoever answers, and from other companies."""

import logging

import pytest
from answering import Answers
from fake_slack import FakeSlack, read
from fake_web_api import ME


def test_neither_questions_nor_error_texts_are_logged(
    slack: FakeSlack, direct: str, answers: Answers, caplog: pytest.LogCaptureFixture
) -> None:
    answers.prepared["private matter"] = ValueError("private matter cannot be read")

    with caplog.at_level(logging.DEBUG):
        ts = slack.say("private matter", channel=direct)
        slack.wait_replies(direct, ts)

    assert "Turn Ev" in caplog.text
    assert "private matter" not in caplog.text
    assert "xoxb" not in caplog.text


def test_personal_data_is_gone_before_anything_sees_the_question(
    slack: FakeSlack, direct: str, answers: Answers
) -> None:
    ts = slack.say(
        "mail <mailto:ann@example.org|ann@example.org> &amp; <#C1|sales> via <https://x.test|x>", channel=direct
    )
    slack.wait_replies(direct, ts)

    assert "mail [EMAIL] & #sales via x" in answers.texts()


def test_what_cannot_be_scrubbed_is_not_asked_but_gets_a_reply(
    slack: FakeSlack, direct: str, answers: Answers
) -> None:
    ts = slack.say("unscrubbable", channel=direct)

    assert "Something went wrong on my side" in read(slack.wait_replies(direct, ts)[0])
    assert "unscrubbable" not in answers.texts()


def test_a_conversation_shared_with_another_company_gets_no_answers(
    slack: FakeSlack, channel: str, answers: Answers
) -> None:
    slack.shared.add(channel)
    ts = slack.say(f"{ME} what do you know?", channel=channel)

    assert "shared with another company" in read(slack.wait_replies(channel, ts)[0])
    assert "what do you know?" not in answers.texts()


def test_a_guest_of_another_company_cannot_ask_with_a_button(
    slack: FakeSlack, channel: str, answers: Answers
) -> None:
    ts = slack.say(ME, channel=channel)
    (help_message,) = slack.wait_replies(channel, ts)
    before = len(answers.asked)

    slack.click(help_message, "Which gardens are large?", channel=channel, team="T99")
    _, reply = slack.wait_replies(channel, ts, 2)

    assert "shared with another company" in read(reply)
    assert "Which gardens are large?" not in answers.texts()[before:]
