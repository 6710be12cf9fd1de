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
    rest = reach_finding(hits, whole, per, without=True) if without else None
    told = (rest, finding, _rows(hits, whole))
    return Report(findings=tuple(one for one in told if one is not None))


def reach_finding(hits: Scope, whole: Scope, per: str, *, without: bool = False) -> Finding | None:
    """Return the share of the values of `per` in `whole` that have a row in `hits`, or have none there.

    None where no value is recorded.
    """
    all_of_them = _different(whole, per)
    if not all_of_them:
        return None
    some = _different(hits, per)
    count = all_of_them - some if without else some
    noun = noun_of(hits, per)
    among = plural(noun) + (f" behind {whole.words()}" if whole.where else "")
    people = per == hits.table.person
    return hits.share(
        sentence(
            f"{percent(count / all_of_them)} of {among} have {'none' if without else 'at least one'} of the "
            f"{number(hits.rows)} {hits.words()} ({share_phrase(count, all_of_them)})"
        ),
        count,
        all_of_them,
        label=f"share of {plural(noun)}{' without any' if without else ''}",
        customers=count if people else hits.people,
        formula=f"{'1 - ' if without else ''}distinct {per} of these rows / distinct {per}",
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
