"""Numbers that the model typed itself, in digits or in words."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from assistant.ledger.dates import written_forms
from assistant.ledger.lexicon import language, number_words
from assistant.ledger.numbering import Ledger
from assistant.ledger.scope import Scope, blank
from tools.results import Finding

_DIGITS = re.compile(r"\w*\d(?:[\d.,'’:/\u00a0\u202f-]*\d)?\w*")
_PLAIN = re.compile(r"[.,'’\u00a0\u202f](?=\d{3}(?!\d))")
_INSIDE_WORD = re.compile(r"^[^\W\d_]+\d+[^\W\d_]+$")


@dataclass(frozen=True, slots=True)
class Allowed:
    """What may be typed anywhere in the answer: the question's numbers, and names that contain digits."""

    numbers: frozenset[str]
    words: frozenset[str]
    values: frozenset[int]
    names: tuple[str, ...]

    @classmethod
    def of(cls, question: str, ledger: Ledger) -> "Allowed":
        """Return what a question and a ledger allow.

        Names are segment values, columns, metrics and sources as the data spells them, and what code wrote
        about the results (caveats, what is missing); a name that is nothing but a number is not among them.
        """
        digits = frozenset(_normal(match[0]) for match in _DIGITS.finditer(question))
        spelled = number_words(question, language(question))
        values = {value for *_, value in spelled if value is not None}
        values |= {int(text) for text in digits if text.isdecimal() and len(text) < 16}
        return cls(
            numbers=digits | frozenset(str(value) for value in values),
            words=frozenset(question[start:end].lower() for start, end, _ in spelled),
            values=frozenset(values),
            names=_names(ledger),
        )

    def spans(self, text: str) -> Iterator[tuple[int, int]]:
        """Yield where `text` repeats a name."""
        lowered = text.lower()
        for name in self.names:
            yield from _occurrences(lowered, name)


def check_numbers(scope: Scope) -> Iterator[tuple[str, str]]:
    """Yield a fault for each digit or number word of the sentence that nothing allows."""
    text = scope.without_tokens()
    text = blank(text, [*scope.allowed.spans(text), *_own_names(text, scope.findings), *_dates(text, scope)])
    for typed in _typed(text, scope):
        yield "number", f"`{typed}` was typed; cite the finding that holds it, as [[F1]], or leave it out."


def _typed(text: str, scope: Scope) -> Iterator[str]:
    for match in _DIGITS.finditer(text):
        word = match[0]
        if _INSIDE_WORD.match(word) or _normal(word) in scope.allowed.numbers:
            continue
        yield word
    for char in text:
        if char.isnumeric() and not char.isdecimal():
            yield char
    for start, end, value in number_words(text, scope.language):
        word = text[start:end].lower()
        if word not in scope.allowed.words and (value is None or value not in scope.allowed.values):
            yield text[start:end]


def _names(ledger: Ledger) -> tuple[str, ...]:
    names: set[str] = set()
    for finding in ledger.findings.values():
        for side in (finding.segment, finding.contrast or {}):
            names |= {*side, *(str(value) for value in side.values())}
        names |= {finding.label, finding.metric, finding.table}
    for item in ledger.evidence.values():
        names |= {item.document, item.source, item.document.rsplit("/", 1)[-1], *(item.segment.values())}
        names |= {item.speaker or ""}
    for report in ledger.reports:
        names |= {*report.caveats, *report.missing, *report.follow_ups, *report.sources}
    spoken = {name.strip().lower() for name in names if re.search(r"[^\W\d_]", name)}
    return tuple(sorted(spoken, key=len, reverse=True))


def _own_names(text: str, findings: Iterable[Finding]) -> Iterator[tuple[int, int]]:
    """Yield where a bare number names the segment of a cited finding: the column's last word stands before it."""
    lowered = text.lower()
    for finding in findings:
        for side in (finding.segment, finding.contrast or {}):
            for column, value in side.items():
                for form in (str(value).lower(), *written_forms([str(value)])):
                    heads = "|".join(re.escape(word) for word in re.findall(r"[^\W\d_]+", column.lower())[-1:])
                    dated = form != str(value).lower() or "-" in form
                    pattern = re.escape(form) if dated or not heads else rf"(?:{heads})[ :=]*{re.escape(form)}"
                    for match in re.finditer(rf"(?<!\w){pattern}(?!\w)", lowered):
                        yield match.span()


def _dates(text: str, scope: Scope) -> Iterator[tuple[int, int]]:
    lowered = text.lower()
    for form in scope.dates:
        yield from _occurrences(lowered, form)


def _occurrences(lowered: str, name: str) -> Iterator[tuple[int, int]]:
    words = re.findall(r"\w+", name)
    if not words:
        return
    # "two-year" names the segment `Two year`: what stands between the words does not matter.
    spelled = r"[\W_]{1,3}".join(re.escape(word) for word in words)
    for match in re.finditer(rf"(?<!\w){spelled}(?!\w)", lowered):
        yield match.span()


def _normal(number: str) -> str:
    return _PLAIN.sub("", number).lower()
