"""Demand at asked prices: who says they would buy, and which price would earn most."""

from collections.abc import Sequence
from itertools import pairwise

from tools.arguments import Condition, Grouping
from tools.results import Chart, Finding, Report
from tools.statistics.price_curves import Offer, best_revenue
from tools.statistics.proportions import wilson
from tools.tables.catalog import Column
from tools.tables.engine import Measure
from tools.who.outcome import share_phrase
from tools.who.price_questions import positive
from tools.who.scope import Scope
from tools.wording import listed, money, number, percent, sentence

_SURE = 0.95
_CHANCE = 0.05
_SMALLEST = 30
_GROUPS = 4
_METHOD = "Gabor-Granger; Wilson interval; ties by a parametric bootstrap"
_SHOWN = 6


def demand_report(scope: Scope, questions: Sequence[tuple[float, Column]], by: Grouping | None) -> Report:
    """Return the price with the highest revenue per person asked, then the share that would buy at each price."""
    offers = _offers(scope, questions)
    if any(offer.asked < max(_SMALLEST, scope.context.min_group) for offer in offers):
        return Report(missing=(f"Fewer than {_SMALLEST} people answered a price, too few for a demand curve.",))
    found = [_best(scope, questions, offers)]
    if by is not None:
        groups = [group for group in scope.cut([], [by]).groups if group.known and group.where]
        for group in sorted(groups, key=lambda item: -item.rows)[:_GROUPS]:
            inside = scope.narrowed(*(group.where or ()))
            part = _offers(inside, questions)
            if all(offer.asked >= _SMALLEST for offer in part):
                found.append(_best(inside, questions, part))
    found += [_share(scope, column, offer) for (_, column), offer in zip(questions, offers, strict=True)][:_SHOWN]
    rises = any(b.buyers / b.asked > a.buyers / a.asked for a, b in pairwise(offers))
    notes = ("At some price more would buy than at a lower one, which chance or the order of asking explains.",)
    return Report(findings=tuple(found), charts=(_chart(offers),), caveats=notes if rises else ())


def _offers(scope: Scope, questions: Sequence[tuple[float, Column]]) -> list[Offer]:
    measures = []
    for place, (_, column) in enumerate(questions):
        measures.append(Measure(f"yes{place}", "true", column.name, positive(column)))
        measures.append(Measure(f"asked{place}", "count", column.name))
    whole = scope.total(measures)
    return [
        Offer(price, int(whole[f"yes{place}"]), int(whole[f"asked{place}"]))
        for place, (price, _) in enumerate(questions)
    ]


def _best(scope: Scope, questions: Sequence[tuple[float, Column]], offers: Sequence[Offer]) -> Finding:
    """Return the price that earns most, and those that could as well."""
    place, chance = best_revenue(offers)
    offer = offers[place]
    revenue = offer.price * offer.buyers / offer.asked
    low, high = (offer.price * end for end in wilson(offer.buyers, offer.asked))
    rivals = [money(offers[k].price) for k in range(len(offers)) if k != place and chance[k] >= _CHANCE]
    tie = f"; not told apart from {listed(rivals, 'or')}" if chance[place] < _SURE and rivals else ""
    people = f" among {scope.words()}" if scope.where else ""
    return scope.finding(
        sentence(
            f"The price with the highest revenue{people} is {money(offer.price)}: "
            f"{percent(offer.buyers / offer.asked)} say they would buy "
            f"({share_phrase(offer.buyers, offer.asked)}), which is {money(revenue)} per person "
            f"asked (95% interval {money(low)} to {money(high)}){tie}"
        ),
        label="price with the highest revenue",
        value=offer.price,
        unit="money",
        n=offer.asked,
        customers=scope.people,
        method=_METHOD,
        formula="highest of price x share that would buy, over " + ", ".join(c.name for _, c in questions),
    )


def _share(scope: Scope, column: Column, offer: Offer) -> Finding:
    share = offer.buyers / offer.asked
    yes = Condition(column=column.name, op="=", value=positive(column))
    details = share_phrase(offer.buyers, offer.asked)
    return scope.share(
        sentence(f"At {money(offer.price)}, {percent(share)} say they would buy ({details})"),
        offer.buyers,
        offer.asked,
        label=f"share who would buy at {money(offer.price)}",
        customers=scope.narrowed(yes).people,
        extra=(yes,),
        named={},
        formula=f"rows with {column.name} = {positive(column)} / rows with an answer",
        denominator=f"{number(offer.asked)} {scope.words()} who were asked",
    )


def _chart(offers: Sequence[Offer]) -> Chart:
    rows = []
    for offer in offers:
        low, high = wilson(offer.buyers, offer.asked)
        value = offer.buyers / offer.asked
        rows.append({"label": money(offer.price), "value": value, "low": low, "high": high, "n": offer.asked})
    title = "Share who say they would buy, by price"
    alt = f"Line: {title}, with 95% intervals."
    return Chart(title=title, kind="line", rows=tuple(rows), alt=alt, unit="share", x="price")
