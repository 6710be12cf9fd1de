"""A table that is not copied, described: a sample of its rows, and counts over all of them."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from tools.tables.engines.address import Source, connect, release, stored_table
from tools.tables.engines.plain import readable
from tools.tables.errors import TableError
from tools.tables.remote import Counts, Remote

if TYPE_CHECKING:
    import ibis.expr.types as ir

_SAMPLE = 20_000
_MARGIN = 1.2
_LISTED = 120


def write_description(address: str, source: Source, path: Path) -> None:
    """Write a sample of the table's rows to `path`, with the counts of all rows beside them.

    Raises TableError when the table cannot be read, or is empty.
    """
    connection = connect(address)
    try:
        stored = readable(stored_table(connection, address, source.table))
        rows, columns = _counted(stored) if stored.columns else (0, {})
        sample = _sampled(stored, rows) if rows else pd.DataFrame()
    except TableError:
        raise
    except Exception as error:
        raise TableError(f"The table `{source.table}` cannot be read. Check the rights to it.") from error
    finally:
        release(connection)
    if not rows:
        raise TableError(f"The table `{source.table}` has no rows, or no column of numbers, texts or dates.")
    remote = Remote(str(source), rows, columns)
    pq.write_table(remote.noted_in(pa.Table.from_pandas(sample, preserve_index=False)), path)


def _counted(stored: "ir.Table") -> tuple[int, dict[str, Counts]]:
    """Return the number of rows and the counts by column: one pass for all, one for each column of few values."""
    wanted: dict[str, ir.Value] = {"n": stored.count()}
    for number, name in enumerate(stored.columns):
        value = stored[name]
        wanted |= {f"k{number}": value.count(), f"d{number}": value.nunique()}
        if not value.type().is_string():
            wanted |= {f"l{number}": value.min(), f"h{number}": value.max()}
    found = stored.aggregate(**wanted).to_pyarrow().to_pylist()[0]
    columns = {}
    for number, name in enumerate(stored.columns):
        distinct = int(found[f"d{number}"])
        listed = _values(stored, name) if 0 < distinct <= _LISTED else ()
        ends = (_end(found.get(f"l{number}")), _end(found.get(f"h{number}")))
        columns[name] = Counts(int(found[f"k{number}"]), distinct, *ends, listed)
    return int(found["n"]), columns


def _values(stored: "ir.Table", name: str) -> tuple[tuple[str, int], ...]:
    present = stored.filter(stored[name].notnull())
    found = present.aggregate(by={"value": present[name]}, n=present.count()).to_pyarrow().to_pylist()
    pairs = [(_text(each["value"]), int(each["n"])) for each in found]
    return tuple(sorted(pairs, key=lambda pair: (-pair[1], pair[0])))


def _text(value: object) -> str:
    return str(pd.Timestamp(value)) if isinstance(value, datetime) else str(value)


def _end(value: object) -> str | None:
    """Return the end of a column's range as the catalog writes it."""
    if isinstance(value, datetime):
        moment = pd.Timestamp(value)
        return str(moment.date() if moment == moment.normalize() else moment)
    return f"{float(value):.10g}" if isinstance(value, int | float) else None


def _sampled(stored: "ir.Table", rows: int) -> pd.DataFrame:
    """Return rows drawn at random; the first ones of a view, which not every database draws from."""
    if rows <= _SAMPLE:
        return _frame(stored)
    try:
        return _frame(stored.sample(_MARGIN * _SAMPLE / rows, method="row").limit(_SAMPLE))
    except Exception:  # noqa: BLE001 - each driver has errors of its own, and a second failure is reported
        return _frame(stored.limit(_SAMPLE))


def _frame(rows: "ir.Table") -> pd.DataFrame:
    frame: pd.DataFrame = rows.to_pyarrow().to_pandas()
    return frame
