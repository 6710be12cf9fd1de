"""Which way an outcome column points: whether its positive value is a gain (bought) or a loss (left)."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from assistant.offline.lexicon import lexicon
from assistant.offline.rows import of_people, records_sales
from assistant.offline.vocabulary import Entry, Vocabulary, is_boolean
from assistant.offline.words import phrase, stem, tokens
from tools.tables.sales import names_reversal

Family = Literal["gain", "loss", "keep", "unknown"]
# Beginnings of words for coming back, which is neither a first purchase nor its loss.
RETURNING = ("return", "rebook", "reorder", "repeat", "revisit", "zurück", "wieder", "revenu", "vuelv", "volv")
_GOODS_BACK = ("return", "refund", "retour")
_FAMILIES: tuple[Literal["loss", "gain", "keep"], ...] = ("loss", "gain", "keep")


@dataclass(frozen=True, slots=True)
class Outcome:
    """A table's outcome column, its positive value, and the family of verbs it belongs to.

    `of_purchases` says that each row is a purchase already, so that "bought" is no outcome of it.
    """

    column: str
    positive: str
    family: Family
    of_purchases: bool = False

    def polarity(self, concept: str) -> bool | None:
        """Return True when a verb's concept means the positive value, False the opposite, None neither."""
        verb = concept.removeprefix("outcome.")
        if verb == self.family:
            return True
        if {verb, self.family} == {"loss", "keep"} or (verb, self.family) == ("open", "gain"):
            return False
        return True if (verb, self.family) == ("gain", "unknown") and not self.of_purchases else None


def outcome_of(vocabulary: Vocabulary) -> Outcome | None:
    """Return the outcome of a table: its declared one, else a yes-or-no column named by an outcome verb."""
    declared = [entry for entry in vocabulary.columns if entry.column.name == vocabulary.table.outcome]
    flags = [entry for entry in vocabulary.columns if is_boolean(entry.column) and not entry.column.made]
    named = [entry for entry in flags if _family(entry) != "unknown"]
    for entry in [*declared, *named]:
        if entry.column.positive is not None:
            purchases = vocabulary.table.person is not None and not of_people(vocabulary.table)
            family = _family(entry)
            if family == "keep" and of_goods_back(vocabulary, entry):
                family = "unknown"  # what comes back of a sale are the goods
            return Outcome(entry.name, entry.column.positive, family, purchases)
    return None


def of_goods_back(vocabulary: Vocabulary, entry: Entry) -> bool:
    """Return whether a column of sales tells which of them were taken back, and not who came back."""
    named = any(part.startswith(_GOODS_BACK) for part in phrase(entry.column.name))
    return records_sales(vocabulary.table) and (named or names_reversal(entry.column.positive or ""))


def _family(entry: Entry) -> Family:
    """Return the family of verbs that a column's own name belongs to, else that of other words for it."""
    own = entry.column.name, entry.column.label
    stems = {part for phrase in entry.phrases for part in phrase.stems}
    if any(part.startswith(RETURNING) for part in stems):
        return "keep"
    said = {cue.concept for text in own for cue in lexicon().cues(tokens(text.replace("_", " ")))}
    named = {part for text in own for part in phrase(text)}
    for family in _FAMILIES:
        if f"outcome.{family}" in said or named & _verbs(family):
            return family
    return next((family for family in _FAMILIES if stems & _verbs(family)), "unknown")


@lru_cache(maxsize=4)
def _verbs(family: str) -> frozenset[str]:
    return frozenset(
        stem(phrase[0])
        for language in lexicon().languages.values()
        for phrases in language.phrases.values()
        for phrase, concept in phrases
        if concept == f"outcome.{family}" and len(phrase) == 1
    )
