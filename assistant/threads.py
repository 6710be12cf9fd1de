"""The conversations of an agent, thread by thread: read, mended after a failed turn, one turn at a time."""

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from weakref import WeakValueDictionary

from langchain_core.messages import AIMessage, AnyMessage, HumanMessage, RemoveMessage
from langchain_core.runnables import RunnableConfig
from langgraph.graph.message import REMOVE_ALL_MESSAGES
from langgraph.graph.state import CompiledStateGraph


class _Lock:
    """A lock that a weak reference can point to, so that threads nobody waits for cost nothing."""

    def __init__(self) -> None:
        self.lock = threading.Lock()


class Threads:
    """What an agent's checkpoints hold of each conversation."""

    def __init__(self, agent: CompiledStateGraph[Any, Any, Any, Any]) -> None:
        self._agent = agent
        self._locks: WeakValueDictionary[str, _Lock] = WeakValueDictionary()
        self._guard = threading.Lock()

    @contextmanager
    def alone(self, thread: str) -> Iterator[None]:
        """Hold the thread: two turns at once on one thread would lose each other's messages."""
        with self._guard:
            lock = self._locks.setdefault(thread, _Lock())
        with lock.lock:
            yield

    def messages(self, thread: str) -> list[AnyMessage]:
        """Return all messages of the thread, oldest first."""
        return list(self._agent.get_state(config(thread)).values.get("messages", ()))

    def requests(self, thread: str) -> list[str]:
        """Return what the user asked in the thread, oldest first."""
        return [message.text for message in self.messages(thread) if isinstance(message, HumanMessage)]

    def close(self, thread: str, last: str) -> None:
        """End a stopped turn with the words `last`, so that the next one finds a conversation in order."""
        held = self.messages(thread)
        kept = held[:-1] if held and _calls(held[-1]) else held
        self._rewrite(thread, [*kept, AIMessage(last)])

    def undo(self, thread: str, before: set[str | None]) -> None:
        """Take a failed turn out of the thread: only messages with an id in `before` stay."""
        held = self.messages(thread)
        kept = [message for message in held if message.id in before]
        if len(kept) < len(held):
            self._rewrite(thread, kept)

    def _rewrite(self, thread: str, messages: Sequence[AnyMessage]) -> None:
        """Make these all that the thread holds: what a failed step left pending has no id to remove it by."""
        everything = RemoveMessage(id=REMOVE_ALL_MESSAGES)
        self._agent.update_state(config(thread), {"messages": [everything, *messages]}, as_node="model")


def config(thread: str) -> RunnableConfig:
    """Return how LangGraph is told which thread a call belongs to."""
    return {"configurable": {"thread_id": thread}}


def _calls(message: AnyMessage) -> bool:
    return isinstance(message, AIMessage) and bool(message.tool_calls)
