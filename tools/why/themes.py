"""Recurring pains or wishes: sentences that are alike, grouped, named by their own frequent words, counted."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from retrieval.corpus import Corpus
from retrieval.embed.numbers import Vectors
from tools.results import Finding
from tools.why.asked import Asked
from tools.why.choice import Quote
from tools.why.cues import bare, stem
from tools.why.headline import kind_of_voice, naming, telling
from tools.wording import listed, number, plural, sentence

# Cosine from which two sentences are taken to tell of the same thing; sharing a rarer word adds to it.
_ALIKE = 0.42
_SHARED = 0.08
_MOST_SENTENCES = 240
_MOST_THEMES = 5
_LABEL = 3
_LEAST = 3
# The share of a group's people who name the thing that it is called by.
_CENTRAL = 0.4


@dataclass(frozen=True, slots=True)
class Theme:
    """Sentences about the same thing: the words most of their speakers use, who speaks, the clearest first."""

    words: tuple[str, ...]
    voices: frozenset[str]
    quotes: tuple[Quote, ...]


def themes(corpus: Corpus, asked: Asked, ranked: Sequence[Quote], things: frozenset[str]) -> list[Theme]:
    """Return up to five groups of at least three people, most people first; none when nothing recurs.

    `things` are the stems that name things: only these can name a group.
    """
    said = distinct(ranked)
    if len(said) < _LEAST:
        return []
    vectors = corpus.vectors([bare(quote.window.text) for quote in said])
    groups = _grouped(vectors, [telling(quote, asked) for quote in said])
    everywhere = _users(said, asked, things)
    found_themes = [
        _theme([said[place] for place in group], vectors[group], everywhere, asked, things)
        for group in groups
        if len({said[place].window.voice for place in group}) >= _LEAST
    ]
    recurring = [theme for theme in found_themes if theme is not None]
    return sorted(recurring, key=lambda theme: -len(theme.voices))[:_MOST_THEMES]


def findings(corpus: Corpus, told: Sequence[Theme], ranked: Sequence[Quote]) -> tuple[Finding, ...]:
    """Return one finding a theme: how many people's words were grouped under it, and ties called ties."""
    heard = distinct(ranked)
    everybody, noun = len({quote.window.voice for quote in heard}), plural(kind_of_voice(heard))
    return tuple(
        Finding(
            statement=sentence(
                f"“{', '.join(theme.words)}”: {number(len(theme.voices))} of the {number(everybody)} {noun} who "
                f"speak of it say something alike{_tie(theme, told)}"
            ),
            metric="people",
            label=f"people who speak of {listed(theme.words)}",
            value=len(theme.voices),
            unit="count",
            table="",
            n=everybody,
            segment={"theme": ", ".join(theme.words)},
            method=(
                "sentences grouped by similarity of meaning and shared words; the label is the words most people "
                "in the group use; people told apart by customer, else by speaker and document"
            ),
            inferred=True,
            data_version=corpus.version(),
        )
        for theme in told
    )


def recurring(told: Sequence[Theme]) -> str:
    """Return the end of a sentence that names the themes by how many people each has; empty without any."""
    if not told:
        return ""
    named = listed([f"{' and '.join(theme.words[:2])} ({number(len(theme.voices))})" for theme in told])
    return f"; what recurs: {named}"


def _tie(theme: Theme, told: Sequence[Theme]) -> str:
    same = sum(len(other.voices) == len(theme.voices) for other in told)
    return ", a tie" if same > 1 else ""


def distinct(ranked: Sequence[Quote]) -> list[Quote]:
    """Return the supported sentences, the best first; equal texts once a person, overlapping ones once."""
    kept: list[Quote] = []
    seen: set[tuple[str, str]] = set()
    taken: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for quote in ranked:
        window = quote.window
        spans = taken[window.document.id]
        key = (window.voice, " ".join(window.text.casefold().split()))
        if not quote.supported or key in seen or any(a < window.end and window.start < b for a, b in spans):
            continue
        seen.add(key)
        spans.append((window.start, window.end))
        kept.append(quote)
    return kept[:_MOST_SENTENCES]


def _grouped(vectors: Vectors, content: Sequence[frozenset[str]]) -> list[list[int]]:
    """Return groups of places by average linkage: the two groups most alike are joined until none are alike."""
    alike = np.asarray(vectors @ vectors.T, dtype=np.float64)
    for one, mine in enumerate(content):
        for other in range(one):
            alike[one, other] = alike[other, one] = alike[one, other] + _SHARED * min(
                2, len(mine & content[other])
            )
    groups = [[place] for place in range(len(content))]
    np.fill_diagonal(alike, -np.inf)
    while len(groups) > 1:
        one, other = divmod(int(np.argmax(alike)), len(groups))
        if alike[one, other] < _ALIKE:
            break
        one, other = min(one, other), max(one, other)
        here, there = len(groups[one]), len(groups[other])
        joined = (here * alike[one] + there * alike[other]) / (here + there)
        alike[one], alike[:, one] = joined, joined
        alike[one, one] = -np.inf
        groups[one] += groups.pop(other)
        alike = np.delete(np.delete(alike, other, axis=0), other, axis=1)
    return groups


def _theme(
    group: list[Quote], vectors: Vectors, everywhere: Mapping[str, set[str]], asked: Asked, things: frozenset[str]
) -> Theme | None:
    voices = frozenset(quote.window.voice for quote in group)
    words = _label(group, len(voices), everywhere, asked, things)
    if not words:
        return None
    centre = vectors @ vectors.mean(axis=0)
    order = np.argsort(-centre, kind="stable")
    called = {stem(word) for word in words}
    # The sentence that stands for a group names its thing.
    shown = sorted(
        order.tolist(), key=lambda place: (not called & telling(group[place], asked), -group[place].score)
    )
    return Theme(words, voices, tuple(group[place] for place in shown))


def _label(
    group: Sequence[Quote], people: int, everywhere: Mapping[str, set[str]], asked: Asked, things: frozenset[str]
) -> tuple[str, ...]:
    """Return the things that most people of the group name, rare elsewhere first, in their commonest form."""
    inside = _users(group, asked, things)
    forms: dict[str, Counter[str]] = defaultdict(Counter)
    for quote in group:
        for key, word in naming(quote, asked, things):
            forms[key][word] += 1
    several = [key for key, users in inside.items() if len(users) >= max(_LEAST, _CENTRAL * people)]
    ranked = sorted(several, key=lambda key: (-(len(inside[key]) ** 1.5) / len(everywhere[key]) ** 0.5, key))
    return tuple(forms[key].most_common(1)[0][0] for key in ranked[:_LABEL])


def _users(quotes: Sequence[Quote], asked: Asked, things: frozenset[str]) -> dict[str, set[str]]:
    users: dict[str, set[str]] = defaultdict(set)
    for quote in quotes:
        for key, _ in naming(quote, asked, things):
            users[key].add(quote.window.voice)
    return users
