"""Puts values and quotations where the tokens stand; the only place where a number enters an answer's text."""

import re

from assistant.ledger.mentions import names_segment
from assistant.ledger.numbering import TOKEN, Ledger
from assistant.ledger.sentences import TOKEN_LINE, normal
from assistant.ledger.values import render_details, render_value
from retrieval.documents import Evidence
from tools.results import Finding

_LIST = re.compile(r"^(\s*)((?:[-*+]|\d+[.)])\s+)?")
_END = re.compile(r"[\s.,;:!?)*_]*$")
_INLINE = 240


def render(text: str, ledger: Ledger) -> str:
    """Return `text` with every known token replaced; a token that the ledger does not know vanishes.

    `[[F1]]` alone on a line or list item becomes the finding's statement, inside a sentence its value with
    segment, n and interval. `[[E1]]` becomes a quotation block below its line, or stays in the sentence
    when words follow it.
    """
    return "\n".join(line for raw in normal(text).split("\n") for line in _line(raw, ledger)).strip()


def _line(line: str, ledger: Ledger) -> list[str]:
    alone = TOKEN_LINE.match(line)
    if alone is None:
        return _prose(line, ledger)
    key = alone["id"].upper()
    if key in ledger.evidence:
        return quote_block(ledger.evidence[key])
    finding = ledger.findings.get(key)
    return [f"{alone['mark'] or ''}{finding.statement}"] if finding else []


def _prose(line: str, ledger: Ledger) -> list[str]:
    below: list[str] = []

    def replace(match: re.Match[str]) -> str:
        key = f"{match[1].upper()}{int(match[2])}"
        if key in ledger.findings:
            return _inline(ledger.findings[key], line)
        item = ledger.evidence.get(key)
        if item is None:
            return ""
        if _END.fullmatch(TOKEN.sub("", line[match.end() :])) or not _fits(item):
            below.extend(["", *quote_block(item)])
            return f"({source(item)})" if not _fits(item) else ""
        return f"“{defang(item.quote)}” ({source(item)})"

    rendered = TOKEN.sub(replace, line)
    if below:
        rendered = re.sub(r"[ \t]+([.,;:!?])", r"\1", re.sub(r"\s+$", "", rendered))
    return [rendered, *below]


def _inline(finding: Finding, sentence: str) -> str:
    value = render_value(finding)
    details = render_details(finding, segment=not names_segment(sentence, finding))
    return f"{value} ({details})" if details else value


def _fits(item: Evidence) -> bool:
    return len(item.quote) <= _INLINE and "\n" not in item.quote


def quote_block(item: Evidence) -> list[str]:
    """Return the lines of a Markdown block quotation, with its source in the last one."""
    return [*(f"> {line}" for line in defang(item.quote).split("\n")), f"> — {source(item)}", ""]


def source(item: Evidence) -> str:
    """Return where a quotation comes from: speaker, document, date and segment, as far as they are known."""
    segment = ", ".join(f"{column}: {value}" for column, value in item.segment.items())
    return ", ".join(filter(None, (item.speaker, item.document, item.date, segment)))


def defang(quote: str) -> str:
    """Return a quotation in which no link, picture, mention or markup works; what is read stays the same."""
    harmless = quote.replace("<", "‹").replace(">", "›")
    harmless = re.sub(r"(?i)\b(h)tt(ps?)://", r"\1xx\2://", harmless)
    harmless = re.sub(r"!\[", "!\\\\[", harmless)
    return re.sub(r"\](?=\()", r"\\]", harmless)


def plain(line: str) -> str:
    """Return a rendered line without list, heading and emphasis marks, for the headline."""
    text = _LIST.sub("", line).lstrip("#> ").strip()
    return text.replace("**", "").replace("__", "").strip()
