"""The first thing told: how many people the quotes rest on, and the words that recur in what they say."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from retrieval.corpus import Corpus
from tools.results import Finding
from tools.why.asked import CUES, Asked
from tools.why.cues import bare, found, is_empty, singular, stem, stems, words_of
from tools.why.relevance import Quote
from tools.wording import counted, number, plural, sentence

_LEAST = 3
_SHARE = 1 / 2
_LETTERS = 4


def headline(
    corpus: Corpus,
    asked: Asked,
    said: Sequence[Quote],
    ranked: Sequence[Quote],
    looked: int,
    things: frozenset[str],
) -> Finding:
    """Return how many people in how many documents answer, and the thing that most of them name, if any."""
    answering = [quote for quote in ranked if quote.supported] or list(said)
    voices = {quote.window.voice for quote in answering}
    documents = {quote.window.document.id for quote in answering}
    noun = kind_of_voice(answering)
    word, users = _recurring(answering, asked, things)
    told = f"{number(len(users))} of {counted(len(voices), noun)} who speak of it mention “{word}”"
    return Finding(
        statement=sentence(told if word else _spoken(len(voices), noun, documents)),
        metric="people",
        label=f"{plural(noun)} who speak of it",
        value=len(users) if word else len(voices),
        unit="count",
        table="",
        n=len(voices),
        customers=customers(answering),
        documents=len(documents),
        method=(
            "passages ranked by meaning and words; people told apart by customer, else by speaker and document; "
            "a word is counted in all its inflections"
        ),
        data_version=corpus.version(),
        computed=(
            f"Passages considered: {looked}",
            f"Documents that speak of it: {len(documents)}",
            f"Quoted: {len(said)}",
            f"Data: texts, version {corpus.version()[:12]}",
        ),
    )


def _spoken(voices: int, noun: str, documents: set[str]) -> str:
    """Return in how many documents how many people speak."""
    place = f"`{min(documents)}`" if len(documents) == 1 else counted(len(documents), "document")
    return f"{counted(voices, noun)} in {place} {'speaks' if voices == 1 else 'speak'} of it"


def kind_of_voice(quotes: Sequence[Quote]) -> str:
    """Return what the voices may be called: customers where all are known, people where all are told apart."""
    if all(quote.window.document.customer for quote in quotes):
        return "customer"
    if all(quote.window.document.customer or quote.window.stretch.speaker for quote in quotes):
        return "person"
    return "voice"


def customers(quotes: Sequence[Quote]) -> int | None:
    """Return how many customers speak; None where some voices are of people not known as customers."""
    return len({quote.window.voice for quote in quotes}) if kind_of_voice(quotes) == "customer" else None


def telling(quote: Quote, asked: Asked) -> frozenset[str]:
    """Return the stems that say what a sentence is about: no function words, cues, or words of the question."""
    dull = stems(asked.text).union(*(term.stems for term in asked.terms))
    return frozenset(stem(word) for word in words_of(bare(quote.window.text)) if _telling(word)) - dull


def naming(quote: Quote, asked: Asked, things: frozenset[str]) -> Iterator[tuple[str, str]]:
    """Yield the things that a sentence names, each in the singular and as it stands."""
    keys = telling(quote, asked) & things
    for word in words_of(bare(quote.window.text)):
        if stem(word) in keys and _telling(word):
            yield singular(word), word.lower()


def _telling(word: str) -> bool:
    if len(word) < _LETTERS or word.startswith("[") or is_empty(word) or word[0].isdigit():
        return False
    dull = (*(f"asks_{cue}" for cue in CUES), "own", "leaning", "common", "acts", "chat")
    return not any(found(name, word) for name in dull)


def _recurring(answering: Sequence[Quote], asked: Asked, things: frozenset[str]) -> tuple[str, set[str]]:
    """Return the thing that at least half of the people name, in its commonest form, and who they are."""
    users: dict[str, set[str]] = defaultdict(set)
    forms: dict[str, list[str]] = defaultdict(list)
    for quote in answering:
        for key, word in naming(quote, asked, things):
            users[key].add(quote.window.voice)
            forms[key].append(word)
    everybody = len({quote.window.voice for quote in answering})
    best = max(users, key=lambda key: (len(users[key]), key), default="")
    if not best or len(users[best]) < max(_LEAST, _SHARE * everybody):
        return "", set()
    return max(sorted(set(forms[best])), key=forms[best].count), users[best]
