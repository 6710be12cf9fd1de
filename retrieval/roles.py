"""What labels of speakers say about them: who asks, who answers, and who leads a conversation."""

import re
from collections import Counter
from collections.abc import Sequence
from typing import Literal

from retrieval.privacy.lexicon import is_given, normal
from retrieval.privacy.spans import PSEUDONYM

Role = Literal["interviewer", "respondent"]


def words(listed: str) -> frozenset[str]:
    """Return the words of a list that is written as one string."""
    return frozenset(listed.split())


_ASKS = words("interviewer moderator researcher host facilitator interviewerin moderatorin q frage question i")
_ANSWERS = words(
    "interviewee respondent participant customer client user guest befragte befragter kunde kundin a antwort "
    "antworten answer p r teilnehmer teilnehmerin participante cliente entrevistado entrevistada"
)
_LEADS = words(
    "agent assistant support representative rep bot advisor operator csm berater beraterin conseiller conseillère "
    "asesor asesora agente"
)
_QUESTION_START = re.compile(
    r"(?:what|how|why|who|when|where|which|can you|could you|do you|did you|have you|are you|would you|tell me|"
    r"was|wie|warum|wer|wann|wo|welche\w*|können sie|haben sie|erzählen sie|comment|pourquoi|qui|quand|"
    r"est-ce|quel\w*|pouvez-vous|qué|cómo|por qué|quién|cuándo|cuál\w*)\b",
    re.IGNORECASE,
)
# Among several speakers only one who asks this often, and this much more often than anybody else, interviews:
# in a meeting everybody asks now and then.
_ASKING_SHARE = 0.35
_ASKING_LEAD = 2
_PSEUDONYM = re.compile(PSEUDONYM)


def is_interviewer(label: str) -> bool:
    """Return whether a label spells out that somebody interviews."""
    return any(len(word) > 4 for word in _label_words(label) & _ASKS)


def is_asking_role(label: str) -> bool:
    """Return whether a label names who leads a conversation: an interviewer, an agent, an assistant."""
    return bool(_label_words(label) & (_ASKS | _LEADS))


def is_answering_role(label: str) -> bool:
    """Return whether a label names who is asked or served: a respondent, a customer, a user."""
    return bool(_label_words(label) & _ANSWERS)


def is_somebody(name: str) -> bool:
    """Return whether a label is surely a person or a role: a pseudonym, a given name, `Speaker 2`."""
    words = name.lower().split()
    roles = _ASKS | _ANSWERS | {"speaker", "sprecher", "sprecherin", "locuteur", "hablante"}
    return (
        bool(_PSEUDONYM.match(name))
        or any(word.strip("0123456789") in roles for word in words)
        or is_given(normal(words[0]))
    )


def roles_of(spoken: Sequence[tuple[str, str]]) -> dict[str, Role]:
    """Guess who asks: by what the labels say, else whoever asks the most questions is the interviewer."""
    names = list(dict.fromkeys(name for name, _ in spoken))
    told: dict[str, Role] = {}
    for name in names:
        words = _label_words(name)
        if words & _ASKS:
            told[name] = "interviewer"
        elif words & _ANSWERS:
            told[name] = "respondent"
    if "respondent" in told.values():
        told |= {name: "interviewer" for name in names if name not in told and is_asking_role(name)}
    if "interviewer" not in told.values():
        asking = _asking([name for name in names if name not in told], spoken)
        if asking:
            told[asking] = "interviewer"
    if "interviewer" in told.values():
        return {name: told.get(name, "respondent") for name in names}
    return told


def _asking(names: Sequence[str], spoken: Sequence[tuple[str, str]]) -> str | None:
    """Return who of several asks the questions; None when nobody clearly does."""
    asked = Counter(dict.fromkeys(names, 0))
    turns_with_one, turns_taken = Counter(asked), Counter(asked)
    for name, words_said in spoken:
        if name in asked:
            questions = _questions(words_said)
            asked[name] += questions
            turns_with_one[name] += bool(questions)
            turns_taken[name] += 1
    ranked = sorted(asked, key=lambda name: -asked[name])
    if not ranked or not asked[ranked[0]]:
        return None
    first, others = ranked[0], ranked[1:]
    often = turns_with_one[first] >= _ASKING_SHARE * turns_taken[first]
    leads = not others or asked[first] >= _ASKING_LEAD * asked[others[0]]
    return first if len(names) < 3 or (often and leads) else None


def _questions(words: str) -> int:
    return words.count("?") or int(bool(_QUESTION_START.match(words)))


def _label_words(label: str) -> set[str]:
    """Return the words of a label; a letter is a role only when nothing else stands there: `Q`, not `Q. Lee`."""
    words = {word.strip("_") for word in re.findall(r"[^\W\d]+", label.lower())}
    return words if len(words) == 1 else {word for word in words if len(word) > 1}


def is_role(label: str) -> bool:
    """Return whether a label is nothing but the name of a role, in whatever case."""
    return label.lower() in _ASKS | _ANSWERS | _LEADS
