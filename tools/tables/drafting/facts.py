"""What can be counted about a column before anything is guessed."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from tools.tables.catalog import Quantity, Storage
from tools.tables.lexicon import tokens
from tools.tables.readers.raw import RawTable


@dataclass(frozen=True)
class Facts:
    """Counts over one stored column. `counts` are its values as text, most frequent first."""

    name: str
    position: int
    rows: int
    storage: Storage
    counts: pd.Series
    values: pd.Series
    unit: Quantity | None = None
    currency: str = ""
    separator: str | None = None
    read: str = ""
    header: bool = True
    description: str = ""

    @cached_property
    def described(self) -> list[str]:
        """The words of a dictionary's description."""
        return tokens(self.description)[:20]

    @cached_property
    def words(self) -> list[str]:
        """The words of the header."""
        return tokens(self.name) if self.header else []

    @cached_property
    def known(self) -> int:
        """Number of rows with a value."""
        return int(self.counts.sum())

    @cached_property
    def missing(self) -> int:
        """Number of rows without a value."""
        return self.rows - self.known

    @cached_property
    def distinct(self) -> int:
        """Number of different values."""
        return len(self.counts)

    @cached_property
    def texts(self) -> list[str]:
        """The different values as text, most frequent first."""
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


def facts_of(raw: RawTable, descriptions: Mapping[str, str]) -> list[Facts]:
    """Return the facts of every column in file order; descriptions go by name in lower case."""
    return [
        Facts(
            name=str(name),
            position=position,
            rows=len(raw.frame),
            storage=_storage(raw.frame[name]),
            counts=_counts(raw.frame[name]),
            values=raw.frame[name],
            unit=raw.units.get(str(name)),
            currency=raw.currencies.get(str(name), ""),
            separator=raw.lists.get(str(name)),
            read=raw.reasons.get(str(name), ""),
            header=raw.header,
            description=descriptions.get(str(name).casefold(), ""),
        )
        for position, name in enumerate(raw.frame.columns)
    ]


def _storage(values: pd.Series) -> Storage:
    if pd.api.types.is_datetime64_any_dtype(values):
        return "date"
    return "number" if pd.api.types.is_numeric_dtype(values) else "text"


def _counts(values: pd.Series) -> pd.Series:
    counts = values.value_counts(dropna=True)
    return counts.rename(index=str) if len(counts) and not isinstance(counts.index[0], str) else counts
