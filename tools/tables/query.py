"""The rows of a query over any database, written down as Parquet; the address is used and never kept or shown."""

import sqlite3
from contextlib import closing
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pandas as pd

from tools.tables.errors import TableError

_SQLITE = "sqlite"


def write_query(address: str, sql: str, path: Path) -> None:
    """Run `sql` on the database at `address` and write its rows to `path`.

    `sqlite:///FILE` is read without a driver, every other address through Ibis, whose driver for it has to be
    installed. Raises TableError that names neither address nor password.
    """
    try:
        scheme = urlsplit(address).scheme
    except ValueError as error:
        raise TableError("The database's address is not one; write it as `postgresql://HOST/NAME`.") from error
    rows = _from_sqlite(address, sql) if scheme == _SQLITE else _from_ibis(address, scheme, sql)
    if rows.columns.duplicated().any():
        raise TableError("Two columns of the query have one name; rename one with AS.")
    try:
        rows.to_parquet(path, index=False)
    except (OSError, ValueError, TypeError) as error:
        raise TableError("The query's rows cannot be kept: a column mixes types, or the disk is full.") from error


def _from_sqlite(address: str, sql: str) -> pd.DataFrame:
    file = Path(unquote(urlsplit(address).path.removeprefix("/")))
    if not file.is_file():
        raise TableError("The SQLite file of this database is not there.")
    try:
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            return pd.read_sql_query(sql, connection)
    except (sqlite3.Error, pd.errors.DatabaseError) as error:
        raise TableError(
            "The query failed. Check its tables and columns, and that the file is a database."
        ) from error


def _from_ibis(address: str, scheme: str, sql: str) -> pd.DataFrame:
    import ibis  # noqa: PLC0415 - a slow import, needed for databases alone

    try:
        connection = ibis.connect(address)
    except ImportError as error:
        raise TableError(
            f"The driver for `{scheme}` is not installed. Run `pip install 'ibis-framework[{scheme}]'`."
        ) from error
    except Exception as error:
        raise TableError("The database cannot be reached. Check its address, name and password.") from error
    try:
        rows: pd.DataFrame = connection.sql(sql).to_pandas()
    except Exception as error:
        raise TableError("The query failed. Check its tables and columns, and the rights to read them.") from error
    finally:
        connection.disconnect()
    return rows
