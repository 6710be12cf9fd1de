"""A conversation is remembered, in order, and can be forgotten."""

import threading
import time

import pytest

from assistant.agent.build import Limits
from assistant.errors import AssistantError, ModelUnavailableError, WorkspaceError
from assistant.memory import Memory
from assistant.question import Question
from tests.assistant.agent.scripted import ScriptedModel, calls


def test_a_follow_up_sees_the_answer_as_it_was_read(ask):
    ask(calls("look_up"), "Month-to-month customers leave at [[F1]].", question="Who leaves?")
    _, model = ask(calls("look_up"), "[[F1]]", question="And why?")

    shown = model.shown[0]
    assert [message.type for message in shown] == ["system", "human", "ai", "tool", "ai", "human"]
    assert "42.7% (n = 3,875" in shown[4].text
    assert "earlier turn" in shown[3].text
    assert shown[3].artifact is None


def test_ids_of_an_earlier_turn_do_not_count(ask):
    ask(calls("look_up"), "[[F1]]")
    answer, _ = ask("Month-to-month customers leave at [[F1]].", question="Again?")

    assert answer.findings == ()
    assert "42.7" not in answer.text


def test_the_memory_survives_a_restart(ask, memory, tmp_path):
    ask("[[clarify]] Which product?", question="Who buys it?")
    memory.close()
    reopened = Memory.open(tmp_path / "conversations.sqlite")

    assert [message.text for message in reopened.messages("t")] == ["Who buys it?", "[[clarify]] Which product?"]
    reopened.close()


def test_only_the_newest_state_of_a_thread_is_kept(ask, memory):
    for number in range(3):
        ask(calls("look_up"), "[[F1]]", question=f"Round {'x' * number}?")

    rows = memory.saver.conn.execute("SELECT COUNT(*) FROM checkpoints").fetchone()
    assert rows == (1,)


def test_a_long_thread_forgets_its_oldest_turns(ask, memory):
    for number in range(5):
        ask("[[clarify]] What?", question=f"Round {number}?", limits=Limits(keep_turns=3))

    assert [m.text for m in memory.messages("t") if m.type == "human"] == ["Round 2?", "Round 3?", "Round 4?"]


def test_what_was_scrubbed_is_nowhere(ask, memory, audit, tmp_path):
    answer, model = ask(
        "[[clarify]] Who is that?",
        question="What did anna@example.org say?",
        scrub=lambda text: text.replace("anna@example.org", "[EMAIL]"),
    )

    assert answer.question == "What did [EMAIL] say?"
    stored = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert b"anna@" not in stored
    assert b"[EMAIL]" in stored
    assert "anna@" not in str(model.shown)


def test_a_failed_turn_leaves_the_thread_as_it_was(ask, memory):
    ask("[[clarify]] What?", question="First?")
    with pytest.raises(AssistantError):
        ask(calls("look_up"), question="Second?", result=ValueError("x"))
    before = [message.text for message in memory.messages("t")]
    _, model = ask("[[clarify]] What?", question="Third?")

    assert before == ["First?", "[[clarify]] What?"]
    assert [message.text for message in model.shown[0][1:]] == [
        "First?",
        "<earlier>\nWhat?\n</earlier>",
        "Third?",
    ]


def test_a_model_that_cannot_be_reached_is_an_operators_error(ask):
    from langchain_core.exceptions import ModelConnectionError

    with pytest.raises(ModelUnavailableError, match="cannot be reached") as raised:
        ask(ModelConnectionError("http://10.0.0.1 key=sk-secret"))

    assert "sk-secret" not in str(raised.value)


def test_two_questions_at_once_in_one_thread_are_both_remembered(make, memory):
    class Slow(ScriptedModel):
        def _generate(self, *args, **kwargs):
            time.sleep(0.05)
            return super()._generate(*args, **kwargs)

    assistant = make(Slow(says=["[[clarify]] What?"]))
    workers = [
        threading.Thread(target=assistant.ask, args=(Question(text=f"Question {name}?", thread="t"),))
        for name in ("a", "b", "c")
    ]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    asked = sorted(message.text for message in memory.messages("t") if message.type == "human")
    assert asked == ["Question a?", "Question b?", "Question c?"]


def test_threads_about_a_document_are_found_and_forgotten(ask, memory, tmp_path):
    ask(calls("look_up"), "[[E1]]", thread="quotes")
    ask("[[clarify]] What?", thread="other")

    assert memory.about(documents=["interviews/07.md"]) == ["quotes"]
    assert memory.about(customers=["c-7"]) == ["quotes"]
    assert memory.forget(["quotes", "unknown"]) == 1
    assert memory.threads() == ["other"]
    stored = b"".join(path.read_bytes() for path in tmp_path.glob("conversations.sqlite*"))
    assert b"channels that nobody" not in stored


def test_progress_is_told_in_the_tools_own_words(make):
    heard = []
    make(ScriptedModel(says=[calls("look_up"), "[[F1]]"])).ask(
        Question(text="Who leaves?", thread="t"), heard.append
    )

    assert heard == ["Looking it up"]


@pytest.mark.parametrize("text", ["", "   ", "x" * 9000])
def test_what_is_no_question_is_asked_back(ask, text):
    answer, model = ask("never said", question=text)

    assert answer.status == "clarify"
    assert model.shown == []


def test_the_same_question_gives_the_same_answer(ask):
    says = (calls("look_up"), "Month-to-month customers leave at [[F1]].\n\n[[E1]]")
    first, _ = ask(*says, thread="one")
    second, _ = ask(*says, thread="two")

    assert first.text == second.text


def test_a_damaged_memory_is_named(tmp_path):
    (tmp_path / "bad.sqlite").write_bytes(b"no database at all" * 200)

    with pytest.raises(WorkspaceError, match=r"bad\.sqlite"):
        Memory.open(tmp_path / "bad.sqlite")


def test_a_memory_that_breaks_later_is_an_operators_error(ask, memory, tmp_path):
    ask("[[clarify]] What?")
    memory.saver.conn.execute("DROP TABLE checkpoints")

    with pytest.raises(WorkspaceError, match="conversations"):
        ask("[[clarify]] What?")


def test_a_conversation_is_forgotten_when_nothing_was_said_for_long(ask, memory, tmp_path):
    ask("Hello.", thread="old")
    ask("Hello.", thread="other")
    now = time.time()

    week = Memory.open(tmp_path / "conversations.sqlite", keep_days=7, clock=lambda: now + 6 * 86_400)
    assert week.threads() == ["old", "other"]
    week.close()
    late = Memory.open(tmp_path / "conversations.sqlite", keep_days=7, clock=lambda: now + 8 * 86_400)
    assert late.threads() == []
    late.close()
