"""Reading again all that was ever given to `whybuy ingest`: changed, renamed and deleted files, queries."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from assistant.errors import AssistantError
from assistant.ingest.discover import Skipped
from assistant.ingest.report import IngestReport
from assistant.ingest.run import ingest_paths
from assistant.ingest.survey import Advance
from assistant.wiring import House


def refresh(house: House, advance: Advance) -> IngestReport:
    """Read the registered folders, files and queries again and return what they hold now.

    What was deleted in a folder disappears. A folder that is gone or empty as a whole is left as it was, and said:
    a disk that is not mounted looks like that. Raises AssistantError when nothing that was registered is there.
    """
    with house.workspace.writing():
        manifest = house.workspace.require().read()
        paths = [Path(path) for path in manifest.paths]
        if not paths:
            raise AssistantError(
                "No folder is registered yet. Run `whybuy ingest PATH...` once; refresh repeats it."
            )
        absent = list(_absent(paths, {record.root for record in manifest.sources.values()}))
        away = {skipped.path for skipped in absent}
        vanished = [path for path in paths if not path.exists() and str(path) not in away]
        there = [path for path in paths if path.exists() and str(path) not in away]
        if not there and not vanished:
            raise AssistantError(" ".join(f"{skipped.path}: {skipped.reason}" for skipped in absent))
        report = ingest_paths(house, there, advance, vanished=vanished)
        return replace(report, skipped=(*absent, *report.skipped))


def _absent(paths: Sequence[Path], roots: Collection[str]) -> Iterator[Skipped]:
    """Yield the paths that say nothing just now: folders that are gone or empty, and files in such folders."""
    for path in paths:
        folder = path if path.is_dir() or str(path) in roots else path.parent
        try:
            empty = next(folder.iterdir(), None) is None
        except OSError:
            empty = True
        if empty:
            yield Skipped(
                str(path),
                "It is gone or empty; what was read from it stays. Mount it, or erase what came from it.",
            )
