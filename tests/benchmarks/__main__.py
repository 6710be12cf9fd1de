"""`make bench`: each figure as a ratio to a peer, measured in the same run."""

from collections.abc import Callable, Iterable

from rich.console import Console
from rich.table import Table

from tests.benchmarks import (
    at_scale,
    embedding,
    erasure,
    filtered_search,
    languages,
    messages,
    segment_profile,
    tables,
    transcripts,
)
from tests.benchmarks.lines import Line

_RETRIEVAL = (transcripts, messages, languages, embedding, at_scale)
_TABLES = (tables.run, lambda: segment_profile.run(10_000_000))


def main() -> None:
    """Run and print all comparisons."""
    table = Table(title="Medians; a ratio above 1 means ours is faster")
    for column in ("what", "ours ms", "peer", "peer ms", "ratio"):
        table.add_column(column, justify="left" if column in {"what", "peer"} else "right")
    for found in (filtered_search.run(),):
        table.add_row(
            found.name,
            f"{1000 * found.ours:.1f}",
            found.peer_name,
            f"{1000 * found.peer:.1f}",
            f"{found.ratio:.1f}",
        )
    Console().print(table)
    Console().print(erasure.table())
    Console().print(_lines("Tables", _TABLES))
    Console().print(_lines("Retrieval", [bench.run for bench in _RETRIEVAL]))


def _lines(title: str, benches: Iterable[Callable[[], Iterable[Line]]]) -> Table:
    table = Table(title=f"{title}; a ratio above 1 means ours is better")
    for column in ("what", "ours", "peer", "its figure", "ratio", "goal"):
        table.add_column(column)
    for bench in benches:
        for line in bench():
            ratio = "" if line.ratio is None else f"{line.ratio:.2f}"
            table.add_row(line.name, line.ours, line.peer_name, line.peer, ratio, line.goal)
    return table


if __name__ == "__main__":
    main()
