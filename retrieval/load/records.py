"""Texts in JSON, JSON Lines and YAML: the records of a file, and which of their fields is the text."""

import datetime as dt
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import yaml

from retrieval.errors import LoadError

RECORDS = frozenset((".json", ".jsonl", ".ndjson", ".yaml", ".yml"))
"""The endings of files that hold them."""
_TEXT_FIELDS = (
    "text",
    "body",
    "content",
    "comment",
    "message",
    "feedback",
    "review",
    "note",
    "notes",
    "transcript",
    "answer",
    "description",
    "summary",
)
_DATE_FIELDS = ("date", "created_at", "created", "timestamp", "time", "datetime", "published", "updated_at")
_CUSTOMER_FIELDS = (
    "customer_id",
    "customer",
    "client_id",
    "account_id",
    "user_id",
    "account",
    "respondent_id",
    "participant_id",
    "contact_id",
)
_LEAST_WORDS = 3
_PLAIN = (str, int, float, dt.date)


@dataclass(frozen=True, slots=True)
class Record:
    """One text of a list: `number` counts from 1; `fields` are its other plain values.

    `group` is the number of the conversation that an utterance is part of, empty for a text of its own.
    """

    number: int
    text: str
    date: str = ""
    customer: str | None = None
    fields: Mapping[str, str] = field(default_factory=dict)
    group: str = ""


def parse(text: str, suffix: str) -> list[Record] | None:
    """Return the texts of a file, or None when it holds no list of texts but is readable.

    Raises LoadError, with the line, when the file is not what its name says.
    """
    if suffix in (".jsonl", ".ndjson"):
        values: object = list(_lines(text))
    elif suffix == ".json":
        values = _json(text)
    else:
        values = _yaml(text)
    if isinstance(values, dict):
        lists = [value for value in values.values() if isinstance(value, list)]
        values = lists[0] if len(lists) == 1 else None
    return _records(values) if isinstance(values, list) and values else None


def _lines(text: str) -> Iterator[object]:
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            try:
                yield json.loads(line)
            except (ValueError, RecursionError) as error:
                raise LoadError(f"Line {number} is not valid JSON.") from error


def _json(text: str) -> object:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        if error.lineno > 1 and error.msg == "Extra data":
            return list(_lines(text))
        raise LoadError(f"It is not valid JSON (line {error.lineno}).") from error
    except (ValueError, RecursionError) as error:
        raise LoadError("It is not valid JSON.") from error


def _yaml(text: str) -> object:
    try:
        return yaml.safe_load(text)
    except yaml.MarkedYAMLError as error:
        line = f" (line {error.problem_mark.line + 1})" if error.problem_mark else ""
        raise LoadError(f"It is not valid YAML{line}.") from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise LoadError("It is not valid YAML.") from error


def _records(values: Sequence[object]) -> list[Record] | None:
    if all(isinstance(value, str) for value in values):
        texts = [str(value) for value in values]
        return [Record(n, t) for n, t in enumerate(texts, 1) if t.strip()] if _are_texts(texts) else None
    rows = [(number, value) for number, value in enumerate(values, 1) if isinstance(value, dict)]
    if nested := _nested(rows):
        return nested
    name = _text_field([value for _, value in rows])
    if name is None:
        return None
    return [
        _record(number, row, name) for number, row in rows if isinstance(row.get(name), str) and row[name].strip()
    ]


def _nested(rows: Sequence[tuple[int, Mapping[object, object]]]) -> list[Record] | None:
    """Return the texts of conversations that each hold a list of utterances; outer fields describe all of them."""
    found: list[Record] = []
    for number, row in rows:
        lists = [value for value in row.values() if isinstance(value, list) and len(value) > 1]
        inner = [one for one in lists[0] if isinstance(one, dict)] if len(lists) == 1 else []
        name = _text_field(inner) if inner else None
        if name is None:
            return None
        outer = {key: value for key, value in row.items() if isinstance(value, _PLAIN)}
        said = [one for one in inner if isinstance(one.get(name), str) and one[name].strip()]
        found += [replace(_record(number, {**outer, **one}, name), group=str(number)) for one in said]
    return found or None


def _record(number: int, row: Mapping[object, object], name: str) -> Record:
    plain = {str(key): value for key, value in row.items() if key != name and isinstance(value, _PLAIN)}
    lowered = {key.casefold(): str(value) for key, value in plain.items()}
    date = next((lowered[key] for key in _DATE_FIELDS if key in lowered), "")
    customer = next((lowered[key] for key in _CUSTOMER_FIELDS if lowered.get(key)), None)
    return Record(number, str(row[name]), date, customer, {key: str(value) for key, value in plain.items()})


def _text_field(rows: Sequence[Mapping[object, object]]) -> str | None:
    """Return the field that holds the texts: one that is called so, else the one with the longest sentences."""
    lengths: dict[str, list[int]] = {}
    for row in rows:
        for key, value in row.items():
            if isinstance(value, str) and value.strip():
                lengths.setdefault(str(key), []).append(len(value.split()))
    means = {key: sum(found) / len(found) for key, found in lengths.items() if len(found) >= 0.3 * len(rows)}
    called = [key for key in means if key.casefold() in _TEXT_FIELDS and means[key] >= _LEAST_WORDS]
    if called:
        return max(called, key=lambda key: means[key])
    longest = max(means, key=lambda key: means[key], default=None)
    return longest if longest is not None and means[longest] > 2 * _LEAST_WORDS else None


def _are_texts(values: Sequence[str]) -> bool:
    """Return whether strings are sentences rather than labels."""
    return sum(len(value.split()) for value in values) >= _LEAST_WORDS * len(values)
