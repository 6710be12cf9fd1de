"""A message that asks how groups compare, and only then whether to act on it."""

from assistant.guards.slots_read import see
from assistant.offline.clauses import split
from assistant.offline.parts import parts

_LEARNING = frozenset({"understand", "audit", "protect"})


def compares_first(text: str) -> bool:
    """Return whether a message asks by itself to learn something, and then what should be done about it.

    "Do men say yes more often than women? Should we call men only?": the first is answered, the second is not.
    """
    told = split(text)
    asked = parts(told)
    if not set(asked.texts) <= set(told):
        return False  # "Which gender should we target?" asks for nothing but the choice
    sights = [sight for part in asked.texts for sight in see(part).sights]
    return asked.advice and bool(sights) and all(sight.slots["purpose"] in _LEARNING for sight in sights)
