"""Which windows answer a question: how well the words, the meaning and the document fit, and which to show."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from retrieval.corpus import Corpus
from retrieval.documents import Document
from tools.why.asked import Asked, Term
from tools.why.cues import found, polarity, stems
from tools.why.outline import Outline
from tools.why.windows import Window, windows

# Windows embedded for one question.
_CANDIDATES = 72
_PER_STRETCH = 4
# What a term of the question counts where it stands: in the words themselves, in the question they answer,
# elsewhere in the same answer, in what the document is called, in a question asked shortly before.
_IN_PROMPT, _IN_STRETCH, _IN_NAME, _EARLIER = 0.95, 0.6, 0.9, 0.5
# Cosine from which a window, or the question it answers, is taken to be about the same thing.
SURE = 0.6
FAIR = 0.42
_COVERED = 0.5
_HINTED = 0.3
_REPEAT = 0.08
_OVERLAP = 0.8
_DISSENT_FLOOR = 0.6
_BEHIND = 0.65
_NEW_WORDS = 3
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


@dataclass(frozen=True, slots=True)
class _Fit:
    """How the words of a window fit.

    `covered` is the weighted share of the terms that the window, or the question it answers, has; `prompted` the
    share that this question has; `cues` counts what is asked for and found; `asked_for` says that the question
    answered asks for the same; `bare` that nothing but a document and cues are asked for; `strange` that whom
    the question is about does not occur.
    """

    covered: float
    prompted: float
    cues: int
    asked_for: bool
    bare: bool
    strange: bool


@dataclass(frozen=True, slots=True)
class Place:
    """A passage in its document, and its similarity to the question."""

    start: int
    end: int
    similarity: float


class Matcher:
    """Compares windows with one question; remembers what stretches and documents are made of."""

    def __init__(self, asked: Asked, outline: Outline, votes: dict[str, float]) -> None:
        self._asked = asked
        self._outline = outline
        self._votes = votes
        self._stems: dict[str, frozenset[str]] = {}

    def vote(self, document: Document) -> float:
        """Return how much the question calls this document, from 0 to 1."""
        return self._votes.get(document.source if document.row else document.id, 0.0)

    def fit(self, window: Window) -> _Fit:
        """Return how the words of a window, and of the question it answers, fit the question."""
        asked, stretch = self._asked, window.stretch
        own, prompt = self._of(window.text), self._of(stretch.prompt)
        around = self._of(window.document.text[stretch.start : stretch.end][:3000])
        earlier = self._of(stretch.earlier)
        entry = self._outline.entry(window.document)
        speaker = self._of(stretch.speaker or "")
        named = entry.called | speaker

        def share(term: Term) -> float:
            if term.stems & own:
                return 1.0
            if term.stems & prompt:
                return _IN_PROMPT
            if term.stems & named:
                return _IN_NAME
            if term.stems & around:
                return _IN_STRETCH
            return _EARLIER if term.stems & earlier else 0.0

        terms = [term for term in asked.topic if not self._own_brand(term, own | prompt | named)]
        shares = {term.word: share(term) for term in terms}
        open_terms = [term for term in terms if not term.stems & named]
        weight = sum(term.weight for term in open_terms)
        covered = sum(term.weight * shares[term.word] for term in open_terms) / weight if weight else 1.0
        prompted = sum(term.weight for term in open_terms if term.stems & prompt) / weight if weight else 0.0
        asked_for = any(found(f"asks_{cue}", stretch.prompt) or found(cue, stretch.prompt) for cue in asked.cues)
        asked_for |= any(term.stems & prompt for term in asked.terms if term.cues)
        cues = sum(bool(found(cue, window.text)) for cue in asked.cues)
        cues += any(term.stems & own for term in asked.terms if term.cues)
        strange = any(term.subject and not shares[term.word] and self._outline.tells(term) for term in terms)
        return _Fit(covered, prompted, cues, asked_for, not weight, strange)

    def _own_brand(self, term: Term, there: frozenset[str]) -> bool:
        """Return whether a term is a name from our own copy, which customers need not say."""
        return term.name and bool(term.stems & self._outline.ours) and not term.stems & there

    def _of(self, text: str) -> frozenset[str]:
        if text not in self._stems:
            self._stems[text] = frozenset(stems(text))
        return self._stems[text]

    def promise(self, window: Window) -> float:
        """Return how good a window looks before anything is embedded."""
        fit = self.fit(window)
        return (
            fit.covered + 0.25 * fit.cues + 0.3 * fit.asked_for + 0.5 * self.vote(window.document) + _form(window)
        )


def _form(window: Window) -> float:
    """Return what speaks for a window whatever is asked: whole, long enough, first person, an answer's start."""
    text = window.text
    words = len(text.split())
    value = 0.05 * min(words, 24) / 24 + 0.04 * bool(found("own", text))
    value -= 0.03 * (not text.rstrip("\"'”’)*_ ").endswith((".", "!", "?", "…", "。")))
    value += 0.05 * (window.place == 0) - 0.01 * max(0, window.place - 1)
    first = text.lstrip("\"'“(*_ ").split(maxsplit=1)[0].strip(",;:") if text.strip() else ""
    if window.place > 0 and found("leaning", first):
        value -= 0.05
    return value


def quotes(corpus: Corpus, matcher: Matcher, asked: Asked, found_windows: Iterable[Window]) -> list[Quote]:
    """Return the windows that look best, compared by meaning and scored, best first."""
    best = sorted(((matcher.promise(window), window) for window in found_windows), key=lambda pair: -pair[0])
    candidates = [window for _, window in best[:_CANDIDATES]]
    if not candidates:
        return []
    texts = [window.text for window in candidates] + [window.stretch.prompt for window in candidates]
    vectors = corpus.vectors([asked.text, *texts])
    similar = (vectors[1:] @ vectors[0]).tolist()
    half = len(candidates)
    scored = [
        _scored(window, own, prompt if window.stretch.prompt else 0.0, matcher, asked)
        for window, own, prompt in zip(candidates, similar[:half], similar[half:], strict=True)
    ]
    return sorted(scored, key=lambda quote: -quote.score)


def _scored(window: Window, own: float, prompt: float, matcher: Matcher, asked: Asked) -> Quote:
    fit = matcher.fit(window)
    similarity = max(own, 0.9 * prompt)
    answers = max(fit.prompted, prompt if prompt >= FAIR else 0.0)
    score = 0.7 * similarity + 0.25 * window.near + 0.3 * fit.covered + 0.07 * fit.cues + 0.15 * fit.asked_for
    score += 0.2 * matcher.vote(window.document) + _form(window)
    score += 0.1 * answers / (1 + window.place)
    known = stems(asked.text) | stems(window.stretch.prompt)
    new = sum(len(key) > 2 for key in stems(window.text) - known)
    score += 0.015 * min(new, 10) - 0.12 * (new < _NEW_WORDS)
    return Quote(window, score, similarity, fit.covered, _supports(fit, similarity, window.near))


def _supports(fit: _Fit, similarity: float, near: float) -> bool:
    """Return whether a window can answer: its words name what is asked, or its meaning is close to it."""
    if fit.strange and similarity < SURE:
        return False
    if fit.bare:
        return fit.cues > 0 or fit.asked_for or similarity >= FAIR
    return (
        similarity >= SURE
        or (fit.covered >= _COVERED and max(similarity, near) >= 0.2)
        or (fit.covered >= _HINTED and max(similarity, 0.9 * near) >= FAIR)
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


def chosen(ranked: Sequence[Quote], limit: int, *, single: bool) -> list[Quote]:
    """Return at most `limit` quotes, the best document's first; overlapping and equal texts once.

    With `single` the question is about one document, so that others only follow when it is short of words.
    """
    picked: list[Quote] = []
    documents: Counter[str] = Counter()
    voices: Counter[str] = Counter()
    rest = [quote for quote in ranked if quote.supported]
    floor = _BEHIND * max((quote.score for quote in rest), default=0.0)
    most = 4 if single else 3
    while rest and len(picked) < limit:
        rest.sort(
            key=lambda q: -(q.score - _REPEAT * (voices[q.window.voice] + 0.5 * documents[q.window.document.id]))
        )
        quote = rest.pop(0)
        document = quote.window.document.id
        if quote.score < floor or documents[document] >= most:
            continue
        if any(_same(quote.window, other.window) for other in picked):
            continue
        picked.append(quote)
        documents[document] += 1
        voices[quote.window.voice] += 1
    return _grouped(picked)


def _grouped(picked: list[Quote]) -> list[Quote]:
    """Return the quotes with those of one document together, documents in the order of their best."""
    order: dict[str, None] = {quote.window.document.id: None for quote in picked}
    return [quote for name in order for quote in picked if quote.window.document.id == name]


def dissent(ranked: Sequence[Quote], picked: Sequence[Quote]) -> Quote | None:
    """Return the strongest quote whose praise or complaint runs against what most people say, if any.

    It may be one of the picked ones itself.
    """
    said = {quote.window.voice: quote for quote in reversed(ranked) if quote.supported}
    mood = sum(_sign(quote.window.text) for quote in said.values())
    if not mood or not picked:
        return None
    floor = _DISSENT_FLOOR * picked[0].similarity
    voices = {quote.window.voice for quote in picked}
    for quote in (*picked, *sorted(ranked, key=lambda q: (q.window.voice in voices, -q.score))):
        against = _sign(quote.window.text) * mood < 0
        if against and quote.supported and quote.similarity >= floor:
            return replace(quote, dissent=True)
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
