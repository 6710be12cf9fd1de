"""A small fitness club: members (planted differences), their visits, and a survey with several answers."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from tools import TOOLS
from tools.analysis import ToolContext
from tools.disclosure import ReleaseLog
from tools.results import Report
from tools.run import run
from tools.tables.catalog import Catalog, Column, Table
from tools.tables.engine import Tables
from tools.tables.notation import to_yaml
from tools.tables.parquet import KEY, ROW, path_of, write
from tools.tables.readers import read_tables
from tools.tables.store import TableStore

WANT = "What should the club improve first? (choose all that apply)"


def counts(series: pd.Series) -> tuple[tuple[str, int], ...]:
    return tuple((str(name), int(count)) for name, count in series.value_counts().items())


def members() -> pd.DataFrame:
    """600 members; 120 on the annual plan leave less, and app users leave more only because they are monthly."""
    rows = []
    for number in range(600):
        plan = "annual" if number % 5 == 0 else "monthly"
        app = "yes" if (number // 5) % 10 < (8 if plan == "monthly" else 1) else "no"
        base = {("annual", "yes"): 1, ("annual", "no"): 2, ("monthly", "yes"): 7, ("monthly", "no"): 9}[plan, app]
        left = (number * 7 + number // 5 * 3 + number // 50) % 20 < base
        rows.append(
            {
                "member_id": number + 1,
                "plan": plan,
                "app": app,
                "left": "yes" if left else "no",
                "age": 20 + (number * 13) % 50,
                "weeks_since_visit": -1 if number % 4 == 0 else (number * 11) % 30,
                "visited": "no" if number % 4 == 0 else "yes",
                "fees": float(np.round(20 + (number % 37) ** 2 / 10, 2)),
                "club": ["Harbour", "Hill", "Station"][number % 3] if number > 2 else "Attic",
                "exit_survey": "sent" if left else "none",
                "notice_days": float(number % 30) if left else 0.0,
            }
        )
    return pd.DataFrame(rows)


def visits() -> pd.DataFrame:
    rows = []
    for number in range(900):
        member = 1 + (number * 37) % 200
        day = pd.Timestamp("2024-01-01") + pd.Timedelta(days=int(member % 50) + 6 * (number % 40))
        rows.append({"member_id": member, "on": day, "minutes": float(30 + number % 61)})
    return pd.DataFrame(rows)


def survey() -> pd.DataFrame:
    picks = ["Showers, Parking", "Parking", "Showers", "Showers, Parking, Music", "Music", None]
    return pd.DataFrame({WANT: [picks[number % 6] for number in range(240)]})


def catalog() -> Catalog:
    frame, went, asked = members(), visits(), survey()

    def segment(name: str, label: str | None = None, **more: Any) -> Column:
        values = counts(frame[name])
        return Column(
            name=name,
            label=label or name,
            role="segment",
            storage="text",
            values=values,
            distinct=len(values),
            **more,
        )

    people = Table(
        name="club/members.csv",
        rows=len(frame),
        entity="member",
        key=("member_id",),
        person="member_id",
        rows_are_people=True,
        outcome="left",
        version="m1",
        columns=(
            Column(name="member_id", label="member id", role="id", storage="number", distinct=600),
            segment("plan"),
            segment("app"),
            Column(
                name="left",
                label="left",
                role="outcome",
                storage="boolean",
                values=counts(frame["left"]),
                positive="yes",
                distinct=2,
            ),
            Column(
                name="age",
                label="age",
                role="measure",
                storage="number",
                unit="age",
                marks=frozenset({"protected"}),
                distinct=50,
            ),
            Column(
                name="weeks_since_visit",
                label="weeks since visit",
                role="measure",
                storage="number",
                sentinels=(("-1", 150),),
                distinct=31,
            ),
            segment("visited"),
            Column(name="fees", label="fees", role="measure", storage="number", unit="money", distinct=37),
            segment("club"),
            segment("exit_survey", "exit survey", marks=frozenset({"leakage"})),
            Column(
                name="notice_days",
                label="notice days",
                role="measure",
                storage="number",
                unit="days",
                marks=frozenset({"leakage"}),
                distinct=30,
            ),
        ),
    )
    stays = Table(
        name="club/visits.csv",
        rows=len(went),
        entity="visit",
        person="member_id",
        time="on",
        version="v1",
        columns=(
            Column(name="member_id", label="member id", role="id", storage="number", distinct=200),
            Column(name="on", label="visit date", role="time", storage="date"),
            Column(name="minutes", label="minutes", role="measure", storage="number", distinct=61),
        ),
    )
    answers = Table(
        name="survey.csv",
        rows=len(asked),
        entity="respondent",
        rows_are_people=True,
        version="s1",
        columns=(
            Column(
                name=WANT,
                label=WANT,
                role="multi_select",
                storage="text",
                separator=",",
                values=(("Showers", 120), ("Parking", 120), ("Music", 80)),
                distinct=3,
                missing=40,
            ),
        ),
    )
    return Catalog(tables=(people, stays, answers))


def stored(directory: Path) -> Tables:
    known = catalog()
    for table, frame in zip(known, (members(), visits(), survey()), strict=True):
        kept = frame.assign(**{ROW: range(len(frame)), KEY: [f"k{row}" for row in range(len(frame))]})
        write(kept, path_of(directory, table))
    (directory / "catalog.yaml").write_text(to_yaml(known), encoding="utf-8")
    return Tables.open(directory)


@pytest.fixture(scope="session")
def club_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("club")
    stored(folder)
    return folder


@pytest.fixture(scope="session")
def club_tables(club_folder: Path) -> Tables:
    return Tables.open(club_folder)


@pytest.fixture
def context(club_tables: Tables, tmp_path: Path) -> ToolContext:
    return ToolContext(tables=club_tables, corpus=None, releases=ReleaseLog.open(tmp_path / "releases"))


Ask = Callable[..., Report]


def about(ask: Ask, table: str) -> Ask:
    """Return what asks about that table, with query_table unless another tool is named."""
    return lambda tool="query_table", **more: ask(tool, table=table, **more)


@pytest.fixture
def ask(context: ToolContext) -> Ask:
    def call(name: str, /, **arguments: Any) -> Report:
        analysis = next(tool for tool in TOOLS if tool.name == name)
        return run(analysis, context, arguments)

    return call


def where(**conditions: str) -> list[Mapping[str, str]]:
    return [{"column": column, "value": value} for column, value in conditions.items()]


def _read(folder: Path, frames: Mapping[str, pd.DataFrame], told: Mapping[str, str] | None = None) -> Ask:
    """Read frames as files of one folder would be read, with what a dictionary tells of columns."""
    store = TableStore(folder, scrub=str)
    for file, content in frames.items():
        content.to_csv(folder / file, index=False)
        for raw in read_tables(folder / file, name=file):
            store.put(raw, told)
    store.finish()
    releases = ReleaseLog.open(folder / "releases")
    context = ToolContext(tables=Tables.open(folder), corpus=None, releases=releases)

    def call(tool: str, /, **arguments: Any) -> Report:
        return run(next(known for known in TOOLS if known.name == tool), context, arguments)

    return call


@pytest.fixture(scope="session")
def tabled() -> Callable[..., Ask]:
    """Return a function that reads a frame, and others `beside` it, as files would be read, and asks about it."""

    def build(
        folder: Path,
        name: str,
        frame: pd.DataFrame,
        beside: Mapping[str, pd.DataFrame] = {},
        told: Mapping[str, str] | None = None,
    ) -> Ask:
        return _read(folder, {name: frame, **beside}, told)

    return build


@pytest.fixture(scope="session")
def two_tables() -> Callable[[Path, Mapping[str, pd.DataFrame]], Ask]:
    """Return a function that reads several frames as files of one folder, and asks the tools about them."""
    return _read
