"""Later parts of a question that ask for nothing by themselves: a judgement on what was told, a test that is."""

from assistant.offline.anaphora import sizes_told
from assistant.offline.clauses import clause
from assistant.offline.lexicon import lexicon
from assistant.offline.reading import Reading
from assistant.offline.words import tokens

_FEW_WORDS = 2


def is_hollow(reading: Reading, context: Reading | None) -> bool:
    """Return whether a later clause asks for nothing by itself ("is it significant?", "is the team wrong?")."""
    if context is not None and sizes_told(reading, context):
        return True
    asks = (
        reading.explicit & {"metric", "aggregate", "by", "per", "period", "order"} or reading.metric or reading.by
    )
    judged = reading.cues <= {"compare"} and not (reading.missing or reading.unexplained)
    return (
        not asks and judged and reading.tool is None and not reading.tool_words and not _plainly_asks(reading.text)
    )


def only_judges(reading: Reading) -> bool:
    """Return whether a later clause asks for a judgement on what was told, in words that name nothing held.

    ("Are we losing ground?", "True?"): the figures are what there is to judge it by.
    """
    held = ("column", "value", "number", "period", "document", "tool", "entity", "table")
    named = any(what.split(" ")[0] in held for what in (reading.fills or {}).values())
    words = tokens(reading.text)
    opens = bool(words) and (words[0].norm in lexicon().whether or len(words) <= _FEW_WORDS)
    of_it = len(words) > 1 and words[1].norm in lexicon().pronouns - lexicon().plural
    return opens and not named and (not _plainly_asks(reading.text) or (of_it and reading.cues == {"words"}))


def _plainly_asks(text: str) -> bool:
    """Return whether a clause asks how many or who, and not only whether something is so."""
    asked = {cue.concept.split(".")[0] for cue in clause(text).cues}
    return bool(asked & {"aggregate", "which", "profile", "quality", "words", "by", "per", "trend", "alike"})
