"""Which passages a search may look at."""

from collections.abc import Mapping
from dataclasses import dataclass

from retrieval.documents import EVERYBODY, Audience, Consent, Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """Conditions that all must hold; `None` leaves a field free.

    `documents` are document ids or source paths (a path admits all of its cells). `since` and `until` are
    ISO dates, both inclusive. `speaker` and `role` admit passages in which such a person speaks, alone or with
    others. `rows` maps a table to admitted row keys: passages from other tables and from
    files are excluded unless their customer is in `customers`; `customers` admits any passage of these.
    When both are given a passage needs to satisfy one of them. `languages` are two-letter codes, told or
    detected. `reader` is always applied.
    """

    documents: frozenset[str] | None = None
    kinds: frozenset[Kind] | None = None
    since: str | None = None
    until: str | None = None
    speaker: str | None = None
    role: str | None = None
    languages: frozenset[str] | None = None
    consent: Consent | None = None
    rows: Mapping[str, frozenset[str]] | None = None
    customers: frozenset[str] | None = None
    reader: Audience = EVERYBODY
