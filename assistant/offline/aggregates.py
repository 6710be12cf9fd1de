"""Which statistic a clause asks for: a sum, a mean, a number of times, the largest."""

from itertools import pairwise

from assistant.offline.draft import Draft
from assistant.offline.groups import asks_which_one
from assistant.offline.lexicon import lexicon
from assistant.offline.reading import Link
from assistant.offline.rows import of_people, records_sales
from tools.tables.sales import is_piece

_AGGREGATES = ("median", "mean", "top_share", "distinct", "distribution", "min", "max", "share", "count", "sum")
_GROUPS = frozenset({"group", "groups", "segment", "segments", "gruppe", "gruppen", "groupe", "grupo"})
_TIMES = frozenset({"count", None})


def read_aggregate(draft: Draft) -> None:
    """Read which statistic is asked for, if any is."""
    if "aggregate" in draft.slots:
        draft.explicit.add("aggregate")
        return
    said = [name for name in _AGGREGATES if f"aggregate.{name}" in draft.cues]
    if not said and not (draft.measures or draft.predicates) and _sizes_groups(draft):
        said = ["count"]
    if said == ["share"] and _asks_how_often(draft):
        said = ["mean"]
    if said == ["count"] and not counts_people(draft) and any(_counts(draft, link) for link in draft.measures):
        said = ["mean" if draft.has("compare") else "sum"]
    if not said and any(_sums(draft, link) for link in draft.measures):
        said = ["sum"]
    if "count" in said and said[-1] == "sum":
        said = ["count"]
    if (
        not said
        and draft.measures
        and draft.has("order.highest", "order.lowest")
        and not asks_which_one(draft.said)
        and not (draft.by or draft.has("when", "trend", "grain"))
    ):
        said = ["max" if draft.has("order.highest") else "min"]
    if said:
        draft.slots["aggregate"] = said[0]
        draft.explicit.add("aggregate")


def _sizes_groups(draft: Draft) -> bool:
    """Return whether the largest or smallest group is asked for, which is the one with most or fewest rows."""
    words = [word.norm for word in draft.clause.words]
    return any(size in lexicon().sizes and noun in _GROUPS for size, noun in pairwise(words))


def counts_people(draft: Draft) -> bool:
    """Return whether "how many" counts people, so that money said after them is no answer."""
    counted = {link.end for link in draft.links if link.name == "aggregate.count"}
    people = any(link.kind == "entity" and link.start in counted for link in draft.links)
    return people and all(draft.column(link.name).unit == "money" for link in draft.measures)


def _asks_how_often(draft: Draft) -> bool:
    """Return whether "how often" asks for a number of times that a column holds ("how often do they visit")."""
    happens = any(predicate.outcome for predicate in draft.predicates)
    return (
        _said_how_often(draft)
        and not happens
        and any(draft.column(link.name).unit in _TIMES for link in draft.measures)
    )


def _said_how_often(draft: Draft) -> bool:
    return any(f" {words} " in f" {draft.said} " for words in lexicon().how_often)


def asks_sales_each(draft: Draft) -> bool:
    """Return whether "how often does a customer order" asks how many sales a person has."""
    table = draft.vocabulary.table
    return _said_how_often(draft) and bool(draft.people) and table.person is not None and records_sales(table)


def _counts(draft: Draft, link: Link) -> bool:
    """Return whether "number of" belongs to a column that is itself a number ("number of seats")."""
    before = draft.before(link)
    return before is not None and before.name == "aggregate.count"


def _sums(draft: Draft, link: Link) -> bool:
    """Return whether the column's name took up the word that asks for a sum ("total price per month")."""
    return any(cue.concept == "aggregate.sum" and cue.start in link.span for cue in draft.clause.cues)


def most_of(draft: Draft, link: Link) -> bool:
    """Return whether events are asked for that bring most of something together ("collects the most fines")."""
    said = draft.clause.words[link.start - 1].norm if link.start else ""
    summable = draft.column(link.name).unit in {"money", "count", "number", None}
    return said in lexicon().most and summable and not of_people(draft.vocabulary.table)


def asks_sum(draft: Draft, link: Link) -> bool:
    """Return whether a measure is named by words that ask for its sum ("revenue", "brought in")."""
    words = [draft.clause.words[index].norm for index in link.span]
    said = {*words, " ".join(words)}
    return any(said & quantity.sums for quantity in lexicon().quantities)


def says_total(draft: Draft) -> bool:
    """Return whether a sum is asked for by its name, and not merely how much there is of something."""
    named = [cue for cue in draft.clause.cues if cue.concept == "aggregate.sum"]
    return any(draft.clause.words[cue.start].norm not in lexicon().how_much for cue in named)


def flows(draft: Draft, link: Link) -> bool:
    """Return whether an amount of sales is followed over time ("profit year on year"), where it adds up."""
    table = draft.vocabulary.table
    followed = draft.has("trend", "grain") and records_sales(table) and not draft.has("entity.sale")
    column = draft.column(link.name)
    return followed and link.score >= 1 and column.unit == "money" and not is_piece(column.name)
