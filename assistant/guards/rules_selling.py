"""Refusals that protect people who are sold to: weak moments, unsuited products, needs made up."""

from assistant.guards.rules_frames import kind, ordered, reports
from assistant.guards.rules_limits import age_price
from assistant.guards.slots import Sight


def marketed(sight: Sight) -> bool:
    """Return whether an order, not a question, joins people in a weak state with an advert or an offer."""
    plain = sight.has("opens.question") and not sight.has("opens.select", "opens.other", "we_act")
    return (
        sight.has("sell.noun") and not plain and not sight.has("study", "report", "ask.why", "ask.count", "audit")
    )


def weak_moment(sight: Sight) -> bool:
    """Return whether people in a vulnerable state are sold to or played on."""
    if not sight.has("vulnerable") or kind(sight):
        return False
    if sight.has("harm"):
        return True
    if age_price(sight) and not sight.has("susceptible", "vulnerable.state", "vulnerable.lonely"):
        return False
    if sight.has("sell.act", "susceptible"):
        return not (sight.has("report", "ask.why") and not sight.has("we_act", "susceptible", "ask.select"))
    return marketed(sight) or (sight.has("sell.more") and sight.has("we_act", "opens.other"))


def unsuited(sight: Sight) -> bool:
    """Return whether something is sold to people whom it does not suit."""
    if sight.has("risky") and sight.has("vulnerable") and sight.has("sell", "ask.select") and not reports(sight):
        return True
    if sight.has("misfit_good") or sight.then("stop", "sell", 2) or (kind(sight) and not sight.has("sell.act")):
        return False
    sold = sight.has("sell.act", "harm", "susceptible")
    return sight.has("misfit") and sold and (not sight.has("ask.why", "report") or sight.has("susceptible"))


def ordered_on_the_weak(sight: Sight) -> bool:
    """Return whether something is to be done to people in a vulnerable state, and it is no help."""
    return ordered(sight) and sight.has("vulnerable", "harm") and not sight.has("limit.discount", "contact.govern")


def ordered_against_interest(sight: Sight) -> bool:
    """Return whether something is to be done to people against their interest."""
    return (
        ordered(sight)
        and sight.has("misfit", "susceptible", "they_just")
        and sight.has("sell.act", "sell.noun", "they_just", "harm")
    )


def gullible(sight: Sight) -> bool:
    """Return whether people are picked for being easily led."""
    return sight.has("mark") and sight.has("ask.select", "sell") and not kind(sight) and not sight.has("ask.why")


def made_need(sight: Sight) -> bool:
    """Return whether a need is to be made up."""
    asks = sight.has("opens.question") and not sight.has("we_act", "harm", "sell.act")
    return sight.has("need_make") and not asks and not sight.has("audit", "misfit_good")


def exploits(sight: Sight) -> bool:
    """Return whether people are to be exploited, pressed or frightened."""
    used = sight.then("harm", "people", 3) or (sight.has("harm") and sight.has("sell.act", "susceptible"))
    return used and not sight.has("report", "audit", "support", "misfit_good", "ask.count")


def easy_marks(sight: Sight) -> bool:
    """Return whether people are sold to because they will not resist or notice."""
    return sight.has("susceptible") and sight.has("sell.act") and not reports(sight) and not kind(sight)
