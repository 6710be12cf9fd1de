"""Doing by the level of the answer, and how much of it: trend over a scale, amounts per person."""

from tools.disclosure import hidden_cells, too_few
from tools.results import Finding
from tools.speech import figure, said
from tools.statistics.proportions import ALPHA
from tools.statistics.ranks import mann_whitney
from tools.statistics.tendency import cochran_armitage
from tools.who.said_sides import Sides
from tools.wording import number, p_value, percent, significance


def by_level(sides: Sides) -> list[Finding]:
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
    verdict = "does not follow" if p >= ALPHA else "rises" if rates[-1] > rates[0] else "falls"
    way = "the answer" if p >= ALPHA else "with the answer"
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


def amounts(sides: Sides, metric: str) -> list[Finding]:
    """Return what those who say so and the others amount to per person, and whether they differ."""
    joined, column = sides.joined, sides.deed.scope.column(metric)
    sums = joined.amounts(sides.deed, metric)
    mine, theirs = sums[joined.says], sums[~joined.says]
    test = mann_whitney(mine, theirs)
    if test is None:
        return []
    verdict = significance(test.p_value)
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
