"""Whether two measures of the same rows rise together, which depends on no choice of bands."""

from tools.results import Finding
from tools.speech import said
from tools.statistics.ranks import rank_correlation
from tools.who.averages import Metric
from tools.who.scope import Scope
from tools.wording import number, sentence

_SIZES = ((0.5, "strongly"), (0.3, "moderately"), (0.1, "weakly"), (0.0, "very weakly"))
"""What correlations of at least that size are called (Cohen 1988, pp. 79-80)."""
_ROUNDED = 0.005  # what two decimals would round to nothing


def rising_together(scope: Scope, metric: Metric, other: Metric) -> list[Finding]:
    """Return the rank correlation of two measures over the rows that have both; none without spread."""
    columns = [metric.reference, other.reference]
    frame = scope.context.tables.frame(scope.table.name, columns, scope.where)[columns].dropna()
    one, two = (frame[name].to_numpy(dtype=float) for name in columns)
    found = rank_correlation(one, two)
    if found is None:
        return []
    value, ends = found
    low, high = (end + 0.0 for end in ends)
    labels = said(other.column.label), said(metric.column.label)
    if low <= 0 <= high:
        told = f"{labels[1]} neither rises nor falls clearly with {labels[0]}"
    else:
        size = next(word for least, word in _SIZES if abs(value) >= least)
        told = f"Higher {labels[0]} goes {size} with {'higher' if value > 0 else 'lower'} {labels[1]}"
    digits = 2 if min(map(abs, (value, low, high))) >= _ROUNDED else 3
    return [
        scope.finding(
            sentence(
                f"{told}: Spearman's rank correlation is {value:.{digits}f}, where 1 is perfect and 0 is none "
                f"(n = {number(len(frame))}; 95% interval {low:.{digits}f} to {high:.{digits}f})"
            ),
            label=f"rank correlation of {other.column.label} and {metric.column.label}",
            value=value,
            unit="number",
            n=len(frame),
            customers=scope.people,
            interval=(low, high),
            method="Spearman's rank correlation, interval of Bonett and Wright",
            formula=f"correlation of the ranks of {other.reference} and {metric.reference}",
        )
    ]
