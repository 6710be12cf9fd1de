"""The share of rows that satisfy conditions among those of which the columns are known at all."""

from dataclasses import replace

from tools.arguments import Condition
from tools.results import Finding
from tools.speech import said
from tools.who.outcome import share_phrase
from tools.who.scope import Scope
from tools.wording import listed, percent, sentence

_FEW = 0.01  # of the rows: so few unknown ones change no share


def share_of_known(scope: Scope) -> Finding | None:
    """Return the share among the rows with known values; None where hardly any is unknown.

    How many cells of a file are empty is no secret. Where further conditions narrow the rows, the finding is about
    those with known values, so that it is withheld where these, or those without, are too few.
    """
    among = _with_known(scope)
    if among is None:
        return None
    everyone = replace(scope, where=tuple(item for item in scope.where if item.column not in _columns(scope)))
    if not among.rows or everyone.rows - among.rows <= _FEW * everyone.rows:
        return None
    labels = listed([said(scope.column(column).label) for column in _columns(scope)])
    whom = f"{everyone.words()} with a known {labels}"
    about = among if everyone.where else scope
    return about.share(
        sentence(
            f"{percent(scope.rows / among.rows)} of the {whom} are {scope.words()} "
            f"({share_phrase(scope.rows, among.rows)})"
        ),
        scope.rows,
        among.rows,
        label=f"share of those with a known {labels}",
        customers=about.people,
        formula="rows that satisfy the filter / rows with known values of its columns",
        denominator=whom,
    )


def _columns(scope: Scope) -> tuple[str, ...]:
    """Return the columns of the conditions that some rows have no value of."""
    limited = [item.column for item in scope.where if item.op not in ("missing", "present")]
    found = [name for name in dict.fromkeys(limited) if scope.column(name).missing or scope.column(name).sentinels]
    return tuple(name for name in found if scope.column(name).role != "multi_select")


def _with_known(scope: Scope) -> Scope | None:
    columns = _columns(scope)
    if not columns or any(item.op in ("missing", "present") for item in scope.where):
        return None
    rest = tuple(item for item in scope.where if item.column not in columns)
    return replace(scope, where=(*rest, *(Condition(column=name, op="present") for name in columns)))
