"""Whether a reading can be answered: what is lacking, what is unclear, whose name has to be found."""

import re
from collections.abc import Sequence

from assistant.offline.clauses import clause
from assistant.offline.companions import at_texts, has_texts, reasons
from assistant.offline.compose import plain
from assistant.offline.demands import unheld
from assistant.offline.headers import content
from assistant.offline.lexicon import lexicon
from assistant.offline.material import Material
from assistant.offline.rated import NO_STARS
from assistant.offline.reading import NO_MEASURE, Reading
from assistant.offline.vocabulary import vocabularies
from tools.tables.catalog import Table
from tools.tables.sales import is_piece
from tools.why.proper import is_calendar

_CLOSE = 0.06
_UNREAD_NUMBER = "Nothing that the data holds is what a number of the question could limit."
_NAMED = 5
_ENDS = frozenset(".?!")
_RELEASE = re.compile(r"\d+(?:\.\d+)+")
_SHORT_LABEL = 60
_OF_MEASURES = frozenset({"mean", "median", "sum", "min", "max"})


def unknown_names(reading: Reading, text: str, material: Material) -> list[str]:
    """Return proper names and releases in a clause that asks for words which neither tables nor titles know.

    What is found has to name one of them, or other people's words would be passed off as theirs.
    """
    if "words" not in reading.cues:
        return []
    asked = clause(text)
    cued = {index for cue in asked.cues for index in range(cue.start, cue.end)}
    titles = " ".join(
        f"{key} {title}" for key, title in dict(material.facts.get("documents") or {}).items()
    ).lower()
    known = {
        part
        for vocabulary in vocabularies(material.catalog)
        for entry in (*vocabulary.columns, *vocabulary.values)
        for part in entry.stems()
    }
    unread = {word for phrase in reading.unexplained for word in phrase.split() if _RELEASE.fullmatch(word)}
    return [
        word.text
        for index, word in enumerate(asked.words)
        if word.text in unread
        or (
            index > 0
            and text[: word.start].rstrip()[-1:] not in _ENDS
            and word.text[0].isupper()
            and len(word.text) > 1
            and index not in cued
            and asked.language != "de"
            and word.stem not in known
            and word.norm not in titles
            and not lexicon().is_filler(word, asked.language)
            and not is_calendar(word.text)
        )
    ]


def lacking(rivals: Sequence[Reading], material: Material) -> list[str]:
    """Return sentences that name what the best reading needs and the data does not hold."""
    best = rivals[0]
    table = material.catalog.table(best.table) if best.table else None
    if "words" not in best.cues and (lines := unheld(best.text, material.catalog)):
        return lines
    if "words" in best.cues and NO_STARS in best.missing:
        return [f"The data does not hold {NO_STARS}."]
    if "words" in best.cues:
        texts = [column for column in table.columns if column.role == "text"] if table is not None else []
        anywhere = any(column.role == "text" for other in material.catalog for column in other.columns)
        bound = bool(best.where) and table is not None
        if material.has_words or texts or (anywhere and not bound):
            return []
        if reasons(best, material) is not None or has_texts(at_texts(best, material), material):
            return []
        return ["There is no free text, comment or interview about this in the data; no reasons are recorded."]
    if material.catalog.tables == () and material.has_words and not best.explicit:
        asked = {cue.concept for cue in clause(best.text).cues}
        counts = any(concept.startswith("aggregate.") for concept in asked - {"aggregate.count"})
        return ["No table is held, so nothing can be counted or computed: there are texts only."] if counts else []
    named_already = bool(best.unexplained) and NO_MEASURE in best.missing
    lacks = [name for name in best.missing if not (named_already and name == NO_MEASURE)]
    lines = [f"The data does not hold {name}." for name in lacks]
    if best.aggregate == "share" and best.metric is None and best.per is None and best.tool is None:
        lines.append("The data holds nothing that this share could count.")
    said = best.explicit or best.cues or best.aggregate or best.by or best.tool_words or best.unexplained
    if not (said or best.tool):
        lines.append("The question names nothing that can be counted, compared or looked up here.")
    named = {name.lower() for name in best.missing}
    lines += [
        f"The data holds no column or value for {plain(words)}."
        for words in best.unexplained
        if plain(words) and not any(words.lower() in name for name in named)
    ]
    if any(not plain(words) for words in best.unexplained):
        lines.append(_UNREAD_NUMBER)
    nearest = _held(best, table)
    return [*lines, nearest] if lines and nearest else lines


def _held(best: Reading, table: Table | None) -> str:
    """Return what the nearest table does hold that could be asked instead: measures for a measure, else groups."""
    if table is None:
        return ""
    wanted = {"measure"} if best.aggregate in _OF_MEASURES else {"segment", "outcome", "ordinal", "multi_select"}
    columns = [column for column in table.columns if column.role in wanted and "personal" not in column.marks]
    columns = columns or [column for column in table.columns if column.role in {"measure", "segment", "outcome"}]
    names = [name for column in columns if (name := plain(column.label or column.name).lower())]
    short = [name for name in dict.fromkeys(names) if 1 < len(name) <= _SHORT_LABEL][:_NAMED]
    return f"What the data does hold about each {table.entity}: {', '.join(short)}." if short else ""


def unclear(rivals: Sequence[Reading]) -> tuple[str, ...]:
    """Return the two readings of a clause that fit it about as well and would give different results."""
    if len(rivals) < 2 or "words" in rivals[0].cues:
        return ()
    best = rivals[0]
    for other in rivals[1:]:
        if (
            _variant(best.metric, other.metric)
            or (other.metric is not None and is_piece(other.metric))
            or best.score - other.score > _CLOSE
            or other.missing
            or other.unexplained
        ):
            continue
        if other.table == best.table and _same_words(best, other):
            return (f"{_said(best)}", f"{_said(other)}")
    return ()


def _same_words(best: Reading, other: Reading) -> bool:
    """Return whether the very words that name one reading's metric name another column in the other reading."""
    if best.metric is None or other.metric is None or best.metric == other.metric:
        return False
    ours, theirs = best.fills or {}, other.fills or {}
    return any(
        what == f"column {best.metric}" and theirs.get(words) == f"column {other.metric}"
        for words, what in ours.items()
    )


def _variant(left: str | None, right: str | None) -> bool:
    """Return whether one column's name extends the other's: the plain one is meant."""
    if left is None or right is None:
        return False
    return set(content(left)) <= set(content(right)) or set(content(right)) <= set(content(left))


def _said(reading: Reading) -> str:
    measured = plain(reading.metric or "the number of rows").lower()
    groups = " and ".join(plain(str(item["column"])).lower() for item in reading.by)
    return f"as {measured}" + (f" for each {groups}" if groups else "")
