"""The two catalogs of a workspace on disk: the one that people edit, and the draft to tell edits from."""

from pathlib import Path

from tools.tables.catalog import Catalog
from tools.tables.notation import from_yaml, to_yaml

CATALOG = "catalog.yaml"
DRAFT = "catalog.draft.yaml"


class Written:
    """Owner of `catalog.yaml` and `catalog.draft.yaml` in a workspace."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory

    @property
    def exists(self) -> bool:
        """Whether anything was understood here before."""
        return (self._directory / CATALOG).is_file()

    def edited(self) -> Catalog:
        """Return the catalog as people left it; an empty one where there is none."""
        return self._read(CATALOG)

    def drafted(self) -> Catalog:
        """Return the catalog as it was drafted last; an empty one where there is none."""
        return self._read(DRAFT)

    def write(self, catalog: Catalog, drafted: Catalog) -> None:
        """Write both, each complete or not at all."""
        self._directory.mkdir(parents=True, exist_ok=True)
        for name, content in ((CATALOG, catalog), (DRAFT, drafted)):
            part = self._directory / f"{name}.part"
            try:
                part.write_text(to_yaml(content), encoding="utf-8")
                part.replace(self._directory / name)
            finally:
                part.unlink(missing_ok=True)

    def sweep(self) -> None:
        """Remove what a crash left half-written."""
        for name in (CATALOG, DRAFT):
            (self._directory / f"{name}.part").unlink(missing_ok=True)

    def files(self) -> list[Path]:
        """Return the files that exist."""
        return [path for name in (CATALOG, DRAFT) if (path := self._directory / name).is_file()]

    def _read(self, name: str) -> Catalog:
        path = self._directory / name
        return from_yaml(path.read_text(encoding="utf-8")) if path.is_file() else Catalog()
