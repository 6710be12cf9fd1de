"""`make bench`: each figure as a ratio to a peer, measured in the same run."""

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
    transcripts,
)

_RETRIEVAL = (transcripts, messages, languages, embedding, at_scale)


def main() -> None:
    """Run and print all comparisons."""
    table = Table(title="Medians; a ratio above 1 means ours is faster")
    for column in ("what", "ours ms", "peer", "peer ms", "ratio"):
        table.add_column(column, justify="left" if column in {"what", "peer"} else "right")
    for found in (filtered_search.run(), segment_profile.run()):
        table.add_row(
            found.name,
            f"{1000 * found.ours:.1f}",
            found.peer_name,
            f"{1000 * found.peer:.1f}",
            f"{found.ratio:.1f}",
        )
    Console().print(table)
    Console().print(erasure.table())
    Console().print(_retrieval())


def _retrieval() -> Table:
    table = Table(title="Retrieval; a ratio above 1 means ours is better")
    for column in ("what", "ours", "peer", "its figure", "ratio", "goal"):
        table.add_column(column)
    for bench in _RETRIEVAL:
        for line in bench.run():
            ratio = "" if line.ratio is None else f"{line.ratio:.2f}"
            table.add_row(line.name, line.ours, line.peer_name, line.peer, ratio, line.goal)
    return table


if __name__ == "__main__":
    main()
