"""Which sentences of a draft claim more than the turn's reports support: pure functions, no model."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from itertools import zip_longest

from assistant.ledger.bindings import check_segments, check_signs
from assistant.ledger.dates import written_forms
from assistant.ledger.lexicon import Language, language
from assistant.ledger.mentions import Segments
from assistant.ledger.numbering import MAX_FINDINGS, Ledger, cited
from assistant.ledger.numbers import Allowed, check_numbers
from assistant.ledger.quotations import check_quotations, quoted_evidence
from assistant.ledger.scope import Scope
from assistant.ledger.sentences import Sentence, sentences
from assistant.ledger.voices import check_voices


@dataclass(frozen=True, slots=True)
class Problem:
    """One sentence that may not stand: `draft[start:end]`, and what is wrong with it, for the model."""

    start: int
    end: int
    rule: str
    detail: str


Check = Callable[[Scope], Iterable[tuple[str, str]]]


def check(draft: str, ledger: Ledger, question: str, own: Collection[str] = ()) -> list[Problem]:
    """Return the problems of a normal draft (`sentences.normal`), in the order of the text.

    `own` are remarks that code wrote, not a model: how a question was taken claims nothing of the data. A sentence
    with several faults is named once for each. Sentences made of tokens alone are written by code and only need
    known ids, unless the line that introduces them gives them to somebody else.
    """
    everything = cited(draft)
    spoken = language(draft)
    segments = Segments(ledger.findings.values(), ledger.evidence.values())
    allowed = Allowed.of(question, ledger)
    problems: list[Problem] = []
    found_sentences = sentences(draft)
    for sentence, following in zip_longest(found_sentences, found_sentences[1:]):
        if any(sentence.text in remark for remark in own):
            continue
        scope = _scope(sentence, ledger, question, everything, spoken, segments, allowed)
        scope = replace(scope, introduces=following is not None and following.tokens_only)
        found = [fault for rule in _CHECKS for fault in rule(scope)]
        problems += [Problem(sentence.start, sentence.end, rule, detail) for rule, detail in found]
    return problems


def _scope(
    sentence: Sentence,
    ledger: Ledger,
    question: str,
    everything: list[str],
    spoken: Language,
    segments: Segments,
    allowed: Allowed,
) -> Scope:
    ids = cited(sentence.text)
    quoted = quoted_evidence(sentence.text, ledger)
    evidence = [ledger.evidence[key] for key in ids if key in ledger.evidence]
    evidence += [item for item in quoted if item not in evidence]
    return Scope(
        sentence=sentence,
        ledger=ledger,
        question=question,
        cited=tuple(ids),
        cited_anywhere=tuple(everything),
        findings=tuple(ledger.findings[key] for key in ids if key in ledger.findings),
        evidence=tuple(evidence),
        language=spoken,
        segments=segments,
        allowed=allowed,
        dates=written_forms(item.date for item in evidence),
    )


def _check_tokens(scope: Scope) -> Iterable[tuple[str, str]]:
    for key in scope.cited:
        if key not in scope.ledger.findings and key not in scope.ledger.evidence:
            yield "token", f"[[{key}]] is not among this turn's results."
    rest = scope.without_tokens()
    if "[[" in rest or "]]" in rest:
        yield "token", "Tokens are written [[F1]] or [[E1]], and nothing else stands in double brackets."
    findings = [key for key in scope.cited_anywhere if key in scope.ledger.findings]
    if any(key in findings[MAX_FINDINGS:] for key in scope.cited):
        yield "length", f"An answer cites at most {MAX_FINDINGS} findings."


_CHECKS: tuple[Check, ...] = (
    _check_tokens,
    check_numbers,
    check_quotations,
    check_signs,
    check_segments,
    check_voices,
)
