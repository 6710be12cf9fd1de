"""Numbers that are values: "60 minute lessons", "3 stars", "year 2"."""

from assistant.offline.draft import Draft
from assistant.offline.lexicon import lexicon
from assistant.offline.quantities import quantity_of
from assistant.offline.reading import Link
from tools.tables.catalog import Column

_FEW_NUMBERS = 30


def read_equal(draft: Draft) -> None:
    """Read a number beside a numeric column, or with its unit, as the value meant ("60 minute lessons")."""
    for position, link in enumerate(draft.links):
        if link.kind != "number" or position in draft.used:
            continue
        beside = [at for at in (_next(draft, position, 1), _next(draft, position, -1)) if at is not None]
        linked = [
            at for at in beside if draft.links[at].kind == "column" and _adjoin(draft, link, draft.links[at])
        ]
        names = [draft.links[at].name for at in linked] + [
            name for name in (_unit_column(draft, position),) if name
        ]
        for name in names:
            if _holds(draft.column(name), link.number):
                draft.used.add(position)
                draft.explained |= {
                    at for other in linked for at in _noun_of_code(draft, link, draft.links[other])
                }
                draft.used |= {at for at in linked if draft.links[at].name == name}
                draft.require({"column": name, "op": "=", "value": link.number}, link.start)
                break


def _next(draft: Draft, position: int, step: int) -> int | None:
    """Return the place of the link before or after another; a word that a tool is called by is passed over."""
    at = position + step
    while 0 <= at < len(draft.links) and draft.links[at].kind == "tool":
        at += step
    return at if 0 <= at < len(draft.links) else None


def _adjoin(draft: Draft, link: Link, other: Link) -> bool:
    """Return whether nothing but filler and a unit stands between a number and a column."""
    first, last = (link, other) if link.start < other.start else (other, link)
    between = range(first.end, last.start)
    return bool(_noun_of_code(draft, link, other)) or all(
        not draft.clause.content(at) or draft.clause.words[at].norm in lexicon().measured_in for at in between
    )


def _noun_of_code(draft: Draft, link: Link, other: Link) -> range:
    """Return where one noun stands between a column and a code of its ("registered via channel 4")."""
    between = range(other.end, link.start)
    return between if len(between) == 1 and draft.clause.content(between[0]) else range(0)


def _holds(column: Column, number: float | None) -> bool:
    """Return whether a number is one of the few different numbers that a column holds."""
    if column.storage != "number" or number is None or column.distinct > _FEW_NUMBERS:
        return False
    return number in {_plain(value) for value, _ in column.values}


def _plain(value: str) -> float | None:
    """Return a value as a number, None when it is none."""
    try:
        return float(value)
    except ValueError:
        return None


def _unit_column(draft: Draft, position: int) -> str | None:
    """Return the column measured in the unit that stands behind a number."""
    after = draft.clause.words[draft.links[position].end :][:1]
    unit = lexicon().measured_in.get(after[0].norm) if after else None
    return next(
        (entry.name for entry in draft.vocabulary.columns if unit and unit == quantity_of(entry.column)),
        None,
    )
