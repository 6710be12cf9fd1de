"""What a clause's figure is made of, where it is no column but a sum of several or a quotient of two sums."""

from assistant.offline.compose import plain
from assistant.offline.draft import Draft
from assistant.offline.figures import together
from tools.tables.formula import Formula, Sum, parse
from tools.wording import listed

_OF_SUMS = frozenset({"mean", "sum", "share", "count", None})


def is_quotient(draft: Draft, name: str) -> bool:
    """Return whether a measure is the quotient of two sums."""
    formula = parse(name, draft.vocabulary.table)
    return formula is not None and formula.under is not None


def of_sums(draft: Draft) -> bool:
    """Read statistics of a quotient, but for those of single rows, as that of sums; return whether it is one."""
    if draft.slots.get("aggregate") not in _OF_SUMS or not is_quotient(draft, str(draft.slots.get("metric"))):
        return False
    draft.slots["aggregate"] = "mean"
    draft.explicit = draft.explicit - {"aggregate"} if draft.has("compare") else draft.explicit | {"aggregate"}
    return True


def taken_together(draft: Draft, name: str) -> bool:
    """Return whether a sum of columns is asked for as one total ("all channels together")."""
    formula = parse(name, draft.vocabulary.table)
    return formula is not None and formula.under is None and bool(together(draft.clause.words))


def told(draft: Draft) -> tuple[str, ...]:
    """Return in words what the figures of a clause are made of."""
    table = draft.vocabulary.table
    names = [draft.slots.get("metric"), *(str(item["column"]) for item in draft.where)]
    made = dict.fromkeys(found for name in names if name and (found := parse(str(name), table)))
    return tuple(_sentence(draft, formula) for formula in made)


def _sentence(draft: Draft, formula: Formula) -> str:
    top = _listed(draft, formula.top)
    if formula.under is None:
        return f"That is the sum of {top}, taken together row by row."
    under = _listed(draft, formula.under)
    return f"That is the sum of {top} divided by the sum of {under}, over all rows asked about."


def _listed(draft: Draft, parts: Sum) -> str:
    plus, minus = (
        [plain(draft.column(name).label).lower() for name in names] for names in (parts.plus, parts.minus)
    )
    return listed(plus) + (f" less {listed(minus)}" if minus else "")
