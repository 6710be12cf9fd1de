"""The rows that an analysis is about: one table, its conditions and its period, and how findings speak of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from typing import Any

import pandas as pd

from tools.analysis import ToolContext
from tools.arguments import Condition, Grouping, Period, Where
from tools.errors import AnalysisError
from tools.phrases import clauses, group_conditions, notation, segment
from tools.results import Finding, Unit, Value
from tools.speech import is_people
from tools.statistics.proportions import wilson
from tools.tables.catalog import Column, Table
from tools.tables.engine import Measure
from tools.tables.sales import reversal
from tools.who.groups import Cut, Group, large_enough, number_in, people_in, placed, unrecorded
from tools.who.person_noun import person_noun
from tools.who.provenance import computation
from tools.wording import plural, slug

_ROWS = "__rows__"
_PEOPLE = "__people__"


@dataclass(frozen=True)
class Scope:
    """One table narrowed by conditions; everything an analysis computes goes through here."""

    context: ToolContext
    table: Table
    where: Where = ()
    window: str = ""

    @classmethod
    def open(cls, context: ToolContext, table: str, where: Where = (), period: Period | None = None) -> "Scope":
        """Return the rows of `table` in the period; raises AnalysisError for a table without dates."""
        found = context.tables.catalog.table(table)
        if found is None:
            raise AnalysisError(f"There is no table `{table}`.")
        scope = cls(context, found, where)
        if period is None or not (period.since or period.until or period.days):
            return scope
        if found.time is None:
            raise AnalysisError(f"`{table}` has no date column, so no period can be selected. Leave `period` out.")
        since, until = period.since, period.until
        if period.days:
            last = context.as_of or scope.newest(found.time)
            since, until = (last - timedelta(days=period.days - 1)).isoformat(), last.isoformat()
        ends = ((">=", since), ("<=", until))
        dates = tuple(Condition(column=found.time, op=op, value=end) for op, end in ends if end)
        window = " ".join(f"{word} {end}" for word, end in (("from", since), ("to", until)) if end)
        return replace(scope, where=(*where, *dates), window=window)

    def newest(self, column: str) -> date:
        """Return the newest date of the column."""
        last = self.single(Measure("last", "max", column))
        if not isinstance(last, str):
            raise AnalysisError(f"`{column}` holds no dates.")
        return date.fromisoformat(last[:10])

    def column(self, reference: str) -> Column:
        """Return the catalog entry of `column` or `table::column`."""
        return self.context.tables.column(self.table.name, reference)

    def narrowed(self, *conditions: Condition) -> "Scope":
        """Return the scope with further conditions."""
        return replace(self, where=(*self.where, *conditions))

    @cached_property
    def base(self) -> "Scope":
        """The whole table."""
        return replace(self, where=(), window="") if self.where else self

    @cached_property
    def audience(self) -> "Scope":
        """Everybody who could be in the scope: people whose every sale was taken back bought nothing.

        Leaving sales out that were taken back so says which rows are sales, and singles nobody out.
        """
        column = reversal(self.table) if self.table.person is not None and not self.table.rows_are_people else None
        sold = [
            item
            for item in self.where
            if column is not None
            and item.column == column.name
            and item.op == "="
            and item.value != column.positive
        ]
        return self.base.narrowed(*sold) if sold else self.base

    @cached_property
    def size(self) -> tuple[int, int | None]:
        """Rows, and distinct people (None where rows do not tell people apart)."""
        frame = self.measure([])
        return int(frame[_ROWS].iloc[0]), people_in(frame[_PEOPLE].iloc[0])

    @property
    def rows(self) -> int:
        """The number of rows."""
        return self.size[0]

    @property
    def people(self) -> int | None:
        """The number of distinct people, None where rows do not tell people apart."""
        return self.size[1]

    @cached_property
    def rows_are_people(self) -> bool:
        """Whether every row of the table is another person."""
        return self.base.people == self.base.rows

    def noun(self, count: float = 2) -> str:
        """Return what a row is called, for that many."""
        return plural(self.table.entity, count)

    @property
    def person(self) -> str:
        """What a person is called, in the singular."""
        if self.rows_are_people or self.table.person is None:
            return self.table.entity
        return person_noun(self.column(self.table.person))

    def words(self, *extra: Condition) -> str:
        """Return the population as a noun phrase: `customers with job student`."""
        told = clauses((*self.where, *extra), self.column, people=self.about_people)
        return f"{self.noun()} {told}".strip()

    def words_of(self, group: Group) -> str:
        """Return a group that conditions select as a noun phrase."""
        return self.words(*(group.where or ()))

    def among(self, words: str) -> str:
        """Return `of customers`, or `among customers whose plan is annual` where conditions follow the noun."""
        return f"{'of' if words == self.noun() else 'among'} {words}"

    @property
    def about_people(self) -> bool:
        """Whether the rows are people, so that they are "who"."""
        return self.table.rows_are_people or is_people(self.table.entity)

    def labels(self) -> dict[str, str]:
        """Return the conditions as column label -> value."""
        return segment(self.where, self.column)

    def named(self, group: Group, by: Sequence[Grouping]) -> tuple[str, dict[str, str]]:
        """Return a group as a noun phrase, and as column label -> value."""
        labels = {self.column(g.column).label: label for g, label in zip(by, group.labels, strict=True)}
        if group.where is not None:
            return self.words(*group.where), labels
        told = " ".join(placed(grouping, label) for grouping, label in zip(by, group.labels, strict=True))
        return f"{self.words()} {told}", labels

    def measure(self, measures: Sequence[Measure], by: Sequence[Grouping] = (), extra: Where = ()) -> pd.DataFrame:
        """Return the measures with rows and people, one row per group."""
        wanted = [Measure(_ROWS, "rows"), Measure(_PEOPLE, "people"), *measures]
        return self.context.tables.groups(self.table.name, wanted, by=by, where=(*self.where, *extra))

    def single(self, measure: Measure) -> Any:
        """Return one measure over all rows."""
        frame = self.context.tables.groups(self.table.name, [measure], where=self.where)
        return frame[measure.name].iloc[0]

    def total(self, measures: Sequence[Measure]) -> Group:
        """Return the measures over all rows of the scope."""
        return self._group(self.measure(measures).iloc[0].to_dict(), (), measures)

    def totals(self, sets: Sequence[Sequence[Measure]]) -> list[Group]:
        """Return each set of measures over all rows of the scope, from one pass over them."""
        named = [[replace(m, name=f"{place}.{m.name}") for m in measures] for place, measures in enumerate(sets)]
        whole = self.total([measure for measures in named for measure in measures])
        return [
            replace(whole, values={m.name: whole[new.name] for m, new in zip(measures, renamed, strict=True)})
            for measures, renamed in zip(sets, named, strict=True)
        ]

    def groups(self, measures: Sequence[Measure], by: Sequence[Grouping]) -> list[Group]:
        """Return all groups with their measures, those too small to be reported as well."""
        frame = self.measure(measures, by)
        rows = [dict(zip(frame.columns, row, strict=True)) for row in frame.itertuples(index=False, name=None)]
        return [self._group(row, by, measures) for row in rows]

    def cut(self, measures: Sequence[Measure], by: Sequence[Grouping]) -> Cut:
        """Return the groups large enough to be reported, with their measures."""
        found = self.groups(measures, by)
        told = [self.told_of(group, measures) for group in found]
        few = self.context.tables.blanks(self.table.name, self.context.min_group)
        blank = [unrecorded(group, by, self.table, few) for group in found]
        return large_enough(found, told, blank, self.context.min_group, exclusive=self.exclusive(by))

    def told_of(self, group: Group, measures: Sequence[Measure]) -> int | None:
        """Return how many people a group's measures may tell of; None where they tell of rows or things only."""
        return group.rows if self.table.may_be_people and measures else group.people

    def exclusive(self, by: Sequence[Grouping]) -> bool:
        """Return whether each person falls into one group only, so that groups add up to the whole."""
        return (self.rows_are_people or self.table.may_be_people) and all(
            self.column(g.column).role != "multi_select" for g in by
        )

    def _group(self, row: Mapping[Any, Any], by: Sequence[Grouping], measures: Sequence[Measure]) -> Group:
        labels = tuple(str(row[grouping.column]) for grouping in by)
        conditions: Where | None = ()
        for grouping, label in zip(by, labels, strict=True):
            column = self.column(grouping.column)
            found = group_conditions(column, grouping.column, label, grouping.grain, in_ranges=grouping.in_ranges)
            conditions = None if found is None or conditions is None else (*conditions, *found)
        values = {measure.name: number_in(row[measure.name]) for measure in measures}
        return Group(labels, conditions, int(row[_ROWS]), people_in(row[_PEOPLE]), values)

    def finding(
        self,
        statement: str,
        *,
        label: str,
        value: Value,
        unit: Unit,
        n: int | None,
        customers: int | None,
        extra: Where = (),
        named: Mapping[str, str] | None = None,
        denominator: str = "",
        **details: Any,
    ) -> Finding:
        """Return a finding about the rows that `extra` selects within the scope.

        `named` gives the segment in the words of a grouping; `denominator` says in words what was divided by;
        `details` are further fields of Finding; `metric` the metric's stable words where they are not the label's.
        """
        where = (*self.where, *extra)
        base = details.pop("base", self.audience.people)
        metric = details.pop("metric", label)
        return Finding(
            statement=statement,
            metric=slug(metric),
            label=label,
            value=value,
            unit=unit,
            table=self.table.name,
            n=n,
            customers=customers,
            base=base if customers is not None else None,
            segment={
                **segment(self.where, self.column),
                **(segment(extra, self.column) if named is None else named),
            },
            filter=notation(where),
            data_version=self.table.version,
            computed=computation(
                self.table, where, n, denominator, details.get("formula", ""), details.get("method", "")
            ),
            **details,
        )

    def share(
        self, statement: str, hits: int, n: int, *, label: str, customers: int | None, **details: Any
    ) -> Finding:
        """Return a finding about the share of `hits` among n rows or people, with its Wilson interval."""
        shown = {"interval": wilson(hits, n) if n else None, "method": "Wilson interval", **details}
        value = hits / n if n else None
        return self.finding(statement, label=label, value=value, unit="share", n=n, customers=customers, **shown)
