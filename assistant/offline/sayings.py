"""Whether a question sets what people say against what they do, and what it says of either."""

import re

from assistant.offline.clauses import clause
from assistant.offline.lexicon import lexicon
from assistant.offline.words import tokens

_SAY = (
    r"(?:say|says|said|claim|claims|claimed|state|stated|promise|promised|intend|intended|plan|planned|told us|"
    r"answered|declare|declared|report|reported|"
    r"sagen|sagten|angeben|angaben|behaupten|behaupteten|versprechen|versprachen|ankündigen|"
    r"disent|disaient|affirment|prétendent|déclarent|ont dit|"
    r"dicen|decían|afirman|aseguran|dijeron|declaran)"
)
_WHO_SAY = re.compile(
    rf"(?:\b(?:who|that|those|die|welche|qui|que|quienes)(?:\s+(?:have|had|also|often|always|only|ever|once))?\s+{_SAY}\b)"
    rf"(?!\s+(?:about|zu|über|de|du|des|sobre)\b)",
    re.IGNORECASE,
)
_AGAINST = re.compile(
    r"\bsa(?:y|ys|id|ying)\s+(?:and|against|versus|vs\.?|or|but)\s+(?:do|does|did|done|doing)\b"
    r"|\bwhat (?:people|customers|they|we|respondents|members|users)\s+say\b.*\b(?:do|did)\b"
    r"|\bdo\b.{0,40}\b(?:what|as) they (?:say|said|promise|promised)\b"
    r"|\bwords and (?:deeds|actions)\b|\blip service\b"
    r"|\b(?:stated|declared)\b.{0,30}\b(?:against|versus|vs\.?|and)\b.{0,20}\b(?:revealed|actual|behaviou?r)"
    r"|\bintentions?\b.{0,40}\b(?:behaviou?r|actions?|deeds)\b|\bkeep their word\b|\bmean what they say\b"
    r"|\bsagen\b.{0,60}\b(?:tun|machen|handeln)\b|\b(?:worte|reden)\b.{0,20}\b(?:taten|handeln)\b"
    r"|\b(?:tun|machen)\b.{0,40}\bwas sie sagen\b"
    r"|\bdisent\b.{0,40}\bfont\b|\bfont\b.{0,30}\bce qu['’]ils disent\b|\bparoles?\b.{0,20}\bactes\b"
    r"|\bdicen\b.{0,40}\bhacen\b|\bhacen\b.{0,30}\blo que dicen\b|\bdel dicho al hecho\b",
    re.IGNORECASE,
)
_WHO_WOULD = re.compile(
    r"\b(?:who|die|qui|que)\s+"
    r"(?:would|würden|voudraient|querrían)\b",
    re.IGNORECASE,
)
_REALLY = re.compile(
    r"\b(?:really|actually|in fact|wirklich|tatsächlich|auch|vraiment|réellement|realmente|de verdad)\b",
    re.IGNORECASE,
)
_NO = re.compile(
    r"\b(?:say|says|said|answered|sagen|sagten|disent|dicen)\s+[\"'“]?(?:no|nein|non)\b", re.IGNORECASE
)
_ACTS = frozenset({"outcome.gain", "outcome.loss", "outcome.keep", "entity.sale", "repeat.again"})
_REASONS = re.compile(r"^\s*(?:why|warum|weshalb|wieso|pourquoi|por qué)\b", re.IGNORECASE)
_TALK = frozenset(re.findall(r"[a-zà-ÿ]+", _SAY)) | frozenset(
    (
        "do",
        "does",
        "did",
        "done",
        "really",
        "actually",
        "words",
        "deeds",
        "actions",
        "differ",
        "against",
        "service",
        "lip",
    )
)


def sets_against(question: str) -> bool:
    """Return whether a question is about people who say something and what they then do."""
    if _REASONS.search(question):
        return False
    if _AGAINST.search(question):
        return True
    said = _WHO_SAY.search(question) or _WHO_WOULD.search(question)
    acts = any(cue.concept in _ACTS for cue in clause(question).cues) or _REALLY.search(question)
    return said is not None and bool(acts)


def denies(question: str) -> bool:
    """Return whether a question is about people who said no."""
    return _NO.search(question) is not None


def leaves_open(question: str) -> bool:
    """Return whether the question leaves to the data what is meant: it names nothing, or in another language."""
    return not subjects(question) or clause(question).language != "en"


def subjects(question: str) -> tuple[str, ...]:
    """Return the stems of a question that say what it is about."""
    filler = frozenset(word for language in lexicon().languages.values() for word in language.filler)
    people = {
        index
        for cue in clause(question).cues
        if cue.concept == "entity.person"
        for index in range(cue.start, cue.end)
    }
    return tuple(
        word.stem
        for index, word in enumerate(tokens(question))
        if index not in people
        and word.norm not in _TALK | filler
        and word.stem not in lexicon().function_words
        and len(word.norm) > 2
    )
