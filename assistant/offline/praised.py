"""How well a group does where no measure is named: by the outcome, else by what is paid, never by its rows."""

from dataclasses import replace

from assistant.offline.claimed import ENOUGH
from assistant.offline.draft import Draft, Predicate
from assistant.offline.lexicon import lexicon
from assistant.offline.rows import records_sales, whole_amounts
from assistant.offline.vocabulary import is_boolean
from assistant.offline.words import tokens
from tools.tables.catalog import Column

_NOTHING_TELLS = "a measure of which is best"
_REVIEWS = frozenset({"review", "reviews"})


def read_praise(draft: Draft) -> None:
    """Take the outcome, or what is paid, as what makes "the best plan" so, and as what groups are compared on."""
    at = _praised(draft)
    beside = _set_beside(draft) if at is None else None
    if beside is not None and _portrayed(draft):
        return
    at = beside if at is None else at
    measured = draft.measures or any(item.outcome for item in draft.predicates)
    if at is None or measured or draft.has("aggregate", "trend", "words", "alike", "quality"):
        return
    if not (draft.by or draft.where or draft.predicates) or _sold_most(draft):
        return
    if draft.outcome is not None:
        column = draft.column(draft.outcome.column)
        draft.predicates.append(Predicate(at, draft.outcome.column, draft.outcome.positive, outcome=True))
        said = "lowest" if draft.outcome.is_bad else "highest"
        label = column.label.lower()
        bare = is_boolean(column)
        told = f"{said} rate of {label}" if bare else f"{said} share whose {label} is {draft.outcome.positive}"
    elif (judged := _score(draft) or _paid(draft)) is not None:
        draft.imply(at, judged.name)
        told = f"highest {judged.label.lower()}"
    else:
        draft.missing.extend([_NOTHING_TELLS] if draft.by and beside is None else [])
        return
    if beside is not None:
        return
    draft.praised = True
    if draft.by:  # one that is set against the others is told by its figure
        draft.notes.append(f"The best are taken as those with the {told}.")
    else:
        draft.slots["others"] = True
        draft.explicit.add("contrast")


def _sold_most(draft: Draft) -> bool:
    """Return whether things are asked for that sell best: of sales the rows say so, and no outcome of them."""
    sells = any(word.norm in lexicon().selling for word in draft.clause.words)
    return sells and bool(draft.by) and records_sales(draft.vocabulary.table)


def _score(draft: Draft) -> Column | None:
    """Return the only score of a table, where reviews are spoken of or nothing is paid."""
    spoken = any(word.norm in _REVIEWS for word in draft.clause.words)
    scores = [column for column in draft.vocabulary.table.columns if column.unit == "score"]
    found = [column for column in scores if column.role in {"measure", "ordinal"} and column.storage == "number"]
    return found[0] if len(found) == 1 and (spoken or not whole_amounts(draft.vocabulary.table)) else None


def _paid(draft: Draft) -> Column | None:
    """Return the amount that is paid, unless the groups are made by it."""
    grouped = {item["column"] for item in draft.by}
    return next((item for item in whole_amounts(draft.vocabulary.table) if item.name not in grouped), None)


def rank_praised(draft: Draft) -> None:
    """Put those first who do best, or worst where that is asked: the lowest rate of a loss is the best."""
    if draft.by and not draft.praised and _worse_the_more(draft):
        draft.slots["order"] = "highest" if "worst" in draft.norms else "lowest"
    if not draft.praised or not draft.by:
        return
    worst = "order.lowest" in draft.cues
    bad = draft.outcome is not None and draft.outcome.is_bad
    draft.slots["order"] = "lowest" if worst != bad else "highest"
    draft.explicit.add("order")
    counts = [rows for _, rows in draft.column(str(draft.by[0]["column"])).values]
    if counts and min(counts) < ENOUGH <= max(counts) and "having" not in draft.slots:
        draft.slots["having"] = ({"op": ">=", "value": float(ENOUGH), "of": "rows"},)
        draft.explicit.add("having")


def _worse_the_more(draft: Draft) -> bool:
    """Return whether "worst" or "best" judges a measure of which less is better ("the worst average delay")."""
    metric = draft.slots.get("metric")
    if metric is None or not {"worst", "best"} & draft.norms:
        return False
    named = {word.norm for word in tokens(draft.column(str(metric)).label)}
    return bool(named & lexicon().worse_the_more)


def _portrayed(draft: Draft) -> bool:
    """Portray those with one of two values beside those with the other, where no outcome tells how they do.

    "Compare those who left with those who stayed" asks what sets them apart, in whatever it may be.
    """
    names = {item.column for item in draft.predicates if not item.negated}
    column = draft.column(names.pop()) if len(names) == 1 else None
    held = {value for value, _ in column.values if value} if column is not None else set()
    own = draft.outcome is not None and column is not None and draft.outcome.column == column.name
    if not held or held != {item.value for item in draft.predicates} or not (own or draft.outcome is None):
        return False
    draft.cues = (draft.cues - {"compare.versus"}) | {"profile"}
    draft.predicates = draft.predicates[:1]
    if own and draft.outcome is not None:
        draft.predicates = [replace(draft.predicates[0], value=draft.outcome.positive, outcome=True)]
    return True


def _set_beside(draft: Draft) -> int | None:
    """Return where a word sets two named groups beside each other, and nothing else is asked of them.

    How one does among all others is told by more than one figure (`standing`).
    """
    values = [item.column for item in draft.predicates]
    asks = draft.has("per", "profile", "which", "when", "order", "compare.others")
    if len(values) == len(set(values)) or asks or draft.slots.keys() & {"metric", "per", "aggregate"}:
        return None
    return next((link.start for link in draft.links if link.name == "compare.versus"), None)


def _praised(draft: Draft) -> int | None:
    """Return where a word says how well a group of rows or people does, None where none does."""
    named = draft.linked("column", "value")
    return next(
        (at for at, word in enumerate(draft.clause.words) if word.norm in lexicon().praising and at not in named),
        None,
    )
