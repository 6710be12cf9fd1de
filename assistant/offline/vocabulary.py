"""The words by which a question can name the tables, columns and values of one catalog."""

import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.offline.headers import BY_DESCRIPTION, Phrase, column_phrases, content
from assistant.offline.lexicon import lexicon
from assistant.offline.opposites import opposites
from assistant.offline.translated import value_in_english
from assistant.offline.words import stem, tokens
from tools.tables.catalog import DESCRIBED, Catalog, Column, Table
from tools.tables.formula import made_column, parse
from tools.tables.latest import latest_column
from tools.tables.presence import target

JOINED = "::"
BARE = frozenset(
    {"yes", "no", "y", "n", "true", "false", "other", "none", "unknown", "n/a", "na", "t", "f", "x", "-"}
)
_NOES = frozenset({"no", "n", "false", "f", "0", "nein", "non"})
JOINED_TRUST = 0.85  # of what stands in a table that is joined
_FURTHEST = 2  # joins from a table to another one whose columns a question may name
_CONTINUED = 0.95
_TRANSLATED = 0.95
_SEVERAL = re.compile(r"\s*[,/;]\s*|\s+\+\s+")
_DENYING, _DENIAL = frozenset({"not", "never", "no"}), 2  # the first of the words of a value
_SHORT_MEANING = 4  # words of what a code stands for; more are a sentence about it


@dataclass(frozen=True, slots=True)
class Entry:
    """A column (value "") or one value of it, and the phrases that name it; a joined `name` is `table::column`."""

    name: str
    column: Column
    phrases: tuple[Phrase, ...]
    value: str = ""
    trust: float = 1.0

    @property
    def own(self) -> frozenset[str]:
        """The stems of what the entry is called: its header and its label, without what describes it."""
        return frozenset(part for phrase in self.phrases[:2] for part in phrase.stems)

    def stems(self) -> frozenset[str]:
        """Return all stems by which the entry may be named."""
        return frozenset(part for phrase in self.phrases for part in phrase.stems)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The entries of one table, the table's own words, and how rare each stem is among the entries.

    `by_part` maps a stem to the positions of the values that hold it; `named` are the stems of column names.
    """

    table: Table
    columns: tuple[Entry, ...]
    values: tuple[Entry, ...]
    names: tuple[Phrase, ...]
    rarity: dict[str, float]
    by_part: dict[str, tuple[int, ...]]
    named: frozenset[str]

    def rare(self, word: str) -> float:
        """Return the weight of a stem: about 1 when it stands in one place only, less when in many."""
        return self.rarity.get(word, 1.0)

    def column(self, name: str) -> Column:
        """Return the column of an entry's name, or the one that a formula over columns of the table makes."""
        if (formula := parse(name, self.table)) is not None:
            return made_column(self.table, formula)
        if (last := latest_column(name, self.table)) is not None:
            return last
        return next(entry.column for entry in self.columns if entry.name == name)


@lru_cache(maxsize=16)
def vocabularies(catalog: Catalog) -> tuple[Vocabulary, ...]:
    """Return the vocabulary of every table, in catalog order; a data dictionary is no table to ask about."""
    tables = [table for table in catalog.tables if table.entity != DESCRIBED]
    return tuple(_vocabulary(catalog, table) for table in tables or catalog.tables)


def vocabulary_of(catalog: Catalog, table: str | None) -> Vocabulary | None:
    """Return the vocabulary of the table of that name, None where there is none to ask about."""
    return next((known for known in vocabularies(catalog) if known.table.name == table), None)


def _vocabulary(catalog: Catalog, table: Table) -> Vocabulary:
    columns: list[Entry] = []
    values: list[Entry] = []
    for name, column, trust in _reachable(catalog, table):
        if column.role == "empty":
            continue
        columns.append(Entry(name, column, tuple(column_phrases(column, table)), trust=trust))
        values.extend(_value_entries(name, column, table, trust))
        values.extend(_negated(name, column, trust))
    counted = Counter(
        word for entry in columns for word in {word for part in entry.phrases for word in part.stems}
    )
    scale = math.log(2 + len(columns))
    rarity = {word: max(0.25, 1 - math.log(count) / scale) for word, count in counted.items()}
    by_part: dict[str, tuple[int, ...]] = {}
    for position, entry in enumerate(values):
        for word in entry.stems():
            by_part[word] = (*by_part.get(word, ()), position)
    called = [part for entry in columns for part in entry.phrases[:2] if part.trust > BY_DESCRIPTION]
    named = frozenset(word for part in called for word in part.stems)
    return Vocabulary(table, tuple(columns), tuple(values), tuple(_table_phrases(table)), rarity, by_part, named)


def _reachable(catalog: Catalog, table: Table) -> Iterator[tuple[str, Column, float]]:
    for column in table.columns:
        yield column.name, column, 1.0
    for other, key, trust in _one_row_each(catalog, table):
        for column in other.columns:
            # That a deal is one of a lead that has a deal says nothing of the deal.
            if column.name != key and column.present_in.split(JOINED)[0] != table.name:
                yield f"{other.name}{JOINED}{column.name}", column, trust


def _one_row_each(catalog: Catalog, table: Table) -> Iterator[tuple[Table, str, float]]:
    """Yield the tables of which each row here finds at most one row, their key, and how near they are.

    They may lie behind one another (lines, their orders, those orders' customers). A table that tells what became
    of rows here continues them.
    """
    found: dict[str, tuple[Table, str, float]] = {}
    edge, trust = [table], JOINED_TRUST
    for _ in range(_FURTHEST):
        for here in edge:
            for near, key in _beside(catalog, here):
                if near.name != table.name:
                    found.setdefault(near.name, (near, key, trust))
        edge, trust = [near for near, _, sure in found.values() if sure == trust], trust * JOINED_TRUST
    for column in table.columns:
        name, key = target(column) if column.present_in else ("", "")
        if (other := catalog.table(name) if name else None) is not None and _tells_apart(other, key):
            found[name] = (other, key, _CONTINUED)
    yield from found.values()


def _beside(catalog: Catalog, table: Table) -> Iterator[tuple[Table, str]]:
    """Yield the tables that a join leads to from each row to at most one row, with their key."""
    ends = [(join.right_table, join.right_column) for join in catalog.joins if join.left_table == table.name]
    ends += [(join.left_table, join.left_column) for join in catalog.joins if join.right_table == table.name]
    for name, key in ends:
        other = catalog.table(name)
        if other is not None and _tells_apart(other, key):
            yield other, key


def _tells_apart(table: Table, key: str) -> bool:
    """Return whether a column tells all rows of a table apart."""
    column = table.column(key)
    return table.key == (key,) or (column is not None and 0 < table.rows <= column.distinct)


def _value_entries(name: str, column: Column, table: Table, trust: float) -> Iterator[Entry]:
    if column.role in {"id", "time", "text", "measure", "constant"} or "personal" in column.marks:
        return
    for value in dict.fromkeys([*(value for value, _ in column.values), *column.order]):
        stems = content(value)
        if stems and _nameable(value, stems):
            yield Entry(name, column, (Phrase(stems, 1.0),), value=value, trust=trust)
        if (denied := _denied_in_one_word(value)) is not None:
            yield Entry(name, column, (denied,), value=value, trust=trust)
        for text in (*value_in_english(value, table), *_SEVERAL.split(column.meaning(value))):
            said = content(text)
            if said and said != stems and len(said) <= _SHORT_MEANING and _nameable(text, said):
                yield Entry(name, column, (Phrase(said, 1.0),), value=value, trust=_TRANSLATED * trust)


def _denied_in_one_word(value: str) -> Phrase | None:
    """Return what people call a value that denies one word ("uncollected" of `Not collected`)."""
    words = [word.norm for word in tokens(value)]
    if len(words) != _DENIAL or words[0] not in _DENYING:
        return None
    return Phrase((stem(f"un{words[1]}"),), 1.0)


def _negated(name: str, column: Column, trust: float) -> Iterator[Entry]:
    """Yield the no of a column of yes and no under the names that mean it."""
    value = negative(column) if is_boolean(column) and column.role != "outcome" else None
    if value is not None:
        for called in opposites(column):
            yield Entry(name, column, (called,), value=value, trust=trust)


def _nameable(value: str, stems: Sequence[str]) -> bool:
    """Return whether a value can be recognised by itself: not a bare yes, no, other or number."""
    bare = value.strip().lower() in BARE or value.strip().isdigit()
    return not bare and any(any(character.isalnum() for character in word) for word in stems)


def _table_phrases(table: Table) -> Iterator[Phrase]:
    path = table.name.rsplit("/", 1)[-1].split("#")[0]
    stems = content(path.rsplit(".", 1)[0].replace("-", " "))
    if stems:
        yield Phrase(stems, 1.0)
    if table.description:
        yield Phrase(content(table.description), 0.6)


def stands_for(stem_: str) -> frozenset[str]:
    """Return the stems that may stand for a stem in the name of a column."""
    return lexicon().synonyms.get(stem_, frozenset())


def what_is_had(stem_: str) -> frozenset[str]:
    """Return the stems of what the people have, or lack, whom a stem names ("parents" have children)."""
    told = (*lexicon().having_nouns.items(), *lexicon().lacking_nouns.items())
    things = {thing for thing, nouns in told if stem_ in nouns}
    return frozenset(part for thing in things for part in (thing, *stands_for(thing)))


def is_boolean(column: Column) -> bool:
    """Return whether a column says yes or no of each row."""
    options = {value.strip().lower() for value, _ in column.values} - {""}
    return column.storage == "boolean" or (
        column.positive is not None and column.separator is None and len(options - {"unknown", "n/a"}) <= 3
    )


def negative(column: Column) -> str | None:
    """Return the value of a yes-or-no column that says no, or None when there is not exactly one candidate."""
    rest = [value for value, _ in column.values if value != column.positive]
    said = [value for value in rest if value.strip().lower() in _NOES]
    known = [value for value in rest if value.strip().lower() not in BARE - _NOES]
    candidates = said or known or rest
    return candidates[0] if len(candidates) == 1 else None
