"""Reads a question against the catalog and decides: which calls answer it, what is missing, what is unclear."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from assistant.offline.asked import Clause
from assistant.offline.choice import Call, Tool, choose, overlap
from assistant.offline.clauses import clause, split
from assistant.offline.lexicon import lexicon
from assistant.offline.linker import Linking, Similar, linkings
from assistant.offline.material import Material
from assistant.offline.reading import Link, Reading
from assistant.offline.slots import interpret
from assistant.offline.thread import incomplete, inherit, leads_on, means_them, refers_back
from assistant.offline.verdict import lacking, unclear, unknown_names
from assistant.offline.vocabulary import Entry, Vocabulary, content, stands_for, vocabularies
from assistant.offline.words import tokens

_UNSURE = 0.86
_PER_TABLE = 4
_WORSE = 0.2
_KEPT = 12
_NEAREST = 4
_FREE_KINDS = frozenset({"interview", "observation", "crm_note", "research"})
MOST_CALLS = 5


@dataclass(frozen=True, slots=True)
class Plan:
    """The calls for a question, in order; `spare` are next-best calls for when one fails.

    `missing` names in sentences what the data does not hold, `readings` the ways an unclear question can be read.
    `names` are proper names of which the quotes found must hold one.
    `last` is the reading that a follow-up continues.
    """

    calls: tuple[Call, ...] = ()
    spare: tuple[Call, ...] = ()
    missing: tuple[str, ...] = ()
    readings: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    last: Reading | None = None


def plan(question: str, earlier: Sequence[str], material: Material) -> Plan:
    """Return the plan for a question that follows the `earlier` questions of its thread."""
    previous: Reading | None = None
    for text in earlier:
        previous = _plan(text, previous, material).last or previous
    return _plan(question, previous, material)


def _plan(question: str, previous: Reading | None, material: Material) -> Plan:
    texts = [text for text in split(question) if not _only_advice(text)] or [question]
    calls: list[Call] = []
    spare: list[Call] = []
    notes: list[str] = []
    names: list[str] = []
    missing: list[str] = []
    readings: tuple[str, ...] = ()
    within: Reading | None = None
    for position, text in enumerate(texts):
        context = within or previous
        follows = within is not None or (previous is not None and _follows(text))
        rivals = read(text, context if follows else None, material)
        rivals = [_whole(reading, question) for reading in rivals]
        lacks, options_meant = lacking(rivals, material), unclear(rivals)
        if lacks:
            missing.extend(lacks)
            if position == 0 and len(texts) > 1 and not _any_answerable(texts[1:], material):
                return Plan(missing=tuple(_all_missing(texts, context, material)), last=None)
            continue
        if options_meant and not readings:
            readings = options_meant
        notes.extend(rivals[0].notes)
        names.extend(unknown_names(rivals[0], text, material))
        for reading in _companions(rivals[0], material):
            options = choose(reading, material.tools, partial(_closeness, reading.text, material))
            if options:
                calls.append(options[0])
                spare.extend(options[1:2])
        within = rivals[0]
    distinct = _distinct(calls)[:MOST_CALLS]
    if not distinct and not missing:
        missing.append("Nothing that is held here can be computed or looked up for this question.")
    return Plan(
        calls=tuple(distinct),
        spare=tuple(_distinct(spare)),
        missing=tuple(dict.fromkeys(missing)),
        readings=readings,
        notes=tuple(dict.fromkeys(notes)),
        names=tuple(dict.fromkeys(names)),
        last=within,
    )


def _any_answerable(texts: Sequence[str], material: Material) -> bool:
    return any(not lacking(read(text, None, material), material) and not refers_back(text) for text in texts)


def _all_missing(texts: Sequence[str], context: Reading | None, material: Material) -> list[str]:
    return [line for text in texts for line in lacking(read(text, context, material), material)]


def _only_advice(text: str) -> bool:
    """Return whether a clause asks what to do, which no table says."""
    return any(cue.concept == "recommend" for cue in clause(text).cues)


def _follows(text: str) -> bool:
    return refers_back(text)


def read(text: str, context: Reading | None, material: Material) -> list[Reading]:
    """Return the likeliest readings of one clause, best first; what it leaves out comes from `context`."""
    extra = _tool_links(text, material.tools)
    nouns = frozenset(part for table in material.catalog for part in content(table.entity)) - {"row"}
    asked = clause(text, extra, nouns)
    ranked = _ranked(asked, vocabularies(material.catalog), context, None)
    wants_words = any(cue.concept == "words.ask" for cue in asked.cues)
    if ranked and ranked[0].unexplained and material.similar is not None and not wants_words:
        near = {reading.table for reading in ranked[:_NEAREST]}
        known = [item for item in vocabularies(material.catalog) if item.table.name in near]
        ranked = _ranked(asked, known, context, material.similar)
    if not ranked:
        ranked = [Reading(text=text, cues=_cues(asked), unexplained=(text,))]
    ranked = [_words(reading, asked, material) for reading in ranked]
    if context is None:
        return ranked
    return [_continued(reading, context, text) for reading in ranked]


def _ranked(
    asked: Clause, known: Sequence[Vocabulary], context: Reading | None, similar: Similar | None
) -> list[Reading]:
    found: list[Reading] = []
    for vocabulary in known:
        ways = linkings(asked, vocabulary, similar, keep=_PER_TABLE)
        for linking in (way for way in ways if way.score >= ways[0].score - _WORSE):
            reading = _with_tools(interpret(asked, linking, vocabulary), linking)
            found.append(replace(reading, score=_worth(asked, linking, reading, vocabulary, context)))
    return sorted(found, key=lambda reading: -reading.score)[:_KEPT]


def _continued(reading: Reading, context: Reading, text: str) -> Reading:
    if incomplete(reading) or leads_on(text) or (refers_back(text) and not reading.where) or means_them(text):
        return inherit(context, reading)
    return reading


def _cues(asked: Clause) -> frozenset[str]:
    families = {cue.concept.split(".")[0] for cue in asked.cues}
    return frozenset(families & {"profile", "quality", "words", "trend", "when"})


def _tool_links(text: str, tools: Sequence[Tool]) -> tuple[Link, ...]:
    words = tokens(text)
    return tuple(
        Link("tool", index, index + 1, 0.8, tool.name)
        for index, word in enumerate(words)
        for tool in tools
        if word.stem in tool.words
    )


def _with_tools(reading: Reading, linking: Linking) -> Reading:
    named: dict[str, int] = {}
    for link in linking.links:
        if link.kind == "tool":
            named[link.name] = named.get(link.name, 0) + 1
    return replace(reading, tool_words=named) if named else reading


def _worth(
    asked: Clause, linking: Linking, reading: Reading, vocabulary: Vocabulary, context: Reading | None
) -> float:
    """Return the explained share of the clause, less what is missing or lost, plus continuity with the context."""
    total = sum(weight for weight in asked.weights if weight > 0.1) or 1.0
    worth = linking.score / total - 0.2 * len(reading.missing) - 0.12 * len(reading.unexplained)
    if context is not None and context.table == reading.table:
        worth += 0.15
    table = vocabulary.table
    if table.part_of is not None and not any(link.kind == "table" for link in linking.links):
        worth -= 0.08
    if reading.metric and "::" in reading.metric:
        worth -= 0.05
    return worth


def _words(reading: Reading, asked: Clause, material: Material) -> Reading:
    """Decide whether a clause asks for words, and settle the kinds and documents it speaks of."""
    said = {cue.concept for cue in asked.cues}
    numeric = bool(reading.explicit & {"aggregate", "metric", "by"} or reading.order)
    noun = "words.noun" in said and not numeric and not said & {"which", "quality"}
    wants = "words.ask" in said or noun
    kinds = tuple(
        dict.fromkeys(
            kind
            for word in asked.words
            if (kind := lexicon().kinds.get(word.norm)) and kind in (material.facts.get("kinds") or {})
        )
    )
    if not wants:
        return replace(reading, cues=reading.cues - {"words"})
    return replace(
        reading,
        cues=frozenset({"words"}),
        explicit=reading.explicit & {"table", "where", "period"},
        kinds=kinds,
        documents=_documents(asked.text, material.facts),
        limit=None,
    )


def _documents(text: str, facts: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the documents that a question names by file or by full title."""
    lowered = text.lower()
    return tuple(
        document
        for document, title in dict(facts.get("documents") or {}).items()
        if document.lower() in lowered or (len(str(title)) > 8 and str(title).lower() in lowered)
    )


def _whole(reading: Reading, question: str) -> Reading:
    """Give a clause that asks for words the whole question to search with."""
    return replace(reading, text=question) if "words" in reading.cues else reading


def _closeness(text: str, material: Material) -> Mapping[str, float]:
    """Return how close a question lies to each tool's examples, by meaning when that is known."""
    if material.closeness is not None:
        return material.closeness(text, material.tools)
    return {tool.name: overlap(text, tool.examples) for tool in material.tools}


def _companions(reading: Reading, material: Material) -> list[Reading]:
    """Return the readings that one clause needs: overall beside groups, reasons counted beside reasons quoted."""
    said = {cue.concept for cue in clause(reading.text).cues}
    if "words" in reading.cues:
        counted = _reasons(reading, material)
        searched = _searched(reading, material)
        return [counted, *searched] if counted is not None else searched
    if "together.overall" in said and reading.by and reading.metric:
        said_of_groups = {"by", "order", "limit"}
        whole = replace(reading, by=(), order=None, limit=None, explicit=reading.explicit - said_of_groups)
        return [whole, reading]
    return [reading]


def _searched(reading: Reading, material: Material) -> list[Reading]:
    """Return where to look for words: everywhere first when there are documents that no table row holds."""
    narrowed = replace(reading, by=(), metric=None, aggregate=None)
    if not reading.where:
        return [replace(narrowed, table=None)]
    free = set(material.facts.get("kinds") or {}) & _FREE_KINDS
    anywhere = replace(narrowed, where=(), table=None, explicit=reading.explicit - {"where"})
    return [anywhere, narrowed] if free else [narrowed]


def _reasons(reading: Reading, material: Material) -> Reading | None:
    """Return how often each recorded reason stands in the table, when the clause's rows have such a column."""
    table = material.catalog.table(reading.table) if reading.table else None
    if table is None or not reading.where or reading.metric is not None:
        return None
    reasons = stands_for("reason") | {"reason"}
    for vocabulary in vocabularies(material.catalog):
        if vocabulary.table.name == table.name:
            told = {item["column"] for item in reading.where}
            columns = [entry for entry in vocabulary.columns if entry.name not in told]
            column = next((entry for entry in columns if _names_reasons(entry, reasons)), None)
            if column is not None:
                return replace(
                    reading,
                    aggregate="distribution",
                    metric=column.name,
                    cues=frozenset(),
                    explicit=reading.explicit | {"metric", "aggregate"},
                )
    return None


def _names_reasons(entry: Entry, reasons: frozenset[str]) -> bool:
    words = {part for phrase in entry.phrases[:2] for part in phrase.stems}
    return entry.column.role in {"segment", "multi_select"} and bool(words & reasons)


def _distinct(calls: Sequence[Call]) -> list[Call]:
    kept: list[Call] = []
    for call in calls:
        if call not in kept:
            kept.append(call)
    return kept
