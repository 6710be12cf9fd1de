"""What the rows of a table are: people or sales, and which of their columns is the amount paid."""

from tools.tables.catalog import Column, Table
from tools.tables.sales import is_piece, is_spent, is_whole
from tools.who.purchases import summed_up

_SALES = frozenset(
    {"order", "transaction", "purchase", "sale", "invoice", "booking", "basket", "receipt", "payment", "donation"}
)


def of_people(table: Table) -> bool:
    """Return whether each row is one person."""
    return table.one_row_each


def records_sales(table: Table) -> bool:
    """Return whether each row is a sale: by what a row is called, or by an amount of money in dated rows."""
    if of_people(table):
        return False
    paid = table.time is not None and any(column.unit == "money" for column in table.columns)
    return paid or table.entity.lower().removesuffix(" line") in _SALES


def tells_who_buys(table: Table) -> bool:
    """Return whether a table says who bought how often: dated sales of people, or their sums for each person."""
    return (records_sales(table) and table.person is not None) or summed_up(table)


def unnamed(table: Table) -> bool:
    """Return whether the file gave its columns no names."""
    return not table.header


def amounts(table: Table) -> list[Column]:
    """Return the columns of money; in a file of sales without a header, the measure that must be the amount."""
    paid = [column for column in table.columns if column.unit == "money"]
    guessed = presumed_amount(table) if unnamed(table) else None
    return paid or ([guessed] if guessed is not None else [])


def only_amount(table: Table) -> Column | None:
    """Return the only column of money, where its name does not say that nobody spends it ("balance")."""
    money = [column for column in table.columns if column.unit == "money"]
    return money[0] if len(money) == 1 and is_spent(money[0].name) else None


def presumed_amount(table: Table) -> Column | None:
    """Return the measure of a file without a header that reaches highest: where sales stand, the amount paid."""
    measures = [column for column in table.columns if column.role == "measure"]
    if any(column.unit == "money" for column in measures) or table.entity.lower() not in _SALES:
        return None
    return max(measures, key=lambda column: float(column.maximum or 0), default=None)


def whole_amounts(table: Table) -> list[Column]:
    """Return the columns of money that hold what was paid in all, not for a piece; the named ones, if any is."""
    whole = [column for column in amounts(table) if not is_piece(column.name)]
    return [column for column in whole if is_whole(column.name)] or whole


def names_things(table: Table, column: Column) -> bool:
    """Return whether an identifier is that of things which rows share (a landing page), not of rows or people."""
    own = column.name in {table.person, *table.key} or "personal" in column.marks
    return column.role == "id" and not own and 2 * column.distinct <= table.rows
