"""Quantities that only a column of their own can answer: what something costs us, what people earn, their age."""

import re
from functools import cache

from assistant.offline.asked import Clause
from assistant.offline.clauses import clause
from assistant.offline.entries import Demand
from assistant.offline.lexicon import lexicon
from assistant.offline.quantities import quantity_of
from assistant.offline.words import stem, tokens
from tools.tables.catalog import Catalog, Column

_FEW_WORDS = r" (?:\S+ ){1,6}"


def unheld(text: str, catalog: Catalog) -> list[str]:
    """Return sentences for the quantities that a clause asks for and that no column of any table holds.

    A figure of another column is no answer to them: what customers are charged is not what they cost us.
    """
    asked = clause(text)
    columns = [column for table in catalog for column in table.columns]
    return [
        f"No column holds {demand.name}: it is not in the data."
        for demand in lexicon().demands
        if _asks(demand, asked) and not any(_holds(column, demand) for column in columns)
    ]


def _asks(demand: Demand, asked: Clause) -> bool:
    said = " ".join(word.norm for word in asked.words)
    return any(_pattern(phrase).search(said) for phrase in demand.asked)


@cache
def _pattern(phrase: str) -> re.Pattern[str]:
    """Return the pattern of a phrase whose dots stand for one to a few words."""
    parts = [re.escape(part.strip()) for part in phrase.split("...")]
    return re.compile(rf"\b{_FEW_WORDS.join(parts)}\b")


def _holds(column: Column, demand: Demand) -> bool:
    """Return whether a column's name or label names the quantity, or its unit is the quantity's own."""
    if demand.unit and column.unit == demand.unit:
        return True
    if quantity_of(column) == "duration":
        return False  # time spent is no money spent
    named = {word.stem for text in (column.name, column.label) for word in tokens(text.replace("_", " "))}
    named |= {stem(word) for piece in named for word in lexicon().abbreviations.get(piece, ())}
    return bool(named & demand.held)
