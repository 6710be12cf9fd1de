"""Limits: what is answered in aggregate, without names, or with one question about the purpose."""

from assistant.guards.rules_frames import ordered, recounts
from assistant.guards.slots import Sight


def needs_contacts(sight: Sight) -> bool:
    """Return whether contact details are needed for work that the CRM serves."""
    wanted = sight.has("contact.work") and sight.has("contact.field")
    return wanted or (sight.then("extract", "contact.field", 8) and not sight.has("contact.govern", "report"))


def one_person(sight: Sight) -> bool:
    """Return whether one customer or contact is asked about by name, code or role."""
    if sight.has("contact.govern") or recounts(sight):
        return False
    private = sight.has("person.kin") and sight.has("private", "person.pronoun")
    return (
        private
        or sight.has("person.code", "person.title")
        or (sight.has("person.role") and sight.has("limit.brief", "person.pronoun"))
    )


def trait_split(sight: Sight) -> bool:
    """Return whether figures are split by a trait that only an audit may split by."""
    split = sight.has("ask.count", "exclude.price") and sight.has(
        "special.ethnic", "special.belief", "special.sexual"
    )
    audited = sight.has("audit") and sight.has("ask.count") and sight.has("protected.gender", "special")
    return split or (audited and not sight.has("report"))


def age_price(sight: Sight) -> bool:
    """Return whether a price by age is weighed."""
    return (
        sight.has("limit.discount")
        and sight.has("protected.age", "vulnerable.age")
        and sight.has("audit", "ask.what")
    )


def health_product(sight: Sight) -> bool:
    """Return whether buyers of a health product, or people with a condition, are counted or picked out."""
    if sight.has("figure") and sight.has("vulnerable.disability"):  # how well we serve them is no secret of theirs
        return False
    counted = sight.has("special.health") and sight.has("ask.count", "limit.verbatim")
    return counted or (
        sight.has("special.health") and sight.has("ask.select") and not sight.has("report", "support")
    )


def hardship(sight: Sight) -> bool:
    """Return whether people in hardship are counted, listed or to be contacted."""
    if sight.has("vulnerable") and sight.has("limit.contact_time"):
        return True
    if sight.near("vulnerable", "limit.count", 8) and not sight.has("contact"):
        return True
    weak = (
        f"vulnerable.{state}" for state in ("debt", "grief", "illness", "addiction", "lonely", "shock", "state")
    )
    listed = sight.has(*weak, "vulnerable.literacy") and sight.has(
        "ask.select", "ask.count", "limit.qualify", "limit.contact_time"
    )
    return (
        listed
        and not sight.has("ask.why")
        and not (sight.has("report", "support") and not sight.has("limit.qualify"))
    )


def urgent_copy(sight: Sight) -> bool:
    """Return whether copy that urges is asked for: fine with a true date or figure."""
    return sight.has("limit.copy") or (sight.has("evidence.scarcity") and sight.has("write"))


def minors_study(sight: Sight) -> bool:
    """Return whether the use that minors make of a product is measured."""
    watched = sight.has("child") and sight.has("child_measure") and not sight.has("household")
    return watched and (sight.has("child_study") or not sight.has("child_ok", "child_product", "child_safe"))


def opinions(sight: Sight) -> bool:
    """Return whether opinions on a political topic are asked for."""
    return sight.has("political_topic") and sight.has("opinion") and not sight.has("political_ok")


def keeping(sight: Sight) -> bool:
    """Return whether an offer to leavers is asked for: fine as long as it is one and honest."""
    return sight.has("retain.keep", "sell.noun") and (
        sight.has("retain.page") or sight.near("retain.keep", "exit", 3)
    )


def unclear_order(sight: Sight) -> bool:
    """Return whether people are to be acted on for a purpose that the message does not tell."""
    touched = sight.has("people", "exit", "evidence.review", "evidence.scarcity", "cost", "protected")
    return ordered(sight) and sight.has("sell.act", "hide", "exclude.act", "obstruct") and touched


def upgrade(sight: Sight) -> bool:
    """Return whether light users are to hear of a larger plan."""
    return sight.has("limit.light") and sight.has("limit.light_sell") and not sight.has("misfit_good")
