"""Values that are codes: initials ("DD" for direct debit, "D2D" for door to door) and beginnings ("VAR")."""

from collections.abc import Iterator

from assistant.offline.asked import FILLER_WEIGHT, Clause
from assistant.offline.reading import Link
from assistant.offline.vocabulary import Entry, Vocabulary

_SHORTEST, _LONGEST = 2, 5  # letters of a code
_BEGINNING = 3
_MANY = 20  # different values, from which some have the initials of any two words
_SOUNDS = {"to": "2", "for": "4", "and": "&"}
_SCORE = 0.9


def codes(clause: Clause, vocabulary: Vocabulary) -> Iterator[Link]:
    """Yield links from words to values that abbreviate them."""
    for entry in vocabulary.values:
        if not entry.value.isupper() or len(entry.value) > _LONGEST + _BEGINNING:
            continue
        initials = _initials(clause, entry.value) if entry.column.distinct <= _MANY else ()
        for start, end in (*initials, *_beginnings(clause, entry)):
            yield Link("value", start, end, _SCORE * entry.trust, entry.name, entry.value)


def _initials(clause: Clause, code: str) -> Iterator[tuple[int, int]]:
    """Yield stretches of words of which a code holds the first letters, "to" as 2 and "for" as 4."""
    if not _SHORTEST <= len(code) <= _LONGEST:
        return
    words = clause.words
    for start in range(len(words) - len(code) + 1):
        stretch = words[start : start + len(code)]
        spelled = all(
            letter.lower() == word.norm[0] or letter == _SOUNDS.get(word.norm)
            for letter, word in zip(code, stretch, strict=True)
        )
        said = sum(clause.content(at) for at in range(start, start + len(code)))
        if any(cue.start in range(start, start + len(code)) and _shapes(cue.concept) for cue in clause.cues):
            continue  # "average arrival delay" is no American Airlines
        if spelled and said and clause.content(start + len(code) - 1):
            yield start, start + len(code)


def _shapes(concept: str) -> bool:
    return concept.startswith(("aggregate.", "order.", "compare.", "which"))


def _beginnings(clause: Clause, entry: Entry) -> Iterator[tuple[int, int]]:
    """Yield words that begin as the letters of a code do ("variable" and `VAR`, "green" and `GREEN24`)."""
    letters = entry.value.rstrip("0123456789").lower()
    if len(letters) < _BEGINNING or not letters.isalpha():
        return
    for index, word in enumerate(clause.words):
        if clause.weights[index] > FILLER_WEIGHT and word.norm.startswith(letters) and word.norm != letters:
            yield index, index + 1
