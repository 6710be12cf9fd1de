"""Reaches a tool by what it says of itself: a question near one of its examples, or in its own rare words."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from assistant.offline.choice import fill
from assistant.offline.clauses import clause
from assistant.offline.declared import Tool
from assistant.offline.headers import content
from assistant.offline.lexicon import lexicon
from assistant.offline.material import Material
from assistant.offline.outcomes import outcome_of
from assistant.offline.reading import NO_MEASURE, Reading
from assistant.offline.terms import named
from assistant.offline.vocabulary import Vocabulary, vocabulary_of
from assistant.offline.words import likeness, tokens
from tools.tables.formula import parse

_VERBATIM = 0.8
_CLEAR = 0.1
_CLEARER = 0.0
_NEAR = 0.62
_RARE = 0.15
_TWICE = 0.32  # two words that no other tool uses are no accident
_MOST_RARE = 2.0
_TELLING = 0.6
_NARROWING = ("where", "by", "contrast", "period", "silent")
_HOW_LONG = ("how long", "wie lange", "combien de temps", "cuánto tiempo")  # somebody stays until they leave
_RANKS = frozenset({"order.frequent", "order.highest", "order.lowest"})
_OUTCOMES = frozenset({"outcome.gain", "outcome.loss", "outcome.keep"})


def reached(
    rivals: Sequence[Reading], closeness: Mapping[str, float], material: Material, *, follows: bool = False
) -> Reading | None:
    """Return the reading as the question for the tool that it clearly is for, None when no tool stands out.

    The tool has to take everything the question narrows or groups by, and its required arguments have to be
    filled from the catalog. Words that the tool says of itself are explained by it; others stay unexplained. Where
    the likeliest table does not hold what the tool needs, the next likely one that does is asked.
    A clause that `follows` another and is complete with what it takes from there is left as it is, unless it
    is nearly an example.
    """
    reading = rivals[0]
    if "words" in reading.cues or not reading.table or _made(reading, material) or _of_each(reading):
        return None
    tool = _nearest(reading, closeness, material)
    if tool is None:
        return None
    portrayed = reading.cues == {"profile"} and bool(reading.where)
    plain = follows or {"compare", "trend"} & reading.cues or reading.others or portrayed or _spelled(reading)
    sound = plain and not (reading.missing or reading.unexplained or _judges(reading, tool))
    if sound and closeness.get(tool.name, 0.0) < _VERBATIM:
        return None  # what is asked for by name (a median, a share) and can be computed is computed
    meant = [_meant(item, tool, material) for item in _one_a_table(rivals, material)]
    found = [item for item in meant if item is not None]
    best = min(found, key=_left_over, default=None)
    # What the tool would leave out more of than the question's own reading does is not for the tool.
    return None if best is not None and _left_over(best) > _left_over(reading) else best


def _of_each(reading: Reading) -> bool:
    """Return whether the largest or smallest of what each person sums up to is asked for, or who makes a loss."""
    return reading.per is not None and (reading.aggregate in {"max", "min"} or reading.value is not None)


def _made(reading: Reading, material: Material) -> bool:
    """Return whether a figure is asked for that is made of several columns: its name says what to compute."""
    table = material.catalog.table(str(reading.table))
    return table is not None and reading.metric is not None and parse(reading.metric, table) is not None


def _left_over(reading: Reading) -> int:
    """Return how many words of a question a reading leaves unexplained or finds missing."""
    return sum(len(phrase.split()) for phrase in (*reading.unexplained, *reading.missing))


def _judges(reading: Reading, tool: Tool) -> bool:
    """Return whether the question judges in words that only the tool has ("is the mean misleading?")."""
    own = {word for word, weight in tool.terms.items() if weight == 1.0 and tool.rare.get(word) == 1.0}
    return bool(own & lexicon().light & named(reading.text))


def _one_a_table(rivals: Sequence[Reading], material: Material) -> list[Reading]:
    """Return the likeliest reading of each table, the tables that no reading names last."""
    first = {reading.table: reading for reading in reversed(rivals)}
    others = [read_alone(rivals[0].text, table.name) for table in material.catalog if table.name not in first]
    return [*sorted(first.values(), key=lambda reading: -reading.score), *others]


def read_alone(text: str, table: str) -> Reading:
    """Return the reading of a text that takes nothing from a table but that it is the one to be asked."""
    return Reading(text=text, table=table, explicit=frozenset({"table"}), unexplained=(text,))


def _meant(reading: Reading, tool: Tool, material: Material) -> Reading | None:
    """Return the reading as a question for a tool over its table, None when the tool cannot take it."""
    table = material.catalog.table(str(reading.table))
    if not _takes_all(reading, tool) or not tool.suits(table, meant=True):
        return None
    meant = _explained(_turned(reading, tool, material), tool)
    return replace(meant, tool=tool.name) if fill(meant, tool) is not None else None


def _nearest(reading: Reading, closeness: Mapping[str, float], material: Material) -> Tool | None:
    """Return the tool whose examples or rare words the question is near to, clearly before every other."""
    rows = {
        part for table in material.catalog for part in content(table.entity)
    }  # the data's words, no tool's own
    said = (named(reading.text) | _called(reading.text, material)) - rows
    scores = {tool.name: closeness.get(tool.name, 0.0) + _rare(said, tool) for tool in material.tools}
    ranked = sorted(material.tools, key=lambda tool: -scores[tool.name])
    if not ranked:
        return None
    best = ranked[0]
    second = scores[ranked[1].name] if len(ranked) > 1 else 0.0
    own = any(best.rare.get(word) == 1.0 and best.terms.get(word) == 1.0 for word in said)
    if scores[best.name] < _NEAR or scores[best.name] - second < (_CLEARER if own else _CLEAR):
        return None
    # A tool that computes whatever the question spells out owes each word a slot, as does a search for words.
    return None if {"aggregate", "text"} & best.slots() else best


def _called(text: str, material: Material) -> frozenset[str]:
    """Return the stems of a text by which a tool is called, be they everyday words elsewhere ("worth")."""
    names = frozenset(word for tool in material.tools for word in tool.called)
    return frozenset(word.stem for word in tokens(text)) & names


def _rare(said: frozenset[str], tool: Tool) -> float:
    """Return what the rare words of a question that are the tool's own add to its closeness."""
    told = sum(tool.terms[word] * tool.rare.get(word, 0.0) for word in said if word in tool.terms)
    return min(_MOST_RARE, told) * (_RARE if told < _MOST_RARE else _TWICE)


def _takes_all(reading: Reading, tool: Tool) -> bool:
    """Return whether the tool takes what the question narrows, groups or compares by: none of it is dropped."""
    filled = reading.slots()
    return {
        name for name in _NARROWING if name in filled and (name != "by" or "by" in reading.explicit)
    } <= tool.slots()


def _spelled(reading: Reading) -> bool:
    """Return whether the question names the very statistic that the reading computes, or ranks what it names."""
    said = {cue.concept for cue in clause(reading.text).cues}
    ranked = reading.aggregate == "distribution" and "metric" in reading.explicit and bool(said & _RANKS)
    return f"aggregate.{reading.aggregate}" in said or ranked


def _turned(reading: Reading, tool: Tool, material: Material) -> Reading:
    """Return the reading without what was only implied: groups nobody asked for, an id to count, what the tool's
    own rare words were taken to measure, the opposite of an outcome that the clause names itself as well."""
    vocabulary = vocabulary_of(material.catalog, reading.table)
    if vocabulary is None:
        return reading
    if "by" not in reading.explicit:
        reading = replace(reading, by=(), order=None)
    if reading.metric and _only_implied(reading, tool, vocabulary):
        return replace(reading, metric=None, value=None, notes=(), explicit=reading.explicit - {"metric"})
    outcome = outcome_of(vocabulary)
    if outcome is None or reading.metric != outcome.column or reading.value in {None, outcome.positive}:
        return reading
    asked = clause(reading.text)
    said = {outcome.polarity(cue.concept) for cue in asked.cues if cue.concept in _OUTCOMES}
    until = any(f" {words} " in f" {' '.join(word.norm for word in asked.words)} " for words in _HOW_LONG)
    return replace(reading, value=None) if True in said or until else reading


def _only_implied(reading: Reading, tool: Tool, vocabulary: Vocabulary) -> bool:
    """Return whether no word but the tool's own rare ones says what is measured ("losing", "pay")."""
    entry = next((item for item in vocabulary.columns if item.name == reading.metric), None)
    if entry is None:
        return False
    if entry.column.role == "id":
        return True
    filling = [
        words
        for words, what in (reading.fills or {}).items()
        if what == f"column {reading.metric}" or what.startswith("cue outcome.")
    ]
    said = {word.stem for words in filling for word in tokens(words)}
    named_by = entry.own
    own = {word for word in said if tool.terms.get(word) == 1.0 and tool.rare.get(word, 0.0) >= _TELLING}
    return bool(said) and said == own and not any(likeness(word, part) for word in said for part in named_by)


def _explained(reading: Reading, tool: Tool) -> Reading:
    """Return the reading without the complaints about words that the tool says of itself."""
    grouped = _after_by(reading.text)
    lost = tuple(phrase for phrase in reading.unexplained if not _known(phrase, tool, grouped))
    missing = tuple(name for name in reading.missing if name != NO_MEASURE and not _known(name, tool, grouped))
    return replace(reading, unexplained=lost, missing=missing)


def _known(phrase: str, tool: Tool, grouped: frozenset[str]) -> bool:
    """Return whether every word of a phrase is the tool's own or one of method; groups are the data's to name.

    A number is never the tool's own.
    """
    content = named(phrase)
    parts = tokens(phrase.partition(" (")[0])
    words = [word for word in parts if word.stem in content]
    if not words or any(word.number is not None for word in parts):
        return False
    own = {word for word, weight in tool.terms.items() if weight == 1.0} | lexicon().methods
    return all(word.stem not in grouped and bool({word.stem, word.norm} & own) for word in words)


def _after_by(text: str) -> frozenset[str]:
    """Return the stems right after "by", "per", "across": they name groups, which only data can hold."""
    asked = clause(text)
    starts = {cue.end for cue in asked.cues if cue.concept in {"by", "per"}}
    return frozenset(word.stem for at, word in enumerate(asked.words) if starts & {at, at - 1})
