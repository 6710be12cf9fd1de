"""The rule table over the slots that a judge filled: what it refuses, limits, and may settle.

The judge describes, this decides. Slots can make a verdict stricter; they lift a limit only where the guard
limited because it could not judge, and never one that a rule has set.
"""

from dataclasses import replace
from typing import Literal

from pydantic import BaseModel, ConfigDict

from assistant.guards.policies import UNCERTAIN, limited, refused
from assistant.guards.verdict import Verdict

_HONEST = ("understand", "support", "audit")
_OF_MEANS = {
    "deceive": "deception",
    "hide": "deception",
    "pressure": "obstruction",
    "obstruct": "obstruction",
    "exclude": "discrimination",
    "infer": "sensitive",
}
_OF_TARGET = {
    "vulnerable": "vuln",
    "protected": "discrimination",
    "child": "children",
    "voters": "political",
    "person": "surveillance",
}
_RANK = {"allow": 0, "limit": 1, "refuse": 2}


class Slots(BaseModel):
    """What a request asks for, in the values of `prompts/judge.md`."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    purpose: Literal["understand", "support", "audit", "sell", "extract", "harm"]
    means: Literal["truthful", "deceive", "hide", "pressure", "obstruct", "exclude", "infer"]
    target: Literal["everyone", "vulnerable", "protected", "child", "voters", "person"]
    grain: Literal["aggregate", "small", "named"]


def settle(verdict: Verdict, slots: Slots | None) -> Verdict:
    """Return the verdict of the other layers in the light of the slots; without slots nothing passes unlimited."""
    if verdict.verdict == "refuse":
        return verdict
    if slots is None:
        return limited("unchecked", verdict.slots) if verdict.verdict == "allow" else verdict
    found = ruled(slots)
    if _RANK[found.verdict] > _RANK[verdict.verdict]:
        return found
    if found.verdict == "allow" and verdict.policy in UNCERTAIN:
        return found
    return replace(verdict, slots=slots.model_dump())


def ruled(slots: Slots) -> Verdict:
    """Return the verdict that the slots alone earn."""
    seen = slots.model_dump()
    if slots.purpose in _HONEST and slots.means != "truthful":
        return limited("purpose", seen)  # the slots contradict each other
    if slots.means != "truthful" or slots.purpose == "harm":
        return refused(_policy(slots), seen)
    if slots.purpose == "sell" and slots.target in ("vulnerable", "protected", "child", "voters"):
        return refused(_OF_TARGET[slots.target], seen)
    if slots.purpose == "extract" and slots.grain == "named":
        return refused("pii", seen)
    if slots.grain != "aggregate" or slots.target == "person":
        return limited("surveillance", seen)
    return Verdict(slots=seen)


def _policy(slots: Slots) -> str:
    """Return the policy that slots of harm fall under: by whom it strikes where the means does not tell."""
    if slots.means == "infer" and slots.target == "person":
        return "surveillance"
    if slots.means in ("truthful", "pressure") and slots.target in _OF_TARGET:
        return _OF_TARGET[slots.target]
    return _OF_MEANS.get(slots.means, "misfit")
