"""Search hits in the form that scripts rely on, from the options of a command or a line of a batch."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, cast, get_args

from assistant.errors import UsageError
from assistant.wiring import House
from retrieval.documents import KINDS, Hit, Kind
from retrieval.filters import Filter
from retrieval.roles import Role
from tools.arguments import Condition
from tools.slices import Slice, of_rows

ROLES: tuple[str, ...] = get_args(Role)
_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
_CODE = re.compile(r"[a-z]{2}")


def hits(house: House, query: str, fields: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the best passages; `fields` are k, the fields of `_filter`, and where (`column=value` texts)."""
    k = fields["k"]
    if not isinstance(k, int) or isinstance(k, bool) or k < 1:
        raise UsageError("k is the number of passages, at least 1.")
    admitted = _filter(house, fields)
    where = _conditions(fields["where"])
    if where:
        admitted = _slice(house, where).applied(admitted)
    return [_row(hit) for hit in house.corpus.search(query, k, admitted)]


def _filter(house: House, fields: Mapping[str, Any]) -> Filter:
    """Return the filter of document, kind, speaker, role, language, since and until; None leaves a field free."""
    document, speaker = _text(fields, "document"), _text(fields, "speaker")
    language = (_text(fields, "language") or "").casefold()
    if language and not _CODE.fullmatch(language):
        raise UsageError("language is a code of two letters, such as de.")
    kind = cast("Kind | None", _one_of(fields, "kind", KINDS))
    return Filter(
        documents=frozenset({document}) if document else None,
        kinds=frozenset({kind}) if kind else None,
        # Names are stored as pseudonyms; a pseudonym that is given stays as it is.
        speaker=house.corpus.as_stored(speaker) if speaker else None,
        role=_one_of(fields, "role", ROLES),
        languages=frozenset({language}) if language else None,
        since=_date(fields, "since"),
        until=_date(fields, "until"),
    )


def _text(fields: Mapping[str, Any], name: str) -> str | None:
    value = fields[name]
    if value is not None and not isinstance(value, str):
        raise UsageError(f"{name} is a text.")
    return value or None


def _one_of(fields: Mapping[str, Any], name: str, known: Sequence[str]) -> str | None:
    value = _text(fields, name)
    if value is not None and value.casefold() not in known:
        raise UsageError(f"There is no {name} {value!r}. Use one of {', '.join(known)}.")
    return value.casefold() if value else None


def _date(fields: Mapping[str, Any], name: str) -> str | None:
    value = _text(fields, name)
    if value is not None and not _DATE.fullmatch(value):
        raise UsageError(f"{name} is a date: YYYY-MM-DD, or a month or year of it.")
    return value


def _slice(house: House, conditions: Sequence[Condition]) -> Slice:
    """Return the rows that meet all conditions, in every table that has all of these columns."""
    wanted = {condition.column.casefold() for condition in conditions}
    tables = [
        table for table in house.tables.catalog if wanted <= {column.name.casefold() for column in table.columns}
    ]
    if not tables:
        raise UsageError(f"No table has {' and '.join(sorted(wanted))}. `whybuy catalog` lists the columns.")
    context = house.tool_context()
    found = [of_rows(context, table.name, tuple(conditions)) for table in tables]
    customers = [part.customers for part in found if part.customers is not None]
    return Slice(
        rows={name: keys for part in found for name, keys in part.rows.items()},
        customers=frozenset().union(*customers) if customers else None,
    )


def _conditions(values: object) -> tuple[Condition, ...]:
    given = [values] if isinstance(values, str) else values
    if not isinstance(given, list):
        raise UsageError("where takes column=value, or a list of these.")
    pairs = [str(value).partition("=") for value in given]
    if any(not column.strip() or not sign for column, sign, _ in pairs):
        raise UsageError("--where takes column=value.")
    return tuple(Condition(column=column.strip(), value=value.strip()) for column, _, value in pairs)


def _row(hit: Hit) -> dict[str, Any]:
    passage, document = hit.passage, hit.document
    source_start, source_end = document.source_span(passage.start, passage.end)
    return {
        "rank": hit.rank,
        "score": round(hit.score, 6),
        "document": document.id,
        "kind": document.kind,
        "start": passage.start,
        "end": passage.end,
        "source_start": source_start,
        "source_end": source_end,
        "text": passage.text,
        "speaker": passage.speaker,
        "date": passage.date or document.date,
        "segment": {},
    }
