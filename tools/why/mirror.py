"""Our own words beside those of customers: what our copy claims, and whether customers talk that way."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from retrieval.corpus import Corpus
from retrieval.documents import Audience
from retrieval.filters import Filter
from tools.results import Finding
from tools.why.asked import Asked, read
from tools.why.choice import Quote, chosen, quotes
from tools.why.cues import found, is_empty, stem, stems, words_of
from tools.why.fit import Matcher
from tools.why.gather import candidates
from tools.why.outline import Outline
from tools.why.scope import ours
from tools.wording import counted, number, sentence

_HITS = 24
_OURS = 2
_THEIRS = 4
_WORDS = 4
_NEAR = 0.28
_SHORT = 5
_LINE = 6
_SIDES = ("ours", "theirs")


def compares(asked: Asked, outline: Outline) -> bool:
    """Return whether a question is about our own copy, and there is some."""
    return bool(found("asks_copy", asked.text)) and any(entry.copy for entry in outline.entries.values())


def compared(
    corpus: Corpus, asked: Asked, outline: Outline, where: Filter
) -> tuple[list[Quote], list[Quote], tuple[Finding, ...]]:
    """Return our lines nearest the question, customers' words nearest those lines, and a count of shared words."""
    lines = _nearest(corpus, asked, outline, replace(where, kinds=frozenset({"copy"})), copy=True)[:_OURS]
    if not lines:
        return [], [], ()
    claim = read(" ".join(quote.window.text for quote in lines), corpus, where.reader)
    near = _nearest(corpus, claim, outline, replace(where, kinds=None), copy=False)
    theirs = chosen([quote for quote in near if quote.similarity >= _NEAR], _THEIRS, single=False)
    return lines, theirs, tuple(_count(corpus, word, where.reader) for word in _claimed(lines, asked)[:_WORDS])


def _nearest(corpus: Corpus, asked: Asked, outline: Outline, where: Filter, *, copy: bool) -> list[Quote]:
    """Return windows by meaning, best first and not overlapping."""
    hits = [h for h in corpus.search(asked.text, _HITS, where) if copy == (h.document.kind == "copy")]
    hits = [hit for hit in hits if copy or not ours(hit.document)]
    matcher = Matcher(asked, outline, {})
    # A line of a few words calls to action; it claims nothing.
    ranked = [
        replace(q, supported=not copy or len(q.window.text.split()) >= _LINE)
        for q in quotes(corpus, matcher, asked, candidates(hits, asked, outline, matcher))
    ]
    return chosen(ranked, _HITS, single=False)


def _claimed(lines: Sequence[Quote], asked: Asked) -> list[str]:
    """Return the longer words of our lines: those that the question gives, or all when it gives none."""
    words = [word.lower() for quote in lines for word in words_of(quote.window.text)]
    telling = [word for word in dict.fromkeys(words) if len(word) >= _SHORT and not is_empty(word)]
    wanted = {key for term in asked.terms for key in term.stems}
    return [word for word in telling if stem(word) in wanted] or telling


def _count(corpus: Corpus, word: str, reader: Audience) -> Finding:
    """Return in how many customers' texts, and in how many of our own, a word of our copy stands."""
    held = corpus.derived("words by side", _by_side)
    mine, theirs = ([words for audience, words in held[side] if audience.admits(reader)] for side in _SIDES)
    using = sum(stem(word) in text for text in theirs)
    own = sum(stem(word) in text for text in mine)
    told = (
        f"“{word}” stands in {number(own)} of {counted(len(mine), 'text')} of our own and in {number(using)} of "
        f"{counted(len(theirs), 'text')} of customers"
    )
    return Finding(
        statement=sentence(told),
        metric="texts",
        label=f"texts of customers with “{word}”",
        value=using,
        unit="count",
        table="",
        n=len(theirs),
        method="a word is counted in all its inflections, once a text",
        data_version=corpus.version(),
    )


def _by_side(corpus: Corpus) -> Mapping[str, list[tuple[Audience, frozenset[str]]]]:
    """Return the stems of every text and who may see it, ours and those of customers; documentation is neither."""
    sides: dict[str, list[tuple[Audience, frozenset[str]]]] = {side: [] for side in _SIDES}
    for document in corpus.documents():
        if document.kind == "copy":
            sides["ours"].append((document.audience, frozenset(stems(document.text))))
        elif not ours(document):
            sides["theirs"].append((document.audience, frozenset(stems(document.text))))
    return sides
