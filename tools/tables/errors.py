"""What went wrong with a file of rows or with the catalog, said for the person who brought it."""


class TableError(ValueError):
    """A file that cannot be read as a table; the message is the reason, without the path."""


class CatalogError(ValueError):
    """A catalog that cannot be read; the message says where and what would be valid."""
