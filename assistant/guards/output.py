"""The last look at an answer before it leaves: nothing that presses, names, identifies or obeys a source.

Quotations are evidence: a customer who quotes a pushy advert is heard. Contact data leaves in no case.
"""

import logging
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from assistant.answer import Answer
from assistant.guards.intent import judge
from assistant.guards.policies import refused
from assistant.guards.untrusted import is_order
from assistant.ledger.rendering import defang, plain, quote_block, source
from assistant.ledger.values import render_value
from retrieval.documents import Evidence
from tools.act.campaign_signs import presses
from tools.disclosure import NOTHING_LEFT, too_few
from tools.results import Chart, Finding

_SENTENCE = re.compile(r"[^.!?…\n]*(?:[.!?…]+(?!\S)|[.!?…](?=\S)[^.!?…\n]*)*\n?|\n")
_MARKS = re.compile(r"^\s*(?:[-*+]|\d+[.)]|#+|>)?\s*")
_ADDRESS = re.compile(r"(?i)\b(?:https?|ftp|data|javascript|file)://?\S|!\[[^\]]*\]|\]\(|<[a-z/!]")
# A sentence about what people do or say tells, and proposes nothing to anybody.
_TELLS = re.compile(
    r"^\W*(?:(?:the|our|these|those|other|all|most|many|some|few|several|new|old|young|loyal|but|and|yet|\w+er|\w+ly|"
    r"die|unsere|les|nos|los|las|nuestros)\s+){0,3}(?:customers?|people|users?|buyers?|members?|owners?|guests?|respondents?|readers?|many|"
    r"some|most|several|they|it|others?|nobody|everybody|kunden|leute|viele|manche|einige|clients?|gens|beaucoup|"
    r"certains|ils|elles|clientes|personas|muchos|muchas|algunos)\s+(?!in\b|of\b|who\b|with\b|at\b|on\b|from\b|without\b|into\b|to\b|and\b|or\b)\w+",
    re.IGNORECASE,
)
_PROPOSES = re.compile(
    r"!|\b(?:we|you|us|let's|should|must|recommend|suggest|wir|sie sollten|ihr|sollte[nt]?|nous|vous|devriez|"
    r"devrait|nosotros|deber[ií]a\w*|debemos)\b",
    re.IGNORECASE,
)
_LEFT = "This is what remains: the rest was not fit to be posted."
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What an answer is held against: `scrub` replaces personal data, `contacts` contact data alone.

    `min_group` is how many people a number about a group must stand for.
    """

    scrub: Callable[[str], str]
    contacts: Callable[[str], str]
    min_group: int = 5


def guarded(answer: Answer, rules: Rules) -> Answer:
    """Return the answer without what may not be posted, counted in `cut`; never raises, and fails closed."""
    try:
        if any(_points_at_few(finding, rules.min_group) for finding in answer.findings):
            return _withheld(answer)
        return _Pass(answer, rules).result()
    except Exception as exc:  # noqa: BLE001 - an answer that could not be checked is not posted
        _log.error("The output guard failed with %s.", type(exc).__name__)
        return _unchecked(answer)


class _Pass:
    """One answer on its way out: the parts that may stay, and how many may not."""

    def __init__(self, answer: Answer, rules: Rules) -> None:
        self._answer = answer
        self._rules = rules
        self._cut = 0

    def result(self) -> Answer:
        answer = self._answer
        citations = tuple(item for item in answer.citations if self._keeps(not self._has_contact(_said_of(item))))
        gone = [item for item in answer.citations if item not in citations]
        findings = tuple(item for item in answer.findings if self._keeps(not self._foul(item.statement)))
        lost = [item.statement for item in answer.findings if item not in findings]
        text = self._text(answer.text, gone, lost)
        charts = tuple(chart for chart in answer.charts if self._keeps(not self._chart_is_foul(chart)))
        changed = text != answer.text
        return replace(
            answer,
            headline=plain(text.split("\n", 1)[0]) if changed else answer.headline,
            text=text,
            findings=findings,
            citations=citations,
            charts=charts,
            caveats=self._lines(answer.caveats),
            missing=self._lines(answer.missing),
            follow_ups=self._proposals(answer.follow_ups),
            cut=answer.cut + self._cut,
        )

    def _keeps(self, keeps: bool) -> bool:
        """Count what is dropped."""
        self._cut += not keeps
        return keeps

    def _text(self, text: str, gone: Iterable[Evidence], lost: Iterable[str]) -> str:
        """Return the text without the sentences that may not stand; quotations stay as they are."""
        for item in gone:
            for line in (*quote_block(item), defang(item.quote)):
                text = text.replace(line, "") if line.strip("> ") else text
        for statement in lost:
            text = text.replace(statement, "")
        kept = text
        for start, end in reversed(self._prose(text)):
            sentence = text[start:end]
            if sentence.strip() and self._is_prose_foul(sentence):
                self._cut += 1
                lead = _MARKS.match(sentence)
                kept = kept[: start + (lead.end() if lead else 0)] + kept[end - sentence.endswith("\n") :]
            elif (clean := self._without_persons(sentence)) != sentence:
                self._cut += 1
                kept = kept[:start] + clean + kept[end:]
        return _tidied(kept) or (_LEFT if text.strip() else text)

    def _prose(self, text: str) -> list[tuple[int, int]]:
        """Return the sentences that are neither a quotation, nor its source, nor a statement made by code."""
        ours = [finding.statement for finding in self._answer.findings]
        refusal = self._answer.refusal
        ours += [refusal.reason, refusal.alternative] if refusal else []
        for item in self._answer.citations:
            ours += [*quote_block(item), item.quote, defang(item.quote), source(item)]
        masked = text
        for stretch in sorted({part for part in ours if part.strip("> ")}, key=len, reverse=True):
            masked = masked.replace(stretch, "\0" * len(stretch))
        spans = [match.span() for match in _SENTENCE.finditer(masked) if match[0].strip()]
        return [(start, end) for start, end in spans if masked[start:end].replace("\0", "").strip(" \n>*-—“”(),.")]

    def _is_prose_foul(self, sentence: str) -> bool:
        if self._foul(sentence) or _ADDRESS.search(sentence):
            return True
        # What our own analyst writes is made of tokens and fixed words; names of columns in it are no proposals.
        tells = (_TELLS.search(sentence) and not _PROPOSES.search(sentence)) or self._is_counted(sentence)
        return self._answer.model != "offline" and not tells and (presses(sentence) or _is_refused(sentence))

    def _is_counted(self, sentence: str) -> bool:
        """Return whether a sentence states a cited number, which the ledger has bound to what it says."""
        return any(render_value(finding) in sentence for finding in self._answer.findings)

    def _foul(self, text: str) -> bool:
        return self._has_contact(text) or is_order(text)

    def _has_contact(self, text: str) -> bool:
        return self._rules.contacts(text) != text

    def _without_persons(self, sentence: str) -> str:
        return self._rules.scrub(sentence) if self._answer.model != "offline" else sentence

    def _lines(self, lines: Iterable[str]) -> tuple[str, ...]:
        return tuple(defang(line) for line in lines if self._keeps(not self._has_contact(line)))

    def _proposals(self, questions: Iterable[str]) -> tuple[str, ...]:
        """Return the follow-up questions that may be proposed: none that we would refuse or limit ourselves."""
        return tuple(
            question
            for question in questions
            if self._keeps(
                not (self._foul(question) or _ADDRESS.search(question) or judge([question]).verdict == "refuse")
            )
        )

    def _chart_is_foul(self, chart: Chart) -> bool:
        titles = chart.words
        cells = (str(value) for row in chart.rows for pair in row.items() for value in pair)
        return any(self._foul(text) or _ADDRESS.search(text) for text in (*titles, *cells)) or any(
            presses(title) or _is_refused(title) for title in titles
        )


def _said_of(item: Evidence) -> str:
    return "\n".join(filter(None, (item.quote, item.speaker, *item.segment.values())))


def _is_refused(text: str) -> bool:
    """Return whether a sentence proposes what we would refuse if somebody asked for it."""
    return bool(text.strip()) and judge([text]).verdict == "refuse"


def _points_at_few(finding: Finding, k: int) -> bool:
    few = too_few(finding.customers, k)
    rest = finding.base is not None and finding.customers is not None
    return few or (rest and too_few((finding.base or 0) - (finding.customers or 0), k))


def _tidied(text: str) -> str:
    lines = [line.rstrip() for line in text.split("\n")]
    kept = [line for line in lines if not line or line.strip("-*+>#0123456789.) ")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(kept)).strip()


def _withheld(answer: Answer) -> Answer:
    return _emptied(answer, NOTHING_LEFT, "insufficient")


def _unchecked(answer: Answer) -> Answer:
    verdict = refused("unchecked", {})
    return _emptied(answer, verdict.reason, "insufficient")


def _emptied(answer: Answer, text: str, status: str) -> Answer:
    """Return the answer with nothing in it but a sentence of ours."""
    return Answer(
        question=answer.question,
        thread=answer.thread,
        status="insufficient" if status == "insufficient" else answer.status,
        headline=text,
        text=text,
        as_of=answer.as_of,
        model=answer.model,
        cut=answer.cut + 1,
    )
