"""Refusals that protect the truth and the way out: evidence, cost, scarcity, exits, nagging."""

from assistant.guards.rules_frames import kind, reports
from assistant.guards.slots import Sight


def blocked_exit(sight: Sight) -> bool:
    """Return whether leaving is to be made hard."""
    return sight.near("obstruct", "exit", 9) and not reports(sight) and not kind(sight)


def nagging(sight: Sight) -> bool:
    """Return whether people are to be asked until they give in."""
    return sight.has("nag") and not sight.has("ask.why", "child") and not sight.then("report", "nag", 9)


def shaming(sight: Sight) -> bool:
    """Return whether people are to be shamed for saying no."""
    return sight.has("shame") and sight.has("exit", "produce", "sell") and not sight.has("report", "support")


def silent_default(sight: Sight) -> bool:
    """Return whether a default is to decide for people who do not notice it."""
    return sight.has("default") and sight.has("trick_end", "susceptible") and not reports(sight)


def made_up_evidence(sight: Sight) -> bool:
    """Return whether evidence is to be invented or altered."""
    if sight.has("ask.why", "audit") or (
        sight.has("report") and not sight.has("pretence", "we_act", "opens.other")
    ):
        return False
    made = sight.then("fabricate", "evidence", 8) or sight.near("fabricate", "evidence", 3)
    faked = sight.has("produce", "opens.other") and sight.near("fake", "evidence", 6)
    return made or faked or (sight.then("produce", "evidence", 10) and sight.has("pretence"))


def written_reviews(sight: Sight) -> bool:
    """Return whether reviews are to be written by us."""
    return sight.then("write", "evidence.review", 6) and not sight.has("write_ok", "report", "audit")


def false_scarcity(sight: Sight) -> bool:
    """Return whether scarcity or demand is to be shown that is not there."""
    pressed = sight.has("evidence.scarcity") and sight.has("produce", "susceptible")
    return pressed and sight.has("untrue") and not sight.has("honest", "report", "audit", "ask.why")


def hidden_cost(sight: Sight) -> bool:
    """Return whether a cost or a term is to be hidden or shown late."""
    hidden = sight.near("hide", "cost", 6) or sight.near("hide_late", "cost", 10)
    return hidden and (not sight.has("report", "audit", "ask.why") or sight.has("we_act"))


def misleading(sight: Sight) -> bool:
    """Return whether people are to be led to believe something untrue."""
    asked = sight.has("report", "ask.why") and not sight.has("write", "we_act", "wrapper")
    return sight.has("mislead") and not asked


def censored(sight: Sight) -> bool:
    """Return whether critical reviews are to be suppressed."""
    return sight.then("suppress", "negative", 4) and not sight.has("audit", "ask.why")


def sneaked(sight: Sight) -> bool:
    """Return whether something is to be put into the basket unasked."""
    return sight.has("basket") and sight.has("hide", "susceptible", "trick_end") and not reports(sight)
