"""What one turn carries through the graph beside its messages."""

from dataclasses import dataclass, field

from assistant.guards.verdict import Verdict
from assistant.question import Question
from tools.analysis import ToolContext


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """The runtime context of a turn: what tools may reach, who asks what, and what the intent guard said."""

    tools: ToolContext
    question: Question
    verdict: Verdict = field(default_factory=Verdict)
