"""Which findings and quotations a turn may cite: a pure function of the turn's messages."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from langchain_core.messages import AnyMessage, HumanMessage, ToolMessage

from retrieval.documents import Evidence
from tools.results import Finding, Report

TOKEN = re.compile(r"\[\[\s*([FEfe])\s*(\d+)\s*\]\]")
MAX_FINDINGS = 12


@dataclass(frozen=True, slots=True)
class Ledger:
    """The numbered reports of one turn; `findings` and `evidence` look their items up by id."""

    reports: tuple[Report, ...] = ()
    findings: Mapping[str, Finding] = field(default_factory=dict)
    evidence: Mapping[str, Evidence] = field(default_factory=dict)

    @classmethod
    def of(cls, reports: Sequence[Report]) -> "Ledger":
        """Return the ledger of reports, numbered F1.. and E1.. in their order."""
        numbered = number(reports)
        return cls(
            reports=numbered,
            findings={finding.id: finding for report in numbered for finding in report.findings},
            evidence={item.id: item for report in numbered for item in report.evidence},
        )

    def without(self, evidence: Collection[str]) -> "Ledger":
        """Return the ledger without these quotations; the others keep their ids."""
        if not evidence:
            return self
        return Ledger(
            reports=tuple(
                replace(report, evidence=tuple(item for item in report.evidence if item.id not in evidence))
                for report in self.reports
            ),
            findings=self.findings,
            evidence={key: item for key, item in self.evidence.items() if key not in evidence},
        )

    @classmethod
    def of_turn(cls, messages: Sequence[AnyMessage]) -> "Ledger":
        """Return the ledger of the last turn in `messages`."""
        return cls.of(reports_in(this_turn(messages)))


def number(reports: Sequence[Report]) -> tuple[Report, ...]:
    """Return the reports with ids counted over all of them, from F1 and E1."""
    numbered: list[Report] = []
    findings = evidence = 1
    for report in reports:
        numbered.append(report.numbered(findings, evidence))
        findings += len(report.findings)
        evidence += len(report.evidence)
    return tuple(numbered)


def this_turn(messages: Sequence[AnyMessage]) -> list[AnyMessage]:
    """Return the messages from the last human message on."""
    for position in range(len(messages) - 1, -1, -1):
        if isinstance(messages[position], HumanMessage):
            return list(messages[position:])
    return list(messages)


def reports_in(messages: Sequence[AnyMessage]) -> list[Report]:
    """Return the reports that the tools left in their messages, in order."""
    return [report for message in messages if (report := report_of(message)) is not None]


def report_of(message: AnyMessage) -> Report | None:
    """Return the report of a tool's message, or None when the tool failed or it is another message."""
    if isinstance(message, ToolMessage) and isinstance(message.artifact, dict):
        return Report.from_dict(message.artifact)
    return None


def cited(text: str) -> list[str]:
    """Return the ids that `text` cites, once each, in order of first use."""
    return list(dict.fromkeys(f"{kind.upper()}{int(digits)}" for kind, digits in TOKEN.findall(text)))
