"""The last word on a draft: what the reports do not support is cut, and an answer always remains."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

from assistant.ledger.claims import Problem, check
from assistant.ledger.compose import NOTHING, compose
from assistant.ledger.numbering import TOKEN, Ledger, cited
from assistant.ledger.sentences import normal

OWN = "own"  # under this name a message holds the remarks that the offline analyst's code wrote
Stance = Literal["answered", "insufficient", "clarify"]
_STANCE = re.compile(r"^\s*(?:#+\s*)?\[\[\s*(insufficient|clarify)\s*\]\][:\s]*", re.IGNORECASE)
_EMPTY = re.compile(r"^[ \t]*(?:[-*+>]|\d+[.)]|#+)?[ \t*_]*$")
_HEADING = re.compile(r"^\s*#+\s")


@dataclass(frozen=True, slots=True)
class Settled:
    """A draft after the cut: Markdown with tokens, whether it answers, and how many sentences were removed."""

    text: str
    stance: Stance
    cut: int


def stance_of(draft: str) -> tuple[Stance, str]:
    """Return what the draft says of itself in its first token, and the draft without that token."""
    match = _STANCE.match(draft)
    if match is None:
        return "answered", draft
    said: Stance = "clarify" if match[1].lower() == "clarify" else "insufficient"
    return said, draft[match.end() :]


def problems_of(draft: str, ledger: Ledger, question: str, own: Collection[str] = ()) -> list[Problem]:
    """Return the problems of a raw draft; their offsets refer to the normal draft without its stance."""
    return check(normal(stance_of(draft)[1]), ledger, question, own)


def settle(draft: str, ledger: Ledger, question: str, own: Collection[str] = ()) -> Settled:
    """Return the draft without the sentences that have problems; remarks that code wrote (`own`) have none.

    Where the headline falls, the first finding still cited (else the first of the turn) takes its place. Where
    nothing that cites remains although the turn has results, the reports are composed instead.
    """
    stance, body = stance_of(draft)
    body = normal(body).strip()
    spans = sorted({(problem.start, problem.end) for problem in check(body, ledger, question, own)})
    kept = _without(body, spans)
    results = bool(ledger.findings or ledger.evidence)
    if not kept.strip() or (results and stance == "answered" and not _cites(kept, ledger)):
        fallback_stance, fallback = stance_of(compose(ledger.reports))
        return Settled(fallback, stance if stance != "answered" else fallback_stance, len(spans))
    if spans and spans[0][0] <= len(body.split("\n", 1)[0]):
        kept = _with_headline(kept, body, ledger, spans)
    return Settled(kept, stance, len(spans))


def _cites(text: str, ledger: Ledger) -> bool:
    return any(key in ledger.findings or key in ledger.evidence for key in cited(text))


def _without(text: str, spans: list[tuple[int, int]]) -> str:
    if not spans:
        return text
    for start, end in reversed(spans):
        text = text[:start] + text[end:]
    lines = [re.sub(r"(?<=\S)[ \t]{2,}", " ", line).rstrip() for line in text.split("\n")]
    lines = [line for line in lines if not line.strip() or not _EMPTY.match(line)]
    lines = [line for position, line in enumerate(lines) if not _is_dangling(lines, position)]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")


def _is_dangling(lines: list[str], position: int) -> bool:
    """A heading or lead-in with nothing below it announces what was cut."""
    line = lines[position]
    if not line.strip() or not (_HEADING.match(line) or line.rstrip().endswith(":")):
        return False
    below = [later for later in lines[position + 1 :] if later.strip()]
    return not below or bool(_HEADING.match(below[0]))


def _with_headline(kept: str, body: str, ledger: Ledger, spans: list[tuple[int, int]]) -> str:
    first = body.split("\n", 1)[0]
    remains = _without(first, [(start, min(end, len(first))) for start, end in spans if start < len(first)])
    if TOKEN.search(remains) or len(remains.split()) > 3:
        return kept
    rest = kept[len(remains) :].lstrip("\n") if remains and kept.startswith(remains) else kept
    findings = [key for key in cited(rest) if key in ledger.findings] or list(ledger.findings)
    headline = (
        f"[[{findings[0]}]]" if findings else "This is what the sources say." if ledger.evidence else NOTHING
    )
    rest = "\n".join(line for line in rest.split("\n") if line.strip() not in {headline, f"- {headline}"})
    return f"{headline}\n\n{rest.strip()}".strip()
