"""What `sources.yaml` beside the data says about its files, where guessing is not enough."""

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from pathlib import Path, PurePosixPath
from typing import get_args

import yaml

from retrieval.documents import EVERYBODY, KINDS, Audience, Consent, Kind
from retrieval.errors import LoadError

FILE_NAME = "sources.yaml"
DATABASES = "databases"
_SETTING = re.compile(r"[A-Za-z]\w*", re.ASCII)
_QUERY_ADVICE = (
    "`databases` maps names of tables to queries, for example "
    '`orders: {database: shop, query: "SELECT * FROM orders"}`, or of tables that stay where they are: '
    "`orders: {database: shop, table: public.orders}`."
)
_CONSENTS: tuple[Consent, ...] = get_args(Consent)


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceOptions:
    """What is known about a file beyond its content; `None` and empty leave the guess standing.

    `columns` maps a table's column to its role or mark (`id`, `text`, `personal`, ...). `date` is the ISO
    date of all texts of the file. `delimiter` separates the fields of a text table.
    """

    kind: Kind | None = None
    audience: Audience = EVERYBODY
    consent: Consent = "pseudonymous"
    date: str | None = None
    delimiter: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)


NO_OPTIONS = SourceOptions()


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """Rows of a database that are read like a file of this name; `database` names a setting with its address.

    `sql` is a query whose rows are copied; with `table` instead, that table stays in the database.
    """

    name: str
    database: str
    sql: str = ""
    table: str = ""


@dataclass(frozen=True, slots=True)
class Sources:
    """The rules of one `sources.yaml`, in its order: a later rule overrides what an earlier one set."""

    rules: tuple[tuple[str, Mapping[str, object]], ...] = ()
    queries: tuple[Query, ...] = ()

    def options(self, path: str) -> SourceOptions:
        """Return the options of a file, given its POSIX path relative to the folder of `sources.yaml`."""
        options = NO_OPTIONS
        for pattern, values in self.rules:
            if _matches(path, pattern):
                columns = {**options.columns, **_columns(values)}
                plain = {name: value for name, value in values.items() if name != "columns"}
                options = replace(options, columns=columns, **plain)  # type: ignore[arg-type]  # checked by _rule
        return options


def read_sources(folder: Path) -> Sources:
    """Return the rules in `folder/sources.yaml`, none without that file; raises LoadError for what it cannot mean.

    The file maps glob patterns to options: `interviews/*.md: {kind: interview, audience: [research]}`. A pattern
    without a slash matches the file's name in any folder; `**` matches any depth. The key `databases` is none: it
    maps names of tables to queries, `orders: {database: shop, query: "SELECT ..."}`.
    """
    path = folder / FILE_NAME
    if not path.is_file():
        return Sources()
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise LoadError(f"`{FILE_NAME}` is not readable YAML.") from error
    if content is None:
        return Sources()
    if not isinstance(content, dict):
        raise LoadError(
            f'`{FILE_NAME}` has to map file patterns to options, for example `"*.csv": {{kind: survey}}`.'
        )
    queries = _queries(content.pop(DATABASES, None) or {})
    return Sources(
        tuple((str(pattern), _rule(str(pattern), values)) for pattern, values in content.items()), queries
    )


def _queries(entries: object) -> tuple[Query, ...]:
    if not isinstance(entries, dict):
        raise LoadError(f"In `{FILE_NAME}`, {_QUERY_ADVICE}")
    return tuple(_query(str(name), values) for name, values in entries.items())


def _query(name: str, values: object) -> Query:
    kinds: list[set[object]] = [{"database", "query"}, {"database", "table"}]
    if not isinstance(values, dict) or set(values) not in kinds or not name.strip():
        raise LoadError(f"In `{FILE_NAME}`, the entry `{name}` is not complete: {_QUERY_ADVICE}")
    database, sql, table = values["database"], values.get("query"), values.get("table")
    if not isinstance(database, str) or not _SETTING.fullmatch(database):
        raise LoadError(
            f"In `{FILE_NAME}`, `database` of `{name}` has to be a name of letters, digits and underscores. The "
            "address, which may hold a password, goes into the setting WHYBUY_DATABASES__NAME."
        )
    if table is not None:
        if not isinstance(table, str) or not table.strip():
            raise LoadError(f"In `{FILE_NAME}`, `table` of `{name}` has to name a table: {_QUERY_ADVICE}")
        return Query(name=name, database=database, table=table.strip())
    if not isinstance(sql, str) or not sql.strip():
        raise LoadError(f"In `{FILE_NAME}`, `query` of `{name}` has to be SQL that returns rows.")
    return Query(name=name, database=database, sql=sql)


def _matches(path: str, pattern: str) -> bool:
    if "/" not in pattern:
        return fnmatchcase(PurePosixPath(path).name, pattern)
    anywhere = fnmatchcase(path, pattern.replace("**/", "*/")) or fnmatchcase(path, pattern.replace("**/", ""))
    same_depth = "**" in pattern or path.count("/") == pattern.count("/")
    return anywhere and same_depth


def _rule(pattern: str, values: object) -> Mapping[str, object]:
    """Return the checked values of one pattern."""
    if not isinstance(values, dict):
        raise LoadError(f"In `{FILE_NAME}`, `{pattern}` needs options: {_listed(_CHECKS)}.")
    rule: dict[str, object] = {}
    for name, value in values.items():
        if name not in _CHECKS:
            raise LoadError(
                f"In `{FILE_NAME}`, `{pattern}` has the unknown key `{name}`; valid keys are {_listed(_CHECKS)}."
            )
        rule[name] = _CHECKS[name](f"In `{FILE_NAME}`, `{name}` of `{pattern}`", value)
    return rule


def _kind(where: str, value: object) -> Kind:
    for kind in KINDS:
        if value == kind:
            return kind
    raise LoadError(f"{where} is `{value}`; valid kinds are {_listed(KINDS)}.")


def _consent(where: str, value: object) -> Consent:
    for consent in _CONSENTS:
        if value == consent:
            return consent
    raise LoadError(f"{where} is `{value}`; valid values are {_listed(_CONSENTS)}.")


def _audience(where: str, value: object) -> Audience:
    groups = [value] if isinstance(value, str) else value
    if not isinstance(groups, list) or not all(isinstance(group, str) and group for group in groups):
        raise LoadError(f"{where} has to be a list of group names, for example `[sales, support]`.")
    return Audience(frozenset(groups))


def _date(where: str, value: object) -> str:
    if isinstance(value, dt.date):
        return value.isoformat()[:10]
    try:
        return dt.date.fromisoformat(str(value)).isoformat()
    except ValueError as error:
        raise LoadError(f"{where} is `{value}`; write the date as 2025-03-31.") from error


def _delimiter(where: str, value: object) -> str:
    if not isinstance(value, str) or len(value) != 1:
        raise LoadError(f'{where} has to be one character, for example `;` or a tab as "\\t".')
    return value


def _roles(where: str, value: object) -> dict[str, str]:
    if not isinstance(value, dict) or not all(isinstance(role, str) for role in value.values()):
        raise LoadError(
            f"{where} has to map column names to roles, for example `{{email: personal, comment: text}}`."
        )
    return {str(column): role for column, role in value.items()}


def _columns(values: Mapping[str, object]) -> dict[str, str]:
    columns = values.get("columns", {})
    return {str(name): str(role) for name, role in columns.items()} if isinstance(columns, dict) else {}


def _listed(names: object) -> str:
    return ", ".join(f"`{name}`" for name in names)  # type: ignore[attr-defined]


_CHECKS = {
    "kind": _kind,
    "audience": _audience,
    "consent": _consent,
    "date": _date,
    "delimiter": _delimiter,
    "columns": _roles,
}
