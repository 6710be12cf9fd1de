"""What becomes of a turn in which a tool or the model fails, or never ends."""

import time
from dataclasses import replace

import pytest
from langchain_core.messages import AIMessage, HumanMessage, ToolMessage

from assistant.agent.build import Limits
from assistant.errors import AssistantError
from tests.assistant.agent.conftest import REPORT, look_up
from tests.assistant.agent.scripted import calls
from tools.errors import AnalysisError
from tools.results import Report


def test_an_analysis_error_is_for_the_model(ask):
    answer, model = ask(
        calls("look_up"), "[[insufficient]] There is no such column.", result=AnalysisError("Use `Contract`.")
    )

    assert "Use `Contract`." in model.shown[1][-1].text
    assert answer.status == "insufficient"


def test_any_other_fault_of_a_tool_ends_the_turn_without_its_text(ask, memory, audit):
    with pytest.raises(AssistantError, match="KeyError") as raised:
        ask(calls("look_up"), "[[F1]]", result=KeyError("anna@example.org"))

    assert "anna" not in str(raised.value)
    assert memory.messages("t") == []
    assert audit.records()[0]["status"] == "failed"


def test_one_of_two_tools_failing_leaves_the_thread_as_it_was(ask, memory):
    ask(calls("look_up"), "[[F1]]")
    before = [message.id for message in memory.messages("t")]
    both = AIMessage("", tool_calls=[*calls("look_up").tool_calls, *calls("fails").tool_calls])
    late = replace(look_up(REPORT, "fails"), run=_fail_late)

    with pytest.raises(AssistantError, match="KeyError"):
        ask(both, "[[F1]]", analyses=(look_up(REPORT), late))

    assert [message.id for message in memory.messages("t")] == before


def _fail_late(*_):
    time.sleep(0.3)  # the other tool's result is held by then
    raise KeyError("anna@example.org")


def test_a_model_that_never_stops_still_gives_its_results(ask):
    answer, model = ask(calls("look_up"), limits=Limits(model_calls=3, retry_delay=0.0))

    assert len(model.shown) == 3
    assert answer.headline.startswith("42.7% of month-to-month")
    assert any("more steps" in caveat for caveat in answer.caveats)


def test_a_model_that_never_stops_without_results_says_so(ask, memory):
    options = {"limits": Limits(model_calls=2, retry_delay=0.0), "result": Report()}
    answer, _ = ask(calls("look_up"), **options)

    assert answer.status == "insufficient"
    assert "limit" not in answer.text.lower()

    again, _ = ask("[[clarify]] What do you mean?", question="And now?", **options)
    assert again.status == "clarify"


def test_tool_calls_beyond_the_limit_are_not_run(ask):
    answer, model = ask(
        calls("look_up"),
        calls("look_up"),
        calls("look_up"),
        "[[F1]]",
        limits=Limits(tool_calls=1, retry_delay=0.0),
    )

    assert answer.headline.startswith("42.7%")
    assert len([m for m in model.shown[-1] if isinstance(m, ToolMessage) and m.artifact]) == 1


def test_the_offline_analyst_is_not_asked_to_repair(ask):
    answer, model = ask(calls("look_up"), "It is 99%.\n\n- [[F1]]", model_name="offline")

    assert len(model.shown) == 2
    assert answer.cut == 1
    assert answer.headline.startswith("42.7%")


def test_the_repair_names_the_fault_and_leaves_no_trace(ask, memory):
    _, model = ask(calls("look_up"), "It is 99%.", "[[F1]]")

    advice = model.shown[2][-1]
    assert isinstance(advice, HumanMessage)
    assert "`99`" in advice.text
    assert [message.type for message in memory.messages("t")] == ["human", "ai", "tool", "ai"]


def test_a_model_without_results_may_not_tell_numbers(ask):
    answer, _ = ask("You have 500 customers.", result=Report())

    assert answer.status == "insufficient"
    assert "500" not in answer.text


def test_a_broken_call_beside_a_good_one_leaves_no_gap_in_the_history(ask, memory):
    both = calls("look_up").model_copy(
        update={
            "invalid_tool_calls": [
                {"name": "look_up", "args": "{", "id": "bad", "error": None, "type": "invalid_tool_call"}
            ]
        }
    )
    answer, model = ask(both, "[[F1]]")

    assert answer.headline.startswith("42.7%")
    assert all(not getattr(message, "invalid_tool_calls", []) for message in model.shown[1])
