"""What texts are asked to mention: words in quotes, or what people "complain about" where that is counted."""

import re
from collections.abc import Iterator, Sequence
from functools import cache

from assistant.offline.asked import Clause
from assistant.offline.clauses import clause
from assistant.offline.headers import content
from assistant.offline.lexicon import lexicon
from assistant.offline.phrases import any_of, phrases
from assistant.offline.reading import Link
from assistant.offline.vocabulary import JOINED, Entry, Vocabulary
from tools.tables.catalog import Column
from tools.tables.mentions import NEAR, OR
from tools.why.cues import describes

_QUOTED = re.compile(r"[\"“”„«]\s*([^\"“”„«»]{2,80}?)\s*[\"“”»]")
_COUNTS = ("aggregate.", "compare", "order.", "trend", "when", "grain.", "quality")
_TAKING_OBJECT = ("blames", "praises", "names", "matters")
_CATEGORIES = 40
_PAIR = 2
_BEHIND = ("trend", "when", "compare", "by", "per", "grain.")  # what is asked of a matter ends its name
_ITS_SHARE = re.compile(
    r"(?:and\s+)?(?:is|are|was|were)\s+(?:that|it|this|they|these)\s+(?P<more>(?:significantly\s+)?(?:more|less|as))\s+"
    r"(?:often|common|frequent|frequently|widespread|likely|prevalent)(?P<rest>\s.+)",
    re.IGNORECASE,
)


def without_names(question: str) -> str:
    """Return the question with the words that brackets spell out in place of what they explain."""
    return _spelled().sub(lambda match: match["words"].strip(), question)


@cache
def _spelled() -> re.Pattern[str]:
    """Return a pattern for a name and the words that brackets behind it spell out: "frost (the words ...)"."""
    the_words = any_of(phrases("mentions")["the_words"])
    return re.compile(rf"[\"“]?[\w’'-]+[\"”]?\s*\(\s*{the_words}\s+(?P<words>[^()]+)\)", re.IGNORECASE)


def _saying(*meanings: str) -> str:
    """Return a pattern for verbs of saying, those that take what is said of as their object if not others."""
    known = phrases("mentions")
    return rf"\b{any_of(said for meaning in meanings or _TAKING_OBJECT for said in known[meaning])}\b"


@cache
def _verb() -> re.Pattern[str]:
    return re.compile(_saying(*_TAKING_OBJECT, "says"), re.IGNORECASE)


@cache
def object_verb() -> re.Pattern[str]:
    """Return a pattern for a verb behind which stands what is sought in the texts, with the article there."""
    return re.compile(rf"{_saying()}\s+(?:{any_of(phrases('mentions')['articles'])}\s+)?")


@cache
def _passive() -> re.Pattern[str]:
    """Return a pattern for what is spoken of before the verb: "how often does "queue" come up"."""
    said = {meaning: any_of(listed) for meaning, listed in phrases("mentions").items()}
    return re.compile(
        rf"\b{said['auxiliary']}\s+(?:(?:the\s+)?words?\s+|(?:the|our|a|an)\s+)?[\"“„]?"
        rf"(?P<what>[^\W\d_][\w’-]*(?:\s+[\w’-]+)?)[\"”]?\s+(?P<verb>{said['passive']})\b",
        re.IGNORECASE,
    )


@cache
def _end() -> re.Pattern[str]:
    return re.compile(rf"\s*(?:[,;:?!.]|\b{any_of(phrases('mentions')['ends'])}\b)")


@cache
def _anything() -> re.Pattern[str]:
    return re.compile(rf"\s+{any_of(phrases('mentions')['anything'])}$", re.IGNORECASE)


@cache
def _more() -> re.Pattern[str]:
    """Return a pattern for a clause that only counts something more: "and how many about breakfast?"."""
    counting = any_of(phrases("mentions")["counting"])
    return re.compile(
        rf"^(?P<opening>[^?!;]*,\s+)?(?:and\s+)?(?P<count>{counting})(?:\s+of them)?\s+(?:(?:about|of)\s+)?"
        r"(?P<rest>(?:the\s+|our\s+)?(?!(?:these|those|them|they|it)\b)[\w\"“”'’-]+(?:\s+[\w\"“”'’-]+){0,3})\s*[?.!]*$",
        re.IGNORECASE,
    )


def mentions(asked: Clause, vocabulary: Vocabulary) -> list[Link]:
    """Return links to what the texts of a table are asked to mention; none where it holds no free text.

    Words in quotes are sought as they stand. What people "complain about" is sought where they are to be counted,
    unless a category records it.
    """
    texts = [entry for entry in vocabulary.columns if entry.column.role == "text" and JOINED not in entry.name]
    if not texts:
        return []
    found = [*_quoted(asked)] or [each for each in _spoken_of(asked) if not _is_value(each[2], vocabulary)]
    column = _column(texts, asked.text)
    return [
        _link(asked, start, end, column.name, phrase) for start, end, phrase in found if asked.inside(start, end)
    ]


def going_on(texts: Sequence[str]) -> list[str]:
    """Return the clauses, "how many about breakfast" with the verb before it ("how many moan about wifi")."""
    told: list[str] = []
    for text in texts:
        told.append(_continued(text, told[-1]) if told else text)
    return told


def _continued(text: str, before: str) -> str:
    if (again := _ITS_SHARE.match(text.strip())) is not None and (named := list(_named(clause(before)))):
        return f'Do people mention "{named[-1][2]}" {again["more"]} often{again["rest"]}'
    more = _more().match(text.strip())
    verb = _verb().search(before)
    if more is None or verb is None or _verb().search(text) or _tells(more["rest"]):
        return text
    rows = re.search(
        rf"\b(?:how many|how often|what share of|what percentage of)\s+(.*?){verb.re.pattern}", before
    )
    noun = rows.group(1) if rows else ""
    return f"{more['opening'] or ''}{more['count']} {noun}{verb.group()} {more['rest']}?"


def _named(asked: Clause) -> Iterator[tuple[int, int, str]]:
    """Yield where a clause says what texts are to mention, and what it is."""
    return iter([*_quoted(asked)] or [*_spoken_of(asked)])


def _tells(phrase: str) -> bool:
    """Return whether a phrase has a verb of its own ("these have one star"); "a spotless place" has none."""
    words = phrase.lower().split()
    return words[0] not in phrases("mentions")["opening"] and any(word in lexicon().telling for word in words)


def _quoted(asked: Clause) -> Iterator[tuple[int, int, str]]:
    """Yield the words in quotes behind a verb of saying, several with "or" between them as one."""
    verb = _verb().search(asked.text) or _passive().search(asked.text)
    if verb is None:
        return
    quotes = [match for match in _QUOTED.finditer(asked.text) if match.start() >= verb.start()]
    begin = verb.start()
    for match in quotes:
        yield begin, match.end(), match.group(1)
        begin = match.start()


def _spoken_of(asked: Clause) -> Iterator[tuple[int, int, str]]:
    """Yield what people speak of, where it is counted, compared or followed over time."""
    counts = any(cue.concept.startswith(_COUNTS) for cue in asked.cues)
    reasons = any(word.norm in phrases("mentions")["why"] for word in asked.words)
    verb = object_verb().search(asked.text)
    if counts and not reasons and (said := _passive().search(asked.text)):
        yield said.start("what"), said.end(), said["what"]
        return
    if verb is None or not counts or reasons:
        return
    end = _end().search(asked.text, verb.end())
    told = (asked.words[cue.start].start for cue in asked.cues if cue.concept.startswith(_BEHIND))
    behind = [start for start in told if start > verb.end()]
    stop = min([end.start() if end else len(asked.text), *behind])
    phrase = asked.text[verb.end() : stop].strip(" '’\"")
    if any(map(str.isalpha, phrase)):
        ways = (
            _anything().sub("", part.strip())
            for part in re.split(rf"\b{any_of(phrases('mentions')['or'])}\b", phrase)
        )
        yield verb.start(), stop, OR.join(map(_apart, ways))


def _apart(phrase: str) -> str:
    """Return "rude staff" as two words that may stand apart: people write that the staff was rude."""
    words = phrase.split()
    return NEAR.join(words) if len(words) == _PAIR and describes(words[0]) else phrase


def _link(asked: Clause, start: int, end: int, column: str, phrase: str) -> Link:
    inside = asked.inside(start, end)
    return Link("value", inside[0], inside[-1] + 1, 1.0, column, phrase)


def _column(texts: Sequence[Entry], text: str) -> Column:
    """Return the text that is meant: the one named, the one for complaints or praise, else the fullest."""
    said = set(content(text))
    for wanted, verbs in (("against", "blames"), ("in_favour", "praises")):
        if re.search(_saying(verbs), text, re.IGNORECASE):
            fitting = [
                entry for entry in texts if set(content(entry.column.label)) & set(phrases("mentions")[wanted])
            ]
            if fitting:
                return fitting[0].column
    named = [entry for entry in texts if set(content(entry.column.label)) <= said]
    return max(named or texts, key=lambda entry: (entry.column.distinct, -entry.column.missing)).column


def _is_value(phrase: str, vocabulary: Vocabulary) -> bool:
    """Return whether the words are a whole value of a category, which is recorded and need not be searched for."""
    stems = content(phrase)
    recorded = (entry for entry in vocabulary.values if entry.value and entry.column.distinct <= _CATEGORIES)
    return any(content(entry.value) == stems for entry in recorded)
