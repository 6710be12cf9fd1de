"""Where rows are computed: DuckDB over the workspace's files, or the database that holds a table itself."""

from tools.tables.engines.address import Source, connect, stored_table
from tools.tables.engines.sample import write_description

__all__ = ["Source", "connect", "stored_table", "write_description"]
