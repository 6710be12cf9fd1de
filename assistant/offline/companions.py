"""The readings that one clause needs beside its own: the whole beside groups, reasons counted beside quotes."""

import re
from dataclasses import replace

from assistant.offline.clauses import clause
from assistant.offline.lexicon import lexicon
from assistant.offline.material import Material
from assistant.offline.reading import Reading
from assistant.offline.vocabulary import Entry, stands_for, vocabularies
from assistant.offline.words import tokens

_FREE_KINDS = frozenset({"interview", "observation", "crm_note", "research"})


def companions(reading: Reading, material: Material) -> list[Reading]:
    """Return the readings that one clause needs: overall beside groups, reasons counted beside reasons quoted."""
    said = {cue.concept for cue in clause(reading.text).cues}
    if "words" in reading.cues:
        counted = _reasons(reading, material)
        searched = _searched(reading, material)
        return [counted, *searched] if counted is not None else searched
    if "together.overall" in said and reading.by and reading.metric:
        said_of_groups = {"by", "order", "limit"}
        whole = replace(reading, by=(), order=None, limit=None, explicit=reading.explicit - said_of_groups)
        return [whole, reading]
    return [reading]


def _searched(reading: Reading, material: Material) -> list[Reading]:
    """Return where to look for words: everywhere first when there are documents that no table row holds."""
    narrowed = replace(reading, by=(), metric=None, aggregate=None)
    if not reading.where:
        return [replace(narrowed, table=None)]
    narrowed = replace(narrowed, text=_without_segment(reading))
    free = set(material.facts.get("kinds") or {}) & _FREE_KINDS
    anywhere = replace(narrowed, where=(), table=None, explicit=reading.explicit - {"where"})
    return [anywhere, narrowed] if free else [narrowed]


def _without_segment(reading: Reading) -> str:
    """Return the question without the words that became conditions: no text says them of itself."""
    text = reading.text
    values = {str(item["value"]) for item in reading.where}
    for words, what in (reading.fills or {}).items():
        if what.startswith("value ") and any(what.endswith(f" {value}") for value in values):
            text = re.sub(rf"\b{re.escape(words)}\b", " ", text)
    kept = " ".join(text.split())
    return kept if any(not lexicon().is_filler(word, "en") for word in tokens(kept)) else reading.text


def _reasons(reading: Reading, material: Material) -> Reading | None:
    """Return how often each recorded reason stands in the table, when the clause's rows have such a column."""
    table = material.catalog.table(reading.table) if reading.table else None
    if table is None or not reading.where or reading.metric is not None:
        return None
    reasons = stands_for("reason") | {"reason"}
    for vocabulary in vocabularies(material.catalog):
        if vocabulary.table.name == table.name:
            told = {item["column"] for item in reading.where}
            columns = [entry for entry in vocabulary.columns if entry.name not in told]
            column = next((entry for entry in columns if _names_reasons(entry, reasons)), None)
            if column is not None:
                return replace(
                    reading,
                    aggregate="distribution",
                    metric=column.name,
                    cues=frozenset(),
                    explicit=reading.explicit | {"metric", "aggregate"},
                )
    return None


def _names_reasons(entry: Entry, reasons: frozenset[str]) -> bool:
    words = {part for phrase in entry.phrases[:2] for part in phrase.stems}
    return entry.column.role in {"segment", "multi_select"} and bool(words & reasons)
