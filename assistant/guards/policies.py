"""What the policies say: titles, and verdicts with the rule, the reason and an honest question."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from assistant.guards.verdict import Verdict

UNCERTAIN = ("purpose", "language")
"""Policies that limit a request for want of judgement on it."""


@cache
def policies() -> Mapping[str, Mapping[str, Any]]:
    """Return every policy with its title, rule, reason, limit, alternative and, for some, `alternatives`."""
    data: Mapping[str, Mapping[str, Any]] = yaml.safe_load(
        (files("assistant.guards") / "policies.yaml").read_bytes()
    )
    return data


def policy_title(policy: str) -> str:
    """Return the short name of a policy for people ("A free way out"), or the policy itself when unknown."""
    return str(policies().get(policy, {}).get("title", policy))


def refusal(policy: str, **values: str) -> Verdict:
    """Return the refusal under a policy; `values` fill the `{names}` in its reason."""
    entry = policies()[policy]
    return Verdict(
        verdict="refuse",
        policy=policy,
        reason=f"{entry['rule']} {entry['reason'].format(**values)}",
        alternative=str(entry["alternative"]),
    )


def refused(policy: str, slots: Mapping[str, str], seen: Callable[[str], bool] | None = None) -> Verdict:
    """Return a refusal for what the slots say; `seen(concept)` picks the alternative that fits the request."""
    return replace(refusal(policy), alternative=_alternative(policy, seen), slots=slots)


def limited(policy: str, slots: Mapping[str, str], seen: Callable[[str], bool] | None = None) -> Verdict:
    """Return a limit under a policy, which says what the answer keeps to; arguments as for `refused`."""
    return Verdict(
        verdict="limit",
        policy=policy,
        reason=str(policies()[policy]["limit"]),
        alternative=_alternative(policy, seen),
        slots=slots,
    )


def _alternative(policy: str, seen: Callable[[str], bool] | None) -> str:
    """Return the honest question that serves what the request was about."""
    entry = policies()[policy]
    fitting = (text for concept, text in entry.get("alternatives", {}).items() if seen and seen(concept))
    return str(next(fitting, entry["alternative"]))
