"""Several things that texts are counted by: each of them is asked for by itself."""

import re

from assistant.offline.clauses import clause
from assistant.offline.lexicon import lexicon
from assistant.offline.mentions import object_verb

# Things listed one after the other, each in one to three words.
_AND = r"(?:\s*,\s*(?:(?:and|und|et|y)\s+)?|\s+(?:and|und|et|y)\s+)"
_ARTICLE = r"(?:(?:the|our|a|an|any|das|die|der|den|la|le|el)\s+)?"
_NO_ITEM = (
    r"(?!(?:how|what|which|who|why|when|is|are|do|does|did|and|or|und|et|y|in|by|per|on|at|from|among|for)\b)"
)
_ITEM = rf"[\"“”„]?{_NO_ITEM}[^\W_][\w'’-]*(?:\s+{_NO_ITEM}[\w'’-]+){{0,2}}[\"“”]?"
_END = r"(?=\s*(?:[,;:?!.]|$)|\s+(?:in|by|per|from|among|for|on|at|over|since|during|than|is|are)\b)"
_BETWEEN = re.compile(rf"{_AND}{_ARTICLE}", re.IGNORECASE)
_LISTED = re.compile(rf"{_ITEM}(?:{_AND}{_ARTICLE}{_ITEM})+{_END}", re.IGNORECASE)
_MOST_NAMED = 6


def each_named(text: str) -> list[str]:
    """Return a clause once for each of several things that texts are counted by ("mention sync and the widget").

    "Both" wants them together, "or" any of them: such a clause stays as it is.
    """
    verb = object_verb().search(text)
    asked = clause(text)
    counted = any(cue.concept in {"aggregate.count", "aggregate.share"} for cue in asked.cues)
    listed = _LISTED.match(text, verb.end()) if verb is not None and counted else None
    if verb is None or listed is None or any(word.norm in lexicon().both for word in asked.words):
        return [text]
    named = [part.strip() for part in _BETWEEN.split(listed.group())]
    if not 1 < len(named) <= _MOST_NAMED:
        return [text]
    return [f"{text[: verb.end()]}{each}{text[listed.end() :]}" for each in named]
