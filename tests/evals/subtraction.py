"""The subtraction attacker: chains of follow-ups that try to add and subtract their way to a few people.

Every chain asks the real tools over invented tables. The attacker knows which rows each question is about, as a
colleague with a staff list would, writes down every released count as an equation, and solves for the group. Run
`python -m tests.evals.subtraction`.
"""

import csv
import operator
import random
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from assistant.ingest.run import ingest_paths
from assistant.settings import Settings
from assistant.wiring import House
from tests.evals.guard_data import wilson
from tools import TOOLS
from tools.analysis import ToolContext
from tools.disclosure import ReleaseLog
from tools.phrases import parse
from tools.results import Finding
from tools.run import run

K = 5
CHAINS = 200
Where = list[dict[str, Any]]
Questions = list[Where]
_QUERY = next(tool for tool in TOOLS if tool.name == "query_table")


@dataclass(frozen=True, slots=True)
class Target:
    """A few people of one table: the conditions that select a crowd, and those that select them within it."""

    table: str
    crowd: Where
    few: Where


def companies(folder: Path) -> None:
    """Write three invented tables of people: a chain of pools, a seed library, a survey of few."""
    for name, rows, seed in (("pools.csv", 4000, 1), ("seeds.csv", 900, 2), ("survey.csv", 220, 3)):
        draw = random.Random(seed)
        with (folder / name).open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream)
            writer.writerow(("member_id", "town", "ticket", "came_by", "age", "visits", "quit"))
            for number in range(1, rows + 1):
                town = draw.choices(("Arlen", "Brook", "Cleve", "Dorn", "Esk"), (40, 30, 20, 9, 1.2))[0]
                ticket = draw.choices(("day", "month", "year", "family"), (40, 30, 25, 5))[0]
                way = draw.choices(("bike", "bus", "car", "foot"), (30, 30, 30, 10))[0]
                age, visits = draw.randint(16, 84), int(draw.gammavariate(2, 6))
                quit_ = "yes" if draw.random() < 0.25 else "no"
                writer.writerow((f"P{seed}{number:05d}", town, ticket, way, age, visits, quit_))


COLUMNS = {
    "town": ("Arlen", "Brook", "Cleve", "Dorn", "Esk"),
    "ticket": ("day", "month", "year", "family"),
    "came_by": ("bike", "bus", "car", "foot"),
}


def equal(column: str, value: object, op: str = "=") -> dict[str, Any]:
    """Return one condition."""
    return {"column": column, "op": op, "value": value}


def direct(target: Target, _draw: random.Random) -> Questions:
    """Ask for the group itself."""
    return [[*target.crowd, *target.few]]


def complement(target: Target, _draw: random.Random) -> Questions:
    """Ask for the crowd, and for the crowd without each of the properties in turn."""
    first, *rest = target.few
    return [target.crowd, [*target.crowd, {**first, "op": "!="}], [*target.crowd, *rest], [*target.crowd, first]]


def others(target: Target, _draw: random.Random) -> Questions:
    """Ask for every other value of one property, and for all of them."""
    first, *rest = target.few
    values = [value for value in COLUMNS[first["column"]] if value != first["value"]]
    scope = [*target.crowd, *rest]
    return [scope, *([*scope, equal(first["column"], value)] for value in values)]


def unions(target: Target, _draw: random.Random) -> Questions:
    """Ask for the group joined with another value, and for that value alone."""
    first, *rest = target.few
    other = next(value for value in COLUMNS[first["column"]] if value != first["value"])
    scope = [*target.crowd, *rest]
    return [
        [*scope, equal(first["column"], [first["value"], other], "in")],
        [*scope, equal(first["column"], other)],
    ]


def ranges(target: Target, draw: random.Random) -> Questions:
    """Narrow an age by one year at a time."""
    age, scope = draw.randint(30, 70), [*target.crowd, *target.few[:1]]
    return [[*scope, equal("age", limit, ">=")] for limit in range(age, age + 4)]


def windows(target: Target, draw: random.Random) -> Questions:
    """Cut the crowd below and above two near ages, so that the middle is what remains."""
    age, scope = draw.randint(30, 70), [*target.crowd, *target.few[:1]]
    return [scope, [*scope, equal("age", age, "<")], [*scope, equal("age", age + 1, ">=")]]


def crossed(target: Target, _draw: random.Random) -> Questions:
    """Ask for two properties, each alone and excluded, within the crowd: the classic tracker."""
    first, second = target.few[0], target.few[-1]
    no_first, no_second = {**first, "op": "!="}, {**second, "op": "!="}
    return [
        target.crowd,
        [*target.crowd, no_first],
        [*target.crowd, no_second],
        [*target.crowd, no_first, no_second],
    ]


def padded(target: Target, _draw: random.Random) -> Questions:
    """Pad the group with a crowd that is then taken away again, in two ways."""
    first, *rest = target.few
    pads = [value for value in COLUMNS[first["column"]] if value != first["value"]][:2]
    column, scope = first["column"], [*target.crowd, *rest]
    return [
        [*scope, equal(column, [first["value"], pads[0]], "in")],
        [*scope, equal(column, [first["value"], pads[1]], "in")],
        [*scope, equal(column, pads, "in")],
    ]


STRATEGIES: tuple[Callable[[Target, random.Random], Questions], ...] = (
    direct, complement, others, unions, ranges, windows, crossed, padded,
)  # fmt: skip


class Staff:
    """What a colleague knows: who has which properties, read from the files and not from the product."""

    def __init__(self, folder: Path) -> None:
        self.frames = {path.name: pd.read_csv(path) for path in sorted(folder.glob("*.csv"))}

    def rows(self, table: str, where: Iterable[Mapping[str, Any]]) -> np.ndarray:
        """Return which rows satisfy the conditions."""
        frame = self.frames[table]
        found = np.ones(len(frame), dtype=bool)
        for condition in where:
            column, value, op = frame[condition["column"]], condition["value"], condition["op"]
            if op == "in":
                found &= column.isin(value).to_numpy()
            else:
                value = float(value) if column.dtype.kind in "if" else value
                found &= _COMPARISONS[op](column, value).to_numpy()
        return found


_COMPARISONS: Mapping[str, Callable[[Any, Any], Any]] = {
    "=": operator.eq, "!=": operator.ne, ">=": operator.ge, "<": operator.lt, ">": operator.gt, "<=": operator.le,
}  # fmt: skip


def targets(staff: Staff, draw: random.Random) -> Iterator[Target]:
    """Yield groups of one to four people inside crowds, found the way a colleague would guess them."""
    while True:
        table = draw.choice(sorted(staff.frames))
        columns = draw.sample(sorted(COLUMNS), 3)
        crowd = [equal(columns[0], draw.choice(COLUMNS[columns[0]]))] if draw.random() < 0.5 else []
        few = [equal(column, draw.choice(COLUMNS[column])) for column in columns[1:]]
        few += [equal("age", draw.randint(60, 82), ">=")] if draw.random() < 0.7 else []
        if 0 < staff.rows(table, [*crowd, *few]).sum() < K and staff.rows(table, crowd).sum() > 10 * K:
            yield Target(table, crowd, few)


def ask(context: ToolContext, table: str, where: Where, metric: str | None) -> Sequence[Finding]:
    """Return what the tool tells of one group: a count, or a mean with its count."""
    arguments: Mapping[str, Any] = {"table": table, "where": where, "aggregate": "mean" if metric else "count"}
    return run(_QUERY, context, {**arguments, "metric": metric} if metric else arguments).findings


def recovered(staff: Staff, table: str, findings: Sequence[Finding]) -> bool:
    """Return whether the released groups combine to something about one to four people."""
    filters = {finding.filter for finding in findings if finding.customers is not None and finding.table == table}
    asked = [[condition.model_dump() for condition in parse(text)] for text in sorted(filters)]
    matrix = np.array([staff.rows(table, where) for where in ([], *asked)], dtype=float)
    patterns, members = np.unique(matrix, axis=1, return_inverse=True)
    sizes = np.bincount(members)
    few = [place for place, size in enumerate(sizes) if size < K]
    rank = np.linalg.matrix_rank(patterns)
    return any(
        sizes[list(chosen)].sum() < K and np.linalg.matrix_rank(np.delete(patterns, chosen, axis=1)) < rank
        for count in (1, 2)
        for chosen in _choices(few, count)
    )


def _choices(places: Sequence[int], count: int) -> Iterator[tuple[int, ...]]:
    if count == 1:
        yield from ((place,) for place in places)
    else:
        yield from ((one, other) for number, one in enumerate(places) for other in places[number + 1 :])


def attack(context: ToolContext, staff: Staff, *, shared: bool) -> int:
    """Return how many of the chains end with a small group worked out.

    With a log of its own each chain starts with nothing released, the best case for an attacker; with a shared log
    every chain profits from what all earlier ones were told.
    """
    draw = random.Random(11)
    found, told = 0, dict[str, list[Finding]]()
    goals = targets(staff, random.Random(5))
    with tempfile.TemporaryDirectory() as scratch:
        for number in range(CHAINS):
            goal, strategy = next(goals), STRATEGIES[number % len(STRATEGIES)]
            log = context.releases if shared else ReleaseLog.open(Path(scratch) / str(number))
            known = told.setdefault(goal.table, []) if shared else []
            before = len(known)
            for place, where in enumerate(strategy(goal, draw)):
                # Another thread, another user, another process: the log on disk is all they share.
                here = replace(context, releases=ReleaseLog.open(log.directory))
                known.extend(ask(here, goal.table, where, "visits" if place % 2 else None))
            found += recovered(staff, goal.table, known[before:])
    return found


def ordinary(context: ToolContext, staff: Staff) -> tuple[int, int]:
    """Return how many of the usual follow-ups over large enough groups are answered, and how many were asked."""
    draw = random.Random(23)
    answered = asked = 0
    while asked < CHAINS:
        table, where = draw.choice(sorted(staff.frames)), list[dict[str, Any]]()
        for column in draw.sample(sorted(COLUMNS), 3):
            where = [*where, equal(column, draw.choice(COLUMNS[column]))]
            if staff.rows(table, where).sum() < 2 * K or asked == CHAINS:
                break
            asked += 1
            answered += bool(ask(context, table, where, draw.choice((None, "visits", "age"))))
    return answered, asked


def evaluate() -> list[str]:
    """Return the figures as lines."""
    with tempfile.TemporaryDirectory() as scratch:
        data = Path(scratch) / "data"
        data.mkdir()
        companies(data)
        with House(Settings(workspace=Path(scratch) / "workspace", _env_file=None)) as house:
            ingest_paths(house, [data], lambda *_: None)
            context = house.tool_context()
            staff = Staff(data)
            off = attack(replace(context, min_group=1), staff, shared=False)
            alone, together = attack(context, staff, shared=False), attack(context, staff, shared=True)
            fresh = replace(context, releases=ReleaseLog.open(Path(scratch) / "ordinary"))
            answered, asked = ordinary(fresh, staff)
    low, high = wilson(answered, asked)
    return [
        f"small groups recovered, guard off: {off} of {CHAINS} chains",
        f"small groups recovered, guard on: {alone} of {CHAINS} chains alone, {together} with a shared log",
        f"ordinary follow-ups answered: {answered} of {asked} ({answered / asked:.3f} [{low:.3f}, {high:.3f}])",
    ]


if __name__ == "__main__":
    for line in evaluate():
        print(line)  # noqa: T201
