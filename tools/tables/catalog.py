"""The semantic model of the tables: what a row is, what each column means, and why we think so."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, get_args

Role = Literal[
    "id", "time", "outcome", "measure", "segment", "ordinal", "multi_select", "text", "constant", "empty"
]
ROLES: tuple[Role, ...] = get_args(Role)
Mark = Literal["personal", "protected", "leakage"]
MARKS: tuple[Mark, ...] = get_args(Mark)
Quantity = Literal["money", "days", "months", "years", "duration", "count", "age", "share", "score", "number"]
Storage = Literal["number", "text", "date", "boolean"]
# What a row of a data dictionary is: nothing that anybody asks to have counted.
DESCRIBED = "column"
OLDEST = 115
"""Years that nobody in a table of people has lived: a higher age stands for nothing, or cannot be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of a table.

    `name` is the header as it stands in the file, and the name in storage. `label` is the same in plain words.
    `values` are its frequent values with their row counts, most frequent first, personal columns excepted;
    for a multi-select they are the options, whose cells are joined by `separator`. `sentinels` are values
    that mean "not known" or "not applicable", with the number of rows; they are kept in storage and left out
    of statistics. `currency` is the sign or code of a money column, empty where nothing
    tells it. `positive` is the value of an outcome or yes/no column that counts as "it happened". `order`
    lists an ordinal's values from low to high. `words` are other words that people use for the column.
    `missing` counts empty cells. `reason` says why role and unit were guessed. `made` says how a column that does
    not stand in the file was made of others, empty for all that do. A column with `present_in`
    (`table::column`) is not stored: it says whether the row's `present_by` stands in that column. `bounds` are
    answers of a numeric column that only bound a number ("Less than 1 year"), with their rows; in storage they are
    numbers just outside of all others. `spikes` are usable numbers that hold far more rows than any other.
    `meanings` say of values that are codes what they stand for, as a dictionary beside the data has it.
    """

    name: str
    label: str
    role: Role
    storage: Storage
    marks: frozenset[Mark] = frozenset()
    unit: Quantity | None = None
    currency: str = ""
    values: tuple[tuple[str, int], ...] = ()
    distinct: int = 0
    missing: int = 0
    minimum: str | None = None
    maximum: str | None = None
    sentinels: tuple[tuple[str, int], ...] = ()
    positive: str | None = None
    order: tuple[str, ...] = ()
    separator: str | None = None
    words: tuple[str, ...] = ()
    description: str = ""
    present_in: str = ""
    present_by: str = ""
    reason: str = ""
    made: str = ""
    bounds: tuple[tuple[str, int], ...] = ()
    spikes: tuple[tuple[str, int], ...] = ()
    meanings: tuple[tuple[str, str], ...] = ()

    @property
    def usable_values(self) -> tuple[tuple[str, int], ...]:
        """The frequent values with their row counts, without the sentinels among them."""
        aside = {self._compared(name) for name, _ in self.sentinels}
        return tuple(pair for pair in self.values if self._compared(pair[0]) not in aside)

    def stands_for_nothing(self, value: str) -> bool:
        """Return whether a value is a sentinel: `99` is `99.0` among numbers, case is aside in words."""
        return self._compared(value) in {self._compared(name) for name, _ in self.sentinels}

    def _compared(self, value: str) -> str:
        word = value.strip().casefold()
        return word.removesuffix(".0") if self.storage == "number" else word

    def meaning(self, value: str) -> str:
        """Return what a dictionary says that a value stands for, empty where it does not."""
        return dict(self.meanings).get(value, "")


@dataclass(frozen=True, kw_only=True)
class Table:
    """One table: its grain, its keys, and its columns in file order.

    `name` is the path that people cite. `entity` is the singular noun for what a row is ("customer",
    "respondent", "order"), `entity_words` are other nouns for it, also of other languages. `person` names the
    column that identifies people; when it is None and `rows_are_people` holds, each row counts as one person.
    Where neither is known, a row may still be about somebody, so statistics over few rows are withheld, unless
    `rows_are_things` says that rows are products, places, months or the like.
    `repeats` counts rows of the file that were repeats of a row with the same key, and were left out: exact ones,
    or listings of the same thing that differ in the columns `repeats_in` only.
    `key` identifies a row (empty: its content does). `version` is a hash of the stored rows. `like` names a table
    with the same columns, `part_of` one that contains these rows. `source` is `database:table` where the rows are
    not copied but stay in their database.
    """

    name: str
    rows: int
    columns: tuple[Column, ...]
    entity: str = "row"
    entity_words: tuple[str, ...] = ()
    key: tuple[str, ...] = ()
    person: str | None = None
    rows_are_people: bool = False
    rows_are_things: bool = False
    time: str | None = None
    outcome: str | None = None
    duplicates: int = 0
    repeats: int = 0
    repeats_in: tuple[str, ...] = ()
    header: bool = True
    like: str | None = None
    part_of: str | None = None
    description: str = ""
    source: str = ""
    reason: str = ""
    version: str = ""

    @cached_property
    def _named(self) -> Mapping[str, Column]:
        return {column.name: column for column in reversed(self.columns)}

    @property
    def may_be_people(self) -> bool:
        """Whether a row may be about a person although no column tells people apart."""
        return self.person is None and not self.rows_are_people and not self.rows_are_things

    @property
    def one_row_each(self) -> bool:
        """Whether each row of the table is another person."""
        return self.rows_are_people or (self.person is not None and self.key == (self.person,))

    def column(self, name: str) -> Column | None:
        """Return the column of that exact name, or None."""
        return self._named.get(name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Join:
    """Two columns that hold the same key; `share` is the part of `left` values found in `right`."""

    left_table: str
    left_column: str
    right_table: str
    right_column: str
    share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalog:
    """All tables of a workspace and the keys that join them."""

    tables: tuple[Table, ...] = ()
    joins: tuple[Join, ...] = ()

    def __iter__(self) -> Iterator[Table]:
        return iter(self.tables)

    def table(self, name: str) -> Table | None:
        """Return the table of that exact name, or None."""
        return next((table for table in self.tables if table.name == name), None)
