"""Rows that are lines of sales: an order that several rows share, each of another thing that was bought."""

from dataclasses import replace

from tools.tables.catalog import Column, Table
from tools.tables.lexicon import lexicon, matches, tokens, word_set
from tools.tables.sales import sale_of_lines

_FALLBACK = "order"
_OF_SALES = frozenset({"order", "transaction", "product", "row", "event"})


def as_lines(table: Table) -> Table:
    """Return the table with its rows called lines where they share a sale and each says what was bought.

    Payments share an order as well, but are of no thing; a table whose file says what else its rows are keeps it.
    """
    sale = sale_of_lines(table)
    if sale is None or table.entity not in _OF_SALES or not _tells_what_was_bought(table, sale):
        return table
    noun = next((word for word in tokens(sale) if word not in word_set("id") and word.isalpha()), _FALLBACK)
    said = tuple(lexicon()["entity_words"]["line"])
    reason = f"several rows share a `{sale}`, and each says what was bought"
    about = [part for part in table.reason.split("; ") if part.startswith("people are told apart")]
    told = "; ".join((reason, *about))
    table = replace(table, entity=f"{noun} line", entity_words=said, rows_are_things=False, reason=told)
    return _with_goods(table, sale)


def _with_goods(table: Table, sale: str) -> Table:
    """Return the table with the column that names what was bought called a product; names come before codes."""
    own = {table.person, sale, *table.key}
    known = lexicon()
    called = (known["entity"]["product"], known["goods"], known["goods_described"])
    named = [column for column in table.columns if column.name not in own and _names_goods(column, *called)]
    if not named:
        return table
    goods = max(named, key=lambda column: (column.role != "id" and not _coded(column), column.distinct))
    words = tuple(dict.fromkeys((*goods.words, "product", *lexicon()["entity_words"]["product"])))
    columns = (replace(goods, words=words) if column is goods else column for column in table.columns)
    return replace(table, columns=tuple(columns))


def _names_goods(column: Column, *called: list[str]) -> bool:
    """Return whether a column of groups, texts or identifiers is called by what is sold."""
    words = tokens(column.name)
    return column.role in {"id", "segment", "text"} and any(matches(words, names) for names in called)


def _coded(column: Column) -> bool:
    return bool(set(tokens(column.name)[-1:]) & word_set("id"))


def _tells_what_was_bought(table: Table, sale: str) -> bool:
    """Return whether a column beside the measures and dates names a thing that is sold, or counts its pieces."""
    known = lexicon()
    for column in table.columns:
        words = tokens(column.name)
        if column.name != sale and _names_goods(column, known["entity"]["product"], known["goods"]):
            return True
        if column.role == "measure" and matches(words, known["quantity"]):
            return True
    return False
