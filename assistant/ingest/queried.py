"""Databases that a `sources.yaml` names: each query's rows are read as a table of the folder."""

from collections.abc import Mapping
from pathlib import Path

from pydantic import SecretStr

from assistant.ingest.discover import Found, Skipped
from retrieval.sources import Query, Sources
from tools.tables.engines import Source, write_description
from tools.tables.errors import TableError
from tools.tables.query import write_query


def queried(
    rules: Mapping[Path, Sources],
    databases: Mapping[str, SecretStr],
    scratch: Path,
    taken: Mapping[str, str],
) -> tuple[list[Found], list[Skipped]]:
    """Run the queries of these folders, write what they return into `scratch`, and return that as files.

    Of a table that stays in its database a sample is written, from which its catalog entry is drafted.
    A query that fails is skipped with its reason, and what it gave before stays. `taken` maps names in use to the
    folder they belong to: another folder's query gets its folder's name in front.
    """
    found: list[Found] = []
    skipped: list[Skipped] = []
    for number, (root, query) in enumerate(
        (root, query) for root, known in rules.items() for query in known.queries
    ):
        name = query.name if taken.get(query.name, str(root)) == str(root) else f"{root.name}/{query.name}"
        path = scratch / f"query-{number}.parquet"
        try:
            _write(query, _address(query, databases), path)
        except TableError as error:
            skipped.append(Skipped(name, str(error)))
            continue
        found.append(Found(name, path, root, query.name))
    return found, skipped


def _write(query: Query, address: str, path: Path) -> None:
    """Write the rows of a query, or of a table that stays in its database what is known of it."""
    if query.table:
        write_description(address, Source(query.database.lower(), query.table), path)
    else:
        write_query(address, query.sql, path)


def _address(query: Query, databases: Mapping[str, SecretStr]) -> str:
    address = databases.get(query.database.lower())
    if address is None:
        raise TableError(
            f"No address is set for the database `{query.database}`; set "
            f"WHYBUY_DATABASES__{query.database.upper()}."
        )
    return address.get_secret_value()
