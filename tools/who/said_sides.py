"""What may be told of people who say something and do it: which cells are large enough, and the findings."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from tools.disclosure import too_few
from tools.phrases import notation
from tools.results import Finding, Unit
from tools.statistics.paired import Pairs
from tools.who.claimants import Claimants, Mask
from tools.who.claims import Claim, Deed
from tools.wording import number, plural, sentence


@dataclass(frozen=True)
class Sides:
    """What may be told: the people, the claim, the deed, their words, and which of the sums are safe."""

    joined: Claimants
    claim: Claim
    deed: Deed
    sayers: bool
    others: bool
    doers: bool

    @property
    def pairs(self) -> Pairs:
        """The four cells."""
        return self.joined.pairs

    @property
    def noun(self) -> str:
        """What the people are called."""
        return plural(self.joined.scope.person)

    @property
    def whom(self) -> str:
        """Those who say so, as a noun phrase."""
        return f"{self.noun} {self.claim.relative}"

    @property
    def _people(self) -> str:
        """Who was counted, joined how, and which rows count as having done it."""
        table, other = self.joined.scope.table, self.deed.scope.table
        by = "" if table.name == other.name else f", joined with {other.name} by {table.person}"
        where = notation((*self.deed.scope.where, *self.deed.where)) or "any row"
        return f"{number(self.pairs.n)} {self.noun} of {table.name}{by}; done: {where}"

    def finding(
        self,
        text: str,
        label: str,
        value: float,
        group: Mask | None = None,
        *,
        unit: Unit = "share",
        n: int | None = None,
        **details: Any,
    ) -> Finding:
        """Return a finding; its people are told where conditions on the table of answers select just them."""
        scope, size = self.joined.scope, self.pairs.n
        exact = self.joined.whole
        return scope.finding(
            sentence(text),
            label=label,
            value=value,
            unit=unit,
            n=size if n is None else n,
            customers=int(group.sum()) if group is not None and exact else None,
            base=size if exact else None,
            denominator=self._people,
            **details,
        )


def safe_sides(joined: Claimants, claim: Claim, deed: Deed) -> Sides | None:
    """Return which numbers may be told, None where not even who answers and who says so may.

    The people who say so and the others are rows of the table of four cells. A row with a cell of fewer people
    than the threshold is withheld as a whole, and with it how many did it in all, or the cell could be subtracted.
    """
    pairs, k = joined.pairs, joined.scope.context.min_group
    everybody, says = np.ones(pairs.n, dtype=bool), joined.says
    sums = (pairs.both + pairs.first, pairs.second + pairs.neither)
    if pairs.n < k or any(too_few(count, k) for count in sums) or not all(joined.admitted(everybody, says)):
        return None
    rows = [
        not any(too_few(count, k) for count in cells) and joined.admitted(group & joined.does)[0]
        for cells, group in (((pairs.both, pairs.first), says), ((pairs.second, pairs.neither), ~says))
    ]
    return Sides(joined, claim, deed, rows[0], rows[1], all(rows))
