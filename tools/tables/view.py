"""The columns one computation needs, its own and those of joined tables, under names that cannot clash."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tools.errors import AnalysisError
from tools.tables.catalog import Catalog, Column, Table
from tools.tables.formula import Formula, made_column, parse, values
from tools.tables.latest import LATEST, is_latest, latest_column
from tools.tables.parquet import KEY, ROW
from tools.tables.routes import Hop, route
from tools.tables.suggest import listed, near
from tools.tables.values import join_key

if TYPE_CHECKING:
    import ibis.expr.types as ir

SEPARATOR = "::"
PERSON = "__person"


@dataclass(frozen=True, slots=True)
class View:
    """Rows of one table with the columns asked for; `columns` and `names` are keyed by reference."""

    expression: "ir.Table"
    columns: dict[str, Column]
    names: dict[str, str]

    def __getitem__(self, reference: str) -> "ir.Column":
        return self.expression[self.names[reference]]

    def filtered(self, condition: "ir.BooleanValue") -> "View":
        """Return the view with only the rows for which the condition holds."""
        return View(self.expression.filter(condition), self.columns, self.names)


@dataclass(frozen=True, slots=True)
class Reference:
    """A column as it was named in a question: its table, its entry, and the `formula` it is made by, if any."""

    table: Table
    column: Column
    formula: Formula | None = None


def find_table(catalog: Catalog, name: str) -> Table:
    """Return the table of that name (case aside); raises AnalysisError with the nearest names."""
    found = catalog.table(name) or next((t for t in catalog if t.name.casefold() == name.strip().casefold()), None)
    if found is None:
        valid = listed(near(name, (table.name for table in catalog))) or "none: no table has been ingested"
        raise AnalysisError(f"There is no table `{name}`. Tables: {valid}.")
    return found


def find_column(table: Table, name: str) -> Column:
    """Return the column of that name (case and outer blanks aside); raises AnalysisError with the nearest."""
    wanted = name.strip().casefold()
    found = table.column(name) or next((c for c in table.columns if c.name.strip().casefold() == wanted), None)
    if found is None:
        valid = near(name, (column.name for column in table.columns))
        raise AnalysisError(f"`{table.name}` has no column `{name}`. Nearest: {listed(valid)}.")
    return found


def resolve(catalog: Catalog, table: Table, reference: str) -> Reference:
    """Return what `column`, `table::column` or a formula over columns of the table names, seen from `table`."""
    if (formula := parse(reference, table)) is not None:
        return Reference(table, made_column(table, formula), formula)
    if (last := latest_column(reference, table)) is not None:
        return Reference(table, last)
    if table.column(reference) is None and SEPARATOR in reference:
        other = next((t for t in catalog if reference.startswith(t.name + SEPARATOR)), None)
        if other is None:
            other = find_table(catalog, reference.split(SEPARATOR, 1)[0])
        name = reference[len(other.name) + len(SEPARATOR) :]
        return Reference(other, find_column(other, name))
    return Reference(table, find_column(table, reference))


def build(
    catalog: Catalog,
    table: Table,
    references: Sequence[str],
    rows: Callable[[Table], "ir.Table"],
    unique: Callable[[str, str], bool],
) -> View:
    """Return a view of `table` with the referenced columns; `rows` gives a table's stored rows."""
    found = {reference: resolve(catalog, table, reference) for reference in dict.fromkeys(references)}
    names = {reference: f"x{number}" for number, reference in enumerate(found)}
    base = rows(table)
    picked = {ROW: base[ROW], KEY: base[KEY]}
    if table.person is not None and table.column(table.person) is not None:
        picked[PERSON] = join_key(base[table.person])
    foreign: dict[str, list[str]] = {}
    for reference, target in found.items():
        if target.formula is not None:
            picked[names[reference]] = values(target.formula, table, lambda name: base[name])
        elif target.column.name == LATEST and target.table.column(LATEST) is None:
            picked[names[reference]] = is_latest(table, base)
        elif target.table.name == table.name:
            picked[names[reference]] = base[target.column.name]
        else:
            foreign.setdefault(target.table.name, []).append(reference)
    routes = {name: route(catalog, table.name, name, unique) for name in foreign}
    for number, hops in enumerate(routes.values()):
        picked[f"k{number}"] = join_key(base[hops[0].column])
    view = base.select(**picked)
    for number, (name, wanted) in enumerate(foreign.items()):
        columns = {names[reference]: found[reference].column.name for reference in wanted}
        other = _chain(catalog, routes[name], columns, f"k{number}", rows)
        joined = view.left_join(other, view[f"k{number}"] == other[f"k{number}r"])
        view = joined.drop(f"k{number}", f"k{number}r")
    return View(view, {reference: _as_it_may_be(target) for reference, target in found.items()}, names)


def _as_it_may_be(target: Reference) -> Column:
    """Return the catalog's column; of a table in a database its values may be more than were listed."""
    column = target.column
    return (
        replace(column, distinct=max(column.distinct, len(column.values) + 1)) if target.table.source else column
    )


def _chain(
    catalog: Catalog, hops: Sequence[Hop], columns: dict[str, str], key: str, rows: Callable[[Table], "ir.Table"]
) -> "ir.Table":
    """Return the goal's columns keyed by the first hop's key, intermediate tables joined on the way."""
    hop, rest = hops[0], hops[1:]
    stored = rows(find_table(catalog, hop.to_table))
    here = stored.filter(stored[hop.to_column].notnull())
    picked = {f"{key}r": join_key(here[hop.to_column])}
    if not rest:
        return here.select(**picked, **{new: here[name] for new, name in columns.items()})
    inner = f"{key}n"
    near_rows = here.select(**picked, **{inner: join_key(here[rest[0].column])})
    far = _chain(catalog, rest, columns, inner, rows)
    return near_rows.left_join(far, near_rows[inner] == far[f"{inner}r"]).drop(inner, f"{inner}r")
