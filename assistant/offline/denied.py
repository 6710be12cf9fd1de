"""Words that deny what a yes-or-no column affirms: "unanswered" of `answered`, "unpaid" of `paid`."""

from collections.abc import Iterator

from assistant.offline.asked import Clause
from assistant.offline.reading import Link
from assistant.offline.vocabulary import Vocabulary, is_boolean, negative
from assistant.offline.words import stem

_PREFIX = "un"
_SHORTEST = 4  # letters of what is denied
_SCORE = 0.95


def denied(clause: Clause, vocabulary: Vocabulary) -> Iterator[Link]:
    """Yield links from such words to the value of the column that says no."""
    said = {
        index: stem(word.norm.removeprefix(_PREFIX))
        for index, word in enumerate(clause.words)
        if word.norm.startswith(_PREFIX) and len(word.norm) >= len(_PREFIX) + _SHORTEST
    }
    for entry in vocabulary.columns if said else ():
        if not is_boolean(entry.column) or (no := negative(entry.column)) is None:
            continue
        known = {phrase.stems[0] for phrase in entry.phrases if len(phrase.stems) == 1}
        for index, base in said.items():
            if base in known and clause.words[index].stem not in known:
                yield Link("value", index, index + 1, _SCORE * entry.trust, entry.name, no)
