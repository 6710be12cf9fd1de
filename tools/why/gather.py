"""Where to look: passages near the question, and those of the documents that it calls by a name."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from retrieval.corpus import Corpus
from retrieval.documents import Document, Hit
from retrieval.filters import Filter
from tools.why.asked import Asked
from tools.why.cues import stems
from tools.why.examples import examples
from tools.why.fit import Matcher, Place
from tools.why.outline import Outline
from tools.why.relevance import of_stretches
from tools.why.scope import EvidenceArguments, heard
from tools.why.windows import Window

_HITS = 24
_CALLED = 16
_CUED = 60
_MANY = 200
_VOTED = 0.6


def passages(
    corpus: Corpus,
    asked: Asked,
    outline: Outline,
    where: Filter,
    arguments: EvidenceArguments,
    votes: dict[str, float],
) -> list[Hit]:
    """Return the passages to look into, nearest first, only those in which customers speak."""
    named = outline.named(asked) if where.documents is None else None
    if named:
        hits = corpus.search(asked.sought, _HITS, _within(where, named))
    else:
        hits = corpus.search(asked.sought, _HITS, where)
        called = frozenset(name for name, vote in votes.items() if vote >= _VOTED)
        if called and where.documents is None:
            hits += corpus.search(asked.sought, _CALLED, _within(where, called))
        if asked.gathers:
            hits += corpus.search(asked.sought, _MANY, where)
        for example in examples(asked):
            hits += corpus.search(example, _CUED, where)
        labelled = outline.labelled(asked)
        if labelled and where.documents is None:
            hits += corpus.search(asked.sought, _CALLED, _within(where, labelled))
    distinct = {hit.passage.id: hit for hit in hits if heard(hit.document, arguments)}
    return _own_words(list(distinct.values()), asked, arguments)


def _own_words(hits: list[Hit], asked: Asked, arguments: EvidenceArguments) -> list[Hit]:
    """Return the passages without staff's notes, but where only these name what is asked about."""
    own = [hit for hit in hits if hit.document.kind != "crm_note"]
    if not own or "crm_note" in arguments.kinds or arguments.documents:
        return hits
    notes = [hit for hit in hits if hit.document.kind == "crm_note"]
    return own if _named(notes, asked) <= _named(own, asked) else hits


def _named(hits: Iterable[Hit], asked: Asked) -> set[str]:
    """Return the words of the question's topic that stand in passages."""
    there = {key for hit in hits for key in stems(hit.document.text[hit.passage.start : hit.passage.end])}
    return {term.word for term in asked.topic if term.stems & there}


def candidates(hits: Iterable[Hit], asked: Asked, outline: Outline, matcher: Matcher) -> list[Window]:
    """Return the quotable windows in and right after the passages."""
    places: dict[str, list[Place]] = defaultdict(list)
    documents: dict[str, Document] = {}
    for hit in hits:
        documents[hit.document.id] = hit.document
        places[hit.document.id].append(Place(hit.passage.start, hit.passage.end, hit.similarity))
    return [
        window
        for name, document in documents.items()
        for window in of_stretches(document, outline, matcher, places[name], speakers(asked, outline, document))
    ]


def speakers(asked: Asked, outline: Outline, document: Document) -> frozenset[str]:
    """Return the stems of speakers' names that the question gives, when they speak in the document."""
    spoken = outline.entry(document).speakers
    return frozenset(key for term in asked.topic if term.name for key in term.stems & spoken)


def _within(where: Filter, names: frozenset[str]) -> Filter:
    return replace(where, documents=names)
