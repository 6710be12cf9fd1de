"""What is held about one customer, as that person may ask for it."""

import json
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

from assistant.erasing import beyond
from assistant.errors import AssistantError
from assistant.subjects import find
from assistant.wiring import House
from tools.tables.parquet import RESERVED, numbers
from tools.tables.store import TableStore


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """Rows by table, texts as they are stored, the conversations that speak of the customer, and what lies beyond.

    `mentions` are documents of others that name the customer; their texts are not the customer's to have.
    """

    customer: str
    at: str
    tables: dict[str, list[dict[str, Any]]]
    documents: list[dict[str, Any]]
    conversations: list[str]
    mentions: list[str]
    beyond: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return the export as plain JSON values."""
        return asdict(self)


def export(house: House, customer: str) -> Export:
    """Return what is held about a customer; raises AssistantError when that is nothing."""
    subject, others = find(house, customer, None)
    if not subject.texts and not subject.rows:
        raise AssistantError("Nothing is held under that customer's id. Check the spelling.")
    threads = [
        thread
        for thread in house.memory.threads()
        if any(subject.traces.in_text(str(message.model_dump())) for message in house.memory.messages(thread))
    ]
    return Export(
        customer=customer,
        at=datetime.now(UTC).isoformat(timespec="seconds"),
        tables=_rows(house, customer),
        documents=[
            {
                "id": text.id,
                "source": text.source,
                "kind": text.kind,
                "date": text.date,
                "text": text.text,
                "passages": [passage.text for passage in house.corpus.passages(text.id)],
            }
            for text in subject.texts
        ],
        conversations=threads,
        mentions=[other.id for other in others if subject.traces.named_in(other.text)],
        beyond=beyond(house),
    )


def _rows(house: House, customer: str) -> dict[str, list[dict[str, Any]]]:
    """Return the customer's rows as stored, by table, each with its number in the file."""
    store = TableStore(house.workspace.directory, scrub=house.scrub, pseudonym=house.privacy.pseudonym)
    stored = {table.name: table for table in house.tables.catalog}
    found: dict[str, list[dict[str, Any]]] = {}
    for name, mask in store.held_of_person(customer).rows.items():
        rows = store.rows(stored[name])[mask]
        shown = rows.drop(columns=[column for column in RESERVED if column in rows.columns])
        told = json.loads(shown.to_json(orient="records", date_format="iso"))
        found[name] = [{"row": int(number), **row} for number, row in zip(numbers(rows), told, strict=True)]
    return found
