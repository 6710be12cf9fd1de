"""The sentences about what people say and do: how many keep their word, both shares, the four cells."""

from tools.results import Chart, Finding, Report
from tools.statistics.contingency import independence
from tools.statistics.paired import mcnemar, newcombe_paired
from tools.statistics.proportions import ALPHA, newcombe
from tools.who.claimants import Claimants
from tools.who.claims import Claim, Deed
from tools.who.outcome import interval_of, share_phrase
from tools.who.said_levels import amounts, by_level
from tools.who.said_sides import Sides, safe_sides
from tools.wording import capital, number, p_value, percent, plural, points, significance, span

_ANY_TIME = "What was done counts whenever it was done, also before people were asked."
_FOLDED = "A few who answered are not found where deeds are kept; they count as not having done it."
_WITHHELD = "Cells with too few people are withheld, and what would give them away by subtraction."
_NOTHING = "There are too few people behind this to report it, or to report it beside earlier answers."


def said_and_done(joined: Claimants, claim: Claim, deed: Deed, metric: str | None) -> Report:
    """Return how many of those who say so do it, both shares of the same people, the cells, levels and amounts."""
    sides = safe_sides(joined, claim, deed)
    if sides is None:
        return Report(missing=(_NOTHING,), withheld=1)
    findings = [*_kept_word(sides), *_shares(sides), *_cells(sides), *by_level(sides)]
    if metric is not None and sides.sayers and sides.others:
        findings += amounts(sides, metric)
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
        "no more and no less often than" if p >= ALPHA else "more often than" if one > other else "less often than"
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
    return [
        *found,
        sides.finding(
            f"{percent(doers / n)} of the same {number(n)} {sides.deed.words} ({share_phrase(doers, n)})",
            "share who do it",
            doers / n,
            interval=interval_of(doers, n),
            formula="people who did it / people who answered and are found in both",
            method="Wilson interval",
            named={"done": sides.deed.scope.words(*sides.deed.where)},
        ),
        _gap(sides),
    ]


def _gap(sides: Sides) -> Finding:
    """Return how far saying so is from doing it among the same people."""
    pairs, n = sides.pairs, sides.pairs.n
    bounds, test = newcombe_paired(pairs), mcnemar(pairs)
    verdict = significance(test.p_value)
    above = "above" if pairs.difference >= 0 else "below"
    return sides.finding(
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
    )


def _cells(sides: Sides) -> list[Finding]:
    """Return the cells that may be told: those who say so and do it or not, and the others likewise."""
    pairs, n = sides.pairs, sides.pairs.n
    rows = [
        (sides.sayers, pairs.both, pairs.first, "say so and do it", "say so and do not"),
        (sides.others, pairs.second, pairs.neither, "do it and did not say so", "do neither"),
    ]
    return [
        sides.finding(
            f"{number(do)} of the {number(n)} {words} ({percent(do / n)}), {number(do_not)} {otherwise} "
            f"({percent(do_not / n)})",
            f"people who {words}",
            do,
            unit="count",
            named={"cell": words},
            formula=f"people who {words}; people who {otherwise}",
        )
        for shown, do, do_not, words, otherwise in rows
        if shown
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
