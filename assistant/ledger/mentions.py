"""Finds where a sentence names a segment, in the words that people use for it."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from retrieval.documents import Evidence
from tools.results import Finding

_WORD = re.compile(r"\w+")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|_")
_YES = frozenset({"yes", "true", "1", "1.0", "y", "ja", "oui", "si", "sí"})
_NO = frozenset({"no", "false", "0", "0.0", "n", "nein", "non"})
_NEGATION = frozenset(
    {"no", "non", "not", "without", "never", "nicht", "ohne", "kein", "keine", "keinen", "sans", "pas", "sin"}
)
_REST = re.compile(
    r"\b(?:everybody|everyone|all others?|others?|the rest|rest|average|overall|remaining|base|baseline|"
    r"anderen|übrigen|durchschnitt|autres|moyenne|demás|otros|otras|promedio|media)\b",
    re.IGNORECASE,
)
_TIME = frozenset({"day", "days", "week", "weeks", "month", "months", "quarter", "quarters", "year", "years"})
_SMALL = frozenset({"and", "or", "of", "to", "the", "in", "on", "for", "with", "by", "a", "an"})


@dataclass(frozen=True, slots=True)
class Mention:
    """A stretch of a sentence that names `column: value`."""

    start: int
    end: int
    column: str
    value: str


def words(text: str) -> list[str]:
    """Return the words of a name or phrase in lower case, camel case taken apart, plural endings removed."""
    return [_stem(word) for word in _WORD.findall(_CAMEL.sub(" ", text).lower())]


def _stem(word: str) -> str:
    return word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word


def _tokens(text: str) -> list[tuple[int, int, str]]:
    found: list[tuple[int, int, str]] = []
    for match in _WORD.finditer(text):
        start = match.start()
        for part in _CAMEL.split(match[0]) if match[0].islower() is False else [match[0]]:
            found.append((start, start + len(part), _stem(part.lower())))
            start += len(part)
    return found


class Segments:
    """The segments that findings and quotations are about, as a vocabulary to look for in sentences."""

    def __init__(self, findings: Iterable[Finding], quotes: Iterable[Evidence] = ()) -> None:
        values: dict[str, set[str]] = {}
        labels: set[str] = set()
        for quote in quotes:
            for column, value in quote.segment.items():
                values.setdefault(column, set()).add(value)
        for finding in findings:
            labels.update(words(finding.label))
            for side in (finding.segment, finding.contrast or {}):
                for column, value in side.items():
                    values.setdefault(column, set()).add(str(value))
        self._values = values
        self._distinctive = _distinctive(values, labels)
        self._columns = _column_words(values, labels)

    def mentions(self, text: str) -> list[Mention]:
        """Return the segments that `text` names, in order; a longer name hides the shorter ones inside."""
        tokens = _tokens(text)
        found = [*self._phrases(tokens), *self._polar(tokens)]
        found.sort(key=lambda mention: (-(mention.end - mention.start), mention.start))
        kept: list[Mention] = []
        for mention in found:
            if all(
                mention.end <= other.start
                or mention.start >= other.end
                or (mention.start, mention.end) == (other.start, other.end)
                for other in kept
            ):
                kept.append(mention)
        return sorted(kept, key=lambda mention: mention.start)

    def _phrases(self, tokens: list[tuple[int, int, str]]) -> Iterator[Mention]:
        for column, values in self._values.items():
            for value in values:
                if value.lower() in _YES | _NO:
                    continue
                phrase = words(value)
                yield from _find(tokens, phrase, column, value, self._numeric_prefix(column, value))
                for word in self._distinctive.get((column, value), ()):
                    yield from _find(tokens, [word], column, value, [])

    @staticmethod
    def _numeric_prefix(column: str, value: str) -> list[str]:
        """A bare number names a segment only behind its column's name: `month 3`, not any 3."""
        return words(column)[-1:] if not re.search(r"[^\W\d_]", value) else []

    def _polar(self, tokens: list[tuple[int, int, str]]) -> Iterator[Mention]:
        """Yield mentions of yes/no columns by the column's name: "seniors", "customers without a partner"."""
        for column, values in self._values.items():
            polar = {("yes" if value.lower() in _YES else "no"): value for value in values if is_polar(value)}
            names = [words(column), *([word] for word in self._columns.get(column, ()))] if polar else []
            for mention in (found for name in names for found in _find(tokens, name, column, "", [])):
                index = next(i for i, token in enumerate(tokens) if token[0] == mention.start)
                after = next((i for i, token in enumerate(tokens) if token[0] >= mention.end), len(tokens))
                near = [token[2] for token in tokens[max(0, index - 2) : index] + tokens[after : after + 1]]
                negative = any(word in _NEGATION | _NO for word in near)
                value = polar.get("no" if negative else "yes")
                if value is not None:
                    yield Mention(mention.start, mention.end, column, value)


def is_polar(value: str) -> bool:
    """Return whether a value is a yes or a no, which says nothing without its column."""
    return value.lower() in _YES | _NO


def _distinctive(values: Mapping[str, set[str]], labels: set[str]) -> dict[tuple[str, str], list[str]]:
    """Return the words that belong to one value alone, so that a shortened name is recognised too."""
    owners: dict[str, set[tuple[str, str]]] = {}
    taken = labels | {word for column in values for word in words(column)} | _TIME | _SMALL | _NEGATION
    for column, options in values.items():
        for value in options:
            for word in words(value):
                owners.setdefault(word, set()).add((column, value))
    found: dict[tuple[str, str], list[str]] = {}
    for word, keys in owners.items():
        if len(keys) == 1 and len(word) >= 4 and word not in taken and not word.isdigit():
            found.setdefault(next(iter(keys)), []).append(word)
    return found


def _column_words(values: Mapping[str, set[str]], labels: set[str]) -> dict[str, list[str]]:
    """Return, by column of several words, those that no other column and no label has: `senior`, `citizen`."""
    owners: dict[str, set[str]] = {}
    for column in values:
        for word in words(column):
            owners.setdefault(word, set()).add(column)
    found: dict[str, list[str]] = {}
    for word, columns in owners.items():
        column = next(iter(columns))
        if len(columns) == 1 and len(word) >= 5 and word not in labels | _TIME and len(words(column)) > 1:
            found.setdefault(column, []).append(word)
    return found


def _find(
    tokens: list[tuple[int, int, str]], phrase: list[str], column: str, value: str, prefix: list[str]
) -> Iterator[Mention]:
    wanted = prefix + phrase
    if not phrase:
        return
    for index in range(len(tokens) - len(wanted) + 1):
        window = tokens[index : index + len(wanted)]
        if [token[2] for token in window] == wanted:
            yield Mention(window[0][0], window[-1][1], column, value)


def rest_mentions(text: str) -> list[tuple[int, int]]:
    """Return where `text` speaks of everybody, the others or the average."""
    return [match.span() for match in _REST.finditer(text)]


def names_segment(sentence: str, finding: Finding) -> bool:
    """Return whether the sentence already names every part of the finding's own segment."""
    named = {(item.column, item.value) for item in Segments([finding]).mentions(sentence)}
    return all((column, str(value)) in named for column, value in finding.segment.items())
