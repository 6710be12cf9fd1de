"""What a mean hides: the values at which the answers pile up, the two humps of a measure, each with its share."""

from tools.arguments import Condition
from tools.results import Finding
from tools.speech import said
from tools.tables.engine import Measure
from tools.who.averages import Metric
from tools.who.outcome import share_phrase
from tools.who.scope import Scope
from tools.who.shape_words import ShapeWords
from tools.wording import number, percent, sentence

_FEW = 12  # different numbers that are told one by one
_FEWEST = 3  # different numbers, or there is nothing between two peaks
_SHARE = 0.05  # of the rows, the least that makes a peak
_VALLEY = 0.8  # of the lower peak, the most that lies between two


def peak_findings(scope: Scope, metric: Metric) -> list[Finding]:
    """Return the share at each peak of few values, or in each of two humps; nothing where there is one peak.

    A scale tells its commonest answer even where that is the only peak: few give what the mean says.
    """
    if metric.column.distinct > _FEW:
        return ShapeWords(scope, metric).humps()
    counts = _counts(scope, metric)
    told = _peaks([hits for _, hits in counts])
    if len(told) < 2 and metric.column.unit != "score":
        return []
    n = sum(hits for _, hits in counts)
    return [_finding(scope, metric, *counts[at], n) for at in told]


def _counts(scope: Scope, metric: Metric) -> list[tuple[float, int]]:
    """Return the different numbers that a column holds, placeholders left out, with their rows in the scope."""
    held = {key: value for value, _ in metric.column.usable_values if (key := _number(value)) is not None}
    known = sorted(held.items())
    if len(known) < _FEWEST:
        return []
    whole = scope.total([Measure(value, "true", metric.reference, value) for _, value in known])
    return [(key, int(whole[value])) for key, value in known]


def _number(value: str) -> float | None:
    try:
        return float(value)
    except ValueError:
        return None


def _peaks(hits: list[int]) -> list[int]:
    """Return the places of peaks, the highest first: a valley sets each apart from every higher one."""
    found: list[int] = []
    for at in sorted(range(len(hits)), key=lambda place: -hits[place]):
        valleys = [min(hits[min(at, other) : max(at, other) + 1]) for other in found]
        if hits[at] >= _SHARE * sum(hits) and all(valley <= _VALLEY * hits[at] for valley in valleys):
            found.append(at)
    return found


def _finding(scope: Scope, metric: Metric, value: float, hits: int, n: int) -> Finding:
    condition = Condition(column=metric.reference, op="=", value=value)
    return scope.share(
        sentence(
            f"{said(metric.label)} is {number(value)} for {percent(hits / n)} of {scope.words()} "
            f"({share_phrase(hits, n)})"
        ),
        hits,
        n,
        label=f"share with a {metric.label} of {number(value)}",
        customers=scope.narrowed(condition).people,
        formula=f"rows where {metric.reference} is {number(value)} / rows with a value",
        extra=(condition,),
    )
