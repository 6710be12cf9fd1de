"""What the intent guard decided about a request, as every caller meets it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Decision = Literal["allow", "limit", "refuse"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Whether a request is served, and under which policy it is not.

    `policy` is None when nothing was found. `reason` and `alternative` are whole sentences for the asker: why,
    and which honest question serves the legitimate part. `slots` says what was read from the request
    (`purpose`, `means`, `target`, `grain`).
    """

    verdict: Decision = "allow"
    policy: str | None = None
    reason: str = ""
    alternative: str = ""
    slots: Mapping[str, str] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Return the verdict as plain JSON values."""
        return {
            "verdict": self.verdict,
            "policy": self.policy,
            "reason": self.reason,
            "alternative": self.alternative,
            "slots": dict(self.slots),
        }
