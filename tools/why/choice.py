"""Which windows to quote: relevant, with reasons or pains when asked, from different voices, no doubles."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from retrieval.corpus import Corpus
from retrieval.documents import Hit
from tools.why.cues import content, found, polarity, stem, stems
from tools.why.windows import Window, turns_of, windows

_CANDIDATES = 56
_PER_PASSAGE = 4
_PER_DOCUMENT = 3
_REPEAT = 0.12
_OVERLAP = 0.8
_DISSENT_FLOOR = 0.6
_CUES = ("reason", "pain", "wish")
_CUE = 0.06
_UNFINISHED = 0.04
_ENDS = (".", "!", "?", "…", "。")
# Cosine between a question and a passage: below FLOOR it is about something else, from SURE on it answers.
FLOOR = 0.35
SURE = 0.55
_NAMED = 8
_COVERED = 0.34
_BEHIND = 0.55


@dataclass(frozen=True, slots=True)
class Quote:
    """A window with its relevance (higher is better) and its similarity to the question (cosine)."""

    window: Window
    score: float
    similarity: float
    dissent: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """What the question looks for: its text, the stems that name something, and the cues it calls for."""

    text: str
    words: tuple[str, ...]
    terms: tuple[str, ...]
    cues: tuple[str, ...]

    @classmethod
    def of(cls, question: str) -> "Asked":
        """Read a question."""
        cues = tuple(name for name in _CUES if found(f"asks_{name}", question))
        words = [word for word in content(question) if not any(found(f"asks_{name}", word) for name in _CUES)]
        return cls(question, tuple(words), tuple(dict.fromkeys(map(stem, words))), cues)

    def coverage(self, text: str) -> float:
        """Return the share of the question's own terms that the text has; 1 when it names nothing."""
        if not self.terms:
            return 1.0
        there = stems(text)
        return sum(term in there for term in self.terms) / len(self.terms)


def answerable(asked: Asked, hits: Sequence[Hit]) -> bool:
    """Return whether any passage is close enough: clearly so by meaning, or fairly so and naming what is asked."""
    best = max((hit.similarity for hit in hits), default=0.0)
    if best < FLOOR:
        return False
    named = max((asked.coverage(hit.passage.text) for hit in hits[:_NAMED]), default=0.0)
    return best >= SURE or named >= _COVERED


def relevant(picked: Sequence[Quote], asked: Asked) -> list[Quote]:
    """Return the picked quotes without those far behind the best."""
    if not picked:
        return []
    best = max(quote.score for quote in picked)
    return [
        q for q in picked if q.score >= _BEHIND * best and (q.similarity >= FLOOR or asked.coverage(q.window.text))
    ]


def quotes(corpus: Corpus, asked: Asked, hits: Sequence[Hit]) -> list[Quote]:
    """Return the best windows of the hits, scored, best first."""
    candidates = [window for hit in hits for window in _best_of(hit, asked)][:_CANDIDATES]
    similarities = corpus.similarity(asked.text, [window.text for window in candidates])
    best = max((hit.score for hit in hits), default=1.0) or 1.0
    scored = []
    for window, similarity in zip(candidates, similarities, strict=True):
        score = similarity + 0.15 * window.hit.score / best + 0.15 * asked.coverage(window.text)
        score += sum(_CUE for cue in asked.cues if found(cue, window.text))
        score -= 0.02 * (window.sentences - 1) + _UNFINISHED * (
            not window.text.rstrip("\"'”’)*_ ").endswith(_ENDS)
        )
        scored.append(Quote(window, score, similarity))
    return sorted(scored, key=lambda quote: -quote.score)


def _best_of(hit: Hit, asked: Asked) -> list[Window]:
    """Return the windows of one passage that look best before any embedding: terms, cues, enough words."""

    def promise(window: Window) -> float:
        cues = sum(bool(found(cue, window.text)) for cue in asked.cues)
        size = min(len(window.text.split()), 30) / 30
        return asked.coverage(window.text) + 0.3 * cues + 0.4 * size

    return sorted(windows(hit, turns_of(hit.document)), key=promise, reverse=True)[:_PER_PASSAGE]


def chosen(ranked: Sequence[Quote], limit: int, *, per_document: int = _PER_DOCUMENT) -> list[Quote]:
    """Return at most `limit` quotes, repeated voices and documents set back, overlapping and equal texts once."""
    picked: list[Quote] = []
    documents: Counter[str] = Counter()
    voices: Counter[str] = Counter()
    rest = list(ranked)
    while rest and len(picked) < limit:
        rest.sort(
            key=lambda q: -(q.score - _REPEAT * (voices[q.window.voice] + 0.5 * documents[q.window.document.id]))
        )
        quote = rest.pop(0)
        document = quote.window.document.id
        if documents[document] >= per_document or any(_same(quote.window, other.window) for other in picked):
            continue
        picked.append(quote)
        documents[document] += 1
        voices[quote.window.voice] += 1
    return picked


def dissent(ranked: Sequence[Quote], picked: Sequence[Quote]) -> Quote | None:
    """Return the strongest quote whose praise or complaint runs against most of the picked ones, if any.

    It may be one of the picked ones itself.
    """
    mood = sum(_sign(quote.window.text) for quote in picked)
    if not mood or not picked:
        return None
    floor = _DISSENT_FLOOR * picked[0].similarity
    voices = {quote.window.voice for quote in picked}
    for quote in (*picked, *sorted(ranked, key=lambda q: (q.window.voice in voices, -q.score))):
        against = _sign(quote.window.text) * mood < 0
        if against and quote.similarity >= floor:
            return Quote(quote.window, quote.score, quote.similarity, dissent=True)
    return None


def _sign(text: str) -> int:
    value = polarity(text)
    return (value > 0) - (value < 0)


def overlapping(one: Window, other: Window) -> bool:
    """Return whether two windows share text of one document."""
    return one.document.id == other.document.id and one.start < other.end and other.start < one.end


def _same(one: Window, other: Window) -> bool:
    if overlapping(one, other):
        return True
    first, second = stems(one.text), stems(other.text)
    return len(first & second) > _OVERLAP * len(first | second)
