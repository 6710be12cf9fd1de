"""The words by which a question can name the tables, columns and values of one catalog."""

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from assistant.offline.lexicon import lexicon
from assistant.offline.rows import presumed_amount, unnamed
from assistant.offline.words import phrase, stem, tokens
from tools.tables.catalog import DESCRIBED, Catalog, Column, Table
from tools.tables.presence import target

JOINED = "::"
_BARE = frozenset(
    {"yes", "no", "y", "n", "true", "false", "other", "none", "unknown", "n/a", "na", "t", "f", "x", "-"}
)
_IDS = frozenset({"id", "no", "number", "key", "code", "nr", "ref"})
_SHORT_NAME = 3
_JOINED_TRUST, _CONTINUED = 0.85, 0.95
_VAGUE = 0.75
_TOLD = 0.8
_PLAIN = 0.9
_AMOUNT_WORDS = (
    *("revenue", "spend", "spent", "spending", "sales", "amount", "value", "money", "paid", "turnover"),
    *("dollars", "euros", "pounds"),
)
_SHAPING = ("aggregate.", "order.", "grain.", "by", "which", "when", "trend", "filler", "data", "compare.")


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that stand for a column or value: content stems in order, and how sure the phrase itself is.

    `head` is the word of a short name without which it is not named (`fee` of "monthly fee"). A `literal` phrase
    is itself a stand-in, so that nothing may stand for it in turn.
    """

    stems: tuple[str, ...]
    trust: float
    head: str = ""
    literal: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """A column (value "") or one value of it, and the phrases that name it; a joined `name` is `table::column`."""

    name: str
    column: Column
    phrases: tuple[Phrase, ...]
    value: str = ""
    trust: float = 1.0

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
        """Return the column of an entry's name."""
        return next(entry.column for entry in self.columns if entry.name == name)


@lru_cache(maxsize=16)
def vocabularies(catalog: Catalog) -> tuple[Vocabulary, ...]:
    """Return the vocabulary of every table, in catalog order; a data dictionary is no table to ask about."""
    tables = [table for table in catalog.tables if table.entity != DESCRIBED]
    return tuple(_vocabulary(catalog, table) for table in tables or catalog.tables)


def _vocabulary(catalog: Catalog, table: Table) -> Vocabulary:
    columns: list[Entry] = []
    values: list[Entry] = []
    for name, column, trust in _reachable(catalog, table):
        if column.role == "empty":
            continue
        columns.append(Entry(name, column, tuple(_column_phrases(column, table)), trust=trust))
        values.extend(_value_entries(name, column, trust))
    counted = Counter(
        word for entry in columns for word in {word for part in entry.phrases for word in part.stems}
    )
    scale = math.log(2 + len(columns))
    rarity = {word: max(0.25, 1 - math.log(count) / scale) for word, count in counted.items()}
    by_part: dict[str, tuple[int, ...]] = {}
    for position, entry in enumerate(values):
        for word in entry.stems():
            by_part[word] = (*by_part.get(word, ()), position)
    named = frozenset(word for entry in columns for part in entry.phrases[:2] for word in part.stems)
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

    A table that tells what became of rows here continues them.
    """
    ends = [
        ((join.right_table, join.right_column), _JOINED_TRUST)
        for join in catalog.joins
        if join.left_table == table.name
    ]
    ends += [(target(column), _CONTINUED) for column in table.columns if column.present_in]
    for (name, key), trust in dict(ends).items():
        other = catalog.table(name)
        if other is not None and other.key == (key,):
            yield other, key, trust


def _column_phrases(column: Column, table: Table) -> Iterator[Phrase]:
    if column.unit == "money" and [item for item in table.columns if item.unit == "money"] == [column]:
        for word in ("value", "amount", "size"):  # the only amount a row has is the row's amount
            yield Phrase((*content(table.entity), stem(word)), 0.95)
    if unnamed(table) and column is presumed_amount(table):
        for word in _AMOUNT_WORDS:
            yield Phrase((stem(word),), 0.8)
    seen: set[tuple[str, ...]] = set()
    texts = [
        (column.name, 1.0),
        (column.label, 1.0),
        *((text, 0.95) for text in _compounds(column.name)),
        *_other_words(column),
    ]
    if column.role == "id":
        texts.append((" ".join(part for part in phrase(column.name) if part not in _IDS), 0.95))
    texts += [(text, _TOLD) for text in _spelled_out(column.name)]
    for bare in bare_names(column.name):
        texts += [(bare, _PLAIN), *((text, _TOLD) for text in _spelled_out(bare))]
    asked = column.label.lower()
    texts += [(word, _TOLD) for told, words in lexicon().headers.items() if told in asked for word in words]
    if column.description:
        texts.append((column.description, 0.7))
    for text, trust in texts:
        stems = content(text)
        short = len(phrase(text)) <= _SHORT_NAME
        for form in dict.fromkeys((stems, _bare_name(stems) if short else stems)):
            if form and form not in seen:
                seen.add(form)
                head = _bare_name(form)[-1] if short and len(form) > 1 else ""
                yield Phrase(form, trust, head, literal=trust == _VAGUE)


def _other_words(column: Column) -> Iterator[tuple[str, float]]:
    """Yield the words people use for a column; words that shape questions ("how many") name no column."""
    vague = {word for quantity in lexicon().quantities for word in quantity.words}
    for word in column.words:
        cues = lexicon().cues(tokens(word))
        shaping = any(
            cue.concept.startswith(_SHAPING) and cue.end - cue.start == len(tokens(word)) for cue in cues
        )
        if not shaping:
            yield word, _VAGUE if word in vague else 0.95


def _spelled_out(name: str) -> Iterator[str]:
    """Yield a header with its usual abbreviations spelled out (`adr`, `cust_bal`)."""
    words = [word.norm for word in tokens(name.replace("_", " "))]
    known = [(at, text) for at, word in enumerate(words) for text in lexicon().abbreviations.get(word, ())]
    yield from (" ".join([*words[:at], text, *words[at + 1 :]]) for at, text in known)
    for at, text in known:
        yield " ".join(part for part in [*words[:at], text, *words[at + 1 :]] if _tells(part))


def _tells(word: str) -> bool:
    """Return whether a piece of a header names something: no number, no single letter, no span such as `12m`."""
    return len(word) > 1 and not word[0].isdigit()


def bare_names(name: str) -> Iterator[str]:
    """Yield a header without single letters and figures (`n_fines_12m`, `q3_role`), and without what only says
    that it counts, and over which time (`Logins_Cnt_30_day`)."""
    words = [word.norm for word in tokens(name.replace("_", " "))]
    kept = [word for word in words if _tells(word)]
    if kept and len(kept) < len(words):
        yield " ".join(kept)
    counting = [word for at, word in enumerate(words) if not _tells(word) or _counts(words, at)]
    core = [word for word in words if word not in counting]
    if core and counting and core != kept:
        yield " ".join(core)


def _counts(words: Sequence[str], at: int) -> bool:
    """Return whether a piece of a header says that something is counted, or the unit of a number before it."""
    timed = at > 0 and words[at - 1].isdigit() and stem(words[at]) in lexicon().suffixes
    return words[at] in lexicon().counters or timed


def _compounds(name: str) -> Iterator[str]:
    """Yield a name written together in two parts when its second part is a word that columns are called by."""
    for word in [token.text for token in tokens(name)][:_SHORT_NAME]:
        lower = word.lower() if word[1:].islower() else word
        if not lower.isalpha() or not lower.islower():
            continue
        for cut in range(4, len(lower) - 3):
            if stem(lower[cut:]) in lexicon().synonyms:
                yield f"{lower[:cut]} {lower[cut:]}"


def _bare_name(stems: tuple[str, ...]) -> tuple[str, ...]:
    """Return a name without the units and forms at its end: `amount` of `amount eur`."""
    kept = stems
    while len(kept) > 1 and kept[-1] in lexicon().suffixes:
        kept = kept[:-1]
    return kept


def _value_entries(name: str, column: Column, trust: float) -> Iterator[Entry]:
    if column.role in {"id", "time", "text", "measure", "constant"} or "personal" in column.marks:
        return
    for value in dict.fromkeys([*(value for value, _ in column.values), *column.order]):
        stems = content(value)
        if stems and _nameable(value, stems):
            yield Entry(name, column, (Phrase(stems, 1.0),), value=value, trust=trust)


def _nameable(value: str, stems: Sequence[str]) -> bool:
    """Return whether a value can be recognised by itself: not a bare yes, no, other or number."""
    bare = value.strip().lower() in _BARE or value.strip().isdigit()
    return not bare and any(any(character.isalnum() for character in word) for word in stems)


def _table_phrases(table: Table) -> Iterator[Phrase]:
    path = table.name.rsplit("/", 1)[-1].split("#")[0]
    stems = content(path.rsplit(".", 1)[0].replace("-", " "))
    if stems:
        yield Phrase(stems, 1.0)
    if table.description:
        yield Phrase(content(table.description), 0.6)


def content(text: str) -> tuple[str, ...]:
    """Return the stems of a phrase without function words; all of them when nothing else is there."""
    stems = phrase(text)
    kept = tuple(word for word in stems if word not in lexicon().function_words)
    return kept or stems


def stands_for(stem_: str) -> frozenset[str]:
    """Return the stems that may stand for a stem in the name of a column."""
    return lexicon().synonyms.get(stem_, frozenset())


def is_boolean(column: Column) -> bool:
    """Return whether a column says yes or no of each row."""
    options = {value.strip().lower() for value, _ in column.values} - {""}
    return column.storage == "boolean" or (
        column.positive is not None and column.separator is None and len(options - {"unknown", "n/a"}) <= 3
    )


def negative(column: Column) -> str | None:
    """Return the value of a yes-or-no column that says no, or None when there is not exactly one candidate."""
    rest = [value for value, _ in column.values if value != column.positive]
    plain = [value for value in rest if value.strip().lower() in _BARE | {"0"}]
    candidates = plain or rest
    return candidates[0] if candidates else None
