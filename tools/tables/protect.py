"""Personal data on the way into storage: columns that hold it are replaced, text is scrubbed."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

import pandas as pd

from tools.tables.catalog import Catalog, Column, Table
from tools.tables.readers.versions import are_versions

Scrub = Callable[[str], str]
PLACEHOLDER = "[PERSONAL]"
_SUSPECT = re.compile(r"@|(?:\d[\s().\-/]*){7}|https?://")


def suspicious(text: str) -> bool:
    """Return whether a text looks as if it held an address, a telephone number or a page."""
    return _SUSPECT.search(text) is not None


def protected(frame: pd.DataFrame, table: Table, scrub: Scrub, pseudonym: Scrub | None) -> pd.DataFrame:
    """Return the rows without personal data.

    A personal column that tells people apart or is a row's key becomes pseudonyms; any other one becomes a
    placeholder. Text is scrubbed, and so are other text cells that look like contact data.
    """
    columns = {}
    for column in table.columns:
        if column.present_in:
            continue  # looked up in another table, stored in none
        values = frame[column.name]
        if "personal" in column.marks:
            keeps = column.name == table.person and pseudonym is not None
            columns[column.name] = _mapped(values, pseudonym) if keeps and pseudonym else _hidden(values)
        elif _has_words(column) and not are_versions(column.name, [value for value, _ in column.values]):
            columns[column.name] = _scrubbed(values, scrub, suspects_only=column.role != "text")
        else:
            columns[column.name] = values
    return pd.DataFrame(columns, index=frame.index)


def _has_words(column: Column) -> bool:
    return column.storage == "text" and column.role not in ("id", "empty", "ordinal")


def _hidden(values: pd.Series) -> pd.Series:
    return pd.Series(PLACEHOLDER, index=values.index, dtype="str").where(values.notna(), None)


def _scrubbed(values: pd.Series, scrub: Scrub, *, suspects_only: bool) -> pd.Series:
    if not suspects_only:
        return _mapped(values, scrub)
    return _mapped(values, lambda value: scrub(value) if suspicious(value) else value)


def _mapped(values: pd.Series, change: Scrub) -> pd.Series:
    """Return the values as text, each different one changed once."""
    codes, different = pd.factorize(values.astype("str").where(values.notna(), None))
    changed = pd.Series([*map(change, different), None], dtype="str")
    return changed.take(codes).set_axis(values.index)


def hidden(catalog: Catalog, drafted: Mapping[str, Table], hide: Callable[[Table, list[str]], object]) -> Catalog:
    """Return the catalog without the values of columns that a person marked as personal after they were stored.

    `hide` takes them out of the rows, which keep their version: what is hidden was never an answer to anything.
    """
    tables = []
    for table in catalog:
        known = {column.name: column.marks for column in drafted[table.name].columns}
        late = [c for c in table.columns if "personal" in c.marks and "personal" not in known.get(c.name, ())]
        if late:
            hide(table, [column.name for column in late])
        columns = tuple(
            replace(c, values=(), sentinels=(), minimum=None, maximum=None) if c in late else c
            for c in table.columns
        )
        tables.append(replace(table, columns=columns) if late else table)
    return replace(catalog, tables=tuple(tables))
