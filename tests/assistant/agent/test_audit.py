"""The audit log tells what was decided, for a limited time, and nothing that was written or by whom."""

import pytest

from assistant.audit import DAY, AuditLog, Record
from assistant.conversation import Probing
from assistant.errors import WorkspaceError
from assistant.guards.verdict import Verdict
from assistant.question import Question
from tests.assistant.agent.scripted import ScriptedModel, calls

REFUSED = Verdict(verdict="refuse", policy="vuln", reason="No.", alternative="What do they need?")


class Clock:
    def __init__(self):
        self.now = 1_800_000_000.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def log(tmp_path, clock):
    log = AuditLog(tmp_path / "a.sqlite", keep_days=30, clock=clock)
    yield log
    log.close()


def record(verdict="refuse", policy="vuln", **changes):
    values = {"thread": "t", "question": "q", "status": "refused", "model": "m", "prompts": {}, "data_version": ""}
    return Record(verdict=verdict, policy=policy, **{**values, **changes})


def test_a_record_holds_no_words_of_the_question_or_the_answer(ask, audit, tmp_path):
    answer, _ = ask(calls("look_up"), "[[F1]]\n\n[[E1]]", question="Who leaves Aurora?")

    found = audit.find(answer.record)
    assert (found["status"], found["tools"], found["findings"], found["citations"]) == (
        "answered", ["look_up"], 1, 1,
    )  # fmt: skip
    assert set(found["prompts"]) == {"system", "repair", "limit", "judge"}
    written = b"".join(path.read_bytes() for path in tmp_path.glob("audit*"))
    assert b"Aurora" not in written
    assert b"channels" not in written


def test_a_document_is_taken_out_of_the_records(ask, audit):
    ask(calls("look_up"), "[[E1]]")

    assert audit.about(["interviews/07.md"]) == 1
    assert audit.forget(["interviews/07.md"]) == 1
    assert audit.about(["interviews/07.md"]) == 0
    assert audit.records()[0]["documents"] == []


def test_a_record_says_which_rules_prompts_and_data_were_in_force(ask, audit):
    answer, _ = ask("[[clarify]] What?")

    found = audit.find(answer.record)
    assert found["rules"] == "r1"
    assert found["data_version"] == "v1"
    assert set(found["prompts"]) >= {"system", "repair"}


def test_records_leave_the_log_when_their_time_is_over(log, clock):
    log.write(record())
    clock.now += 31 * DAY

    log.write(record(policy="pii"))

    assert [item["policy"] for item in log.records()] == ["pii"]


def test_records_leave_the_log_when_it_is_opened(tmp_path, log, clock):
    log.write(record())
    clock.now += 31 * DAY

    assert AuditLog(tmp_path / "a.sqlite", keep_days=30, clock=clock).records() == []


def test_records_are_chosen_by_time_policy_and_verdict(log, clock):
    log.write(record(policy="vuln"))
    clock.now += 10
    log.write(record(policy="pii"))
    log.write(record(verdict="limit", policy="pii"))

    assert len(log.records(since=clock.now)) == 2
    assert len(log.records(policy="pii", verdict="limit")) == 1


def test_what_a_person_asked_cannot_be_listed(log, clock, tmp_path):
    log.write(record(), asker="U1")
    log.write(record(verdict="allow", policy=None), asker="U1")
    refused, allowed = log.records()

    assert not set(refused) & {"asker", "user"}
    assert set(refused) == set(allowed)
    clock.now += 2.5 * DAY
    log.expire()
    rows = log._connection.execute("SELECT asker FROM records").fetchall()
    assert rows == [(None,), (None,)]
    assert log._connection.execute("SELECT COUNT(*) FROM salts WHERE day != 'always'").fetchone() == (0,)


def test_an_export_cannot_be_compared_with_likely_questions(tmp_path):
    one, other = (AuditLog(tmp_path / f"{name}.sqlite") for name in "ab")

    assert one.digest("Who leaves?") == one.digest("Who leaves?")
    assert one.digest("Who leaves?") != other.digest("Who leaves?")


def test_an_appeal_marks_the_record_once(log):
    identity = log.write(record())
    log.write(record(policy="pii"))

    assert log.appeal(identity)["appealed"]
    assert log.appeal("unknown") is None
    assert [item["policy"] for item in log.records(appealed=True)] == ["vuln"]


def test_a_log_that_cannot_be_read_says_what_to_do(tmp_path):
    (tmp_path / "a.sqlite").write_bytes(b"not a database" * 100)

    with pytest.raises(WorkspaceError, match="move it away"):
        AuditLog(tmp_path / "a.sqlite")


@pytest.fixture
def probe(make):
    def put(asker, verdict=REFUSED):
        assistant = make(ScriptedModel(says=["[[clarify]] What?"]), verdict=verdict, probing=Probing(3, 60))
        return assistant.ask(Question(text="Who?", thread="t", asker=asker))

    return put


def test_who_is_refused_too_often_is_paused_also_after_a_restart(probe):
    answers = [probe("U1") for _ in range(4)]

    assert [answer.refusal.policy for answer in answers] == ["vuln", "vuln", "vuln", "pause"]
    assert "minutes" in answers[-1].text
    assert probe("U1", Verdict()).refusal.policy == "pause"


def test_a_pause_is_one_persons_own_and_is_not_prolonged_by_asking(probe, audit):
    for _ in range(6):
        probe("U1")

    assert probe("U2", Verdict()).status == "clarify"
    assert audit.refusals("U1", 3600).count == 3


def test_a_pause_ends_when_the_refusals_are_old(log, clock):
    for _ in range(3):
        log.write(record(), asker="U1")
    clock.now += 1800

    assert log.refusals("U1", 3600).count == 3
    assert log.refusals("U1", 3600).seconds_left == pytest.approx(1800)
    clock.now += 1900
    assert log.refusals("U1", 3600).count == 0


def test_refusals_around_midnight_count_together(log, clock):
    clock.now = 20_000 * DAY - 60
    log.write(record(), asker="U1")
    clock.now += 120
    log.write(record(), asker="U1")

    assert log.refusals("U1", 3600).count == 2
