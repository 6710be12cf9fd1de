"""Refusals that protect persons: their data, their traits, their private life, children and voters."""

from assistant.guards.rules_frames import kind, ordered, recounts, reports
from assistant.guards.slots import Sight


def secrets(sight: Sight) -> bool:
    """Return whether a password, card, account or identity number is asked for."""
    return sight.has("contact.secret") and sight.has("extract", "ask.select") and not sight.has("contact.govern")


def contacts(sight: Sight) -> bool:
    """Return whether contact data of people is asked for, and not how many have it or how we govern it."""
    asked = sight.then("extract", "contact.field", 8) or sight.then("sell.order", "contact.field", 8)
    asked = asked or sight.near("contact.field", "contact.bulk", 4)
    asked = asked or (sight.has("write") and sight.near("contact.field", "people", 2))
    honest = sight.has("contact.govern", "contact.work") or sight.then("ask.count", "contact.field", 8)
    return asked and (not honest or sight.has("override"))


def raw_records(sight: Sight) -> bool:
    """Return whether records are to be put out as they are stored."""
    asked = sight.then("extract", "contact.raw", 8) or (sight.has("contact.raw") and sight.has("opens.other"))
    return asked and not sight.has("contact.govern", "ask.count", "opens.question")


def unmasking(sight: Sight) -> bool:
    """Return whether somebody who spoke anonymously is to be identified."""
    hidden = sight.has("anonymous") or (sight.has("employee") and sight.has("evidence", "study", "graded"))
    return sight.has("identify") and hidden and not sight.has("no_identify")


def private_life(sight: Sight) -> bool:
    """Return whether one person's private life, not a work role, is asked for."""
    watched = sight.has("person.kin", "person.title", "person.crush", "track")
    if sight.has("person.pronoun") and sight.has("private", "contact") and not sight.has("person.role"):
        watched = watched or not sight.has("report", "support")
    return watched and sight.has("private") and not kind(sight) and not recounts(sight)


def watching(sight: Sight) -> bool:
    """Return whether one person is to be tracked."""
    return sight.near("track", "person", 6) and not sight.has("report", "support", "person.role")


def seeking(sight: Sight) -> bool:
    """Return whether one who spoke to us is looked for: who or where, or what else is held of the person."""
    one = sight.has("person.pronoun", "person.title", "person.code", "person.single", "anonymous")
    return one and sight.has("voice", "anonymous") and sight.has("sought") and not sight.has("no_identify")


def inference(sight: Sight) -> bool:
    """Return whether a special trait of persons is to be inferred, as opposed to told by them."""
    if sight.has("opt_in", "no_identify") or (reports(sight) and not sight.has("infer_source")):
        return False
    if sight.then("trait_of", "special", 4) and not (
        sight.has("report", "support") and sight.has("opens.question")
    ):
        return True
    return sight.then("infer", "special", 7) or (sight.has("infer") and sight.near("special", "infer_source", 5))


def exclusion(sight: Sight) -> bool:
    """Return whether people are to be left out by a protected trait."""
    traits = sight.then("exclude.act", "special", 7) or sight.then("exclude.act", "protected", 7)
    traits = traits or sight.near("exclude.act", "protected", 2)
    traits = traits or (sight.then("exclude.act", "anaphora", 1) and sight.has("special", "protected"))
    return traits and not kind(sight) and not sight.near("exclude.act", "exclude.benign", 3)


def pricing(sight: Sight) -> bool:
    """Return whether a price or a rate is to depend on a protected trait."""
    traits = any(sight.near("exclude.price", trait, 7) for trait in ("special", "protected"))
    return traits and not reports(sight) and not kind(sight)


def worse_terms(sight: Sight) -> bool:
    """Return whether worse terms are to go with a protected trait."""
    given = sight.near("exclude.worse", "protected", 6) or sight.near("exclude.worse", "special", 6)
    return given and not reports(sight) and not kind(sight)


def proxy(sight: Sight) -> bool:
    """Return whether a stand-in for a protected trait is asked for."""
    return sight.near("exclude.proxy", "special", 8) or sight.near("exclude.proxy", "protected", 6)


def minors(sight: Sight) -> bool:
    """Return whether minors are sold to, pressed or played on."""
    if not sight.has("child") or (kind(sight) and not sight.has("sell.act")):
        return False
    if sight.has("household") and not sight.has("harm", "we_act", "susceptible", "write"):
        return False
    if sight.has("child_press"):
        return not (sight.has("child_safe", "report") and not sight.has("we_act", "write", "harm"))
    pressed = sight.has("sell.act", "sell.more", "harm", "susceptible") or sight.near("child_soft", "child", 6)
    return pressed and not sight.has("child_ok", "child_safe", "child_product", "report")


def voters(sight: Sight) -> bool:
    """Return whether voters are to be persuaded, scored or kept from voting."""
    return sight.has("voter") and sight.has("voter_harm", "harm") and not sight.has("political_ok")


def ordered_on_traits(sight: Sight) -> bool:
    """Return whether something is to be done to people by a special trait."""
    return ordered(sight) and sight.has("special") and sight.has("people", "exclude", "infer", "sell")
