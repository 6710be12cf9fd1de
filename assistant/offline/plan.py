"""Reads a question against the catalog and decides: which calls answer it, what is missing, what is unclear."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from assistant.offline.anaphora import limited_again, rate_asked, size_asked, spelled_out
from assistant.offline.bases import whole_rate
from assistant.offline.checks import checked, without_checks
from assistant.offline.choice import Call, choose, closeness, keeps
from assistant.offline.clauses import split
from assistant.offline.companions import asks_reasons, companions, everywhere, numbered
from assistant.offline.declared import DEED, Tool
from assistant.offline.deeds import deeds
from assistant.offline.finest import by_worth, of_the_better_outcome
from assistant.offline.gathered import Gathered, Plan
from assistant.offline.hollow import is_hollow, only_judges
from assistant.offline.joined import of_edition
from assistant.offline.judged import PASTED, judging
from assistant.offline.likened import likened, told_of_segment
from assistant.offline.material import Material
from assistant.offline.mending import by_complaints
from assistant.offline.mentions import without_names
from assistant.offline.nearness import reached
from assistant.offline.other_group import against_rest, other_group
from assistant.offline.parts import is_premise, parts
from assistant.offline.ranked import part_told, ranked_groups
from assistant.offline.reading import Reading
from assistant.offline.readings import read
from assistant.offline.singled import counts_what_was_counted
from assistant.offline.sources import beside
from assistant.offline.standing import among_others, decided
from assistant.offline.strata import looked_into
from assistant.offline.taken_back import Asked, asked_without, treated
from assistant.offline.thread import defines, inherit, only_shows, refers_back
from assistant.offline.typical import typical_asked
from assistant.offline.unadvised import set_against_others, unadvised
from assistant.offline.verbatim import as_named, written_out
from assistant.offline.verdict import lacking, unclear, unknown_names
from assistant.offline.voices import of_copy, sought, together
from assistant.offline.waves import no_panel, spread, waves
from tools.why.claims import asks_people

_LIKELY = 4  # readings of a clause that may be the one of the table spoken of


@dataclass(frozen=True, slots=True)
class Setting:
    """What a part of a question is read in: the tables set side by side, the material.

    `asked` is what to search with, and how sales that were taken back are treated; `later` says that it is not
    the first part; `advised` that another part asks what to do about it; `named` are columns whose headers the
    question writes out.
    """

    asked: Asked
    tables: Sequence[str]
    material: Material
    later: bool
    advised: bool = False
    named: frozenset[str] = frozenset()


def plan(question: str, earlier: Sequence[str], material: Material) -> Plan:
    """Return the plan for a question that follows the `earlier` questions of its thread."""
    if earlier and only_shows(question):
        return plan(earlier[-1], earlier[:-1], material)
    question = without_names(question)
    judged = None if of_copy(question, material) and asks_people(question) else judging(question, material)
    if call := judged or deeds(question, material):
        return Plan(calls=(call,))
    chosen_apart = {DEED, PASTED}  # by what a question as a whole says
    material = replace(material, tools=tuple(tool for tool in material.tools if not chosen_apart & tool.slots()))
    previous: Reading | None = None
    for text in earlier:
        previous = _plan(asked_without(text, material.catalog), previous, material).last or previous
    return _plan(asked_without(by_complaints(question, material), material.catalog), previous, material)


def _plan(remark: Asked, previous: Reading | None, material: Material) -> Plan:
    question = remark.text
    side = waves(question, material.catalog)
    if side and (unlinked := no_panel(question, side.tables, material.catalog)):
        return Plan(missing=(unlinked,))
    faults = checked(together(split(side.text if side else question), material), material)
    asked = parts(faults.texts, side_by_side=side is not None)
    if faults.calls and not asked.texts:
        return Gathered(calls=list(faults.calls)).plan()
    material = without_checks(material)
    told = of_edition(asked.texts) or _undecided(question, material)
    texts, tables = (
        [by_worth(text, material) for text in told],
        side.tables if side else (),
    )
    found = Gathered(calls=list(faults.calls) if faults.leads else [])
    for position, text in enumerate(texts):
        follows = found.last is not None or (previous is not None and refers_back(text))
        context = (found.last or previous) if follows else None
        if context is not None and found.first is not None and defines(found.first.text):
            context = replace(context, text=found.first.text)
        searched = replace(remark, text=sought(text, texts, question))
        named = written_out(question, material.catalog)
        setting = Setting(searched, tables, material, later=position > 0, advised=asked.advice, named=named)
        lacks = _answer(found, text, context, setting)
        later = texts[1:]
        if lacks and later and position == 0 and is_premise(text):
            continue
        found.missing.extend(lacks)
        if lacks and position == 0 and later and not (faults.calls or _any_answerable(later, material)):
            return Plan(missing=tuple(_all_missing(texts, previous, material)), last=None)
    found.calls.extend(() if faults.leads else faults.calls)
    if asked.advice:
        found.notes.extend(unadvised(found.first, material.catalog))
    return found.plan()


def _undecided(question: str, material: Material) -> list[str]:
    """Return a question that only asks what to do about a thing that is held as one of how that does."""
    standing = decided(question)
    best = read(standing, None, material)[0] if standing else None
    return [standing] if best is not None and among_others(best, material) else [question]


def _answer(found: Gathered, text: str, context: Reading | None, setting: Setting) -> list[str]:
    """Add the calls for one part of a question to what was found, or return what the data lacks for it."""
    material = setting.material
    by_itself = read(text, None, material) if context is not None else []
    alone = by_itself[0] if by_itself else None
    rest = against_rest(alone, context) if alone is not None else None
    if rest is not None and (options := _chosen(rest, material)):
        found.calls.extend(options[:1])
        found.read(rest)
        return []
    if inside := next(
        filter(None, (looked_into(one, context, material.catalog) for one in by_itself[:_LIKELY])), []
    ):
        found.calls[-1:] = [call for reading in inside for call in _chosen(reading, material)[:1]]
        return []
    if alone is not None and (part_told(alone, context) or told_of_segment(text, alone, context)):
        return []
    if (ranked := ranked_groups(by_itself, context)) is not None and (options := _chosen(ranked, material)):
        # Who they are is told by these groups; a portrait by all columns is not asked for.
        found.calls[-1 if context is not None and "profile" in context.cues else len(found.calls) :] = options[:1]
        found.read(ranked)
        return []
    rivals, plain = _spelled(text, setting.asked, context, material)
    rivals = as_named(_taken_up(rivals, alone, context, material), setting.named)
    if (named := likened(rivals[0], material.catalog)) is not None:
        rivals = [named]
    rivals = [of_the_better_outcome(rivals[0], material), *rivals[1:]]
    rivals = [counts_what_was_counted(rivals[0], context), *rivals[1:]]
    if setting.advised and is_premise(text):
        rivals = [set_against_others(rivals[0], material.catalog), *rivals[1:]]
    if setting.later and (is_hollow(rivals[0], context) or (found.calls and only_judges(rivals[0]))):
        return []
    if lacks := lacking(rivals, material):
        return lacks
    found.readings = found.readings or unclear(rivals)
    found.notes.extend(rivals[0].notes)
    found.names.extend(unknown_names(rivals[0], text, material))
    wanted, told = _wanted(rivals[0], setting.tables, material)
    found.notes.extend(told)
    for reading in wanted:
        options = _chosen(reading, material)
        found.calls.extend(options[:1])
        found.spare.extend(call for call in options[1:2] if keeps(reading, call, material.tools))
        if "words" in reading.cues and reading.where:
            found.fallback.extend(choose(everywhere(reading), material.tools, dict)[:1])
            found.aside.extend(_chosen(numbered(reading), material)[:1] if len(wanted) == 1 else ())
    found.instead(_instead(plain, material))
    found.read(rivals[0])
    return []


def _spelled(
    text: str, asked: Asked, context: Reading | None, material: Material
) -> tuple[list[Reading], Reading | None]:
    """Return the likeliest readings of a clause, whose "it" is the measure of the context where that is meant."""
    told = spelled_out(text, context)
    rivals, plain = _rivals(told, asked, context, material)
    if (again := limited_again(told, rivals[0], context, material.catalog)) != told:
        rivals, plain = _rivals(again, asked, None, material)
    if told == text or context is None:
        return rivals, plain
    return [inherit(context, reading) for reading in rivals], plain


def _taken_up(
    rivals: list[Reading], alone: Reading | None, context: Reading | None, material: Material
) -> list[Reading]:
    """Return the readings, or what a clause that only points back asks: the size of a group, or its rate."""
    if context is None or alone is None:
        return rivals
    table = material.catalog.table(context.table) if context.table else None
    found = (
        other_group(alone, context)
        or typical_asked(alone, context)
        or size_asked(alone, context)
        or rate_asked(alone, context, table.outcome if table is not None else None)
    )
    return [found] if found is not None else rivals


def _wanted(reading: Reading, tables: Sequence[str], material: Material) -> tuple[list[Reading], Sequence[str]]:
    """Return the readings that a clause needs, over each table of those set side by side, and notes."""
    wanted = [reading] if reading.tool else among_others(reading, material) or companions(reading, material)
    if tables:
        return [each for one in wanted for each in spread(one, tables, material.catalog)], ()
    wanted += [replace(reading, metric=name, also=()) for name in reading.also]
    wanted += whole_rate(reading, material)
    others = beside(wanted[0], material) if wanted else None
    return ([*wanted, *others[0]], others[1]) if others else (wanted, ())


def _rivals(
    text: str, asked: Asked, context: Reading | None, material: Material
) -> tuple[list[Reading], Reading | None]:
    """Return the likeliest readings of a clause; the one for a tool that it is clearly meant for stands alone.

    The second value is then how the clause reads without that tool, for when the tool finds nothing to work on.
    """
    found = [treated(reading, asked, material.catalog) for reading in read(text, context, material)]
    rivals = [_whole(reading, asked.text) for reading in found]
    if of_copy(text, material) or asks_reasons(rivals[0], material):
        return rivals, None
    own = reached(rivals, closeness(text, material), material, follows=context is not None)
    return ([own], rivals[0]) if own is not None else (rivals, None)


def _chosen(reading: Reading, material: Material) -> list[Call]:
    return choose(reading, _suitable(reading, material), partial(closeness, reading.text, material))


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


def _whole(reading: Reading, question: str) -> Reading:
    """Give a clause that asks for words the whole question to search with."""
    return replace(reading, text=question) if "words" in reading.cues else reading
