"""“I think this is wrong”: the owner hears of the decision, never who asked or what, unless they say so."""

import pytest
from answering import Answers, answer
from connecting import scrub, settings

from assistant.answer import Refusal
from assistant.audit import AuditLog, Record
from assistant.slack.app import connected
from assistant.slack.blocks import messages
from assistant.slack.rich import shown

LABEL = "I think this is wrong"


@pytest.fixture(scope="module")
def log(tmp_path_factory):
    log = AuditLog(tmp_path_factory.mktemp("audit") / "audit.sqlite")
    yield log
    log.close()


@pytest.fixture(scope="module")
def answers():
    return Answers()


@pytest.fixture(scope="module")
def bot(slack, answers, log, tmp_path_factory):
    chosen = settings(slack, tmp_path_factory.mktemp("workspace"), owner="U99")
    with connected(chosen, answers, scrub=scrub, tools=(), appeals=log):
        yield


@pytest.fixture
def record(log):
    return log.write(
        Record(
            thread="t", question="q", status="refused", verdict="refuse", policy="vuln", model="offline",
            prompts={}, data_version="v", rules="r7",
        )
    )  # fmt: skip


@pytest.fixture
def refused(slack, answers, channel, record):
    """Ask for something that is refused, and open the window of the appeal."""

    def put():
        refusal = Refusal(policy="vuln", reason="No.", alternative="What do they need?")
        answers.prepared["sell to the sad"] = answer("No.", status="refused", refusal=refusal, record=record)
        slack.say("<@UBOT> sell to the sad".replace("UBOT", _bot()), channel=channel)
        (message,) = slack.wait_replies(channel)
        before = len(slack.views)
        slack.click(message, LABEL, channel=channel)
        slack.wait(lambda: len(slack.views) > before, "a window")
        return slack.views[-1]

    return put


def _bot():
    from fake_slack import BOT_USER

    return BOT_USER


def words(text):
    return {"words": {"words": {"type": "plain_text_input", "value": text}}}


def heard(slack):
    return [shown(message["blocks"]) for message in slack.replies("D99")]


def test_the_owner_gets_record_and_rule_and_no_word_of_the_question(slack, refused, record, log):
    before = len(heard(slack))
    reply = slack.submit(refused(), words(None))

    (told,) = heard(slack)[before:]
    assert record in told
    assert "vuln" in told
    assert "sell to the sad" not in told
    assert "U1" not in told
    assert "has been told" in shown(reply["view"]["blocks"])
    assert log.find(record)["appealed"]


def test_words_are_added_only_by_the_asker_and_without_personal_data(slack, refused):
    before = len(heard(slack))
    slack.submit(refused(), words("This was a support case, ask ann@example.org"))

    (told,) = heard(slack)[before:]
    assert "This was a support case, ask [EMAIL]" in told


def test_words_that_cannot_be_scrubbed_are_not_passed_on(slack, refused, record):
    before = len(heard(slack))
    slack.submit(refused(), words("unscrubbable secret"))

    (told,) = heard(slack)[before:]
    assert record in told
    assert "secret" not in told


def test_a_record_that_is_gone_is_said_to_be(slack, refused):
    view = refused() | {"private_metadata": "gone"}

    assert "no longer on record" in shown(slack.submit(view, words(None))["view"]["blocks"])


def test_only_refusals_and_limits_can_be_called_wrong():
    refusal = Refusal(policy="pii", reason="Totals only.", alternative="How many are there?")
    limited = answer("5 of 9.", status="limited", refusal=refusal, record="r1")

    assert LABEL in shown([block for message in messages(limited) for block in message.blocks])
    assert LABEL not in shown(messages(answer("5 of 9.", record="r1"))[0].blocks)
