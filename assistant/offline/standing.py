"""How a group stands among the others, where it is asked what to do about it: "Should we drop pottery?"."""

import re
from dataclasses import replace
from functools import cache

from assistant.offline.clauses import clause
from assistant.offline.material import Material
from assistant.offline.outcomes import outcome_of
from assistant.offline.phrases import any_of, phrases
from assistant.offline.reading import Reading
from assistant.offline.rows import whole_amounts
from assistant.offline.vocabulary import vocabulary_of

_AGAINST = frozenset({"compare.versus", "compare.others"})
_MOST = 3


@cache
def _decides() -> re.Pattern[str]:
    """Return a pattern for "should we drop pottery?", which asks whether to do a thing to something."""
    known = {meaning: any_of(listed) for meaning, listed in phrases("deciding").items()}
    return re.compile(
        rf"^(?:{known['led']},?\s+)?(?:{known['should']}(?:\s+{known['rather']}\b)*"
        rf"|{known['would']}(?:\s+{known['for_us']})?(?:\s+to)?)\s+\w+\s+(?P<what>[^?!.;]+)[?!.]*$",
        re.IGNORECASE,
    )


@cache
def _blames() -> re.Pattern[str]:
    """Return a pattern for "is the van really the problem?"."""
    known = {meaning: any_of(listed) for meaning, listed in phrases("blaming").items()}
    return re.compile(
        rf"^(?:{known['led']},?\s+)?(?:is|are)\s+(?P<what>[^?!.;]+?)\s+(?:{known['really']}\s+)?"
        rf"(?:{known['the']}\s+(?:\w+\s+)?{known['problem']}|{known['at_fault']})[?!.]*$",
        re.IGNORECASE,
    )


def decided(text: str) -> str:
    """Return the thing that a clause asks what to do about, or blames, as one that is set against the others."""
    found = _decides().match(text.strip()) or _blames().match(text.strip())
    return f"{found['what']} compared with the others" if found else ""


def blames(text: str) -> bool:
    """Return whether a clause asks if a thing is to blame, which no table says."""
    return _blames().match(text.strip()) is not None


def among_others(reading: Reading, material: Material) -> list[Reading]:
    """Return a group set against the others on what tells how it does, where a clause does not say on what.

    Those are the outcome of its table, a rating, and what is paid; none where the clause names a measure.
    """
    said = {cue.concept for cue in clause(reading.text).cues}
    spread = reading.aggregate == "distribution"  # of a column that is only named ("the van model")
    own = reading.by or reading.contrast or ((reading.metric or reading.aggregate) and not spread)
    if own or not reading.where or not said >= _AGAINST:
        return []
    vocabulary = vocabulary_of(material.catalog, reading.table)
    if vocabulary is None:
        return []
    outcome = outcome_of(vocabulary)
    rated = [
        column.name for column in vocabulary.table.columns if column.unit == "score" and column.storage == "number"
    ]
    paid = [column.name for column in whole_amounts(vocabulary.table)]
    named = {str(item["column"]) for item in reading.where}
    figures = [*([outcome.column] if outcome is not None else []), *rated[:1], *paid[:1]]
    told = frozenset({"table", "metric", "where", "contrast"})
    return [
        replace(reading, aggregate=None, metric=name, others=True, cues=frozenset({"compare"}), explicit=told)
        for name in figures
        if name not in named
    ][:_MOST]
