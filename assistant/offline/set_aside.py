"""Rows set aside by the very number that is measured: "without the zeros", "leave out those over two hours"."""

from dataclasses import replace

from assistant.offline.clauses import clause
from assistant.offline.draft import Draft
from assistant.offline.lexicon import lexicon
from assistant.offline.reading import INVERSE, Condition, Link, Reading

_PASSING = ("entity.", "comparator.", "aggregate.")
_ASIDE = ("negation", "aside.")
_STATISTICS = ("mean", "median", "sum", "min", "max")


def measured_alone(draft: Draft) -> str | None:
    """Return the one number of which a statistic is asked for, so that a bare limit can only be one on it."""
    asked = draft.has(*(f"aggregate.{name}" for name in _STATISTICS), "aside")
    names = {link.name for link in draft.links if link.kind == "column" and _is_number(draft, link)}
    return names.pop() if asked and len(names) == 1 else None


def is_measured(draft: Draft, link: Link) -> bool:
    """Return whether a statistic is asked for right before a column ("the average waiting time")."""
    before = draft.before(link)
    statistics = {f"aggregate.{name}" for name in _STATISTICS}
    return before is not None and before.name in statistics and before.end == link.start


def _is_number(draft: Draft, link: Link) -> bool:
    column = draft.column(link.name)
    return column.storage == "number" and column.role == "measure"


def is_aside(draft: Draft, start: int, column: str) -> bool:
    """Return whether the rows that a limit at token `start` names are left out, or told to pull what is measured.

    Between the limit on `column` and the words for leaving out stands what the rows are called, and nothing that
    is linked; a noun that is a column elsewhere only says so ("without the flights over two hours").
    """
    if draft.has("aside"):
        return True
    before = [link for link in draft.links if link.end <= start]
    noun: Link | None = None
    while before and (before[-1].kind in {"entity", "table"} or before[-1].name.startswith(_PASSING)):
        before.pop()
    if before and before[-1].kind == "column" and before[-1].end == start:
        noun = before.pop()
    if not before or before[-1].name != "negation":
        return False
    draft.heeded.update(before[-1].span)
    if noun is not None and noun.name != column:
        draft.used.add(draft.links.index(noun))
    return True


def rows_named(draft: Draft, index: int) -> bool:
    """Return whether a noun only says what is left out ("without the flights over two hours")."""
    words = draft.clause.words
    before = next(
        (at for at in range(index - 1, -1, -1) if words[at].norm not in lexicon().plural | {"the"}), None
    )
    denied = any(link.name == "negation" and before is not None and before in link.span for link in draft.links)
    limits = any(link.start == index + 1 and link.name.startswith("comparator.") for link in draft.links)
    return denied and limits


def with_and_without(reading: Reading) -> list[Reading]:
    """Return a statistic without the rows that a limit on what it measures leaves out, then with them, and how
    many those are; nothing where no such limit is set."""
    own = [item for item in reading.where if item["column"] == reading.metric and item.get("op") in INVERSE]
    other = reading.by or reading.per or reading.contrast or reading.others or reading.cues
    if reading.aggregate not in _STATISTICS or len(own) != 1 or other:
        return []
    rest = tuple(item for item in reading.where if item not in own)
    out: Condition = {**own[0], "op": INVERSE[str(own[0]["op"])]}
    told = reading.explicit - {"where"} if not rest else reading.explicit
    both = [reading, replace(reading, where=rest, explicit=told)]
    if not any(cue.concept.startswith(_ASIDE) for cue in clause(reading.text).cues):
        return both
    return [
        *both,
        replace(
            reading,
            where=(*rest, out),
            metric=None,
            aggregate="count",
            cues=frozenset(),
            explicit=(reading.explicit - {"metric"}) | {"where", "aggregate"},
        ),
    ]
