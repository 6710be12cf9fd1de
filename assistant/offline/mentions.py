"""What texts are asked to mention: words in quotes, or what people "complain about" where that is counted."""

import re
from collections.abc import Iterator, Sequence

from assistant.offline.asked import Clause
from assistant.offline.headers import content
from assistant.offline.lexicon import lexicon
from assistant.offline.reading import Link
from assistant.offline.vocabulary import JOINED, Entry, Vocabulary
from tools.tables.catalog import Column
from tools.tables.mentions import OR

_QUOTED = re.compile(r"[\"“”„«]\s*([^\"“”„«»]{2,80}?)\s*[\"“”»]")
# Verbs of saying that take what is said of as their object; what stands behind them is sought in the texts.
_BLAMES = (
    "complain about|complains about|complained about|complaining about|moan about|moans about|moaned about|"
    "grumble about|grumbles about|grumbled about|gripe about|gripes about|rant about|criticise|criticize|"
    "beschweren sich über|se plaignent de|se quejan de"
)
_PRAISES = "praise|praises|praised|praising|rave about|raves about|raved about|loben|louent|elogian"
_NAMES = (
    "mention|mentions|mentioned|mentioning|talk about|talks about|talked about|talking about|speak of|spoke of|"
    "speak about|bring up|brings up|brought up|contain|contains|containing|include the words?|use the words?|"
    "say the words?|with the words?|write about|wrote about|erwähnen|mentionnent|parlent de|mencionan|hablan de"
)
_SAYS = (
    "say|says|said|saying|write|writes|wrote|state|states|stating|call it|calls it|sagen|schreiben|disent|dicen"
)
_VERB = re.compile(rf"\b(?:{_BLAMES}|{_PRAISES}|{_NAMES}|{_SAYS})\b", re.IGNORECASE)
OBJECT_VERB = re.compile(
    rf"\b(?:{_BLAMES}|{_PRAISES}|{_NAMES})\s+(?:(?:the|our|a|an|any|their|its|das|die|la|le|el)\s+)?"
)
# "Is the wifi mentioned more often in ...", "how often does "queue" come up": what is spoken of stands before.
_PASSIVE = re.compile(
    r"\b(?:is|are|was|were|does|do|did)\s+(?:(?:the\s+)?words?\s+|(?:the|our|a|an)\s+)?[\"“„]?"
    r"(?P<what>[^\W\d_][\w’-]*(?:\s+[\w’-]+)?)[\"”]?\s+"
    r"(?P<verb>said|mentioned|named|used|written|brought up|talked about|complained about|"
    r"come up|comes up|appear|occur|show up|turn up|erwähnt|genannt)\b",
    re.IGNORECASE,
)
_ENDS = re.compile(
    r"\s*(?:[,;:?!.]|\b(?:and|but|in|by|per|from|among|for|than|more|less|most|each|significant|significantly|often|take|takes|took|get|gets|got|have|has|had|cost|costs|over|since|during|when|who|that|"
    r"which|with|on|at|as|is|are|do|does|did|how|what|und|im|et|y)\b)"
)
_ARTICLES = frozenset({"a", "an", "the", "our", "any"})
# Nouns that stand for whatever is spoken of: "a noisy one" is noisy.
_ANYTHING = re.compile(r"\s+(?:ones?|things?|stuff|places?|something|experiences?)$", re.IGNORECASE)
_COUNTS = ("aggregate.", "compare", "order.", "trend", "when", "grain.", "quality")
_AGAINST = ("negativ", "dislik", "complaint", "con", "cons", "bad", "worst", "improv", "pain")
_IN_FAVOUR = ("posit", "like", "prais", "pro", "pros", "good", "best", "liked")
_CATEGORIES = 40
_MORE = re.compile(
    r"^(?P<opening>[^?!;]*,\s+)?(?:and\s+)?"
    r"(?P<count>how many|how often|what share|what percentage)(?:\s+of them)?\s+(?:(?:about|of)\s+)?"
    r"(?P<rest>(?:the\s+|our\s+)?(?!(?:these|those|them|they|it)\b)[\w\"“”'’-]+(?:\s+[\w\"“”'’-]+){0,3})\s*[?.!]*$",
    re.IGNORECASE,
)


def mentions(clause: Clause, vocabulary: Vocabulary) -> list[Link]:
    """Return links to what the texts of a table are asked to mention; none where it holds no free text.

    Words in quotes are sought as they stand. What people "complain about" is sought where they are to be counted,
    unless a category records it.
    """
    texts = [entry for entry in vocabulary.columns if entry.column.role == "text" and JOINED not in entry.name]
    if not texts:
        return []
    found = [*_quoted(clause)] or [each for each in _spoken_of(clause) if not _is_value(each[2], vocabulary)]
    column = _column(texts, clause.text)
    return [
        _link(clause, start, end, column.name, phrase)
        for start, end, phrase in found
        if _words_in(clause, start, end)
    ]


def going_on(texts: Sequence[str]) -> list[str]:
    """Return the clauses, "how many about breakfast" with the verb before it ("how many moan about wifi")."""
    told: list[str] = []
    for text in texts:
        told.append(_continued(text, told[-1]) if told else text)
    return told


def _continued(text: str, before: str) -> str:
    more = _MORE.match(text.strip())
    verb = _VERB.search(before)
    if more is None or verb is None or _VERB.search(text) or _tells(more["rest"]):
        return text
    rows = re.search(
        rf"\b(?:how many|how often|what share of|what percentage of)\s+(.*?){verb.re.pattern}", before
    )
    noun = rows.group(1) if rows else ""
    return f"{more['opening'] or ''}{more['count']} {noun}{verb.group()} {more['rest']}?"


def _tells(phrase: str) -> bool:
    """Return whether a phrase has a verb of its own ("these have one star"); "a spotless place" has none."""
    words = phrase.lower().split()
    return words[0] not in _ARTICLES and any(word in lexicon().telling for word in words)


def _quoted(clause: Clause) -> Iterator[tuple[int, int, str]]:
    """Yield the words in quotes behind a verb of saying, several with "or" between them as one."""
    verb = _VERB.search(clause.text) or _PASSIVE.search(clause.text)
    if verb is None:
        return
    quotes = [match for match in _QUOTED.finditer(clause.text) if match.start() >= verb.start()]
    begin = verb.start()
    for match in quotes:
        yield begin, match.end(), match.group(1)
        begin = match.start()


def _spoken_of(clause: Clause) -> Iterator[tuple[int, int, str]]:
    """Yield what people speak of, where it is counted, compared or followed over time."""
    counts = any(cue.concept.startswith(_COUNTS) for cue in clause.cues)
    reasons = any(word.norm in {"why", "warum", "pourquoi"} for word in clause.words)
    verb = OBJECT_VERB.search(clause.text)
    if counts and not reasons and (said := _PASSIVE.search(clause.text)):
        yield said.start("what"), said.end(), said["what"]
        return
    if verb is None or not counts or reasons:
        return
    end = _ENDS.search(clause.text, verb.end())
    stop = end.start() if end else len(clause.text)
    phrase = clause.text[verb.end() : stop].strip(" '’\"")
    if phrase:
        ways = (_ANYTHING.sub("", part.strip()) for part in re.split(r"\bor\b|\boder\b|\bou\b", phrase))
        yield verb.start(), stop, OR.join(ways)


def _link(clause: Clause, start: int, end: int, column: str, phrase: str) -> Link:
    inside = _words_in(clause, start, end)
    return Link("value", inside[0], inside[-1] + 1, 1.0, column, phrase)


def _words_in(clause: Clause, start: int, end: int) -> list[int]:
    return [at for at, word in enumerate(clause.words) if start <= word.start and word.end <= end]


def _column(texts: Sequence[Entry], text: str) -> Column:
    """Return the text that is meant: the one named, the one for complaints or praise, else the fullest."""
    said = set(content(text))
    for wanted, verbs in ((_AGAINST, _BLAMES), (_IN_FAVOUR, _PRAISES)):
        if re.search(rf"\b(?:{verbs})\b", text, re.IGNORECASE):
            fitting = [entry for entry in texts if set(content(entry.column.label)) & set(wanted)]
            if fitting:
                return fitting[0].column
    named = [entry for entry in texts if set(content(entry.column.label)) <= said]
    return max(named or texts, key=lambda entry: (entry.column.distinct, -entry.column.missing)).column


def _is_value(phrase: str, vocabulary: Vocabulary) -> bool:
    """Return whether the words are a whole value of a category, which is recorded and need not be searched for."""
    stems = content(phrase)
    recorded = (entry for entry in vocabulary.values if entry.value and entry.column.distinct <= _CATEGORIES)
    return any(content(entry.value) == stems for entry in recorded)
