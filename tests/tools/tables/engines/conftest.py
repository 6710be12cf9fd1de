"""The same rows in every engine: copied into DuckDB, as a folder of Parquet files, in Postgres, in Spark."""

import getpass
import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tools.tables.engine import Tables
from tools.tables.engines import Source, write_description
from tools.tables.readers import read_tables
from tools.tables.store import TableStore

# Spark warns of the pandas that it could convert to, of its ports and of its own deprecations.
_SPARK = (pytest.mark.spark, pytest.mark.filterwarnings("ignore"))
ENGINES = ("parquet", "postgres", pytest.param("spark", marks=_SPARK))
_WAIT = 30


@cache
def orders() -> pd.DataFrame:
    """Return purchases with gaps, a sentinel, choices, a yes/no column, dates, personal data and free text."""
    draw = np.random.default_rng(11)
    size = 700
    who = draw.integers(1, 160, size)
    frame = pd.DataFrame(
        {
            "order_id": np.arange(1, size + 1),
            "customer_id": [f"K{number:04d}" for number in who],
            "email": [f"person{number}@example.com" for number in who],
            "region": draw.choice(["north", "South", "south", "Süd-West"], size),
            "channels": draw.choice(["mail", "mail;phone", "phone", "shop;mail", None], size),
            "plan": draw.choice(["small", "medium", "large"], size),
            "returned": draw.choice(["yes", "no"], size, p=[0.2, 0.8]),
            "newsletter": draw.random(size) < 0.4,
            "amount": np.where(draw.random(size) < 0.05, np.nan, draw.gamma(2, 40, size).round(2)),
            "visits": np.where(draw.random(size) < 0.1, 999, draw.poisson(6, size)),
            "ordered_at": pd.Timestamp("2023-11-03") + pd.to_timedelta(draw.integers(0, 700 * 24, size), "h"),
            "remark": [
                f"the parcel came late once more and nobody at all told me why, number {n}" for n in range(size)
            ],
        }
    )
    frame["ordered_at"] = frame["ordered_at"].astype("datetime64[us]")
    return frame


def described(directory: Path, address: str, table: str) -> Tables:
    """Return a workspace in which the table is known and not copied."""
    path = directory / "described.parquet"
    write_description(address, Source("shop", table), path)
    return _opened(directory, path, {"shop": address})


def _opened(directory: Path, path: Path, databases: dict[str, str]) -> Tables:
    store = TableStore(directory / "workspace", scrub=str, pseudonym=lambda name: f"[PERSON_{name[6:-12]}]")
    for raw in read_tables(path, name="orders"):
        store.put(raw)
    store.finish()
    path.unlink()
    return Tables.open(directory / "workspace", databases)


@pytest.fixture(scope="session")
def copied(tmp_path_factory: pytest.TempPathFactory) -> Tables:
    """The rows copied into the workspace, which every other engine is compared with."""
    directory = tmp_path_factory.mktemp("copied")
    orders().to_parquet(directory / "orders.parquet")
    return _opened(directory, directory / "orders.parquet", {})


@pytest.fixture(scope="session")
def parquet(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a folder in which the table is two files."""
    folder = tmp_path_factory.mktemp("lake")
    (folder / "orders").mkdir()
    for number, part in enumerate((orders()[:300], orders()[300:])):
        part.to_parquet(folder / "orders" / f"part-{number}.parquet", index=False)
    return f"parquet://{folder}"


@pytest.fixture(scope="session")
def spark(parquet: str) -> Iterator[str]:
    """The address of the same folder, read by a local Spark session."""
    if find_spec("pyspark") is None:
        pytest.skip("pyspark is not installed; the dependency group `spark` holds it")
    if shutil.which("java") is None:
        pytest.skip("Java is not installed, which Spark runs on")
    yield parquet.replace("parquet://", "pyspark://") + "?master=local[2]"
    from pyspark.sql import SparkSession

    SparkSession.builder.getOrCreate().stop()


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a server of the test's own that holds the table."""
    programs = _programs()
    if programs is None:
        pytest.skip("PostgreSQL is not installed")
    if find_spec("psycopg") is None:
        pytest.skip("psycopg is not installed; the dependency group `postgres` holds it")
    if os.geteuid() == 0 and shutil.which("runuser") is None:
        pytest.skip("PostgreSQL does not run as root, and there is no runuser")
    with tempfile.TemporaryDirectory() as scratch:  # a short path: sockets have short names
        yield from _served(programs, Path(scratch))


def _served(programs: Path, scratch: Path) -> Iterator[str]:
    user = "postgres" if os.geteuid() == 0 else getpass.getuser()
    if os.geteuid() == 0:
        shutil.chown(scratch, user)
    data = scratch / "data"
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    _run(user, programs / "initdb", "-D", data, "-U", "shop", "-A", "trust", "-E", "UTF8", "--no-sync")
    options = f"-p {port} -k {scratch} -c listen_addresses=127.0.0.1 -c fsync=off"
    _run(user, programs / "pg_ctl", "-D", data, "-l", scratch / "log", "-o", options, "-w", "-t", _WAIT, "start")
    address = f"postgresql://shop:not-a-secret@127.0.0.1:{port}/postgres"
    try:
        _fill(address)
        yield address
    finally:
        _run(user, programs / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop")


def _run(user: str, *command: object) -> None:
    words = [str(word) for word in command]
    words = ["runuser", "-u", user, "--", *words] if os.geteuid() == 0 else words
    subprocess.run(words, check=True, capture_output=True, cwd="/", timeout=2 * _WAIT)


def _programs() -> Path | None:
    found = shutil.which("initdb")
    places = [Path(found).parent] if found else sorted(Path("/usr/lib/postgresql").glob("*/bin"))
    return next((place for place in reversed(places) if (place / "initdb").exists()), None)


def _fill(address: str) -> None:
    import psycopg

    kinds = {"order_id": "integer", "amount": "numeric(10,2)", "visits": "bigint", "ordered_at": "timestamp"}
    kinds |= {"newsletter": "boolean"}
    frame = orders()
    columns = ", ".join(f'"{name}" {kinds.get(name, "text")}' for name in frame.columns)
    with psycopg.connect(address) as connection, connection.cursor() as cursor:
        cursor.execute(f"CREATE SCHEMA sales; CREATE TABLE sales.orders ({columns})")
        with cursor.copy("COPY sales.orders FROM STDIN") as copy:
            for row in frame.astype(object).where(frame.notna(), None).itertuples(index=False):
                copy.write_row(row)


@pytest.fixture(scope="session")
def elsewhere(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[str], Tables]]:
    """Give the workspace whose table stays in the engine of that name."""

    opened: dict[str, Tables] = {}

    def given(engine: str) -> Tables:
        if engine not in opened:
            table = "sales.orders" if engine == "postgres" else "orders"
            opened[engine] = described(tmp_path_factory.mktemp(engine), request.getfixturevalue(engine), table)
        return opened[engine]

    yield given
    for tables in opened.values():
        tables.close()
