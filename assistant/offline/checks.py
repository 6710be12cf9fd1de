"""Questions for faults in the data: spelling, dates in the wrong order, labels, sums, what is known too late."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from assistant.offline.asked import Clause
from assistant.offline.choice import Call
from assistant.offline.clauses import clause
from assistant.offline.declared import Tool
from assistant.offline.disorder import disordered
from assistant.offline.headers import content
from assistant.offline.linker import linkings
from assistant.offline.material import Material
from assistant.offline.phrases import phrases
from assistant.offline.reading import Link
from assistant.offline.rows import of_people
from assistant.offline.vocabulary import JOINED, Vocabulary, vocabularies

CHECK = "check"
_FAMILY = "check."
_OF_PEOPLE = 0.5
_NEAR = 2  # words between "above" and the number that it speaks of
_LISTED = frozenset({"segment", "ordinal", "outcome", "multi_select"})
_FITTING = {
    "spelling": _LISTED,
    "labels": frozenset({"segment", "ordinal"}),
    "sums": frozenset({"measure"}),
    "codes": _LISTED | {"measure"},
    "impossible": frozenset({"measure", "ordinal", "time"}),
    "copies": frozenset({"id", "time", "outcome", "text"}) | _LISTED | {"measure"},
}
_ANY = "any"
_DATA = ("data", "dataset", "table", "file", "export", "sheet", "extract", "records", "daten", "datei", "tabelle")
_AGREEING = frozenset(
    {"same", "by", "per", "on", "identical", "twice", "gleiche", "gleichen", "gleicher", "même", "mismo", "misma"}
)
_BETWEEN = {"comparator.gt": False, "comparator.lt": True}


@dataclass(frozen=True, slots=True)
class Checked:
    """The calls for the clauses that ask for a check, the other clauses, and whether a check was asked first."""

    calls: tuple[Call, ...]
    texts: tuple[str, ...]
    leads: bool


def without_checks(material: Material) -> Material:
    """Return the material without the tool that checks data, which has a road of its own."""
    return replace(material, tools=tuple(tool for tool in material.tools if CHECK not in tool.slots()))


def checked(texts: Sequence[str], material: Material) -> Checked:
    """Return what the clauses of a question ask to have checked; one that names no column is of the same table."""
    tool = next((tool for tool in material.tools if CHECK in tool.slots()), None)
    calls: list[Call] = []
    rest: list[str] = []
    leads = False
    for text in texts:
        call = _call(text, texts, tool, material) if tool is not None else None
        if call is None:
            rest.append(text)
        else:
            leads = leads or not (rest or calls)
            calls.append(call)
    return Checked(tuple(calls), tuple(rest), leads)


def _call(text: str, texts: Sequence[str], tool: Tool, material: Material) -> Call | None:
    known = vocabularies(material.catalog)
    asked = clause(text)
    found = disordered(asked, known)
    if found is not None:
        return _made(tool, found.table, "order", found.fields)
    for vocabulary in known:
        if (pair := _set_above(asked, vocabulary)) is not None:
            return _made(tool, vocabulary.table.name, "above", pair)
    kind = next((cue.concept.removeprefix(_FAMILY) for cue in asked.cues if cue.concept.startswith(_FAMILY)), None)
    if kind is None or not known:
        return None
    if kind in {_ANY, "labels"} and (doubted := _label_in_doubt(asked, known)) is not None:
        return _made(tool, *doubted)
    if kind == _ANY and not set(_DATA) & {word.norm for word in asked.words}:
        return None
    vocabulary, fields = _meant(asked, kind, texts, known)
    if kind == "copies" and len(fields) == 1 and not {word.norm for word in asked.words} & _AGREEING:
        own = [each for each in known if each.table.key == (fields[0].split(JOINED)[-1],)]
        vocabulary, fields = (own[0] if own else vocabulary), []  # "duplicate offers" are rows of offers
    if kind == _ANY and _named(asked, "copies", vocabulary)[0]:
        return None
    return _made(tool, vocabulary.table.name, kind, fields)


def _label_in_doubt(asked: Clause, known: Sequence[Vocabulary]) -> tuple[str, str, list[str], str | None] | None:
    """Return table, check, column and value where a label that stands beside texts is asked about by name."""
    if {word.norm for word in asked.words}.isdisjoint(phrases("labelling")["label"]):
        return None
    written = [each for each in known if any(column.role == "text" for column in each.table.columns)]
    named = [(vocabulary, *_linked(asked, "labels", vocabulary)) for vocabulary in written]
    vocabulary, links, score = max(named, key=lambda entry: entry[2], default=(None, [], 0.0))
    if vocabulary is None or not score:
        return None
    link = max(links, key=lambda each: (each.kind == "value", each.score))
    return vocabulary.table.name, "labels", [link.name], link.value or None


def _set_above(asked: Clause, vocabulary: Vocabulary) -> tuple[str, str] | None:
    """Return two numbers of a table of which a clause counts the rows with one above the other."""
    words = [cue for cue in asked.cues if cue.concept in _BETWEEN]
    counted = any(cue.concept == "aggregate.count" or cue.concept.startswith("quality") for cue in asked.cues)
    ways = linkings(asked, vocabulary, keep=1) if words and counted else ()
    links = [link for link in (ways[0].links if ways else ()) if link.kind == "column" and JOINED not in link.name]
    measured = [link for link in links if vocabulary.column(link.name).role == "measure"]
    for cue in words:
        left = [link for link in measured if link.end <= cue.start]
        right = [link for link in measured if link.start >= cue.end and link.start - cue.end <= _NEAR]
        if left and right and left[-1].name != right[0].name:
            ends = (left[-1].name, right[0].name)
            return ends[::-1] if _BETWEEN[cue.concept] else ends
    return None


def _made(tool: Tool, table: str, kind: str, fields: Sequence[str], value: str | None = None) -> Call:
    values = {"table": table, CHECK: kind, "fields": list(fields), "value": value}
    names = {argument.slot: argument.name for argument in tool.arguments}
    return Call(tool.name, {names[slot]: value for slot, value in values.items() if value})


def _meant(
    asked: Clause, kind: str, texts: Sequence[str], known: Sequence[Vocabulary]
) -> tuple[Vocabulary, list[str]]:
    """Return the table that a clause is about, else that of the whole question, and the columns it names there."""
    if (file := _file_named(asked, known)) is not None:
        return file, []
    own = [(vocabulary, *_named(asked, kind, vocabulary)) for vocabulary in known]
    best = max(own, key=lambda entry: entry[2])
    if best[1]:
        return best[0], best[1]
    whole = clause(" ".join(texts))
    ranked = [(vocabulary, _score(whole, vocabulary)) for vocabulary in known]
    if kind == "known_late":
        ranked = [entry for entry in ranked if entry[0].table.outcome] or ranked
    return max(ranked, key=lambda entry: entry[1])[0], []


def _file_named(asked: Clause, known: Sequence[Vocabulary]) -> Vocabulary | None:
    """Return the table whose file a clause names as such ("the returns file")."""
    words = asked.words
    called = {before.stem for before, word in pairwise(words) if word.norm in _DATA}
    return next((each for each in known if called & set(content(_stem(each.table.name)))), None)


def _stem(name: str) -> str:
    return name.rsplit("/", 1)[-1].split(".", maxsplit=1)[0]


def _named(asked: Clause, kind: str, vocabulary: Vocabulary) -> tuple[list[str], float]:
    """Return the table's own columns that a clause names and a check can look at, and how surely it does."""
    links, score = _linked(asked, kind, vocabulary)
    return list(dict.fromkeys(link.name for link in links)), score


def _linked(asked: Clause, kind: str, vocabulary: Vocabulary) -> tuple[list[Link], float]:
    fitting = _FITTING.get(kind, frozenset())
    ways = linkings(asked, vocabulary, keep=1)
    links = [
        link
        for link in (ways[0].links if ways else ())
        if link.kind in {"column", "value"}
        and JOINED not in link.name
        and vocabulary.column(link.name).role in fitting
    ]
    person = vocabulary.table.person
    if kind == "copies" and links and person and any(cue.concept == "entity.person" for cue in asked.cues):
        links.append(Link("column", 0, 0, 0.0, person))  # "same user and day"
    return links, sum(link.score * len(link.span) for link in links)


def _score(asked: Clause, vocabulary: Vocabulary) -> float:
    """Return how well a clause fits a table; one of people is meant where people are named."""
    ways = linkings(asked, vocabulary, keep=1)
    people = of_people(vocabulary.table) and any(cue.concept == "entity.person" for cue in asked.cues)
    return (ways[0].score if ways else 0.0) + (_OF_PEOPLE if people else 0.0)
