"""Links the words of a question to one table's columns, values and names, keeping the best few ways to do so."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.offline.asked import CUE_WEIGHT, Clause, is_everyday
from assistant.offline.codes import codes
from assistant.offline.denied import answered, beside_others, denied
from assistant.offline.families import sums
from assistant.offline.given import ROW_NOUN, given
from assistant.offline.late import not_late
from assistant.offline.latest import latest_rows
from assistant.offline.letters import labelled, letters
from assistant.offline.lexicon import lexicon
from assistant.offline.mentions import mentions
from assistant.offline.named_outcomes import outcomes_by_name, own_values_first
from assistant.offline.naming import columns
from assistant.offline.none_at_all import none_links
from assistant.offline.quotients import quotients
from assistant.offline.reading import Kind, Link
from assistant.offline.releases import releases
from assistant.offline.rivals import without_calls, without_rows
from assistant.offline.rows_first import kinds_of_people, rows_first
from assistant.offline.singled import losses
from assistant.offline.sold import not_sold
from assistant.offline.sorts import one_thing, sorts
from assistant.offline.values import values
from assistant.offline.verbatim import named_outright, values_whole
from assistant.offline.vocabulary import JOINED_TRUST, Entry, Vocabulary

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_LINK_COST = 0.12
_SET_BESIDE, _QUALIFYING = 0.2, 0.4
_NUMBERED, _COUNTED = 0.3, 0.3
_SAID_OF, _SAID_BY = 0.15, 0.45  # a value and its column in one question, and right beside ("pay by card")
_TOGETHER = 0.03  # "product categories" are one column before they are two
_BEAM = 24
_GROUPING = frozenset({"by", "per"})
_STATISTICS = frozenset({"aggregate.mean", "aggregate.median", "aggregate.sum"})


@dataclass(frozen=True, slots=True)
class Linking:
    """Links that do not overlap, in order, and the weight of the words they explain."""

    links: tuple[Link, ...]
    score: float


Similar = Callable[[str, Vocabulary], Sequence[tuple[Entry, float]]]


def linkings(
    clause: Clause, vocabulary: Vocabulary, similar: Similar | None = None, keep: int = 4
) -> list[Linking]:
    """Return the best ways to link a clause to a table, best first.

    `similar` may name the entries closest in meaning to a stretch of words that nothing else explains.
    """
    candidates = [*given(clause, vocabulary), *columns(clause, vocabulary), *values(clause, vocabulary)]
    candidates += [
        *codes(clause, vocabulary),
        *letters(clause, vocabulary),
        *labelled(clause, vocabulary),
        *mentions(clause, vocabulary),
        *releases(clause, vocabulary),
        *denied(clause, vocabulary),
        *latest_rows(clause, vocabulary),
        *none_links(clause, vocabulary),
        *sorts(clause, vocabulary),
    ]
    candidates = own_values_first(values_whole(candidates), vocabulary)
    candidates = outcomes_by_name(clause, candidates, vocabulary)
    candidates = named_outright(clause, candidates, vocabulary)
    candidates += [*answered(clause, candidates, vocabulary), *beside_others(clause, candidates, vocabulary)]
    candidates = without_calls(clause, without_rows(clause, candidates, vocabulary), vocabulary)
    candidates = kinds_of_people(clause, rows_first(clause, candidates, vocabulary))
    candidates = one_thing(candidates, clause, vocabulary)
    candidates = not_late(clause, not_sold(clause, candidates, vocabulary), vocabulary)
    candidates += [*quotients(clause, vocabulary, candidates), *sums(clause, vocabulary, candidates)]
    candidates += losses(clause, vocabulary)
    best = _search(clause, candidates, keep)
    if similar is not None and best and (extra := _by_meaning(clause, best[0], vocabulary, similar)):
        best = _search(clause, [*candidates, *extra], keep)
    return best


def _by_meaning(clause: Clause, best: Linking, vocabulary: Vocabulary, similar: Similar) -> list[Link]:
    """Return links for stretches of unexplained words to what lies closest in meaning."""
    links: list[Link] = []
    for start, end in unexplained(clause, best.links):
        if any(link.kind == "tool" and link.start == end for link in best.links):
            continue  # "marketing channel" names something else than what marketing alone is near to
        if start and clause.language != "de" and all(word.text.istitle() for word in clause.words[start:end]):
            continue  # a name that no value holds is not a column that it is near to ("Iceland", `country`)
        text = " ".join(word.norm for word in clause.words[start:end])
        after_which = any(cue.concept == "which" and cue.end == start for cue in clause.cues)
        happens = any(link.name.startswith("outcome.") for link in best.links)
        for entry, score in similar(text, vocabulary):
            if (after_which or happens) and entry.column.role == "measure":
                continue  # which one of them asks for a category, and what happens is measured already
            kind: Kind = "value" if entry.value else "column"
            links.append(Link(kind, start, end, score, entry.name, entry.value))
    return links


def unexplained(clause: Clause, links: Sequence[Link]) -> list[tuple[int, int]]:
    """Return the stretches of neighbouring content words that no link covers."""
    covered = {index for link in links for index in link.span}
    stretches: list[tuple[int, int]] = []
    for index in range(len(clause.words)):
        if index in covered or not clause.content(index):
            continue
        if stretches and stretches[-1][1] == index:
            stretches[-1] = (stretches[-1][0], index + 1)
        else:
            stretches.append((index, index + 1))
    return stretches


def _search(clause: Clause, candidates: Sequence[Link], keep: int) -> list[Linking]:
    """Return the best sets of links that do not overlap, found left to right with a beam."""
    starting: dict[int, list[Link]] = {}
    for link in candidates:
        starting.setdefault(link.start, []).append(link)
    states: dict[int, list[Linking]] = {0: [Linking((), 0.0)]}
    for position in range(len(clause.words)):
        for state in _best(states.pop(position, []), _BEAM):
            states.setdefault(position + 1, []).append(state)
            for link in starting.get(position, ()):
                grown = Linking((*state.links, link), state.score + _gain(clause, link, state.links))
                states.setdefault(link.end, []).append(grown)
    return _best(states.get(len(clause.words), [Linking((), 0.0)]), keep)


def _gain(clause: Clause, link: Link, earlier: Sequence[Link]) -> float:
    floor = _floor(clause, link, earlier)
    gain = link.score * sum(max(clause.weights[index], floor) for index in link.span) - _LINK_COST
    if link.kind == "column":
        gain += _of_column(clause, link, earlier)
    if link.kind in {"value", "column"}:
        own = [other for other in earlier if other.kind != link.kind and other.name == link.name]
        gain += max((_SAID_BY if link.start - other.end <= 1 else _SAID_OF for other in own), default=0.0)
    if link.kind == "value" and any(other.kind == "value" and other.name == link.name for other in earlier):
        gain += _SET_BESIDE  # "owners more often than tenants": two values of one column explain each other
    if link.kind == "value" and _qualifies_rows(clause, link):
        gain += _QUALIFYING  # "yearly accounts" are billed by the year: no course over the years is asked for
    if link.kind == "column" and len(link.span) > 1:
        gain += _TOGETHER
    if link.name == "words.noun":
        gain /= 2  # "reasons" may be the name of a column
    if link.kind == "entity" and earlier and earlier[-1].name == "aggregate.count":
        gain += _COUNTED  # what is counted is what the rows are
    return gain


def _floor(clause: Clause, link: Link, earlier: Sequence[Link]) -> float:
    """Return how much a word of a link counts at least: filler that spells a whole name does carry a slot."""
    if link.kind == "entity" or (link.kind == "table" and len(link.span) > 1):
        return ROW_NOUN
    floor = 0.0
    if link.kind in {"column", "value"} and link.score >= JOINED_TRUST:
        floor = CUE_WEIGHT if len(link.span) == 1 else ROW_NOUN  # "category", "new"
    if link.kind in {"value", "period"} or is_everyday(link.name):
        floor = max(floor, CUE_WEIGHT)
    limits = earlier and earlier[-1].name.startswith(("comparator.", "among"))
    if link.kind == "number" and (limits or _joined(clause, link)):
        floor = CUE_WEIGHT  # "more than one", "one or two"
    return floor


def _of_column(clause: Clause, link: Link, earlier: Sequence[Link]) -> float:
    """Return what a column gains by what stands before it, or is said in its name."""
    before = earlier[-1] if earlier else None
    asking = [cue.start for cue in clause.cues if cue.concept == "words.ask"]
    rates = any(cue.concept == "aggregate.share" and cue.start in link.span for cue in clause.cues)
    gain = 0.0
    if len(link.span) > 1 and any(start in link.span for start in asking):
        gain += _SAID_OF  # "hear about" is what a header asks, not a call for quotes
    if before is not None and link.start in asking and before.name in {*_STATISTICS, "by"}:
        gain += (
            _SAID_OF  # the "average talk time" is a measure, and groups are told apart "by how they heard of us"
        )
    if before is not None and rates and before.name in _STATISTICS:
        gain += _SAID_OF  # and so is the "average interest rate"
    ordering = any(cue.concept.startswith("order.") and cue.start in link.span for cue in clause.cues)
    opening = earlier[-2] if len(earlier) > 1 and before is not None and before.kind == "column" else before
    groups = opening is not None and (opening.name in _GROUPING or (opening.name == "which" and ordering))
    if groups and link.score >= JOINED_TRUST:
        gain += _SET_BESIDE  # "per rank", "by sex and rank", "which rank" name a column, not an order
    if _of_year(clause, link):
        gain += _SET_BESIDE
    if before is not None and before.kind == "number" and before.end == link.start:
        gain += _NUMBERED  # "more than one passenger": what is counted is a column
    return gain


def _qualifies_rows(clause: Clause, link: Link) -> bool:
    """Return whether a value that is also a length of time stands right before a noun for the rows."""
    timed = any(cue.start == link.start and cue.concept.startswith("grain.") for cue in clause.cues)
    following = clause.words[link.end].stem if link.end < len(clause.words) else ""
    people = any(cue.start == link.end and cue.concept.startswith("entity.") for cue in clause.cues)
    return timed and (people or following in clause.nouns)


def _of_year(clause: Clause, link: Link) -> bool:
    """Return whether a header holds the year that a clause names ("kwh_2023")."""
    years = {clause.words[at].norm for period in clause.periods for at in period.span}
    return any(year in years for year in _YEAR.findall(link.name))


def _joined(clause: Clause, link: Link) -> bool:
    """Return whether another number follows a number word, joined to it, or that it is a limit."""
    joiners = lexicon().either | lexicon().joining | lexicon().through
    following = clause.words[link.end : link.end + 2]
    if " ".join(word.norm for word in following) in lexicon().behind:
        return True  # "one or more"
    return (
        len(following) > 1
        and following[0].norm in joiners
        and (following[1].number is not None or following[1].norm in lexicon().numbers)
    )


def _best(states: Sequence[Linking], count: int) -> list[Linking]:
    seen: dict[tuple[Link, ...], Linking] = {}
    for state in sorted(states, key=lambda item: -item.score):
        seen.setdefault(state.links, state)
        if len(seen) == count:
            break
    return list(seen.values())
