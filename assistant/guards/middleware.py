"""The guards as LangChain middleware: they translate between messages and the guards' pure functions."""

from collections.abc import Callable
from typing import Annotated, Any, NotRequired

from langchain.agents.middleware import AgentMiddleware, AgentState, ModelRequest, ModelResponse, hook_config
from langchain.agents.middleware.types import PrivateStateAttr
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, RemoveMessage, SystemMessage
from langchain_core.tools import BaseTool
from langgraph.channels.untracked_value import UntrackedValue
from langgraph.runtime import Runtime

from assistant.agent.turn import Turn
from assistant.agent.view import split, view
from assistant.guards.grounding import Draft
from prompts import load


class RepairState(AgentState[Any]):
    """The agent's state; the private fields live for one run and are never stored."""

    repair: NotRequired[Annotated[str, UntrackedValue, PrivateStateAttr]]
    draft: NotRequired[Annotated[str, UntrackedValue, PrivateStateAttr]]
    repairs: NotRequired[Annotated[int, UntrackedValue, PrivateStateAttr]]


class GroundingGuard(AgentMiddleware[RepairState, Turn, Any]):
    """Lets nothing pass that the turn's reports do not support. First in the list: its word is the last."""

    state_schema = RepairState

    def __init__(self, repairs: int = 1) -> None:
        super().__init__()
        self._repairs = repairs

    @hook_config(can_jump_to=["model"])
    def after_model(self, state: RepairState, runtime: Runtime[Turn]) -> dict[str, Any] | None:
        """Send a faulty draft back to the model, `repairs` times at most; a draft that was mended is removed."""
        messages = state["messages"]
        update: dict[str, Any] = {"repair": "", "draft": ""}
        removed: list[BaseMessage] = [RemoveMessage(id=state["draft"])] if state.get("draft") else []
        last = messages[-1]
        if isinstance(last, AIMessage) and last.invalid_tool_calls:
            # A call that cannot be parsed gets no result, and servers refuse a history with such a gap.
            removed.append(last.model_copy(update={"invalid_tool_calls": []}))
        draft = Draft.of(messages)
        used = state.get("repairs", 0)
        advice = draft.repair(runtime.context.question.text) if draft and used < self._repairs else ""
        if removed:
            update["messages"] = removed
        if not advice or draft is None:
            return update if removed else None
        return update | {"repair": advice, "draft": draft.message.id, "repairs": used + 1, "jump_to": "model"}

    def after_agent(self, state: RepairState, runtime: Runtime[Turn]) -> dict[str, Any] | None:
        """Replace the last message by what remains of it; what was cut is counted in its `cut`."""
        draft = Draft.of(state["messages"])
        if draft is None:
            return None
        corpus = runtime.context.tools.corpus

        def stored(document: str) -> str | None:
            found = corpus.document(document)
            return found.text if found else None

        settled = draft.settled(runtime.context.question.text, stored)
        stance = "" if settled.stance == "answered" else f"[[{settled.stance}]] "
        final = AIMessage(
            id=draft.message.id, content=stance + settled.text, additional_kwargs={"cut": settled.cut}
        )
        return {"messages": [final]}


class TurnView(AgentMiddleware[RepairState, Turn, Any]):
    """Shows the model the thread as it may cite it, with the notes that only this call needs."""

    state_schema = RepairState

    def __init__(self, keep_turns: int = 8) -> None:
        super().__init__()
        self._keep = keep_turns

    def before_agent(  # the parameters' names belong to LangChain
        self,
        state: RepairState,
        runtime: Runtime[Turn],  # noqa: ARG002
    ) -> dict[str, Any] | None:
        """Forget the oldest turns of a long thread."""
        old = [message for turn in split(state["messages"])[: -self._keep] for message in turn]
        return {"messages": [RemoveMessage(id=message.id or "") for message in old]} if old else None

    def wrap_model_call(
        self, request: ModelRequest[Turn], handler: Callable[[ModelRequest[Turn]], ModelResponse[Any]]
    ) -> ModelResponse[Any]:
        """Call the model with numbered results, the intent guard's limit, and the faults of its last draft."""
        messages = view(request.messages)
        advice = str(request.state.get("repair") or "")
        if advice:
            messages.append(HumanMessage(advice, name="ledger"))
        request = request.override(messages=messages)
        only = request.runtime.context.only
        if only:
            request = request.override(tools=[tool for tool in request.tools if _name(tool) in only])
        verdict = request.runtime.context.verdict
        if verdict.verdict == "limit":
            note = load("limit").render(reason=verdict.reason, alternative=verdict.alternative)
            request = request.override(system_message=_extended(request.system_message, note))
        return handler(request)


def _name(tool: BaseTool | dict[str, Any]) -> str:
    return tool.name if isinstance(tool, BaseTool) else str(tool.get("name", ""))


def _extended(system: SystemMessage | None, note: str) -> SystemMessage:
    return SystemMessage(f"{system.text}\n\n{note}" if system else note)
