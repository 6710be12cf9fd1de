"""A message as the guard sees it: each of its readings by the lexicon, and in English words for the classifier."""

from collections.abc import Sequence

from assistant.guards.gloss import Gloss, gloss
from assistant.guards.normalise import DECODED, IN_PLACE, Reading, readings
from assistant.guards.slots import Seen, Sight
from assistant.guards.slots_lexicon import Lexicon, lexicon
from assistant.guards.slots_words import mended, tag, tokens

_GLOSSED = 0.25  # share of the words of a message in another language from which its gloss can be judged
_TELLING, _SKETCH = 0.25, 3  # share of known words, and words of a gloss, below which it is little to refuse by
_LANGUAGE = 0.3  # share of known words from which a reading is language
_SIGNS = 12  # signs without a letter among them from which a message may be a code
_JUDGED = 3  # readings of a message that the classifier takes


def see(message: str) -> Seen:
    """Return what every reading of a message says."""
    words = lexicon()
    found = readings(message, lambda text: sum(word in words.vocabulary for word in tokens(text)))
    sights: list[Sight] = []
    meant: list[str] = []
    glosses: list[Gloss] = []
    for reading in found:
        here = tokens(reading.text)
        sights.append(tag(here, words))
        if (other := mended(here, words)) is not None:
            sights.append(tag(other, words))
        english = gloss(reading.text)
        if english is not None and english.known >= _GLOSSED:
            sights.append(tag(tokens(english.text), words))
            glosses.append(english)
        meant.append(_meant(reading.text, other, english))
    language = [
        (reading.form, text) for reading, text in zip(found, meant, strict=True) if _is_language(text, words)
    ]
    hidden = [text for form, text in language if form in DECODED]
    # A text read with its code undone says all that the plain one says, and no letters of the code.
    plain = [] if any(form in IN_PLACE for form, _ in language) else meant[:1]
    told = _told([*plain, *hidden, *meant[1:]], words)
    decoded = bool(hidden)
    readable = decoded or bool(glosses) or _readable(message, found, words)
    sketchy = bool(glosses) and not any(map(_tells, glosses))
    return Seen(tuple(sights), told, found[0].text if found else "", readable, decoded, bool(glosses), sketchy)


def _tells(english: Gloss) -> bool:
    """Return whether a gloss says enough of a message to be believed."""
    return english.known >= _TELLING and len(english.text.split()) >= _SKETCH


def _meant(text: str, fixed: Sequence[str] | None, english: Gloss | None) -> str:
    """Return a reading in English words, with its spelling mended."""
    if english is not None and english.text:
        return english.text
    return text if fixed is None else " ".join(fixed)


def _told(meant: Sequence[str], words: Lexicon) -> tuple[str, ...]:
    """Return the readings that are language, or else the first; a code says nothing to a classifier."""
    kept = [text for text in dict.fromkeys(meant) if _is_language(text, words)]
    return tuple(kept[:_JUDGED]) or tuple(meant[:1])


def _is_language(text: str, words: Lexicon) -> bool:
    here = tokens(text)
    return sum(map(words.knows, here)) >= _LANGUAGE * max(1, len(here))


def _readable(message: str, found: Sequence[Reading], words: Lexicon) -> bool:
    """Return whether the guard has a lexicon for the language of a message."""
    letters = [char for char in message if char.isalpha()]
    if not found or not letters:
        return sum(not char.isalnum() and not char.isspace() for char in message) < _SIGNS
    plain = found[0].text
    foreign = sum(char > "\u024f" for char in plain if char.isalpha())
    if foreign > 0.3 * len(letters):
        return False
    here = [token for token in tokens(plain) if token.isalpha()]
    ours = max(sum(token in group for token in here) for group in words.read.values())
    theirs = max(sum(token in group for token in here) for group in words.unread.values())
    if theirs >= 2 and theirs > ours:
        return False
    known = sum(words.knows(token) for token in here)
    return len(here) < 5 or known >= 0.2 * len(here)
