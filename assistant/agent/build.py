"""The agent's bill of materials."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from langchain.agents import create_agent
from langchain.agents.middleware import (
    AgentMiddleware,
    ModelCallLimitMiddleware,
    ModelRetryMiddleware,
    ToolCallLimitMiddleware,
    ToolCallRequest,
    ToolErrorMiddleware,
)
from langchain_core.language_models import BaseChatModel
from langchain_core.tools import BaseTool
from langgraph.checkpoint.base import BaseCheckpointSaver
from langgraph.graph.state import CompiledStateGraph

from assistant.agent.faults import UnfinishedAnswer, worth_retrying
from assistant.agent.turn import Turn
from assistant.guards.middleware import GroundingGuard, TurnView
from assistant.guards.untrusted import fence
from prompts import load
from tools.errors import AnalysisError

Agent = CompiledStateGraph[Any, Turn, Any, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much one turn may cost. `retry_delay` is the first pause in seconds before a model is asked again."""

    model_calls: int = 8
    tool_calls: int = 12
    repairs: int = 1
    retries: int = 2
    retry_delay: float = 1.0
    keep_turns: int = 8


DEFAULT_LIMITS = Limits()


def build(
    model: BaseChatModel, tools: Sequence[BaseTool], checkpointer: BaseCheckpointSaver[Any], limits: Limits
) -> Agent:
    """Return the graph. The order matters: the first guard has the last word, the retry is the innermost."""
    return create_agent(
        model,
        list(tools),
        system_prompt=load("system").text,
        context_schema=Turn,
        checkpointer=checkpointer,
        middleware=_middleware(limits),
    )


def _middleware(limits: Limits) -> list[AgentMiddleware[Any, Turn, Any]]:
    return [
        GroundingGuard(limits.repairs),
        TurnView(limits.keep_turns),
        ModelCallLimitMiddleware(run_limit=limits.model_calls, exit_behavior="error"),
        ToolCallLimitMiddleware(run_limit=limits.tool_calls, exit_behavior="continue"),
        ToolErrorMiddleware(_explain),
        ModelRetryMiddleware(
            max_retries=limits.retries,
            retry_on=worth_retrying,
            on_failure="error",
            initial_delay=limits.retry_delay,
        ),
        UnfinishedAnswer(),
    ]


def _explain(error: Exception, _: ToolCallRequest) -> str | None:
    """Return an analysis error's text for the model; None lets every other fault end the turn.

    It names columns and values that come close, which are data: hence the fence.
    """
    return fence(str(error)) if isinstance(error, AnalysisError) else None
