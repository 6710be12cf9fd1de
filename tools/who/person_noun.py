"""What one of the people in a table is called, by the column that tells them apart."""

from tools.tables.catalog import Column
from tools.tables.lexicon import gist, matches, word_set

_CUSTOMER = "customer"
_OF_KEYS = ("id", "number", "no", "key", "code", "ref", "uuid")
_NUMBERED = ("nummer", "number")
_LONGER = 8


def person_noun(column: Column) -> str:
    """Return the noun in the singular: `member` of `member_id`, "customer" where the column says none."""
    told = gist(column.description)  # a header may be short for what only its description says ("user id")
    described = told[-1:] == ["id"] and matches(told, word_set("person_id"))
    words = [word for word in (told if described else column.label.lower().split()) if word not in _OF_KEYS]
    if len(words) == 1 and words[0].endswith(_NUMBERED) and len(words[0]) > _LONGER:
        return _CUSTOMER  # `Kundennummer` is what a customer's number is called, no word for a customer
    return " ".join(words) or _CUSTOMER
