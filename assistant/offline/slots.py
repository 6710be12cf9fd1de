"""Turns the links of one clause into typed slots: what is measured, for whom, by what, compared with whom."""

from collections.abc import Iterable, Mapping, Sequence

from assistant.offline.absence import read_absence
from assistant.offline.against import read_against
from assistant.offline.aggregates import read_aggregate
from assistant.offline.asked import Clause
from assistant.offline.claimed import lowest_of_all
from assistant.offline.dated import read_period, tell_silence
from assistant.offline.differing import read_most_different
from assistant.offline.draft import Draft
from assistant.offline.each_once import count_each_once
from assistant.offline.goods import rank_goods
from assistant.offline.groups import group_by_listed, read_ranking
from assistant.offline.growing import read_growth
from assistant.offline.having import either_of
from assistant.offline.hindsight import read_rate_by_late, warned
from assistant.offline.implied import imply_measure
from assistant.offline.latest import read_latest
from assistant.offline.lexicon import lexicon
from assistant.offline.limits import read_zero
from assistant.offline.linker import Linking
from assistant.offline.made import told
from assistant.offline.measures import choose_metric, read_doubt
from assistant.offline.none_at_all import read_none
from assistant.offline.numbers import read_numbers
from assistant.offline.outcomes import outcome_of
from assistant.offline.per_person import count_kept_orders, count_people, count_per_person
from assistant.offline.phrases import phrases
from assistant.offline.praised import rank_praised, read_praise
from assistant.offline.priced import read_priced
from assistant.offline.promoters import read_promoter_score, read_promoters
from assistant.offline.ranges import read_ranges
from assistant.offline.rated import read_ratings
from assistant.offline.reading import NO_MEASURE, Link, Reading
from assistant.offline.said_bands import read_bands
from assistant.offline.scored import count_ratings
from assistant.offline.segments import read_comparison, read_outcomes, read_values
from assistant.offline.several import both_of, one_of, which_of
from assistant.offline.singled import read_largest, read_losses
from assistant.offline.sized import read_sizes
from assistant.offline.sorting import sort_columns
from assistant.offline.timeline import add_time_axis
from assistant.offline.unread import Alike, unheeded, unread
from assistant.offline.vocabulary import Vocabulary

_COMPARATIVES = frozenset({"compare.more", "compare.less"})


def interpret(clause: Clause, linking: Linking, vocabulary: Vocabulary, alike: Alike | None = None) -> Reading:
    """Return the reading of a clause under one linking to one table; `alike` says how near names are."""
    cues = _concepts(linking.links)
    draft = Draft(clause, vocabulary, linking.links, cues, outcome_of(vocabulary))
    read_bands(draft)
    count_ratings(draft)
    read_period(draft)
    read_against(draft)
    read_ranges(draft)
    read_numbers(draft)
    read_none(draft)
    read_absence(draft)
    sort_columns(draft)
    group_by_listed(draft)
    read_outcomes(draft)
    read_values(draft)
    read_ratings(draft)
    read_zero(draft)
    read_promoters(draft)
    read_sizes(draft)
    imply_measure(draft)
    read_praise(draft)
    read_losses(draft)
    read_aggregate(draft)
    choose_metric(draft)
    count_each_once(draft)
    read_priced(draft)
    read_promoter_score(draft)
    read_doubt(draft)
    count_per_person(draft)
    add_time_axis(draft)
    count_people(draft)
    count_kept_orders(draft)
    tell_silence(draft)
    either_of(draft)
    read_largest(draft)
    which_of(draft)
    read_comparison(draft)
    read_most_different(draft)
    rank_goods(draft)
    read_ranking(draft)
    rank_praised(draft)
    lowest_of_all(draft)
    both_of(draft)
    one_of(draft)
    read_latest(draft)
    read_rate_by_late(draft)
    return _settled(draft, linking, alike)


def _settled(draft: Draft, linking: Linking, alike: Alike | None) -> Reading:
    """Return the reading of a draft with what only shows when all slots are filled."""
    read_growth(draft)
    if _asks_who(draft):
        draft.cues |= {"profile"}
    if _said_of_itself(draft):
        draft.missing.append(NO_MEASURE)
    return _reading(draft, linking, alike)


def _asks_who(draft: Draft) -> bool:
    """Return whether it is asked which people an outcome befalls most ("which customers churn most?")."""
    metric = draft.slots.get("metric")
    people = [link for link in draft.links if link.kind == "entity" or link.name == "entity.person"]
    led = any(before is not None and before.name == "which" for before in map(draft.before, people))
    outcome = draft.outcome is not None and metric == draft.outcome.column
    return led and outcome and draft.has("order") and not (draft.by or draft.has("aggregate", "compare"))


def _said_of_itself(draft: Draft) -> bool:
    """Return whether a share would be taken of rows that were chosen by it, which is all of them or none."""
    chosen = {item["column"] for item in draft.where if item["op"] == "="}
    metric = draft.slots.get("metric")
    shared = draft.slots.get("aggregate") == "share" or (
        draft.outcome is not None and metric == draft.outcome.column
    )
    return shared and metric in chosen


def _concepts(links: Sequence[Link]) -> frozenset[str]:
    """Return the concepts said; "higher than" without a number after it compares groups, not a threshold."""
    found: set[str] = set()
    for position, link in enumerate(links):
        if link.kind != "cue":
            continue
        following = links[position + 1] if position + 1 < len(links) else None
        if link.name == "trend" and following and following.kind == "value" and following.start == link.end:
            continue  # whoever "grows tomatoes" does not ask what grows
        if link.name in _COMPARATIVES and _behind_number(links, position):
            continue  # "3 or more" is a limit
        found.add(link.name)
        bare = position + 1 == len(links) or links[position + 1].kind != "number"
        if bare and len(link.span) > 1 and link.name in {"comparator.gt", "comparator.lt"}:
            found.add("compare.more" if link.name.endswith("gt") else "compare.less")
    return frozenset(found)


def _behind_number(links: Sequence[Link], position: int) -> bool:
    """Return whether a comparative only follows a number and a joining word ("3 or more")."""
    before = links[position - 1] if position else None
    return before is not None and before.kind == "number" and links[position].start - before.end == 1


def _kinds(cues: Iterable[str], draft: Draft) -> frozenset[str]:
    """Return the kinds of question: comparisons, portraits, data quality, words, trends."""
    kinds = {cue.split(".")[0] for cue in cues} & {"profile", "alike", "quality", "words", "trend", "when"}
    against = "contrast" in draft.slots and "metric" in draft.slots
    if draft.slots.get("others") or against or (draft.has("compare") and draft.by):
        kinds.add("compare")
    if "compare.test" in draft.cues or (draft.by and _asks_whether_they_vary(draft)):
        kinds.add("compare")
    return frozenset(kinds)


def _asks_whom_to_approach(draft: Draft) -> bool:
    """Return whether a clause asks which people to turn to: those like the ones won, or about to be lost."""
    words = draft.clause.words
    doing = [at for at, word in enumerate(words) if word.norm in phrases("approaching")["approach"]]
    measured = [link for link in draft.measures if link.start not in doing]
    unlike = draft.outcome is not None and draft.outcome.family == "default"
    entity = draft.has("entity.person") or any(link.kind == "entity" for link in draft.links)
    people = draft.has("profile") or (draft.has("which") and entity)
    return (
        bool(doing) and people and draft.has("recommend") and not (draft.by or draft.where or measured or unlike)
    )


def _asks_whether_they_vary(draft: Draft) -> bool:
    norms = [word.norm for word in draft.clause.words]
    return norms[0] in lexicon().whether and not set(norms).isdisjoint(phrases("varying")["vary"])


def _reading(draft: Draft, linking: Linking, alike: Alike | None) -> Reading:
    clause = draft.clause
    if "repeats" in draft.slots:
        draft.missing.append("how often each did that")
    slots = {name: value for name, value in draft.slots.items() if name not in {"period", "repeats"}}
    draft.missing.extend(unheeded(draft))
    if whom := _asks_whom_to_approach(draft):
        slots = {name: value for name, value in slots.items() if name not in {"metric", "aggregate"}}
        draft.explicit -= {"metric", "aggregate"}
    if draft.where:
        draft.explicit.add("where")
    if any(link.kind in {"column", "value", "entity", "table"} for link in draft.links):
        draft.explicit.add("table")
    unexplained = unread(draft, alike)
    return Reading(
        text=clause.text,
        table=draft.vocabulary.table.name,
        where=tuple(draft.where),
        by=tuple(draft.by),
        period=draft.slots.get("period"),
        also=tuple(draft.also),
        cues=frozenset({"alike"}) if whom else _kinds(draft.cues, draft),
        explicit=frozenset(draft.explicit),
        missing=tuple(dict.fromkeys(draft.missing)),
        notes=(*draft.notes, *told(draft), *warned(draft)),
        unexplained=unexplained,
        fills=_fills(clause, linking.links),
        score=linking.score,
        **slots,
    )


def _fills(clause: Clause, links: Sequence[Link]) -> Mapping[str, str]:
    return {
        " ".join(
            word.text for word in clause.words[link.start : link.end]
        ): f"{link.kind} {link.name} {link.value}".strip()
        for link in links
    }
