"""Turns the links of one clause into typed slots: what is measured, for whom, by what, compared with whom."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from assistant.offline.lexicon import lexicon
from assistant.offline.linker import Clause, Linking, unexplained
from assistant.offline.outcomes import Outcome, outcome_of
from assistant.offline.reading import Link, Reading
from assistant.offline.vocabulary import Vocabulary, is_boolean, negative
from assistant.offline.words import likeness
from tools.tables.catalog import Column

_AGGREGATES = ("median", "mean", "top_share", "distinct", "distribution", "min", "max", "share", "count", "sum")
_NUMERIC = frozenset({"mean", "median", "sum", "min", "max", "top_share"})
_GRAINS = ("day", "week", "month", "quarter", "year", "weekday", "hour")
_MANY = 12
_SURE = 0.75
_WEAK_ENDINGS = ("ly", "ing", "ed")


@dataclass(frozen=True, slots=True)
class Predicate:
    """Rows of which something holds: a column's value (or its opposite), said at token `at`."""

    at: int
    column: str
    value: str
    negated: bool = False
    outcome: bool = False

    def condition(self, negative_value: str | None) -> dict[str, Any]:
        """Return the predicate as a condition; a negated yes-or-no column asks for its no."""
        if not self.negated:
            return {"column": self.column, "op": "=", "value": self.value}
        if negative_value is not None:
            return {"column": self.column, "op": "=", "value": negative_value}
        return {"column": self.column, "op": "!=", "value": self.value}


@dataclass
class Draft:
    """A reading in the making; `used` are the number links that found their slot,
    `rejected` the column links too weak for the slot that their place asks for."""

    clause: Clause
    vocabulary: Vocabulary
    links: tuple[Link, ...]
    cues: frozenset[str]
    outcome: Outcome | None
    predicates: list[Predicate] = field(default_factory=list)
    by: list[dict[str, Any]] = field(default_factory=list)
    where: list[dict[str, Any]] = field(default_factory=list)
    measures: list[Link] = field(default_factory=list)
    topics: list[Link] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    rejected: list[Link] = field(default_factory=list)
    used: set[int] = field(default_factory=set)
    slots: dict[str, Any] = field(default_factory=dict)
    explicit: set[str] = field(default_factory=set)

    def has(self, *concepts: str) -> bool:
        """Return whether the clause expresses one of the concepts (a name, or a family such as `compare`)."""
        return any(cue == concept or cue.startswith(f"{concept}.") for cue in self.cues for concept in concepts)

    def before(self, link: Link) -> Link | None:
        """Return the link right before another, with nothing but filler and row nouns between them."""
        earlier = [
            other
            for other in self.links
            if other.end <= link.start and other.kind not in {"entity", "table"} and other.name != "data"
        ]
        if not earlier:
            return None
        nouns = {index for other in self.links if other.kind in {"entity", "table"} for index in other.span}
        between = set(range(earlier[-1].end, link.start)) - nouns
        return earlier[-1] if not any(self.clause.content(index) for index in between) else None

    def column(self, name: str) -> Column:
        """Return the column that a link names."""
        return self.vocabulary.column(name)


def interpret(clause: Clause, linking: Linking, vocabulary: Vocabulary) -> Reading:
    """Return the reading of a clause under one linking to one table."""
    cues = _concepts(linking.links)
    draft = Draft(clause, vocabulary, linking.links, cues, outcome_of(vocabulary))
    _period(draft)
    _numbers(draft)
    _columns(draft)
    _outcomes(draft)
    _values(draft)
    _aggregate(draft)
    _metric(draft)
    _counted_per_person(draft)
    _grouping(draft)
    _comparison(draft)
    _ranking(draft)
    return _reading(draft, linking)


def _concepts(links: Sequence[Link]) -> frozenset[str]:
    """Return the concepts said; "higher than" without a number after it compares groups, not a threshold."""
    found: set[str] = set()
    for position, link in enumerate(links):
        if link.kind != "cue":
            continue
        found.add(link.name)
        bare = position + 1 == len(links) or links[position + 1].kind != "number"
        if bare and link.name in {"comparator.gt", "comparator.lt"}:
            found.add("compare.more" if link.name.endswith("gt") else "compare.less")
    return frozenset(found)


def _negated(draft: Draft, start: int) -> bool:
    """Return whether a negation stands right before a token, filler and row nouns aside."""
    for index in range(start - 1, max(-1, start - 4), -1):
        link = next((item for item in draft.links if index in item.span), None)
        if link is not None and link.kind == "cue" and link.name == "negation":
            return True
        if draft.clause.content(index) or (link is not None and link.kind != "entity"):
            return False
    return False


def _period(draft: Draft) -> None:
    for link in draft.links:
        if link.kind != "period":
            continue
        if draft.vocabulary.table.time is None:
            draft.missing.append("dates")
        else:
            draft.slots["period"] = dict(link.period)
            draft.explicit.add("period")


def _numbers(draft: Draft) -> None:
    """Read `top five`, `top 10%`, `older than 60`, `between 20 and 30` and a bare `= 0`."""
    links = draft.links
    for position, link in enumerate(links):
        if link.kind != "number" or position in draft.used:
            continue
        draft.used.add(position)
        previous = links[position - 1] if position else None
        name = previous.name if previous is not None and previous.kind == "cue" else ""
        following = links[position + 1] if position + 1 < len(links) else None
        if link.name.endswith("%"):
            if name.startswith("order.") and draft.has("order.highest", "aggregate.top_share"):
                draft.slots.update(aggregate="top_share", value=link.name.rstrip("%"))
        elif name.startswith("comparator."):
            _compare_number(draft, position, name.removeprefix("comparator."))
        elif name.startswith("order.") or (following is not None and following.name.startswith("order.")):
            draft.slots["limit"] = int(link.number or 1)
            draft.explicit.add("limit")


def _compare_number(draft: Draft, position: int, comparator: str) -> None:
    link, cue = draft.links[position], draft.links[position - 1]
    column = _compared_column(draft, position, cue)
    if column is None:
        draft.missing.append(f"a measure to compare with {link.name}")
        return
    if comparator == "between":
        upper = next((i for i in range(position + 1, len(draft.links)) if draft.links[i].kind == "number"), None)
        if upper is not None:
            draft.used.add(upper)
            draft.where.append({"column": column, "op": ">=", "value": link.number})
            draft.where.append({"column": column, "op": "<=", "value": draft.links[upper].number})
    else:
        operator = {"gt": ">", "ge": ">=", "lt": "<", "le": "<=", "zero": "="}[comparator]
        draft.where.append({"column": column, "op": operator, "value": link.number})
    draft.explicit.add("where")


def _compared_column(draft: Draft, position: int, cue: Link) -> str | None:
    """Return the numeric column beside a compared number; an age when people are older than it or nothing fits."""
    said = {draft.clause.words[index].norm for index in cue.span}
    numeric = [
        (abs(index - position), index)
        for index, link in enumerate(draft.links)
        if link.kind == "column"
        and index not in draft.used
        and draft.column(link.name).storage == "number"
        and draft.column(link.name).role in {"measure", "ordinal"}
    ]
    near = [index for distance, index in sorted(numeric) if distance <= 3]
    if near and not said & {"older", "younger"}:
        draft.used.add(near[0])
        return draft.links[near[0]].name
    ages = [entry.name for entry in draft.vocabulary.columns if entry.column.unit == "age"]
    return ages[0] if ages else None


def _columns(draft: Draft) -> None:
    """Sort the linked columns into groupings, measures, predicates and topics."""
    for position, link in enumerate(draft.links):
        if link.kind != "column" or position in draft.used:
            continue
        column = draft.column(link.name)
        beside = any(other.kind == "value" and other.name == link.name for other in draft.links)
        if _asks_groups(draft, link, column):
            _group(draft, link.name, column)
        elif column.role == "time" or beside or link in draft.rejected:
            continue
        elif column.role == "id":
            _entity(draft, link)
        elif column.role == "measure" and link.score < _SURE and draft.has("order.frequent"):
            draft.rejected.append(
                link
            )  # a weak likeness to a measure does not make it what is counted or grouped by
        elif column.role == "measure" or (column.role == "ordinal" and column.storage == "number"):
            draft.measures.append(link)
        elif is_boolean(column) and column.positive is not None:
            outcome = column.role == "outcome"
            flipped = _negated(draft, link.start) or _says_opposite(draft, link)
            draft.predicates.append(Predicate(link.start, link.name, column.positive, flipped, outcome))
        else:
            draft.topics.append(link)


def _says_opposite(draft: Draft, link: Link) -> bool:
    """Return whether the linked word is of the family opposite to the outcome ("stay" of a churn column)."""
    outcome = draft.outcome
    if outcome is None or outcome.column != link.name:
        return False
    concepts = {cue.concept for cue in draft.clause.cues if cue.start >= link.start and cue.end <= link.end}
    return any(outcome.polarity(concept) is False for concept in concepts)


def _entity(draft: Draft, link: Link) -> None:
    before = draft.before(link)
    if before is not None and before.name in {"per", "by"}:
        draft.slots["per"] = link.name
        draft.explicit.add("per")


def _asks_groups(draft: Draft, link: Link, column: Column) -> bool:
    before = draft.before(link)
    name = before.name if before is not None and before.kind == "cue" else ""
    if column.role in {"id", "text"}:
        return False
    if name in {"by", "per"} and column.role == "measure" and (link.score < _SURE or name == "per"):
        draft.rejected.append(link)
        return False
    if name in {"by", "per"}:
        return True
    if before is not None and _joins(draft, before, link):
        return True
    category = column.role not in {"measure", "outcome", "time"} and not is_boolean(column)
    ranked = draft.has("order", "compare.more", "compare.less", "compare.differ")
    return category and name == "which" and (ranked or bool(draft.has("outcome", "aggregate")))


def _joins(draft: Draft, before: Link, link: Link) -> bool:
    """Return whether an "and" joins a column to a grouping said before it ("by month and shop")."""
    grouped = before.name.startswith("grain.") or any(item["column"] == before.name for item in draft.by)
    between = draft.clause.words[before.end : link.start]
    return grouped and any(word.norm in {"and", "und", "et", "y"} for word in between)


def _group(draft: Draft, name: str, column: Column) -> None:
    if any(item["column"] == name for item in draft.by):
        return
    grouping: dict[str, Any] = {"column": name}
    if column.role == "time":
        grouping["grain"] = _grain(draft)
    elif column.role == "measure" and column.distinct > _MANY:
        grouping["bins"] = 4
    draft.by.append(grouping)
    draft.explicit.add("by")


def _grain(draft: Draft) -> str:
    for grain in _GRAINS:
        if f"grain.{grain}" in draft.cues:
            return grain
    table = draft.vocabulary.table
    column = table.column(table.time) if table.time else None
    first, last = (column.minimum or "", column.maximum or "") if column else ("", "")
    if first[:7] == last[:7] or (first[:4] == last[:4] and int(last[5:7] or 0) - int(first[5:7] or 0) <= 1):
        return "day"
    return "month"


def _outcomes(draft: Draft) -> None:
    """Read verbs such as buy, cancel and stay as the table's outcome, or say that there is none."""
    for link in draft.links:
        if link.kind != "cue" or not link.name.startswith("outcome."):
            continue
        said = draft.clause.words[link.start].norm
        polarity = draft.outcome.polarity(link.name) if draft.outcome else None
        if draft.outcome is not None and polarity is not None:
            negated = _negated(draft, link.start) == polarity
            draft.predicates.append(
                Predicate(link.start, draft.outcome.column, draft.outcome.positive, negated, outcome=True)
            )
        elif link.name == "outcome.loss" or said.startswith(("retain", "retention", "renew")):
            draft.missing.append(f"whether people {said}" if link.name == "outcome.loss" else said)
        elif link.name == "outcome.gain" and draft.vocabulary.table.person is None:
            draft.missing.append(f"whether people {said}")


def _values(draft: Draft) -> None:
    for link in draft.links:
        if link.kind == "value":
            negated = _negated(draft, link.start)
            outcome = draft.column(link.name).role == "outcome"
            draft.predicates.append(Predicate(link.start, link.name, link.value, negated, outcome))
    draft.predicates.sort(key=lambda item: item.at)


def _aggregate(draft: Draft) -> None:
    if "aggregate" in draft.slots:
        draft.explicit.add("aggregate")
        return
    said = [name for name in _AGGREGATES if f"aggregate.{name}" in draft.cues]
    if said == ["count"] and any(_counts(draft, link) for link in draft.measures):
        said = ["mean" if draft.has("compare") else "sum"]
    if not said and any(_sums(draft, link) for link in draft.measures):
        said = ["sum"]
    if "count" in said and said[-1] == "sum":
        said = ["count"]
    if (
        not said
        and draft.measures
        and draft.has("order.highest", "order.lowest")
        and not (draft.by or draft.has("when", "trend"))
    ):
        said = ["max" if draft.has("order.highest") else "min"]
    if said:
        draft.slots["aggregate"] = said[0]
        draft.explicit.add("aggregate")


def _counts(draft: Draft, link: Link) -> bool:
    """Return whether "number of" belongs to a column that is itself a number ("number of seats")."""
    before = draft.before(link)
    return before is not None and before.name == "aggregate.count"


def _sums(draft: Draft, link: Link) -> bool:
    """Return whether the column's name took up the word that asks for a sum ("total price per month")."""
    return any(cue.concept == "aggregate.sum" and cue.start in link.span for cue in draft.clause.cues)


def _metric(draft: Draft) -> None:
    """Choose what is measured: a measure, else the outcome, else (for a share) the last thing predicated."""
    asked = draft.slots.get("aggregate")
    outcomes = [predicate for predicate in draft.predicates if predicate.outcome]
    if draft.measures and (asked not in {"share", "count"} or not draft.predicates):
        _measure(draft, asked)
    elif outcomes and not (asked == "count" and not draft.by and not draft.has("compare")):
        _share_of(draft, outcomes[0])
    elif asked == "share" and draft.predicates:
        _share_of(draft, _shared(draft))
    elif draft.has("compare") and len({item.column for item in draft.predicates}) > 1:
        _share_of(draft, draft.predicates[-1])
    elif draft.topics:
        _topic(draft, asked)
    if draft.slots.get("aggregate") in _NUMERIC and "metric" not in draft.slots:
        draft.missing.append("a measure for that")
    draft.where.extend(
        predicate.condition(
            negative(draft.column(predicate.column)) if is_boolean(draft.column(predicate.column)) else None
        )
        for predicate in draft.predicates
    )


def _shared(draft: Draft) -> Predicate:
    """Return which predicate a share counts: the one before `among`, else the last one said."""
    among = next((link.start for link in draft.links if link.name == "among"), None)
    if among is not None:
        before = [predicate for predicate in draft.predicates if predicate.at < among]
        if before:
            return before[-1]
    return draft.predicates[-1]


def _share_of(draft: Draft, predicate: Predicate) -> None:
    column = draft.column(predicate.column)
    opposite = negative(column) if is_boolean(column) else None
    draft.slots["metric"] = predicate.column
    if predicate.negated and opposite is not None:
        draft.slots["value"] = opposite
    elif not (predicate.outcome and predicate.value == column.positive):
        draft.slots["value"] = predicate.value
    draft.slots.setdefault("aggregate", "share")
    if draft.slots["aggregate"] in {"count", "mean", "sum"}:
        draft.slots["aggregate"] = "share"
    same = [item for item in draft.predicates if item.column == predicate.column]
    draft.predicates = [item for item in draft.predicates if item not in same]
    draft.explicit.add("metric")


def _measure(draft: Draft, asked: str | None) -> None:
    link = max(draft.measures, key=lambda item: (item.score, -item.start))
    others = [item for item in draft.measures if item is not link and item.name != link.name]
    draft.slots["metric"] = link.name
    draft.explicit.add("metric")
    words = {draft.clause.words[index].norm for index in link.span}
    summed = any(words & quantity.sums for quantity in lexicon().quantities)
    if asked is None:
        draft.slots["aggregate"] = "sum" if summed else "mean"
    elif asked == "count":
        draft.slots["aggregate"] = "sum"
    elif asked == "sum" and not summed and draft.column(link.name).unit in {"age", "score", "duration", "days"}:
        draft.slots["aggregate"] = "mean"
    for other in others:
        if draft.column(other.name).role == "ordinal" and draft.has("by", "per"):
            draft.by.append({"column": other.name})
    _per_person(draft)


def _per_person(draft: Draft) -> None:
    """Read "per customer" and "a typical customer spends" over rows that are purchases as one sum a person."""
    table = draft.vocabulary.table
    person = table.person
    people = [link for link in draft.links if link.name in {"entity.person", person}]
    summable = draft.column(draft.slots["metric"]).unit in {"money", "count", None}
    if person is None or table.rows_are_people or not people or not summable:
        return
    per = any(before is not None and before.name in {"per", "by"} for before in map(draft.before, people))
    typical = draft.slots.get("aggregate") in {"mean", "median", "top_share"}
    if per or (typical and any(link.name == "entity.person" for link in people)):
        draft.slots["per"] = person
        draft.slots["per_aggregate"] = "sum"
        draft.explicit.add("per")
        if draft.slots.get("aggregate") == "sum":
            draft.slots["aggregate"] = "mean"


def _counted_per_person(draft: Draft) -> None:
    """Read "orders per customer" as the mean number of rows a person has."""
    person = draft.vocabulary.table.person
    if person is None or "metric" in draft.slots or draft.vocabulary.table.rows_are_people:
        return
    people = [link for link in draft.links if link.name in {"entity.person", person}]
    if any(before is not None and before.name in {"per", "by"} for before in map(draft.before, people)):
        central = "median" if draft.slots.get("aggregate") == "median" else "mean"
        draft.slots.update(per=person, per_aggregate="count", aggregate=central)
        draft.explicit.add("per")


def _topic(draft: Draft, asked: str | None) -> None:
    """Read a column that is only named: its most frequent values, its number of values, or how it is spread."""
    link = max(draft.topics, key=lambda item: (item.score * (item.end - item.start), -item.start))
    column = draft.column(link.name)
    draft.explicit.add("metric")
    if asked == "distinct" or (asked in _NUMERIC and column.role != "ordinal"):
        draft.slots["metric"] = link.name
        if asked != "distinct" and column.role == "text":
            draft.slots.pop("metric")
    elif column.role in {"text", "id"}:
        draft.slots["metric"] = link.name
    elif asked == "count" and draft.has("entity", "by") and not draft.has("order"):
        _group(draft, link.name, column)
    else:
        draft.slots["metric"] = link.name
        draft.slots["aggregate"] = "distribution"


def _grouping(draft: Draft) -> None:
    """Add the time axis for trends, "when" and "per month", and count once-only buyers per person."""
    table = draft.vocabulary.table
    timed = [item for item in draft.by if table.column(item["column"]) and item["column"] == table.time]
    if draft.has("grain", "trend", "when") and not timed and not _named_period_column(draft):
        if table.time is None:
            draft.missing.append("dates")
        elif not draft.has("grain") or _adverb(draft):
            draft.by.append({"column": table.time, "grain": _grain(draft)})
            draft.explicit.add("by")
            draft.slots.setdefault("order", "natural")
    if draft.has("repeat") and table.person is not None and not draft.measures:
        draft.slots.update(aggregate="distribution", per=table.person, per_aggregate="count")
        draft.slots.pop("metric", None)
        draft.explicit.add("per")


def _adverb(draft: Draft) -> bool:
    """Return whether "monthly" or "per month" asks for a time axis; before a measure it only qualifies it."""
    starts = {link.start for link in draft.measures}
    grains = [link for link in draft.links if link.kind == "cue" and link.name.startswith("grain.")]
    return any(len(link.span) > 1 or link.end not in starts for link in grains)


def _named_period_column(draft: Draft) -> bool:
    names = {str(item["column"]).rsplit("::", 1)[-1].lower() for item in draft.by}
    return any(grain in name for grain in _GRAINS for name in names)


def _comparison(draft: Draft) -> None:
    """Read who is compared with whom: two values of a column, two segments, a segment and everybody else."""
    if not draft.has("compare"):
        return
    pairs = _pairs(draft.where)
    if pairs and draft.has("compare") and "metric" in draft.slots:
        first, second = pairs
        rest = [item for item in draft.where if item not in (first, second)]
        draft.where = [first, *rest]
        draft.slots["contrast"] = (second, *rest)
        draft.explicit.update({"contrast", "where"})
    elif pairs and draft.has("compare.more", "compare.less") and not draft.has("aggregate.count"):
        draft.missing.append("a measure to compare them by")
    elif draft.where and "metric" in draft.slots and not draft.by:
        draft.slots["others"] = True
        draft.explicit.update({"contrast", "where"})


def _pairs(where: Sequence[Mapping[str, Any]]) -> tuple[dict[str, Any], dict[str, Any]] | None:
    for index, first in enumerate(where):
        for second in where[index + 1 :]:
            if first["column"] == second["column"] and first["op"] == second["op"] == "=":
                return dict(first), dict(second)
    return None


def _ranking(draft: Draft) -> None:
    lowest, highest = "order.lowest" in draft.cues, draft.has("order.highest", "order.frequent")
    if (lowest or highest) and draft.by:
        draft.slots["order"] = "lowest" if lowest and not highest else "highest"
        draft.explicit.add("order")
    _alternatives(draft)


def _alternatives(draft: Draft) -> None:
    """Read several values of one column as any of them: a row cannot have two."""
    grouped: dict[str, list[Any]] = {}
    for condition in draft.where:
        if condition["op"] == "=":
            grouped.setdefault(condition["column"], []).append(condition["value"])
    for column, values in grouped.items():
        if len(values) > 1 and draft.column(column).separator is None:
            kept = [item for item in draft.where if not (item["column"] == column and item["op"] == "=")]
            draft.where = [*kept, {"column": column, "op": "in", "value": list(dict.fromkeys(values))}]


def _kinds(cues: Iterable[str], draft: Draft) -> frozenset[str]:
    """Return the kinds of question: comparisons, portraits, data quality, words, trends."""
    kinds = {cue.split(".")[0] for cue in cues} & {"profile", "quality", "words", "trend", "when"}
    if draft.slots.get("others") or "contrast" in draft.slots or (draft.has("compare") and draft.by):
        kinds.add("compare")
    if "compare.test" in draft.cues:
        kinds.add("compare")
    return frozenset(kinds)


def _reading(draft: Draft, linking: Linking) -> Reading:
    clause = draft.clause
    slots = {name: value for name, value in draft.slots.items() if name not in {"period"}}
    if draft.where:
        draft.explicit.add("where")
    if any(link.kind in {"column", "value", "entity", "table"} for link in draft.links):
        draft.explicit.add("table")
    return Reading(
        text=clause.text,
        table=draft.vocabulary.table.name,
        where=tuple(draft.where),
        by=tuple(draft.by),
        period=draft.slots.get("period"),
        cues=_kinds(draft.cues, draft),
        explicit=frozenset(draft.explicit),
        missing=tuple(dict.fromkeys(draft.missing)),
        unexplained=_unread(draft),
        fills=_fills(clause, linking.links),
        score=linking.score,
        **slots,
    )


def _unread(draft: Draft) -> tuple[str, ...]:
    """Return the stretches of words that nothing explains, or that were recognised and yet filled no slot."""
    conditions = [*draft.where, *draft.slots.get("contrast", ())]
    named = {item["column"] for item in (*conditions, *draft.by)}
    named |= {draft.slots.get("metric"), draft.slots.get("per")}
    lost = {index for start, end in unexplained(draft.clause, draft.links) for index in range(start, end)}
    for link in draft.links:
        if link.kind in {"column", "value"} and link.name not in named:
            lost.update(link.span if draft.column(link.name).role not in {"time", "id"} else ())
    lost.update(index for link in draft.rejected for index in link.span)
    words = draft.clause.words
    measured = [
        part
        for entry in draft.vocabulary.columns
        if entry.name == draft.slots.get("metric")
        for part in entry.stems()
    ]
    lost = {index for index in lost if not any(likeness(words[index].stem, part) for part in measured)}
    phrases: list[list[str]] = []
    for index in sorted(lost):
        if phrases and index - 1 in lost:
            phrases[-1].append(words[index].text)
        else:
            phrases.append([words[index].text])
    return tuple(" ".join(phrase) for phrase in phrases)


def _fills(clause: Clause, links: Sequence[Link]) -> Mapping[str, str]:
    return {
        " ".join(
            word.text for word in clause.words[link.start : link.end]
        ): f"{link.kind} {link.name} {link.value}".strip()
        for link in links
    }
