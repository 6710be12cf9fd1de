"""Tables that hold nothing, too much, or change under one's hands: answered right or refused with a reason."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tools.arguments import Condition, Grouping
from tools.errors import AnalysisError
from tools.tables.engine import Measure, Tables
from tools.tables.engines import Source, write_description
from tools.tables.errors import TableError
from tools.tables.readers import read_tables
from tools.tables.store import TableStore

_MEASURES = [
    Measure("rows", "rows"),
    Measure("known", "count", "spend"),
    Measure("mean", "mean", "spend"),
    Measure("median", "median", "spend"),
]


def _ingested(directory: Path, frame: pd.DataFrame, name: str = "members.csv") -> Tables:
    path = directory / name
    if path.suffix == ".parquet":
        frame.to_parquet(path)
    else:
        frame.to_csv(path, index=False)
    store = TableStore(directory / "w", scrub=str)
    for raw in read_tables(path, name=name):
        store.put(raw)
    store.finish()
    return Tables.open(directory / "w")


def _frame(rows: int) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "member_id": [f"M{number:05d}" for number in range(rows)],
            "plan": [["basic", "plus"][number % 2] for number in range(rows)],
            "spend": [10.5 + number for number in range(rows)],
        }
    )


def test_a_column_without_a_value_is_empty_and_has_no_mean(tmp_path: Path) -> None:
    tables = _ingested(tmp_path, _frame(50).assign(spend=None))
    assert tables.column("members.csv", "spend").role == "empty"
    assert tables.groups("members.csv", [Measure("known", "count", "spend")])["known"][0] == 0
    with pytest.raises(AnalysisError, match="no sum, mean"):
        tables.groups("members.csv", _MEASURES)


def test_one_row_is_a_table(tmp_path: Path) -> None:
    found = _ingested(tmp_path, _frame(1)).groups("members.csv", _MEASURES, by=[Grouping(column="plan")])
    assert found.iloc[0].tolist() == ["basic", 1, 1, 10.5, 10.5]


@pytest.mark.parametrize("name", ["members.csv", "members.parquet"])
def test_infinite_values_are_left_out_and_the_catalog_says_so(tmp_path: Path, name: str) -> None:
    frame = _frame(200)
    frame.loc[[3, 9], "spend"] = [np.inf, -np.inf]
    frame.loc[17, "spend"] = 1e300
    tables = _ingested(tmp_path, frame, name)
    found = tables.groups(name, _MEASURES)
    assert found["known"][0] == 197
    assert found["mean"][0] == pytest.approx(frame["spend"].drop([3, 9, 17]).mean())
    assert "missing" in tables.column(name, "spend").reason


def test_ten_thousand_categories_are_counted_each(tmp_path: Path) -> None:
    frame = _frame(20_000).assign(plan=[f"plan {number % 10_000}" for number in range(20_000)])
    tables = _ingested(tmp_path, frame)
    assert tables.column("members.csv", "plan").distinct == 10_000
    found = tables.groups("members.csv", _MEASURES[:1], by=[Grouping(column="plan")])
    assert (len(found), set(found["rows"])) == (10_000, {2})
    wanted = (Condition(column="plan", op="=", value="PLAN 777"),)
    assert tables.groups("members.csv", _MEASURES[:1], where=wanted)["rows"][0] == 2


def test_hundreds_of_columns_keep_their_names_and_values(tmp_path: Path) -> None:
    wide = pd.DataFrame({f"item {number} score": [number, number + 1, number + 2] for number in range(400)})
    tables = _ingested(tmp_path, wide)
    assert len(tables.catalog.tables[0].columns) == 400
    found = tables.groups("members.csv", [Measure("sum", "sum", "item 399 score")])
    assert found["sum"][0] == 1200


def test_a_key_that_repeats_does_not_multiply_rows(tmp_path: Path) -> None:
    store = TableStore(tmp_path / "w", scrub=str)
    for name, frame in (
        ("members.csv", _frame(60)),
        ("visits.csv", pd.DataFrame({"member_id": [f"M{n % 60:05d}" for n in range(600)], "minutes": range(600)})),
    ):
        frame.to_csv(tmp_path / name, index=False)
        store.put(read_tables(tmp_path / name, name=name)[0])
    store.finish()
    tables = Tables.open(tmp_path / "w")
    with pytest.raises(AnalysisError, match="multiply rows"):
        tables.groups("members.csv", [Measure("mean", "mean", "visits.csv::minutes")])
    assert tables.groups("visits.csv", [Measure("spend", "count", "members.csv::spend")])["spend"][0] == 600


def test_rows_that_change_while_they_are_read_are_refused(tmp_path: Path) -> None:
    lake = tmp_path / "lake"
    lake.mkdir()
    _frame(300).to_parquet(lake / "members.parquet")
    write_description(f"parquet://{lake}", Source("lake", "members"), tmp_path / "told.parquet")
    store = TableStore(tmp_path / "w", scrub=str)
    store.put(read_tables(tmp_path / "told.parquet", name="members")[0])
    store.finish()
    tables = Tables.open(tmp_path / "w", {"lake": f"parquet://{lake}"})
    everybody = (Condition(column="spend", op=">", value=0),)
    before = tables.version("members")
    assert tables.mask("members", everybody).sum() == 300
    _frame(301).to_parquet(lake / "members.parquet")
    with pytest.raises(AnalysisError, match="changed while it was read"):
        tables.mask("members", everybody)
    assert tables.mask("members", everybody).sum() == 301
    assert tables.version("members") != before


def test_rows_that_are_gone_are_refused(tmp_path: Path) -> None:
    tables = _ingested(tmp_path, _frame(50))
    tables.groups("members.csv", _MEASURES)
    for path in (tmp_path / "w" / "tables").glob("*.parquet"):
        path.write_bytes(b"PAR1 not any more")
    with pytest.raises(AnalysisError, match="ask again"):
        tables.groups("members.csv", _MEASURES)


_FILL = """
import resource, signal, sys
from pathlib import Path
from tools.tables.errors import TableError
from tools.tables.readers import read_tables
from tools.tables.store import TableStore
[raw] = read_tables(Path(sys.argv[1]), name="large.csv")
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
store = TableStore(Path(sys.argv[2]), scrub=str)
store.put(raw)
try:
    store.finish()
except TableError as error:
    print(error)
"""


def test_a_full_disk_is_named_and_what_was_stored_stays(tmp_path: Path) -> None:
    tables = _ingested(tmp_path, _frame(50))
    draw = np.random.default_rng(2)
    pd.DataFrame({"member_id": range(30_000), "spend": draw.random(30_000)}).to_csv(tmp_path / "large.csv")
    command = [sys.executable, "-c", _FILL, str(tmp_path / "large.csv"), str(tmp_path / "w")]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    assert "disk" in done.stdout
    assert [table.name for table in Tables.open(tmp_path / "w").catalog] == ["members.csv"]
    assert tables.groups("members.csv", _MEASURES)["rows"][0] == 50
    assert not list((tmp_path / "w").rglob("*.part"))


@pytest.mark.parametrize("content", ["", "\n\n", "id,plan\n", '"', "\x00\x01\x02\x03" * 50])
def test_what_is_no_table_is_refused_with_a_reason(tmp_path: Path, content: str) -> None:
    path = tmp_path / "empty.csv"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(TableError, match=r"\."):
        read_tables(path, name="empty.csv")


def test_memory_stays_a_small_multiple_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "long.csv"
    line = "M{0:07d},plan {1},{2:.2f},2024-03-{3:02d},a remark that says little about much {0}\n"
    rows = (line.format(n, n % 9, n / 7, n % 28 + 1) for n in range(400_000))
    path.write_text("member_id,plan,spend,joined,remark\n" + "".join(rows), encoding="utf-8")
    code = (
        "import resource, sys; from pathlib import Path; from tools.tables.readers import read_tables;"
        "before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss;"
        "[raw] = read_tables(Path(sys.argv[1]), name='long.csv');"
        "print(len(raw.frame), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)"
    )
    done = subprocess.run([sys.executable, "-c", code, str(path)], check=True, capture_output=True, text=True)
    count, kilobytes = map(int, done.stdout.split())
    assert count == 400_000
    assert kilobytes * 1024 < 10 * path.stat().st_size
