"""The tables of a workspace on disk: rows as Parquet, meaning as YAML that people may edit."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pandas as pd

from tools.tables.catalog import Catalog, Table
from tools.tables.cells import TextCell, cell_of, text_cells
from tools.tables.draft import draft
from tools.tables.drafting.instructed import instructed
from tools.tables.drafting.made import with_made
from tools.tables.erasing import Erased, Held, Nobody, erased_cells, held_of, marked, named_cells
from tools.tables.errors import TableError
from tools.tables.identity import content_version
from tools.tables.lexicon import kind_of, tokens
from tools.tables.listed import without_repeats
from tools.tables.merge import merge
from tools.tables.notation import from_yaml, to_yaml
from tools.tables.presence import without_presence
from tools.tables.protect import Scrub, hidden
from tools.tables.readers import RawTable
from tools.tables.relate import comparable, relate
from tools.tables.rows import Rows, blanked
from tools.tables.written import Written

__all__ = ["TableStore", "TextCell", "from_yaml", "merge", "to_yaml"]

Learn = Callable[[Iterable[str]], None]
Spare = Callable[[Collection[str]], None]
RULES = "60"
"""Raised when drafting changes, so that unchanged files are understood anew."""


def _forget(_names: Iterable[str]) -> None:
    """Hear names and do nothing."""


class TableStore:
    """Owner of `tables/`, `catalog.yaml` and `catalog.draft.yaml` in a workspace.

    `scrub` takes personal data out of text; `pseudonym` gives a personal value that tells people apart a
    stable stand-in (without it the value is only replaced); `learn` hears the values of columns of names and
    `spare` the texts of a column, so that people and public accounts are known before the first text is scrubbed.
    Rows and cells that `erased` knows are left out, and `left_out` counts them. Nothing is written or visible
    before `finish`.
    """

    def __init__(
        self,
        directory: Path,
        *,
        scrub: Scrub,
        pseudonym: Scrub | None = None,
        learn: Learn = _forget,
        spare: Spare = _forget,
        erased: Erased = Nobody(),  # noqa: B008 - it has no state
    ) -> None:
        self._rows = Rows(directory, scrub, pseudonym)
        self._pseudonym = pseudonym
        self._learn = learn
        self._spare = spare
        self._erased = erased
        self.left_out = 0
        self._pending: dict[str, RawTable] = {}
        self._written = Written(directory)
        self._old = self._written.drafted()
        self._tables = {table.name: without_presence(table) for table in self._old}

    @property
    def tables(self) -> Collection[str]:
        """The names of the tables that are stored."""
        return tuple(self._tables)

    def put(
        self,
        raw: RawTable,
        dictionary: Mapping[str, str] | None = None,
        roles: Mapping[str, str] | None = None,
    ) -> bool:
        """Store the table in place of the one of that name; return False when it is unchanged.

        `dictionary` describes columns, `roles` gives columns a role or a mark that is not to be guessed. Raises
        TableError for a role or column that does not exist.
        """
        told = [f"{name}={text}" for name, text in sorted({**(dictionary or {}), **(roles or {})}.items())]
        version = _version(raw, told)
        known = self._tables.get(raw.name)
        if known and known.version == version and self._rows.has(known):
            return False
        raw = with_made(raw)
        table = instructed(draft(raw, version, dictionary), roles or {})
        kept, differing = without_repeats(raw, table)
        if kept is not None:
            repeats = table.rows - len(kept)
            raw = replace(raw, frame=kept)
            table = instructed(draft(raw, version, dictionary), roles or {})
            table = replace(table, repeats=repeats, repeats_in=differing)
        for column in table.columns:
            kind = kind_of(tokens(column.name), "personal") if "personal" in column.marks else None
            if kind and kind[0] == "name":
                self._learn(raw.frame[column.name].dropna().astype("str").unique())
        texts = [column.name for column in table.columns if column.role == "text"]
        self._spare([str(text) for name in texts for text in raw.frame[name].dropna()])
        self._tables[table.name] = table
        self._pending[table.name] = raw
        return True

    def drop(self, name: str) -> bool:
        """Forget the table; return False when there is none of that name. Its file goes with `finish`."""
        self._pending.pop(name, None)
        return self._tables.pop(name, None) is not None

    def finish(self) -> Catalog:
        """Relate the tables, bring the edited catalog up to date, write both, and remove rows nobody refers to.

        Raises TableError when there is no room to write; what was stored before stays as it was.
        """
        try:
            return self._finished()
        except OSError as error:
            reason = error.strerror or "output error"
            raise TableError(f"The tables cannot be stored ({reason}): the disk is full, or read-only.") from error

    def _finished(self) -> Catalog:
        for name in tuple(self._pending):
            self._rows.write(self._tables[name], self._pending.pop(name))
        catalog, drafted = self._understood()
        if self._erased and self._leave_out(catalog):
            catalog, drafted = self._understood()
        self._commit(catalog, drafted)
        return catalog

    def _understood(self) -> tuple[Catalog, Catalog]:
        """Return the catalog as people see it, and as it was drafted."""
        drafted = relate(tuple(self._tables.values()), self._rows.column)
        edited = self._written.edited() if self._written.exists else self._old
        return hidden(merge(edited, self._old, drafted), self._tables, self._rows.hide), drafted

    def _leave_out(self, catalog: Catalog) -> int:
        """Take out what was erased before; return how many rows and cells that were."""
        catalog = _here(catalog)
        persons = held_of(catalog, self.rows, self._erased.person)
        left_out = persons.count
        for table in catalog:
            rows = persons.taken_from(table.name, self.rows(table))
            cells = erased_cells(table, rows, self._erased)
            if persons.touches(table.name) or cells:
                left_out += marked(cells)
                self._rewrite(table, blanked(rows, cells))
        self.left_out += left_out
        return left_out

    def rows(self, table: Table) -> pd.DataFrame:
        """Return the table's stored rows in order, with the columns for row number and row key."""
        return self._rows.read(table)

    def text_cells(self, table: Table) -> Iterator[TextCell]:
        """Yield the filled cells of the table's free-text columns, row by row."""
        if not table.source:
            yield from text_cells(table, self.rows)

    def remove_person(self, customer: str) -> int:
        """Delete every row of that person and empty the cells of other rows that refer to it; return how many."""
        held = self.held_of_person(customer)
        for table in self._stored():
            if held.touches(table.name):
                self._rewrite(table, held.taken_from(table.name, self.rows(table)))
        self._close(changed=held.count > 0)
        return held.count

    def held_of_person(self, customer: str) -> Held:
        """Return which stored rows are that person's, and which cells of other rows refer to that person."""
        return held_of(self._stored(), self.rows, self.keys_of_person(customer).__contains__)

    def _stored(self) -> Catalog:
        """Return the catalog as it was edited, of the tables whose rows are kept here."""
        known = self._written.edited()
        return _here(replace(known, tables=tuple(table for table in known if table.name in self._tables)))

    def keys_of_person(self, customer: str) -> frozenset[str]:
        """Return the forms in which a person's key may stand in a table, as keys are compared."""
        forms = [customer, self._pseudonym(customer)] if self._pseudonym else [customer]
        return frozenset(comparable(pd.Series(forms)))

    def blank_cells(self, documents: Collection[str]) -> int:
        """Empty the cells that are cited as `table#row` or `table#row:column`, and return how many there were."""
        wanted = [found for document in documents if (found := cell_of(document))]
        emptied = 0
        for table in _here(self._written.edited()):
            places = [(row, column) for name, row, column in wanted if name == table.name]
            if places and table.name in self._tables:
                rows = self.rows(table)
                cells = named_cells(table, rows, places)
                emptied += marked(cells)
                self._rewrite(table, blanked(rows, cells))
        self._close(changed=bool(emptied))
        return emptied

    def remove_tables(self, names: Collection[str]) -> int:
        """Drop whole tables, files included, and return how many rows they had."""
        rows = sum(self._tables[name].rows for name in names if name in self._tables)
        dropped = [name for name in names if self.drop(name)]
        self._close(changed=bool(dropped))
        return rows

    def _close(self, *, changed: bool) -> None:
        """Write down what changed; remove what an interrupted run left behind in any case."""
        if changed:
            self.finish()
        elif self._written.exists:
            self._sweep(self._written.edited(), self._written.drafted())

    def files(self) -> list[Path]:
        """Return the files that this store owns and that exist."""
        return [*self._written.files(), *self._rows.files()]

    def _rewrite(self, table: Table, rows: pd.DataFrame) -> None:
        self._tables[table.name] = self._rows.rewrite(self._tables[table.name], rows)

    def _commit(self, catalog: Catalog, drafted: Catalog) -> None:
        self._written.write(catalog, drafted)
        self._old = drafted
        self._sweep(catalog, drafted)

    def _sweep(self, catalog: Catalog, drafted: Catalog) -> None:
        """Remove rows that nobody refers to and what a crash left half-written."""
        self._written.sweep()
        self._rows.sweep((*catalog, *drafted))


def _version(raw: RawTable, told: Collection[str]) -> str:
    """Return the version of a table: of its rows, or of what is known of those that stay in a database."""
    if raw.remote is None:
        return content_version(raw.frame, RULES, *told)
    return content_version(raw.frame.head(0), RULES, repr(raw.remote), *told)


def _here(catalog: Catalog) -> Catalog:
    """Return the catalog of the tables whose rows are stored here, and not in a database."""
    return replace(catalog, tables=tuple(table for table in catalog if not table.source))
