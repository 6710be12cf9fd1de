"""Our own words beside those of customers: what our copy claims, who bears it out and who speaks against it."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import get_args

from retrieval.corpus import Corpus
from retrieval.documents import Kind
from retrieval.filters import Filter
from tools.results import Finding
from tools.tables.mentions import plainly, saying
from tools.why.asked import Asked, read
from tools.why.by_side import counted_by_side
from tools.why.choice import chosen, overlapping
from tools.why.claims import claims, keys_of, longest_words
from tools.why.cues import contrary, found, stem, stems, words_of
from tools.why.exchange import Stretch
from tools.why.fit import Matcher, form
from tools.why.gather import candidates
from tools.why.lengths import takes_longer
from tools.why.outline import Outline
from tools.why.relevance import Quote
from tools.why.scope import ours
from tools.why.windows import Window
from tools.wording import counted, number, sentence

_HITS = 24
_SHOWN = 6
_LINES = 3
_WORDS = 3
_NEAR = 0.3
# What a window gains by a word of the claim, by speaking of what was promised, by answering a question about it.
_SHARED, _TOLD, _PROMPTED = 0.15, 0.08, 0.12
# What each word beside those of the claim adds: whoever only repeats it says nothing of it.
_NEW, _ENOUGH = 0.025, 10
_LINE = 3
# Lines of our own that are compared with a claim.
_COMPARED = 40
# A line of copy without its marks; headings claim as much as the text below them.
_OWN_LINE = re.compile(r"(?m)(?<![^\s#*_>•-])[^\s#*_>•-][^\n*]*?(?=[\s*_]*$|\s*\*)")
_DOUBT = "They say {claim}, but that is not true for me."
_RATHER = " It is {words}."
_NAMED = 4


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim, the line of our copy that makes it (None where no line does), and what customers say of it."""

    text: str
    line: Quote | None
    said: tuple[Quote, ...]
    against: tuple[Window, ...]

    def stance(self, quote: Quote) -> dict[str, str]:
        """Return what a quote is to the claim, as a side of its segment."""
        if quote is self.line:
            return {"claim": self.text}
        return {
            "claim": self.text,
            "reads": "denial or complaint" if quote.window in self.against else "no word of complaint",
        }


def compares(asked: Asked, outline: Outline) -> bool:
    """Return whether a question is about our own copy, and there is some."""
    return bool(found("asks_copy", asked.text)) and any(entry.copy for entry in outline.entries.values())


def compared(
    corpus: Corpus, asked: Asked, outline: Outline, where: Filter
) -> tuple[list[tuple[Quote, dict[str, str]]], tuple[Finding, ...], bool]:
    """Return quotes by claim with their stance (ours first), what is told of them, whether customers speak."""
    named = claims(asked.text)
    lines = _lines(corpus, where, named)
    made = [_claim(corpus, outline, where, text, lines) for text in named]
    if not named:
        made = _doubted([_claim(corpus, outline, where, line.text, [line]) for line in lines])
    made = [claim for claim in _apart(made) if claim.line is not None or claim.said]
    voices = max(1, _SHOWN // max(1, len(made)) - 1)
    shown: list[tuple[Quote, dict[str, str]]] = []
    for claim in made:
        fresh = [q for q in claim.said if not any(overlapping(q.window, other.window) for other, _ in shown)]
        both = (*([claim.line] if claim.line else ()), *fresh[:voices])
        shown.extend((quote, claim.stance(quote)) for quote in both)
    told = [_told(corpus, claim) for claim in made if claim.said]
    words = longest_words([claim.text for claim in made])[:_WORDS]
    counts = [counted_by_side(corpus, (word,), where.reader) for word in words]
    counts += [
        counted_by_side(corpus, others, where.reader) for text in named if (others := contrary(keys_of(text)))
    ]
    return shown, (*told, *counts), any(claim.said for claim in made)


def _apart(made: Sequence[Claim]) -> list[Claim]:
    """Return the claims, each with what is nearest to it: what somebody says of one promise is of no other."""
    return [
        replace(
            claim,
            said=tuple(
                quote
                for quote in claim.said
                if not any(
                    other is not claim
                    and any(overlapping(quote.window, q.window) and q.score > quote.score for q in other.said)
                    for other in made
                )
            ),
        )
        for claim in made
    ]


def _lines(corpus: Corpus, where: Filter, named: Sequence[str]) -> list[Window]:
    """Return the lines of our copy that claim something: those of a word or two only call or greet.

    Of the many that tables of things on offer hold, those that share most words with the claims named; without
    such claims, the pages that we wrote, and of tables' lines those that stand most often.
    """
    held = [document for document in corpus.documents() if document.kind == "copy"]
    held = [document for document in held if document.row is None] or held if not named else held
    found_lines = []
    for document in held:
        if not document.audience.admits(where.reader):
            continue
        for match in _OWN_LINE.finditer(document.text):
            if len(words_of(match.group())) >= _LINE:
                begin, end = match.span()
                found_lines.append(Window(document, Stretch(begin, end), begin, end, match.group(), 1, 0))
    keys, often = keys_of(" ".join(named)), Counter(line.text for line in found_lines)
    if len(found_lines) > _COMPARED:
        found_lines = list({line.text: line for line in found_lines}.values())
        found_lines.sort(key=lambda line: (-len(keys & stems(line.text)), -often[line.text]))
    return found_lines[:_COMPARED]


def _claim(corpus: Corpus, outline: Outline, where: Filter, text: str, lines: Sequence[Window]) -> Claim:
    """Return a claim with our line that makes it and what customers say of it, those against it first."""
    line = _line_of(corpus, text, lines)
    said, against = _said(corpus, outline, where, text, line.window.text if line else "")
    return Claim(text, line, said, against)


def _line_of(corpus: Corpus, text: str, lines: Sequence[Window]) -> Quote | None:
    if not lines:
        return None
    vectors = corpus.vectors([text, *(line.text for line in lines)])
    near = (vectors[1:] @ vectors[0]).tolist()
    keys = keys_of(text)
    worth = [
        value + 0.5 * len(keys & stems(line.text)) / max(1, len(keys))
        for value, line in zip(near, lines, strict=True)
    ]
    best = max(range(len(lines)), key=lambda at: worth[at])
    return Quote(lines[best], worth[best], near[best]) if worth[best] >= _NEAR else None


def _said(
    corpus: Corpus, outline: Outline, where: Filter, text: str, line: str
) -> tuple[tuple[Quote, ...], tuple[Window, ...]]:
    """Return what customers say of a claim, in turn against it and in line with it, and which are against it."""
    everybody = replace(where, kinds=frozenset(get_args(Kind)) - {"copy"})
    other = " ".join(contrary(keys_of(text))[:_NAMED])
    doubt = _DOUBT.format(claim=text) + (_RATHER.format(words=other) if other else "")
    sides = (f"{text}. {line}", doubt, other) if other else (f"{text}. {line}", doubt)
    hits = [hit for side in sides for hit in corpus.search(side, _HITS, everybody)]
    distinct = {hit.passage.id: hit for hit in hits if not ours(hit.document)}
    asked = read(text, corpus, where.reader)
    matcher = Matcher(asked, outline, {})
    windows = candidates(distinct.values(), asked, outline, matcher)
    if not windows:
        return (), ()
    sought = [text, doubt, *([line] if line else [])]
    vectors = corpus.vectors([*sought, *(window.text for window in windows)])
    similar = (vectors[len(sought) :] @ vectors[: len(sought)].T).max(axis=1).tolist()
    others = contrary(keys_of(text))
    keys = keys_of(text) | set(map(stem, others))
    against_it = saying(others)
    ranked = []
    for window, near in zip(windows, similar, strict=True):
        shared = len(keys & stems(window.text))
        prompted = bool(found("asks_promise", window.stretch.prompt) or found("asks_copy", window.stretch.prompt))
        score = near + _SHARED * min(2, shared) + _TOLD * bool(found("doubt", window.text)) + _PROMPTED * prompted
        score += form(window) + _NEW * min(_ENOUGH, len(keys_of(window.text) - keys))
        ranked.append(Quote(window, score, near, supported=near + _SHARED * bool(shared) >= _NEAR))
    picked = chosen(sorted(ranked, key=lambda quote: -quote.score), _SHOWN, single=False, many=True)
    told = [quote.window for quote in picked]
    against = tuple(w for w in told if _doubts(w, matcher, against_it) or _breaks(w, f"{text}. {line}"))
    return tuple(_both_sides(picked, against)), against


def _both_sides(picked: Sequence[Quote], against: Sequence[Window]) -> Iterable[Quote]:
    """Yield quotes of both sides in turn, those against a claim first."""
    sides = (
        [quote for quote in picked if quote.window in against],
        [quote for quote in picked if quote.window not in against],
    )
    for turn in range(len(picked)):
        for side in sides:
            yield from side[turn : turn + 1]


def _doubts(window: Window, matcher: Matcher, against_it: re.Pattern[str]) -> bool:
    """Return whether words run against a claim: by the rating beside them, else as they deny or complain."""
    rated = matcher.rated(window)
    if against_it.search(plainly(window.text)):
        return True
    if rated:
        return rated < 0
    return bool(found("denial", window.text) or found("doubt", window.text) or matcher.mood(window) < 0)


def _breaks(window: Window, promise: str) -> bool:
    """Return whether words on what was promised tell of a longer time than the promise gives."""
    about = keys_of(promise) & stems(f"{window.stretch.prompt} {window.text}")
    return bool(about) and takes_longer(window.text, promise)


def _doubted(made: Sequence[Claim]) -> list[Claim]:
    """Return the lines of our copy that most speak against, for a question that names none."""
    spoken = [claim for claim in made if claim.said]
    return sorted(spoken, key=lambda claim: -_doubt(claim))[:_LINES]


def _doubt(claim: Claim) -> float:
    return max((quote.score for quote in claim.said if quote.window in claim.against), default=0.0)


def _told(corpus: Corpus, claim: Claim) -> Finding:
    """Return how many of the voices nearest to a claim speak against it."""
    voices = {quote.window.voice for quote in claim.said}
    against = {quote.window.voice for quote in claim.said if quote.window in claim.against}
    return Finding(
        statement=sentence(
            f"“{claim.text}”: of the {counted(len(voices), 'voice')} nearest to it {number(len(against))} "
            f"{'denies' if len(against) == 1 else 'deny'} something or complain{'s' * (len(against) == 1)}"
        ),
        metric="voices",
        label=f"voices near “{claim.text}” that deny or complain",
        value=len(against),
        unit="count",
        table="",
        n=len(voices),
        documents=len({quote.window.document.id for quote in claim.said}),
        inferred=True,
        data_version=corpus.version(),
    )
