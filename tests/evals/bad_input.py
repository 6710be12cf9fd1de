"""`python -m tests.evals bad-input`: every table tool over tables that are empty, constant, huge or broken.

Each call has to end in a report without an impossible number, or in a refusal that gives its reason. Warnings are
errors. The large cases run in processes of their own, whose peak memory is reported.
"""

import resource
import subprocess
import sys
import tempfile
import time
import traceback
import warnings
from collections import Counter
from collections.abc import Callable, Mapping
from functools import partial
from math import isfinite
from pathlib import Path
from typing import Any, cast

import numpy as np
import pandas as pd
from rich.console import Console
from rich.table import Table

from retrieval.corpus import Corpus
from tools import TOOLS
from tools.analysis import ToolContext
from tools.disclosure import ReleaseLog
from tools.errors import AnalysisError
from tools.results import Report
from tools.run import run
from tools.tables.engine import Tables
from tools.tables.errors import TableError
from tools.tables.readers import read_tables
from tools.tables.store import TableStore

_NAME = "customers.csv"
_IMPOSSIBLE = (" nan", " inf", " -inf", "nan%", "inf%", " none")
_BASIC = [{"column": "plan", "op": "=", "value": "basic"}]
CALLS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("describe_data", {}),
    ("describe_data", {"metric": "spend"}),
    ("profile_segment", {}),
    ("profile_segment", {"where": _BASIC}),
    ("compare_segments", {"metric": "spend", "by": {"column": "plan"}}),
    ("compare_segments", {"metric": "churned", "by": {"column": "region"}}),
    *(
        ("query_table", {"aggregate": aggregate, "metric": "spend"})
        for aggregate in ("mean", "median", "sum", "distribution", "top_share")
    ),
    ("query_table", {"aggregate": "share", "metric": "churned", "by": [{"column": "region"}]}),
    ("query_table", {"aggregate": "count", "by": [{"column": "joined", "grain": "month"}]}),
    ("query_table", {"aggregate": "count", "by": [{"column": "plan"}]}),
    ("typical_value", {"metric": "spend"}),
    ("find_drivers", {"metric": "churned"}),
    ("find_drivers", {"metric": "spend"}),
    ("customer_worth", {}),
    ("survival_curves", {}),
    ("find_lookalikes", {}),
    ("find_groups", {}),
    ("reach_and_overlap", {"where": _BASIC}),
    ("channel_fit", {}),
    ("find_signals", {}),
)


def _people(rows: int = 400) -> pd.DataFrame:
    draw = np.random.default_rng(1)
    joined = pd.Timestamp("2023-01-01") + pd.to_timedelta(draw.integers(0, 600, rows), "D")
    return pd.DataFrame(
        {
            "customer_id": [f"C{number:07d}" for number in range(rows)],
            "plan": draw.choice(["basic", "plus", "pro"], rows),
            "region": draw.choice(["north", "south"], rows),
            "age": draw.integers(18, 80, rows),
            "spend": draw.gamma(2, 40, rows).round(2),
            "tenure_months": draw.integers(1, 70, rows),
            "joined": joined.strftime("%Y-%m-%d"),
            "churned": draw.choice(["yes", "no"], rows, p=[0.3, 0.7]),
        }
    )


def _infinite() -> pd.DataFrame:
    frame = _people().astype({"spend": object})
    frame.loc[::10, "spend"] = "inf"
    frame.loc[5::40, "spend"] = "-inf"
    return frame


def _many_categories() -> pd.DataFrame:
    return _people(10_000).assign(plan=[f"plan {number}" for number in range(10_000)])


def _wide() -> pd.DataFrame:
    draw = np.random.default_rng(2)
    more = {f"sensor {number} value": draw.normal(size=400).round(3) for number in range(2992)}
    return pd.concat([_people(), pd.DataFrame(more)], axis=1)


def _long() -> pd.DataFrame:
    frame = _people(1_500_000)
    remarks = np.array(
        [f"remark number {number} that somebody once wrote down at length" for number in range(5000)]
    )
    return frame.assign(source=remarks[np.arange(len(frame)) % len(remarks)])


CASES: Mapping[str, Callable[[], pd.DataFrame]] = {
    "all-null columns": lambda: _people().assign(plan=None, spend=None, joined=None),
    "one row": partial(_people, 1),
    "two rows": partial(_people, 2),
    "one group": lambda: _people().assign(plan="basic", region="north"),
    "constant outcome": lambda: _people().assign(churned="yes"),
    "constant numbers": lambda: _people().assign(spend=5.0, age=40, tenure_months=3),
    "infinite values": _infinite,
    "numbers near the largest": lambda: _people().assign(spend=_people()["spend"] * 1e300),
    "five rows eighty times": lambda: pd.concat([_people(5)] * 80),
    "10,000 categories": _many_categories,
    "3,000 columns": _wide,
    "200 MB": _long,
}


def report(console: Console) -> None:
    """Run each case in a process of its own and print how its calls ended."""
    table = Table(title="Bad input: calls by how they ended")
    for column in ("case", "answered", "refused", "impossible", "crashed", "seconds", "peak MB", "faults"):
        table.add_column(column)
    for name in CASES:
        command = [sys.executable, "-m", "tests.evals.bad_input", name]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        lines = done.stdout.strip().splitlines() or ["0|0|0|1|0|0|the process ended without a word"]
        table.add_row(name, *lines[-1].split("|", 6))
    console.print(table)


def case(name: str) -> str:
    """Return how the calls of one case ended, in figures separated by a bar."""
    started, ends, faults = time.perf_counter(), Counter[str](), list[str]()
    with tempfile.TemporaryDirectory() as scratch, warnings.catch_warnings():
        warnings.simplefilter("error")
        warnings.filterwarnings("ignore", "fetch_arrow_table", DeprecationWarning)
        try:
            tables = _ingested(Path(scratch), CASES[name]())
        except TableError:
            return f"0|{len(CALLS)}|0|0|{time.perf_counter() - started:.1f}|{_peak():.0f}|refused by the reader"
        releases = ReleaseLog.open(Path(scratch) / "releases")
        context = ToolContext(tables=tables, corpus=cast(Corpus, None), releases=releases)
        for tool, arguments in CALLS:
            end, why = _called(context, tool, arguments)
            ends[end] += 1
            faults += [why] if why else []
    counts = "|".join(str(ends[end]) for end in ("answered", "refused", "impossible", "crashed"))
    return f"{counts}|{time.perf_counter() - started:.1f}|{_peak():.0f}|{'; '.join(faults)}"


def _ingested(scratch: Path, frame: pd.DataFrame) -> Tables:
    frame.to_csv(scratch / _NAME, index=False)
    store = TableStore(scratch / "workspace", scrub=str, pseudonym=str)
    for raw in read_tables(scratch / _NAME, name=_NAME):
        store.put(raw)
    store.finish()
    return Tables.open(scratch / "workspace")


def _called(context: ToolContext, tool: str, arguments: dict[str, Any]) -> tuple[str, str]:
    analysis = next(each for each in TOOLS if each.name == tool)
    try:
        found = run(analysis, context, {"table": _NAME, **arguments})
    except AnalysisError:
        return "refused", ""
    except Exception as error:  # noqa: BLE001 - any other end is what is looked for
        place = traceback.extract_tb(error.__traceback__)[-1]
        return "crashed", f"{tool}: {type(error).__name__} in {Path(place.filename).name}:{place.lineno}"
    wrong = _impossible(found)
    return ("impossible", f"{tool}: {wrong}") if wrong else ("answered", "")


def _impossible(found: Report) -> str:
    for finding in found.findings:
        told = f" {finding.statement.lower()}"
        if any(word in told for word in _IMPOSSIBLE) and ": none;" not in told:
            return finding.statement
        if isinstance(finding.value, float) and not isfinite(finding.value):
            return f"{finding.value} in {finding.statement}"
    return ""


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    sys.stdout.write(f"{case(sys.argv[1])}\n")
