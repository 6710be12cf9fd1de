"""Score the review of campaigns: precision and recall of "not met", per criterion and in all, on each part.

`dev` was read while the words were written; twenty of its texts were written to evade an earlier version, which
saw none of their fourteen breaches. `held` was written beside it, before the first sign, by the signs' author.
`fresh` was written last, as such copy is usually worded, and nothing was changed after it was scored: the figure
to read.
"""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from tools.act.campaign_signs import criteria, marks
from tools.statistics.proportions import wilson

OWN = Path(__file__).with_name("campaigns.jsonl")


def load(half: str) -> list[dict[str, Any]]:
    """Return the labelled campaigns of one half."""
    rows = [json.loads(line) for line in OWN.read_text(encoding="utf-8").splitlines()]
    return [row for row in rows if row["half"] == half]


def flagged(text: str) -> set[str]:
    """Return the criteria that a text does not meet."""
    return {mark.criterion for mark in marks(text) if mark.level == "fail"}


def evaluate(half: str) -> list[dict[str, Any]]:
    """Return rows of figures for one half: in all, whole texts, and each criterion."""
    rows = load(half)
    found = [(set(row["fails"]), flagged(row["text"])) for row in rows]
    pairs = [(name, [(name in want, name in got) for want, got in found]) for name in criteria()]
    every = [pair for _, named in pairs for pair in named]
    texts = [(bool(want), bool(got)) for want, got in found]
    return [
        _row(half, "all criteria", every),
        _row(half, "text flagged at all", texts),
        *(_row(half, name, named) for name, named in pairs),
    ]


def _row(half: str, name: str, pairs: Sequence[tuple[bool, bool]]) -> dict[str, Any]:
    right = sum(want and got for want, got in pairs)
    wanted, given = sum(want for want, _ in pairs), sum(got for _, got in pairs)
    return {
        "half": half,
        "criterion": name,
        "recall": _share(right, wanted),
        "precision": _share(right, given),
        "labelled": wanted,
        "flagged": given,
    }


def _share(hits: int, n: int) -> str:
    if not n:
        return "-"
    low, high = wilson(hits, n)
    return f"{hits / n:.2f} [{low:.2f}, {high:.2f}]"


def misses(half: str) -> list[Mapping[str, Any]]:
    """Return the texts of a half that are judged otherwise than labelled."""
    return [
        {**row, "got": sorted(flagged(row["text"]))}
        for row in load(half)
        if flagged(row["text"]) != set(row["fails"])
    ]


def report(console: Console) -> None:
    """Print the figures as a table."""
    table = Table(title="Review of campaigns, wording alone")
    rows = [row for half in ("dev", "held", "fresh") for row in evaluate(half)]
    for name in rows[0]:
        table.add_column(name)
    for row in rows:
        if row["labelled"] or row["flagged"]:
            table.add_row(*map(str, row.values()))
    console.print(table)


if __name__ == "__main__":
    report(Console())
