"""Reads one clause against every table: the likeliest readings, best first."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from assistant.offline.absence import nothing_of
from assistant.offline.asked import Clause
from assistant.offline.clauses import clause
from assistant.offline.headers import content
from assistant.offline.lexicon import lexicon
from assistant.offline.linker import Linking, Similar, linkings
from assistant.offline.material import Material
from assistant.offline.named_outcomes import named_outcomes, tells_other
from assistant.offline.reading import NO_MEASURE, NO_REPEATS, Link, Reading
from assistant.offline.rows import of_people, records_sales, whole_amounts
from assistant.offline.slots import interpret
from assistant.offline.thread import defines, doubts, incomplete, inherit, leads_on, means_them, refers_back
from assistant.offline.unread import Alike
from assistant.offline.verbatim import without_cues_in_headers
from assistant.offline.vocabulary import JOINED, Vocabulary, vocabularies
from assistant.offline.voices import wanting_words
from assistant.offline.waves import in_turn
from assistant.offline.words import tokens
from tools.tables.catalog import Catalog, Table
from tools.tables.presence import target
from tools.tables.sales import sale_of_lines

_PER_TABLE = 4
_WORSE = 0.2
_KEPT = 12
_NEAREST = 4
_IN_TURN = 0.3
_ALL_OF_THEM = 0.6  # of a rate, a table where it happened to every row
_MISNAMED = 0.3  # another table's outcome is called by the very word that is asked about
_OUTSIDE = 0.6  # a table without a day of the period that is asked about
_NOBODY = 0.08  # a table that knows no people says little of "customers"
_PORTRAIT = 0.06  # who somebody is stands where a row is a person
_DEALS = 0.25  # where a row is a sale, "who buys" names the table itself and still asks about people
_UNCOUNTED = 0.25  # a reading that leaves open what a share is of, or counts other rows than are named
_HANGING = 0.01  # of two readings, the one that splits by what stands after "by"
_RANKS_NOTHING = 0.2  # where "which has most" finds no groups
_OF_SALES = 0.03  # of two tables with money, sales say what was paid


def read(text: str, context: Reading | None, material: Material) -> list[Reading]:
    """Return the likeliest readings of one clause, best first; what it leaves out comes from `context`."""
    extra = _tool_links(text, material)
    nouns = frozenset(part for table in material.catalog for part in content(table.entity)) - {"row"}
    asked = without_cues_in_headers(clause(text, extra, nouns), material.catalog)
    if context is not None and (absent := nothing_of(asked, context)) is not None:
        return [absent]
    ranked = _ranked(asked, vocabularies(material.catalog), context, None, material.alike)
    wants_words = any(cue.concept == "words.ask" for cue in asked.cues)
    if ranked and ranked[0].unexplained and material.similar is not None and not wants_words:
        near = {reading.table for reading in ranked[:_NEAREST]}
        known = [item for item in vocabularies(material.catalog) if item.table.name in near]
        ranked = _ranked(asked, known, context, material.similar, material.alike)
    if not ranked:
        ranked = [Reading(text=text, cues=_cues(asked), unexplained=(text,))]
    ranked = [wanting_words(reading, asked, material, context) for reading in ranked]
    if context is None:
        return ranked
    return [_continued(reading, context, text) for reading in ranked]


def _ranked(
    asked: Clause,
    known: Sequence[Vocabulary],
    context: Reading | None,
    similar: Similar | None,
    alike: Alike | None,
) -> list[Reading]:
    found: list[Reading] = []
    catalog = Catalog(tables=tuple(vocabulary.table for vocabulary in known))
    meant = {table.name for table in catalog if in_turn(asked.text, table, catalog)}
    ends = {target(column)[0] for table in catalog for column in table.columns if column.present_in}
    sold = any(records_sales(table) for table in catalog)
    named = named_outcomes(asked, known)
    for vocabulary in known:
        ways = linkings(asked, vocabulary, similar, keep=_PER_TABLE)
        for linking in (way for way in ways if way.score >= ways[0].score - _WORSE):
            reading = _with_tools(interpret(asked, linking, vocabulary, alike), linking)
            turn = _IN_TURN if vocabulary.table.name in meant else 0.0
            worth = _worth(asked, linking, reading, vocabulary, context)
            worth -= _UNCOUNTED if sold and _sells_nothing(linking, vocabulary.table) else 0.0
            # Where all rows are successes, nothing tells who succeeds.
            worth -= _MISNAMED if tells_other(reading, named, catalog) else 0.0
            same = _NOBODY if "profile" in reading.cues and vocabulary.table.name in ends else 0.0
            same += _ALL_OF_THEM if vocabulary.table.name in ends and _rates(asked) else 0.0
            found.append(replace(reading, score=turn + worth - same))
    return _answerable_first(sorted(found, key=lambda reading: -reading.score)[:_KEPT])


def _answerable_first(found: list[Reading]) -> list[Reading]:
    """Return the readings with the first that lacks nothing ahead of one that has no measure, where both fit.

    One that does not tell who comes back lacks as much.
    """
    if not found or found[0].unexplained or not {NO_MEASURE, NO_REPEATS} & set(found[0].missing):
        return found
    near = [item for item in found if item.score >= found[0].score - _WORSE]
    whole = next((item for item in near if not (item.missing or item.unexplained)), None)
    return found if whole is None else [whole, *(item for item in found if item is not whole)]


def _continued(reading: Reading, context: Reading, text: str) -> Reading:
    if (
        doubts(reading, context)
        or incomplete(reading)
        or leads_on(text)
        or (refers_back(text) and not reading.where)
        or means_them(text)
        or defines(context.text)
    ):
        return inherit(context, reading)
    return reading


def _cues(asked: Clause) -> frozenset[str]:
    families = {cue.concept.split(".")[0] for cue in asked.cues}
    return frozenset(families & {"profile", "alike", "quality", "words", "trend", "when"})


def _tool_links(text: str, material: Material) -> tuple[Link, ...]:
    """Return links to tools by their own words; one for rows, in a column's name or a value is the data's."""
    words = tokens(text)
    known = vocabularies(material.catalog)
    named = {part for vocabulary in known for part in vocabulary.named}
    named |= {part for table in material.catalog for part in content(table.entity)}
    stems = {word.stem for word in words}
    named |= {
        part
        for item in known
        for value in item.values
        for part in value.phrases[0].stems
        if stems >= set(value.phrases[0].stems)
    }
    return tuple(
        Link("tool", index, index + 1, 0.8, tool.name)
        for index, word in enumerate(words)
        for tool in material.tools
        if word.stem in tool.words and word.stem not in named
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
    if reading.metric and JOINED in reading.metric:
        worth -= 0.05
    if _speaks_of_people(linking) and table.person is None and not of_people(table):
        worth -= _NOBODY
    if _lacks_what_counts(asked, reading, table):
        worth -= _UNCOUNTED
    told = {column.name for column in table.columns if column.present_in}
    used = {reading.metric, *(str(item["column"]) for item in reading.where)}
    counts = any(link.name == "aggregate.count" for link in linking.links)
    if told & used and counts and not _speaks_of_rows(linking, table):
        worth -= _UNCOUNTED  # deals are counted where each row is a deal
    if "profile" in reading.cues and not reading.where:
        worth += _portrays(table)
    if reading.period and not _reaches(table, reading.period):
        worth -= _OUTSIDE
    if not reading.by and any(link.name == "by" for link in linking.links):
        worth -= _HANGING
    if reading.aggregate in {"share", "distribution"} and _says_one_thing(table, reading.metric):
        worth -= _ALL_OF_THEM
    return worth + _of_sales(reading, table) - (_RANKS_NOTHING if _ranks_nothing(linking, reading) else 0.0)


def _of_sales(reading: Reading, table: Table) -> float:
    """Return what sales are worth for telling what was paid; orders are counted where each row is one."""
    if reading.metric is not None and reading.metric == sale_of_lines(table):
        return -_OF_SALES
    paid = records_sales(table) and reading.metric in {column.name for column in whole_amounts(table)}
    return _OF_SALES if paid else 0.0


def _ranks_nothing(linking: Linking, reading: Reading) -> bool:
    """Return whether it is asked which one has most or least, and a reading ranks and measures nothing."""
    names = {link.name for link in linking.links if link.kind == "cue"}
    ranked = "which" in names and bool(names & {"order.highest", "order.lowest", "order.frequent"})
    ranked = ranked and not any(name.startswith("compare") for name in names)
    read = reading.by or reading.metric or reading.per or reading.silent or reading.missing
    return ranked and not read and reading.aggregate is None


def _says_one_thing(table: Table, name: str | None) -> bool:
    """Return whether a column says the same of every row, as a list of the returned does: a share of it is all."""
    column = table.column(name) if name else None
    return column is not None and column.distinct == 1


def _sells_nothing(linking: Linking, table: Table) -> bool:
    """Return whether a clause speaks of sales, or of buying once or again, and a table tells of none."""
    told = any(
        link.kind == "cue" and link.name.startswith(("entity.sale", "repeat.", "outcome.gain"))
        for link in linking.links
    )
    return told and table.outcome is None and not records_sales(table)


def _portrays(table: Table) -> float:
    """Return what a table is worth for telling who somebody is: sales tell what was bought, and when."""
    if of_people(table):
        return _PORTRAIT
    return -_NOBODY if table.person is None else -_DEALS if records_sales(table) else 0.0


def _reaches(table: Table, period: Mapping[str, object]) -> bool:
    """Return whether a table holds any day of a period; one without dates is not asked."""
    column = table.column(table.time) if table.time else None
    first, last = ((column.minimum or "")[:10], (column.maximum or "")[:10]) if column is not None else ("", "")
    since, until = str(period.get("since", "")), str(period.get("until", ""))
    return not (first and last) or not ((since and last < since) or (until and first > until))


def _rates(asked: Clause) -> bool:
    """Return whether the rate of an outcome is asked for by name ("close rate")."""
    return any(
        cue.concept.startswith("outcome.") and asked.words[cue.end - 1].norm in lexicon().rates
        for cue in asked.cues
    )


def _lacks_what_counts(asked: Clause, reading: Reading, table: Table) -> bool:
    """Return whether a share or the rate of an outcome is asked for, and the reading has nothing to count.

    A number has a share of its sum in groups, and none from day to day.
    """
    column = table.column(reading.metric) if reading.metric else None
    dated = any("grain" in item for item in reading.by)
    number = column is not None and (column.role, column.storage) == ("measure", "number")
    if reading.aggregate == "share" and dated and number and not (reading.value or reading.values):
        return True
    return (_rates(asked) or reading.aggregate == "share") and reading.metric is None and reading.per is None


def _speaks_of_rows(linking: Linking, table: Table) -> bool:
    """Return whether a clause calls the rows of a table by name, or by what its people are called."""
    return any(link.kind == "entity" and link.name == table.name for link in linking.links) or _speaks_of_people(
        linking
    )


def _speaks_of_people(linking: Linking) -> bool:
    return any(link.name == "entity.person" for link in linking.links)
