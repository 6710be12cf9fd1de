"""How a column, its values and figures are said in English, whatever its header is."""

import re
from functools import cache
from typing import Any

from tools.tables.catalog import Column
from tools.tables.lexicon import lexicon, says, word_set
from tools.wording import counted, is_question, plain_number, rendered, unit_of

_LONG_VALUE = 4
LONG_NAME = 4
"""Words from which a label is too long to be a name inside a sentence."""
_PLURALS = ("ss", "us", "is", "status")
_ADJECTIVES = frozenset({"mean", "median", "total", "lowest", "highest"})
# Words at the beginning of a value that a sentence would take for its own.
_MISLEADING = frozenset(
    {
        *("no", "not", "none", "nothing", "never", "without", "don't", "didn't", "can't", "cannot"),
        *("too", "other", "others", "all", "any", "some", "every", "i", "my", "we", "it"),
    }
)
_ALONE = frozenset({"Other", "Others", "None", "Nothing", "All", "Any", "other", "others"})
_MARKS = re.compile(r"[,;:()\[\]\"“”/?!]")


def said(label: str) -> str:
    """Return a column's label inside an English sentence: in quotes unless it is a short plain English name."""
    label = label.strip()
    return quoted(label) if is_question(label) or _MARKS.search(label) or is_foreign(label) else label


def thing(column: Column) -> str:
    """Return what an identifier tells apart, in the singular: `InvoiceNo` an invoice, `order_id` an order."""
    words = [word for word in column.label.lower().split() if word not in word_set("id")]
    return " ".join(words) or column.label


def different(count: int, column: Column) -> str:
    """Return a number of different values of a column in words, of an identifier as the things it tells apart."""
    if column.role == "id" and thing(column) != column.label:
        return counted(count, f"different {thing(column)}")
    return f"{counted(count, 'different value')} of {said(column.label)}"


def quoted(text: str) -> str:
    """Return a text of the data in quotes, whole."""
    inner = text.strip().replace('"', "'")
    return f'"{inner}"'


def value_said(value: str) -> str:
    """Return a value inside a sentence: in quotes when it is long, has punctuation of its own, or would mislead.

    A value such as "No light" or "Other" reads as a word of the sentence itself unless it is quoted.
    """
    text = str(value).strip()
    words = text.split()
    misleads = bool(words) and words[0].casefold() in _MISLEADING and (len(words) > 1 or words[0] in _ALONE)
    return quoted(text) if len(words) > _LONG_VALUE or misleads or _MARKS.search(text) or not text else text


def code_said(column: Column, value: str) -> str:
    """Return a value of a column inside a sentence, a code with what it stands for: `2 (Master)`."""
    meaning = column.meaning(value) if yes_no(column, value) is None else ""
    plain = meaning and len(meaning.split()) <= _LONG_VALUE
    return f"{value_said(value)} ({meaning})" if plain else value_said(value)


def with_article(noun: str) -> str:
    """Return a noun with the article that its first letter takes: `a deal`, `an order`."""
    return f"{'an' if noun[:1].casefold() in 'aeiou' else 'a'} {noun}"


def is_foreign(label: str) -> bool:
    """Return whether a label is in another language, as far as letters and common header words tell."""
    words = [word.casefold() for word in re.split(r"[\W_\d]+", label) if word]
    return not label.isascii() or any(word in _foreign() and word not in _nouns() for word in words)


def is_name(label: str) -> bool:
    """Return whether a label is safely a noun phrase that people and things have: "whose plan is annual"."""
    words = label.casefold().split()
    if not words or len(words) > LONG_NAME or said(label) != label.strip():
        return False
    return words[-1] in _nouns() or " ".join(words[-2:]) in _nouns()


def ends_in_verb(label: str) -> bool:
    """Return whether a label is a subject with its verb, which a value completes: "window faces"."""
    words = label.casefold().split()
    return 1 < len(words) <= LONG_NAME and words[-1] in grammar()["ending"] and said(label) == label.strip()


def is_are(label: str) -> str:
    """Return the verb that a label takes as a subject."""
    last = label.casefold().split()[-1:] or [""]
    plain = last[0].endswith("s") and not last[0].endswith(_PLURALS)
    return "are" if plain and is_name(label) else "is"


def is_ordinal_number(column: Column) -> bool:
    """Return whether a column's numbers are years or identifiers, which take no thousands separators."""
    if column.role == "id":
        return True
    try:
        low, high = float(column.minimum or ""), float(column.maximum or "")
    except ValueError:
        return False
    named = set(re.split(r"[\W_\d]+", column.label.casefold())) & _years()
    return bool(named) and 1000 <= low <= high <= 2999


def is_people(entity: str) -> bool:
    """Return whether rows of that name are people, so that they are "who"."""
    return entity.rsplit(maxsplit=1)[-1].casefold() in word_set("people") | word_set("person_id")


def yes_no(column: Column, value: str) -> bool | None:
    """Return what a value of a yes/no column says, None for any other column or value."""
    names = {name.strip().casefold() for name, _ in column.values}
    if not names or len(names) > 2 or any(says(name) is None for name in names):
        return None
    return says(value)


def statistic_name(word: str, label: str) -> str:
    """Return `mean age`, and `mean of "visits (90 days)"` where the label is no plain singular."""
    if word not in _ADJECTIVES:
        return f"{word} of {said(label)}"
    if label.startswith("number of "):
        return f"{word} {label}"
    words = label.casefold().split()
    plain = said(label) == label.strip() and len(words) <= LONG_NAME
    if plain and not any(part.endswith("s") and not part.endswith(_PLURALS) for part in words):
        return f"{word} {label}"
    return f"{word} of {said(label)}"


def measured(name: str, words: str, value: str, *, narrowed: bool) -> str:
    """Return `the mean age of customers is 44.50 years`, right for every name and every group."""
    if narrowed:
        return f"among {words}, the {name} is {value}"
    return f"the {name} is {value} for {words}" if " of " in name else f"the {name} of {words} is {value}"


def figure(value: float, column: Column) -> str:
    """Return a statistic of a column with its unit: years without separators, money with its currency."""
    if is_ordinal_number(column):
        return plain_number(value)
    return rendered(value, unit_of(column.unit), column.currency)


def grammar() -> dict[str, Any]:
    """Return the words whose part of speech is known, by what they can do in a sentence."""
    found: dict[str, Any] = lexicon()["speech"]
    return found


@cache
def _years() -> frozenset[str]:
    return frozenset(str(word) for words in lexicon()["concepts"]["year"].values() for word in words)


@cache
def _nouns() -> frozenset[str]:
    named = (*grammar()["noun"], *grammar()["rate"], *lexicon()["thing"])
    return frozenset(str(word) for word in named)


@cache
def _foreign() -> frozenset[str]:
    """Return the header words that are not English: those of the other languages that English does not share."""
    concepts = lexicon()["concepts"].values()
    english = {str(word) for concept in concepts for word in concept["en"]}
    other = {str(w) for concept in concepts for code, words in concept.items() if code != "en" for w in words}
    return frozenset(word.casefold() for word in other - english)
