"""Composes an answer from any reports: tokens of findings and quotes; numbers and quotations are never typed."""

import re
from collections.abc import Sequence

from assistant.offline.vocabulary import JOINED
from assistant.offline.words import split_humps
from tools.results import Finding, Report

MOST_FINDINGS = 12
MOST_QUOTES = 6
_DIGITS = re.compile(r"\d+[.)]?\s*")
_SCALE = re.compile(r"[(\[][^()\[\]A-Za-z]*\d[^()\[\]A-Za-z]*[)\]]")  # "(1-5)"


Figure = tuple[str, str, str, str, str, str, tuple[tuple[tuple[str, str], ...], ...]]


def compose(reports: Sequence[Report], missing: Sequence[str] = (), notes: Sequence[str] = ()) -> str:
    """Return Markdown whose first line answers the first report's question, or says that nothing was found."""
    numbered = [report for report in reports if report.findings or report.evidence]
    if not numbered:
        return insufficient([*missing, *(line for report in reports for line in report.missing)])
    again = _repeated(numbered)
    shares = _shares([_told(report, again) for report in numbered])
    quotes = max(2, MOST_QUOTES // sum(bool(report.evidence) for report in numbered)) if _quoted(numbered) else 0
    blocks = [_headline(numbered[0])]
    for position, report in enumerate(numbered):
        block = _block(report, shares[position], quotes, again, first=position == 0)
        blocks.append(f"{_elsewhere(report, numbered[0])}{block}" if block else "")
    if lacking := [*missing, *_unsaid(reports)]:
        blocks.append("\n".join(lacking))
    blocks.extend(notes)
    return "\n\n".join(block for block in blocks if block)


def _elsewhere(report: Report, first: Report) -> str:
    """Return a line that names the table of figures that come from another one than the headline's."""
    tables = [item.findings[0].table if item.findings else "" for item in (report, first)]
    return f"In `{tables[0]}`:\n" if all(tables) and tables[0] != tables[1] else ""


def _unsaid(reports: Sequence[Report]) -> list[str]:
    """Return what searches say that they did not find: whose words are missing, where others are shown."""
    if _quoted(reports):
        return [line for report in reports if report.evidence for line in report.missing]
    return [line for report in reports if not report.findings for line in report.missing]


def _shares(told: Sequence[int]) -> list[int]:
    """Return how many findings each report may show: an even share, what others leave over to the first ones."""
    fair = max(2, MOST_FINDINGS // len(told))
    shares = [min(count, fair) for count in told]
    spare = MOST_FINDINGS - sum(shares)
    for position, count in enumerate(told):
        more = max(0, min(spare, count - shares[position]))
        shares[position] += more
        spare -= more
    return shares


def _told(report: Report, repeated: frozenset[str]) -> int:
    return sum(finding.id not in repeated for finding in report.findings)


def _quoted(reports: Sequence[Report]) -> bool:
    return any(report.evidence for report in reports)


def _headline(report: Report) -> str:
    return f"[[{report.findings[0].id}]]" if report.findings else "This is what was said about it, word for word."


def _repeated(reports: Sequence[Report]) -> frozenset[str]:
    """Return the ids of findings and quotes that stand in the turn already, word for word."""
    seen: set[str | tuple[str, int] | Figure] = set()
    again: set[str] = set()
    for report in reports:
        for finding in report.findings:
            told: set[str | tuple[str, int] | Figure] = {finding.statement}
            if finding.segment:
                told.add(_figure(finding))
            if told & seen:
                again.add(finding.id)
            seen |= told
        for item in report.evidence:
            if (item.document, item.start) in seen:
                again.add(item.id)
            seen.add((item.document, item.start))
    return frozenset(again)


def _figure(finding: Finding) -> Figure:
    """Return what a finding says apart from its words: two tools tell the same rate of a group differently."""
    told = (finding.segment, {} if finding.contrast is None else finding.contrast)
    whom = tuple(tuple(sorted(part.items())) for part in told)
    return (finding.table, finding.metric, finding.unit, str(finding.value), str(finding.n), finding.filter, whom)


def _block(report: Report, share: int, quotes: int, repeated: frozenset[str], *, first: bool) -> str:
    findings = [finding for finding in report.findings if finding.id not in repeated][:share]
    if first:
        findings = findings[1:]  # the headline already
    evidence = [item for item in report.evidence if item.id not in repeated][:quotes]
    keys = [*(item.id for item in findings), *(item.id for item in evidence)]
    return "\n".join(f"- [[{key}]]" for key in keys)


def named(report: Report, names: Sequence[str]) -> bool:
    """Return whether quotes, or what is told of them, name one of the names."""
    texts = [
        f"{item.quote} {item.document} {item.speaker} {' '.join(item.segment.values())}".lower()
        for item in report.evidence
    ] + [caveat.lower() for caveat in report.caveats if report.evidence]
    return any(name.lower() in text for name in names for text in texts)


def insufficient(missing: Sequence[str]) -> str:
    """Return the answer that the data does not hold what was asked, naming it."""
    lines = list(dict.fromkeys(line for line in missing if line)) or ["The data does not hold an answer to this."]
    return "[[insufficient]] " + "\n\n".join(lines)


def clarify(readings: Sequence[str], reports: Sequence[Report]) -> str:
    """Return a question back that names the two readings, with the findings for the likelier one."""
    question = f"This can be read {readings[0]}, or {readings[1]}."
    if not any(report.findings or report.evidence for report in reports):
        return f"[[clarify]] {question} Which do you mean?"
    return f"[[clarify]] {question} What follows takes the former.\n\n{compose(reports)}"


def plain(name: str) -> str:
    """Return a column or table name as words that may be typed: no digits, no numbering, no markup."""
    words = _SCALE.sub(" ", name.rsplit(JOINED, 1)[-1])
    bare = _DIGITS.sub("", words).replace("_", " ").replace("[", "(").replace("]", ")")
    text = " ".join(part for word in bare.split() for part in split_humps(word))
    return " ".join(text.split()).strip(' ?.,;:"“”')
