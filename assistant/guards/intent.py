"""The intent guard: whether a request forms intent in people the product suits, or manufactures it.

`judge` is a function of the user's turns and of the encoder it is given: no network, no workspace.
"""

import hashlib
import re
from collections.abc import Callable, Sequence
from functools import cache, partial
from typing import Any

from assistant.guards.policies import limited, refused
from assistant.guards.rules import Rule, ruling
from assistant.guards.rules_frames import MEANS, counts_work, listens, measures, recounts, seeks
from assistant.guards.score import Encode, Score, Weights, score, weights_version
from assistant.guards.slots import Seen, Sight
from assistant.guards.slots_lexicon import lexicon
from assistant.guards.slots_read import see
from assistant.guards.verdict import Verdict
from prompts import load

MAX_TURNS = 20  # earlier turns no longer bear on what the latest one means
# Cuts on the score, chosen on verdicts over requests of authors that the models were fitted without.
_REFUSE, _LIMIT = 0.05, -0.25
_ASKED = 0.3  # the cut for one that only asks for a figure, or what a voice told, or asks in few ordinary words
_GLOSSED = 0.15  # the cut for one that had to be put into English
_SKETCHED = 0.2  # the cut for one of which little could be
_HIDDEN = -0.4  # what had to be decoded is answered only when it sounds as harmless as this
_HEARD = -0.1  # the cut from which a request that only listens is limited
_FIGURED = 0.1  # the same for one that only asks for a figure, or what a voice told: its answer is no list anyhow
_DOUBT = _REFUSE  # a rule that would refuse what sounds less harmful limits it
_CLEAR = -0.45  # a rule that would limit what sounds this harmless lets it pass
_COMPLETE = -0.7  # a turn that sounds this harmless stands on its own, whatever it refers to
_HONEST = -0.25  # a turn that sounds this harmless is not refused for what it refers to, but limited
_ALWAYS = ("pii", "attack", "surveillance")  # limits that stand whatever the score: they name what is withheld
_LONG = 80  # words
_FEW = 10  # words of a turn that only goes on
_GOES_ON = re.compile(
    r"(?:and|but|or|only|just|(?:what|how) about|und|nur|oder|was ist mit|et|seulement|y|sólo|solo|e|en)\b",
    re.IGNORECASE,
)
_RECENT = 4  # turns that the score reads together
_JOINED = 0.15  # how harmful the talk must sound to be refused for it
_WORSE = 0.2  # by how much the last turn must make the talk sound worse to be what harms in it
_ACTIVE = (
    "sell", "extract", "contact", "harm", "susceptible", "fabricate", "fake", "produce", "pretence", "mislead",
    "hide", "obstruct", "nag", "shame", "default", "exclude", "infer", "identify", "track", "misfit",
    "child_press", "voter_harm", "need_make", "private", "suppress",
)  # fmt: skip
_SPARED = ("vulnerable", "special", "protected", "child", "voter", "anonymous", "person", "evidence")
_CONTEXT = (*_SPARED, "exit", "cost")


def judge(turns: Sequence[str], encode: Encode | None = None, model: Weights | None = None) -> Verdict:
    """Return the verdict on the last of a user's turns, read in the light of the earlier ones.

    `encode` gives a text's vector by `encoder`; without it harm in unknown words is seen less often. `model`
    takes the place of the stored weights.

    A turn that is complete and harmless by itself stands on its own, whatever came before; one that refers
    back ("push it to exactly those") is judged together with what it refers to.
    """
    turns = [turn for turn in turns if turn.strip()][-MAX_TURNS:]
    if not turns:
        return Verdict(slots=Sight({}, 0).slots)
    seen = see(turns[-1])
    sounds = score(seen, encode, model)
    verdict = decide(seen, sounds)
    if len(turns) > 1 and _only_goes_on(seen):
        return _continued(turns, seen, verdict, partial(score, encode=encode, model=model))
    if len(turns) > 1 and verdict.verdict != "refuse" and (encode is None or sounds.harm >= _COMPLETE):
        return _in_thread(turns, seen, sounds.harm, partial(score, encode=encode, model=model)) or verdict
    return verdict


def _only_goes_on(seen: Seen) -> bool:
    """Return whether a turn asks what was asked before of others ("and those from the poster?"), and does nothing.

    In a few words without a verb of doing tone says nothing.
    """
    doing = {*_ACTIVE, *MEANS, "price_act", "go_on"} - {"infer"}  # "from the poster" infers nothing by itself
    does = any(reading.has(*doing, "infer_source") for reading in seen.sights)
    short = len(seen.text.split()) <= _FEW and bool(_GOES_ON.match(seen.text.strip()))
    return short and seen.readable and not (does or seen.disguised)


def _continued(turns: Sequence[str], last: Seen, alone: Verdict, heard: Callable[[Seen], Score]) -> Verdict:
    """Return the verdict on such a turn, read behind the one it goes on with; after a refusal it is limited."""
    for whole in reversed(turns[:-1]):
        before = see(whole)
        if not _only_goes_on(before):
            break
    if decide(before, heard(before)).verdict == "refuse":
        own = last.sights[0]
        return limited("purpose", own.slots, own.has) if alone.verdict == "allow" else alone
    joined = see(f"{whole} {turns[-1]}")
    return decide(joined, heard(joined))


def screen(request: str | Sequence[str], encode: Encode | None = None) -> dict[str, Any]:
    """Return the verdict on a text, or on the user's turns of a conversation, as plain JSON."""
    return judge([request] if isinstance(request, str) else request, encode).to_dict()


@cache
def rules_version() -> str:
    """Return the version of all that decides: a hash over policies, lexicons, weights and the judge's prompt."""
    parts = (lexicon().version, weights_version(), load("judge").version)
    return hashlib.sha256("|".join(parts).encode()).hexdigest()[:12]


def decide(seen: Seen, sounds: Score) -> Verdict:
    """Return the verdict on a message by itself: by its score, and by the rules where they are surer."""
    rule, sight = _worst(seen.sights)
    recounted = any(map(recounts, seen.sights)) and not any(map(seeks, seen.sights))
    listening = all(listens(reading) for reading in seen.sights)
    measured = all(measures(reading) or counts_work(reading) for reading in seen.sights)
    by_rule = rule is not None and rule.verdict == "refuse" and sounds.harm >= _DOUBT
    asked = measured or recounted
    if by_rule or sounds.harm >= _cut(seen, asked=asked and (rule is None or rule.verdict == "limit")):
        policy = rule.policy if rule and rule.policy != "purpose" else sounds.policy
        return refused(policy, sight.slots, sight.has)
    if not seen.readable:
        return limited("language", sight.slots, sight.has)
    if rule is not None and _stands(rule, sight, sounds, listening=listening):
        return limited(rule.policy, sight.slots, sight.has)
    if seen.disguised and sounds.harm >= _HIDDEN:
        return limited("attack", sight.slots, sight.has)
    least = _FIGURED if asked or _bare(seen) else _HEARD if listening else _LIMIT
    if sounds.harm >= least:
        return limited("purpose", sight.slots, sight.has)
    return Verdict(slots=sight.slots)


def _cut(seen: Seen, *, asked: bool) -> float:
    """Return the score from which a message is refused: the higher, the less of it there is to refuse for."""
    cuts = {_ASKED: asked or _bare(seen), _SKETCHED: seen.sketchy, _GLOSSED: seen.glossed}
    return max((cut for cut, applies in cuts.items() if applies), default=_REFUSE)


def _bare(seen: Seen) -> bool:
    """Return whether a message is a question with nothing to do in it, and nobody to be spared.

    In few ordinary words ("who stays?") tone says little: it is answered unless it sounds bad enough to refuse for
    anything else, then limited, and refused only where it sounds worse than a figure may.
    """
    asked = any(reading.has("opens.question", "opens.select") for reading in seen.sights)
    return asked and not any(reading.has(*_ACTIVE, *_SPARED, *MEANS, "price_act") for reading in seen.sights)


def _stands(rule: Rule, sight: Sight, sounds: Score, *, listening: bool) -> bool:
    """Return whether a rule limits a message that is not refused, for all that the message sounds harmless.

    In a long message a few harmful words change little of how it sounds, so that the rule is believed.
    """
    if rule.policy in _ALWAYS or sounds.harm >= _LIMIT:
        return True
    heard = listening and rule.verdict == "refuse"
    return (sounds.harm >= _CLEAR and not heard) or sight.words > _LONG


def _worst(sights: Sequence[Sight]) -> tuple[Rule | None, Sight]:
    """Return the strictest ruling over the readings of a message, and the reading that earned it."""
    found = [(rule, sight) for sight in sights if (rule := ruling(sight)) is not None]
    found.sort(key=lambda pair: pair[0].verdict != "refuse")
    return found[0] if found else (None, sights[0] if sights else Sight({}, 0))


def _in_thread(turns: Sequence[str], seen: Seen, harm: float, heard: Callable[[Seen], Score]) -> Verdict | None:
    """Return the verdict that the last turn earns together with the turns that it refers to, if any."""
    last = seen.sights[0]
    if last.has("go_on") and re.search(r"join|combine|put .*together|concat|\+", seen.text):
        whole = see(" ".join(turns))
        verdict = decide(whole, heard(whole))
        if verdict.verdict == "refuse":
            return verdict
    if not last.has("anaphora", "go_on"):
        return None
    merged = _merged(turns[:-1], last)
    if last.has(*_ACTIVE, "go_on") and (rule := ruling(merged)) is not None and rule.verdict == "refuse":
        meant = last.has("go_on") or harm >= _HONEST
        return (refused if meant else limited)(rule.policy, merged.slots, merged.has)
    # What was refused is no subject to go on with; a good turn after it would sound as bad as it did.
    recent = [turn for turn in turns[-_RECENT:-1] if heard(see(turn)).harm < _REFUSE]
    if not recent or harm < _HONEST:
        return None
    talk, before = (heard(see(". ".join(said))) for said in ([*recent, turns[-1]], recent))
    if talk.harm >= max(_JOINED, before.harm + _WORSE):
        return refused(talk.policy, merged.slots, merged.has)
    return None


def _merged(earlier: Sequence[str], last: Sight) -> Sight:
    """Return what the last turn says joined with what it may refer to."""
    before = Sight({}, 0)
    for turn in earlier:
        seen = see(turn)
        rule, _ = _worst(seen.sights)
        # What was refused lends only its subject: its means and purpose must be asked for again.
        again = rule is None or rule.verdict != "refuse" or last.has("go_on")
        before = before | seen.sights[0].only(*_CONTEXT, *(_ACTIVE if again else ()))
    return before | last
