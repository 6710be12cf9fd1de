"""A small workspace: orders of customers with options, sentinels, dates and headers that need quoting."""

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tools.tables.catalog import Catalog, Column, Join, Table
from tools.tables.engine import Tables
from tools.tables.notation import to_yaml
from tools.tables.parquet import KEY, ROW, path_of, write

SPEND = 'Spend "net"\n[EUR]'
WANTS = "Which do you use? (all that apply)"


def orders_frame(rows: int = 400) -> pd.DataFrame:
    random = np.random.default_rng(7)
    picks = ["mail, phone", "phone", "Setup (files, env)", "mail, Setup (files, env)", None]
    return pd.DataFrame(
        {
            "customer": [f"{number:05d}" for number in random.integers(1, 60, rows)],
            SPEND: np.where(random.random(rows) < 0.1, 999.0, random.gamma(2, 30, rows).round(2)),
            "size": random.choice(["small", "Small", "big", "huge"], rows, p=[0.3, 0.1, 0.4, 0.2]),
            "bought": random.choice(["yes", "no", None], rows, p=[0.3, 0.6, 0.1]),
            WANTS: random.choice(np.array(picks, dtype=object), rows),
            "placed at": pd.Timestamp("2024-11-20") + pd.to_timedelta(random.integers(0, 200 * 24, rows), "h"),
        }
    )


def customers_frame() -> pd.DataFrame:
    numbers = range(1, 50)
    return pd.DataFrame(
        {
            "id": list(numbers),
            "region": ["north" if number % 3 else "south" for number in numbers],
            "email": [f"person{number}@example.com" for number in numbers],
        }
    )


def orders_table() -> Table:
    return Table(
        name="shop/orders.csv",
        rows=400,
        entity="order",
        person="customer",
        version="v1",
        columns=(
            Column(name="customer", label="customer", role="id", storage="text", distinct=59),
            Column(name=SPEND, label="spend", role="measure", storage="number", sentinels=(("999", 40),)),
            Column(
                name="size",
                label="size",
                role="ordinal",
                storage="text",
                values=(("big", 1), ("small", 1), ("huge", 1), ("Small", 1)),
                order=("small", "big", "huge"),
                distinct=4,
            ),
            Column(
                name="bought",
                label="bought",
                role="outcome",
                storage="boolean",
                values=(("no", 1), ("yes", 1)),
                positive="yes",
                distinct=2,
            ),
            Column(
                name=WANTS,
                label="use",
                role="multi_select",
                storage="text",
                separator=",",
                values=(("phone", 1), ("mail", 1), ("Setup (files, env)", 1)),
                distinct=3,
            ),
            Column(name="placed at", label="placed", role="time", storage="date"),
        ),
    )


def customers_table() -> Table:
    return Table(
        name="shop/customers.csv",
        rows=49,
        entity="customer",
        key=("id",),
        person="id",
        version="v1",
        columns=(
            Column(name="id", label="id", role="id", storage="number", distinct=49),
            Column(
                name="region",
                label="region",
                role="segment",
                storage="text",
                values=(("north", 33), ("south", 16)),
                distinct=2,
            ),
            Column(name="email", label="email", role="segment", storage="text", marks=frozenset({"personal"})),
        ),
    )


def store(directory: Path, catalog: Catalog, frames: Sequence[pd.DataFrame]) -> Tables:
    for table, frame in zip(catalog, frames, strict=True):
        kept = frame.assign(**{ROW: range(len(frame)), KEY: [f"k{row}" for row in range(len(frame))]})
        write(kept, path_of(directory, table))
    (directory / "catalog.yaml").write_text(to_yaml(catalog), encoding="utf-8")
    return Tables.open(directory)


Written = Callable[[str, bytes | str], Path]


@pytest.fixture
def tables(tmp_path: Path) -> Tables:
    catalog = Catalog(
        tables=(orders_table(), customers_table()),
        joins=(
            Join(
                left_table="shop/orders.csv",
                left_column="customer",
                right_table="shop/customers.csv",
                right_column="id",
                share=0.8,
            ),
        ),
    )
    return store(tmp_path, catalog, [orders_frame(), customers_frame()])


@pytest.fixture
def orders() -> pd.DataFrame:
    return orders_frame()


@pytest.fixture
def written(tmp_path: Path) -> Callable[[str, bytes | str], Path]:
    def write_file(name: str, content: bytes | str) -> Path:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write_file
