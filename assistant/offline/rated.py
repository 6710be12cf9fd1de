"""Low and high ratings by name: "low-star reviews", "the negative ones", "bad scores" as limits on a rating."""

import re
from functools import cache

from assistant.offline.draft import Draft
from assistant.offline.phrases import any_of, phrases
from tools.tables.catalog import Column
from tools.tables.recommendation import recommends
from tools.why.cues import found

# From where on a rating is low or high, as a share of its reach: two of five stars, four of five.
_BAD, _GOOD = 0.25, 0.75
NO_STARS = "a star rating of each review"
_GRADES = 11  # different ratings that one person can give; more are averages of many


def read_ratings(draft: Draft) -> None:
    """Read names of low and high ratings as limits, where the rows are texts with a rating beside them.

    What names a value ("negative" among the moods) says itself which are meant.
    """
    columns = [entry.column for entry in draft.vocabulary.columns]
    rating = next((column for column in columns if _rates(column)), None)
    given = any(column.unit == "score" and column.distinct <= _GRADES for column in columns)
    if _starred().search(draft.clause.text) and not given:
        draft.missing.append(NO_STARS)
        return
    valued = draft.linked("value")
    said = [
        match
        for match in _said().finditer(draft.clause.text)
        if valued.isdisjoint(draft.clause.inside(*match.span()))
    ]
    if not said or not any(column.role == "text" for column in columns):
        return
    if rating is None:
        draft.missing.append(f"a rating that tells which are {said[0].group().lower()}")
        return
    low, high = float(rating.minimum or 0), float(rating.maximum or 0)
    for match in said:
        inside = draft.clause.inside(*match.span())
        if not inside or any(
            item["column"] == rating.name and draft.place(item) in inside for item in draft.where
        ):
            continue
        bound = low + (high - low) * (_BAD if match["low"] else _GOOD)
        draft.require({"column": rating.name, "op": "<=" if match["low"] else ">=", "value": bound}, inside[0])
        draft.explained |= set(inside)
        draft.cues -= {"comparator.negative"}
        draft.measures = [link for link in draft.measures if not set(link.span) & set(inside)]


@cache
def _said() -> re.Pattern[str]:
    known = {meaning: any_of(listed) for meaning, listed in phrases("ratings").items()}
    ways = rf"(?P<low>{known['low']})|(?P<high>{known['high']})"
    return re.compile(rf"\b(?:{ways})(?:[\s-]+{known['rated']})+", re.IGNORECASE)


@cache
def _starred() -> re.Pattern[str]:
    known = {meaning: any_of(listed) for meaning, listed in phrases("ratings").items()}
    return re.compile(rf"\b{known['number']}[\s-]+stars?\s+{known['starred']}\b", re.IGNORECASE)


def _rates(column: Column) -> bool:
    """Return whether a column is a rating in numbers; how likely somebody recommends has groups of its own."""
    numbered = column.storage == "number" and column.minimum is not None and column.maximum is not None
    return numbered and bool(found("rating", column.label)) and not recommends(column)
