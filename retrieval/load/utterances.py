"""Rows that are utterances: which table is a set of conversations, recognised by what stands in its columns.

No column is known by its name. A speaker's column holds few short labels that take turns, and something shows that
they are speakers: they are roles, or people's names, or one of them asks. A conversation's column keeps one value
while it lasts.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from retrieval.privacy.lexicon import is_given, normal
from retrieval.roles import is_answering_role, is_asking_role, is_interviewer

_MOST_LABEL_WORDS = 5
_MOST_SPEAKERS = 12
_MOST_KINDS = 0.5
"""Distinct labels a row, above which a column is no speaker's."""
_FILLED = 0.95
_LEAST_ROWS = 4
_CHANGES = 0.4
"""Share of the steps from row to row at which the speaker has to change."""
_RETURNS = 0.5
"""Share of the changes that go back to who spoke before: people answer each other."""
_EVIDENT = 0.6
"""Share of the conversations in which something has to show that the labels are speakers."""
_ASKING = 0.4
_SPLIT = 1.2
"""Stretches of equal values a value; more, and rows of one conversation are scattered."""
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_TIMED = re.compile(r"(?:\d{4}-\d{2}-\d{2}[T ]?)?(?:\d{1,2}:)?\d{1,2}:\d{2}(?:[.,]\d+)?(?:Z|[+-]\d\d:?\d\d)?")
_NUMBERED = re.compile(
    r"(?:speaker|sprecher(?:in)?|locuteur|hablante|participant|teilnehmer(?:in)?)[ _-]?\d+|\[PERSON_[A-Z]+\]",
    re.IGNORECASE,
)
_LETTER = re.compile(r"[^\W\d_]")

Columns = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Conversation:
    """The rows of one conversation in the order they were said (positions from 0), and the column of its speakers.

    `name` is its value in the column that tells conversations apart, empty where the table holds one only.
    """

    name: str
    rows: tuple[int, ...]
    speaker: str


def conversations(columns: Columns, text: str) -> list[Conversation]:
    """Return the conversations that the rows of a table are, in their order; none when rows stand for themselves.

    `columns` hold the cells as text, `text` is the column of what was said.
    """
    said = columns[text]
    others = {name: values for name, values in columns.items() if name != text}
    speakers = [name for name, values in others.items() if _are_labels(values)]
    if len(said) < _LEAST_ROWS or not speakers:
        return []
    order = _order(others, len(said))
    best: tuple[tuple[int, float], list[Conversation]] | None = None
    for name, groups in _partitions(others, len(said), scattered=order is not None):
        sorted_groups = [(group, _sorted(rows, order, columns)) for group, rows in groups]
        for speaker in speakers:
            if speaker == name:
                continue
            talk = [[columns[speaker][row] for row in rows] for _, rows in sorted_groups]
            evident = _evidence(talk, _askers(columns[speaker], said))
            rank = (len(groups), evident)
            if evident >= _EVIDENT and (best is None or rank > best[0]):
                best = rank, [Conversation(group, tuple(rows), speaker) for group, rows in sorted_groups]
    return best[1] if best else []


def _are_labels(values: Sequence[str]) -> bool:
    """Return whether a column may hold speakers: filled, short, worded, and far fewer kinds than rows."""
    filled = [value for value in values if value.strip()]
    if len(filled) < _FILLED * len(values) or not filled:
        return False
    kinds = Counter(filled)
    short = all(len(value.split()) <= _MOST_LABEL_WORDS and len(value) <= 60 for value in kinds)
    worded = sum(bool(_LETTER.search(value)) for value in kinds) >= 0.9 * len(kinds)
    return 2 <= len(kinds) <= max(2, _MOST_KINDS * len(filled)) and short and worded


def _partitions(
    columns: Columns, rows: int, *, scattered: bool
) -> Iterator[tuple[str | None, list[tuple[str, list[int]]]]]:
    """Yield (column, rows by its value) for the columns that may tell conversations apart, and the whole table."""
    yield None, [("", list(range(rows)))]
    for name, values in columns.items():
        groups: dict[str, list[int]] = {}
        for row, value in enumerate(values):
            groups.setdefault(value, []).append(row)
        runs = 1 + sum(values[row] != values[row - 1] for row in range(1, rows))
        together = scattered or runs <= _SPLIT * len(groups)
        if 2 <= len(groups) <= rows / _LEAST_ROWS and together and "" not in groups:
            yield name, list(groups.items())


def _order(columns: Columns, rows: int) -> str | None:
    """Return the column that numbers or times the rows, if rows do not stand in its order already."""
    for name, values in columns.items():
        numbers = all(_NUMBER.fullmatch(value) for value in values)
        if not numbers and not all(_TIMED.fullmatch(value) for value in values):
            continue
        keys = [_key(value) for value in values]
        restarts = sum(keys[row] < keys[row - 1] for row in range(1, rows))
        counted = not numbers or _counts(keys)
        if counted and restarts and len(set(keys)) > 1:
            return name
    return None


def _counts(keys: Sequence[tuple[float, ...]]) -> bool:
    """Return whether numbers count rows: every number up to the largest is there."""
    numbers = {key[0] for key in keys}
    return len(numbers) >= max(numbers) - min(numbers) and all(number.is_integer() for number in numbers)


def _key(value: str) -> tuple[float, ...]:
    if _NUMBER.fullmatch(value):
        return (float(value),)
    parts = [float(part) for part in re.findall(r"\d+", value.partition("+")[0])]
    return (0.0,) * (7 - len(parts)) + tuple(parts) if ":" in value and "-" not in value else tuple(parts)


def _sorted(rows: Sequence[int], order: str | None, columns: Columns) -> list[int]:
    if order is None:
        return list(rows)
    keys = columns[order]
    distinct = len({keys[row] for row in rows}) == len(rows)
    return sorted(rows, key=lambda row: _key(keys[row])) if distinct else list(rows)


def _askers(labels: Sequence[str], said: Sequence[str]) -> frozenset[str]:
    """Return the labels whose rows ask often, in all of the table."""
    rows = Counter(labels)
    asked = Counter(label for label, words in zip(labels, said, strict=True) if "?" in words)
    return frozenset(label for label in rows if asked[label] >= _ASKING * rows[label])


def _evidence(groups: Sequence[Sequence[str]], askers: frozenset[str]) -> float:
    """Return the share of the conversations, by rows, in which labels take turns and are speakers."""
    total = sum(len(group) for group in groups)
    return sum(len(group) for group in groups if _is_talk(group, askers)) / max(total, 1)


def _is_talk(labels: Sequence[str], askers: frozenset[str]) -> bool:
    kinds = set(labels)
    if len(labels) < 2 or not 2 <= len(kinds) <= _MOST_SPEAKERS:
        return False
    turns = [label for place, label in enumerate(labels) if not place or label != labels[place - 1]]
    changes = (len(turns) - 1) / (len(labels) - 1)
    returns = sum(one == two for one, two in zip(turns, turns[2:], strict=False)) / max(1, len(turns) - 2)
    if changes < _CHANGES or (len(turns) > 2 and returns < _RETURNS):
        return False
    return _are_roles(kinds) or _are_people(kinds) or len(kinds & askers) == 1


def _are_roles(kinds: set[str]) -> bool:
    leads = {kind for kind in kinds if is_asking_role(kind)}
    return bool(leads) and (
        any(is_answering_role(kind) for kind in kinds - leads) or any(is_interviewer(kind) for kind in leads)
    )


def _are_people(kinds: set[str]) -> bool:
    people = sum(
        bool(_NUMBERED.fullmatch(kind)) or is_given(normal(kind.split()[0])) for kind in kinds if kind.strip()
    )
    return people >= 0.5 * len(kinds)
