"""English requests as a gloss would put them: the words that the glossary has a meaning for, in their order.

A request in another language reaches the classifier as such a telegram. There are few labelled requests in other
languages, so the classifier learns from telegrams of English ones too.
"""

import re
from collections.abc import Iterator
from functools import cache

from assistant.guards.gloss import meanings

LEAST = 4  # words of a telegram that say something
_WORD = re.compile(r"[^\W_]+")
_ENDINGS = ("s", "es", "ed", "d", "ing", "er", "ers", "ly", "ion", "ions", "ment")
# What the glossary has no word of its own for, by the word that it would use instead.
_SAID = {
    "buy": "bought",
    "call": "phone ring",
    "child": "children kid kids",
    "complain": "upset angry",
    "countdown": "timer",
    "customer": "client clients shopper shoppers",
    "difficult": "hard harder",
    "discount": "discounts",
    "easy": "easier",
    "elderly": "elder elders older seniors pensioners",
    "ethnic origin": "nationality race",
    "feedback": "comments",
    "find": "get pull",
    "give": "gave",
    "grief": "widow",
    "hide": "hid hidden",
    "how many": "many much",
    "invoice": "bill bills",
    "know": "knew",
    "leave": "left quit",
    "make": "made making",
    "man": "men",
    "member": "subscriber subscribers",
    "message": "email mail text",
    "month": "monthly",
    "not": "no dont cant nobody",
    "pay": "paid",
    "people": "folk folks persons ppl",
    "persuade": "convince urge",
    "political": "party",
    "poor": "broke skint",
    "pregnant": "pregnancy",
    "pressure": "pester nag",
    "price": "cost costs",
    "problem": "broken issue",
    "rate": "percent share",
    "region city": "city postcode town",
    "religion": "muslim jewish church faith",
    "say": "said says told tell",
    "secretly": "secret quietly",
    "sell": "sold seller pitch upsell",
    "sick": "ill illness",
    "supplier": "firm",
    "teenager": "teens",
    "think": "thought",
    "voter": "vote votes",
    "what": "which",
    "who": "whose whom",
    "woman": "women ladies",
    "write": "wrote",
}


def telegram(text: str) -> str:
    """Return the meanings of the words of a folded English text; words without one are left out, as in a gloss."""
    told = [meaning for word in _WORD.findall(text) if (meaning := _meaning(word)) is not None]
    return " ".join(word for place, word in enumerate(told) if place == 0 or told[place - 1] != word)


@cache
def _meaning(word: str) -> str | None:
    """Return the meaning of the glossary that a word, or what it is an inflection of, has."""
    said = _instead().get(word)
    return said or next((form for form in _forms(word) if form in meanings()), None)


def _forms(word: str) -> Iterator[str]:
    """Yield a word, and what is left of it without an ending, as it would be spelled."""
    yield word
    for ending in _ENDINGS:
        if word.endswith(ending):
            stem = word.removesuffix(ending)
            yield from (stem, f"{stem}e")
            if stem[-2:-1] == stem[-1:]:
                yield stem[:-1]
            if stem.endswith("i"):
                yield f"{stem[:-1]}y"


@cache
def _instead() -> dict[str, str]:
    return {word: meaning for meaning, words in _SAID.items() for word in words.split()}
