"""Several values of one column in a clause: any of them, each for itself, or people of the one and the other."""

from typing import Any

from assistant.offline.draft import Draft
from assistant.offline.lexicon import lexicon
from assistant.offline.rows import of_people
from assistant.offline.sides import pair

_MOST = 30  # groups that are told one by one
_TOGETHER = frozenset({"together", "combined", "zusammen", "ensemble", "juntos", "juntas"})


def _each_for_itself(draft: Draft) -> bool:
    """Return whether several values are asked for one by one ("the average of A, and of B"), not together."""
    joined = draft.norms & (lexicon().or_else | _TOGETHER)
    return draft.slots.get("aggregate") in {"mean", "median", "share", "sum"} and not joined


def both_of(draft: Draft) -> None:
    """Read "bought both puzzles and dolls" as the people of one segment who are in the other as well."""
    table = draft.vocabulary.table
    pairs = pair(draft.where) if draft.norms & lexicon().both else None
    if (
        pairs is None
        or draft.column(str(pairs[0]["column"])).separator is not None
        or table.person is None
        or of_people(table)
        or "metric" in draft.slots
    ):
        return
    first, second = pairs
    rest = [item for item in draft.where if item not in (first, second)]
    draft.where = [first, *rest]
    draft.slots["contrast"] = (second, *rest)
    draft.slots.pop("aggregate", None)
    draft.explicit = (draft.explicit - {"aggregate"}) | {"contrast", "where"}


def which_of(draft: Draft) -> None:
    """Read "is it the friend or the poster that brings them?" as the groups of a column beside one another."""
    words = draft.clause.words
    opens = bool(words) and words[0].norm in lexicon().whether
    if not opens or draft.by or draft.has("aggregate") or not draft.norms & lexicon().or_else:
        return
    named = [str(item["column"]) for item in draft.where if item["op"] == "="]
    column = next((name for name in named if named.count(name) > 1), None)
    if (
        column is None
        or draft.column(column).distinct > _MOST
        or ("metric" in draft.slots and draft.has("compare"))
    ):
        return
    draft.where = [item for item in draft.where if item["column"] != column]
    draft.by.append({"column": column})
    draft.slots.setdefault("order", "highest")
    draft.explicit |= {"by", "order"}
    draft.cues -= {"compare.more", "compare.less"}
    if "metric" not in draft.slots:
        draft.slots["aggregate"] = "count"
        draft.explicit.add("aggregate")


def one_of(draft: Draft) -> None:
    """Read several values of one column as any of them: a row cannot have two."""
    grouped: dict[str, list[Any]] = {}
    for condition in draft.where:
        if condition["op"] == "=":
            grouped.setdefault(condition["column"], []).append(condition["value"])
    for column, values in grouped.items():
        if len(values) > 1 and _each_for_itself(draft) and not draft.by and not draft.slots.get("others"):
            draft.by.append({"column": column})
            draft.explicit.add("by")
        if len(values) > 1 and draft.column(column).separator is None:
            kept = [item for item in draft.where if not (item["column"] == column and item["op"] == "=")]
            draft.where = [*kept, {"column": column, "op": "in", "value": list(dict.fromkeys(values))}]
