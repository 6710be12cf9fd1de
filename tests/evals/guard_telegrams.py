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
    "add": "append",
    "age": "ages aged",
    "are": "is am was were be been",
    "begin": "start began",
    "big": "large biggest",
    "bring": "brought",
    "buy": "bought",
    "by": "per",
    "call": "phone ring",
    "can": "could",
    "car": "vehicle",
    "child": "children kid kids",
    "company": "business",
    "complain": "upset angry",
    "countdown": "timer",
    "customer": "client clients shopper shoppers",
    "difficult": "hard harder",
    "discount": "discounts",
    "easy": "easier",
    "elderly": "elder elders older seniors pensioners",
    "error": "mistake",
    "ethnic origin": "nationality race",
    "fall": "fell",
    "feedback": "comments",
    "find": "pull",
    "get": "got",
    "give": "gave",
    "grief": "widow",
    "grow": "grew rise rose",
    "have": "has had",
    "hide": "hid hidden",
    "home": "house household flat",
    "how many": "many much",
    "i": "me my mine",
    "invoice": "bill bills",
    "keep": "kept",
    "know": "knew",
    "leave": "left quit",
    "less": "fewer",
    "look at": "look",
    "lose": "lost",
    "make": "made making",
    "man": "men",
    "member": "subscriber subscribers",
    "message": "email mail text",
    "month": "monthly",
    "not": "no dont cant",
    "our": "ours",
    "pay": "paid",
    "people": "folk folks persons ppl",
    "persuade": "convince urge",
    "political": "party",
    "poor": "broke skint",
    "pregnant": "pregnancy",
    "pressure": "pester nag",
    "price": "cost costs",
    "problem": "broken issue",
    "quick": "fast soon",
    "rate": "percent share",
    "real": "true",
    "refuse": "decline",
    "region city": "city postcode town",
    "religion": "muslim jewish church faith",
    "remove": "drop",
    "return": "back",
    "sales": "revenue turnover",
    "say": "said says told tell",
    "secretly": "secret quietly",
    "see": "saw",
    "sell": "sold seller pitch upsell",
    "seller": "rep reps",
    "sentence": "line",
    "should": "must",
    "sick": "ill illness",
    "someone": "anyone somebody",
    "suggest": "recommend",
    "suitable": "suits suit",
    "supplier": "firm",
    "take": "took",
    "teenager": "teens",
    "think": "thought",
    "this": "these",
    "those who": "those",
    "too much": "too",
    "travel": "trip journey",
    "voter": "vote votes",
    "what": "which",
    "when": "once",
    "who": "whose whom",
    "will": "would",
    "win": "won",
    "woman": "women ladies",
    "word": "wording",
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
