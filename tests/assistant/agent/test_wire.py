"""The agent over real HTTP: what a server says wrongly, or how it fails, never reaches the user."""

import socket

import pytest

from assistant.errors import AssistantError, ModelUnavailableError
from assistant.models import chat_model
from assistant.question import Question
from assistant.settings import Settings
from tests.assistant.agent.wire_server import Call, Cut, Fail, Hang, Say, WireServer

GOOD = "Month-to-month customers leave at [[F1]], two-year ones at [[F2]].\n\n[[E1]]"
TRUE = "42.7% (n = 3,875; 95% interval 41.1% to 44.3%)"


def settings(server_url, **options):
    values = {"openai_api_key": "sk-test", "openai_base_url": server_url, "model": "openai:test"}
    return Settings(_env_file=None, **{**values, **options})


@pytest.fixture
def over_wire(make):
    def put(*steps, question="Who leaves?", **options):
        with WireServer(*steps) as server:
            model = chat_model(settings(server.url, **options), lambda: None)
            assistant = make(model, model_name="openai:test")
            return assistant.ask(Question(text=question, thread="t")), server

    return put


def test_a_tool_call_and_an_answer(over_wire):
    answer, server = over_wire(Call("look_up", '{"text": "leave"}'), Say(GOOD))

    assert TRUE in answer.headline
    assert answer.status == "answered"
    assert answer.tools[0].args == {"text": "leave"}
    assert server.keys[0] == "Bearer sk-test"
    assert "[[F1]] 42.7% of month-to-month" in server.requests[1]["messages"][-1]["content"]
    assert "key" not in server.requests[0]["tools"][0]["function"]


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_passing_fault_is_retried(over_wire, status):
    answer, server = over_wire(Fail(status, {"Retry-After": "0"}), Call("look_up"), Say(GOOD))

    assert answer.status == "answered"
    assert len(server.requests) == 3


@pytest.mark.parametrize("hard", [True, False])
def test_a_cut_stream_is_asked_again(over_wire, hard):
    answer, _ = over_wire(Call("look_up"), Cut("Month-to-month customers are all", hard), Say(GOOD))

    assert TRUE in answer.headline
    assert "are all" not in answer.text


@pytest.mark.parametrize(
    ("step", "word"),
    [
        (Fail(429, {"Retry-After": "0"}), "rate"),
        (Fail(500, {"Retry-After": "0"}), "failed"),
        (Fail(401), "OPENAI_API_KEY"),
        (Fail(403), "WHYBUY_MODEL"),
        (Fail(404), "OPENAI_BASE_URL"),
        (Fail(400), "tools"),
        (Cut("No", hard=False), "broke off"),
        (Cut("No"), "breaks the connection"),
    ],
    ids=str,
)
def test_a_lasting_fault_is_one_clear_message(over_wire, step, word):
    with pytest.raises(ModelUnavailableError, match=word) as raised:
        over_wire(step)

    assert "sk-secret" not in str(raised.value)


def test_a_server_that_does_not_answer(over_wire):
    with pytest.raises(ModelUnavailableError, match="in time"):
        over_wire(Hang(), model_timeout=0.05)


def test_a_server_that_is_down(make):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}/v1"
    assistant = make(chat_model(settings(url), lambda: None), model_name="openai:test")

    with pytest.raises(ModelUnavailableError, match="cannot be reached"):
        assistant.ask(Question(text="Who leaves?", thread="t"))


def test_malformed_arguments_are_sent_back(over_wire):
    answer, server = over_wire(Call("look_up", '{"text": "lea'), Call("look_up"), Say(GOOD))

    assert answer.status == "answered"
    assert "not valid JSON" in server.requests[1]["messages"][-1]["content"]
    assert len(answer.tools) == 1


def test_wrong_arguments_are_explained(over_wire):
    answer, server = over_wire(Call("look_up", '{"nonsense": 1}'), Call("look_up"), Say(GOOD))

    assert answer.status == "answered"
    assert "`text`" in server.requests[1]["messages"][-1]["content"]


LIES = {
    "typed number": "Month-to-month customers leave at 99.9%.",
    "number word": "Nearly ninety percent of month-to-month customers leave.",
    "swapped": "Month-to-month customers leave at [[F2]], two-year ones at [[F1]].",
    "invented quote": "One customer said “this company lied to me for years”.",
    "sign flip": "Two-year customers leave more often than month-to-month customers ([[F3]]).",
    "wrong speaker": "[PERSON_XYZ] said it [[E1]].",
    "unknown token": "Month-to-month customers leave at [[F77]].",
}
TRACES = (
    "99.9",
    "ninety",
    "two-year ones at 42",
    "lied to me",
    "leave more often than month",
    "PERSON_XYZ",
    "F77",
)


@pytest.mark.parametrize("lie", LIES.values(), ids=LIES)
def test_a_lie_is_repaired_once(over_wire, lie):
    answer, server = over_wire(Call("look_up"), Say(f"What the data says.\n\n{lie}"), Say(GOOD))

    assert TRUE in answer.text
    assert answer.cut == 0
    assert len(server.requests) == 3
    assert not [trace for trace in TRACES if trace in answer.text]


@pytest.mark.parametrize("lie", LIES.values(), ids=LIES)
def test_a_lie_told_twice_is_cut(over_wire, lie):
    told = f"Month-to-month customers leave at [[F1]].\n\n{lie}"
    answer, server = over_wire(Call("look_up"), Say(told))

    assert answer.cut == 1
    assert answer.headline == f"Month-to-month customers leave at {TRUE}."
    assert len(server.requests) == 3
    assert not [trace for trace in TRACES if trace in answer.text]


@pytest.mark.parametrize("lie", LIES.values(), ids=LIES)
def test_nothing_but_a_lie_leaves_the_reports(over_wire, lie):
    answer, _ = over_wire(Call("look_up"), Say(lie))

    assert answer.cut == 1
    assert answer.headline.startswith("42.7% of month-to-month customers churned")
    assert answer.status == "answered"


def test_an_empty_message_is_sent_back(over_wire):
    answer, _ = over_wire(Call("look_up"), Say(""), Say(GOOD))

    assert TRUE in answer.headline


def test_an_unknown_provider_is_named():
    with pytest.raises(AssistantError, match="OPENAI_BASE_URL"):
        chat_model(Settings(_env_file=None, model="acme:large"), lambda: None)


def test_a_missing_key_is_named():
    with pytest.raises(AssistantError, match="OPENAI_API_KEY"):
        chat_model(
            Settings(_env_file=None, model="openai:gpt-5-mini", openai_api_key=None, openai_base_url=None),
            lambda: None,
        )
