"""Dates in an impossible order: delivered before ordered, won before the first contact."""

from tools.results import Finding
from tools.speech import said
from tools.tables.engine import Measure
from tools.who.outcome import share_phrase
from tools.who.quality import fact
from tools.who.scope import Scope
from tools.wording import counted, number, percent, sentence

_SEPARATOR = "::"


def before(scope: Scope, early: str, late: str) -> list[Finding]:
    """Return in how many rows `early` lies before `late`, of those with both dates."""
    measures = [Measure("before", "before", early, late), Measure("both", "both", early, late)]
    group = scope.total(measures)
    hits, both = (int(group[measure.name]) for measure in measures)
    one, two = said(scope.column(early).label), said(scope.column(late).label)
    noun = scope.noun()
    told = f"in {number(hits)} of {counted(scope.rows, scope.table.entity)}, {one} lies before {two}"
    findings = [
        fact(scope, told, f"{noun} with {one} before {two}", hits, "count", f"rows where {early} < {late}")
    ]
    if both:
        findings.append(_share(scope, hits, both, f"{one} before {two}", f"rows where {early} < {late}"))
    else:
        findings.append(fact(scope, f"no {scope.table.entity} has both dates", "rows with both dates", 0, "count"))
    return [*findings, *_found_elsewhere(scope, (early, late), both)]


def _share(scope: Scope, hits: int, both: int, words: str, formula: str) -> Finding:
    return scope.share(
        sentence(
            f"that is {percent(hits / both)} of the {scope.noun()} with both dates ({share_phrase(hits, both)})"
        ),
        hits,
        both,
        label=f"share with {words}",
        customers=None,
        formula=f"{formula} / rows with both",
    )


def _found_elsewhere(scope: Scope, references: tuple[str, str], both: int) -> list[Finding]:
    """Return for a date of another table which table it stands in."""
    names = [reference for reference in references if _SEPARATOR in reference]
    findings = []
    for reference in names:
        name = reference.rpartition(_SEPARATOR)[0]
        other = Scope.open(scope.context, name)
        label = said(scope.column(reference).label)
        rows = counted(scope.rows, scope.table.entity)
        told = f"the {label} stands in {name}; {number(both)} of {rows} have both dates"
        findings.append(fact(other, told, f"rows with {label}", both, "count", f"rows joined to {name} with both"))
    return findings
