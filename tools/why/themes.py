"""Recurring reasons, pains and wishes: people's words grouped by meaning, named, counted by people, quoted."""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from retrieval.corpus import Corpus
from retrieval.store.lexical import LANGUAGES, stop_words
from tools.why.asked import CUES, Asked
from tools.why.choice import same
from tools.why.cues import bare, found, is_empty, polarity, stem, stems, words_of
from tools.why.few import distinct, grouped
from tools.why.fit import Matcher, form
from tools.why.grouping import groups
from tools.why.heard import Voices
from tools.why.keyness import keyness
from tools.why.matters import is_matter, matter
from tools.why.relevance import Quote, mood_of

_MOST_THEMES = 6
_LABEL = 3
_LEAST = 3
_LEAST_OF_MANY = 5
# A word names a theme that this share of its people use, and that sets it apart by so many standard errors.
_USED = 0.1
_APART = 1.96
# The second and third word of a name are used by, and set apart, at least so much of what the first is and does.
_BESIDE = 0.4
_LETTERS = 3
# Words that begin alike are forms of one: a name has only one of them.
_ROOT = 3
_QUOTES = 2
# What a quote loses at the rim of its theme; words that a telling quote has at least, and at most.
_OUTWARD = 0.3
_SHORT, _LONG = 7, 32


@dataclass(frozen=True, slots=True)
class Theme:
    """Words about the same thing: what it is called, who speaks, and quotes that stand for it, the best first."""

    words: tuple[str, ...]
    voices: frozenset[str]
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class _Said:
    """Quotes with their moods and the words that say what each is about, as stems."""

    quotes: Sequence[Quote]
    moods: Sequence[int]
    words: Sequence[frozenset[str]]


def of_many(voices: Voices, asked: Asked, things: frozenset[str]) -> list[Theme]:
    """Return up to six themes of what many people say, most people first; none where nothing holds together.

    `things` are the stems that name things; they are preferred in names.
    """
    dull = stems(asked.text).union(*(term.stems for term in asked.terms))
    words = [about(quote.window.text) - dull for quote in voices.quotes]
    said = _Said(voices.quotes, voices.moods, words)
    kinds = [f"{quote.window.document.kind} {quote.window.document.language}" for quote in voices.quotes]
    alike = _merged(said, [group.places for group in groups(voices.vectors, words, kinds)], things)
    made = [_theme(said, places, names, asked) for places, names in alike]
    kept = [theme for theme in made if len(theme.voices) >= _LEAST_OF_MANY]
    return sorted(kept, key=lambda theme: -len(theme.voices))[:_MOST_THEMES]


def of_few(
    corpus: Corpus, asked: Asked, ranked: Sequence[Quote], things: frozenset[str], matcher: Matcher
) -> list[Theme]:
    """Return up to six groups of at least three people among a few answers, most people first."""
    said = distinct(ranked)
    if len(said) < _LEAST:
        return []
    vectors = corpus.vectors([bare(quote.window.text) for quote in said])
    dull = stems(asked.text).union(*(term.stems for term in asked.terms))
    words = [about(quote.window.text) - dull for quote in said]
    named = [frozenset(key for key in keys if is_matter(key) or key in things) for keys in words]
    everything = _Said(said, [matcher.mood(quote.window) for quote in said], named)
    alike: dict[str, list[int]] = {}
    for places in grouped(vectors, words):
        names = _shared(everything, places)
        if names:
            alike.setdefault(names[0], []).extend(places)
    made = [
        _theme(everything, places, _shared(everything, places) or (name,), asked) for name, places in alike.items()
    ]
    made = [theme for theme in made if len(theme.voices) >= _LEAST]
    return sorted(made, key=lambda theme: -len(theme.voices))[:_MOST_THEMES]


@lru_cache(maxsize=20_000)
def about(text: str) -> frozenset[str]:
    """Return the stems of the words that say what a text is about, and the everyday matters they belong to."""
    words = [word.lower() for word in words_of(bare(text))]
    named = {found_matter for word in words if (found_matter := matter(word)) is not None}
    return frozenset(named.union(stem(word) for word in words if _says(word)))


@lru_cache(maxsize=50_000)
def _says(word: str) -> bool:
    """Return whether a word can say what a text is about: no function word, no cue, nothing that anybody says."""
    if len(word) < _LETTERS or not word[0].isalpha() or is_empty(word):
        return False
    if any(word in stop_words(language) for language in LANGUAGES):
        return False
    dull = (*(f"asks_{cue}" for cue in CUES), "own", "leaning", "common", "acts", "chat", "positive", "negative")
    return not any(found(name, word) for name in dull)


def _merged(
    said: _Said, alike: Sequence[tuple[int, ...]], things: frozenset[str]
) -> list[tuple[tuple[int, ...], tuple[str, ...]]]:
    """Return the groups that have a name, with their stems' names; those that are called alike are one."""
    kept: list[tuple[tuple[int, ...], tuple[str, ...]]] = []
    for places in alike:
        names = _named(said, places, things)
        if not names:
            continue
        mine = _kin(said, places, names[:2])
        same = next((at for at, (held, other) in enumerate(kept) if mine & _kin(said, held, other[:2])), None)
        if same is None:
            kept.append((places, names))
        else:
            joined = (*kept[same][0], *places)
            kept[same] = joined, _named(said, joined, things) or names
    return kept


def _kin(said: _Said, places: Sequence[int], names: Sequence[str]) -> frozenset[str]:
    """Return names, and the matters that their words belong to."""
    words = {word for place in places for word in words_of(said.quotes[place].window.text.lower())}
    return frozenset(names).union(about_it for word in words if stem(word) in names and (about_it := matter(word)))


def _named(said: _Said, places: Sequence[int], things: frozenset[str]) -> tuple[str, ...]:
    """Return the stems that set a group apart, the strongest first; things before other words; at most three."""
    inside, rest = set(places), range(len(said.quotes))
    apart = keyness([said.words[p] for p in places], [said.words[p] for p in rest if p not in inside])
    users = _users(said, places)
    people = len({said.quotes[place].window.voice for place in places})
    least = max(_LEAST, _USED * people)
    strong = [key for key, value in apart.items() if value >= _APART and len(users[key]) >= least]
    strong.sort(key=lambda key: (-apart[key], key))
    spoken = _in_matters(said, places, strong)
    telling_keys = [key for key in strong if is_matter(key) or (key in things and key not in spoken)]
    ranked = telling_keys if len(telling_keys) > 1 else strong
    if not ranked:
        return ()
    first = ranked[0]
    beside = (
        k for k in ranked if len(users[k]) >= _BESIDE * len(users[first]) and apart[k] >= _BESIDE * apart[first]
    )
    return tuple(beside)[:_LABEL]


def _in_matters(said: _Said, places: Sequence[int], names: Collection[str]) -> frozenset[str]:
    """Return the stems of the words that belong to one of the matters among the names."""
    words = {word for place in places for word in words_of(said.quotes[place].window.text.lower())}
    return frozenset(stem(word) for word in words if matter(word) in names)


def _shared(said: _Said, places: Sequence[int]) -> tuple[str, ...]:
    """Return the stems that most people of a small group use, rare elsewhere first; matters before their words."""
    people = len({said.quotes[place].window.voice for place in places})
    everywhere = _users(said, range(len(said.quotes)))
    inside = _users(said, places)
    several = [key for key, users in inside.items() if len(users) >= max(_LEAST, 0.4 * people)]
    spoken = _in_matters(said, places, several)
    several = [key for key in several if is_matter(key) or key not in spoken]
    several.sort(key=lambda key: (-(len(inside[key]) ** 1.5) / len(everywhere[key]) ** 0.5, key))
    return tuple(several[:_LABEL])


def _users(said: _Said, places: Collection[int]) -> Mapping[str, set[str]]:
    users: dict[str, set[str]] = defaultdict(set)
    for place in places:
        for key in said.words[place]:
            users[key].add(said.quotes[place].window.voice)
    return users


def _theme(said: _Said, places: Sequence[int], names: Sequence[str], asked: Asked) -> Theme:
    members = [said.quotes[place] for place in places]
    return Theme(
        tuple(_spelled(names, members)),
        frozenset(quote.window.voice for quote in members),
        tuple(_telling(said, places, names, asked)),
    )


def _spelled(names: Sequence[str], quotes: Sequence[Quote]) -> list[str]:
    """Return names as people write them: a stem in its commonest form, a matter by its two commonest words."""
    used = Counter(word for quote in quotes for word in set(words_of(bare(quote.window.text))))
    written: dict[str, None] = {}
    for name in names:
        mine = Counter({w: c for w, c in used.items() if name in (stem(w), matter(w.lower()))})
        forms: dict[str, Counter[str]] = defaultdict(Counter)
        for word, count in mine.items():
            forms[stem(word)][word] += count
        ranked = sorted(forms, key=lambda key: (-forms[key].total(), key))
        for key in ranked[: 2 if is_matter(name) else 1]:
            word = _commonest(forms[key])
            if not any(word[:_ROOT].lower() == other[:_ROOT].lower() for other in written):
                written[word] = None
    return list(written)[:_LABEL]


def _commonest(forms: Counter[str]) -> str:
    """Return the commonest spelling in lower case; one that is always written with a capital keeps it."""
    lowered: Counter[str] = Counter()
    for word, count in forms.items():
        lowered[word.lower()] += count
    common = max(sorted(lowered), key=lambda word: lowered[word])
    capital = [word for word in forms if word.lower() == common and word[:1].isupper()]
    named = len(capital) == sum(word.lower() == common for word in forms) and lowered[common] > 1
    return capital[0] if named else common


def _telling(said: _Said, places: Sequence[int], names: Sequence[str], asked: Asked) -> list[Quote]:
    """Return quotes of different people that stand for a theme: central, short, whole, naming what it is about."""
    wanted = mood_of(asked)
    worth = {
        place: -_OUTWARD * rank / len(places) + _worth(said, place, names, wanted)
        for rank, place in enumerate(places)
    }
    picked: list[Quote] = []
    for place in sorted(worth, key=lambda place: (-worth[place], place)):
        quote = said.quotes[place]
        if not any(
            quote.window.voice == other.window.voice or same(quote.window, other.window) for other in picked
        ):
            picked.append(replace(quote, supported=True))
        if len(picked) == _QUOTES:
            break
    return picked


def _worth(said: _Said, place: int, names: Collection[str], wanted: int) -> float:
    """Return what speaks for showing a text as an example of its theme."""
    quote, named = said.quotes[place], said.words[place] & set(names)
    text = quote.window.text
    words = len(text.split())
    value = 0.3 * quote.similarity + 0.15 * min(2, len(named)) + 2 * form(quote.window)
    value -= 0.2 * (words < _SHORT) + 0.2 * (words > _LONG) + 0.2 * (words > 2 * _LONG)
    value -= 0.15 * ("?" in text) + 0.1 * ("[" in text)
    value += 0.2 * (said.moods[place] * wanted > 0) - 0.3 * (said.moods[place] * wanted < 0)
    return value - 0.2 * (polarity(text) * wanted < 0)
