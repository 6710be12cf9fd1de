"""The rule table: which combinations of what was seen refuse or limit a request, and under which policy.

A topic never decides. Every rule joins a purpose or a means with a target, and most stand back when the
message reports what customers say, checks our own fairness, or supports the people it names.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from assistant.guards.slots import Sight


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of the table: the verdict under a policy when the condition holds for a reading."""

    verdict: Literal["refuse", "limit"]
    policy: str
    when: Callable[[Sight], bool]


def ruling(sight: Sight) -> Rule | None:
    """Return the first rule that applies to a reading; None allows it. Refusals stand before limits."""
    return next((rule for rule in RULES if rule.when(sight)), None)


def _kind(sight: Sight) -> bool:
    """Return whether the request supports, protects or audits, and no cue of harm gainsays it."""
    return sight.has("support", "audit") and not sight.has("harm", "susceptible", "wrapper")


def _reports(sight: Sight) -> bool:
    """Return whether the request asks what customers say or do, and not what we shall do to them."""
    return sight.has("report", "ask.why", "audit") and not sight.has("we_act", "write", "harm", "wrapper")


# -- refusals ---------------------------------------------------------------------------------------


def _secrets(sight: Sight) -> bool:
    return sight.has("contact.secret") and sight.has("extract", "ask.select") and not sight.has("contact.govern")


def _contacts(sight: Sight) -> bool:
    asked = sight.then("extract", "contact.field", 8) or sight.then("sell.order", "contact.field", 8)
    asked = asked or sight.near("contact.field", "contact.bulk", 4)
    asked = asked or (sight.has("write") and sight.near("contact.field", "people", 2))
    honest = sight.has("contact.govern", "contact.work") or sight.then("ask.count", "contact.field", 8)
    return asked and (not honest or sight.has("override"))


def _raw_records(sight: Sight) -> bool:
    asked = sight.then("extract", "contact.raw", 8) or (sight.has("contact.raw") and sight.has("opens.other"))
    return asked and not sight.has("contact.govern", "ask.count", "opens.question")


def _unmasking(sight: Sight) -> bool:
    hidden = sight.has("anonymous") or (sight.has("employee") and sight.has("evidence", "study"))
    return sight.has("identify") and hidden and not sight.has("no_identify")


def _private_life(sight: Sight) -> bool:
    """Return whether one person's private life, not a work role, is asked for."""
    watched = sight.has("person.kin", "person.title", "person.crush", "track")
    if sight.has("person.pronoun") and sight.has("private", "contact") and not sight.has("person.role"):
        watched = watched or not sight.has("report", "support")
    return watched and sight.has("private") and not _kind(sight)


def _watching(sight: Sight) -> bool:
    return sight.near("track", "person", 6) and not sight.has("report", "support", "person.role")


def _inference(sight: Sight) -> bool:
    if sight.has("opt_in", "no_identify") or (_reports(sight) and not sight.has("infer_source")):
        return False
    if sight.then("trait_of", "special", 4) and not (
        sight.has("report", "support") and sight.has("opens.question")
    ):
        return True
    return sight.then("infer", "special", 7) or (sight.has("infer") and sight.near("special", "infer_source", 5))


def _exclusion(sight: Sight) -> bool:
    traits = sight.then("exclude.act", "special", 7) or sight.then("exclude.act", "protected", 7)
    traits = traits or sight.near("exclude.act", "protected", 2)
    traits = traits or (sight.then("exclude.act", "anaphora", 1) and sight.has("special", "protected"))
    return traits and not _kind(sight) and not sight.near("exclude.act", "exclude.benign", 3)


def _pricing(sight: Sight) -> bool:
    traits = any(sight.near("exclude.price", trait, 7) for trait in ("special", "protected"))
    return traits and not _reports(sight) and not _kind(sight)


def _worse_terms(sight: Sight) -> bool:
    given = sight.near("exclude.worse", "protected", 6) or sight.near("exclude.worse", "special", 6)
    return given and not _reports(sight) and not _kind(sight)


def _proxy(sight: Sight) -> bool:
    return sight.near("exclude.proxy", "special", 8) or sight.near("exclude.proxy", "protected", 6)


def _minors(sight: Sight) -> bool:
    if not sight.has("child") or (_kind(sight) and not sight.has("sell.act")):
        return False
    if sight.has("household") and not sight.has("harm", "we_act", "susceptible", "write"):
        return False
    if sight.has("child_press"):
        return not (sight.has("child_safe", "report") and not sight.has("we_act", "write", "harm"))
    pressed = sight.has("sell.act", "harm", "susceptible") or sight.near("child_soft", "child", 6)
    return pressed and not sight.has("child_ok", "child_safe", "child_product", "report")


def _voters(sight: Sight) -> bool:
    return sight.has("voter") and sight.has("voter_harm", "harm") and not sight.has("political_ok")


def _blocked_exit(sight: Sight) -> bool:
    return sight.near("obstruct", "exit", 9) and not _reports(sight) and not _kind(sight)


def _nagging(sight: Sight) -> bool:
    return sight.has("nag") and not sight.has("ask.why", "child") and not sight.then("report", "nag", 9)


def _shaming(sight: Sight) -> bool:
    return sight.has("shame") and sight.has("exit", "produce", "sell") and not sight.has("report", "support")


def _silent_default(sight: Sight) -> bool:
    return sight.has("default") and sight.has("trick_end", "susceptible") and not _reports(sight)


def _made_up_evidence(sight: Sight) -> bool:
    if sight.has("ask.why", "audit") or (
        sight.has("report") and not sight.has("pretence", "we_act", "opens.other")
    ):
        return False
    made = sight.then("fabricate", "evidence", 8) or sight.near("fabricate", "evidence", 3)
    faked = sight.has("produce", "opens.other") and sight.near("fake", "evidence", 6)
    return made or faked or (sight.then("produce", "evidence", 10) and sight.has("pretence"))


def _written_reviews(sight: Sight) -> bool:
    return sight.then("write", "evidence.review", 6) and not sight.has("write_ok", "report", "audit")


def _false_scarcity(sight: Sight) -> bool:
    pressed = sight.has("evidence.scarcity") and sight.has("produce", "susceptible")
    return pressed and sight.has("untrue") and not sight.has("honest", "report", "audit", "ask.why")


def _hidden_cost(sight: Sight) -> bool:
    hidden = sight.near("hide", "cost", 6) or sight.near("hide_late", "cost", 10)
    return hidden and (not sight.has("report", "audit", "ask.why") or sight.has("we_act"))


def _misleading(sight: Sight) -> bool:
    asked = sight.has("report", "ask.why") and not sight.has("write", "we_act", "wrapper")
    return sight.has("mislead") and not asked


def _censored(sight: Sight) -> bool:
    return sight.then("suppress", "negative", 4) and not sight.has("audit", "ask.why")


def _sneaked(sight: Sight) -> bool:
    return sight.has("basket") and sight.has("hide", "susceptible", "trick_end") and not _reports(sight)


def _marketed(sight: Sight) -> bool:
    """Return whether an order, not a question, joins people in a weak state with an advert or an offer."""
    plain = sight.has("opens.question") and not sight.has("opens.select", "opens.other", "we_act")
    return (
        sight.has("sell.noun") and not plain and not sight.has("study", "report", "ask.why", "ask.count", "audit")
    )


def _weak_moment(sight: Sight) -> bool:
    """Return whether people in a vulnerable state are sold to or played on."""
    if not sight.has("vulnerable") or _kind(sight):
        return False
    if sight.has("harm"):
        return True
    if _age_price(sight) and not sight.has("susceptible", "vulnerable.state", "vulnerable.lonely"):
        return False
    if sight.has("sell.act", "susceptible"):
        return not (sight.has("report", "ask.why") and not sight.has("we_act", "susceptible", "ask.select"))
    return _marketed(sight)


def _unsuited(sight: Sight) -> bool:
    if sight.has("risky") and sight.has("vulnerable") and sight.has("sell", "ask.select") and not _reports(sight):
        return True
    if sight.has("misfit_good") or sight.then("stop", "sell", 2) or (_kind(sight) and not sight.has("sell.act")):
        return False
    sold = sight.has("sell.act", "harm", "susceptible")
    return sight.has("misfit") and sold and (not sight.has("ask.why", "report") or sight.has("susceptible"))


def _ordered(sight: Sight) -> bool:
    """Return whether something shall be done to people, where an honest request asks to learn about them."""
    told = (sight.has("opens.other") and sight.has("act")) or sight.has("we_act")
    learns = sight.has("study", "ask.summary", "report", "ask.why", "ask.count", "audit", "support", "misfit_good")
    return told and (not learns or sight.has("wrapper.rules"))


def _ordered_on_the_weak(sight: Sight) -> bool:
    return (
        _ordered(sight) and sight.has("vulnerable", "harm") and not sight.has("limit.discount", "contact.govern")
    )


def _ordered_on_traits(sight: Sight) -> bool:
    return _ordered(sight) and sight.has("special") and sight.has("people", "exclude", "infer", "sell")


def _ordered_against_interest(sight: Sight) -> bool:
    return (
        _ordered(sight)
        and sight.has("misfit", "susceptible", "they_just")
        and sight.has("sell", "they_just", "harm")
    )


def _gullible(sight: Sight) -> bool:
    return sight.has("mark") and sight.has("ask.select", "sell") and not _kind(sight) and not sight.has("ask.why")


def _made_need(sight: Sight) -> bool:
    return sight.has("need_make") and not sight.has("audit", "misfit_good")


def _exploits(sight: Sight) -> bool:
    used = sight.then("harm", "people", 3) or (sight.has("harm") and sight.has("sell.act", "susceptible"))
    return used and not sight.has("report", "audit", "support", "misfit_good", "ask.count")


def _easy_marks(sight: Sight) -> bool:
    return sight.has("susceptible") and sight.has("sell.act") and not _reports(sight) and not _kind(sight)


# -- limits -----------------------------------------------------------------------------------------


def _needs_contacts(sight: Sight) -> bool:
    wanted = sight.has("contact.work") and sight.has("contact.field")
    return wanted or (sight.then("extract", "contact.field", 8) and not sight.has("contact.govern", "report"))


def _one_person(sight: Sight) -> bool:
    if sight.has("contact.govern"):
        return False
    private = sight.has("person.kin") and sight.has("private", "person.pronoun")
    return (
        private
        or sight.has("person.code", "person.title")
        or (sight.has("person.role") and sight.has("limit.brief", "person.pronoun"))
    )


def _trait_split(sight: Sight) -> bool:
    split = sight.has("ask.count", "exclude.price") and sight.has(
        "special.ethnic", "special.belief", "special.sexual"
    )
    audited = sight.has("audit") and sight.has("ask.count") and sight.has("protected.gender", "special")
    return split or (audited and not sight.has("report"))


def _age_price(sight: Sight) -> bool:
    return (
        sight.has("limit.discount")
        and sight.has("protected.age", "vulnerable.age")
        and sight.has("audit", "ask.what")
    )


def _health_product(sight: Sight) -> bool:
    counted = sight.has("special.health") and sight.has("ask.count", "limit.verbatim")
    return counted or (
        sight.has("special.health") and sight.has("ask.select") and not sight.has("report", "support")
    )


def _hardship(sight: Sight) -> bool:
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


def _urgent_copy(sight: Sight) -> bool:
    return sight.has("limit.copy") or (sight.has("evidence.scarcity") and sight.has("write"))


def _minors_study(sight: Sight) -> bool:
    watched = sight.has("child") and sight.has("child_measure") and not sight.has("household")
    return watched and (sight.has("child_study") or not sight.has("child_ok", "child_product", "child_safe"))


def _opinions(sight: Sight) -> bool:
    return sight.has("political_topic") and sight.has("opinion") and not sight.has("political_ok")


def _keeping(sight: Sight) -> bool:
    """Return whether an offer to leavers is asked for: fine as long as it is one and honest."""
    return sight.has("retain.keep", "sell.noun") and (
        sight.has("retain.page") or sight.near("retain.keep", "exit", 3)
    )


def _unclear_order(sight: Sight) -> bool:
    """Return whether people are to be acted on for a purpose that the message does not tell."""
    touched = sight.has("people", "exit", "evidence.review", "evidence.scarcity", "cost", "protected")
    return _ordered(sight) and sight.has("sell.act", "hide", "exclude.act", "obstruct") and touched


def _upgrade(sight: Sight) -> bool:
    return sight.has("limit.light") and sight.has("limit.light_sell") and not sight.has("misfit_good")


RULES: tuple[Rule, ...] = (
    Rule("refuse", "pii", _secrets),
    Rule("refuse", "surveillance", _unmasking),
    Rule("refuse", "pii", _contacts),
    Rule("refuse", "pii", _raw_records),
    Rule("refuse", "political", _voters),
    Rule("refuse", "children", _minors),
    Rule("refuse", "obstruction", _blocked_exit),
    Rule("refuse", "discrimination", _exclusion),
    Rule("refuse", "discrimination", _pricing),
    Rule("refuse", "discrimination", _worse_terms),
    Rule("refuse", "discrimination", _proxy),
    Rule("refuse", "sensitive", _inference),
    Rule("refuse", "surveillance", _private_life),
    Rule("refuse", "surveillance", _watching),
    Rule("refuse", "deception", _made_up_evidence),
    Rule("refuse", "deception", _written_reviews),
    Rule("refuse", "deception", _false_scarcity),
    Rule("refuse", "deception", _hidden_cost),
    Rule("refuse", "deception", _misleading),
    Rule("refuse", "deception", _censored),
    Rule("refuse", "deception", _sneaked),
    Rule("refuse", "obstruction", _nagging),
    Rule("refuse", "obstruction", _shaming),
    Rule("refuse", "obstruction", _silent_default),
    Rule("refuse", "misfit", _made_need),
    Rule("refuse", "vuln", _weak_moment),
    Rule("refuse", "misfit", _unsuited),
    Rule("refuse", "vuln", _exploits),
    Rule("refuse", "misfit", _easy_marks),
    Rule("refuse", "vuln", _gullible),
    Rule("refuse", "vuln", _ordered_on_the_weak),
    Rule("refuse", "discrimination", _ordered_on_traits),
    Rule("refuse", "misfit", _ordered_against_interest),
    Rule("refuse", "attack", lambda sight: sight.has("override")),
    Rule("limit", "pii", _needs_contacts),
    Rule("limit", "attack", lambda sight: sight.has("limit.small")),
    Rule("limit", "surveillance", _one_person),
    Rule("limit", "discrimination", _trait_split),
    Rule("limit", "discrimination", _age_price),
    Rule("limit", "sensitive", _health_product),
    Rule("limit", "vuln", _hardship),
    Rule("limit", "children", _minors_study),
    Rule("limit", "political", _opinions),
    Rule("limit", "deception", _urgent_copy),
    Rule("limit", "obstruction", _keeping),
    Rule("limit", "misfit", _upgrade),
    Rule("limit", "purpose", _unclear_order),
)
