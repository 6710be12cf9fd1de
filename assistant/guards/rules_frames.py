"""Frames that several rules share: whether a request helps, asks, measures or orders."""

from assistant.guards.slots import Sight

MEANS = (
    "harm", "susceptible", "wrapper", "override", "we_act", "write", "fabricate", "mislead", "pretence",
    "need_make", "nag", "shame", "track", "mark", "they_just", "contact.field", "contact.secret", "contact.raw",
    "identify", "sell.act", "hide", "hide_late", "misfit", "suppress", "basket", "go_on", "guess",
    "exclude.proxy", "person.kin", "person.title", "person.pronoun", "limit.small",
)  # fmt: skip

_TURNED = (
    "wrapper", "override", "fabricate", "mislead", "pretence", "need_make", "susceptible", "harm", "track",
    "identify", "contact.secret", "contact.raw", "exclude.proxy", "suppress", "trick_end",
)  # fmt: skip
_OF_STAFF = ("person.title", "track")  # what the name and the work of a member of staff are taken for
_VOICES = ("voice", "anonymous", "person.pronoun", "person.title", "person.code", "person.single")
_PRICED = (
    "cost", "evidence.price", "exclude.price", "limit.discount", "sell.noun", "exit", "obstruct", "protected",
    "special", "vulnerable", "child", "voter",
)  # fmt: skip
_CONTACTS = ("contact.field", "contact.secret", "contact.raw")
_DONE = ("we_act", "write", "sell.act", "shame", "misfit")


def kind(sight: Sight) -> bool:
    """Return whether the request supports, protects or audits, and no cue of harm gainsays it."""
    return sight.has("support", "audit") and not sight.has("harm", "susceptible", "wrapper")


def reports(sight: Sight) -> bool:
    """Return whether the request asks what customers say or do, and not what we shall do to them."""
    return sight.has("report", "ask.why", "audit") and not sight.has("we_act", "write", "harm", "wrapper")


def recounts(sight: Sight) -> bool:
    """Return whether the request asks what somebody who spoke to us told, felt or did a thing for.

    It looks for nobody: not who or where the person is, nor what else is held of the person.
    """
    return sight.has(*_VOICES) and sight.has("told") and not seeks(sight)


def seeks(sight: Sight) -> bool:
    """Return whether a person is looked for, or shall be dealt with, beyond what the person told us."""
    return sight.has("sought", *_CONTACTS, "person.kin", "person.crush", *_DONE, *_TURNED)


def ordered(sight: Sight) -> bool:
    """Return whether something shall be done to people, where an honest request asks to learn about them."""
    told = (sight.has("opens.other") and sight.has("act")) or sight.has("we_act")
    learns = sight.has("study", "ask.summary", "report", "ask.why", "ask.count", "audit", "support", "misfit_good")
    return told and (not learns or sight.has("wrapper.rules"))


def listens(sight: Sight) -> bool:
    """Return whether the request asks for what people said or felt, or wants to mend what harms them.

    Nothing in it shows a means that would turn the answer against them.
    """
    heard = sight.has("heard") and not sight.has(*_DONE)
    return (heard or sight.has("mend")) and not sight.has(*_TURNED)


def measures(sight: Sight) -> bool:
    """Return whether the request only asks for a figure or a comparison: it names no means and nobody to act on.

    Such a question may split by any trait or state that a table holds, because the answer is an aggregate.
    """
    described = sight.has("described") and not sight.has("vulnerable", "special", "child", "protected.veiled")
    if not (sight.has("figure") or described) or sight.has(*MEANS) or prices(sight):
        return False
    if (sight.has("child") and sight.has("child_press")) or (sight.has("voter") and sight.has("voter_harm")):
        return False
    left_out = sight.has("exclude.act") and sight.has("exclude.stakes", "sell", "special")
    return not left_out and not (sight.has("obstruct") and sight.has("exit") and not sight.has("report", "study"))


def prices(sight: Sight) -> bool:
    """Return whether a price or a demand is set, and not a limit set or a question asked: of whom, or for what."""
    return sight.has("price_act") and sight.has(*_PRICED)


def counts_work(sight: Sight) -> bool:
    """Return whether the work of a member of staff is counted, and nothing is to be done with it."""
    named = sight.has("person.role") and sight.has("figure")
    return named and not prices(sight) and not sight.has(*(part for part in MEANS if part not in _OF_STAFF))


def wrapped(sight: Sight) -> bool:
    """Return whether a story, a role or an authority wraps a wish to pick out, sell to or play on people."""
    wish = sight.has("ask.select", "extract", "sell.act", "harm", "susceptible", "infer")
    about = sight.has("vulnerable", "special", "child", "contact", "misfit", "susceptible", "mark")
    honest = sight.has("audit", "report", "support") or (
        sight.has("study") and not sight.has("vulnerable", "harm")
    )
    return sight.has("wrapper") and wish and about and not honest
