"""What can be counted about a column before anything is guessed."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from tools.tables.catalog import Quantity, Storage
from tools.tables.drafting.meanings import meanings
from tools.tables.glossary import in_english, language_of
from tools.tables.lexicon import gist, tokens
from tools.tables.readers.raw import RawTable

_COUNTED = 10_000
"""So many different values are looked at; of a column with more, the most frequent ones."""

_THREADS = 2


@dataclass(frozen=True)
class Facts:
    """Counts over one stored column.

    `counts` are its most frequent values as text with their rows, the most frequent first; `known` counts the rows
    with a value and `distinct` the different values, also where `counts` does not list them all.
    """

    name: str
    position: int
    rows: int
    storage: Storage
    counts: pd.Series
    known: int
    distinct: int
    values: pd.Series
    unit: Quantity | None = None
    currency: str = ""
    separator: str | None = None
    read: str = ""
    header: bool = True
    description: str = ""
    language: str | None = None
    bounds: tuple[tuple[str, int], ...] = ()

    @cached_property
    def described(self) -> list[str]:
        """The words of a dictionary's description."""
        return tokens(self.description)[:20]

    @cached_property
    def gist(self) -> list[str]:
        """The words of a description's first clause where it is short enough for a name ("age. Note: ...")."""
        return gist(self.description)

    @cached_property
    def meanings(self) -> tuple[tuple[str, str], ...]:
        """What a dictionary says that the values stand for."""
        return meanings(self.description, self.texts) if self.storage != "date" else ()

    @cached_property
    def words(self) -> list[str]:
        """The words of the header."""
        return tokens(self.name) if self.header else []

    @cached_property
    def english(self) -> tuple[str, ...]:
        """What the header means in English where the table's headers are in another language, else nothing."""
        return in_english(self.name, self.language) if self.language is not None else ()

    @cached_property
    def meant(self) -> list[str]:
        """The words of the header in English, none where they are English already."""
        return self.english[0].split() if self.english else []

    @cached_property
    def every(self) -> pd.Series:
        """`counts` of all values: slow where there are many, for the few rules that no sample can decide."""
        return self.counts if self.distinct == len(self.counts) else _counted(self.values, self.distinct).counts

    @cached_property
    def missing(self) -> int:
        """Number of rows without a value."""
        return self.rows - self.known

    @cached_property
    def texts(self) -> list[str]:
        """The different values that are counted, as text, most frequent first."""
        return [str(value) for value in self.counts.index]

    @cached_property
    def unique(self) -> bool:
        """Whether every row has a value of its own."""
        return self.rows > 1 and self.distinct == self.rows

    @cached_property
    def whole(self) -> bool:
        """Whether the column is stored as whole numbers."""
        return pd.api.types.is_integer_dtype(self.values)

    @cached_property
    def question(self) -> bool:
        """Whether the header is a question or a sentence, as in an exported survey."""
        name = self.name.rstrip()
        return self.header and (name.endswith("?") or "?" in name or len(name.split()) >= 6)

    @cached_property
    def mean_words(self) -> float:
        """Mean number of words of the different values (of the first two thousand)."""
        sample = self.texts[:2000]
        return sum(len(text.split()) for text in sample) / max(1, len(sample))

    @cached_property
    def mean_length(self) -> float:
        """Mean number of characters of the different values (of the first two thousand)."""
        sample = self.texts[:2000]
        return sum(map(len, sample)) / max(1, len(sample))


def called(name: str) -> str:
    """Return a column's name without regard to case and to how its words are set apart."""
    return " ".join(tokens(name)) or name.strip().casefold()


def facts_of(raw: RawTable, descriptions: Mapping[str, str]) -> list[Facts]:
    """Return the facts of every column in file order; descriptions go by name as `called` makes it."""
    columns = [raw.frame[name] for name in raw.frame.columns]
    language = language_of(map(str, raw.frame.columns)) if raw.header else None
    with ThreadPoolExecutor(_THREADS) as pool:  # counting happens outside of the interpreter's lock
        counted = list(pool.map(lambda values: _counted(values, _COUNTED), columns))
    return [
        _facts(raw, position, values, found, descriptions, language)
        for position, (values, found) in enumerate(zip(columns, counted, strict=True))
    ]


def _facts(
    raw: RawTable,
    position: int,
    values: pd.Series,
    counted: "_Counted",
    descriptions: Mapping[str, str],
    language: str | None,
) -> Facts:
    name = str(values.name)
    return Facts(
        name=name,
        position=position,
        rows=len(raw.frame),
        storage=_storage(values),
        counts=counted.counts,
        known=counted.known,
        distinct=counted.distinct,
        values=values,
        unit=raw.units.get(name),
        currency=raw.currencies.get(name, ""),
        separator=raw.lists.get(name),
        read=raw.reasons.get(name, ""),
        header=raw.header,
        description=descriptions.get(called(name), ""),
        language=language,
        bounds=raw.bounds.get(name, ()),
    )


def _storage(values: pd.Series) -> Storage:
    if pd.api.types.is_datetime64_any_dtype(values):
        return "date"
    return "number" if pd.api.types.is_numeric_dtype(values) else "text"


@dataclass(frozen=True, slots=True)
class _Counted:
    counts: pd.Series
    known: int
    distinct: int


def _counted(values: pd.Series, most: int) -> _Counted:
    """Count the different values in one pass over the column; equal counts stand in order of appearance."""
    found = pc.value_counts(pc.drop_null(_column(values)))
    different, rows = found.field("values"), found.field("counts").to_numpy(zero_copy_only=False)
    order = np.argsort(-rows, kind="stable")[:most]
    shown = different.take(pa.array(order)).to_pandas()
    index = pd.Index([str(value) for value in shown], dtype="str")
    return _Counted(pd.Series(rows[order], index=index, name="count"), int(rows.sum()), len(rows))


def _column(values: pd.Series) -> pa.Array:
    column = pa.array(values, from_pandas=True)
    return column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
