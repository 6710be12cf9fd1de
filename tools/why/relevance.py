"""How well windows answer a question: by their words, their meaning and their document."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from retrieval.corpus import Corpus
from retrieval.documents import Document
from retrieval.embed.numbers import Vectors
from tools.why.asked import Asked
from tools.why.cues import stems
from tools.why.examples import examples
from tools.why.fit import Fit, Matcher, Place, form
from tools.why.outline import Outline
from tools.why.windows import Window, windows

# Windows embedded for one question: for a few quotes, and for themes.
SOME = 72
MANY = 140
_PER_STRETCH = 4
# Cosine from which a window, or the question it answers, is taken to be about the same thing.
SURE = 0.6
FAIR = 0.42
_CLEAR = 0.52
# Inside a slice the texts are about the matter already.
_IN_SLICE = 0.2
_COVERED = 0.5
_HINTED = 0.3
# Among people who were talked with about one matter, who worries or wishes need not name it again.
_SPOKEN_OF = 0.2
_NEW_WORDS = 3
# What a quote loses that is not of the kind asked for, or praises where complaints are asked for.
_OFF = 0.2
_AGREES = 0.18
# What nearness to an example of what is asked for counts, against nearness to a question with a subject.
_BARE = 0.6
# What a window gains whose meaning others share, when a question names no subject; how many others are compared.
_SHARED = 0.5
_NEAREST = 6
_MARKED = 0.18
# An answer may begin in the passage after the one that holds its question.
_AFTER = 500


@dataclass(frozen=True, slots=True)
class Quote:
    """A window with its relevance (higher is better) and its similarity to the question (cosine)."""

    window: Window
    score: float
    similarity: float
    covered: float = 0.0
    supported: bool = True
    dissent: bool = False


def quotes(
    corpus: Corpus,
    matcher: Matcher,
    asked: Asked,
    found_windows: Iterable[Window],
    most: int = SOME,
    marks: frozenset[str] = frozenset(),
) -> list[Quote]:
    """Return the `most` windows that look best, compared by meaning and scored, best first.

    `marks` are stems that tell the people asked about from all others; windows that have them gain.
    """
    best = sorted(((matcher.promise(window), window) for window in found_windows), key=lambda pair: -pair[0])
    candidates = [window for _, window in best[:most]]
    if not candidates:
        return []
    texts = [window.text for window in candidates] + [window.stretch.prompt for window in candidates]
    # What a slice was chosen by says nothing about what its people say.
    like = examples(asked) if asked.sliced and not asked.topic else [asked.sought, *examples(asked)]
    vectors = corpus.vectors([*like, *texts])
    sought, half = len(like), len(candidates)
    similar = (vectors[sought:] @ vectors[:sought].T).max(axis=1).tolist()
    scored = [
        _scored(window, own, prompt if window.stretch.prompt else 0.0, matcher, asked)
        for window, own, prompt in zip(candidates, similar[:half], similar[half:], strict=True)
    ]
    if not asked.topic:
        shared = _shared(candidates, vectors[sought : sought + half])
        weight = _SHARED if asked.sliced else _SHARED / 2
        scored = [
            _gained(
                quote,
                weight * value,
                _marked(quote.window, marks),
                matcher.mood(quote.window) * mood_of(asked),
                sliced=asked.sliced,
            )
            for quote, value in zip(scored, shared, strict=True)
        ]
    return sorted(_asked_there(scored, matcher, asked), key=lambda quote: -quote.score)


def _asked_there(scored: Sequence[Quote], matcher: Matcher, asked: Asked) -> list[Quote]:
    """Return the quotes; where somebody was asked for the very reasons, only answers to that give them."""
    if asked.act is None or not asked.topic:
        return list(scored)
    put = {quote.window.document.id for quote in scored if matcher.fit(quote.window).asked_for}
    keys = frozenset().union(*(term.stems for term in asked.terms))
    return [
        replace(quote, supported=False)
        if quote.window.document.id in put
        and not matcher.fit(quote.window).asked_for
        and not keys & stems(f"{quote.window.text} {quote.window.stretch.prompt}")
        else quote
        for quote in scored
    ]


def held(
    corpus: Corpus, matcher: Matcher, asked: Asked, found_windows: Sequence[Window], vectors: Vectors
) -> list[Quote]:
    """Return the windows, whose vectors are known, scored in their order."""
    if not found_windows:
        return []
    like = examples(asked) if asked.sliced and not asked.topic else [asked.sought, *examples(asked)]
    similar = (vectors @ corpus.vectors(like).T).max(axis=1).tolist() if like else [0.0] * len(found_windows)
    return [
        _scored(replace(window, near=own), own, 0.0, matcher, asked)
        for window, own in zip(found_windows, similar, strict=True)
    ]


def _gained(quote: Quote, shared: float, marked: int, agreeing: int, *, sliced: bool) -> Quote:
    """Return a quote with what its words' company adds; in a slice words of its own or a fitting rating answer."""
    answers = quote.supported or (sliced and (marked > 0 or agreeing > 0) and agreeing >= 0)
    return replace(quote, score=quote.score + shared + _MARKED * marked, supported=answers)


def _marked(window: Window, marks: frozenset[str]) -> int:
    return min(2, len(marks & stems(window.text)))


def _shared(candidates: Sequence[Window], vectors: Vectors) -> list[float]:
    """Return how near each window is to the nearest words of other people: what several tell comes first."""
    alike = np.asarray(vectors @ vectors.T, dtype=np.float64)
    voices = np.array([window.voice for window in candidates])
    shared: list[float] = []
    for place, row in enumerate(alike):
        others = {voice: float(row[voices == voice].max()) for voice in set(voices.tolist()) - {voices[place]}}
        nearest = sorted(others.values(), reverse=True)[:_NEAREST]
        shared.append(sum(nearest) / _NEAREST)
    return shared


def _scored(window: Window, own: float, prompt: float, matcher: Matcher, asked: Asked) -> Quote:
    fit = matcher.fit(window)
    similarity = max(own, 0.9 * prompt)
    answers = max(fit.prompted, prompt if prompt >= FAIR else 0.0)
    meaning = 0.7 * similarity + 0.25 * window.near
    score = (meaning if asked.topic else _BARE * meaning) + 0.3 * fit.covered
    score += 0.07 * fit.cues + 0.15 * fit.asked_for
    score += 0.2 * matcher.vote(window.document) + form(window)
    score += 0.1 * answers / (1 + window.place)
    known = stems(asked.text) | stems(window.stretch.prompt)
    new = sum(len(key) > 2 for key in stems(window.text) - known)
    score += 0.015 * min(new, 10 if asked.topic else 6) - 0.12 * (new < _NEW_WORDS)
    if set(asked.cues) - {"reason"} and not (fit.cues or fit.asked_for):
        score -= _OFF
    agreeing = matcher.mood(window) * mood_of(asked)
    score += _AGREES * agreeing if agreeing > 0 else _OFF * agreeing
    supported = _supports(asked, fit, similarity, window.near)
    if asked.act and asked.topic:
        # Who is asked about shows in a few words; whether these give a reason shows in the cues or the rating.
        agrees = agreeing >= 0 or fit.asked_for
        answers = fit.covered >= _COVERED and (fit.cues > 0 or agreeing > 0 or fit.asked_for)
        # Where one person is asked about, the answer to the same question needs no further word of it.
        answers = answers or (asked.single and fit.asked_for)
        supported = answers and agrees and not (fit.opposed or fit.strange)
    return Quote(window, score, similarity, fit.covered, supported)


def mood_of(asked: Asked) -> int:
    """Return 1 when only what speaks for something is asked for, -1 when only what speaks against it, else 0."""
    cues = set(asked.cues) - {"reason"}
    if cues and cues <= {"praise", "buy"}:
        return 1
    return -1 if cues and cues <= {"pain", "fear", "leave"} else 0


def contradicts(quote: Quote, matcher: Matcher, asked: Asked) -> bool:
    """Return whether a text only praises where complaints are asked for, or only complains where praise is.

    Why somebody did something may be told in any mood.
    """
    return (
        asked.act is None
        and matcher.mood(quote.window) * mood_of(asked) < 0
        and not matcher.fit(quote.window).cues
    )


def _supports(asked: Asked, fit: Fit, similarity: float, near: float) -> bool:
    """Return whether a window can answer: its words name what is asked, or its meaning is close to it."""
    if fit.opposed or (fit.strange and similarity < SURE):
        return False
    if asked.sliced and fit.bare:
        return fit.cues > 0 or fit.asked_for or similarity >= _IN_SLICE
    if fit.bare and not asked.cues and asked.gathers:
        return True
    if fit.bare:
        return fit.cues > 0 or fit.asked_for or similarity >= (SURE if set(asked.cues) - {"reason"} else FAIR)
    told = asked.whom is not None and bool(set(asked.cues) - {"reason"}) and (fit.cues > 0 or fit.asked_for)
    return (
        similarity >= SURE
        or (told and fit.covered >= _SPOKEN_OF)
        or (fit.covered >= _COVERED and max(similarity, near) >= 0.2)
        or (fit.covered >= _HINTED and max(similarity, 0.9 * near) >= (_CLEAR if fit.unheard else FAIR))
    )


def of_stretches(
    document: Document, outline: Outline, matcher: Matcher, places: Sequence[Place], speakers: frozenset[str]
) -> list[Window]:
    """Return the windows that look best in each stretch that touches one of the places, or comes right after."""
    kept: list[Window] = []
    for stretch in outline.stretches(document):
        touched = [place for place in places if place.start < stretch.end and stretch.start < place.end + _AFTER]
        if not touched or (speakers and not speakers & stems(stretch.speaker or "")):
            continue
        start, end = min(place.start for place in touched), max(place.end for place in touched) + _AFTER
        found_here = [
            replace(
                window, near=max((p.similarity for p in touched if p.start <= window.start < p.end), default=0.0)
            )
            for window in windows(document, stretch, start, end)
        ]
        kept += sorted(found_here, key=matcher.promise, reverse=True)[:_PER_STRETCH]
    return kept
