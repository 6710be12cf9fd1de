"""The intent guard: whether a request forms intent in people the product suits, or manufactures it.

`judge` is a function of the user's turns and of the encoder it is given: no network, no workspace.
"""

import re
from collections.abc import Callable, Sequence
from typing import Any

from assistant.guards.policies import limited, refused
from assistant.guards.rules import Rule, ruling
from assistant.guards.rules_frames import measures
from assistant.guards.slots import Seen, Sight, see
from assistant.guards.slots_lexicon import lexicon
from assistant.guards.slots_score import score
from assistant.guards.verdict import Verdict

MAX_TURNS = 20  # earlier turns no longer bear on what the latest one means
_INNOCENT = float("-inf")
_REFUSE, _LIMIT = 1.5, 0.6  # log odds of harm: about four in five, and two in three
# The policy that a refusal by score is explained with: the first whose concepts were seen.
_ABOUT = (
    ("children", ("child",)),
    ("political", ("voter", "voter_harm")),
    ("pii", ("contact.field", "contact.secret", "contact.raw")),
    ("surveillance", ("anonymous", "identify", "track", "person")),
    ("discrimination", ("exclude.act", "exclude.price", "exclude.proxy", "exclude.worse")),
    ("sensitive", ("special",)),
    ("vuln", ("vulnerable", "susceptible", "harm")),
    ("obstruction", ("exit", "obstruct", "nag", "shame", "default")),
    ("deception", ("fabricate", "fake", "mislead", "pretence", "hide", "evidence", "cost")),
    ("misfit", ("misfit", "sell.act", "need_make")),
    ("attack", ("wrapper",)),
)
_ACTIVE = (
    "sell", "extract", "contact", "harm", "susceptible", "fabricate", "fake", "produce", "pretence", "mislead",
    "hide", "obstruct", "nag", "shame", "default", "exclude", "infer", "identify", "track", "misfit",
    "child_press", "voter_harm", "need_make", "private", "suppress",
)  # fmt: skip
_CONTEXT = (
    "vulnerable",
    "special",
    "protected",
    "child",
    "voter",
    "anonymous",
    "person",
    "evidence",
    "exit",
    "cost",
)


Encode = Callable[[str], Sequence[float]]


def judge(turns: Sequence[str], encode: Encode | None = None) -> Verdict:
    """Return the verdict on the last of a user's turns, read in the light of the earlier ones.

    `encode` gives a text's vector by `slots_score.ENCODER`; without it harm in unknown words is seen less often.

    A turn that is complete and harmless by itself stands on its own, whatever came before; one that refers
    back ("push it to exactly those") is judged together with what it refers to.
    """
    turns = [turn for turn in turns if turn.strip()][-MAX_TURNS:]
    if not turns:
        return Verdict(slots=Sight({}, 0).slots)
    seen = see(turns[-1])
    rule, sight = _worst(seen.sights)
    if len(turns) > 1 and (rule is None or rule.verdict == "limit"):
        earlier = [see(turn) for turn in turns[:-1]]
        whole, merged = _in_thread(seen, earlier, turns)
        if whole is not None and (rule is None or whole.verdict == "refuse"):
            rule, sight = whole, merged
    if rule is not None and rule.verdict == "refuse":
        return refused(rule.policy, sight.slots, sight.has)
    vector = encode(turns[-1]) if encode and not measures(sight) else None
    return _unsettled(seen, sight, rule.policy if rule else None, vector)


def _unsettled(seen: Seen, sight: Sight, limit: str | None, vector: Sequence[float] | None) -> Verdict:
    """Return the verdict where no rule refuses: by the language, the score, and the rule that limits, if any."""
    if not seen.readable:
        return limited("language", sight.slots, sight.has)
    odds = _INNOCENT if measures(sight) else score(seen, vector)
    if odds >= _REFUSE and limit != "pii":  # that limit already points to where contacts are kept
        about = next((policy for policy, concepts in _ABOUT if sight.has(*concepts)), "purpose")
        return refused(limit or about, sight.slots, sight.has)
    if limit or odds >= _LIMIT:
        return limited(limit or "purpose", sight.slots, sight.has)
    return Verdict(slots=sight.slots)


def screen(request: str | Sequence[str], encode: Encode | None = None) -> dict[str, Any]:
    """Return the verdict on a text, or on the user's turns of a conversation, as plain JSON."""
    return judge([request] if isinstance(request, str) else request, encode).to_dict()


def rules_version() -> str:
    """Return the version of the policies and the lexicon: a hash of their content."""
    return lexicon().version


def _worst(sights: Sequence[Sight]) -> tuple[Rule | None, Sight]:
    """Return the strictest ruling over the readings of a message, and the reading that earned it."""
    found = [(rule, sight) for sight in sights if (rule := ruling(sight)) is not None]
    found.sort(key=lambda pair: pair[0].verdict != "refuse")
    return found[0] if found else (None, sights[0] if sights else Sight({}, 0))


def _in_thread(seen: Seen, earlier: Sequence[Seen], turns: Sequence[str]) -> tuple[Rule | None, Sight]:
    """Return the ruling on the last turn joined with the turns that it refers to."""
    last = seen.sights[0]
    if last.has("go_on") and re.search(r"join|combine|put .*together|concat|\+", seen.text):
        rule, sight = _worst(see(" ".join(turns)).sights)
        if rule is not None and rule.verdict == "refuse":
            return rule, sight
    if not last.has("anaphora", "go_on") or not (last.has(*_ACTIVE) or last.has("go_on")):
        return None, last
    before = Sight({}, 0)
    for turn in earlier:
        rule, _ = _worst(turn.sights)
        # What was refused lends only its subject: its means and purpose must be asked for again.
        again = rule is None or rule.verdict != "refuse" or last.has("go_on")
        kept = turn.sights[0] if again else turn.sights[0].only(*_CONTEXT)
        before = before | kept.only(*_CONTEXT, *_ACTIVE)
    merged = before | last
    return ruling(merged), merged
