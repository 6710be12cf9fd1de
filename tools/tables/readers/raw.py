"""What every reader returns, and what a person may tell it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

from tools.tables.catalog import Quantity
from tools.tables.remote import Remote


@dataclass(frozen=True, slots=True, kw_only=True)
class TableOptions:
    """What is known about a file beforehand; None leaves it to the reader."""

    encoding: str | None = None
    delimiter: str | None = None
    header: bool | None = None
    day_first: bool | None = None
    decimal: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RawTable:
    """One table as read: typed columns in file order, rows in file order.

    Columns are whole numbers, fractions, dates (without zone) or text; empty cells are missing. `notes` say what
    had to be done to the rows, `reasons` why a column was read as it was, `units` what its cells said themselves
    (a currency sign, a percent sign), `currencies` which currency, `lists` the separator of columns that held real
    lists, `bounds` the answers of a column of numbers that only bound one. `made` says of columns that stand in no
    file how they were made of others. With `remote` the rows are a sample of a table that stays in its database.
    """

    name: str
    frame: pd.DataFrame
    header: bool = True
    notes: tuple[str, ...] = ()
    reasons: Mapping[str, str] = field(default_factory=dict)
    units: Mapping[str, Quantity] = field(default_factory=dict)
    currencies: Mapping[str, str] = field(default_factory=dict)
    lists: Mapping[str, str] = field(default_factory=dict)
    remote: Remote | None = None
    made: Mapping[str, str] = field(default_factory=dict)
    bounds: Mapping[str, tuple[tuple[str, int], ...]] = field(default_factory=dict)
