"""The readings that one clause needs beside its own: the whole beside groups, reasons counted beside quotes."""

import re
from dataclasses import replace

from assistant.offline.absence import apart
from assistant.offline.clauses import clause
from assistant.offline.material import Material
from assistant.offline.phrases import any_of, phrases
from assistant.offline.reading import Reading
from assistant.offline.rows import of_people, records_sales
from assistant.offline.set_aside import with_and_without
from assistant.offline.vocabulary import JOINED, Entry, is_boolean, stands_for, vocabulary_of
from assistant.offline.words import stem
from tools.tables.catalog import Table
from tools.tables.lexicon import kind_of, lexicon, matches, tokens
from tools.wording import singular

_RANKS = frozenset({"order.highest", "order.frequent", "aggregate.count", "aggregate.share"})


def companions(reading: Reading, material: Material) -> list[Reading]:
    """Return the readings that one clause needs: overall beside groups, reasons counted beside reasons quoted."""
    said = {cue.concept for cue in clause(reading.text).cues}
    several = apart(reading)
    if len(several) > 1 or (several := with_and_without(reading)):
        return several
    if "words" in reading.cues:
        blamed = _blamed(reading, material)
        counted = (
            reasons(blamed, material)
            or reasons(at_texts(blamed, material), material)
            or (_topics(reading, material) if said & _RANKS else None)
        )
        searched = _searched(_blamed(reading, material), material) if holds_words(material) else []
        if counted is not None:
            return [counted, *searched]
        return searched
    if asks_reasons(reading, material) and (recorded := reasons(reading, material)) is not None:
        return [recorded]
    # Who compares groups by what was said ("which shop has the most negative feedback") wants the comparison.
    if "words.noun" in said and reading.metric and not reading.by and has_texts(reading, material):
        return [reading, *_searched(replace(reading, cues=frozenset({"words"})), material)]
    if said & {"together.overall", "together.all"} and reading.where and reading.metric and not reading.by:
        everybody = replace(reading, where=(), explicit=reading.explicit - {"where"})
        return [everybody, reading]
    if said & {"together.overall", "compare.even"} and reading.by and reading.metric:
        said_of_groups = {"by", "order", "limit", "having"}
        grouped = {item["column"] for item in reading.by}
        kept = tuple(item for item in reading.where if item["column"] not in grouped)
        whole = replace(
            reading,
            by=(),
            where=kept,
            order=None,
            limit=None,
            having=(),
            cues=reading.cues - {"compare"},
            explicit=reading.explicit - said_of_groups,
        )
        return [whole, reading] if "together.overall" in said else [reading, whole]
    return [reading]


def numbered(searched: Reading) -> Reading:
    """Return how many rows the segment has whose words are searched."""
    return replace(searched, aggregate="count", cues=frozenset(), explicit=searched.explicit | {"aggregate"})


def _topics(reading: Reading, material: Material) -> Reading | None:
    """Return how often each topic of its texts is recorded in the table that the question is about, if it is."""
    vocabulary = vocabulary_of(material.catalog, reading.table)
    entries = vocabulary.columns if vocabulary is not None else ()
    named = [entry for entry in entries if _names_reasons(entry) and JOINED not in entry.name]
    if not named or not has_texts(reading, material):
        return None
    return replace(
        reading,
        aggregate="distribution",
        metric=named[0].name,
        value=None,
        by=(),
        order=None,
        cues=frozenset(),
        explicit=reading.explicit | {"metric", "aggregate"},
    )


def asks_reasons(reading: Reading, material: Material) -> bool:
    """Return whether the reasons of an outcome are asked for that a column records ("reasons for cancelling").

    "Did they leave because of the price?" asks which part of them gave that reason.
    """
    said = {cue.concept for cue in clause(reading.text).cues}
    named = any(
        what.startswith("column") for what in (reading.fills or {}).values() if what != f"column {reading.metric}"
    )
    put_down = re.search(rf"\b{any_of(phrases('put_down')['because'])}\b", reading.text.lower()) is not None
    put_down = put_down and not (reading.others or reading.contrast or reading.strata)
    asked = ("words.noun" in said or put_down) and not reading.by and not named and "words" not in reading.cues
    return asked and reasons(reading, material) is not None


def _searched(reading: Reading, material: Material) -> list[Reading]:
    """Return where to look for words: those of the segment, when a condition says whose words they have to be."""
    told = reading.explicit & {"table", "where", "period"}
    narrowed = replace(reading, by=(), metric=None, value=None, aggregate=None, order=None)
    narrowed = _of_people(replace(narrowed, explicit=told), material)
    return [narrowed if narrowed.where else everywhere(narrowed)]


def everywhere(reading: Reading) -> Reading:
    """Return a reading of words that is limited to nobody."""
    return replace(reading, where=(), table=None, explicit=reading.explicit - {"where"})


def _of_people(reading: Reading, material: Material) -> Reading:
    """Return the reading with the conditions that say whose words are meant, on the table of those people.

    A condition on orders says what somebody bought, not what they speak of: it is left out.
    """
    table = material.catalog.table(reading.table) if reading.table else None
    if table is None or not reading.where or _column_of_text(table) or of_people(table):
        return reading
    joined = {str(item["column"]).split(JOINED)[0] for item in reading.where if JOINED in str(item["column"])}
    people = [other for name in joined if (other := material.catalog.table(name)) is not None and of_people(other)]
    if not people:
        return replace(reading, where=())
    kept = [item for item in reading.where if str(item["column"]).startswith(f"{people[0].name}{JOINED}")]
    where = tuple({**item, "column": str(item["column"]).split(JOINED, 1)[1]} for item in kept)
    return replace(reading, table=people[0].name, where=where)


def holds_words(material: Material) -> bool:
    """Return whether there is any text: a document, or a column of free text."""
    return material.has_words or any(_column_of_text(table) for table in material.catalog)


def has_texts(reading: Reading, material: Material) -> bool:
    """Return whether the table of a reading holds free text."""
    table = material.catalog.table(reading.table) if reading.table else None
    return table is not None and _column_of_text(table)


def at_texts(reading: Reading, material: Material) -> Reading:
    """Return the reading moved to a table of texts that joins its table, where its own holds none."""
    table = material.catalog.table(reading.table) if reading.table else None
    if table is None or not reading.where or _column_of_text(table):
        return reading
    for join in material.catalog.joins:
        other = material.catalog.table(join.left_table)
        if join.right_table == table.name and other is not None and _column_of_text(other):
            moved = tuple({**item, "column": _beyond(str(item["column"]), table.name)} for item in reading.where)
            return replace(reading, table=other.name, where=moved)
    return reading


def _beyond(column: str, table: str) -> str:
    return column if JOINED in column else f"{table}{JOINED}{column}"


def _column_of_text(table: Table) -> bool:
    return any(column.role == "text" for column in table.columns)


def _blamed(reading: Reading, material: Material) -> Reading:
    """Return a reading of reasons narrowed to those whom the outcome befell ("why do members leave?")."""
    table = material.catalog.table(reading.table) if reading.table else None
    column = table.column(reading.metric) if table is not None and reading.metric else None
    value = reading.value or (column.positive if column is not None else None)
    if column is None or column.role != "outcome" or value is None:
        return replace(reading, metric=None, value=None)
    happened = {"column": column.name, "op": "=", "value": value}
    return replace(
        reading, metric=None, value=None, where=(*reading.where, happened), explicit=reading.explicit | {"where"}
    )


def reasons(reading: Reading, material: Material) -> Reading | None:
    """Return how often each recorded reason stands in the table, when the clause's rows have such a column."""
    narrowed = _blamed(reading, material)
    vocabulary = vocabulary_of(material.catalog, reading.table)
    if vocabulary is None or not narrowed.where:
        return None
    told = {item["column"] for item in narrowed.where}
    columns = [
        entry
        for entry in vocabulary.columns
        if entry.name not in told
        and _names_reasons(entry)
        and (has_texts(narrowed, material) or _says_why(entry))
        and _befell(entry, narrowed)
        and not _sorts_goods(entry, vocabulary.table)
    ]
    if not columns:
        return None
    return replace(
        narrowed,
        aggregate="distribution",
        metric=columns[0].name,
        by=(),
        order=None,
        limit=None,
        cues=frozenset(),
        explicit=narrowed.explicit | {"metric", "aggregate"},
    )


def _befell(entry: Entry, reading: Reading) -> bool:
    """Return whether a column of reasons is about the rows: `cancel_reason` is only about those who cancelled.

    One that names no event counts for its own table; another table's reasons need the event among the conditions,
    which their header names or the table itself (a `reason` of `cancellations`).
    """
    event = kind_of(tokens(entry.column.name), "outcome")
    if event is None and JOINED in entry.name:
        called = [singular(word) for word in tokens(entry.name.split(JOINED)[0].rsplit("/", 1)[-1])]
        event = kind_of(called, "outcome") or kind_of(called, "recorded")
    if event is None:
        return JOINED not in entry.name
    happened = [kind_of(tokens(str(item["column"]).split(JOINED)[-1]), "outcome") for item in reading.where] + [
        kind_of(tokens(str(item.get("value", ""))), "outcome") for item in reading.where
    ]
    return any(found is not None and found[0] == event[0] for found in happened)


def _sorts_goods(entry: Entry, table: Table) -> bool:
    """Return whether a column only says of what sort the goods of a sale are, which is no reason for anything."""
    return records_sales(table) and stem("category") in entry.own


def _says_why(entry: Entry) -> bool:
    """Return whether a header says why; a "category" sorts what somebody wrote, or else the rows themselves."""
    return bool(matches(tokens(entry.column.name) + tokens(entry.column.label), lexicon()["reasons"]))


def _names_reasons(entry: Entry) -> bool:
    known = stands_for("reason") | {"reason"}
    words = entry.own
    of_several = entry.column.role in {"segment", "multi_select"} and not is_boolean(entry.column)
    return of_several and bool(words & known)
