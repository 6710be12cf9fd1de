"""Findings and quotes of invented answers."""

from retrieval.documents import Evidence
from tools.results import Finding


def finding(statement: str, id: str = "") -> Finding:  # noqa: A002 - the ledger calls it so
    """Return a finding that says no more than its statement."""
    return Finding(statement=statement, metric="m", label="m", value=1.0, unit="number", table="t.csv", id=id)


def quote(text: str, id: str = "") -> Evidence:  # noqa: A002 - the ledger calls it so
    """Return words that somebody said in an interview."""
    return Evidence(
        document="a.md",
        source="a.md",
        kind="interview",
        quote=text,
        start=0,
        end=len(text),
        source_start=0,
        source_end=len(text),
        id=id,
    )
