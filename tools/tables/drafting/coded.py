"""Whole numbers that stand for people: told by a header that names one person, or by how their values repeat."""

import re
from collections.abc import Sequence
from dataclasses import replace

from tools.tables.catalog import Column
from tools.tables.drafting.facts import Facts
from tools.tables.lexicon import kind_of, tokens, word_set

# Also plurals in German: alone they may as well count people.
_ALSO_PLURAL = frozenset(
    {"kunden", "nutzer", "teilnehmer", "mitarbeiter", "besucher", "spieler", "abonnenten", "gäste"}
)
_NUMBERED = frozenset({"num", "n", "codigo", "código", "clave", "clé", "code", "card", "karte", "unique"})
_GLUE = frozenset({"de", "du", "del", "der", "des", "la", "le", "the"})
_COMPOUND = re.compile(r"(?:nummer|number|nr|no|id)$")
_FEWEST = 20
_REPEATS = 1.5
_DENSE = 0.5
_FIRST, _START = 10, 0.1
_LONG = 1000
_MANY = 100
_COMMONEST = 0.1


def names_one_person(name: str) -> bool:
    """Return whether a header names one person and nothing of them: `Kunde`, `client no`, `código de cliente`.

    `number of customers`, `customer age` and `customers` do not.
    """
    words = [_uncompounded(word) for word in tokens(name) if word not in _GLUE]
    people = word_set("person_id")
    nouns = [word for word in words if word in people]
    rest = [word for word in words if word not in people]
    return bool(nouns) and all(word in word_set("id") | _NUMBERED for word in rest)


def same_people(one: str, two: str) -> bool:
    """Return whether two headers name the same kind of people, also in two languages: `Kunde`, `client no`."""
    kinds = [kind_of(tokens(name), "entity") if names_one_person(name) else None for name in (one, two)]
    return kinds[0] is not None and kinds[1] is not None and kinds[0][0] == kinds[1][0]


def _uncompounded(word: str) -> str:
    """Return `mitglied` for `mitgliedsnr`, and any other word as it is."""
    people = word_set("person_id")
    stem = _COMPOUND.sub("", word)
    return next((part for part in (stem, stem.removesuffix("s")) if stem != word and part in people), word)


def with_people(columns: Sequence[Column], facts: Sequence[Facts]) -> list[Column]:
    """Return the columns, measures that are codes of people made identifiers.

    A header that names one person is believed when its whole numbers repeat as codes do. Without a header, the
    leftmost such column of a table with dates is taken, if nothing else identifies anybody. A table with one row
    per date counts people and does not name them.
    """
    if any(column.role == "time" and _one_row_a_day(known) for column, known in zip(columns, facts, strict=True)):
        return list(columns)
    made = [
        identifier(column, "the header names one person, and the numbers repeat as codes do")
        if column.role == "measure" and known.header and _is_named_code(known)
        else column
        for column, known in zip(columns, facts, strict=True)
    ]
    place = _nameless(made, facts)
    if place is not None:
        made[place] = _nameless_identifier(
            made[place], "whole numbers that repeat as codes do, beside dates and amounts"
        )
    for other in _further_codes(made, facts):
        made[other] = _nameless_identifier(
            made[other], "many whole numbers, none of them frequent, beside other quantities"
        )
    return made


def _one_row_a_day(facts: Facts) -> bool:
    if not facts.unique or facts.storage != "date":
        return False
    return bool((facts.values == facts.values.dt.normalize()).all())


def identifier(column: Column, why: str) -> Column:
    """Return a column that was taken for a measure as the identifier that it is."""
    return replace(
        column,
        role="id",
        unit=None,
        currency="",
        values=(),
        minimum=None,
        maximum=None,
        sentinels=(),
        words=(),
        reason=why,
    )


def numbering_rows(column: Column, facts: Facts, entity: str) -> Column:
    """Return a number that is called just what a row is as its identifier: `flight` of flights counts none.

    The `salary` of salaries is an amount all the same.
    """
    called = column.role == "measure" and facts.whole and facts.words == [entity]
    if not called or column.unit == "money" or facts.distinct < _FEWEST:
        return column
    return identifier(column, f"whole numbers called what a row is (`{entity}`)")


def _nameless_identifier(column: Column, why: str) -> Column:
    return replace(identifier(column, why), label="identifier")


def _is_named_code(facts: Facts) -> bool:
    words = facts.words
    alone = len(words) == 1 and words[0] in _ALSO_PLURAL
    return names_one_person(facts.name) and not alone and (_repeats_as_code(facts) or _numbers_everybody(facts))


def _repeats_as_code(facts: Facts) -> bool:
    """Return whether whole numbers come again and again and fill their range, or are too long for counts.

    Codes start low; counts of people lie around their mean.
    """
    if not facts.whole or facts.distinct < _FEWEST or facts.known < _REPEATS * facts.distinct:
        return False
    low, high = int(facts.values.min()), int(facts.values.max())
    numbered = facts.distinct >= _DENSE * (high - low + 1) and low <= max(_FIRST, _START * high)
    return (numbered and low >= 0) or low >= _LONG


def _numbers_everybody(facts: Facts) -> bool:
    """Return whether every row has another whole number and these fill their range."""
    if not facts.whole or not facts.unique or facts.distinct < _FEWEST:
        return False
    low, high = int(facts.values.min()), int(facts.values.max())
    return low >= 0 and facts.distinct >= _DENSE * (high - low + 1)


def _nameless(columns: Sequence[Column], facts: Sequence[Facts]) -> int | None:
    """Return the place of the column that tells people apart in a table without a header."""
    if not columns or facts[0].header or not any(column.role == "time" for column in columns):
        return None
    if any(c.role == "id" and not known.unique for c, known in zip(columns, facts, strict=True)):
        return None
    numbers = [place for place, column in enumerate(columns) if column.role == "measure"]
    codes = [place for place in numbers if _repeats_as_code(facts[place]) and _is_even(facts[place])]
    return codes[0] if codes and len(numbers) > 1 else None


def _further_codes(columns: Sequence[Column], facts: Sequence[Facts]) -> list[int]:
    """Return the places of product or receipt numbers in dated rows that have no header.

    An amount in decimals and a smaller whole number must be left, so that no amount or quantity is lost.
    """
    if not columns or facts[0].header or not any(column.role == "time" for column in columns):
        return []
    numbers = [place for place, column in enumerate(columns) if column.role == "measure"]
    whole = [place for place in numbers if facts[place].whole]
    many = [place for place in whole if facts[place].distinct >= _MANY and _is_even(facts[place])]
    identified = any(column.role == "id" for column in columns)
    return many if identified and len(many) < len(whole) < len(numbers) else []


def _is_even(facts: Facts) -> bool:
    """Return whether no value is frequent: quantities are often one, people are not often the same."""
    return int(facts.counts.iloc[0]) <= _COMMONEST * facts.known
