"""Composes an answer from any reports: tokens of findings and quotes; numbers and quotations are never typed."""

import re
from collections.abc import Sequence

from tools.results import Report

MOST_FINDINGS = 12
MOST_QUOTES = 6
_DIGITS = re.compile(r"\d+[.)]?\s*")


def compose(reports: Sequence[Report], missing: Sequence[str] = (), notes: Sequence[str] = ()) -> str:
    """Return Markdown whose first line answers the first report's question, or says that nothing was found."""
    numbered = [report for report in reports if report.findings or report.evidence]
    if not numbered:
        return insufficient([*missing, *(line for report in reports for line in report.missing)])
    again = _repeated(numbered)
    share = max(2, MOST_FINDINGS // len(numbered))
    quotes = max(2, MOST_QUOTES // sum(bool(report.evidence) for report in numbered)) if _quoted(numbered) else 0
    blocks = [
        _headline(numbered[0]),
        *(_block(report, share, quotes, report is numbered[0], again) for report in numbered),
    ]
    if missing:
        blocks.append("\n".join(missing))
    blocks.extend(notes)
    return "\n\n".join(block for block in blocks if block)


def _quoted(reports: Sequence[Report]) -> bool:
    return any(report.evidence for report in reports)


def _headline(report: Report) -> str:
    return f"[[{report.findings[0].id}]]" if report.findings else "This is what was said about it, word for word."


def _repeated(reports: Sequence[Report]) -> frozenset[str]:
    """Return the ids of quotes that an earlier report of the turn holds already."""
    seen: set[tuple[str, int]] = set()
    again: set[str] = set()
    for item in (evidence for report in reports for evidence in report.evidence):
        if (item.document, item.start) in seen:
            again.add(item.id)
        seen.add((item.document, item.start))
    return frozenset(again)


def _block(report: Report, share: int, quotes: int, first: bool, repeated: frozenset[str]) -> str:
    findings = report.findings[1:share] if first else report.findings[:share]
    lines = [f"- [[{finding.id}]]" for finding in findings]
    lines += [f"- [[{evidence.id}]]" for evidence in report.evidence[:quotes] if evidence.id not in repeated]
    return "\n".join(lines)


def named(report: Report, names: Sequence[str]) -> bool:
    """Return whether a report without quotes, or one of its quotes or their sources, names one of the names."""
    texts = [
        f"{item.quote} {item.document} {item.speaker} {' '.join(item.segment.values())}".lower()
        for item in report.evidence
    ]
    return (not texts and bool(report.findings)) or any(name.lower() in text for name in names for text in texts)


def insufficient(missing: Sequence[str]) -> str:
    """Return the answer that the data does not hold what was asked, naming it."""
    lines = list(dict.fromkeys(line for line in missing if line)) or ["The data does not hold an answer to this."]
    return "[[insufficient]] " + "\n\n".join(lines)


def clarify(readings: Sequence[str], reports: Sequence[Report]) -> str:
    """Return a question back that names the readings, with the findings for the likelier one."""
    options = "\n".join(f"- {text}" for text in readings)
    question = f"This can be read in different ways. Which one is meant?\n\n{options}"
    found = compose(reports) if any(report.findings or report.evidence for report in reports) else ""
    tail = f"\n\nFor the likelier reading:\n\n{found}" if found else ""
    return f"[[clarify]] {question}{tail}"


def plain(name: str) -> str:
    """Return a column or table name as words that may be typed: no digits, no numbering, no markup."""
    text = _DIGITS.sub("", name.rsplit("::", 1)[-1]).replace("_", " ").replace("[", "(").replace("]", ")")
    return " ".join(text.split()).strip(' ?.,;:"“”')
