"""Which share of people, or of sales, has any row of a kind: rows are neither, so that each counts once."""

from tools.results import Finding, Report
from tools.tables.engine import Measure
from tools.who.entities import noun_of
from tools.who.outcome import Outcome, share_phrase
from tools.who.scope import Scope
from tools.wording import number, percent, plural, sentence


def reach_report(scope: Scope, per: str, outcome: Outcome | None, *, without: bool = False) -> Report:
    """Return the share of the values of `per` with a row of which the outcome holds, and the rows behind it.

    Without an outcome it is those with any row in the scope, among those of the whole table. `without` asks for
    those that have no such row, who then come first.
    """
    hits = scope.narrowed(outcome.condition) if outcome is not None else scope
    whole = scope if outcome is not None else scope.audience
    finding = reach_finding(hits, whole, per)
    if finding is None:
        return Report(missing=(sentence(f"no {noun_of(scope, per)} is recorded for {whole.words()}"),))
    rest = (_rest(hits, whole, per),) if without else ()
    return Report(findings=(*rest, finding, _rows(hits, whole)))


def _rest(hits: Scope, whole: Scope, per: str) -> Finding:
    """Return the share of the values of `per` in `whole` that have no row in `hits`."""
    all_of_them = _different(whole, per)
    none = all_of_them - _different(hits, per)
    noun = noun_of(hits, per)
    among = plural(noun) + (f" behind {whole.words()}" if whole.where else "")
    people = per == hits.table.person
    return hits.share(
        sentence(
            f"{percent(none / all_of_them)} of {among} have none of the {number(hits.rows)} "
            f"{hits.words()} ({share_phrase(none, all_of_them)})"
        ),
        none,
        all_of_them,
        label=f"share of {plural(noun)} without any",
        customers=none if people else hits.people,
        formula=f"1 - distinct {per} of these rows / distinct {per}",
        denominator=f"{number(all_of_them)} {among}",
        **({"base": all_of_them} if people else {}),
    )


def reach_finding(hits: Scope, whole: Scope, per: str) -> Finding | None:
    """Return the share of the values of `per` in `whole` that have a row in `hits`, None where there are none."""
    some, all_of_them = _different(hits, per), _different(whole, per)
    if not all_of_them:
        return None
    noun = noun_of(hits, per)
    among = plural(noun) + (f" behind {whole.words()}" if whole.where else "")
    people = per == hits.table.person
    return hits.share(
        sentence(
            f"{percent(some / all_of_them)} of {among} have at least one of the {number(hits.rows)} "
            f"{hits.words()} ({share_phrase(some, all_of_them)})"
        ),
        some,
        all_of_them,
        label=f"share of {plural(noun)}",
        customers=some if people else hits.people,
        formula=f"distinct {per} of these rows / distinct {per}",
        denominator=f"{number(all_of_them)} {among}",
        **({"base": all_of_them} if people else {}),
    )


def _different(scope: Scope, per: str) -> int:
    return int(scope.total([Measure("each", "distinct", per)])["each"])


def _rows(hits: Scope, whole: Scope) -> Finding:
    """Return how many of the rows these are, which is another share than that of people or sales."""
    return hits.share(
        sentence(
            f"these rows are {percent(hits.rows / whole.rows)} of all {number(whole.rows)} {whole.words()} "
            f"({share_phrase(hits.rows, whole.rows)})"
        ),
        hits.rows,
        whole.rows,
        label=f"share of {hits.noun()}",
        customers=hits.people,
        formula="rows that satisfy the condition / all rows",
        denominator=f"all {number(whole.rows)} {whole.words()}",
    )
