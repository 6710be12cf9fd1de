"""Limits on a column whose values are bands of numbers: "35 or older" of `18-34`, `35-59`, `60+`."""

from collections.abc import Sequence

from assistant.offline.bands import Limit, bands, parted, unit_of
from assistant.offline.compared import TIMES, behind_people, counted_noun
from assistant.offline.draft import Draft
from assistant.offline.headers import content
from assistant.offline.lexicon import lexicon
from assistant.offline.reading import Link
from assistant.offline.releases import in_turn, tells_release
from assistant.offline.vocabulary import Entry

_WAYS = frozenset({"ge", "gt", "le", "lt"})
_NEAR = 3  # links between a number and the column that it limits
_YOUNGEST, _OLDEST = 12, 110  # years that are taken for an age when nothing says what is compared
_AGED = frozenset({"age", "old", "alter", "alt", "âge", "edad", "età", "leeftijd"})


def widened(draft: Draft, link: Link) -> list[str]:
    """Return the values from a named one upwards or downwards ("grade 7 or above", "at least satisfied")."""
    column = draft.column(link.name)
    order = in_turn(column) or list(column.order) or [band.value for band in bands(column)]
    words = [word.norm for word in draft.clause.words]
    behind = lexicon().behind.get(" ".join(words[link.end : link.end + 2]))
    cue = draft.before(link)
    apart = 0 if tells_release(column) else 1  # "lower than on 3.9" compares releases and limits none
    before = cue.name.removeprefix("comparator.") if cue is not None and cue.end >= link.start - apart else ""
    whence = cue is not None and words[cue.start] in lexicon().whence  # "from the small ones" limits nothing
    way = behind or (before if before in _WAYS and not whence else "")
    if link.value not in order or not way:
        return []
    at = order.index(link.value)
    return {"ge": order[at:], "gt": order[at + 1 :], "le": order[: at + 1], "lt": order[:at]}[way]


def limit_named(draft: Draft, position: int, limits: Sequence[Limit]) -> bool:
    """Read limits as bands of a column that is named beside the number, no measure nearer; return whether."""
    named = [
        (abs(at - position), link.name)
        for at, link in enumerate(draft.links)
        if link.kind == "column" and abs(at - position) <= _NEAR
    ]
    nearest = min(named, default=(0, ""))[1]
    entry = next((item for item in draft.vocabulary.columns if item.name == nearest), None)
    return entry is not None and limited(draft, position, entry, limits)


def limit_implied(draft: Draft, position: int, limits: Sequence[Limit]) -> bool:
    """Read limits as bands of a column that only the unit of time, or an age, implies; return whether."""
    entry = _implied(draft, position)
    return entry is not None and limited(draft, position, entry, limits)


def _implied(draft: Draft, position: int) -> Entry | None:
    known = [entry for entry in draft.vocabulary.columns if bands(entry.column)]
    link = draft.links[position]
    after = [word.norm for word in draft.clause.words[link.end : link.end + _NEAR]]
    unit = next((TIMES[word] for word in after if word in TIMES), "")
    if unit and unit != "year":
        return next((entry for entry in known if unit_of(entry.column) == unit), None)
    said = draft.norms & lexicon().aged or behind_people(draft, position)
    if not _YOUNGEST <= (link.number or 0) < _OLDEST or (counted_noun(draft, position) is not None and not said):
        return None
    return next((entry for entry in known if set(content(entry.column.label)) & _AGED), None)


def limited(draft: Draft, position: int, entry: Entry, limits: Sequence[Limit]) -> bool:
    """Require the bands that lie within limits; a limit that cuts a band in two is named as missing."""
    known = bands(entry.column)
    if not known:
        return False
    inside, cut = parted(known, limits)
    draft.used |= {at for at, link in enumerate(draft.links) if link.kind == "column" and link.name == entry.name}
    if cut or not inside:
        held = ", ".join(band.value for band in known)
        draft.missing.append(f"{entry.column.label} to the number, only in bands ({held})")
        return True
    draft.require({"column": entry.name, "op": "in", "value": inside}, draft.links[position].start)
    return True
