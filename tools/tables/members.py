"""Which stored rows satisfy conditions, and whose rows they are: arrays with an entry per row, in stored order."""

from collections.abc import Sequence
from functools import reduce
from operator import and_
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from tools.arguments import Where
from tools.errors import AnalysisError
from tools.tables.access import Access, Stamp
from tools.tables.catalog import Table
from tools.tables.conditions import predicate
from tools.tables.memory import Memory
from tools.tables.parquet import ROW
from tools.tables.view import PERSON, View

if TYPE_CHECKING:
    import ibis.expr.types as ir

Mask = NDArray[np.bool_]
Codes = NDArray[np.int64]
_BYTES = 64_000_000
_AT_ONCE = 16  # conditions that one pass over the rows looks at


class Members:
    """Masks and people of the tables that `access` reaches; one thread uses it at a time."""

    def __init__(self, access: Access) -> None:
        self._access = access
        self._masks: Memory[NDArray[np.uint8]] = Memory(_BYTES)
        self._people: dict[str, Codes] = {}

    def masks(self, table: Table, wheres: Sequence[Where]) -> list[Mask]:
        """Return for each of several sets of conditions which rows satisfy it, with few passes over the rows."""
        self._access.rows(table)
        asked = {_key(where): where for where in wheres}
        stamps = {key: self._access.stamp(table, _columns([where])) for key, where in asked.items()}
        size = self._access.size(table)
        masks = {key: mask for key in asked if (mask := self._known(table, stamps[key], key, size)) is not None}
        fresh = [key for key in asked if key not in masks]
        for start in range(0, len(fresh), _AT_ONCE):
            part = fresh[start : start + _AT_ONCE]
            for key, mask in zip(part, self._looked(table, [asked[key] for key in part], size), strict=True):
                masks[key] = mask
                if (stamp := stamps[key]) is not None:
                    packed = np.packbits(mask)
                    self._masks.keep((table.name, stamp, key), packed, packed.nbytes)
        return [masks[_key(where)].copy() for where in wheres]

    def _known(self, table: Table, stamp: Stamp | None, key: str, size: int) -> Mask | None:
        packed = self._masks.get((table.name, stamp, key)) if stamp is not None else None
        return None if packed is None else np.unpackbits(packed, count=size).astype(bool)

    def _looked(self, table: Table, wheres: Sequence[Where], size: int) -> list[Mask]:
        """Return the masks of these conditions from one pass over the rows."""
        columns = _columns(wheres)
        view = self._access.prepared(table, columns)
        truths = {f"b{number}": _truth(view, where) for number, where in enumerate(wheres)}
        in_order = self._access.in_order(table, columns)
        rows = self._access.run(view.expression.select(*([] if in_order else [ROW]), **truths))
        self._access.confirm(table)
        if len(rows) != size:
            raise AnalysisError(f"`{table.name}` changed while it was read; ask again.")
        places = slice(None) if in_order else np.argsort(rows[ROW].to_numpy())
        return [rows[name].to_numpy(dtype=bool)[places] for name in truths]

    def people(self, table: Table) -> Codes:
        """Return a code per stored row for the person it belongs to; -1 where it has none."""
        size = self._access.size(table)
        known = self._people.get(table.name)
        if known is None or len(known) != size:
            known = self._people[table.name] = self._coded(table, size)
        return known

    def _coded(self, table: Table, size: int) -> Codes:
        if self._access.one_row_each(table):
            return np.arange(size, dtype=np.int64)
        view = self._access.view(table, ())
        if PERSON in view.expression.columns:
            rows = self._access.run(view.expression.order_by(ROW).select(PERSON))
            self._access.confirm(table)
            return pd.factorize(rows[PERSON])[0].astype(np.int64)
        rowwise = np.arange(size) if table.rows_are_people else np.full(size, -1)
        return rowwise.astype(np.int64)

    def persons(self, table: Table) -> NDArray[np.object_]:
        """Return for each stored row the key of its person as other tables know them, else None."""
        view = self._access.view(table, ())
        if PERSON in view.expression.columns:
            keys = self._access.run(view.expression.order_by(ROW).select(PERSON))[PERSON]
            return keys.astype(object).where(keys.notna(), None).to_numpy()
        size = self._access.size(table)
        numbered = [str(row) if table.rows_are_people else None for row in range(size)]
        return np.array(numbered, dtype=object)


def _key(where: Where) -> str:
    return repr(tuple(where))


def _columns(wheres: Sequence[Where]) -> list[str]:
    return [condition.column for where in wheres for condition in where]


def _truth(view: View, where: Where) -> "ir.BooleanValue":
    """Return whether a row satisfies all conditions; unknown is no."""
    tests = [predicate(view[item.column], view.columns[item.column], item) for item in where]
    return reduce(and_, tests, view.expression[ROW].notnull()).fill_null(False)
