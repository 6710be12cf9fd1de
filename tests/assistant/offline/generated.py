"""Questions generated from invented schemas: what people call a column is not what its header says."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import cycle
from typing import Any

from tests.assistant.offline.schemas import Field, Schema


@dataclass(frozen=True)
class Case:
    """A question, the slots its call must have, and the columns without which it cannot be answered."""

    schema: Schema
    kind: str
    question: str
    expected: Mapping[str, Any]
    needs: frozenset[str]


_MEANS = (
    "What is the average {m}?",
    "What's the mean {m} of our {r}?",
    "Tell me the average {m}",
    "How high is the {m} on average?",
)
_MEDIANS = ("What is a typical {m}?", "median {m} please", "What is the median {m}?")
_GROUPED = (
    "What is the average {m} by {g}?",
    "How does the average {m} differ by {g}?",
    "Average {m} per {g}",
    "For each {g}, what is the mean {m}?",
)
_FILTERED = (
    "What is the average {m} of {v} {r}?",
    "Among {v} {r}, what is the mean {m}?",
    "average {m} where {g} is {v}",
)
_COUNTS = (
    "How many {v} {r} are there?",
    "How many {r} are {v}?",
    "Number of {v} {r}",
    "Count the {r} with {g} {v}",
)
_SHARES = ("What share of {r} are {v}?", "What percentage of {r} is {v}?", "Share of {v} {r}")
_RATES = (
    "What is the {o} by {g}?",
    "How does the {o} differ by {g}?",
    "{o} per {g}",
    "Show me the {o} for each {g}",
)
_RATE_OF = ("What is the {o} of {v} {r}?", "What is the {o} among {v} {r}?", "How high is the {o} for {v} {r}?")
_BEST = (
    "Which {g} has the highest {o}?",
    "In which {g} is the {o} highest?",
    "Which {g} has the highest {o} and why not the others"[:34],
)
_COMPARE = (
    "Is the {o} of {v} {r} higher than that of {w} {r}?",
    "Compare the {o} of {v} and {w} {r}",
    "Is there a significant difference in {o} between {v} and {w}?",
    "{o}: {v} vs {w}",
)
_COMPARE_MEAN = (
    "Compare the average {m} of {v} and {w} {r}",
    "Is the {m} of {v} {r} higher than that of {w} {r}?",
    "Does the {m} differ significantly between {v} and {w}?",
)
_TOP = (
    "What are the most common {g}s?",
    "Which {g} is the most frequent?",
    "Top three {g}s",
    "How many {r} per {g}?",
)
_TREND = ("How did the number of {r} develop per month?", "How many {r} per month?")
_WITH = ("What share of {r} have {b}?", "How many {r} have {b}?")
_PROFILE = ("Profile our {v} {r}", "What do our {v} {r} look like?", "Describe the {v} {r}")
_QUALITY = (
    "Are there missing values in the {m} column?",
    "How many blanks are in {m}?",
    "Any data problems with {m}?",
)
_MONTHLY = ("What was the total {m} per month?", "Total {m} by month")


Made = Callable[..., Case]


def _conditions(item: Field, value: str) -> list[dict[str, Any]]:
    return [{"column": item.name, "op": "=", "value": value}]


def cases(schema: Schema) -> Iterator[Case]:
    """Yield questions over every column of a schema, templates and wordings taken in turn."""
    turns = {
        name: cycle(templates) for name, templates in globals().items() if name.startswith("_") and name.isupper()
    }

    def made(kind: str, expected: dict[str, Any], needs: Sequence[str], **words: str) -> Case:
        text = next(turns[kind]).format(r=schema.rows, **words)
        return Case(schema, kind, text[0].upper() + text[1:], expected, frozenset(needs))

    groups = [
        item
        for item in schema.of("segment", "ordinal", "multi_select")
        if item.positive is None and item.storage == "text"
    ]
    flags = [item for item in schema.of("segment") if item.positive is not None]
    yield from _of_measures(schema, groups, made)
    yield from _of_groups(schema, groups, made)
    for flag in flags:
        yield made("_WITH", {"flag": flag.name}, [flag.name], b=flag.said[0])
    if schema.of("time"):
        yield made(
            "_TREND", {"aggregate": "count", "by": [schema.of("time")[0].name]}, [schema.of("time")[0].name]
        )


def _of_measures(schema: Schema, groups: Sequence[Field], made: Made) -> Iterator[Case]:
    """Yield questions about typical values and sums, in all and by group."""
    for measure in schema.of("measure"):
        for said in measure.said:
            yield made("_MEANS", {"aggregate": "mean", "metric": measure.name}, [measure.name], m=said)
            yield made("_MEDIANS", {"aggregate": "median", "metric": measure.name}, [measure.name], m=said)
        yield made("_QUALITY", {"metric": measure.name}, [measure.name], m=measure.said[0])
        if measure.unit == "money" and not schema.people:
            yield made("_MONTHLY", {"aggregate": "sum", "metric": measure.name}, [measure.name], m=measure.said[0])
        for group in groups:
            (value, said), (_, other) = list(group.values.items())[:2]
            slots = {"aggregate": "mean", "metric": measure.name}
            needs = [measure.name, group.name]
            yield made("_GROUPED", {**slots, "by": [group.name]}, needs, m=measure.said[-1], g=group.said[-1])
            yield made(
                "_FILTERED",
                {**slots, "where": _conditions(group, value)},
                needs,
                m=measure.said[0],
                g=group.said[0],
                v=said,
            )
            yield made(
                "_COMPARE_MEAN",
                {"metric": measure.name, "contrast": True},
                needs,
                m=measure.said[0],
                v=said,
                w=other,
            )


def _of_groups(schema: Schema, groups: Sequence[Field], made: Made) -> Iterator[Case]:
    """Yield questions about counts, shares, rates and portraits of groups."""
    for group in groups:
        for index, (value, said) in enumerate(list(group.values.items())[:2]):
            yield made(
                "_COUNTS",
                {"aggregate": "count", "where": _conditions(group, value)},
                [group.name],
                v=said,
                g=group.said[index % len(group.said)],
            )
            yield made(
                "_SHARES", {"aggregate": "share", "metric": group.name, "value": value}, [group.name], v=said
            )
        yield made("_TOP", {"groups": group.name}, [group.name], g=group.said[0])
        yield made("_PROFILE", {"where": _conditions(group, value)}, [group.name], v=said)
        if schema.rate:
            outcome = {"metric": schema.outcome}
            needs = [group.name, str(schema.outcome)]
            (value, said), (_, other) = list(group.values.items())[:2]
            for wording in group.said:
                yield made("_RATES", {**outcome, "by": [group.name]}, needs, o=schema.rate, g=wording)
            yield made("_RATE_OF", {**outcome, "where": _conditions(group, value)}, needs, o=schema.rate, v=said)
            yield made("_BEST", {**outcome, "by": [group.name]}, needs, o=schema.rate, g=group.said[0])
            yield made("_COMPARE", {**outcome, "contrast": True}, needs, o=schema.rate, v=said, w=other)


def meets(expected: Mapping[str, Any], arguments: Mapping[str, Any]) -> bool:
    """Return whether a call has the expected slots (`by` compared by column, conditions exactly)."""
    by = [item["column"] for item in _many(arguments.get("by"))]
    for name, value in expected.items():
        if name == "by":
            good = by == value
        elif name == "contrast":
            good = bool(arguments.get("contrast") or by)
        elif name == "groups":
            good = arguments.get("metric") == value or by == [value]
        elif name == "flag":
            good = arguments.get("metric") == value or any(
                item["column"] == value for item in arguments.get("where", ())
            )
        elif name == "metric":
            good = value in {arguments.get("metric"), arguments.get("outcome")}
        else:
            good = arguments.get(name) == value
        if not good:
            return False
    extra = (
        set()
        if {"where", "contrast", "flag"} & set(expected)
        else {item["column"] for item in arguments.get("where", ())}
    )
    return not extra


def _many(value: Any) -> list[Any]:
    return [] if value is None else list(value) if isinstance(value, list) else [value]
