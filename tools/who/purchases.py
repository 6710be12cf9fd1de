"""Purchases per person, from a table of transactions or from one that sums them up by customer."""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from tools.errors import AnalysisError
from tools.statistics.bgnbd import Histories
from tools.tables.catalog import Column, Table
from tools.tables.sales import reversal, whole_amounts
from tools.who.scope import Scope

_DAYS = 7.0
_REPEATS = frozenset({"frequency", "repeat", "repeats", "repeat purchases", "repeat transactions", "x"})
_LASTS = frozenset({"recency", "t x", "tx", "last purchase", "time of last purchase"})
_AGES = frozenset({"t", "age", "tenure", "customer age", "observation", "length of observation"})
_SPENDS = frozenset({"monetary", "monetary value", "average spend", "mean spend", "average order value"})


@dataclass(frozen=True, slots=True)
class Buyers:
    """One entry per buyer: the history in weeks, and what was paid.

    `spend` is everything paid, `mean` the mean of the repeat purchases (0 without one), both None without a money
    column; `days` holds the purchase days (person, day, amount) and is None for a table that sums them up, as are
    `first` and `last`. `end` is the last day observed.
    """

    histories: Histories
    spend: NDArray[np.float64] | None = None
    mean: NDArray[np.float64] | None = None
    days: pd.DataFrame | None = None
    first: "pd.Series[pd.Timestamp] | None" = None
    last: "pd.Series[pd.Timestamp] | None" = None
    end: pd.Timestamp | None = None

    @property
    def count(self) -> int:
        """The number of buyers."""
        return len(self.histories.repeats)


def records_purchases(table: Table) -> bool:
    """Return whether a table's rows are dated events of people, several of them per person."""
    return table.person is not None and table.time is not None and not table.rows_are_people


def buying_scope(scope: Scope) -> Scope:
    """Return the scope itself where its rows are purchases or their sums, else the one table of purchases.

    Conditions of another table do not carry over: with conditions there has to be a table that has them.
    """
    if (records_purchases(scope.table) and not scope.rows_are_people) or summary_columns(scope) is not None:
        return scope
    catalog = scope.context.tables.catalog
    paying = [
        table
        for table in catalog
        if table.part_of is None and records_purchases(table) and amount_column(table, None) is not None
    ]
    if len(paying) != 1 or scope.where:
        known = f" Tables with purchases: {', '.join(f'`{t.name}`' for t in paying[:5])}." if paying else ""
        raise AnalysisError(
            f"`{scope.table.name}` holds no purchases: it needs one row per purchase with a person and a date (or "
            f"repeat purchases, recency and age per customer).{known}"
        )
    return replace(scope, table=paying[0])


def amount_column(table: Table, metric: str | None) -> Column | None:
    """Return the column of money asked for, else the table's money column with the most different values."""
    if metric is not None:
        column = table.column(metric)
        return column if column is not None and column.storage == "number" and column.role == "measure" else None
    money = [c for c in whole_amounts(table) if c.role == "measure"]
    return max(money, key=lambda column: column.distinct, default=None)


def buyers(scope: Scope, amount: Column | None) -> Buyers:
    """Return the buyers of the scope with histories in weeks, several purchases on one day counted as one."""
    found = summary_columns(scope)
    if found is not None and not records_purchases(scope.table):
        return _summed(scope, found)
    days = purchase_days(scope, amount)
    end = pd.Timestamp(scope.base.newest(str(scope.table.time)))
    if scope.context.as_of is not None:
        end = min(end, pd.Timestamp(scope.context.as_of))
    return of_days(days[days["day"] <= end], end, paid=amount is not None)


def of_days(days: pd.DataFrame, end: pd.Timestamp, *, paid: bool) -> Buyers:
    """Return the buyers that these purchase days make, observed until `end`."""
    if days.empty:
        none = np.zeros(0)
        return Buyers(Histories(none, none, none), none if paid else None, none if paid else None, end=end)
    by = days.groupby("person", sort=True)
    first, last, count = by["day"].min(), by["day"].max(), by.size().to_numpy(dtype=np.float64)
    weeks = (last - first).dt.days.to_numpy(dtype=np.float64) / _DAYS
    age = (end - first).dt.days.to_numpy(dtype=np.float64) / _DAYS
    histories = Histories(np.asarray(count - 1, dtype=np.float64), weeks, age)
    if not paid:
        return Buyers(histories, None, None, days, first, last, end)
    spend = by["amount"].sum()
    opening = days[days["day"] == days["person"].map(first)].groupby("person")["amount"].sum()
    later = (spend - opening.reindex(spend.index)).to_numpy(dtype=np.float64)
    mean = np.where(count > 1, later / np.maximum(count - 1, 1), 0.0)
    return Buyers(histories, spend.to_numpy(dtype=np.float64), mean, days, first, last, end)


def purchase_days(scope: Scope, amount: Column | None) -> pd.DataFrame:
    """Return `person` (a code), `day` and `amount` (0 without a column), one row per person and day.

    A day on which a person only took something back is no purchase: its amount goes to the purchase before.
    """
    table, tables = scope.table, scope.context.tables
    back = reversal(table)
    columns = [str(table.time), *([amount.name] if amount else []), *([back.name] if back else [])]
    frame = tables.frame(table.name, columns, scope.where)
    codes = tables.people(table.name)[tables.mask(table.name, scope.where)]
    rows = pd.DataFrame(
        {
            "person": codes,
            "day": pd.to_datetime(frame[table.time]).dt.tz_localize(None).dt.normalize(),
            "amount": pd.to_numeric(frame[amount.name]).to_numpy(dtype=np.float64) if amount else 0.0,
            "sold": (frame[back.name] != back.positive).fillna(value=True).to_numpy(dtype=bool) if back else True,
        }
    )
    rows["amount"] = rows["amount"].replace([np.inf, -np.inf], np.nan).fillna(0.0)
    rows = rows[(rows["person"] >= 0) & rows["day"].notna()]
    days = rows.groupby(["person", "day"], sort=True).agg(amount=("amount", "sum"), sold=("sold", "any"))
    return _sold(days.reset_index())


def _sold(days: pd.DataFrame) -> pd.DataFrame:
    """Return the days with a purchase; what days without one take back is taken off the person's purchase before.

    Whoever only took back (of purchases before the data begin) bought nothing in it.
    """
    if bool(days["sold"].all()):
        return days.drop(columns="sold")
    place = days["sold"].groupby(days["person"]).cumsum().clip(lower=1)
    bought = days["sold"].groupby(days["person"]).transform("any")
    amounts = days["amount"].groupby([days["person"], place]).sum()
    kept = days[days["sold"]].drop(columns=["sold", "amount"]).reset_index(drop=True)
    kept["amount"] = amounts[amounts.index.get_level_values(0).isin(days.loc[bought, "person"])].to_numpy()
    return kept


@dataclass(frozen=True, slots=True)
class Summary:
    """The columns of a table that sums up purchases by customer."""

    repeats: Column
    recency: Column
    age: Column
    spend: Column | None


def summary_columns(scope: Scope) -> Summary | None:
    """Return the columns that hold repeat purchases, recency and age, known by name; None without all three."""
    return _summary(scope.table)


def summed_up(table: Table) -> bool:
    """Return whether a table sums up purchases by customer: repeat purchases, recency and age."""
    return _summary(table) is not None


def _summary(table: Table) -> Summary | None:
    numbers = [c for c in table.columns if c.storage == "number" and c.role != "id"]
    found = [_named(numbers, words) for words in (_REPEATS, _LASTS, _AGES)]
    if any(column is None for column in found):
        return None
    repeats, recency, age = (column for column in found if column is not None)
    return Summary(repeats, recency, age, _named(numbers, _SPENDS))


def _named(columns: list[Column], words: frozenset[str]) -> Column | None:
    for column in columns:
        if {" ".join(text.casefold().replace("_", " ").split()) for text in (column.name, column.label)} & words:
            return column
    return None


def _summed(scope: Scope, found: Summary) -> Buyers:
    wanted = [column for column in (found.repeats, found.recency, found.age, found.spend) if column]
    frame = scope.context.tables.frame(scope.table.name, [column.name for column in wanted], scope.where)
    frame = frame.apply(pd.to_numeric, errors="coerce")
    frame = frame.replace([np.inf, -np.inf], np.nan).dropna(
        subset=[found.repeats.name, found.recency.name, found.age.name]
    )
    x, last, age = (
        frame[column.name].to_numpy(dtype=np.float64) for column in (found.repeats, found.recency, found.age)
    )
    if len(x) and (((x == 0) & (last != 0)) | (last > age + 1e-9) | (x < 0) | (x != np.floor(x))).any():
        raise AnalysisError(
            f"`{scope.table.name}` looks like purchases summed up by customer, but {found.recency.name} is not "
            f"the time from the first to the last purchase (0 without a repeat, never over {found.age.name}). "
            "Give a table with one row per purchase."
        )
    mean = frame[found.spend.name].fillna(0).to_numpy(dtype=np.float64) if found.spend else None
    return Buyers(Histories(x, last, age), None, mean)
