"""The sentences about what people say and do: shares of the same people, four cells, by level, by amount."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from tools.disclosure import hidden_cells, too_few
from tools.results import Chart, Finding, Report, Unit
from tools.speech import figure, said
from tools.statistics.contingency import independence
from tools.statistics.paired import Pairs, mcnemar, newcombe_paired
from tools.statistics.proportions import newcombe
from tools.statistics.ranks import mann_whitney
from tools.statistics.tendency import cochran_armitage
from tools.who.claimants import Claimants, Mask
from tools.who.claims import Claim, Deed
from tools.who.outcome import interval_of, share_phrase
from tools.wording import capital, number, p_value, percent, plural, points, sentence, span

_ALPHA = 0.05
_ANY_TIME = "What was done counts whenever it was done, also before people were asked."
_FOLDED = "A few who answered are not found where deeds are kept; they count as not having done it."
_WITHHELD = "Cells with too few people are withheld, and what would give them away by subtraction."
_NOTHING = "There are too few people behind this to report it, or to report it beside earlier answers."


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


def said_and_done(joined: Claimants, claim: Claim, deed: Deed, metric: str | None) -> Report:
    """Return how many of those who say so do it, both shares of the same people, the cells, levels and amounts."""
    sides = safe_sides(joined, claim, deed)
    if sides is None:
        return Report(missing=(_NOTHING,), withheld=1)
    findings = [*_kept_word(sides), *_shares(sides), *_cells(sides), *_levels(sides)]
    if metric is not None and sides.sayers and sides.others:
        findings += _amounts(sides, metric)
    caveats = [_ANY_TIME]
    if joined.folded:
        caveats.append(_FOLDED)
    elif joined.unknown:
        left = f"{number(joined.unknown)} {plural(joined.scope.person, joined.unknown)}"
        caveats.append(f"{left} who answered cannot be found in {deed.scope.table.name} and are left out.")
    hidden = 3 - sum((sides.sayers, sides.others, sides.doers))
    if hidden:
        caveats.append(_WITHHELD)
    return Report(findings=tuple(findings), charts=_chart(sides), caveats=tuple(caveats), withheld=hidden)


def _kept_word(sides: Sides) -> list[Finding]:
    """Return how many of those who say so do it, and whether they do it more often than the others."""
    pairs, deed = sides.pairs, sides.deed.words
    sayers, others = pairs.both + pairs.first, pairs.second + pairs.neither
    told: list[Finding] = []
    if sides.sayers and sayers:
        share = pairs.both / sayers
        told.append(
            sides.finding(
                f"Of the {number(sayers)} {sides.whom}, {percent(share)} {deed} "
                f"({share_phrase(pairs.both, sayers)})",
                "share who do what they say",
                share,
                n=sayers,
                extra=sides.claim.yes,
                interval=interval_of(pairs.both, sayers),
                formula="people who say so and did it / people who say so",
                method="Wilson interval",
            )
        )
    if sides.sayers and sides.others and sayers and others:
        told.append(_against_others(sides, sayers, others))
    return told


def _against_others(sides: Sides, sayers: int, others: int) -> Finding:
    pairs = sides.pairs
    one, other = pairs.both / sayers, pairs.second / others
    bounds = newcombe(pairs.both, sayers, pairs.second, others)
    test = independence([[pairs.both, pairs.first], [pairs.second, pairs.neither]])
    p, name = (test.p_value, test.test) if test else (1.0, "no test: all did the same")
    verdict = (
        "no more and no less often than"
        if p >= _ALPHA
        else "more often than"
        if one > other
        else "less often than"
    )
    return sides.finding(
        f"Those who say so do it {verdict} the other {number(others)}, of whom {percent(other)} do "
        f"({share_phrase(pairs.second, others)}; difference {points(one - other)}, {span(bounds, 'points')}; "
        f"{p_value(p)}, {name})",
        "difference between those who say so and the others",
        one - other,
        unit="points",
        interval=bounds,
        contrast={"answer": "any other"},
        p_value=p,
        method=f"Newcombe interval; {name}",
        formula="share who did it among those who say so - among the others",
    )


def _shares(sides: Sides) -> list[Finding]:
    """Return who says so and who does it, both of all who answered, and the difference of the two."""
    pairs, joined = sides.pairs, sides.joined
    n, sayers, doers = pairs.n, pairs.both + pairs.first, pairs.both + pairs.second
    found = [
        sides.finding(
            f"Of the {number(n)} {sides.noun} {sides.claim.heard}, {percent(sayers / n)} "
            f"{sides.claim.verb(sides.noun)} ({share_phrase(sayers, n)})",
            "share who say so",
            sayers / n,
            joined.says,
            extra=sides.claim.yes,
            interval=interval_of(sayers, n),
            formula="people who say so / people who answered and are found in both",
            method="Wilson interval",
        )
    ]
    if not sides.doers:
        return found
    bounds, test = newcombe_paired(pairs), mcnemar(pairs)
    verdict = "significant" if test.p_value < _ALPHA else "not significant"
    above = "above" if pairs.difference >= 0 else "below"
    found += [
        sides.finding(
            f"{percent(doers / n)} of the same {number(n)} {sides.deed.words} ({share_phrase(doers, n)})",
            "share who do it",
            doers / n,
            interval=interval_of(doers, n),
            formula="people who did it / people who answered and are found in both",
            method="Wilson interval",
            named={"done": sides.deed.scope.words(*sides.deed.where)},
        ),
        sides.finding(
            f"Saying so is {points(abs(pairs.difference)).removeprefix('+')} {above} doing it among the same "
            f"{number(n)} ({span(bounds, 'points')}; {verdict}, {p_value(test.p_value)}, {test.test})",
            "difference between saying and doing",
            pairs.difference,
            unit="points",
            interval=bounds,
            contrast={"what": "doing"},
            p_value=test.p_value,
            method=f"Newcombe's interval for paired shares; {test.test}",
            formula="share who say so - share who do it, of the same people",
        ),
    ]
    return found


def _cells(sides: Sides) -> list[Finding]:
    """Return the cells that may be told."""
    pairs, n = sides.pairs, sides.pairs.n
    cells = [
        (sides.sayers, pairs.both, "say so and do it"),
        (sides.sayers, pairs.first, "say so and do not do it"),
        (sides.others, pairs.second, "do it and did not say so"),
        (sides.others, pairs.neither, "neither say so nor do it"),
    ]
    return [
        sides.finding(
            f"{number(count)} of the {number(n)} {words} ({percent(count / n)})",
            f"people who {words}",
            count,
            unit="count",
            named={"cell": words},
            formula="people counted once",
        )
        for shown, count, words in cells
        if shown
    ]


def _levels(sides: Sides) -> list[Finding]:
    """Return how many do it at each level of a scale, neighbouring levels joined until no cell is too small."""
    joined, k = sides.joined, sides.joined.scope.context.min_group
    if not (sides.claim.levels and sides.doers):
        return []
    groups = [(name, joined.meeting((condition,))) for name, condition in sides.claim.levels]
    counts = [(int((group & joined.does).sum()), int(group.sum())) for _, group in groups]
    p = cochran_armitage([did for did, _ in counts], [size for _, size in counts])
    merged = _merged([(name, did, size) for (name, _), (did, size) in zip(groups, counts, strict=True)], k)
    if p is None or len(merged) < 2:
        return []
    hidden = hidden_cells([size for _, _, size in merged], k)
    rates = [did / size for _, did, size in merged]
    verdict = "does not follow" if p >= _ALPHA else "rises" if rates[-1] > rates[0] else "falls"
    way = "the answer" if p >= _ALPHA else "with the answer"
    told = [
        f"{name}: {percent(did / size)} ({number(did)} of {number(size)})"
        for place, (name, did, size) in enumerate(merged)
        if place not in hidden
    ]
    return [
        sides.finding(
            f"What is done {verdict} {way} ({p_value(p)}, Cochran-Armitage test); by answer: {'; '.join(told)}",
            "trend of doing over the answers",
            p,
            unit="p",
            contrast={},
            p_value=p,
            method="Cochran-Armitage test over the levels in their order",
            formula="people who did it / people, at each level",
        )
    ]


def _merged(levels: list[tuple[str, int, int]], k: int) -> list[tuple[str, int, int]]:
    """Return neighbouring levels joined, from the lowest, until none has fewer than k who did it or did not."""
    done: list[tuple[str, int, int]] = []
    for name, did, size in levels:
        if size == 0:
            continue
        if done and _small(*done[-1][1:], k):
            first, a, n = done[-1]
            done[-1] = (f"{first.split(' to ')[0]} to {name}", a + did, n + size)
        else:
            done.append((name, did, size))
    while len(done) > 1 and _small(*done[-1][1:], k):
        (first, a, n), (last, b, m) = done[-2:]
        done[-2:] = [(f"{first.split(' to ')[0]} to {last.split(' to ')[-1]}", a + b, n + m)]
    return done


def _small(did: int, size: int, k: int) -> bool:
    return too_few(did, k) or too_few(size - did, k)


def _amounts(sides: Sides, metric: str) -> list[Finding]:
    """Return what those who say so and the others amount to per person, and whether they differ."""
    joined, column = sides.joined, sides.deed.scope.column(metric)
    sums = joined.amounts(sides.deed, metric)
    mine, theirs = sums[joined.says], sums[~joined.says]
    test = mann_whitney(mine, theirs)
    if test is None:
        return []
    verdict = "significant" if test.p_value < _ALPHA else "not significant"
    one, other = float(mine.mean()), float(theirs.mean())
    return [
        sides.finding(
            f"The {said(column.label)} per person is {figure(one, column)} on average for those who say so and "
            f"{figure(other, column)} for the others (difference {verdict}, {p_value(test.p_value)}, Mann-Whitney "
            f"test; whoever has none counts as 0)",
            f"difference of the {said(column.label)} per person",
            one - other,
            unit="money" if column.unit == "money" else "number",
            currency=column.currency,
            contrast={"answer": "any other"},
            p_value=test.p_value,
            method="Mann-Whitney test, ties corrected",
            formula=f"mean per person of the sum of {metric}",
        )
    ]


def _chart(sides: Sides) -> tuple[Chart, ...]:
    if not sides.doers:
        return ()
    pairs, n = sides.pairs, sides.pairs.n
    bars = (("say so", pairs.both + pairs.first), ("do it", pairs.both + pairs.second), ("both", pairs.both))
    rows = []
    for label, count in bars:
        low, high = interval_of(count, n) or (0.0, 1.0)
        rows.append({"label": label, "value": count / n, "low": low, "high": high, "n": n})
    title = f"{capital(sides.noun)} who say so and who do it"
    return (
        Chart(title=title, kind="bar", rows=tuple(rows), alt=f"Bars: {title}, with 95% intervals.", unit="share"),
    )
