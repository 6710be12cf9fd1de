"""What is said where a question asks what to do: a correlation is no reason, a protected trait no basis."""

from collections.abc import Iterator
from dataclasses import replace

from assistant.offline.reading import Reading
from assistant.offline.strata import compared
from tools.protected import no_basis
from tools.tables.catalog import Catalog

NO_ADVICE = (
    "That they go together is a correlation: it does not show that the one causes the other, so these rates alone "
    "are no reason to change anything, nor does the table say whether the one was known before the other or was "
    "only set afterwards. A test that changes it for some, chosen at random, would show that."
)


def unadvised(first: Reading | None, catalog: Catalog) -> Iterator[str]:
    """Yield why a comparison or a ranking is no advice, and that nobody is chosen by its protected traits."""
    if first is None:
        return
    if compared(first) or (first.by and first.order):
        yield NO_ADVICE
    table = catalog.table(first.table) if first.table else None
    used = {str(item["column"]) for item in (*first.where, *first.by)}
    columns = [column for column in table.columns if column.name in used] if table is not None else []
    if traits := [column.label for column in columns if "protected" in column.marks]:
        yield no_basis(traits)


def set_against_others(reading: Reading, catalog: Catalog) -> Reading:
    """Return a claim that a rate of some is high as a comparison with the others, where it is to be acted upon.

    "Customers who got a call nearly always buy. Should we call everyone?": how do those without a call do?
    """
    table = catalog.table(reading.table) if reading.table else None
    rated = table is not None and reading.metric is not None and reading.metric == table.outcome
    alone = bool(reading.where) and not (reading.by or reading.contrast or reading.others or reading.tool)
    if not (rated and alone and reading.aggregate in {None, "share"}) or reading.cues:
        return reading
    told = reading.explicit - {"aggregate"} | {"contrast"}
    return replace(reading, others=True, aggregate="share", cues=frozenset({"compare"}), explicit=told)
