"""The offline analyst as a chat model: it plans tool calls, then composes their reports. Deterministic."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.embeddings import Embeddings
from langchain_core.language_models.chat_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, ToolCall, ToolMessage
from langchain_core.outputs import ChatGeneration, ChatResult
from langchain_core.runnables import Runnable
from langchain_core.tools import BaseTool
from pydantic import ConfigDict, PrivateAttr

from assistant.ledger.numbering import Ledger
from assistant.ledger.settle import OWN
from assistant.offline.choice import Call
from assistant.offline.compose import clarify, compose, insufficient, named
from assistant.offline.declared import Tool, describe
from assistant.offline.followups import next_questions
from assistant.offline.gathered import Plan
from assistant.offline.material import Material
from assistant.offline.meaning import Meaning
from assistant.offline.plan import plan
from tools.tables.catalog import Catalog

_ROUNDS = 2


class OfflineAnalyst(BaseChatModel):
    """A model without a network: reads the question against the catalog, calls tools, writes from reports.

    `catalog` and `facts` are asked at each turn, so that new data is seen. `facts` may hold `documents` (id to
    title) and `kinds` (kind to count). `embeddings`, when given, link words to columns by meaning.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    catalog: Callable[[], Catalog]
    embeddings: Embeddings | None = None
    facts: Callable[[], Mapping[str, Any]] = dict
    tools: tuple[BaseTool, ...] = ()
    _meaning: Meaning | None = PrivateAttr(default=None)
    _declared: tuple[tuple[BaseTool, ...], tuple[Tool, ...]] = PrivateAttr(default=((), ()))

    def model_post_init(self, context: Any, /) -> None:
        """Prepare what all copies of the model share, since the agent binds its tools anew at every call."""
        super().model_post_init(context)
        self._meaning = Meaning(self.embeddings) if self.embeddings is not None else None

    @property
    def _llm_type(self) -> str:
        return "offline"

    def bind_tools(  # type: ignore[override]
        self, tools: Sequence[BaseTool], *, tool_choice: str | None = None, **kwargs: Any
    ) -> Runnable[Any, AIMessage]:
        """Return the analyst that knows these tools; it chooses among them by itself."""
        del tool_choice, kwargs
        chosen = tuple(tools)
        known, _ = self._declared
        if len(known) != len(chosen) or any(old is not new for old, new in zip(known, chosen, strict=True)):
            self._declared = (chosen, describe(chosen))
        return self.model_copy(update={"tools": chosen})

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        del stop, run_manager, kwargs
        message = self._answer(messages)
        return ChatResult(generations=[ChatGeneration(message=message)])

    def _answer(self, messages: Sequence[BaseMessage]) -> AIMessage:
        questions = [message.text for message in messages if isinstance(message, HumanMessage)]
        if not questions:
            return AIMessage(content=insufficient(["No question was asked."]))
        decided = plan(questions[-1], questions[:-1], self._material())
        turn = _turn(messages)
        results = [message for message in turn if isinstance(message, ToolMessage)]
        if not results:
            return self._begun(decided)
        if again := _retry(decided, turn, results):
            return again
        return AIMessage(
            content=self._written(decided, messages),
            additional_kwargs={OWN: [*decided.notes, *decided.missing]},
        )

    def _begun(self, decided: Plan) -> AIMessage:
        """Return the calls of a plan, with questions that may follow, or the answer that something is missing."""
        if not decided.calls:
            return AIMessage(content=insufficient(decided.missing))
        message = _calls(decided.calls, 0)
        message.additional_kwargs["follow_ups"] = list(next_questions(decided, self._material()))
        return message

    def _written(self, decided: Plan, messages: Sequence[BaseMessage]) -> str:
        reports = Ledger.of_turn(list(messages)).reports  # type: ignore[arg-type]
        if len(reports) > len(decided.calls):  # what the spare calls tell takes the place of what said nothing
            reports = tuple(report for report in reports if report.findings or report.evidence) or reports
        unnamed = decided.names and not any(named(report, decided.names) for report in reports)
        unheld = f"Nothing that is held here names {', '.join(decided.names)}" if unnamed else ""
        if unheld and not any(report.findings and not report.evidence for report in reports):
            return insufficient([f"{unheld}."])
        if decided.readings:
            return clarify(decided.readings, reports)
        beyond = [f"{unheld}: the figures are not limited to that."] if unheld else []
        return compose(
            reports,
            (*beyond, *_unsaid(messages), *decided.missing),
            decided.notes,
        )

    def _material(self) -> Material:
        meaning, (_, declared) = self._meaning, self._declared
        return Material(
            catalog=self.catalog(),
            tools=declared,
            facts=self.facts(),
            similar=meaning.entries if meaning else None,
            alike=meaning.alike if meaning else None,
            closeness=meaning.tools if meaning else None,
        )


def _turn(messages: Sequence[BaseMessage]) -> list[BaseMessage]:
    last = max(index for index, message in enumerate(messages) if isinstance(message, HumanMessage))
    return list(messages[last + 1 :])


def _calls(calls: Sequence[Call], round_number: int) -> AIMessage:
    """Return the message that calls tools; ids are derived from the call, so that a turn repeats exactly."""
    made = [
        ToolCall(
            name=call.tool,
            args=dict(call.arguments),
            id=_identity(call, round_number, position),
            type="tool_call",
        )
        for position, call in enumerate(calls)
    ]
    return AIMessage(content="", tool_calls=made)


def _identity(call: Call, round_number: int, position: int) -> str:
    text = f"{round_number}:{position}:{call.tool}:{sorted(call.arguments.items(), key=str)}"
    return f"call_{hashlib.sha256(text.encode()).hexdigest()[:20]}"


def _retry(decided: Plan, turn: Sequence[BaseMessage], results: Sequence[ToolMessage]) -> AIMessage | None:
    """Return a second round of calls: in place of those that told nothing, where something else can be asked."""
    rounds = sum(isinstance(message, AIMessage) and bool(message.tool_calls) for message in turn)
    if rounds >= _ROUNDS:
        return None
    if decided.aside and any(_quotes_rows(message) for message in results):
        return _calls(decided.aside, rounds)
    silent = [message.status == "error" or not _tells(message) for message in results]
    others = [call for call, nothing in zip(decided.instead, silent, strict=False) if nothing and call is not None]
    others = [call for call in others if call not in decided.calls]
    if others:
        return _calls(others, rounds)
    failed = all(message.status == "error" or message.artifact is None for message in results)
    return _calls(decided.spare, rounds) if failed and decided.spare else None


def _unsaid(messages: Sequence[BaseMessage]) -> list[str]:
    """Return what is said of the parts of a question for which no words were found, where others were answered."""
    turn = _turn(messages)
    texts = {
        call["id"]: str(call["args"]["text"])
        for message in turn
        if isinstance(message, AIMessage)
        for call in message.tool_calls
        if "text" in call["args"]
    }
    searched = [message for message in turn if isinstance(message, ToolMessage) and message.tool_call_id in texts]
    answered = {texts[message.tool_call_id] for message in searched if _tells(message)}
    silent = {texts[message.tool_call_id]: message for message in searched}
    lines = [
        line
        for text, message in silent.items()
        if answered and text not in answered and isinstance(message.artifact, Mapping)
        for line in message.artifact.get("missing", ())
    ]
    return list(dict.fromkeys(map(str, lines)))


def _tells(message: ToolMessage) -> bool:
    """Return whether a tool's result holds a figure or a quote."""
    return isinstance(message.artifact, Mapping) and bool(
        message.artifact.get("findings") or message.artifact.get("evidence")
    )


def _quotes_rows(message: ToolMessage) -> bool:
    """Return whether a tool's result holds quotes of those who stand in a table, and not only of others."""
    held = message.artifact if isinstance(message.artifact, Mapping) else {}
    return not held.get("missing") and any(item.get("row") for item in held.get("evidence", ()))
