"""Two tables that asked the same: which of them a question names, and the readings that set them side by side."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.offline.reading import Reading
from assistant.offline.words import phrase, tokens
from tools.tables.catalog import Catalog, Table

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
    r"|\bthe same (?:people|person|respondents?|customers?|members?|ones)\b|\b(?:moved|went|turned) from\b"
    r"|\bmeinung (?:geändert|gewechselt)\b|\bchangé d'avis\b|\bcambi(?:ado|aron) de opinión\b",
    re.IGNORECASE,
)
_TURN = re.compile(
    r"\b(?P<turn>first|initial|original|earliest|last|latest|second|newest)\s+(?:\w+\s+)?(?:survey|wave|round|poll|questionnaire)\b",
    re.IGNORECASE,
)
_SAME = 0.5


@dataclass(frozen=True, slots=True)
class Waves:
    """The tables set side by side, the one asked about last, and the question without their names."""

    tables: tuple[str, ...]
    text: str


def waves(question: str, catalog: Catalog) -> Waves | None:
    """Return the tables of one kind that a question names together, or None."""
    for family in _families(catalog):
        marks = {table.name: _marks(table, family) for table in family}
        words = tokens(question)
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
    return len(ours & theirs) >= _SAME * max(len(ours), len(theirs))


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
    held = [name for name in tables if _holds(catalog.table(name), reading)]
    if len(held) < 2:
        return [reading]
    rated = _rated(reading)
    comparable = rated.metric and not rated.by and rated.aggregate in {None, "share", "mean"}
    if comparable and len(held) == 2:
        return [
            replace(
                rated,
                table=held[1],
                other_table=held[0],
                contrast=None,
                others=False,
                order=None,
                cues=frozenset({"compare"}),
                explicit=(rated.explicit - {"order", "limit"}) | {"contrast"},
            )
        ]
    return [replace(reading, table=name) for name in held]


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


def _holds(table: Table | None, reading: Reading) -> bool:
    """Return whether a table has every column that a reading uses."""
    used = [str(item["column"]) for item in (*reading.where, *reading.by)]
    return table is not None and all(table.column(name) for name in [*used, *filter(None, [reading.metric])])
