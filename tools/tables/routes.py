"""How to get from one table to another without multiplying rows: chains of many-to-one joins."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from tools.errors import AnalysisError
from tools.tables.catalog import Catalog
from tools.tables.suggest import listed

_LONGEST = 3


@dataclass(frozen=True, slots=True)
class Hop:
    """One many-to-one step: each row of `table` finds at most one row of `to_table`."""

    table: str
    column: str
    to_table: str
    to_column: str


def route(catalog: Catalog, start: str, goal: str, unique: Callable[[str, str], bool]) -> tuple[Hop, ...]:
    """Return the shortest chain of hops from `start` to `goal`.

    `unique(table, column)` says whether a key occurs once. Raises AnalysisError that names the join which would
    multiply rows, or the tables that can be reached.
    """
    queue: deque[tuple[str, tuple[Hop, ...]]] = deque([(start, ())])
    seen, multiplying = {start}, []
    while queue:
        here, hops = queue.popleft()
        for hop in _steps(catalog, here):
            if hop.to_table in seen or len(hops) >= _LONGEST:
                continue
            if not unique(hop.to_table, hop.to_column):
                multiplying.append(hop)
                continue
            if hop.to_table == goal:
                return (*hops, hop)
            seen.add(hop.to_table)
            queue.append((hop.to_table, (*hops, hop)))
    for hop in multiplying:
        if hop.to_table == goal:
            raise AnalysisError(
                f"Joining `{start}` to `{goal}` would multiply rows: `{hop.to_column}` occurs several times in "
                f"`{goal}`. Start from `{goal}` instead, or aggregate it per `{hop.to_column}`."
            )
    reachable = listed(sorted(seen - {start})) or "none"
    raise AnalysisError(f"`{start}` has no join to `{goal}`. Tables it can be joined to: {reachable}.")


def _steps(catalog: Catalog, table: str) -> list[Hop]:
    hops = []
    for join in catalog.joins:
        if join.left_table == table:
            hops.append(Hop(table, join.left_column, join.right_table, join.right_column))
        if join.right_table == table:
            hops.append(Hop(table, join.right_column, join.left_table, join.left_column))
    return hops
