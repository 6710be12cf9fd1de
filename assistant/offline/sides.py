"""Who is set against whom: several values of one column on either side of "than", "against", "compared with"."""

import re
from collections.abc import Mapping, Sequence, Set
from itertools import pairwise
from typing import Any

from assistant.offline.draft import Draft
from assistant.offline.lexicon import lexicon
from assistant.offline.phrases import any_of, phrases

Conditions = list[dict[str, Any]]
_REST = re.compile(
    r"\b(?:and|und|et|y) (?:(?:of|for|in|among|amongst|von|für|bei|chez|pour) )?"
    r"(?:(?:those|the ones|the others|people|customers|denen|ceux|celles|los)\b ?(?:who )?)?"
    r"(?:without(?: (?:it|them|one|any))?|with none|(?:do|does|did|have|has) not|(?:don|doesn|didn|haven)'t|"
    r"ohne|sans|sin|the rest|the others|everybody else|everyone else|the other (?:customers|members|people))$"
)
_EQUAL = frozenset({"=", "in"})


def two_sides(draft: Draft) -> tuple[Conditions, Conditions] | None:
    """Return the conditions of two groups that are set against each other, None when there are no two.

    What is said before the word that compares is one group, what is said after it the other. Without such a word
    two values, or two ranges, are the groups; of three values none is more the other side than the next.
    """
    for column in dict.fromkeys(str(item["column"]) for item in draft.where):
        told = [item for item in draft.where if item["column"] == column]
        if (split := _split(draft, told)) is not None:
            return split
        if len(told) == 2 and _apart(told[0], told[1]):
            return [told[0]], [told[1]]
    return None


def names_the_rest(draft: Draft) -> bool:
    """Return whether a clause asks for those who are not meant as well ("with fines, and of those without")."""
    return bool(draft.where) and "metric" in draft.slots and _REST.search(draft.said) is not None


def of_several(draft: Draft) -> str | None:
    """Return the column of which three values and more are compared with one another, None when none is."""
    named = [str(item["column"]) for item in draft.where if item["op"] == "="]
    return next((name for name in named if named.count(name) > 2), None)


def pair(where: Sequence[Mapping[str, Any]]) -> tuple[dict[str, Any], dict[str, Any]] | None:
    """Return the first two conditions on one column that exclude each other."""
    for index, first in enumerate(where):
        for second in where[index + 1 :]:
            if _apart(first, second):
                return dict(first), dict(second)
    return None


def _split(draft: Draft, told: Sequence[dict[str, Any]]) -> tuple[Conditions, Conditions] | None:
    """Return the conditions before and after a word that compares, those of one side joined."""
    placed = [(at, item) for item in told if (at := draft.place(item)) is not None]
    for word in _comparing(draft):
        before = [item for at, item in placed if at < word]
        after = [item for at, item in placed if at > word]
        if before and after and len(placed) == len(told):
            return _any_of(before), _any_of(after)
    return None


def _comparing(draft: Draft) -> list[int]:
    """Return where words stand that have a group on either side; "more than 3" only limits a number."""
    limits = {
        at
        for link, following in pairwise(draft.links)
        if link.name.startswith("comparator.") and following.kind == "number"
        for at in link.span
    }
    versus = {link.start for link in draft.links if link.name == "compare.versus"}
    than = {at for at, word in enumerate(draft.clause.words) if word.norm in lexicon().than}
    return sorted((versus | than) - limits)


def _any_of(conditions: Conditions) -> Conditions:
    """Return conditions on one column with their values joined: a row has one of them."""
    equal = [item for item in conditions if item["op"] in _EQUAL]
    if len(equal) < 2:
        return conditions
    values = [str(value) for item in equal for value in _values(item)]
    joined = {"column": equal[0]["column"], "op": "in", "value": list(dict.fromkeys(values))}
    return [joined, *(item for item in conditions if item not in equal)]


def _values(condition: Mapping[str, Any]) -> list[Any]:
    value = condition["value"]
    return list(value) if isinstance(value, list | tuple) else [value]


def _apart(first: Mapping[str, Any], second: Mapping[str, Any]) -> bool:
    """Return whether no row meets two conditions on one column: other values, below and above, outside a range."""
    if first["column"] != second["column"]:
        return False
    ops = {str(first["op"]), str(second["op"])}
    if ops <= _EQUAL:
        return not {str(value) for value in _values(first)} & {str(value) for value in _values(second)}
    listed = next((item for item in (first, second) if item["op"] in _EQUAL), None)
    if listed is not None:
        other = second if listed is first else first
        return not any(_holds(other, value) for value in _values(listed))
    low, high = (first, second) if str(first["op"]).startswith("<") else (second, first)
    bounded = str(low["op"]).startswith("<") and str(high["op"]).startswith(">")
    return bounded and float(low["value"]) <= float(high["value"])


def _holds(limit: Mapping[str, Any], value: Any) -> bool:
    """Return whether a number passes a limit; what is no number, or no limit, is taken to."""
    try:
        number, bound = float(value), float(limit["value"])
    except (TypeError, ValueError):
        return True
    tests = {"<": number < bound, "<=": number <= bound, ">": number > bound, ">=": number >= bound}
    return tests.get(str(limit["op"]), True)


def complementary(draft: Draft, first: Sequence[Mapping[str, Any]], second: Sequence[Mapping[str, Any]]) -> bool:
    """Return whether two sides are listed values of one column that together are all that it holds."""
    told = [*first, *second]
    names = {str(item["column"]) for item in told}
    if len(names) != 1 or any(item["op"] not in _EQUAL for item in told):
        return False
    column = draft.column(names.pop())
    held = {value for value, _ in column.values if value}
    return bool(held) and held <= {str(value) for item in told for value in _values(item)}


def look_inside(draft: Draft, compared: Set[Any]) -> None:
    """Read groups beside two sides that are compared as what they are looked into by ("within each contract")."""
    inside = [item for item in draft.by if item["column"] not in compared and "grain" not in item]
    if len(inside) == 1 and len(draft.by) == 1:
        draft.slots["strata"] = draft.by.pop()
        draft.explicit = (draft.explicit - {"by"}) | {"strata"}


def hold_equal(draft: Draft) -> None:
    """Read what a difference is put down to, or is to be seen apart from, as what it is looked into by.

    "Worse because of the students" looks inside the column that tells students apart, not at students alone.
    """
    if not {"others", "contrast"} & draft.slots.keys() or "strata" in draft.slots:
        return
    behind, apart = _place(draft, "because"), _place(draft, "apart")
    compared = {str(item["column"]) for item in draft.where if (draft.place(item) or 0) < (behind or apart or 0)}
    if not compared or (behind is None and apart is None):
        return
    own = {*compared, draft.slots.get("metric")}
    named = {
        link.name
        for link in draft.links
        if link.kind in {"value", "column"} and link.name not in own and (behind is None or link.start >= behind)
    }
    if len(named) != 1:
        return
    name = named.pop()
    draft.slots["strata"] = {"column": name}
    draft.explicit.add("strata")
    draft.where = [item for item in draft.where if item["column"] != name]
    if "contrast" in draft.slots:
        draft.slots["contrast"] = tuple(item for item in draft.slots["contrast"] if item["column"] != name)


def _place(draft: Draft, meaning: str) -> int | None:
    """Return behind which word a phrase of what a difference is put down to stands, None where none does."""
    found = re.search(rf"\b{any_of(phrases('put_down')[meaning])}\b", draft.said)
    if found is None:
        return None
    end = len(draft.said[: found.end()].split())
    draft.told.update(range(end - len(found[0].split()), end))
    return end
