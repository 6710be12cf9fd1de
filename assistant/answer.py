"""An answer in the form that the terminal, Slack and JSON share."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from retrieval.documents import Evidence
from tools.results import Chart, Finding

Status = Literal["answered", "limited", "refused", "insufficient", "clarify"]


def counted(number: int, noun: str) -> str:
    """Return a number with its noun in the singular or plural."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Why a request is not served, and what honest question would serve its legitimate part."""

    policy: str
    reason: str
    alternative: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """What an answer rests on: distinct customers (None: not about people), documents, table rows."""

    customers: int | None = None
    documents: int = 0
    rows: int = 0

    def counted(self) -> list[str]:
        """Return each count with its noun: `1 customer`, `6 documents`."""
        held = {"customer": self.customers, "document": self.documents or None, "row": self.rows or None}
        return [counted(number, noun) for noun, number in held.items() if number is not None]


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolCall:
    """A tool as it was called, for "How computed"."""

    name: str
    args: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A checked answer. `text` is the whole answer in Markdown; `cut` counts what the ledger removed."""

    question: str
    thread: str
    status: Status
    headline: str
    text: str
    record: str = ""
    basis: Basis = field(default_factory=Basis)
    as_of: str | None = None
    data_version: str = ""
    findings: tuple[Finding, ...] = ()
    citations: tuple[Evidence, ...] = ()
    charts: tuple[Chart, ...] = ()
    caveats: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    follow_ups: tuple[str, ...] = ()
    refusal: Refusal | None = None
    tools: tuple[ToolCall, ...] = ()
    model: str = "offline"
    cut: int = 0
    seconds: Mapping[str, float] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Return the answer as the JSON that scripts rely on."""
        refusal = self.refusal
        return {
            "question": self.question,
            "thread": self.thread,
            "record": self.record,
            "status": self.status,
            "headline": self.headline,
            "text": self.text,
            "basis": {
                "customers": self.basis.customers,
                "documents": self.basis.documents,
                "rows": self.basis.rows,
            },
            "as_of": self.as_of,
            "data_version": self.data_version,
            "findings": [finding.to_dict() for finding in self.findings],
            "citations": [evidence.to_dict() for evidence in self.citations],
            "dissent": [evidence.id for evidence in self.citations if evidence.dissent],
            "charts": [
                {
                    "title": chart.title,
                    "path": chart.path,
                    "alt": chart.alt,
                    "caption": chart.caption,
                    "omitted": chart.omitted,
                }
                for chart in self.charts
            ],
            "caveats": list(self.caveats),
            "missing": list(self.missing),
            "follow_ups": list(self.follow_ups),
            "refusal": None
            if refusal is None
            else {"policy": refusal.policy, "reason": refusal.reason, "alternative": refusal.alternative},
            "tools": [{"name": call.name, "args": dict(call.args)} for call in self.tools],
            "model": self.model,
            "cut": self.cut,
            "seconds": dict(self.seconds),
        }
