"""Messages that bring a text along to be judged: only what is asked about it is a request."""

from typing import Any

from assistant.guards.policies import UNCERTAIN
from assistant.guards.untrusted import is_order
from assistant.guards.verdict import Verdict
from tools.act.pasted import orders, pasted
from tools.analysis import Analysis

_REVIEW = {"purpose": "audit", "means": "truthful", "target": "everyone", "grain": "aggregate"}


def reviewed(text: str) -> str:
    """Return what is asked about a text that a message brings along to be judged; empty for other messages.

    A text that gives orders ("write ...") or speaks to the assistant is judged as a request like any other.
    """
    found = pasted(text)
    if found is None:
        return ""
    inside = text[found.start : found.end]
    return "" if orders(inside) or is_order(inside) else found.request


def as_review(verdict: Verdict) -> Verdict:
    """Return the verdict on what is asked about such a text; that its purpose is unclear counts for nothing."""
    return Verdict(slots=_REVIEW) if verdict.policy in UNCERTAIN else verdict


def judges_texts(analysis: Analysis[Any]) -> bool:
    """Return whether an analysis judges a text that the message brings along."""
    fields = analysis.arguments.model_json_schema().get("properties", {})
    return any(field.get("slot") == "pasted" for field in fields.values())
