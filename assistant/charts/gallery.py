"""The folder of pictures: an answer's charts are drawn into it, and it does not grow without end."""

import hashlib
import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from assistant.answer import Answer
from assistant.charts.draw import draw
from assistant.charts.errors import UndrawableError
from tools.results import Chart

KEPT = 500


def illustrated(answer: Answer, folder: Path, *, keep: int = KEPT) -> Answer:
    """Return the answer with its charts drawn into the folder: path, caption and alternative text of each.

    Of older pictures the newest stay, so that the folder holds no more than `keep`.

    A chart that cannot be drawn or written stays without a path and says why. The same picture has the same file,
    however often it is asked for. Raises nothing.
    """
    charts = tuple(_distinct(answer.charts))
    drawn = tuple(_drawn(chart, folder) for chart in charts)
    if drawn:
        _tidy(folder, {chart.path for chart in drawn}, keep)
    return replace(answer, charts=drawn)


def _drawn(chart: Chart, folder: Path) -> Chart:
    try:
        drawing = draw(chart)
        path = _write(folder, f"{chart.kind}-{_digest(drawing.png)}.png", drawing.png)
    except UndrawableError as reason:
        return replace(chart, omitted=str(reason))
    except OSError:
        return replace(chart, omitted=f"it cannot be written to {folder}; is there space, and permission?")
    return replace(chart, path=str(path), caption=drawing.caption, alt=drawing.alt)


def _distinct(charts: tuple[Chart, ...]) -> Iterator[Chart]:
    seen: set[str] = set()
    for chart in charts:
        told = json.dumps(chart.to_dict(), sort_keys=True, default=str)
        if told not in seen:
            seen.add(told)
            yield chart


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:16]


def _write(folder: Path, name: str, content: bytes) -> Path:
    """Write the picture whole or not at all."""
    folder.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=folder, prefix=".drawing-")
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
        return Path(temporary).replace(folder / name)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def _tidy(folder: Path, fresh: set[str], keep: int) -> None:
    """Remove the oldest pictures beyond those that are kept; another process may be doing the same."""
    with suppress(OSError):
        pictures = sorted(folder.glob("*.png"), key=lambda path: path.stat().st_mtime_ns, reverse=True)
        for path in pictures[keep:]:
            if str(path) not in fresh:
                path.unlink(missing_ok=True)
