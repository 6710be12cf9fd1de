"""Starting, stopping and starting again."""

import os
import signal
import threading
from pathlib import Path

import pytest
from answering import Answers, answer, rich_answer
from connecting import EXAMPLE, scrub, settings
from fake_slack import FakeSlack, read

from assistant.errors import WorkspaceError
from assistant.slack.app import connected, run
from assistant.slack.faults import SlackError


def test_what_was_answered_before_a_restart_is_not_answered_again(
    slack: FakeSlack, answers: Answers, tmp_path: Path
) -> None:
    direct = slack.channel("DRESTART")
    with connected(settings(slack, tmp_path), answers, scrub=scrub, tools=(EXAMPLE,)):
        ts = slack.say("before", channel=direct)
        slack.wait_replies(direct, ts)
    with connected(settings(slack, tmp_path), answers, scrub=scrub, tools=(EXAMPLE,)):
        again = slack.repeat(slack.envelope_of(ts, "message"))
        slack.wait(lambda: again in slack.acknowledged, "acknowledgement")
        last = slack.say("after", channel=direct)
        slack.wait_replies(direct, last)

    assert answers.texts().count("before") == 1


def test_threads_and_computations_outlive_a_restart(slack: FakeSlack, answers: Answers, tmp_path: Path) -> None:
    channel = slack.channel("CRESTART")
    answers.prepared["rich again"] = rich_answer()
    with connected(settings(slack, tmp_path), answers, scrub=scrub):
        ts = slack.say("<@U0BOT> rich again", channel=channel)
        (reply,) = slack.wait_replies(channel, ts)
    seen = len(slack.views)
    with connected(settings(slack, tmp_path), answers, scrub=scrub):
        slack.click(reply, "How computed", channel=channel)
        slack.wait(lambda: len(slack.views) > seen, "window")
        slack.say("go on", channel=channel, thread_ts=ts)
        _, second = slack.wait_replies(channel, ts, 2)

    assert "formula: 53 / 212" in read(slack.views[-1])
    assert "go on" in read(second)


def test_questions_already_taken_are_answered_before_it_stops(
    slack: FakeSlack, answers: Answers, tmp_path: Path
) -> None:
    direct = slack.channel("DSTOP")
    gate, stop, started = threading.Event(), threading.Event(), threading.Event()
    answers.prepared["hold"] = lambda question: (gate.wait(10), answer("held"))[1]
    runner = threading.Thread(
        target=lambda: run(
            settings(slack, tmp_path), answers, scrub=scrub, tools=(EXAMPLE,), stop=stop, started=started.set
        )
    )
    runner.start()
    assert started.wait(10)
    ts = slack.say("hold", channel=direct)
    envelope = slack.envelope_of(ts, "message")
    slack.wait(lambda: envelope in slack.acknowledged, "acknowledgement")
    stop.set()
    runner.join(2)
    assert runner.is_alive(), "stopped while a question was being answered"
    gate.set()
    runner.join(20)

    assert not runner.is_alive()
    assert len(slack.replies(direct, ts)) == 1


def test_a_second_process_with_the_same_token_is_reported(
    slack: FakeSlack, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    slack.other_connections = 1
    try:
        with connected(settings(slack, tmp_path), Answers(), scrub=scrub):
            slack.wait(lambda: "Another process" in caplog.text, "the warning")
    finally:
        slack.other_connections = 0


def test_a_supervisor_can_end_it(slack: FakeSlack, tmp_path: Path) -> None:
    run(
        settings(slack, tmp_path),
        Answers(),
        scrub=scrub,
        tools=(EXAMPLE,),
        started=lambda: os.kill(os.getpid(), signal.SIGTERM),
    )

    assert signal.getsignal(signal.SIGTERM) == signal.SIG_DFL


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"slack_bot_token": None}, "SLACK_BOT_TOKEN is not set"),
        ({"slack_app_token": "xoxb-mixed-up"}, "SLACK_APP_TOKEN does not begin with xapp-"),
        ({"slack_bot_token": "xoxb-wrong"}, "Slack refuses SLACK_BOT_TOKEN (invalid_auth)"),
        ({"slack_app_token": "xapp-wrong"}, "Slack refuses SLACK_APP_TOKEN (invalid_auth)"),
    ],
    ids=["none", "mixed up", "bot", "app"],
)
def test_a_wrong_token_is_named(slack: FakeSlack, tmp_path: Path, wrong: dict[str, object], message: str) -> None:
    with pytest.raises(SlackError) as error:
        run(settings(slack, tmp_path, **wrong), Answers(), scrub=scrub, tools=(EXAMPLE,))

    assert message in str(error.value)
    assert "wrong" not in str(error.value)


def test_an_unreachable_slack_is_named(slack: FakeSlack, tmp_path: Path) -> None:
    nowhere = settings(slack, tmp_path, slack_api_url="http://127.0.0.1:9/api/")

    with pytest.raises(SlackError, match=r"cannot be reached at http://127\.0\.0\.1:9/api/"):
        run(nowhere, Answers(), scrub=scrub, tools=(EXAMPLE,))


def test_something_else_at_the_address_is_named(slack: FakeSlack, tmp_path: Path) -> None:
    elsewhere = settings(slack, tmp_path, slack_api_url=slack.url.replace("/api/", "/nothing/"))

    with pytest.raises(SlackError, match="is not Slack's Web API"):
        run(elsewhere, Answers(), scrub=scrub, tools=(EXAMPLE,))


def test_a_damaged_store_is_named(slack: FakeSlack, tmp_path: Path) -> None:
    (tmp_path / "slack.sqlite").write_bytes(b"this is no database" * 100)

    with pytest.raises(WorkspaceError, match=r"slack\.sqlite cannot be used"):
        run(settings(slack, tmp_path), Answers(), scrub=scrub, tools=(EXAMPLE,))
