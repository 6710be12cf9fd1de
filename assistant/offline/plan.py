"""Takes a question apart and decides by its parts: which calls answer it, what is missing, what is unclear."""

from collections.abc import Sequence
from dataclasses import replace

from assistant.offline.answering import Setting, answer
from assistant.offline.checks import checked, without_checks
from assistant.offline.clauses import split
from assistant.offline.declared import DEED
from assistant.offline.deeds import deeds
from assistant.offline.finest import by_worth
from assistant.offline.gathered import Gathered, Plan
from assistant.offline.joined import of_edition
from assistant.offline.judged import PASTED, judging
from assistant.offline.material import Material
from assistant.offline.mending import by_complaints
from assistant.offline.mentions import without_names
from assistant.offline.parts import is_premise, parts
from assistant.offline.reading import Reading
from assistant.offline.readings import read
from assistant.offline.standing import among_others, decided
from assistant.offline.taken_back import Asked, asked_without
from assistant.offline.thread import defines, means_them, only_shows, refers_back, spoken_of
from assistant.offline.unadvised import unadvised
from assistant.offline.verbatim import written_out
from assistant.offline.verdict import lacking
from assistant.offline.voices import of_copy, sought, together
from assistant.offline.waves import no_panel, waves
from tools.why.claims import asks_people


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
        lacks = answer(found, text, context, setting)
        later = texts[1:]
        if lacks and later and position == 0 and is_premise(text):
            whom = spoken_of(read(text, None, material)[0])
            found.last = found.last or (whom if whom is not None and whom.where else None)
            found.missing.extend(lacks if found.last is not None else ())
            continue
        found.missing.extend(lacks)
        spoken = spoken_of(read(text, None, material)[0]) if lacks and position == 0 and later else None
        if lacks and position == 0 and later and not (faults.calls or _any_answerable(later, spoken, material)):
            return Plan(missing=tuple(_all_missing(texts, previous, material)), last=None)
        found.last = found.last or spoken
    found.calls.extend(() if faults.leads else faults.calls)
    if asked.advice:
        found.notes.extend(unadvised(found.first, material.catalog))
    return found.plan()


def _undecided(question: str, material: Material) -> list[str]:
    """Return a question that only asks what to do about a thing that is held as one of how that does."""
    standing = decided(question)
    best = read(standing, None, material)[0] if standing else None
    return [standing] if best is not None and among_others(best, material) else [question]


def _any_answerable(texts: Sequence[str], spoken: Reading | None, material: Material) -> bool:
    """Return whether one of the texts can be answered; what they point back to has to be known."""
    known = [text for text in texts if not refers_back(text) or (spoken is not None and means_them(text))]
    return any(not lacking(read(text, spoken, material), material) for text in known)


def _all_missing(texts: Sequence[str], context: Reading | None, material: Material) -> list[str]:
    return [line for text in texts for line in lacking(read(text, context, material), material)]
