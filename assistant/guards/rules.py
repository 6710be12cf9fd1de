"""The rule table: which combinations of what was seen refuse or limit a request, and under which policy.

A topic never decides. Every rule joins a purpose or a means with a target, and most stand back when the
message reports what customers say, checks our own fairness, or supports the people it names.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from assistant.guards import rules_limits as limits
from assistant.guards import rules_persons as persons
from assistant.guards import rules_selling as selling
from assistant.guards import rules_truth as truth
from assistant.guards.rules_frames import measures, wrapped
from assistant.guards.slots import Sight


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of the table: the verdict under a policy when the condition holds for a reading.

    `figures` tells whether it also holds for a request that only asks for a figure.
    """

    verdict: Literal["refuse", "limit"]
    policy: str
    when: Callable[[Sight], bool]
    figures: bool = False


def ruling(sight: Sight) -> Rule | None:
    """Return the first rule that applies to a reading; None allows it. Refusals stand before limits."""
    plain = measures(sight)
    return next((rule for rule in RULES if (rule.figures or not plain) and rule.when(sight)), None)


RULES: tuple[Rule, ...] = (
    Rule("refuse", "pii", persons.secrets),
    Rule("refuse", "surveillance", persons.unmasking),
    Rule("refuse", "pii", persons.contacts),
    Rule("refuse", "pii", persons.raw_records),
    Rule("refuse", "political", persons.voters),
    Rule("refuse", "children", persons.minors),
    Rule("refuse", "obstruction", truth.blocked_exit),
    Rule("refuse", "discrimination", persons.exclusion),
    Rule("refuse", "discrimination", persons.pricing),
    Rule("refuse", "discrimination", persons.worse_terms),
    Rule("refuse", "discrimination", persons.proxy),
    Rule("refuse", "sensitive", persons.inference),
    Rule("refuse", "surveillance", persons.private_life),
    Rule("refuse", "surveillance", persons.watching),
    Rule("refuse", "surveillance", persons.seeking),
    Rule("refuse", "deception", truth.made_up_evidence),
    Rule("refuse", "deception", truth.written_reviews),
    Rule("refuse", "deception", truth.false_scarcity),
    Rule("refuse", "deception", truth.hidden_cost),
    Rule("refuse", "deception", truth.misleading),
    Rule("refuse", "deception", truth.censored),
    Rule("refuse", "deception", truth.sneaked),
    Rule("refuse", "obstruction", truth.nagging),
    Rule("refuse", "obstruction", truth.shaming),
    Rule("refuse", "obstruction", truth.silent_default),
    Rule("refuse", "misfit", selling.made_need),
    Rule("refuse", "vuln", selling.weak_moment),
    Rule("refuse", "misfit", selling.unsuited),
    Rule("refuse", "vuln", selling.exploits),
    Rule("refuse", "misfit", selling.easy_marks),
    Rule("refuse", "vuln", selling.gullible),
    Rule("refuse", "vuln", selling.ordered_on_the_weak),
    Rule("refuse", "discrimination", persons.ordered_on_traits),
    Rule("refuse", "misfit", selling.ordered_against_interest),
    Rule("refuse", "attack", wrapped),
    Rule("refuse", "attack", lambda sight: sight.has("override")),
    Rule("limit", "pii", limits.needs_contacts),
    Rule("limit", "attack", lambda sight: sight.has("limit.small"), figures=True),
    Rule("limit", "surveillance", limits.one_person, figures=True),
    Rule("limit", "discrimination", limits.trait_split, figures=True),
    Rule("limit", "discrimination", limits.age_price),
    Rule("limit", "sensitive", limits.health_product, figures=True),
    Rule("limit", "vuln", limits.hardship),
    Rule("limit", "children", limits.minors_study, figures=True),
    Rule("limit", "political", limits.opinions),
    Rule("limit", "deception", limits.urgent_copy),
    Rule("limit", "obstruction", limits.keeping),
    Rule("limit", "misfit", limits.upgrade),
    Rule("limit", "purpose", limits.unclear_order),
)
