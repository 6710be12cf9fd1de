"""The measure that a clause implies without naming it: "slower", "older", "comes most often", "biggest order"."""

from assistant.offline.compared import visits
from assistant.offline.draft import Draft, Predicate
from assistant.offline.groups import add_group
from assistant.offline.lexicon import lexicon
from assistant.offline.quantities import quantity_of
from assistant.offline.rows import amounts

_DENYING = "un"


def imply_measure(draft: Draft) -> None:
    """Take the measure that a comparing word implies ("slower" a duration, "older" an age) when none is named."""
    if draft.sized or _largest_row(draft):
        return
    _how_often_they_come(draft)
    units = {unit for words, unit in lexicon().implied.items() if f" {words} " in f" {draft.said} "}
    if "age" in units and draft.measures and not draft.by:
        _by_age(draft)
    if not units or draft.measures or any(item["op"] in {">", "<"} for item in draft.where):
        return
    for entry in draft.vocabulary.columns:
        if quantity_of(entry.column) in units and entry.column.storage == "number":
            at = next(link.start for link in draft.links if link.kind == "cue")
            draft.imply(at, entry.name, entry.trust)
            draft.implied = True
            return
    if units == {"score"}:
        _by_answer(draft)


def _by_answer(draft: Draft) -> None:
    """Rank the groups by the share of the highest answer, or the lowest ("the unhappiest people" of `happy`)."""
    for at, word in enumerate(draft.clause.words):
        if lexicon().implied.get(word.norm) != "score":
            continue
        denied = word.norm.startswith(_DENYING)
        root = word.norm.removeprefix(_DENYING if denied else "").removesuffix("est")
        told = [
            entry
            for entry in draft.vocabulary.columns
            if entry.column.role == "ordinal"
            and entry.column.order
            and any(part.startswith(root) for part in entry.phrases[0].stems)
        ]
        if not told:
            draft.missing.append(f"who is {word.norm}")
            return
        order = told[0].column.order
        draft.predicates.append(Predicate(at, told[0].name, order[0] if denied else order[-1]))
        draft.slots["aggregate"] = "share"
        draft.cues = (draft.cues - {"order.lowest"}) | {"order.highest"}
        return


def _how_often_they_come(draft: Draft) -> None:
    """Take a number of visits as what "comes most often" ranks the groups by, where people are the rows."""
    coming = next((at for at, word in enumerate(draft.clause.words) if word.norm in lexicon().coming), None)
    if coming is None or draft.measures or not (draft.by and draft.has("order.frequent", "compare.more")):
        return
    if (column := visits(draft)) is not None:
        draft.imply(coming, column)
        draft.slots["aggregate"] = "mean"
        draft.implied = True


def _by_age(draft: Draft) -> None:
    """Group by age where older people are compared on a measure of their own ("do older guests stay longer")."""
    compared = any(item["op"] in {">", "<", ">=", "<="} for item in draft.where)
    ages = [entry for entry in draft.vocabulary.columns if entry.column.unit == "age"]
    if ages and not compared and all(link.name != ages[0].name for link in draft.measures):
        add_group(draft, ages[0].name, ages[0].column)


def _largest_row(draft: Draft) -> bool:
    """Take the amount of money as what makes "the biggest order" the biggest."""
    paid = amounts(draft.vocabulary.table)
    for link in draft.links:
        before = draft.before(link) if link.kind == "entity" or link.name == "entity.sale" else None
        sized = before is not None and draft.clause.words[before.end - 1].norm in lexicon().sizes
        if sized and before is not None and before.end == link.start and paid and not (draft.measures or draft.by):
            draft.imply(link.start, paid[0].name)
            return True
    return False
