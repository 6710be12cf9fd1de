"""What tells rows of sales apart by the names of their columns: their number, a price, all that was paid."""

import pandas as pd

from tools.tables.catalog import Column, Table
from tools.tables.lexicon import lexicon, matches, tokens, word_set

_ANY_AMOUNT = frozenset({"amount", "value", "line", "betrag", "*betrag", "*wert", "montant", "importe"})
_NUMBERED = 1000  # at least, where a whole number is that of a sale
_LINES = 0.95  # of the rows at most are different sales where rows are lines


def is_piece(name: str) -> bool:
    """Return whether an amount's name says that it is of a piece or on top, and not of all that was paid."""
    words = tokens(name)
    return bool(matches(words, lexicon()["piece"])) and not is_whole(name)


def is_whole(name: str) -> bool:
    """Return whether an amount's name says that it is of all that was paid, not on top of it ("tax amount")."""
    words = tokens(name)
    on_top = matches(words, lexicon()["on_top"]) is not None
    return bool(matches(words, [word for word in lexicon()["whole"] if not (on_top and word in _ANY_AMOUNT)]))


def names_sale(name: str) -> bool:
    """Return whether a name is of the identifier of sales ("Invoice", "order_no")."""
    return bool(matches(tokens(name), lexicon()["sale_id"]))


def numbers_sales(name: str, values: pd.Series) -> bool:
    """Return whether numbers under a sale's name ("InvoiceNo", "Invoice") tell sales apart and are no amounts."""
    words = tokens(name)
    if not names_sale(name) or not words:
        return False
    known = values.dropna()
    large = bool(len(known)) and bool((known % 1 == 0).all()) and float(known.min()) >= _NUMBERED
    return words[-1] in word_set("id") or (len(words) == 1 and large)


def names_reversal(text: str) -> bool:
    """Return whether a name or a value says that a sale was taken back: cancelled, returned, refunded."""
    words = tokens(text)
    return bool(matches(words, lexicon()["reversal"])) and not word_set("not_reversed") & set(words)


def whole_amounts(table: Table) -> list[Column]:
    """Return the columns of money that hold what was paid in all, not for a piece; the named ones, if any is."""
    paid = [column for column in table.columns if column.unit == "money" and column.storage == "number"]
    whole = [column for column in paid if not is_piece(column.name)]
    return [column for column in whole if is_whole(column.name)] or whole


def sale_of_lines(table: Table) -> str | None:
    """Return the identifier of sales of which each row is only a line, None where a row is a whole sale."""
    for column in table.columns:
        repeated = 1 < column.distinct < _LINES * table.rows
        own = column.role == "id" and column.name not in {table.person, *table.key}
        if own and repeated and names_sale(column.name):
            return column.name
    return None


def reversal(table: Table) -> Column | None:
    """Return the yes or no that tells which sales were taken back, None where nothing tells.

    One that was made of numbers, amounts and statuses comes before one of the file ("refunded").
    """
    told = [column for column in table.columns if column.storage == "boolean" and not column.present_in]
    flags = [column for column in told if column.positive]
    made = [column for column in flags if column.made]
    return next(iter([*made, *(column for column in flags if names_reversal(column.name))]), None)


def is_spent(name: str) -> bool:
    """Return whether an amount of that name can be what people spend: no income, balance or discount is."""
    return matches(tokens(name), lexicon()["not_spent"]) is None
