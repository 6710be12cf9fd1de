"""Which way an outcome column points: whether its positive value is a gain (bought) or a loss (left)."""

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from assistant.offline.lexicon import lexicon
from assistant.offline.rows import of_people, records_sales
from assistant.offline.vocabulary import JOINED, Entry, Vocabulary, is_boolean
from assistant.offline.words import phrase, stem, tokens
from tools.tables.sales import names_reversal

Family = Literal[
    "gain",
    "loss",
    "keep",
    "absent",
    "attend",
    "default",
    "repay",
    "pleased",
    "displeased",
    "late",
    "punctual",
    "unknown",
]
# Beginnings of words for coming back, which is neither a first purchase nor its loss.
RETURNING = ("return", "rebook", "reorder", "repeat", "revisit", "zurück", "wieder", "revenu", "vuelv", "volv")
_GOODS_BACK = ("return", "refund", "retour")
_FAMILIES: tuple[Family, ...] = (
    *("loss", "gain", "keep"),
    *("absent", "attend", "default", "repay", "displeased", "pleased", "late", "punctual"),
)
_CONTRARIES: dict[Family, Family] = {
    "loss": "keep",
    "keep": "loss",
    "absent": "attend",
    "attend": "absent",
    "default": "repay",
    "repay": "default",
    "displeased": "pleased",
    "pleased": "displeased",
    "late": "punctual",
    "punctual": "late",
}
_BY_NAME = frozenset(
    {"loss", "gain", "keep", "absent", "attend"}
)  # families by which a column is an outcome that no one declared
_CONTRARY = frozenset(
    frozenset(pair)
    for pair in (
        ("loss", "keep"),
        ("open", "gain"),
        ("refuse", "gain"),
        ("absent", "attend"),
        ("default", "repay"),
        ("displeased", "pleased"),
        ("late", "punctual"),
        ("refuse", "unknown"),
    )
)
_BAD = frozenset({"loss", "absent", "default", "displeased", "late"})


@dataclass(frozen=True, slots=True)
class Outcome:
    """A table's outcome column, its positive value, and the family of verbs it belongs to.

    `of_purchases` says that each row is a purchase already, so that "bought" is no outcome of it.
    """

    column: str
    positive: str
    family: Family
    of_purchases: bool = False

    @property
    def is_bad(self) -> bool:
        """Whether the positive value is what nobody hopes for."""
        return self.family in _BAD

    def polarity(self, concept: str) -> bool | None:
        """Return True when a verb's concept means the positive value, False the opposite, None neither."""
        said = concept.removeprefix("outcome.")
        verb = "gain" if said == "wish" else said
        if verb == self.family:
            return True
        if self.family == "unknown" and self.of_purchases:
            return None
        if frozenset({verb, self.family}) in _CONTRARY:
            return False
        return True if (verb, self.family) == ("gain", "unknown") else None


def outcome_of(vocabulary: Vocabulary) -> Outcome | None:
    """Return the outcome of a table: its declared one, else a yes-or-no column named by an outcome verb."""
    return next(iter(_outcomes(vocabulary)), None)


def outcome_meant(vocabulary: Vocabulary, concept: str) -> Outcome | None:
    """Return the outcome of a table that a verb's concept is about: its own, else one of a table it joins.

    Where players are told by whether they paid and joined to whether they were retained, "stay" means the latter.
    """
    found = tuple(_outcomes(vocabulary))
    own = next(iter(found), None)
    if own is None or own.polarity(concept) is not None:
        return own
    meant = (item for item in found if item.family in _BY_NAME and item.polarity(concept) is not None)
    return next((item for item in meant if JOINED in item.column), own)


def _outcomes(vocabulary: Vocabulary) -> Iterator[Outcome]:
    """Yield the outcomes that a table has or joins, its declared one first."""
    declared = [entry for entry in vocabulary.columns if entry.column.name == vocabulary.table.outcome]
    flags = [entry for entry in vocabulary.columns if is_boolean(entry.column) and not entry.column.made]
    named = [entry for entry in flags if _family(entry) in _BY_NAME and _by_its_name(entry)]
    purchases = vocabulary.table.person is not None and not of_people(vocabulary.table)
    for entry in dict.fromkeys([*declared, *named]):
        if entry.column.positive is not None:
            family = _family(entry)
            if family == "keep" and of_goods_back(vocabulary, entry):
                family = "unknown"  # what comes back of a sale are the goods
            yield Outcome(entry.name, entry.column.positive, family, purchases)


def _by_its_name(entry: Entry) -> bool:
    """Return whether a header or its yes says what happened: a description may say where ("the sale was at")."""
    return _said_by((entry.column.name, entry.column.label, entry.column.positive or "")) is not None


def of_goods_back(vocabulary: Vocabulary, entry: Entry) -> bool:
    """Return whether a column of sales tells which of them were taken back, and not who came back."""
    named = any(part.startswith(_GOODS_BACK) for part in phrase(entry.column.name))
    return records_sales(vocabulary.table) and (named or names_reversal(entry.column.positive or ""))


def _family(entry: Entry) -> Family:
    """Return the family of verbs that a column's positive value belongs to, which a description may deny."""
    family = _family_named(entry)
    if entry.column.positive is not None and _denied(entry.column.description, entry.column.positive):
        return _CONTRARIES.get(family, family)
    return family


def _denied(description: str, value: str) -> bool:
    """Return whether a description says that a value means that it did not happen ("1 means NOT on time")."""
    said = re.search(
        rf"(?<!\w){re.escape(value)}\s*(?:=|:|-|means?|stands for)([^.;,]*)", description, re.IGNORECASE
    )
    return said is not None and bool(re.search(r"\b(?:not|no|never)\b", said[1], re.IGNORECASE))


def _family_named(entry: Entry) -> Family:
    """Return the family of verbs that a column's own name belongs to, else its yes, else other words for it."""
    own = entry.column.name, entry.column.label
    stems = {part for phrase in entry.phrases for part in phrase.stems}
    if any(part.startswith(RETURNING) for part in stems):
        return "keep"
    return _said_by(own) or _said_by((entry.column.positive or "",)) or _of_stems(stems) or "unknown"


def _said_by(texts: Sequence[str]) -> Family | None:
    """Return the family of verbs of which names or values speak ("Charged Off")."""
    said = {cue.concept for text in texts for cue in lexicon().cues(tokens(text.replace("_", " ")))}
    named = {part for text in texts for part in phrase(text)}
    return next((name for name in _FAMILIES if f"outcome.{name}" in said), None) or _of_stems(named)


def _of_stems(stems: Set[str]) -> Family | None:
    return next((name for name in _FAMILIES if stems & _verbs(name)), None)


@lru_cache(maxsize=16)
def _verbs(family: str) -> frozenset[str]:
    return frozenset(
        stem(phrase[0])
        for language in lexicon().languages.values()
        for phrases in language.phrases.values()
        for phrase, concept in phrases
        if concept == f"outcome.{family}" and len(phrase) == 1
    )
