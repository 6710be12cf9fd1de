"""The profile of eight segments over twelve columns: our engine, SQL written by hand, pandas with masks.

Share, mean, median, rate and lift of each segment, and a test with an effect size of each segment against the
others, column by column. Each engine runs in a process of its own over the same Parquet file; seconds include
what it imports, megabytes are the process's peak (ru_maxrss).

`python -m tests.benchmarks.segment_profile 10000000` runs it over that many rows.
"""

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np
import pandas as pd

from tests.benchmarks.lines import Line

ROWS = 1_000_000
SEGMENTS = tuple(f"segment {letter}" for letter in "ABCDEFGH")
NUMBERS = ("spend", "visits", "tenure", "age", "orders", "rating")
KINDS = ("plan", "region", "channel", "device")
_TABLE = "customers.csv"
_TIMES_SQL, _MEMORY_SQL, _TIMES_PANDAS = 2.0, 1.2, 5.0
_MEGABYTE = 1024

Profile = Mapping[str, list[float]]


def run(rows: int = ROWS) -> list[Line]:
    """Return time and memory of ours beside both peers, which have to agree with it to 1e-6."""
    with tempfile.TemporaryDirectory() as scratch:
        _child("make", scratch, rows)
        found = {name: _child(name, scratch, rows) for name in _ENGINES}
    _agree(found["ours"]["profile"], found["sql"]["profile"])
    _agree(found["ours"]["profile"], found["pandas"]["profile"])
    return [
        _line(found, "sql", "seconds", "s", rows, f"<= {_TIMES_SQL:g}x"),
        _line(found, "sql", "megabytes", "MB", rows, f"<= {_MEMORY_SQL:g}x"),
        _line(found, "pandas", "seconds", "s", rows, f">= {_TIMES_PANDAS:g}x faster"),
        _line(found, "pandas", "megabytes", "MB", rows, ""),
    ]


def _line(found: Mapping[str, dict[str, float]], peer: str, what: str, unit: str, rows: int, goal: str) -> Line:
    ours, other = found["ours"][what], found[peer][what]
    names = {"sql": "DuckDB SQL by hand", "pandas": "pandas, a mask a segment"}
    name = f"profile of 8 segments, 12 columns, {rows:,} rows"
    return Line(name, f"{ours:.2f} {unit}", names[peer], f"{other:.2f} {unit}", other / ours, goal)


def _child(name: str, scratch: str, rows: int) -> dict[str, object]:
    command = [sys.executable, "-W", "ignore", "-m", "tests.benchmarks.segment_profile", str(rows), name, scratch]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return json.loads(done.stdout) if name != "make" else {}


def _agree(one: Profile, other: Profile) -> None:
    for name, values in one.items():
        np.testing.assert_allclose(values, other[name], rtol=1e-6, atol=1e-9, err_msg=name)


def make(rows: int, workspace: Path) -> None:
    """Ingest that many rows of made-up customers."""
    from tools.tables.readers import RawTable
    from tools.tables.store import TableStore

    draw = np.random.default_rng(5)
    segment = draw.integers(0, 8, rows)
    columns: dict[str, object] = {
        "segment": np.array(SEGMENTS)[segment],
        "churned": np.where(draw.random(rows) < 0.15 + 0.02 * segment, "yes", "no"),
        "spend": (draw.gamma(2.0, 40.0, rows) + segment).round(2),
        "visits": draw.poisson(6, rows),
        "tenure": draw.integers(0, 72, rows),
        "age": draw.integers(18, 90, rows),
        "orders": draw.poisson(2, rows),
        "rating": draw.integers(1, 6, rows),
    }
    for number, name in enumerate(KINDS):
        columns[name] = np.array([f"{name} {letter}" for letter in "abcdef"[: 3 + number]])[
            draw.integers(0, 3 + number, rows)
        ]
    store = TableStore(workspace, scrub=str)
    store.put(RawTable(name=_TABLE, frame=pd.DataFrame(columns)))
    store.finish()


def ours(workspace: Path) -> Profile:
    """Return the profile through the engine that the tools use."""
    from tools.arguments import Grouping
    from tools.tables.engine import Measure, Tables

    tables = Tables.open(workspace)
    measures = [Measure("rows", "rows"), Measure("left", "true", "churned", "yes")]
    for name in NUMBERS:
        measures += [Measure(f"{name} {kind}", kind, name) for kind in ("count", "sum", "squares", "median")]  # type: ignore[arg-type]
    segment = Grouping(column="segment")
    numbers = tables.groups(_TABLE, measures, by=[segment])
    counts = {
        name: tables.groups(_TABLE, measures[:1], by=[segment, Grouping(column=name)]).pivot(
            index="segment", columns=name, values="rows"
        )
        for name in KINDS
    }
    return _tested(numbers.set_index("segment"), counts)


def by_hand(workspace: Path) -> Profile:
    """Return the profile by two statements, one of them with grouping sets."""
    import duckdb

    path = next((workspace / "tables").glob("*.parquet"))
    connection = duckdb.connect(config={"threads": 2, "temp_directory": str(workspace / "spill")})
    wanted = ["count(*) AS rows", "count(*) FILTER (churned = 'yes') AS left"]
    for name in NUMBERS:
        wanted += [f'count({name}) AS "{name} count"', f'sum({name}::DOUBLE) AS "{name} sum"']
        wanted += [f'sum({name}::DOUBLE * {name}) AS "{name} squares"', f'median({name}) AS "{name} median"']
    numbers = connection.sql(f"SELECT segment, {', '.join(wanted)} FROM '{path}' GROUP BY 1 ORDER BY 1").df()
    sets = ", ".join(f"(segment, {name})" for name in KINDS)
    cells = connection.sql(
        f"SELECT segment, {', '.join(KINDS)}, count(*) AS rows FROM '{path}' GROUP BY GROUPING SETS ({sets})"
    ).df()
    counts = {
        name: cells[cells[name].notna()].pivot(index="segment", columns=name, values="rows") for name in KINDS
    }
    return _tested(numbers.set_index("segment"), counts)


def _tested(numbers: pd.DataFrame, counts: Mapping[str, pd.DataFrame]) -> Profile:
    """Return the profile from counts, sums, squares and medians by segment."""
    from scipy import stats

    found: dict[str, list[float]] = {"share": [], "rate": [], "lift": [], "rate p": [], "rate h": []}
    rows, left = numbers["rows"].to_numpy(dtype=float), numbers["left"].to_numpy(dtype=float)
    for n, hits in zip(rows, left, strict=True):
        _rate(found, n, hits, rows.sum(), left.sum())
    for name in NUMBERS:
        n, total, squares = (
            numbers[f"{name} {kind}"].to_numpy(dtype=float) for kind in ("count", "sum", "squares")
        )
        mean, other = total / n, (total.sum() - total) / (n.sum() - n)
        spread = (squares - total**2 / n) / (n - 1)
        rest_n, rest_total, rest_squares = n.sum() - n, total.sum() - total, squares.sum() - squares
        rest = (rest_squares - rest_total**2 / rest_n) / (rest_n - 1)
        test = stats.ttest_ind_from_stats(mean, np.sqrt(spread), n, other, np.sqrt(rest), rest_n, equal_var=False)
        found[f"{name} mean"] = list(mean)
        found[f"{name} median"] = list(numbers[f"{name} median"].astype(float))
        found[f"{name} p"] = list(test.pvalue)
        found[f"{name} d"] = list((mean - other) / np.sqrt((spread + rest) / 2))
    for name, table in counts.items():
        _associated(found, name, table)
    return found


def _rate(found: dict[str, list[float]], n: float, hits: float, rows: float, left: float) -> None:
    from scipy import stats

    others = (left - hits) / (rows - n)
    found["share"].append(n / rows)
    found["rate"].append(hits / n)
    found["lift"].append(hits / n / (left / rows))
    found["rate h"].append(2 * np.arcsin(np.sqrt(hits / n)) - 2 * np.arcsin(np.sqrt(others)))
    table = [[hits, n - hits], [left - hits, rows - n - left + hits]]
    found["rate p"].append(float(stats.chi2_contingency(table, correction=False).pvalue))


def _associated(found: dict[str, list[float]], name: str, table: pd.DataFrame) -> None:
    from scipy import stats

    for segment in table.index:
        pair = np.array([table.loc[segment], table.drop(index=segment).sum()], dtype=float)
        test = stats.chi2_contingency(pair, correction=False)
        found.setdefault(f"{name} share", []).extend(pair[0] / pair[0].sum())
        found.setdefault(f"{name} p", []).append(float(test.pvalue))
        found.setdefault(f"{name} V", []).append(float(np.sqrt(test.statistic / pair.sum())))


def masked(workspace: Path) -> Profile:
    """Return the profile as it is usually written: a mask for each segment, SciPy over the arrays."""
    from scipy import stats

    path = next((workspace / "tables").glob("*.parquet"))
    frame = pd.read_parquet(path, columns=["segment", "churned", *NUMBERS, *KINDS])
    found: dict[str, list[float]] = {"share": [], "rate": [], "lift": [], "rate p": [], "rate h": []}
    for name in SEGMENTS:
        inside = frame["segment"] == name
        one, other = frame[inside], frame[~inside]
        left = (one["churned"] == "yes").sum(), (other["churned"] == "yes").sum()
        _rate(found, len(one), left[0], len(frame), sum(left))
        for column in NUMBERS:
            a, b = one[column].dropna().astype(float), other[column].dropna().astype(float)
            found.setdefault(f"{column} mean", []).append(a.mean())
            found.setdefault(f"{column} median", []).append(a.median())
            found.setdefault(f"{column} p", []).append(stats.ttest_ind(a, b, equal_var=False).pvalue)
            found.setdefault(f"{column} d", []).append((a.mean() - b.mean()) / np.sqrt((a.var() + b.var()) / 2))
        for column in KINDS:
            pair = pd.crosstab(frame[column], ~inside).T
            test = stats.chi2_contingency(pair, correction=False)
            found.setdefault(f"{column} share", []).extend(pair.iloc[0] / pair.iloc[0].sum())
            found.setdefault(f"{column} p", []).append(float(test.pvalue))
            found.setdefault(f"{column} V", []).append(float(np.sqrt(test.statistic / len(frame))))
    return found


_ENGINES: dict[str, Callable[[Path], Profile]] = {"ours": ours, "sql": by_hand, "pandas": masked}


def main() -> None:
    """Print the comparison, or do the part of one engine in this process."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else ROWS
    if len(sys.argv) <= 2:
        for line in run(rows):
            told = f"{line.name}: {line.ours}; {line.peer_name} {line.peer}, {line.ratio:.2f} {line.goal}"
            sys.stdout.write(f"{told}\n")
    elif sys.argv[2] == "make":
        make(rows, Path(sys.argv[3]))
    else:
        started = time.perf_counter()
        profile = _ENGINES[sys.argv[2]](Path(sys.argv[3]))
        seconds = time.perf_counter() - started
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / _MEGABYTE
        plain = {name: [float(value) for value in values] for name, values in profile.items()}
        sys.stdout.write(json.dumps({"seconds": seconds, "megabytes": peak, "profile": plain}))


if __name__ == "__main__":
    main()
