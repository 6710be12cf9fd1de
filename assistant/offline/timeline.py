"""The time axis of trends, and how often somebody comes back."""

from typing import Any

from assistant.offline.draft import Draft
from assistant.offline.first_and_last import read_first_and_last
from assistant.offline.groups import GRAINS, add_group, grain_of
from assistant.offline.limits import asked_groups
from assistant.offline.per_person import count_sales
from assistant.offline.quantities import quantity_of
from assistant.offline.reading import NO_REPEATS, Link
from assistant.offline.rows import of_people, records_sales
from assistant.offline.vocabulary import JOINED
from assistant.offline.words import stem, tokens

_AFTER = frozenset({"after", "nach", "après", "después"})
_MORE = frozenset({"compare.more", "compare.less"})
_BESIDE = 3  # words behind a grain ("month of the appointment")
_CALENDAR = frozenset(
    stem(word) for word in ("date", "day", "time", "month", "year", "timestamp", "week", "at", "on")
)
_ASKED = frozenset({"which", "what", "by"})  # "which month" and "by month" ask for the months one by one


def add_time_axis(draft: Draft) -> None:
    """Add the time axis for trends, "when" and "per month", and count once-only buyers per person."""
    table = draft.vocabulary.table
    read_first_and_last(draft)
    bare = _bare_grain(draft) if not draft.by and not draft.has("grain") else frozenset()
    draft.cues |= bare
    timed = [item for item in draft.by if table.column(item["column"]) and item["column"] == table.time]
    if draft.has("grain", "trend", "when") and not timed and not _named_period_column(draft):
        if table.time is None:
            draft.missing.extend(() if _named_by_grain(draft) else ("dates",))
        elif not draft.has("grain") or bare or _adverb(draft):
            draft.by.append({"column": _dated_by(draft) or table.time, "grain": grain_of(draft)})
            if any(cue.concept.startswith(("grain.", "trend", "when")) for cue in draft.clause.cues):
                draft.explicit.add("by")
            draft.slots.setdefault("order", "natural")
            _count_what_changes(draft)
    elif timed and not draft.measures:
        _count_what_changes(draft)
        _count_side_by_side(draft)
    grouped = "repeats" in draft.slots and asked_groups(draft) is not None
    if grouped or ((draft.has("repeat") or "repeats" in draft.slots) and not draft.measures):
        _repeats(draft)


def _dated_by(draft: Draft) -> str | None:
    """Return the one date that a word beside the grain belongs to ("by month of the appointment")."""
    dates = [
        entry for entry in draft.vocabulary.columns if entry.column.role == "time" and JOINED not in entry.name
    ]
    own = {entry.name: set(entry.phrases[0].stems) for entry in dates}
    shared = set.intersection(*own.values()) if len(own) > 1 else set()
    words = draft.clause.words
    near = {
        words[at].stem
        for cue in draft.clause.cues
        if cue.concept.startswith("grain.")
        for at in range(max(0, cue.start - 1), min(len(words), cue.end + _BESIDE))
    }
    named = [name for name, stems in own.items() if (stems - shared - _CALENDAR) & near]
    return named[0] if len(named) == 1 else None


def _count_what_changes(draft: Draft) -> None:
    """Read "deals drop after May" as the number of deals over time, what came before May included."""
    if not draft.has("trend"):
        return
    after = any(draft.clause.words[link.start].norm in _AFTER for link in draft.links if link.kind == "period")
    if after and set(draft.slots.get("period", ())) == {"since"}:
        del draft.slots["period"]
        draft.explicit.discard("period")
    if not {"metric", "aggregate", "per"} & set(draft.slots):
        draft.slots["aggregate"] = "count"
        draft.explicit.add("aggregate")


def _count_side_by_side(draft: Draft) -> None:
    """Read "fewer members joined in 2018 than in 2017" as the number of members in each of these periods."""
    if {"metric", "aggregate", "per"} & set(draft.slots) or not (draft.cues & _MORE):
        return
    draft.slots["aggregate"] = "count"
    draft.explicit.add("aggregate")
    draft.cues -= _MORE


def _bare_grain(draft: Draft) -> frozenset[str]:
    """Return the grain that a word after "by" names with others between ("by sign-up quarter")."""
    if draft.vocabulary.table.time is None:
        return frozenset()
    if ranked := _ranked_grain(draft):
        return ranked
    start = min((link.end for link in draft.links if link.name in {"by", "per"}), default=None)
    if start is None:
        return frozenset()
    dated = {index for link in draft.clause.periods for index in link.span}  # "last year" is no "per year"
    after = [word.norm for at, word in enumerate(draft.clause.words) if at >= start and at not in dated]
    return frozenset(f"grain.{grain}" for grain in GRAINS if grain in after)


def _repeats(draft: Draft) -> None:
    """Read "bought only once" and "came back" as how many rows each person has, or each group asked for."""
    table = draft.vocabulary.table
    if "repeats" in draft.slots and (category := asked_groups(draft)) is not None:
        _rows_of_groups(draft, category)
        return
    if table.person is None or of_people(table):
        draft.missing.append(NO_REPEATS)
        return
    if draft.has("outcome.gain") and not records_sales(draft.vocabulary.table):
        draft.missing.append("purchases")
        return
    asked = "share" if draft.slots.get("aggregate") == "share" else "count"
    value = draft.slots.pop("repeats", None) or ("1" if draft.has("repeat.once") else ">=2")
    draft.slots.update(aggregate=asked, per=table.person, value=value)
    draft.slots.pop("metric", None)
    count_sales(draft)
    draft.explicit.add("per")


def _rows_of_groups(draft: Draft, asked: Link) -> None:
    """Read "which categories had more than 400 orders" as a condition on the number of rows of each group."""
    said = str(draft.slots.pop("repeats"))
    digits = said.lstrip("<>=")
    having: dict[str, Any] = {"op": said.removesuffix(digits), "value": float(digits)}
    if (
        "metric" in draft.slots
        and draft.has("outcome", "aggregate", "order")
        and draft.slots["aggregate"] != "count"
    ):
        having["of"] = "rows"  # "sources with at least 100 leads" that convert best
    else:
        draft.slots["aggregate"] = "count"
        draft.slots.pop("metric", None)
        draft.explicit.discard("metric")
    draft.slots["having"] = (having,)
    draft.explicit.add("having")
    add_group(draft, asked.name, draft.column(asked.name))


def _adverb(draft: Draft) -> bool:
    """Return whether "monthly" or "per month" asks for a time axis; before a measure it only qualifies it."""
    if _named_by_grain(draft):
        return False
    starts = {link.start for link in draft.measures}
    grains = [link for link in draft.links if link.kind == "cue" and link.name.startswith("grain.")]
    grains = [link for link in grains if not _as_unit(draft, link)]
    flows = draft.slots.get("aggregate") == "sum" and records_sales(draft.vocabulary.table)  # "monthly sales"
    return any(len(link.span) > 1 or link.end not in starts or flows for link in grains)


def _as_unit(draft: Draft, grain: Link) -> bool:
    """Return whether a grain only says what a length of time is told in ("the average length in days")."""
    words = draft.clause.words
    inside = grain.start > 0 and words[grain.start - 1].norm == "in" and words[grain.start].norm.endswith("s")
    return inside and any(quantity_of(draft.column(link.name)) == "duration" for link in draft.measures)


def _named_period_column(draft: Draft) -> bool:
    names = {str(item["column"]).rsplit(JOINED, 1)[-1].lower() for item in draft.by}
    return any(grain in name for grain in GRAINS for name in names)


def _named_by_grain(draft: Draft) -> bool:
    """Return whether what is measured is counted in that grain already (a monthly fee, "hours per month")."""
    metric = draft.slots.get("metric")
    if metric is None or draft.has("trend", "when"):
        return False
    grains = [link for link in draft.links if link.kind == "cue" and link.name.startswith("grain.")]
    words = {word.norm for word in tokens(draft.column(metric).name.replace("_", " "))}
    named = [link for link in grains if {link.name.removeprefix("grain."), f"{link.name[6:]}ly"} & words]
    asked = any(draft.clause.words[link.start].norm in _ASKED for link in grains)
    return bool(named) and not asked


def _ranked_grain(draft: Draft) -> frozenset[str]:
    """Return the grain right behind a superlative ("the busiest month")."""
    ranks = [link.end for link in draft.links if link.name in {"order.highest", "order.lowest"}]
    following = [draft.clause.words[end].norm for end in ranks if end < len(draft.clause.words)]
    return frozenset(f"grain.{word}" for word in following if word in GRAINS)
