"""Two tables that asked the same: which of them a question names, and the readings that set them side by side."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.offline.reading import Reading
from assistant.offline.words import Token, phrase, tokens
from tools.tables.catalog import Catalog, Table
from tools.who.twins import asked_as, twin

_ALL = re.compile(
    r"\b(?:in|across|for|from|over|of)?\s*(?:each|both|all|every|the two|either)\s+"
    r"(?:of\s+)?(?:the\s+)?(?:two\s+)?(?:surveys?|waves?|rounds?|years?|files?|editions?|polls?|datasets?|questionnaires?)\b",
    re.IGNORECASE,
)
_NOW_AND_THEN = re.compile(
    r"\b(?:(?:than|compared (?:to|with)|versus|vs) )?(?:the )?(?:last|previous|prior|earlier|this) "
    r"(?:year|time|wave|survey|round|one)\b|\bnow\b",
    re.IGNORECASE,
)
# What only people who answered both times can tell.
_FOLLOWED = re.compile(
    r"\bchang(?:e|ed|ing) (?:their|his|her|its) (?:mind|opinion|answer|view)s?\b|\bswitch(?:ed|ing)?\b"
    r"|\bindividual(?:ly)?\b|\beach (?:person|respondent|participant|one)\b|\beinzelne[nr]?\b|\bwithin persons?\b"
    r"|\bthe same (?:people|person|respondents?|customers?|members?|ones)\b|\b(?:moved|went|turned) from\b"
    r"|\bmeinung (?:geändert|gewechselt)\b|\bchangé d'avis\b|\bcambi(?:ado|aron) de opinión\b",
    re.IGNORECASE,
)
_TURN = re.compile(
    r"\b(?P<turn>first|initial|original|earliest|last|latest|second|newest)\s+(?:\w+\s+)?(?:survey|wave|round|poll|questionnaire)\b",
    re.IGNORECASE,
)
_SAME = 0.5
_SHARED = 3  # a table of a few columns is contained in a longer one by chance
_FIRST = frozenset({"first", "initial", "original", "earliest", "erste", "ersten", "première", "primera"})
_LAST = frozenset({"latest", "second", "newest", "zweite", "zweiten", "deuxième", "dernière", "segunda", "última"})


@dataclass(frozen=True, slots=True)
class Waves:
    """The tables set side by side, the one asked about last, and the question without their names."""

    tables: tuple[str, ...]
    text: str


def waves(question: str, catalog: Catalog) -> Waves | None:
    """Return the tables of one kind that a question names together, or None."""
    for family in _families(catalog):
        words = tokens(question)
        marks = {table.name: _marks(table, family) | _dated(table, family) for table in family}
        marks = {name: own | _turned(words, name, family) for name, own in marks.items()}
        named = [name for name, own in marks.items() if any(word.stem in own for word in words)]
        if len(named) > 1:
            own = frozenset(part for name in named for part in marks[name])
            spoken = [next(at for at, word in enumerate(words) if word.stem in marks[name]) for name in named]
            dated = all(part.isdigit() for part in own)
            order = sorted(named) if dated else [name for _, name in sorted(zip(spoken, named, strict=True))][::-1]
            return Waves(tuple(order), _NOW_AND_THEN.sub(" ", _masked(question, own)))
        if not named and _ALL.search(question):
            return Waves(tuple(sorted(marks)), _ALL.sub(" ", question))
    return None


def in_turn(question: str, table: Table, catalog: Catalog) -> bool:
    """Return whether a question means a table by its turn: "the first survey" of several that asked the same."""
    turn = _TURN.search(question)
    family = next((group for group in _families(catalog) if table in group), None)
    if turn is None or family is None:
        return False
    begun = {other.name: _begun(other) for other in family}
    if not all(begun.values()):
        return False
    chosen = min if turn["turn"].lower() in {"first", "initial", "original", "earliest"} else max
    return table.name == chosen(begun, key=lambda name: begun[name])


def _dated(table: Table, family: Sequence[Table]) -> frozenset[str]:
    """Return the year in which a table's rows lie, when no other of its family reaches into it."""
    spans = {other.name: (_begun(other)[:4], _ended(other)[:4]) for other in family}
    first, last = spans.pop(table.name)
    alone = all(not year[0] or not year[0] <= first <= year[1] for year in spans.values())
    return frozenset({first}) if first and first == last and alone else frozenset()


def _turned(words: Sequence[Token], name: str, family: Sequence[Table]) -> frozenset[str]:
    """Return the ordinal by which a question names the table that was begun first or last of its family."""
    begun = {table.name: _begun(table) for table in family}
    if not all(begun.values()):
        return frozenset()
    sides = ((min, _FIRST), (max, _LAST))
    said = {which for choose, which in sides if choose(begun, key=lambda item: begun[item]) == name}
    return frozenset(word.stem for word in words if any(word.norm in which for which in said))


def _ended(table: Table) -> str:
    column = table.column(table.time) if table.time else None
    return (column.maximum or "") if column is not None else ""


def _begun(table: Table) -> str:
    """Return the first day of a table with dates, empty for one without."""
    column = table.column(table.time) if table.time else None
    return (column.minimum or "") if column is not None else ""


def no_panel(question: str, tables: Sequence[str], catalog: Catalog) -> str | None:
    """Return why nobody can be followed between tables that a question follows people through, else None."""
    if not _FOLLOWED.search(question):
        return None
    joined = any({join.left_table, join.right_table} <= set(tables) for join in catalog.joins)
    if joined:
        return None
    names = " and ".join(f"`{name}`" for name in tables)
    return (
        f"{names} have different respondents: no key links them, so nobody can be followed; they are not a panel."
    )


def _families(catalog: Catalog) -> list[list[Table]]:
    """Return groups of tables that share at least half of their columns and contain none of each other's rows."""
    groups: list[list[Table]] = []
    for table in catalog:
        if table.part_of is not None:
            continue
        home = next((group for group in groups if _alike(group[0], table)), None)
        if home is None:
            groups.append([table])
        else:
            home.append(table)
    return [group for group in groups if len(group) > 1]


def _alike(left: Table, right: Table) -> bool:
    ours, theirs = ({column.name for column in table.columns} for table in (left, right))
    if len(ours & theirs) >= _SAME * max(len(ours), len(theirs)):
        return True
    asked, again = (_questions(table) for table in (left, right))
    shared = len(asked & again)
    return shared >= _SHARED and shared >= _SAME * min(len(asked), len(again))


def _questions(table: Table) -> frozenset[str]:
    """Return what the columns of a table of answers ask, in sentences; numbers and dates ask nothing."""
    return frozenset(said for column in table.columns if len((said := asked_as(column)).split()) >= _SHARED)


def _words(table: Table) -> frozenset[str]:
    return frozenset(phrase(table.name.rsplit("/", 1)[-1].rsplit(".", 1)[0].replace("-", " ")))


def _marks(table: Table, family: Sequence[Table]) -> frozenset[str]:
    """Return the words of a table's name that no other of its family has."""
    others = {part for other in family if other is not table for part in _words(other)}
    return _words(table) - others


def _masked(question: str, own: frozenset[str]) -> str:
    kept, last = [], 0
    for word in tokens(question):
        if word.stem in own:
            kept.append(question[last : word.start])
            last = word.end
    return " ".join("".join([*kept, question[last:]]).split())


def spread(reading: Reading, tables: Sequence[str], catalog: Catalog) -> list[Reading]:
    """Return the readings that answer for each of the tables: one comparison of two, or one reading a table."""
    if reading.table not in tables or "words" in reading.cues:
        return [reading]
    held = [name for name in tables if _holds(catalog.table(name), reading, catalog)]
    if len(held) < 2:
        return [reading]
    rated = _rated(reading)
    comparable = rated.metric and not rated.by and rated.aggregate in {None, "share", "mean"}
    if comparable and len(held) == 2:
        return [
            replace(
                _moved(rated, held[1], catalog),
                other_table=held[0],
                contrast=None,
                others=False,
                order=None,
                cues=frozenset({"compare"}),
                explicit=(rated.explicit - {"order", "limit"}) | {"contrast"},
            )
        ]
    return [_moved(reading, name, catalog) for name in held]


def _rated(reading: Reading) -> Reading:
    """Return the reading as a share of its last condition where it only counts without being asked to."""
    if reading.metric is not None or not reading.where or "aggregate" in reading.explicit:
        return reading
    *rest, last = reading.where
    if last["op"] != "=":
        return reading
    return replace(
        reading,
        metric=str(last["column"]),
        value=str(last["value"]),
        aggregate="share",
        where=tuple(rest),
        explicit=reading.explicit | {"metric", "aggregate"},
    )


def _holds(table: Table | None, reading: Reading, catalog: Catalog) -> bool:
    """Return whether a table has every column that a reading uses, under its name or asking the same."""
    home = catalog.table(str(reading.table))
    if table is None or home is None:
        return False
    columns = [home.column(name) for name in _used(reading)]
    return all(column is not None and twin(column, table) is not None for column in columns)


def _used(reading: Reading) -> list[str]:
    return [*(str(item["column"]) for item in (*reading.where, *reading.by)), *filter(None, [reading.metric])]


def _moved(reading: Reading, name: str, catalog: Catalog) -> Reading:
    """Return a reading over another table, its columns by the names that they have there."""
    home, table = catalog.table(str(reading.table)), catalog.table(name)
    if home is None or table is None or home is table:
        return reading
    names = {
        used: other.name
        for used in _used(reading)
        if (column := home.column(used)) is not None and (other := twin(column, table)) is not None
    }
    return replace(
        reading,
        table=name,
        metric=names.get(reading.metric or "", reading.metric),
        where=tuple({**item, "column": names[str(item["column"])]} for item in reading.where),
        by=tuple({**item, "column": names[str(item["column"])]} for item in reading.by),
    )
