"""What people say when they give a reason, complain or wish; for questions that name no other subject."""

from collections.abc import Mapping

from tools.why.asked import CUES, Asked, Cue

_EXAMPLES: Mapping[Cue, str] = {
    "reason": "We chose it because we needed it, that is the reason why.",
    "pain": "It is a problem: it does not work, it is slow, confusing and frustrating.",
    "wish": "I wish it could do this, it would be better if you improved it.",
    "praise": "I love it, it is great and easy, thank you, it works so well.",
    "fear": "I am afraid and worried about the risk.",
    "buy": "I bought it because I wanted this for my life. Now I have it and it makes me happy.",
    "leave": "I cancelled because it never worked for me: it is not possible here and I gave up.",
}
_REQUEST = "Please send me the invoice, change my address or tell me where my order is."
_MOODS: Mapping[int, tuple[Cue, ...]] = {1: ("praise", "buy"), -1: ("pain", "leave")}
_AGAINST: Mapping[int, tuple[str, ...]] = {
    1: (_EXAMPLES["pain"], _EXAMPLES["leave"], _REQUEST),
    -1: (_EXAMPLES["praise"], _EXAMPLES["buy"]),
}


def opposite(mood: int) -> list[str]:
    """Return sentences of what is not asked for, when praise (1) or complaint (-1) is."""
    return list(_AGAINST.get(mood, ()))


def agreeing(mood: int) -> list[str]:
    """Return sentences of what is asked for, when praise (1) or complaint (-1) is."""
    return [_EXAMPLES[cue] for cue in _MOODS.get(mood, ())]


def examples(asked: Asked) -> list[str]:
    """Return a sentence for each thing asked for; none for a question with a subject and nothing done to it."""
    act = asked.act
    if asked.topic and act is None:
        return []
    cues = [cue for cue in asked.cues if cue != "reason" or act is None] or list(CUES)
    return [_EXAMPLES[cue] for cue in cues]
