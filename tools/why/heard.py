"""Everybody's words, not only the nearest: short texts of one person each, with the vectors that search keeps."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from retrieval.corpus import Corpus
from retrieval.embed.numbers import Vectors
from retrieval.filters import Filter
from tools.analysis import ToolContext
from tools.why.asked import Asked
from tools.why.cues import found
from tools.why.examples import agreeing, opposite
from tools.why.exchange import Stretch
from tools.why.fit import Matcher
from tools.why.outline import Outline
from tools.why.relevance import Quote, held, mood_of
from tools.why.scope import EvidenceArguments, heard
from tools.why.windows import Window

# More texts than this are read by an even sample of them.
_MOST = 6000
_SHORTEST = 3
_MANY_PEOPLE = 40
# So many times more texts mean what is asked for than have a word of it: the words alone would leave most unheard.
_MANY_TIMES = 2


@dataclass(frozen=True, slots=True)
class Voices:
    """What people say about a question, with vector (a row) and mood (1, 0, -1) of each.

    `read` of `held` texts were looked at. `plain` says that they count by what they mean: few of them have a word
    that asks to be counted, or all are of people who did what the question asks the reasons for.
    """

    quotes: tuple[Quote, ...]
    vectors: Vectors
    moods: tuple[int, ...]
    read: int
    held: int
    plain: bool = False

    @property
    def many(self) -> bool:
        """Whether so many people speak that their words themselves tell how many themes they hold."""
        return len(self.people) >= _MANY_PEOPLE

    @property
    def people(self) -> frozenset[str]:
        """Who speaks, each once."""
        return frozenset(quote.window.voice for quote in self.quotes)


class Heard:
    """The short texts of a corpus, each the words of one person; made once a generation."""

    def __init__(self, corpus: Corpus) -> None:
        self._stored = corpus.stored()
        self._windows: dict[int, Window | None] = {}

    @classmethod
    def of(cls, context: ToolContext) -> "Heard":
        """Return the short texts as they are now."""
        return context.corpus.derived("short texts", cls)

    def speaking(
        self,
        context: ToolContext,
        asked: Asked,
        outline: Outline,
        matcher: Matcher,
        where: Filter,
        arguments: EvidenceArguments,
    ) -> Voices:
        """Return what the admitted texts say about a question; equal words of one person once."""
        admitted = self._admitted(where, arguments, outline)
        numbers = admitted[:: -(-len(admitted) // _MOST)] if admitted else []
        windows = [window for number in numbers if (window := self._window(number, outline)) is not None]
        vectors = self._stored.vectors(numbers)
        said = held(context.corpus, matcher, asked, windows, vectors)
        leans = _leaning(context.corpus, asked, vectors)
        rows = _each_once(
            said, [row for row, quote in enumerate(said) if _answers(quote, asked, matcher, leans[row])]
        )
        near = _each_once(
            said, [row for row, quote in enumerate(said) if _leans(quote, asked, matcher, leans[row])]
        )
        plain = asked.done or (len(rows) < _MANY_PEOPLE and len(near) >= _MANY_TIMES * len(rows))
        rows = near if plain else rows
        quotes = tuple(said[row] for row in rows)
        moods = tuple(matcher.mood(quote.window) for quote in quotes)
        return Voices(quotes, vectors[rows], moods, len(numbers), len(admitted), plain)

    def _admitted(self, where: Filter, arguments: EvidenceArguments, outline: Outline) -> list[int]:
        """Return the passages to read: customers' own words, or notes about them where there are no others."""
        numbers = [
            number
            for number in self._stored.admitted(where)
            if heard(self._stored.documents[number], arguments) and self._window(number, outline) is not None
        ]
        if "crm_note" in arguments.kinds or arguments.documents:
            return numbers
        own = [number for number in numbers if self._stored.documents[number].kind != "crm_note"]
        return own or numbers

    def _window(self, number: int, outline: Outline) -> Window | None:
        """Return the whole passage as a window; None where several people speak or next to nothing is said."""
        if number not in self._windows:
            self._windows[number] = self._made(number, outline)
        return self._windows[number]

    def _made(self, number: int, outline: Outline) -> Window | None:
        passage, document = self._stored.passages[number], self._stored.documents[number]
        if len(passage.text.split()) < _SHORTEST:
            return None
        if document.row is not None:
            stretch = Stretch(0, len(document.text))
        else:
            spoken = outline.stretches(document)
            if len(spoken) != 1 or passage.start > spoken[0].start or passage.end < spoken[0].end:
                return None
            stretch = spoken[0]
        return Window(document, stretch, passage.start, passage.end, passage.text, 1, 0)


def _each_once(said: Sequence[Quote], rows: Sequence[int]) -> list[int]:
    """Return the rows without repetitions: equal words of one person count once."""
    first: dict[tuple[str, str], int] = {}
    for row in rows:
        window = said[row].window
        first.setdefault((window.voice, " ".join(window.text.casefold().split())), row)
    return list(first.values())


def _leaning(corpus: Corpus, asked: Asked, vectors: Vectors) -> list[tuple[float, float]]:
    """Return how near each text is to what is asked for, praise or complaint, and how near to its opposite."""
    mood = mood_of(asked)
    sides = [sentences for sentences in (agreeing(mood), opposite(mood)) if sentences]
    if len(sides) < 2 or not len(vectors):
        return [(0.0, 0.0)] * len(vectors)
    near = [(vectors @ corpus.vectors(sentences).T).max(axis=1).tolist() for sentences in sides]
    return list(zip(*near, strict=True))


def _leans(quote: Quote, asked: Asked, matcher: Matcher, leaning: tuple[float, float]) -> bool:
    """Return whether a text means rather what is asked for than its opposite, whatever words it has.

    Who did what the question asks the reasons for need not: only what says the opposite outright is no reason.
    """
    elsewhere = matcher.fit(quote.window).opposed or (asked.topic and not quote.supported)
    if elsewhere or not mood_of(asked):
        return False
    toward, against = leaning
    wanted, mood = mood_of(asked), matcher.mood(quote.window)
    if asked.done:
        return mood != -wanted or toward > against
    return matcher.rated(quote.window) == wanted or (mood in (wanted, 0) and toward > against)


def _answers(quote: Quote, asked: Asked, matcher: Matcher, leaning: tuple[float, float]) -> bool:
    """Return whether a text is of the kind asked for: about the subject, and praise or complaint if wanted.

    A text without a rating or a word of either has to be nearer to what is asked for than to its opposite.
    """
    if asked.topic and not quote.supported:
        return False
    wanted, mood = mood_of(asked), matcher.mood(quote.window)
    if "wish" in asked.cues and matcher.rated(quote.window) < 0:
        return True  # what is wrong is what is to be improved
    if wanted:
        if matcher.rated(quote.window) == wanted:
            return True
        return mood in (wanted, 0) and quote.similarity > leaning[1] and (mood == wanted or _named(quote, asked))
    return bool(asked.topic) or not set(asked.cues) - {"reason"} or _named(quote, asked)


def _named(quote: Quote, asked: Asked) -> bool:
    """Return whether the words themselves show what is asked for."""
    return any(found(cue, quote.window.text) for cue in asked.cues if cue != "reason")


def supported(ranked: Sequence[Quote], voices: Voices | None) -> list[Quote]:
    """Return the ranked quotes; where texts count by what they mean, those that count answer."""
    if voices is None or not voices.plain:
        return list(ranked)
    counted = {quote.window.document.id for quote in voices.quotes}
    return [replace(quote, supported=True) if quote.window.document.id in counted else quote for quote in ranked]


def with_talks(voices: Voices, ranked: Sequence[Quote], corpus: Corpus, matcher: Matcher) -> Voices:
    """Return the voices and, beside them, the answers found in talks, which hold more than one thought each."""
    known = {quote.window.document.id for quote in voices.quotes}
    more = [quote for quote in ranked if quote.supported and quote.window.document.id not in known]
    more = [quote for quote in more if quote.window.document.row is None]
    if not more:
        return voices
    rows = corpus.vectors([quote.window.text for quote in more])
    moods = [matcher.mood(quote.window) for quote in more]
    vectors = np.vstack([voices.vectors, rows]) if len(voices.quotes) else rows
    return replace(voices, quotes=(*voices.quotes, *more), vectors=vectors, moods=(*voices.moods, *moods))
