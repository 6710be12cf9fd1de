"""Links words to the table whose name, or whose rows' noun, they say."""

from collections.abc import Iterable
from itertools import pairwise

from assistant.offline.asked import FILLER_WEIGHT, Clause
from assistant.offline.headers import Phrase, content
from assistant.offline.reading import Link
from assistant.offline.vocabulary import Vocabulary
from assistant.offline.words import Token, likeness, other_side, stem

_YEAR = 4
_EXACT = 1.7


def table_names(clause: Clause, vocabulary: Vocabulary) -> Iterable[Link]:
    """Yield stretches of words that name the table; several together are surer than one."""
    run: list[int] = []
    # "Customers churn" asks about an outcome even where the file is called so.
    outcomes = {
        at for cue in clause.cues if cue.concept.startswith("outcome.") for at in range(cue.start, cue.end)
    }
    for index in range(len(clause.words) + 1):
        word = clause.words[index] if index < len(clause.words) and index not in outcomes else None
        if word is not None and word.number is not None and _numbers(word, vocabulary):
            yield Link("table", index, index + 1, _EXACT, vocabulary.table.name)
            run.append(index)
            continue
        if word is not None and word.number is None and clause.weights[index] > FILLER_WEIGHT:
            quality = max((_in_phrase(word, phrase) for phrase in vocabulary.names), default=0.0)
            if quality >= 0.5:
                yield Link("table", index, index + 1, 0.8 * quality, vocabulary.table.name)
                run.append(index)
                continue
        if len(run) > 1:
            yield Link("table", run[0], run[-1] + 1, 1.0, vocabulary.table.name)
        run = []
    yield from _written_apart(clause, vocabulary)


def _written_apart(clause: Clause, vocabulary: Vocabulary) -> Iterable[Link]:
    """Yield two words that the table's name or the noun of its rows writes together ("check-ins", "check ins")."""
    known = {part for phrase in vocabulary.names[:1] for part in phrase.stems} | set(
        content(vocabulary.table.entity)
    )
    for index, (left, right) in enumerate(pairwise(clause.words)):
        if stem(left.norm + right.norm) in known and min(len(left.norm), len(right.norm)) > 1:
            yield Link("entity", index, index + 2, 1.0, vocabulary.table.name)


def _numbers(word: Token, vocabulary: Vocabulary) -> bool:
    """Return whether a long number, such as a year, stands in the table's name."""
    return len(word.norm) >= _YEAR and any(word.norm in phrase.stems for phrase in vocabulary.names[:1])


def _in_phrase(word: Token, phrase: Phrase) -> float:
    named = (part for part in phrase.stems if not other_side(word, part))
    return phrase.trust * max((likeness(word.stem, part) for part in named), default=0.0)
