"""Columns that people ask for and files leave out: what a line of a sale came to, what was taken back, how long.

They are made of other columns when a file is read and stored with its rows, so that every tool can use them.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import combinations

import numpy as np
import pandas as pd

from tools.tables.catalog import Column, Quantity
from tools.tables.drafting.dates_in_parts import dates_in_parts
from tools.tables.drafting.happened import happened
from tools.tables.lexicon import head_kind, lexicon, matches, tokens, word_set
from tools.tables.readers.raw import RawTable
from tools.tables.sales import is_piece, is_whole, names_reversal, names_sale, numbers_sales

REVENUE = "revenue"
TAKEN_BACK = "cancelled or returned"
REPLIED = "replied"
_LENGTH = "days from "
_MOST_TAKEN_BACK = 0.4  # of the rows; what is more is no exception
_PREFIX = re.compile(r"^\s*([^\W\d_]+)")
_MOST_STATES = 12
_MOST_DATES = 4
_ORDERED = 0.9  # of the rows with both dates have them in this order
_FILLED = 0.02
_FLAG = 2
_LINES = 0.95  # of the rows at most are different sales where rows are lines
_UNDATED = frozenset({"birth", "birthday", "dob", "geburtsdatum", "naissance", "nacimiento"})


def with_made(raw: RawTable) -> RawTable:
    """Return the table with the columns that can be made of its own; the same one where there is none."""
    if raw.remote is not None or not raw.header or not len(raw.frame):
        return raw
    made = {name: found for name, found in _made(raw) if name not in raw.frame.columns}
    if not made:
        return raw
    frame = raw.frame.assign(**{name: values for name, (values, _) in made.items()})
    price = _price(raw.frame)
    currency = raw.currencies.get(price) if price is not None and REVENUE in made else None
    return replace(
        raw,
        frame=frame,
        units={**raw.units, **{name: unit for name in made if (unit := _unit(name)) is not None}},
        currencies={**raw.currencies, **({REVENUE: currency} if currency else {})},
        made={name: how for name, (_, how) in made.items()},
    )


def _unit(name: str) -> Quantity | None:
    return "money" if name == REVENUE else "days" if name.startswith(_LENGTH) else None


def _made(raw: RawTable) -> Iterator[tuple[str, tuple[pd.Series, str]]]:
    yield from (dated := dict(dates_in_parts(raw.frame))).items()
    frame = raw.frame.assign(**{name: values for name, (values, _) in dated.items() if name not in raw.frame})
    quantity, price = _quantity(frame), _price(frame)
    amounts = [name for name in frame.columns if _is_amount(frame, name)]
    if quantity is not None and price is not None and not amounts:
        values = (frame[quantity].astype("float64") * frame[price].astype("float64")).round(4)
        yield REVENUE, (values, f"{quantity} x {price}")
    elif quantity is None and price is not None and not amounts and _shares_sales(frame):
        yield REVENUE, (frame[price].astype("float64"), f"{price}, one piece a line")
    paid = price is not None or bool(amounts)
    if paid and (quantity is not None or any(names_sale(name) for name in frame.columns)):
        signs = list(_taken_back(frame, [name for name in (quantity, *amounts) if name is not None]))
        if signs:
            any_of = np.logical_or.reduce([mask.to_numpy() for mask, _ in signs])
            values = pd.Series(np.where(any_of, "yes", "no"), index=frame.index, dtype="str")
            yield TAKEN_BACK, (values, "; ".join(how for _, how in signs))
    yield from _lengths(frame)
    yield from ((name, (values, how)) for name, values, how in happened(frame))
    if (answer := _reply(frame)) is not None:
        filled = frame[answer].notna().to_numpy()
        told = pd.Series(np.where(filled, "yes", "no"), index=frame.index, dtype="str")
        yield REPLIED, (told, f"{answer} is filled")


def told_as_made(column: Column, made: Mapping[str, str]) -> Column:
    """Return a made column's entry with how it was made and what people call it; others as they are."""
    if column.name not in made:
        return column
    kind = {TAKEN_BACK: "reversal", REPLIED: "reply"}.get(column.name, "length" if column.unit == "days" else None)
    told = tuple(lexicon()["synonyms"][kind]) if kind is not None else ()
    words = (*column.words, *told) if kind == "length" else told or column.words
    return replace(column, made=made[column.name], words=words, reason=f"made of {made[column.name]}")


def _reply(frame: pd.DataFrame) -> str | None:
    """Return the column that is filled where somebody was answered: what was replied, else when; None without one.

    A column that says yes or no already needs none made of it.
    """
    named = [name for name in frame.columns if _names_reply(tokens(name))]
    if any(frame[name].nunique() <= _FLAG and frame[name].notna().all() for name in named):
        return None
    known = [name for name in named if _FILLED <= frame[name].notna().mean() <= 1 - _FILLED]
    texts = [name for name in known if isinstance(frame[name].dtype, pd.StringDtype)]
    dated = [name for name in known if pd.api.types.is_datetime64_any_dtype(frame[name])]
    return next(iter([*texts, *dated]), None)


def _shares_sales(frame: pd.DataFrame) -> bool:
    """Return whether several rows share the number of a sale, and each names a thing of its own that was sold."""
    shared = any(names_sale(name) and _repeats(frame[name]) for name in frame.columns)
    goods = lexicon()["entity"]["product"]
    return shared and any(matches(tokens(name), goods) and not names_sale(name) for name in frame.columns)


def _repeats(values: pd.Series) -> bool:
    return 1 < values.nunique() < _LINES * len(values)


def _names_reply(words: list[str]) -> bool:
    """Return whether a header names what a firm wrote back; a "response" alone may be an answer to a survey."""
    known = lexicon()
    by_firm = bool(matches(words, known["reply_of"])) and bool(matches(words, known["reply_by"]))
    return bool(matches(words, known["reply"])) or by_firm


def _numeric(frame: pd.DataFrame, name: str) -> bool:
    return bool(pd.api.types.is_numeric_dtype(frame[name]))


def _quantity(frame: pd.DataFrame) -> str | None:
    """Return the column that says how many pieces a row is of, None where none does or several may."""
    found = [
        name
        for name in frame.columns
        if _numeric(frame, name)
        and matches(tokens(name), lexicon()["quantity"])
        and not matches(tokens(name), lexicon()["unit_price"])
    ]
    return found[0] if len(found) == 1 else None


def _price(frame: pd.DataFrame) -> str | None:
    """Return the column of the price of a piece, None where none is or several may be."""
    found = [
        name
        for name in frame.columns
        if _numeric(frame, name)
        and matches(tokens(name), lexicon()["unit_price"])
        and not matches(tokens(name), lexicon()["no_price"])
        and not is_whole(name)
    ]
    return found[0] if len(found) == 1 else None


def _is_amount(frame: pd.DataFrame, name: str) -> bool:
    """Return whether a column holds what was paid in all; the number of an invoice is no amount."""
    if _numeric(frame, name) and numbers_sales(name, frame[name]):
        return False
    kind = head_kind(tokens(name), "unit") if _numeric(frame, name) else None
    return kind is not None and kind[0] == "money" and not is_piece(name) and not names_reversal(name)


def _taken_back(frame: pd.DataFrame, numbers: list[str]) -> Iterator[tuple[pd.Series, str]]:
    """Yield which rows take a sale back, and what tells it: numbers below zero, a prefix, a status."""
    # A loss made on a sale is below zero too, but beside it stand a quantity and a price that are not.
    paid = (frame[numbers] > 0).fillna(value=False).any(axis="columns")
    negative = pd.Series(False, frame.index)
    for name in numbers:
        mask = (frame[name] < 0).fillna(value=False).astype(bool) & ~paid
        negative |= mask
        if _few(mask):
            yield mask, f"{name} below zero"
    for name in frame.columns:
        if _numeric(frame, name) or not isinstance(frame[name].dtype, pd.StringDtype):
            continue
        if names_sale(name):
            yield from _prefixed(frame[name], negative)
        elif frame[name].nunique() <= _MOST_STATES:
            yield from _stated(frame[name])


def _prefixed(numbers: pd.Series, negative: pd.Series) -> Iterator[tuple[pd.Series, str]]:
    """Yield the rows whose number begins with letters that stand for a credit or mark negative rows."""
    prefixes = numbers.str.extract(_PREFIX, expand=False).str.casefold().fillna("")
    usual = prefixes.mode().iloc[0]
    marks = word_set("reversal_prefix") | (frozenset() if usual else word_set("reversal_letters"))
    for prefix in map(str, prefixes.unique()):
        mask = prefixes == prefix
        told = prefix in marks or bool(negative[mask].mean() > _ORDERED)
        if prefix and prefix != usual and told and _few(mask):
            yield mask, f"{numbers.name} begins with {prefix.upper()}"


def _stated(states: pd.Series) -> Iterator[tuple[pd.Series, str]]:
    """Yield the rows whose status says that the sale was taken back; a bare yes or no is a column already."""
    for value in states.dropna().unique():
        if (
            names_reversal(str(value))
            and states.nunique() > 1
            and _few(mask := (states == value).fillna(value=False))
        ):
            yield mask, f"{states.name} is {value}"


def _few(mask: pd.Series) -> bool:
    return 0 < mask.mean() <= _MOST_TAKEN_BACK


def _lengths(frame: pd.DataFrame) -> Iterator[tuple[str, tuple[pd.Series, str]]]:
    """Yield the days from one date column to another, where nearly all rows with both have them in that order."""
    dated = [
        name
        for name in frame.columns
        if pd.api.types.is_datetime64_any_dtype(frame[name]) and not set(tokens(name)) & _UNDATED
    ]
    if not 1 < len(dated) <= _MOST_DATES:
        return
    for one, other in combinations(dated, 2):
        days = (frame[other].dt.normalize() - frame[one].dt.normalize()).dt.days
        known = days.dropna()
        if len(known) < max(1, _FILLED * len(frame)) or not known.any():
            continue
        if (known >= 0).mean() >= _ORDERED:
            yield f"{_LENGTH}{_said(one)} to {_said(other)}", (days, f"{other} - {one}")
        elif (known <= 0).mean() >= _ORDERED:
            yield f"{_LENGTH}{_said(other)} to {_said(one)}", (-days, f"{one} - {other}")


def _said(name: str) -> str:
    """Return a date column's name in words, without `date` where another word is left."""
    words = [word for word in tokens(name) if word not in word_set("only_date")]
    return " ".join(words) or " ".join(tokens(name))
