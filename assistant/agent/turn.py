"""What one turn carries through the graph beside its messages."""

from dataclasses import dataclass, field

from assistant.guards.verdict import Verdict
from assistant.question import Question
from tools.analysis import ToolContext


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """The runtime context of a turn: what tools may reach, who asks what, and what the intent guard said.

    `only`, when not empty, names the tools that this turn may call: a text brought along to be judged is judged,
    and nothing else is done about what it says.
    """

    tools: ToolContext
    question: Question
    verdict: Verdict = field(default_factory=Verdict)
    only: frozenset[str] = frozenset()
