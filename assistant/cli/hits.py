"""Search hits in the form that scripts rely on, from the options of a command or a line of a batch."""

from collections.abc import Mapping, Sequence
from typing import Any

from assistant.errors import UsageError
from assistant.wiring import House
from retrieval.documents import KINDS, Hit, Kind
from retrieval.filters import Filter
from tools.arguments import Condition
from tools.slices import Slice, of_rows


def hits(house: House, query: str, fields: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the best passages; `fields` are k, document, kind, since, until and where (`column=value` texts)."""
    kind, k = fields["kind"], fields["k"]
    if not isinstance(k, int) or k < 1:
        raise UsageError("k is the number of passages, at least 1.")
    if kind is not None and kind not in KINDS:
        raise UsageError(f"There is no kind {kind!r}. Use one of {', '.join(KINDS)}.")
    kinds: frozenset[Kind] | None = frozenset({kind}) if kind else None
    admitted = Filter(
        documents=frozenset({fields["document"]}) if fields["document"] else None,
        kinds=kinds,
        since=fields["since"],
        until=fields["until"],
    )
    if fields["where"]:
        admitted = _slice(house, fields["where"]).applied(admitted)
    return [_row(hit) for hit in house.corpus.search(query, k, admitted)]


def _slice(house: House, values: Sequence[str]) -> Slice:
    """Return the rows that meet all conditions, in every table that has all of these columns."""
    conditions = _conditions(values)
    wanted = {condition.column.casefold() for condition in conditions}
    tables = [
        table for table in house.tables.catalog if wanted <= {column.name.casefold() for column in table.columns}
    ]
    if not tables:
        raise UsageError(f"No table has {' and '.join(sorted(wanted))}. `whybuy catalog` lists the columns.")
    context = house.tool_context()
    found = [of_rows(context, table.name, conditions) for table in tables]
    customers = [part.customers for part in found if part.customers is not None]
    return Slice(
        rows={name: keys for part in found for name, keys in part.rows.items()},
        customers=frozenset().union(*customers) if customers else None,
    )


def _conditions(values: Sequence[str]) -> tuple[Condition, ...]:
    pairs = [str(value).partition("=") for value in values]
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
