"""Share, mean and median by segment over a million rows: our engine against pandas with a mask per segment."""

import tempfile
from pathlib import Path

import numpy as np
import pandas as pd

from tests.benchmarks.timing import Comparison, compare
from tools.arguments import Grouping
from tools.tables.engine import Measure, Tables
from tools.tables.readers import RawTable
from tools.tables.store import TableStore

ROWS = 1_000_000
SEGMENTS = tuple(f"segment {letter}" for letter in "ABCDEFGH")


def run() -> Comparison:
    """Return both medians for eight segments."""
    draw = np.random.default_rng(5)
    frame = pd.DataFrame(
        {
            "customer_id": np.arange(ROWS),
            "segment": draw.choice(SEGMENTS, ROWS),
            "spend": draw.gamma(2.0, 40.0, ROWS).round(2),
            "churned": draw.choice(["yes", "no"], ROWS, p=[0.2, 0.8]),
        }
    )
    measures = [
        Measure("rows", "rows"),
        Measure("left", "true", "churned", "yes"),
        Measure("mean", "mean", "spend"),
        Measure("median", "median", "spend"),
    ]
    with tempfile.TemporaryDirectory() as scratch:
        store = TableStore(Path(scratch), scrub=str)
        store.put(RawTable(name="customers.csv", frame=frame))
        store.finish()
        tables = Tables.open(Path(scratch))
        return compare(
            f"share, mean and median of 8 segments, {ROWS:,} rows",
            ours=lambda: tables.groups("customers.csv", measures, by=[Grouping(column="segment")]),
            peer=lambda: [_masked(frame, name) for name in SEGMENTS],
            peer_name="pandas, a mask a segment",
        )


def _masked(frame: pd.DataFrame, name: str) -> tuple[int, float, float, float]:
    part = frame[frame["segment"] == name]
    return len(part), float((part["churned"] == "yes").mean()), part["spend"].mean(), part["spend"].median()
