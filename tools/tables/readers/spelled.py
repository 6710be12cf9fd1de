"""Cells that say the same in several spellings: yes and no in words, letters and digits; numbers in words."""

from collections.abc import Mapping, Sequence

from text_to_num import text2num

from tools.tables.lexicon import says

_LANGUAGES = ("en", "de", "fr", "es")
_FEWEST_WORDS = 3
_MOST_WORDS = 400
_LEAST = 0.98
_FORMS = frozenset({"true", "false", "wahr", "falsch", "vrai", "faux", "verdadero", "falso", "vero"})


def one_spelling(texts: Sequence[str], rows: Mapping[str, int]) -> Mapping[str, str]:
    """Return for each text of a yes/no column the spelling that stands for all of its side.

    `rows` says how often each text stands there. Empty where the column says something else than yes and no, lacks
    one of them, or spells each in one way already.
    """
    yes = [text for text in texts if says(text)]
    no = [text for text in texts if says(text) is False]
    if not yes or not no or len(yes) + len(no) < len(texts) or len(texts) == 2:
        return {}
    return {
        text: max(side, key=lambda item: (*_plainness(item), rows[item])) for side in (yes, no) for text in side
    }


def _plainness(text: str) -> tuple[bool, bool]:
    """Return how plainly a spelling says yes or no: in a word of its own, else as true or false."""
    word = text.casefold()
    letters = len(word) > 1 and word.isalpha()
    return letters and word not in _FORMS, letters


def digits(texts: Sequence[str], rows: Mapping[str, int]) -> Mapping[str, str]:
    """Return the digits for texts that are numbers in words ("thirty-seven"), all in one language.

    `rows` says how often each text stands there. Empty where hardly any text without a digit is a number, or where
    only one or two words are, which may as well be names.
    """
    words = [text for text in texts if not any(character.isdigit() for character in text)]
    if not words or len(words) > _MOST_WORDS or (len(words) < _FEWEST_WORDS and len(words) == len(texts)):
        return {}
    total = sum(rows[text] for text in texts)
    for language in _LANGUAGES:
        found = {text: number for text in words if (number := _number(text, language)) is not None}
        lost = sum(rows[text] for text in words if text not in found)
        if found and lost <= (1 - _LEAST) * total and len(found) >= len(words) - len(found):
            return found
    return {}


def _number(text: str, language: str) -> str | None:
    try:
        return str(text2num(text.casefold(), language))
    except ValueError:
        return None
