"""The yes and no of a column: "unanswered" of `answered`, "unpaid" of `paid`, or its name with the answer."""

from collections.abc import Iterator, Sequence

from assistant.offline.asked import Clause
from assistant.offline.lexicon import lexicon
from assistant.offline.reading import Link
from assistant.offline.vocabulary import BARE, JOINED_TRUST, Vocabulary, is_boolean, negative
from assistant.offline.words import stem
from tools.tables.catalog import Column

_PREFIX = "un"
_SHORTEST = 4  # letters of what is denied
_SCORE = 0.95
_ANSWERING = frozenset({"segment", "ordinal", "outcome"})
_MOST = 30  # different values that such a column has at most
_SAYING = frozenset({"is", "was", "are", "were", "ist", "est", "es"})


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


def answered(clause: Clause, links: Sequence[Link], vocabulary: Vocabulary) -> Iterator[Link]:
    """Yield links from a column's name with a value behind it that alone would be an everyday word or a letter.

    "Volunteer no", "paid: yes", "sex F".
    """
    columns = {entry.name: entry.column for entry in vocabulary.columns}
    for link in links:
        at = link.end + (link.end < len(clause.words) and clause.words[link.end].norm in _SAYING)
        if link.kind != "column" or link.score < JOINED_TRUST or at >= len(clause.words):
            continue
        column = columns.get(link.name)
        if column is None or column.role not in _ANSWERING or column.distinct > _MOST:
            continue
        value = _answers(column).get(clause.words[at].norm)
        if value is not None and _everyday(clause, at) and _ends(clause, at):
            yield Link("value", link.start, at + 1, link.score, link.name, value)


def beside_others(clause: Clause, links: Sequence[Link], vocabulary: Vocabulary) -> Iterator[Link]:
    """Yield links to values that alone name nothing, written as such beside another one ("English and Other")."""
    named = {link.name for link in links if link.kind == "value" and link.score >= JOINED_TRUST}
    for entry in vocabulary.columns:
        if entry.name not in named:
            continue
        bare = {value for value, _ in entry.column.values if value.casefold() in BARE}
        for index, word in enumerate(clause.words[1:], start=1):
            joined = clause.words[index - 1].norm in lexicon().joining | lexicon().either
            if word.text in bare and (joined or word.text[:1].isupper()):
                yield Link("value", index, index + 1, entry.trust, entry.name, word.text)


def _answers(column: Column) -> dict[str, str]:
    """Return the values of a column by the words that say them: "no" of N where the other is the yes of it."""
    spoken = {"yes": column.positive, "no": negative(column)} if is_boolean(column) else {}
    written = {value.strip().casefold(): value for value, _ in column.values}
    return {word: value for word, value in spoken.items() if value is not None} | written


def _everyday(clause: Clause, index: int) -> bool:
    """Return whether a word names nothing by itself, as "yes" and single letters do."""
    norm = clause.words[index].norm
    return norm not in lexicon().empty and (not clause.content(index) or norm in BARE)


def _ends(clause: Clause, index: int) -> bool:
    """Return whether a word qualifies nothing that follows ("no complaints")."""
    following = index + 1
    if following == len(clause.words) or not clause.content(following):
        return True
    return bool(clause.text[clause.words[index].end : clause.words[following].start].strip())
