"""How long a large table takes: until it is understood, and from a question to an answer with its chart."""

import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import numpy as np
import pandas as pd
from rich.console import Console

from tests.benchmarks.lines import Line
from tools.tables.readers import RawTable, read_tables
from tools.tables.store import TableStore

ROWS = 1_000_000
_TURNS = 3
_NAME = "customers.csv"


def run(rows: int = ROWS) -> list[Line]:
    """Return the times of the catalog, of reading the file, and of answers, each with its goal."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "data"
        folder.mkdir()
        return [*_catalog(rows, folder), *_answers(folder, Path(scratch) / "workspace")]


def thirty_columns(rows: int) -> pd.DataFrame:
    """Return identifiers, dates, categories, choices, amounts, counts, yes/no columns and an outcome."""
    draw = np.random.default_rng(3)
    day = pd.Timestamp("2021-01-01") + pd.to_timedelta(draw.integers(0, 1500, rows), unit="D")
    moment = pd.Timestamp("2024-01-01") + pd.to_timedelta(draw.integers(0, 40_000_000, rows), unit="s")
    columns: dict[str, object] = {
        "customer_id": [f"C{number:08d}" for number in draw.permutation(rows)],
        "signup_date": day.astype("datetime64[us]"),
        "last_seen": moment.astype("datetime64[us]"),
        "plan": np.array(["Basic", "Plus", "Premium"])[draw.integers(0, 3, rows)],
        "channels": np.array(["Email", "Email;Phone", "Phone", "Chat;Email", "Chat"])[draw.integers(0, 5, rows)],
        "age": draw.integers(18, 90, rows),
        "tenure_months": draw.integers(0, 72, rows),
        "monthly_spend": draw.gamma(2, 40, rows).round(2),
        "total_spend": draw.gamma(3, 400, rows).round(2),
        "distance_km": draw.exponential(20, rows).round(3),
    }
    for number, size in enumerate((3, 5, 8, 12, 40, 300, 2000)):
        names = np.array([f"value {value}" for value in range(size)])
        columns[f"group_{number}"] = names[draw.integers(0, size, rows)]
    for number in range(7):
        columns[f"visits_{number}"] = draw.poisson(4 + number, rows)
    for number in range(5):
        columns[f"flag_{number}"] = np.where(draw.random(rows) < 0.3, "yes", "no")
    columns["churned"] = np.where(draw.random(rows) < 0.2, "yes", "no")
    return pd.DataFrame(columns)


def _catalog(rows: int, directory: Path) -> list[Line]:
    frame = thirty_columns(rows)
    path = directory / _NAME
    frame.to_csv(path, index=False)
    store, raw = TableStore(directory.parent / "drafted", scrub=str), RawTable(name=_NAME, frame=frame)
    drafted = _seconds(lambda: store.put(raw))
    stored = _seconds(store.finish)
    read = _seconds(lambda: read_tables(path, name=_NAME))
    size = f"{rows:,} rows x {len(thirty_columns(10).columns)} columns"
    return [
        Line(f"catalog of {size}", f"{drafted:.2f} s", goal="< 5 s"),
        Line(f"the same: reading the CSV of {path.stat().st_size / 1e6:.0f} MB", f"{read:.2f} s"),
        Line("the same: storing its rows", f"{stored:.2f} s"),
    ]


_QUESTIONS = (
    "How many customers churned per plan?",
    "What is the average monthly spend per group 1?",
    "What share of customers churned by signup date per month?",
    "Do premium customers churn more than basic customers?",
    "Is the monthly spend of premium customers higher than that of basic customers?",
    "Who are the premium customers?",
    "What is the median age per plan?",
    "What is the distribution of monthly spend?",
    "What is the total spend per month of last seen?",
    "How many customers are there per channel?",
)


def _answers(folder: Path, workspace: Path) -> list[Line]:
    """Return the time of a whole ingest, and of each question: when it is new, and the median when asked again.

    What a question finds is remembered, so the goal is held against the first time, in a program that is warm.
    """
    from assistant.charts.gallery import illustrated
    from assistant.ingest.run import ingest_paths
    from assistant.question import Question
    from assistant.settings import Settings
    from assistant.wiring import House

    with House(Settings(workspace=workspace, _env_file=None)) as house:
        whole = _seconds(lambda: ingest_paths(house, [folder], lambda *_: None))
        lines = [Line("the same: the whole ingest, personal data looked for", f"{whole:.2f} s")]
        house.assistant.ask(Question(text="How many customers are there?", thread="warm", asker="bench"))
        for text in _QUESTIONS:
            spent, drawn = list[float](), 0
            for turn in range(_TURNS + 1):
                started = time.perf_counter()
                answer = house.assistant.ask(Question(text=text, thread=f"{text}-{turn}", asker="bench"))
                drawn = sum(bool(chart.path) for chart in illustrated(answer, workspace / "charts").charts)
                spent.append(time.perf_counter() - started)
            told = f"{spent[0]:.2f} s, again {median(spent[1:]):.2f} s"
            lines.append(Line(f"{text} (with {drawn} charts)", told, goal="< 2 s"))
    return lines


def _seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


if __name__ == "__main__":
    for line in run():
        Console().print(f"{line.name}: {line.ours} {line.goal}")
