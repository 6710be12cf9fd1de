"""Addresses of databases to open connections; an address may hold a password, so none is ever shown or kept."""

import warnings
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, unquote, urlsplit

from tools.tables.errors import TableError

if TYPE_CHECKING:
    import ibis.expr.types as ir
    from ibis.backends import BaseBackend

_PARQUET, _SPARK, _DUCKDB = "parquet", "pyspark", "duckdb"
_EXTRAS = {"postgresql": "postgres", "postgres": "postgres", _SPARK: "spark"}
_JOINED = ":"


@dataclass(frozen=True, slots=True)
class Source:
    """A table that stays where it is: the name of a database in the settings, and the table's name there."""

    database: str
    table: str

    def __str__(self) -> str:
        return f"{self.database}{_JOINED}{self.table}"

    @classmethod
    def parse(cls, text: str) -> "Source":
        """Return what `database:table` names."""
        database, _, table = text.partition(_JOINED)
        return cls(database, table)


def connect(address: str) -> "BaseBackend":
    """Return a connection; raises TableError that names neither address nor password.

    `postgresql://...` and every other address that Ibis knows is opened by it, `parquet:///folder` by DuckDB, and
    `pyspark:///folder?master=local[2]` by a Spark session (without a folder: the tables of its catalog).
    """
    scheme = scheme_of(address)
    import ibis  # noqa: PLC0415 - a slow import, needed for databases alone

    try:
        if scheme == _PARQUET:
            return ibis.duckdb.connect()
        if scheme == _SPARK:
            return _spark(address)
        if scheme == _DUCKDB:
            return ibis.duckdb.connect(_folder(address), read_only=True)
        return ibis.connect(address)
    except ImportError as error:
        extra = _EXTRAS.get(scheme)
        package = f"whybuy[{extra}]" if extra else f"ibis-framework[{scheme}]"
        raise TableError(f"The driver for `{scheme}` is not installed. Run `pip install '{package}'`.") from error
    except Exception as error:
        raise TableError("The database cannot be reached. Check its address, name and password.") from error


def release(connection: "BaseBackend") -> None:
    """Close a connection; a Spark session stays, because it belongs to the whole process."""
    if connection.name != _SPARK:
        connection.disconnect()


def scheme_of(address: str) -> str:
    """Return the scheme of an address; raises TableError for what is none."""
    try:
        scheme = urlsplit(address).scheme
    except ValueError:
        scheme = ""
    if not scheme:
        raise TableError("The database's address is not one; write it as `postgresql://HOST/NAME`.")
    return scheme


def stored_table(connection: "BaseBackend", address: str, name: str) -> "ir.Table":
    """Return a table of the database, `schema.table` or `table`; of a folder, the Parquet files of that name.

    Raises TableError when there is none.
    """
    folder = _folder(address)
    try:
        if scheme_of(address) in (_PARQUET, _SPARK) and folder:
            return connection.read_parquet(_files(Path(folder), name, connection.name))
        *schema, table = name.split(".")
        return connection.table(table, database=schema[0] if schema else None)
    except TableError:
        raise
    except Exception as error:
        raise TableError(f"There is no table `{name}` that may be read. Check its name and the rights.") from error


def _files(folder: Path, name: str, engine: str) -> str:
    """Return what to read for a table: `name.parquet`, a folder of parts, or the folder itself for `.`."""
    inner = folder / name
    if (file := folder / f"{name}.parquet").exists():
        inner = file
    if not inner.resolve().is_relative_to(folder.resolve()) or not inner.exists():
        raise TableError(f"There is no `{name}.parquet` and no folder `{name}` of Parquet files.")
    if inner.is_file() or engine == _SPARK:
        return str(inner)
    return str(inner / "**" / "*.parquet")


def _folder(address: str) -> str:
    return unquote(urlsplit(address).path)


def _spark(address: str) -> "BaseBackend":
    import ibis  # noqa: PLC0415 - see `connect`
    from pyspark.sql import SparkSession  # noqa: PLC0415 - an engine of its own, installed where it is used

    # It warns of the pandas that it could convert to; results are taken as Arrow tables.
    warnings.filterwarnings("ignore", "PySpark does not yet fully support pandas", FutureWarning)
    builder = SparkSession.builder.appName("whybuy").config("spark.ui.enabled", "false")
    builder = builder.config("spark.sql.session.timeZone", "UTC")
    options = parse_qs(urlsplit(address).query)
    if master := options.get("master"):
        builder = builder.master(master[0])
    return ibis.pyspark.connect(builder.getOrCreate())
