"""What a plan asks of the tools, and what it names as missing."""

from typing import Any

from assistant.offline.gathered import Plan


def asked(plan: Plan) -> list[dict[str, Any]]:
    """Return the tool and the arguments of every call."""
    return [{"tool": call.tool, **call.arguments} for call in plan.calls]


def only(plan: Plan) -> dict[str, Any]:
    """Return the tool and the arguments of the one call."""
    assert len(plan.calls) == 1, plan
    return asked(plan)[0]


def first(plan: Plan) -> dict[str, Any]:
    """Return the arguments of the first call of a plan that misses nothing."""
    assert not plan.missing
    return dict(plan.calls[0].arguments)


def missed(plan: Plan) -> str:
    """Return what a plan without a call names as missing."""
    assert not plan.calls
    return "\n".join(plan.missing)
