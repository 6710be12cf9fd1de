"""An answer made of reports alone: what remains when prose fails, and how the offline analyst writes."""

from collections.abc import Sequence

from assistant.ledger.numbering import MAX_FINDINGS
from tools.results import Finding, Report

NOTHING = "The data that is held here does not answer this question."
_MAX_QUOTES = 6


def compose(reports: Sequence[Report], *, headline: str | None = None) -> str:
    """Return Markdown with tokens: the headline, the findings as a list, the quotations, what is missing.

    `reports` are numbered. Without `headline` the first finding is the headline, or the number of quotations
    is; a turn without any result says so and begins with `[[insufficient]]`.
    """
    findings = [finding for report in reports for finding in report.findings][:MAX_FINDINGS]
    quotes = [item for report in reports for item in report.evidence if not item.dissent][:_MAX_QUOTES]
    dissent = [item for report in reports for item in report.evidence if item.dissent][:1]
    if not findings and not quotes and not dissent:
        return _nothing(reports)
    lines = [headline or _headline(findings)]
    rest = findings if headline else findings[1:]
    if rest:
        lines += ["", *(f"- [[{finding.id}]]" for finding in rest)]
    for quote in quotes:
        lines += ["", f"[[{quote.id}]]"]
    if dissent:
        lines += ["", "A dissenting voice:", "", *(f"[[{item.id}]]" for item in dissent)]
    return "\n".join(lines)


def _headline(findings: Sequence[Finding]) -> str:
    return f"[[{findings[0].id}]]" if findings else "This is what the sources say."


def _nothing(reports: Sequence[Report]) -> str:
    missing = list(dict.fromkeys(item for report in reports for item in report.missing))
    lines = [f"[[insufficient]] {NOTHING}"]
    if missing:
        lines += ["", *(f"- {item}" for item in missing)]
    return "\n".join(lines)
