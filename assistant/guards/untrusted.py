"""What sources say is data: fenced, its marks neutralised, and orders inside it set aside and reported."""

import re
from collections.abc import Mapping
from dataclasses import replace

from assistant.guards.orders import SENTENCE, is_command, is_order, is_remainder
from retrieval.documents import Evidence
from tools.results import Chart, Finding, Report

__all__ = ["REMOVED", "fence", "harmless", "is_order", "neutral", "quarantine"]

REMOVED = "[instructions removed]"
# What the fence and the tokens of the ledger are made of, and what stands in for it inside the fence.
_NEUTRAL = str.maketrans({"<": "‹", ">": "›"})
_SHORTEST = 20
_PARAGRAPHS = re.compile(r"(?:.|\n(?!\s*\n))+")


def neutral(text: str) -> str:
    """Return a text that can close no fence and forge no token: angle brackets and doubled brackets replaced."""
    return text.translate(_NEUTRAL).replace("[[", "⟦").replace("]]", "⟧")


def fence(text: str) -> str:
    """Return a text from data inside the fence that the system prompt declares to be data."""
    return f"<report>\n{neutral(text)}\n</report>"


def harmless(text: str) -> str:
    """Return a text in which no address and no Markdown link or picture works; it reads as before."""
    broken = re.sub(r"(?i)\b(h)tt(ps?)://", r"\1xx\2://", text)
    return re.sub(r"(!?)\[([^\]\n]*)\]\(", r"\2 (", broken)


def quarantine(report: Report) -> Report:
    """Return the report with what addresses the assistant taken out and reported; the rest stays.

    Of a quotation the longest run of harmless sentences stays, verbatim at its own offsets. In numbers, the name
    of a column or a value that gives orders is replaced. The caveat names the source, never the words.
    """
    suspicious = [item for item in report.evidence if _is_poisoned(item)]
    findings = [_masked(finding) for finding in report.findings]
    masked = [new for new, old in zip(findings, report.findings, strict=True) if new != old]
    lines = {name: _kept(getattr(report, name)) for name in ("caveats", "missing", "follow_ups")}
    charts = tuple(chart for chart in report.charts if not _is_ordering(chart))
    sources = [_named(item.document) for item in suspicious]
    sources += [_named(finding.table) for finding in masked if _gives_orders(finding)]
    if sum(map(len, lines.values())) < sum(len(getattr(report, name)) for name in lines):
        sources.append("A source")
    caveats = tuple(
        f"{source} contains instructions addressed to an assistant; they were ignored."
        for source in sorted(set(sources))
    )
    return replace(
        report,
        title=report.title if not is_order(report.title) else "",
        findings=tuple(findings),
        evidence=tuple(clean for item in report.evidence if (clean := _cleaned(item)) is not None),
        charts=charts,
        caveats=(*lines["caveats"], *caveats),
        missing=lines["missing"],
        follow_ups=lines["follow_ups"],
    )


def _kept(lines: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(harmless(line) for line in lines if not is_order(line))


def _named(source: str) -> str:
    return "A source" if not source or is_order(source) else source


def _is_poisoned(item: Evidence) -> bool:
    if _is_left_over(item):
        return True
    return any(map(is_order, (item.quote, item.document, item.speaker or "", *_pairs(item.segment))))


def _is_left_over(item: Evidence) -> bool:
    """Return whether a quotation from amid a document begins with the rest of an order that stands before it."""
    return item.start > 0 and is_remainder(item.quote)


def _pairs(segment: Mapping[str, str] | None) -> list[str]:
    return [text for pair in (segment or {}).items() for text in map(str, pair)]


def _gives_orders(finding: Finding) -> bool:
    return REMOVED in f"{finding.statement} {finding.label}"


def _masked(finding: Finding) -> Finding:
    """Return the finding with names and values that give orders, or hold addresses, replaced everywhere."""
    parts = {finding.label, finding.table, *_pairs(finding.segment), *_pairs(finding.contrast)}
    if isinstance(finding.value, str):
        parts.add(finding.value)
    changes = {part: REMOVED for part in parts if part and is_order(part)}
    for part in parts - set(changes):
        if harmless(part) != part:
            changes[part] = harmless(part)
    statement = harmless(_replaced(finding.statement, changes))
    if is_order(statement):
        statement = f"A number is held back from being told: its source contains instructions. {REMOVED}"
    if not changes and statement == finding.statement:
        return finding
    return replace(
        finding,
        statement=statement,
        label=_replaced(finding.label, changes),
        table=_replaced(finding.table, changes),
        value=_replaced(finding.value, changes) if isinstance(finding.value, str) else finding.value,
        segment=_swapped(finding.segment, changes),
        contrast=None if finding.contrast is None else _swapped(finding.contrast, changes),
        filter=_replaced(finding.filter, changes),
        formula=_replaced(finding.formula, changes),
        computed=tuple(_replaced(line, changes) for line in finding.computed),
    )


def _replaced(text: str, changes: Mapping[str, str]) -> str:
    for old in sorted(changes, key=len, reverse=True):
        text = re.sub(re.escape(old), lambda _, new=changes[old]: new, text, flags=re.IGNORECASE)  # type: ignore[misc]
    return text


def _swapped(segment: Mapping[str, str], changes: Mapping[str, str]) -> dict[str, str]:
    return {_replaced(str(key), changes): _replaced(str(value), changes) for key, value in segment.items()}


def _is_ordering(chart: Chart) -> bool:
    cells = [str(text) for row in chart.rows for pair in row.items() for text in pair]
    return any(map(is_order, (*chart.words, *cells)))


def _cleaned(item: Evidence) -> Evidence | None:
    if is_order(item.document) or is_order(item.source):
        return None  # its name would stand beside every quotation
    segment = {key: value for key, value in item.segment.items() if not (is_order(key) or is_order(str(value)))}
    speaker = None if item.speaker and is_order(item.speaker) else item.speaker
    item = (
        item
        if (segment, speaker) == (item.segment, item.speaker)
        else replace(item, segment=segment, speaker=speaker)
    )
    if not is_order(item.quote) and not _is_left_over(item):
        return item
    run = _longest_harmless(item.quote)
    # Offsets into the source can be moved only where stored text and source run in step.
    if run is None or item.source_end - item.source_start != item.end - item.start:
        return None
    left, right = run
    return replace(
        item,
        quote=item.quote[left:right],
        start=item.start + left,
        end=item.start + right,
        source_start=item.source_start + left,
        source_end=item.source_start + right,
    )


def _longest_harmless(quote: str) -> tuple[int, int] | None:
    """Return the longest run of sentences that order nothing; beside an order a bare command counts as one.

    Whole paragraphs without an order are preferred: what stands beside an order often belongs to it.
    """
    runs = [
        _run(quote, match.start(), match.end()) for match in _PARAGRAPHS.finditer(quote) if not is_order(match[0])
    ]
    found = [run for run in runs if run] or [run for run in (_run(quote, 0, len(quote)),) if run]
    return max(found, key=lambda run: run[1] - run[0], default=None)


def _run(quote: str, begin: int, end: int) -> tuple[int, int] | None:
    """Return the longest run of harmless sentences between two offsets."""
    best: tuple[int, int] | None = None
    start: int | None = None
    for match in SENTENCE.finditer(quote, begin, end):
        if not match[0] or is_order(match[0]) or is_command(match[0]):
            start = None
            continue
        start = match.start() if start is None else start
        left, right = _trimmed(quote, start, match.end())
        if not is_order(quote[left:right]) and right - left > ((best[1] - best[0]) if best else _SHORTEST - 1):
            best = (left, right)
    return best


def _trimmed(quote: str, start: int, end: int) -> tuple[int, int]:
    text = quote[start:end]
    return start + len(text) - len(text.lstrip()), end - len(text) + len(text.rstrip())
