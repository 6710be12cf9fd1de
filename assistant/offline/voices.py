"""Whether a clause asks for words, of which kinds and in which documents, and with which words they are sought."""

import re
from collections.abc import Sequence, Set
from dataclasses import replace
from itertools import pairwise
from typing import Any

from assistant.offline.asked import Clause
from assistant.offline.clauses import clause
from assistant.offline.headers import content
from assistant.offline.lexicon import Cue, lexicon
from assistant.offline.material import Material
from assistant.offline.reading import Reading
from assistant.offline.requested import documents, quotes_asked, told_by
from assistant.offline.typical import asks_what_is_typical
from assistant.offline.vocabulary import vocabularies
from assistant.offline.words import tokens
from tools.why.cues import found, is_empty, words_of
from tools.why.whom import whom

_OPENS = re.compile(
    r"(?:and\s+|but\s+)?(?:why|what|how|where|which|who|do|does|did|is|are|was|were|warum|was|wie|pourquoi|qué)\b",
    re.IGNORECASE,
)
_FIGURES = ("aggregate.", "compare", "grain.", "order.", "trend", "when")
_THEY = re.compile(r"\b(?:they|them|these people|he|him|his|she|her|sie|ils|elles|ellos|ellas)\b", re.IGNORECASE)
# Whom a clause speaks of: what stands between the auxiliary and the verb, with the clause that says we met them.
_SUBJECT = re.compile(
    r"\b(?:do|does|did|have|has|had|would|will|are|were)\s+(?P<who>(?:(?:the|our|these|those|some|most)\s+)?[\w-]+)",
    re.IGNORECASE,
)
# What leads to the matter of a request ("quotes about noise").
_MATTER = re.compile(r"\b(?:on|about|regarding|concerning|über|zu|sur|sobre)\s+", re.IGNORECASE)

_NOTHING: dict[str, Any] = {
    "where": (),
    "by": (),
    "metric": None,
    "value": None,
    "aggregate": None,
    "contrast": None,
    "period": None,
    "order": None,
    "limit": None,
    "kinds": (),
    "documents": (),
    "table": None,
    "tool": None,
    "tool_words": None,
}


def of_copy(text: str, material: Material) -> bool:
    """Return whether a text asks whether our own copy, which is held, keeps what it promises."""
    held = "copy" in (material.facts.get("kinds") or {})
    return held and bool(found("asks_copy", text) and found("asks_promise", text))


def together(texts: Sequence[str], material: Material) -> list[str]:
    """Return the clauses, those as one that belong together: on our own copy, or on how to give words."""
    if not of_copy(" ".join(texts), material):
        return _with_requests(texts)
    figures = [text for text in texts if not _of_words(text) and not of_copy(text, material)]
    return [" ".join(text for text in texts if text not in figures), *figures]


def _with_requests(texts: Sequence[str]) -> list[str]:
    """Return the clauses, one that only says how to quote ("Give reasons from ...") with the why before it."""
    joined: list[str] = []
    for text in texts:
        said = {cue.concept for cue in clause(text).cues}
        figures = any(concept.startswith(("aggregate.", "quality")) for concept in said)
        request = not _OPENS.match(text.strip()) and said & {"words.ask", "words.noun"} and not figures
        if joined and request and any(cue.concept == "words.ask" for cue in clause(joined[-1]).cues):
            joined[-1] = f"{joined[-1]} {text}"
        else:
            joined.append(text)
    return joined


def wanting_words(reading: Reading, asked: Clause, material: Material, context: Reading | None = None) -> Reading:
    """Decide whether a clause asks for words, and settle the kinds and documents it speaks of."""
    said = {cue.concept for cue in asked.cues if not _in_a_value(cue, asked, reading)}
    numeric = bool(reading.explicit & {"aggregate", "metric", "by"} or reading.order)
    common = "order.frequent" in said  # "what are the most common complaints?"
    noun = "words.noun" in said and not numeric and (common or not said & {"which", "quality"})
    talked = _of_talks(asked, said, material) or _goes_on(asked, said, context)
    talked = talked or _of_a_document(asked, material, numeric=numeric)
    talked = talked or (_of_words(asked.text) and bool(told_by(asked.text, material)))
    wants = _asks_words(reading, asked) or noun or talked or _nothing_but_words(said, material)
    wants = wants and not _counts_mentions(reading, asked, material)
    wants = wants and not (numeric and reading.metric is not None and asks_what_is_typical(asked))
    kinds = tuple(
        dict.fromkeys(
            kind
            for word in asked.words
            if (kind := lexicon().kinds.get(word.norm)) and kind in (material.facts.get("kinds") or {})
        )
    )
    if of_copy(asked.text, material):
        return replace(reading, cues=frozenset({"words"}), explicit=frozenset({"text"}), **_NOTHING)
    if not wants:
        return replace(reading, cues=reading.cues - {"words"})
    if context is not None and reading.metric is None and not _says_more(asked.text):
        reading = replace(reading, metric=context.metric, value=context.value)  # "who leaves, and why?"
    return replace(
        reading,
        cues=frozenset({"words"}),
        explicit=reading.explicit & {"table", "where", "period"},
        order=None,
        kinds=() if talked else kinds,
        documents=documents(asked.text, material),
        limit=quotes_asked(asked),
        notes=reading.notes if reading.where else (),
    )


def _in_a_value(cue: Cue, asked: Clause, reading: Reading) -> bool:
    """Return whether a word for words is part of a value that conditions name ("very happy", "mixed feelings")."""
    said = {word.norm for word in asked.words[cue.start : cue.end]}
    named = [str(item["value"]) for item in reading.where if item["op"] == "="] + [reading.value or ""]
    return cue.concept == "words.noun" and any(said < {word.norm for word in tokens(value)} for value in named)


def sought(text: str, texts: Sequence[str], question: str) -> str:
    """Return the words by which a clause is searched for: the question, or of several that ask each its own.

    "They" of a later clause are whom the first one speaks of. What is asked of our own copy is asked as a whole.
    """
    asking = [each for each in texts if _OPENS.match(each.strip())]
    alone = text in asking or _names_matter(text)
    if len(texts) < 2 or not asking or not alone or found("asks_copy", question):
        return question
    if text in asking and not _says_more(text):
        return question
    who = _spoken_of(asking[0])
    return _THEY.sub(who, text, count=1) if who and text != asking[0] else text


def _names_matter(text: str) -> bool:
    """Return whether a request says itself of what it wants words ("quote somebody on noise")."""
    about = _MATTER.search(text)
    return about is not None and any(not is_empty(word) for word in words_of(text[about.end() :]))


def _says_more(text: str) -> bool:
    """Return whether a question names anything beside that it asks; a bare "Why?" does not."""
    return any(not is_empty(word) for word in words_of(text))


def _of_words(text: str) -> bool:
    """Return whether a clause asks for no figure."""
    return not any(cue.concept.startswith(("aggregate.", "quality", "order.")) for cue in clause(text).cues)


def _spoken_of(text: str) -> str:
    """Return whom a clause speaks of, with the words that say that somebody talked with them."""
    subject = _SUBJECT.search(text)
    if subject is None:
        return ""
    met = whom(text)
    end = met.end if met is not None and met.end > subject.end() else subject.end()
    return text[subject.start("who") : end]


def _of_talks(asked: Clause, said: Set[str], material: Material) -> bool:
    """Return whether a clause asks for no figure and speaks of people whom somebody talked with."""
    counts = any(concept.startswith(("aggregate.", "quality")) for concept in said)
    return material.has_words and not counts and whom(asked.text) is not None


def _counts_mentions(reading: Reading, asked: Clause, material: Material) -> bool:
    """Return whether the texts that mention something are to be counted or compared, and none to be quoted."""
    table = material.catalog.table(reading.table) if reading.table else None
    if table is None or not any(cue.concept.startswith(_FIGURES) for cue in asked.cues):
        return False
    used = {reading.metric, *(str(item["column"]) for item in (*reading.where, *(reading.contrast or ())))}
    return any(column.role == "text" and column.name in used for column in table.columns)


def _of_a_document(asked: Clause, material: Material, *, numeric: bool) -> bool:
    """Return whether a clause asks what somebody does after whom documents are called, and no table knows them."""
    counts = any(cue.concept.startswith(("aggregate.", "quality", "compare")) for cue in asked.cues)
    if not _OPENS.match(asked.text.strip()) or counts:
        return False
    if _calls_one(asked, material):
        return True
    subject = _SUBJECT.search(asked.text)
    if subject is None or numeric or not _of_words(asked.text):
        return False
    names = " ".join(f"{key} {title}" for key, title in dict(material.facts.get("documents") or {}).items())
    meant = set(content(subject["who"])) & set(content(re.sub(r"[\W_]+", " ", names)))
    tables = vocabularies(material.catalog)
    return bool(meant) and not any(meant & (item.named | set(content(item.table.entity))) for item in tables)


def _calls_one(asked: Clause, material: Material) -> bool:
    """Return whether two words side by side are from what one document is called, and from no table's names."""
    tables = vocabularies(material.catalog)
    ours = frozenset().union(*(item.named | set(content(item.table.entity)) for item in tables))
    named = dict(material.facts.get("documents") or {})
    called = [set(content(re.sub(r"[\W_]+", " ", f"{key} {title}"))) - ours for key, title in named.items()]
    pairs = [{left.stem, right.stem} for left, right in pairwise(asked.words) if left.stem != right.stem]
    telling = [pair for pair in pairs if not pair & lexicon().function_words]
    return any(pair <= words for pair in telling for words in called)


def _goes_on(asked: Clause, said: Set[str], context: Reading | None) -> bool:
    """Return whether a clause asks more of the people whose words were asked for ("and what stopped them?")."""
    counts = any(concept.startswith(("aggregate.", "quality", "order.", "outcome.share")) for concept in said)
    before = context is not None and "words" in context.cues
    return before and not counts and bool(_OPENS.match(asked.text.strip()) and _THEY.search(asked.text))


def _nothing_but_words(said: Set[str], material: Material) -> bool:
    """Return whether only texts are held, and the question asks neither for a number nor about the data."""
    counted = any(concept.startswith(("aggregate.", "quality", "entity.document", "data")) for concept in said)
    return material.has_words and not material.catalog.tables and not counted


def _asks_words(reading: Reading, asked: Clause) -> bool:
    """Return whether a word such as "say" or "hear" asks for words and names no column or value ("back pain")."""
    fills = dict(reading.fills or {})
    naming = [words for words, what in fills.items() if what.startswith(("column", "value"))]
    named = {word.lower() for words in naming for word in words.split()}
    asking = [cue for cue in asked.cues if cue.concept == "words.ask"]
    return any(not {word.norm for word in asked.words[cue.start : cue.end]} <= named for cue in asking)
