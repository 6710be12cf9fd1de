"""What one part of a question is answered with: its readings, what the data lacks for them, the calls."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from assistant.offline.anaphora import limited_again, rate_asked, size_asked, spelled_out
from assistant.offline.bases import whole_rate
from assistant.offline.choice import Call, choose, closeness, keeps
from assistant.offline.companions import asks_reasons, companions, numbered
from assistant.offline.declared import Tool
from assistant.offline.finest import of_the_better_outcome
from assistant.offline.gathered import Gathered
from assistant.offline.hollow import is_hollow, only_judges
from assistant.offline.likened import likened, told_of_segment
from assistant.offline.material import Material
from assistant.offline.nearness import reached
from assistant.offline.other_group import against_rest, other_group
from assistant.offline.parts import is_premise
from assistant.offline.ranked import part_told, ranked_groups
from assistant.offline.reading import Reading
from assistant.offline.readings import read
from assistant.offline.singled import counts_what_was_counted
from assistant.offline.sources import beside
from assistant.offline.standing import among_others
from assistant.offline.strata import looked_into
from assistant.offline.taken_back import Asked, treated
from assistant.offline.thread import inherit
from assistant.offline.typical import typical_asked
from assistant.offline.unadvised import set_against_others
from assistant.offline.verbatim import as_named
from assistant.offline.verdict import lacking, unclear, unknown_names
from assistant.offline.voices import of_copy
from assistant.offline.waves import spread

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


def answer(found: Gathered, text: str, context: Reading | None, setting: Setting) -> list[str]:
    """Add the calls for one part of a question to what was found, or return what the data lacks for it."""
    material = setting.material
    by_itself = read(text, None, material) if context is not None else []
    if context is not None and by_itself and _followed(found, text, by_itself, context, material):
        return []
    alone = by_itself[0] if by_itself else None
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
            found.aside.extend(_chosen(numbered(reading), material)[:1] if len(wanted) == 1 else ())
    found.instead(_instead(plain, material))
    found.read(rivals[0])
    return []


def _followed(
    found: Gathered, text: str, by_itself: Sequence[Reading], context: Reading, material: Material
) -> bool:
    """Add what a clause asks further of what was told, and return whether it asks for nothing else.

    That is a comparison with the rest, a look inside what was compared, a part of what was ranked, or a ranking.
    """
    alone = by_itself[0]
    rest = against_rest(alone, context)
    if rest is not None and (options := _chosen(rest, material)):
        found.calls.extend(options[:1])
        found.read(rest)
        return True
    looked = (looked_into(one, context, material.catalog) for one in by_itself[:_LIKELY])
    if inside := next(filter(None, looked), []):
        found.calls[-1:] = [call for reading in inside for call in _chosen(reading, material)[:1]]
        return True
    if part_told(alone, context) or told_of_segment(text, alone, context):
        return True
    if (ranked := ranked_groups(by_itself, context)) is not None and (options := _chosen(ranked, material)):
        # Who they are is told by these groups; a portrait by all columns is not asked for.
        found.calls[-1 if "profile" in context.cues else len(found.calls) :] = options[:1]
        found.read(ranked)
        return True
    return False


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
    if of_copy(text, material) or asks_reasons(rivals[0], material) or among_others(rivals[0], material):
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
    return [
        tool for tool in material.tools if tool.suits(table, material.catalog, meant=tool.name == reading.tool)
    ]


def _whole(reading: Reading, question: str) -> Reading:
    """Give a clause that asks for words the whole question to search with."""
    return replace(reading, text=question) if "words" in reading.cues else reading
