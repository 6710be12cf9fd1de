"""What is known only once the outcome is: no rate can be taken by it, and it explains nothing."""

from assistant.offline.draft import Draft
from assistant.offline.lexicon import lexicon
from assistant.offline.reading import Link
from assistant.offline.vocabulary import JOINED

_SPLITTING = frozenset({"which", "by", "per"})


def warned(draft: Draft) -> tuple[str, ...]:
    """Return the warning that a column is known only once the outcome is, where both are set in relation."""
    used = {draft.slots.get("metric"), *(str(item["column"]) for item in (*draft.where, *draft.by))} - {None}
    columns = [entry.column for entry in draft.vocabulary.columns if entry.name in used]
    late = [column.label.lower() for column in columns if "leakage" in column.marks]
    if not late or not any(column.role == "outcome" for column in columns):
        return ()
    return (
        f"{late[0].capitalize()} is known only after the outcome is decided: that they go together is a "
        "correlation, and it cannot be concluded that changing it would change the outcome.",
    )


def read_rate_by_late(draft: Draft) -> None:
    """Name as missing what a rate of the outcome is asked by and what is only known where it happened."""
    if draft.outcome is None or not _rated(draft):
        return
    for link in draft.links:
        before = draft.before(link) if link.kind == "column" else None
        if before is not None and before.name in _SPLITTING and _only_where_it_happened(draft, link):
            label = draft.column(link.name).label.lower()
            happened = draft.column(draft.outcome.column).label.lower()
            draft.missing.append(
                f"{label} for all: it is known only after the outcome, where {happened} is decided, so no rate "
                "can be computed by it"
            )


def _rated(draft: Draft) -> bool:
    """Return whether the rate of an outcome is asked for by name ("close rate")."""
    words = draft.clause.words
    return any(
        cue.concept.startswith("outcome.")
        and any(words[at].norm in lexicon().rates for at in range(cue.start, min(cue.end + 1, len(words))))
        for cue in draft.clause.cues
    )


def _only_where_it_happened(draft: Draft, link: Link) -> bool:
    """Return whether a column is filled for those alone whom the outcome befell; tools tell it of other tables."""
    if draft.outcome is None or link.name == draft.outcome.column or JOINED in link.name:
        return False
    column = draft.column(link.name)
    return "leakage" in column.marks and column.missing > draft.vocabulary.table.rows / 2
