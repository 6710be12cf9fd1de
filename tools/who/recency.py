"""Segments by recency, frequency and value (RFM): who is best, who goes silent, who came once."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from tools.disclosure import hidden_cells
from tools.results import Chart, Finding
from tools.statistics.proportions import wilson
from tools.tables.catalog import Column
from tools.who.purchases import Buyers
from tools.who.scope import Scope
from tools.wording import money, number, percent, plural, sentence, span

_TOP = 0.8
_LONGEST = pd.Timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Segment:
    """One segment: its name, its rule in words, and which buyers are in it."""

    name: str
    rule: str
    inside: NDArray[np.bool_]


def segments(buyers: Buyers) -> tuple[Segment, ...]:
    """Return six segments that exclude one another and hold everybody, best first.

    Recent means a last purchase in the last third of the observed time, a year at most; high means among the
    fifth who spent most, or who bought most often where no money is known.
    """
    if buyers.last is None or buyers.first is None or buyers.end is None or buyers.count == 0:
        return ()
    middle = buyers.end - min((buyers.end - buyers.first.min()) / 3, _LONGEST)
    middle = middle.normalize()
    recent = (buyers.last >= middle).to_numpy()
    size = buyers.spend if buyers.spend is not None else buyers.histories.repeats
    high = size >= np.quantile(size, _TOP)
    again = buyers.histories.repeats > 0
    what = "spent" if buyers.spend is not None else "bought"
    since = f"bought again, last on {middle.date()} or later"
    before = f"bought again, last before {middle.date()}"
    return (
        Segment("best", f"{since}, in the fifth who {what} most", again & recent & high),
        Segment("valuable but silent", f"{before}, in the fifth who {what} most", again & ~recent & high),
        Segment("loyal", since, again & recent & ~high),
        Segment("fading", before, again & ~recent & ~high),
        Segment("new", f"bought once, on {middle.date()} or later", ~again & recent),
        Segment("bought once, long ago", f"bought once, before {middle.date()}", ~again & ~recent),
    )


def recency_findings(scope: Scope, buyers: Buyers, amount: Column | None) -> tuple[list[Finding], int]:
    """Return each segment large enough to tell of, best first, and the number of those withheld."""
    found = segments(buyers)
    sizes = [int(segment.inside.sum()) for segment in found]
    hidden = hidden_cells(sizes, scope.context.min_group)
    shown = [s for place, s in enumerate(found) if place not in hidden and sizes[place]]
    return [_segment(scope, buyers, segment, amount) for segment in shown], len(hidden)


def _segment(scope: Scope, buyers: Buyers, segment: Segment, amount: Column | None) -> Finding:
    a, n = int(segment.inside.sum()), buyers.count
    interval = wilson(a, n)
    noun = plural(scope.person)
    brings = ""
    if buyers.spend is not None and amount is not None and buyers.spend.sum() > 0:
        theirs = float(buyers.spend[segment.inside].sum())
        brings = (
            f"; they bring {percent(theirs / float(buyers.spend.sum()))} of {amount.label.lower()}, "
            f"{money(round(theirs / a, 2), amount.currency)} each"
        )
    return scope.share(
        sentence(
            f'{noun} in the segment "{segment.name}" ({segment.rule}) are {percent(a / n)} of {noun} ({number(a)} '
            f"of {number(n)}; {span(interval, 'share')}){brings}"
        ),
        a,
        n,
        label=f"share of the segment {segment.name}",
        customers=a,
        base=n,
        named={"segment": segment.name},
        method="Wilson interval; segments by last purchase, repeat purchases and spend",
        formula=f"{noun} who {segment.rule} / {noun}",
    )


def recency_chart(scope: Scope, buyers: Buyers) -> Chart | None:
    """Return the size of each segment, None where one of them is too small to be shown."""
    found = segments(buyers)
    sizes = [int(segment.inside.sum()) for segment in found]
    if not found or hidden_cells(sizes, scope.context.min_group):
        return None
    rows = tuple(
        {"label": segment.name, "value": size / buyers.count, "n": size}
        for segment, size in zip(found, sizes, strict=True)
    )
    title = f"{plural(scope.person).capitalize()} by recency, frequency and value"
    best = percent(rows[0]["value"])  # type: ignore[arg-type]
    return Chart(title=title, kind="bar", rows=rows, alt=f"Bars: {title}; {best} are best.", unit="share")
