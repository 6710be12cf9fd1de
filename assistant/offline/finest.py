"""Who the best people are: those who are worth most where sales tell it, else those with the better outcome."""

import re
from dataclasses import replace
from functools import cache

from assistant.offline.clauses import clause
from assistant.offline.material import Material
from assistant.offline.outcomes import outcome_of
from assistant.offline.phrases import any_of, phrases
from assistant.offline.reading import Reading
from assistant.offline.rows import tells_who_buys
from assistant.offline.vocabulary import vocabulary_of
from tools.tables.catalog import Table

_MOST_WORTH = "Who are our most valuable customers?"


def by_worth(text: str, material: Material) -> str:
    """Return a question for the best people as one for the most valuable, where a table holds what each paid."""
    bought = any(map(tells_who_buys, material.catalog))
    return _MOST_WORTH if bought and (asks_for_best(text) or _spends().fullmatch(text.strip())) else text


@cache
def _spends() -> re.Pattern[str]:
    said = {meaning: any_of(listed) for meaning, listed in phrases("best_people").items()}
    return re.compile(rf"who\s+{said['spends']}\s+(?:the\s+)?most(?:\s+{said['with_us']})?\W*", re.IGNORECASE)


def asks_for_best(text: str) -> bool:
    """Return whether a text asks who the best people are, and names nothing else ("our best customers")."""
    asked = clause(text)
    concepts = {cue.concept for cue in asked.cues}
    people = [cue.start for cue in asked.cues if cue.concept == "entity.person"]
    finest = any(at and asked.words[at - 1].norm in phrases("best_people")["best"] for at in people)
    others = [at for at in range(len(asked.words)) if asked.content(at)]
    return "profile" in concepts and finest and not others


def of_the_better_outcome(reading: Reading, material: Material) -> Reading:
    """Return a portrait of the best people as one of those with the outcome that is hoped for."""
    vocabulary = vocabulary_of(material.catalog, reading.table)
    if vocabulary is None or reading.metric or reading.where or reading.by or not asks_for_best(reading.text):
        return reading
    outcome = outcome_of(vocabulary)
    if outcome is None or not outcome.is_bad:
        return reading
    others = _others(vocabulary.table, outcome.column, outcome.positive)
    if len(others) != 1:
        return reading
    return replace(reading, metric=outcome.column, value=others[0], explicit=reading.explicit | {"metric"})


def _others(table: Table, name: str, positive: str) -> list[str]:
    column = table.column(name)
    values = [value for value, _ in column.values] if column is not None else []
    return [value for value in values if value.strip().lower() != positive.strip().lower()]
