"""The last row of each person: "members whose last transaction is a cancellation"."""

from collections.abc import Iterator

from assistant.offline.asked import Clause
from assistant.offline.draft import Draft
from assistant.offline.headers import content
from assistant.offline.lexicon import lexicon
from assistant.offline.phrases import phrases
from assistant.offline.reading import Link
from assistant.offline.rows import of_people
from assistant.offline.vocabulary import Vocabulary
from tools.tables.catalog import Table
from tools.tables.latest import LATEST, YES

_CUE = "latest"
_SCORE = 3.0


def latest_rows(clause: Clause, vocabulary: Vocabulary) -> Iterator[Link]:
    """Yield where the last row of somebody is named, in a table where people have several rows with dates."""
    table = vocabulary.table
    if table.person is None or table.time is None or of_people(table):
        return
    words = clause.words
    nouns = _nouns(table) | {words[cue.start].stem for cue in clause.cues if cue.concept == "entity.sale"}
    for at, word in enumerate(words[:-1]):
        if word.norm not in lexicon().latest or words[at + 1].stem not in nouns:
            continue
        before = [other.norm for other in words[:at] if other.norm not in lexicon().determiners][-1:]
        around = {*before, *(other.norm for other in words[at + 2 : at + 3])}
        if around.isdisjoint(phrases("latest")["dated"]):  # how long ago it was is asked elsewhere
            yield Link("cue", at, at + 2, _SCORE, _CUE)


def _nouns(table: Table) -> frozenset[str]:
    file = content(table.name.rsplit("/", 1)[-1].split(".")[0])
    return frozenset(part for noun in (table.entity, *table.entity_words) for part in content(noun)) | set(file)


def read_latest(draft: Draft) -> None:
    """Limit the rows to the last one of each person where it is spoken of: both sides of what is compared."""
    if _CUE not in draft.cues:
        return
    if "per" in draft.slots or "repeats" in draft.slots:
        draft.missing.append("what each person did after the last row of theirs")
        return
    last = {"column": LATEST, "op": "=", "value": YES}
    if "contrast" in draft.slots or draft.slots.get("others"):
        draft.slots["among"] = (last,)
        draft.explicit.add("among")
    else:
        draft.where.append(last)
        draft.explicit.add("where")
