"""The readings that one clause needs beside its own: the whole beside groups, reasons counted beside quotes."""

from dataclasses import replace

from assistant.offline.clauses import clause
from assistant.offline.material import Material
from assistant.offline.reading import Reading
from assistant.offline.vocabulary import JOINED, Entry, stands_for, vocabularies
from tools.tables.catalog import Table

_FREE_KINDS = frozenset({"interview", "observation", "crm_note", "research"})


def companions(reading: Reading, material: Material) -> list[Reading]:
    """Return the readings that one clause needs: overall beside groups, reasons counted beside reasons quoted."""
    said = {cue.concept for cue in clause(reading.text).cues}
    if "words" in reading.cues:
        reading = _at_texts(reading, material)
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
    free = set(material.facts.get("kinds") or {}) & _FREE_KINDS
    anywhere = replace(narrowed, where=(), table=None, explicit=reading.explicit - {"where"})
    return [anywhere, narrowed] if free else [narrowed]


def _at_texts(reading: Reading, material: Material) -> Reading:
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
