"""What happened to a row, by the value of a column: a verb, a clause behind a noun, the name of a share."""

import re
from dataclasses import dataclass

from tools.speech import (
    LONG_NAME,
    code_said,
    ends_in_verb,
    grammar,
    is_are,
    is_name,
    quoted,
    said,
    with_article,
    yes_no,
)
from tools.tables.catalog import Column
from tools.wording import is_question, listed


def predicate(column: Column, value: str, *, people: bool) -> str | None:
    """Return what a row with this value did or is, as a plural verb phrase; None where no grammar is safe."""
    if column.role == "text":
        return mentioned(column, value)
    if column.role == "multi_select":
        where = f" for {said(column.label)}"
        return f"chose {quoted(value)}{where}"
    if is_question(column.label):
        return f"answered {quoted(value)} to {quoted(column.label)}"
    happened = yes_no(column, value)
    if column.present_in and happened is not None:
        return f"have {with_article(column.label) if happened else f'no {column.label}'}"
    if happened is None:
        return None
    return _verb(" ".join(column.label.casefold().split()), happened=happened, people=people)


def mentioned(column: Column, phrase: str) -> str:
    """Return what texts do that hold a phrase: `mention "runs large" or "too big" in remarks`."""
    parts = [[quoted(part) for part in way.split("…")] for way in phrase.split("|") if way.strip()]
    ways = [" near ".join(part) for part in parts]
    return f"mention {listed(ways, 'or')} in {said(column.label)}"


def _verb(label: str, *, happened: bool, people: bool) -> str | None:
    known = grammar()
    bare = re.sub(r"^(?:is|was|were|has|has been|did)\s+", "", label)
    base = known["active"].get(bare)
    if base is not None and (people or bare in known["intransitive"]):
        return bare if happened else f"did not {base}"
    if bare in known["passive"]:
        return f"were {bare}" if happened else f"were not {bare}"
    if bare in known["adjective"]:
        return f"are {bare}" if happened else f"are not {bare}"
    return None


@dataclass(frozen=True, slots=True)
class Event:
    """A value of a column, as something that happened to rows; `people` says that they are "who", not "that"."""

    column: Column
    value: str
    people: bool = True

    @property
    def predicate(self) -> str | None:
        """The plural verb phrase: `cancelled`, `were refunded`, `answered "Yes" to "..."`."""
        return predicate(self.column, self.value, people=self.people)

    @property
    def state(self) -> str:
        """The same as a sentence that is right for every header: `churn is Yes`, `window faces north`."""
        label = self.column.label
        if self._completes:
            return f"{said(label)} {code_said(self.column, self.value)}"
        return f"{said(label)} {is_are(label)} {code_said(self.column, self.value)}"

    @property
    def _completes(self) -> bool:
        """Whether the label is a subject with its verb, which the value completes; "Yes" completes nothing."""
        return ends_in_verb(self.column.label) and yes_no(self.column, self.value) is None

    @property
    def relative(self) -> str:
        """The clause behind a noun: `who cancelled`, `whose plan is annual`, `where tariff old is A`."""
        if self.predicate:
            return f"{'who' if self.people else 'that'} {self.predicate}"
        owned = is_name(self.column.label) or self._completes
        return f"{'whose' if owned else 'where'} {self.state}"

    @property
    def label(self) -> str:
        """The share of such rows as a noun phrase: `churn rate`, `share who cancelled`."""
        words = self.column.label.casefold().split()
        positive = yes_no(self.column, self.value)
        if positive and words[-1:] == ["rate"]:
            return self.column.label
        if positive and words and words[-1] in grammar()["rate"] and len(words) <= LONG_NAME:
            return f"{self.column.label} rate"
        return f"share {self.relative}" if self.predicate else f"share where {self.state}"

    @property
    def metric(self) -> str:
        """The stable words for the metric, before they are made a name."""
        if is_question(self.column.label):
            return f"share answering {self.value} to {self.column.label}"
        positive = self.column.positive is not None and self.value == self.column.positive
        return f"{self.column.label} rate" if positive else f"share with {self.column.label} {self.value}"

    def share(self, portion: str, words: str, details: str, *, narrowed: bool) -> str:
        """Return `24.7% of customers cancelled (74 of 300; ...)`, right for every header and every group."""
        happened = self.predicate
        if happened is None:
            return f"{self.state} for {portion} of {words} ({details})"
        if len(happened.split()) > LONG_NAME:
            return f"{portion} of {words} ({details}) {happened}"
        subject = f"among {words}, {portion}" if narrowed else f"{portion} of {words}"
        return f"{subject} {happened} ({details})"
