"""Adjectives for how large, old, long or dear rows are ("bigger loans", "long calls"): halves of a measure."""

from collections.abc import Iterator

from assistant.offline.draft import Draft
from assistant.offline.entries import Sized
from assistant.offline.lexicon import lexicon
from assistant.offline.quantities import quantity_of
from assistant.offline.rows import whole_amounts
from assistant.offline.vocabulary import JOINED, Entry
from assistant.offline.words import phrase
from tools.tables.catalog import Column

_HALVES = 2
_MOST_BANDS = 12
_IMPLIED_OTHERWISE = frozenset({"money", "age", "duration"})  # units that comparing words imply by themselves
_SURE = 0.7  # trust in a phrase: descriptions and better


def read_sizes(draft: Draft) -> None:
    """Compare the halves of the measure that an adjective before a noun tells the rows apart by.

    "Do bigger loans default more often?" sets those above the median of the amount against those below.
    """
    if not (draft.has("compare") or draft.clause.words[0].norm in lexicon().whether) or draft.by:
        return
    limited = {str(item["column"]) for item in draft.where}
    _measure_compared(draft)
    for at, sized in _adjectives(draft):
        if (bands := _bands(draft, at, sized)) is not None:
            _by_bands(draft, at, bands)
            continue
        column = _measure(draft, at, sized)
        if column is not None and column.name in limited:
            continue  # "younger members (under 30)" says by a number how young
        if column is None:
            _name_missing(draft, at)
        elif draft.sized:  # "richer borrowers take bigger loans": the second one is measured
            draft.imply(at, column.name)
        else:
            _halve(draft, at, column)


def _measure_compared(draft: Draft) -> None:
    """Measure what a comparative before no noun compares ("fly further"), where nothing else is measured."""
    nouns = {at for at, _ in _adjectives(draft)}
    for at, word in enumerate(draft.clause.words):
        entry = next((sized for sized in lexicon().sized if word.norm in sized.said), None)
        said = any(link.start == at and link.name.startswith("compare.") for link in draft.links)
        # "wealthier than" is compared by what follows.
        said = said or any(link.start == at + 1 and link.name == "compare.more" for link in draft.links)
        if entry is None or at in nouns or not said or draft.measures or entry.unit in _IMPLIED_OTHERWISE:
            continue
        if (column := _measure(draft, at, entry, noun="")) is not None:
            draft.imply(at, column.name)
            draft.told.add(at)


def _halve(draft: Draft, at: int, column: Column) -> None:
    draft.by.append({"column": column.name, "bins": _HALVES})
    draft.explicit.add("by")
    draft.sized = True
    draft.cues |= {"compare.differ"}
    said = " ".join(word.text.lower() for word in draft.clause.words[at : at + 2])
    draft.notes.append(f"By “{said}” the halves of {column.label.lower()} are compared, cut at its median.")
    draft.measures = [link for link in draft.measures if not {at, at + 1} & set(link.span)]


def _by_bands(draft: Draft, at: int, column: Column) -> None:
    """Compare all groups of a column that holds sizes in bands: where large begins is not said."""
    if {"column": column.name} not in draft.by:
        draft.by.append({"column": column.name})
        said = " ".join(word.text.lower() for word in draft.clause.words[at : at + 2])
        draft.notes.append(f"By “{said}” the groups of {column.label.lower()} are compared.")
    draft.explicit.add("by")
    draft.sized = True
    draft.cues |= {"compare.differ"}
    draft.told.update({at, at + 1})


def _bands(draft: Draft, at: int, sized: Sized) -> Column | None:
    """Return the column of groups that is named for an adjective and the noun behind it ("company_size")."""
    noun = draft.clause.words[at + 1].stem
    found = [
        entry.column
        for entry in draft.vocabulary.columns
        if entry.column.role in {"ordinal", "segment"}
        and JOINED not in entry.name
        and 2 < entry.column.distinct <= _MOST_BANDS
        and _stems(entry) & sized.named
        and noun in _stems(entry)
    ]
    return found[0] if len(found) == 1 else None


def _name_missing(draft: Draft, at: int) -> None:
    """Say that nothing tells how large rows are, where they are compared by it."""
    if any(cue.start == at and cue.concept.startswith("compare.") for cue in draft.clause.cues):
        words = draft.clause.words
        draft.missing.append(f"what makes {words[at + 1].norm} {words[at].norm}")


def _adjectives(draft: Draft) -> Iterator[tuple[int, Sized]]:
    """Yield where an adjective of size stands right before a noun, and is no word of a value or a longer name."""
    taken = {
        at
        for link in draft.links
        for at in link.span
        if link.kind == "value"
        or (link.kind == "column" and len(link.span) > 1 and _in_label(draft, link.name, at))
    }
    nouns = draft.linked("entity", "table", "column") | {
        cue.start for cue in draft.clause.cues if cue.concept.startswith("entity.")
    }
    for at, word in enumerate(draft.clause.words[:-1]):
        following = draft.clause.words[at + 1]
        noun = at + 1 in nouns or (following.norm.endswith("s") and draft.clause.content(at + 1))
        if at not in taken and noun and following.number is None:
            yield from ((at, sized) for sized in lexicon().sized if word.norm in sized.said)


def _in_label(draft: Draft, name: str, at: int) -> bool:
    """Return whether a word stands in the label of a column, and not only near to what it means."""
    return draft.clause.words[at].stem in phrase(draft.column(name).label)


def _measure(draft: Draft, at: int, sized: Sized, noun: str | None = None) -> Column | None:
    """Return the column that an adjective is about: one named for it, one of its unit that shares the noun."""
    noun = draft.clause.words[at + 1].stem if noun is None else noun
    measured = {link.name for link in draft.measures if not {at, at + 1} & set(link.span)}
    own = [
        entry
        for entry in draft.vocabulary.columns
        if entry.column.role == "measure" and JOINED not in entry.name and entry.name not in measured
    ]
    named = [entry for entry in own if _stems(entry) & sized.named]
    counted = [entry for entry in own if sized.unit == "money" and noun in entry.phrases[0].stems]
    if named or counted:
        return (counted or named)[0].column  # "bigger families" have more `family_members`
    fitting = [entry for entry in own if quantity_of(entry.column) == sized.unit]
    sharing = [entry for entry in fitting if noun in _stems(entry)]
    if sharing or len(fitting) == 1:
        return (sharing or fitting)[0].column
    paid = [column for column in whole_amounts(draft.vocabulary.table) if column.name not in measured]
    return paid[0] if sized.unit == "money" and paid else None


def _stems(entry: Entry) -> frozenset[str]:
    return frozenset(part for item in entry.phrases for part in item.stems if item.trust >= _SURE)
