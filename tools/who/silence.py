"""Buyers who have bought nothing for some time: how many, which part of all, and what they had brought."""

import pandas as pd

from tools.arguments import Period
from tools.disclosure import hidden_cells
from tools.errors import AnalysisError
from tools.results import Finding
from tools.tables.catalog import Column
from tools.who.part_of_buyers import Part
from tools.who.purchases import Buyers
from tools.who.scope import Scope
from tools.wording import number, plural


def silent_findings(scope: Scope, buyers: Buyers, amount: Column | None, since: Period) -> list[Finding]:
    """Return the buyers without a purchase since a day, the part of revenue that was theirs, and those who remain.

    `days` count back from the newest day of the data, that day included. Raises AnalysisError without dates.
    """
    if buyers.last is None or buyers.end is None:
        raise AnalysisError("These purchases have no dates, so nobody can be told to have stayed away since one.")
    day = _begin(since, buyers.end)
    quiet = (buyers.last < day).to_numpy()
    sizes = [int(quiet.sum()), int((~quiet).sum())]
    if hidden_cells(sizes, scope.context.min_group):
        return []
    told = (
        f"bought nothing from {day.date()} to {buyers.end.date()}, the last day of the data",
        f"bought on {day.date()} or later",
    )
    findings, noun = [], plural(scope.person)
    for inside, did in zip((quiet, ~quiet), told, strict=True):
        part = Part("last purchase", did, int(inside.sum()), buyers.count, "with a purchase")
        findings.append(part.share(scope, f"{number(part.size)} of {number(buyers.count)} {noun} {did}"))
        if buyers.spend is not None and amount is not None and buyers.spend.sum() > 0:
            spent, total = float(buyers.spend[inside].sum()), float(buyers.spend.sum())
            findings.append(part.brought(scope, amount, spent, total))
    return findings


def _begin(since: Period, end: pd.Timestamp) -> pd.Timestamp:
    """Return the first day on which nobody silent has bought."""
    if since.days is not None:
        return (end - pd.Timedelta(days=since.days - 1)).normalize()
    if since.since is None:
        raise AnalysisError("`silent` needs `since` or `days`.")
    return pd.Timestamp(since.since)
