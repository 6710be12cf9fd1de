"""The tables of a workspace on disk: rows as Parquet, meaning as YAML that people may edit."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pandas as pd

from tools.tables.catalog import Catalog, Table
from tools.tables.cells import TextCell, cell_of, text_cells
from tools.tables.draft import draft
from tools.tables.drafting.instructed import instructed
from tools.tables.identity import content_version, row_keys
from tools.tables.lexicon import kind_of, tokens
from tools.tables.merge import merge
from tools.tables.notation import from_yaml, to_yaml
from tools.tables.parquet import FOLDER, KEY, ROW, path_of, write
from tools.tables.protect import Scrub, protected
from tools.tables.readers import RawTable
from tools.tables.relate import comparable, relate

__all__ = ["TableStore", "TextCell", "from_yaml", "merge", "to_yaml"]

CATALOG = "catalog.yaml"
DRAFT = "catalog.draft.yaml"
Learn = Callable[[Iterable[str]], None]
_RULES = "4"  # raised when drafting changes, so that unchanged files are understood anew


def _forget(_names: Iterable[str]) -> None:
    """Hear names and do nothing."""


class TableStore:
    """Owner of `tables/`, `catalog.yaml` and `catalog.draft.yaml` in a workspace.

    `scrub` takes personal data out of text; `pseudonym` gives a personal value that tells people apart a
    stable stand-in (without it the value is only replaced); `learn` hears the values of columns of names, so
    that these are known before the first text is scrubbed. Nothing is written or visible before `finish`.
    """

    def __init__(
        self, directory: Path, *, scrub: Scrub, pseudonym: Scrub | None = None, learn: Learn = _forget
    ) -> None:
        self._directory = directory
        self._scrub = scrub
        self._pseudonym = pseudonym
        self._learn = learn
        self._pending: dict[str, RawTable] = {}
        self._old = self._read(DRAFT)
        self._tables = {table.name: table for table in self._old}

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
        version = content_version(raw.frame, _RULES, *told)
        known = self._tables.get(raw.name)
        if known and known.version == version and path_of(self._directory, known).is_file():
            return False
        table = instructed(draft(raw, version, dictionary), roles or {})
        for column in table.columns:
            kind = kind_of(tokens(column.name), "personal") if "personal" in column.marks else None
            if kind and kind[0] == "name":
                self._learn(raw.frame[column.name].dropna().astype("str").unique())
        self._tables[table.name] = table
        self._pending[table.name] = raw
        return True

    def drop(self, name: str) -> bool:
        """Forget the table; return False when there is none of that name. Its file goes with `finish`."""
        self._pending.pop(name, None)
        return self._tables.pop(name, None) is not None

    def finish(self) -> Catalog:
        """Relate the tables, bring the edited catalog up to date, write both, and remove rows nobody refers to."""
        for name in tuple(self._pending):
            self._write(self._tables[name], self._pending.pop(name))
        drafted = relate(tuple(self._tables.values()), self.rows)
        edited = self._read(CATALOG) if (self._directory / CATALOG).is_file() else self._old
        catalog = self._hidden(merge(edited, self._old, drafted))
        self._commit(catalog, drafted)
        return catalog

    def rows(self, table: Table) -> pd.DataFrame:
        """Return the table's stored rows in order, with the columns for row number and row key."""
        return pd.read_parquet(path_of(self._directory, table))

    def text_cells(self, table: Table) -> Iterator[TextCell]:
        """Yield the filled cells of the table's free-text columns, row by row."""
        yield from text_cells(table, self.rows)

    def remove_person(self, customer: str) -> int:
        """Delete every row of that person in all tables, rewrite them, and return how many rows went."""
        removed = 0
        wanted = comparable(pd.Series([customer])).iloc[0]
        stand_in = comparable(pd.Series([self._pseudonym(customer)])).iloc[0] if self._pseudonym else wanted
        catalog = self._read(CATALOG)
        for table in catalog:
            if table.person is None or table.name not in self._tables:
                continue
            rows = self.rows(table)
            theirs = comparable(rows[table.person]).isin([wanted, stand_in])
            if theirs.any():
                removed += int(theirs.sum())
                self._tables[table.name] = self._rewritten(self._tables[table.name], rows[~theirs])
        if removed:
            self.finish()
        return removed

    def blank_cells(self, documents: Collection[str]) -> int:
        """Empty the cells that are cited as `table#row` or `table#row:column`, and return how many there were."""
        wanted = [found for document in documents if (found := cell_of(document))]
        emptied = 0
        for table in self._read(CATALOG):
            places = [(row, column) for name, row, column in wanted if name == table.name]
            texts = [column.name for column in table.columns if column.role == "text"]
            if places and table.name in self._tables:
                rows = self.rows(table)
                for row, column in places:
                    at = rows[ROW] == row - 1
                    for name in texts if column is None else [column]:
                        emptied += int(rows.loc[at, name].notna().sum())
                        rows.loc[at, name] = None
                self._tables[table.name] = self._rewritten(self._tables[table.name], rows)
        if emptied:
            self.finish()
        return emptied

    def files(self) -> list[Path]:
        """Return the files that this store owns and that exist."""
        owned = [self._directory / CATALOG, self._directory / DRAFT]
        owned += sorted((self._directory / FOLDER).glob("*")) if (self._directory / FOLDER).is_dir() else []
        return [path for path in owned if path.is_file()]

    def _write(self, table: Table, raw: RawTable) -> None:
        rows = protected(raw.frame, table, self._scrub, self._pseudonym)
        rows[ROW] = range(len(rows))
        rows[KEY] = row_keys(raw.frame, table).to_numpy()
        write(rows, path_of(self._directory, table))

    def _rewritten(self, table: Table, rows: pd.DataFrame) -> Table:
        """Write the remaining rows as a new version, counts included, and return its entry."""
        kept = rows.sort_values(ROW).reset_index(drop=True)
        body = kept.drop(columns=[ROW, KEY])
        made = draft(
            RawTable(name=table.name, frame=body, header=table.header), content_version(body, table.version)
        )
        counted = {column.name: column for column in made.columns}
        columns = tuple(
            replace(
                column,
                values=counted[column.name].values if column.values else (),
                missing=counted[column.name].missing,
                sentinels=counted[column.name].sentinels if column.sentinels else (),
            )
            for column in table.columns
        )
        changed = replace(table, rows=len(body), version=made.version, columns=columns, duplicates=made.duplicates)
        write(kept.assign(**{ROW: range(len(kept))}), path_of(self._directory, changed))
        path_of(self._directory, table).unlink(missing_ok=True)
        return changed

    def _hidden(self, catalog: Catalog) -> Catalog:
        """Take personal data out of columns that a person marked as personal after they were stored.

        The rows keep their version: what is hidden was never an answer to anything.
        """
        tables = []
        for table in catalog:
            drafted = self._tables[table.name]
            late = [
                c for c in table.columns if "personal" in c.marks and "personal" not in _marks(drafted, c.name)
            ]
            if late:
                self._hide(table, [column.name for column in late])
                columns = tuple(
                    replace(c, values=(), sentinels=(), minimum=None, maximum=None) if c in late else c
                    for c in table.columns
                )
                table = replace(table, columns=columns)  # noqa: PLW2901
            tables.append(table)
        return replace(catalog, tables=tuple(tables))

    def _hide(self, table: Table, names: Collection[str]) -> None:
        rows = self.rows(table)
        shown = [
            name for name in names if not rows[name].dropna().astype("str").str.fullmatch(r"\[[^\]]*\]").all()
        ]
        if shown:
            clean = protected(rows, table, self._scrub, self._pseudonym)
            for name in shown:
                rows[name] = clean[name]
            write(rows, path_of(self._directory, table))

    def _commit(self, catalog: Catalog, drafted: Catalog) -> None:
        self._directory.mkdir(parents=True, exist_ok=True)
        for name, content in ((CATALOG, catalog), (DRAFT, drafted)):
            part = self._directory / f"{name}.part"
            part.write_text(to_yaml(content), encoding="utf-8")
            part.replace(self._directory / name)
        self._old = drafted
        wanted = {path_of(self._directory, table) for table in (*catalog, *drafted)}
        for path in (self._directory / FOLDER).glob("*"):
            if path not in wanted:
                path.unlink()

    def _read(self, name: str) -> Catalog:
        path = self._directory / name
        return from_yaml(path.read_text(encoding="utf-8")) if path.is_file() else Catalog()


def _marks(table: Table, name: str) -> frozenset[str]:
    column = table.column(name)
    return frozenset(column.marks) if column else frozenset()
