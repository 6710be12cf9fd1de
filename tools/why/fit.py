"""How well the words of a window fit a question: its own, the question it answers, what its document is called."""

import re
from dataclasses import dataclass

from retrieval.documents import Document
from tools.why.asked import Asked, Cue, Term, acts
from tools.why.cues import found, objectless, polarity, stems, words_of
from tools.why.matters import matters
from tools.why.outline import Outline
from tools.why.windows import Window

# What a term of the question counts where it stands: in the words themselves, in the question they answer,
# elsewhere in the same answer, in what the document is called, in a question asked shortly before.
_IN_PROMPT, _IN_STRETCH, _IN_NAME, _EARLIER = 0.95, 0.6, 0.9, 0.25
_PART = 0.2
# What a word that stands nowhere counts where others tell of its matter.
_SAME_MATTER = 0.75
# What a window loses that an observer wrote beside what people are quoted with.
_NOTED = 0.2
# Whoever is asked why he left, or nearly did, tells what troubles him.
_TROUBLES: frozenset[Cue] = frozenset({"pain", "fear"})
_DENIED = re.compile(r"\bnot\b|n['’]t\b|\bstop", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Fit:
    """How the words of a window fit.

    `covered` is the weighted share of the terms that the window, or the question it answers, has; `prompted` the
    share that this question has; `cues` counts what is asked for and found; `asked_for` says that the question
    answered asks for the same; `bare` that nothing but a document and cues are asked for; `strange` that whom
    the question is about does not occur; `unheard` that a term which is not covered stands nowhere in the texts;
    `opposed` that the question answered asks for reasons of the opposite.
    """

    covered: float
    prompted: float
    cues: int
    asked_for: bool
    bare: bool
    strange: bool
    unheard: bool
    opposed: bool


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
        self._fits: dict[tuple[str, int, int], Fit] = {}
        self._phrases = [phrase for phrase in outline.phrases(asked) if len(phrase) > 1]

    def vote(self, document: Document) -> float:
        """Return how much the question calls this document, from 0 to 1."""
        return self._votes.get(document.source if document.row else document.id, 0.0)

    def fit(self, window: Window) -> Fit:
        """Return how the words of a window, and of the question it answers, fit the question."""
        place = (window.document.id, window.start, window.end)
        if place not in self._fits:
            self._fits[place] = self._fit(window)
        return self._fits[place]

    def _fit(self, window: Window) -> Fit:
        asked, stretch = self._asked, window.stretch
        own, prompt = self._of(window.text), self._of(stretch.prompt)
        around = self._of(window.document.text[stretch.start : stretch.end][:3000])
        earlier = self._of(stretch.earlier)
        shy = bool(stretch.prompt) and objectless(stretch.prompt)
        entry = self._outline.entry(window.document)
        speaker = self._of(stretch.speaker or "")
        labels = frozenset().union(*self._outline.labels(window.document))
        named = (entry.called | speaker) - labels

        def share(term: Term) -> float:
            if term.stems & own:
                return 1.0 if self._whole(term, own | prompt) else _PART
            if term.stems & prompt:
                return _IN_PROMPT if self._whole(term, own | prompt) else _PART
            if term.stems & (named | labels):
                return _IN_NAME
            if term.matter and term.matter in matters_of(f"{stretch.prompt} {window.text}"):
                return _SAME_MATTER
            if term.stems & around:
                return _IN_STRETCH if self._whole(term, around) else _PART
            return (_IN_STRETCH if shy else _EARLIER) if term.stems & earlier else 0.0

        terms = [term for term in asked.topic if not self._own_brand(term, own | prompt | named)]
        terms = [term for term in terms if not _is_initial(term, window.document.text)]
        shares = {term.word: share(term) for term in terms}
        open_terms = [term for term in terms if not term.stems & named]
        weight = sum(term.weight for term in open_terms)
        covered = sum(term.weight * shares[term.word] for term in open_terms) / weight if weight else 1.0
        prompted = sum(term.weight for term in open_terms if term.stems & prompt) / weight if weight else 0.0
        asked_for = self._answers(stretch.prompt, prompt)
        cues = sum(bool(found(cue, window.text)) for cue in asked.cues)
        # That somebody bought or left is known; only the reason for it answers.
        cues += asked.act is None and any(term.stems & own for term in asked.terms if term.cues)
        cues += asked.act == "leave" and bool(found("pain", window.text))
        strange = any(term.subject and not shares[term.word] and self._outline.tells(term) for term in terms)
        unheard = any(not term.known and not shares[term.word] for term in open_terms)
        return Fit(covered, prompted, cues, asked_for, not weight, strange, unheard, self._opposed(stretch.prompt))

    def _answers(self, prompt: str, there: frozenset[str]) -> bool:
        """Return whether the question answered asks for the same: of an act its reasons, not only the act."""
        asked = self._asked
        wanted = asked.cues if _TROUBLES.isdisjoint(asked.cues) else (*asked.cues, *sorted(_TROUBLES), "leave")
        asks = any(found(f"asks_{cue}", prompt) or found(cue, prompt) for cue in wanted)
        same = any(term.stems & there for term in asked.terms if term.cues)
        if asked.act is None:
            return asks or same
        if not found("asks_reason", prompt) or self._opposed(prompt):
            return False
        # "Why us?" asks a customer for the reason to buy; nobody needs to say the verb.
        return same or asked.act in acts(prompt) or asked.act == "buy"

    def _opposed(self, prompt: str) -> bool:
        """Return whether the question answered asks why people did the opposite: left, or bought."""
        if self._asked.act is None or not found("asks_reason", prompt):
            return False
        told = acts(prompt)
        return bool("leave" in told or _DENIED.search(prompt)) if self._asked.act == "buy" else "buy" in told

    def _whole(self, term: Term, there: frozenset[str]) -> bool:
        """Return whether the label that a term is part of stands there whole: one word of two names nothing."""
        return all(phrase <= there for phrase in self._phrases if term.stems & phrase)

    def mood(self, window: Window) -> int:
        """Return 1 where a window praises or came with a high rating, -1 where it complains, else 0."""
        value = polarity(window.text)
        return self._outline.mood(window.document) or (value > 0) - (value < 0)

    def rated(self, window: Window) -> int:
        """Return 1 where a text came with a high rating, -1 with a low one, else 0, whatever its words are."""
        return self._outline.mood(window.document)

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
            fit.covered + 0.25 * fit.cues + 0.3 * fit.asked_for + 0.5 * self.vote(window.document) + form(window)
        )


def matters_of(text: str) -> frozenset[str]:
    """Return the everyday matters that a text speaks of."""
    return matters(word.lower() for word in words_of(text))


def _is_initial(term: Term, text: str) -> bool:
    """Return whether a term is the initial by which a document calls who speaks there ("the studio (L.)")."""
    letter = term.word.rstrip(".")
    return len(letter) == 1 and letter.isupper() and bool(re.search(rf"\b{letter}[.:,]", text))


def form(window: Window) -> float:
    """Return what speaks for a window whatever is asked: whole, long enough, first person, an answer's start."""
    text = window.text
    words = len(text.split())
    value = 0.05 * min(words, 24) / 24 + 0.04 * bool(found("own", text))
    value -= 0.03 * (not text.rstrip("\"'”’)*_ ").endswith((".", "!", "?", "…", "。")))
    value += 0.05 * (window.place == 0) - 0.01 * max(0, window.place - 1) - _NOTED * window.stretch.noted
    first = text.lstrip("\"'“(*_ ").split(maxsplit=1)[0].strip(",;:") if text.strip() else ""
    if window.place > 0 and found("leaning", first):
        value -= 0.05
    return value
