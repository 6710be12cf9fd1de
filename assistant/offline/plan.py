"""Reads a question against the catalog and decides: which calls answer it, what is missing, what is unclear."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from assistant.offline.checks import checked, without_checks
from assistant.offline.choice import DEED, Call, Tool, choose, overlap
from assistant.offline.clauses import clause, split
from assistant.offline.companions import asks_reasons, companions, everywhere, numbered
from assistant.offline.deeds import deeds
from assistant.offline.judged import judging
from assistant.offline.material import Material
from assistant.offline.mentions import continued
from assistant.offline.nearness import reached
from assistant.offline.reading import Reading
from assistant.offline.readings import read
from assistant.offline.sources import beside
from assistant.offline.thread import refers_back
from assistant.offline.verdict import lacking, unclear, unknown_names
from assistant.offline.voices import sought
from assistant.offline.waves import no_panel, spread, waves

MOST_CALLS = 5


@dataclass(frozen=True, slots=True)
class Plan:
    """The calls for a question, in order; `spare` are next-best calls for when one fails.

    `instead` is for each call what is asked in its place when it tells nothing, if anything can be.
    `missing` names in sentences what the data does not hold, `readings` the ways an unclear question can be read.
    `aside` tells how many those are whose words were found; it is asked when some were.
    `fallback` searches all words, for when nobody of the segment asked about said anything.
    `names` are proper names of which the quotes found must hold one.
    `last` is the reading that a follow-up continues, `first` the one that the headline answers.
    """

    calls: tuple[Call, ...] = ()
    spare: tuple[Call, ...] = ()
    instead: tuple[Call | None, ...] = ()
    missing: tuple[str, ...] = ()
    readings: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    last: Reading | None = None
    fallback: tuple[Call, ...] = ()
    aside: tuple[Call, ...] = ()
    first: Reading | None = None


def plan(question: str, earlier: Sequence[str], material: Material) -> Plan:
    """Return the plan for a question that follows the `earlier` questions of its thread."""
    if call := judging(question, material) or deeds(question, material):
        return Plan(calls=(call,))
    material = replace(material, tools=tuple(tool for tool in material.tools if DEED not in tool.slots()))
    previous: Reading | None = None
    for text in earlier:
        previous = _plan(text, previous, material).last or previous
    return _plan(question, previous, material)


def _plan(question: str, previous: Reading | None, material: Material) -> Plan:
    side = waves(question, material.catalog)
    if side and (unlinked := no_panel(question, side.tables, material.catalog)):
        return Plan(missing=(unlinked,))
    asked = side.text if side else question
    faults = checked(split(asked), material)
    texts = _in_full(faults.texts)
    if faults.calls and not texts:
        return Plan(calls=faults.calls[:MOST_CALLS])
    material = without_checks(material)
    texts = [text for text in texts if side is None or not _only_compares(text)] or [asked]
    calls: list[Call] = list(faults.calls) if faults.leads else []
    spare: list[Call] = []
    paired: list[tuple[Call, Call]] = []
    fallback: list[Call] = []
    aside: list[Call] = []
    notes: list[str] = []
    names: list[str] = []
    missing: list[str] = []
    readings: tuple[str, ...] = ()
    within: Reading | None = None
    first: Reading | None = None
    for position, text in enumerate(texts):
        context = within or previous
        follows = within is not None or (previous is not None and _follows(text))
        rivals, plain = _rivals(text, sought(text, texts, question), context if follows else None, material)
        lacks, options_meant = lacking(rivals, material), unclear(rivals)
        if position and _hollow(rivals[0]):
            continue
        if lacks:
            missing.extend(lacks)
            if position == 0 and len(texts) > 1 and not faults.calls and not _any_answerable(texts[1:], material):
                return Plan(missing=tuple(_all_missing(texts, context, material)), last=None)
            continue
        if options_meant and not readings:
            readings = options_meant
        notes.extend(rivals[0].notes)
        names.extend(unknown_names(rivals[0], text, material))
        wanted, told = _wanted(rivals[0], side.tables if side is not None else (), material)
        notes.extend(told)
        for reading in wanted:
            options = _chosen(reading, material)
            calls.extend(options[:1])
            spare.extend(options[1:2])
            if "words" in reading.cues and reading.where:
                fallback.extend(choose(everywhere(reading), material.tools, dict)[:1])
                aside.extend(_chosen(numbered(reading), material)[:1] if len(wanted) == 1 else ())
        alternative = _instead(plain, material)
        spare[:0] = alternative
        paired[:0] = [(calls[-1], other) for other in alternative[: len(calls)]]
        within = rivals[0]
        first = first or within
    calls += () if faults.leads else faults.calls
    distinct = _distinct(calls)[:MOST_CALLS]
    if not distinct and not missing:
        missing.append("Nothing that is held here can be computed or looked up for this question.")
    return Plan(
        calls=tuple(distinct),
        spare=tuple(_distinct(spare)),
        instead=tuple(next((other for one, other in paired if one == call), None) for call in distinct),
        missing=tuple(dict.fromkeys(missing)),
        readings=readings,
        notes=tuple(dict.fromkeys(notes)),
        names=tuple(dict.fromkeys(names)),
        last=within,
        fallback=tuple(_distinct(fallback)),
        aside=tuple(_distinct(aside)),
        first=first,
    )


def _in_full(texts: Sequence[str]) -> list[str]:
    """Return the clauses that ask for something, what one leaves out taken from those before it."""
    asking = [text for text in texts if not _only_advice(text)]
    return [continued(text, asking[:position]) for position, text in enumerate(asking)]


def _wanted(reading: Reading, tables: Sequence[str], material: Material) -> tuple[list[Reading], Sequence[str]]:
    """Return the readings that a clause needs, over each table of those set side by side, and notes."""
    wanted = [reading] if reading.tool else companions(reading, material)
    if tables:
        return [each for one in wanted for each in spread(one, tables, material.catalog)], ()
    others = beside(wanted[0], material) if wanted else None
    return ([*wanted, *others[0]], others[1]) if others else (wanted, ())


def _rivals(
    text: str, question: str, context: Reading | None, material: Material
) -> tuple[list[Reading], Reading | None]:
    """Return the likeliest readings of a clause; the one for a tool that it is clearly meant for stands alone.

    The second value is then how the clause reads without that tool, for when the tool finds nothing to work on.
    """
    rivals = [_whole(reading, question) for reading in read(text, context, material)]
    if asks_reasons(rivals[0], material):
        return rivals, None
    own = reached(rivals, _closeness(text, material), material, follows=context is not None)
    return ([own], rivals[0]) if own is not None else (rivals, None)


def _chosen(reading: Reading, material: Material) -> list[Call]:
    return choose(reading, _suitable(reading, material), partial(_closeness, reading.text, material))


def _hollow(reading: Reading) -> bool:
    """Return whether a later clause asks for nothing by itself ("is it significant?", "is the team wrong?")."""
    asks = (
        reading.explicit & {"metric", "aggregate", "by", "per", "period", "order"} or reading.metric or reading.by
    )
    judged = reading.cues <= {"compare"} and not (reading.missing or reading.unexplained)
    return (
        not asks and judged and reading.tool is None and not reading.tool_words and not _plainly_asks(reading.text)
    )


def _plainly_asks(text: str) -> bool:
    """Return whether a clause asks how many or who, and not only whether something is so."""
    asked = {cue.concept.split(".")[0] for cue in clause(text).cues}
    return bool(asked & {"aggregate", "which", "profile", "quality", "words", "by", "per", "trend", "alike"})


def _instead(plain: Reading | None, material: Material) -> list[Call]:
    """Return the call for a clause as it reads without the tool that it was meant for, if that can be answered."""
    return _chosen(plain, material)[:1] if plain is not None and not lacking([plain], material) else []


def _suitable(reading: Reading, material: Material) -> list[Tool]:
    """Return the tools that the table of a reading holds enough for."""
    table = material.catalog.table(reading.table) if reading.table else None
    return [tool for tool in material.tools if tool.suits(table)]


def _any_answerable(texts: Sequence[str], material: Material) -> bool:
    return any(not lacking(read(text, None, material), material) and not refers_back(text) for text in texts)


def _all_missing(texts: Sequence[str], context: Reading | None, material: Material) -> list[str]:
    return [line for text in texts for line in lacking(read(text, context, material), material)]


def _only_advice(text: str) -> bool:
    """Return whether a clause asks what to do, which no table says."""
    return any(cue.concept == "recommend" for cue in clause(text).cues)


def _only_compares(text: str) -> bool:
    """Return whether a clause says nothing but that what was named is to be compared."""
    asked = clause(text)
    return not any(asked.content(index) for index in range(len(asked.words)))


def _follows(text: str) -> bool:
    return refers_back(text)


def _whole(reading: Reading, question: str) -> Reading:
    """Give a clause that asks for words the whole question to search with."""
    return replace(reading, text=question) if "words" in reading.cues else reading


def _closeness(text: str, material: Material) -> Mapping[str, float]:
    """Return how close a question lies to each tool's examples, by meaning when that is known."""
    if material.closeness is not None:
        return material.closeness(text, material.tools)
    return {tool.name: overlap(text, tool.examples) for tool in material.tools}


def _distinct(calls: Sequence[Call]) -> list[Call]:
    """Return the calls without repetitions; one that ranks its groups takes the place of one that does not."""
    kept: list[Call] = []
    for call in calls:
        same = next(
            (at for at, other in enumerate(kept) if other in (call, _unranked(call)) or call == _unranked(other)),
            None,
        )
        if same is None:
            kept.append(call)
        elif len(call.arguments) > len(kept[same].arguments):
            kept[same] = call
    return kept


def _unranked(call: Call) -> Call:
    told = {name: value for name, value in call.arguments.items() if name != "order"}
    return Call(call.tool, told)
