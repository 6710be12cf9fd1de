"""Whom a question wants to hear: people with whom somebody talked, and the words that only say who they are."""

import re
from dataclasses import dataclass, replace

from retrieval.corpus import Corpus
from retrieval.documents import Document
from retrieval.filters import Filter
from retrieval.sentences import sentences
from tools.why.cues import found, is_empty, singular, spans, stems, word_list
from tools.why.exchange import stretches
from tools.why.scope import ours

_WORD = re.compile(r"[^\W\d_][\w'’-]*|[,;:?!.]")
_LONGEST = 8
_HEAD = 200
# Likeness of meaning from which the head of a text tells of the people asked for; how far others may lie behind.
_LIKE = 0.3
_BEHIND = 0.75
_ONE = re.compile(r"(?:\b(?P<before>[\w’']+)\s+)?\bthe\s+(?P<who>[\w’'-]+(?:\s+[\w’'-]+){0,3})", re.IGNORECASE)
_HEADING = re.compile(r"(?m)^[ ]{0,3}##")
_INTRODUCED = 4000
_QUOTE = re.compile(r"[>\s]*[\"“„«‘']")


@dataclass(frozen=True, slots=True)
class Whom:
    """Where a question says that somebody talked with people, and the words that say with whom (may be none)."""

    start: int
    end: int
    words: tuple[str, ...]

    def cut(self, text: str) -> str:
        """Return the question without the clause that says that somebody talked with them."""
        return f"{text[: self.start]} {text[self.end :]}"


def whom(text: str) -> Whom | None:
    """Return whom a question wants to hear; None where it does not say that somebody talked with them."""
    found = spans("asks_spoken", text)
    if not found:
        return None
    start, end = found[0]
    before = list(_WORD.finditer(text[:start]))
    while before and before[-1].group().lower() in word_list("leads_to_talk"):
        start = before.pop().start()
    phrase: list[str] = []
    for match in reversed(before[-_LONGEST:]):
        word = match.group()
        if not word[0].isalpha() or word.lower() in word_list("before_whom"):
            break
        phrase.append(word)
    return Whom(start, end, tuple(word for word in reversed(phrase) if not is_empty(word)))


def one_called(text: str) -> list[tuple[str, ...]]:
    """Return what a question may call the one it asks about ("the night nurse"), longer names first.

    What is spoken of, behind a preposition, is not who speaks.
    """
    called: list[tuple[str, ...]] = []
    for match in _ONE.finditer(text):
        words = match["who"].split()
        if (match["before"] or "").lower() in word_list("preposition") - {"from"}:
            continue
        ends = [end for end in range(len(words), 0, -1) if singular(words[end - 1]) == words[end - 1].lower()]
        called += [tuple(word for word in words[:end] if not is_empty(word)) for end in ends]
    return sorted(filter(None, called), key=len, reverse=True)


def introduced(text: str, begin: int) -> str:
    """Return the sentences before anybody speaks, and before the first section, that say who was talked with."""
    heading = _HEADING.search(text, 0, begin)
    end = min(heading.start() if heading else begin, _INTRODUCED)
    told = (" ".join(text[slice(*span)].split()) for span in sentences(text, 0, end))
    return " ".join(sentence for sentence in told if found("tells_spoken", sentence))


def talks(corpus: Corpus, where: Filter, meant: Whom) -> Filter:
    """Return the filter narrowed to what those people said: texts of talks, those of the people meant if told.

    People are told by what their texts are called, else by what the heads of the texts say in other words. Notes
    about people are read only where nobody is heard in their own words.
    """
    held = [corpus.document(told.id) for told in corpus.summaries() if _of_a_talk(told, where)]
    spoken = [document for document in held if document is not None]
    spoken = [document for document in spoken if _verbatim(document)] or spoken
    chosen = _called(spoken, meant) or _like(corpus, spoken, meant) or spoken
    return replace(where, documents=frozenset(document.id for document in chosen)) if chosen else where


def _of_a_talk(document: Document, where: Filter) -> bool:
    admitted = where.documents is None or {document.id, document.source} & where.documents
    return (
        document.row is None and not ours(document) and bool(admitted) and document.audience.admits(where.reader)
    )


def _verbatim(document: Document) -> bool:
    """Return whether somebody is heard in a text: a speaker is named, or words stand in quotes."""
    said = stretches(document)
    return any(stretch.speaker or _QUOTE.match(document.text, stretch.start) for stretch in said)


def _called(spoken: list[Document], meant: Whom) -> list[Document]:
    """Return the texts whose name, title or head names the people; a word that all of them bear tells nothing."""
    wanted = [stems(word) for word in meant.words]
    heads = {document.id: stems(_head(document)) for document in spoken}
    telling = [keys for keys in wanted if 0 < sum(bool(keys & head) for head in heads.values()) < len(spoken)]
    return [document for document in spoken if any(keys & heads[document.id] for keys in telling)]


def _like(corpus: Corpus, spoken: list[Document], meant: Whom) -> list[Document]:
    if not meant.words or not spoken:
        return []
    vectors = corpus.vectors([" ".join(meant.words), *(_head(document) for document in spoken)])
    near = (vectors[1:] @ vectors[0]).tolist()
    best = max(near)
    return [
        document for document, value in zip(spoken, near, strict=True) if best >= _LIKE and value >= _BEHIND * best
    ]


def _head(document: Document) -> str:
    """Return what a text is called, and how it begins before anybody speaks."""
    said = stretches(document)
    quoted = [stretch.start for stretch in said if stretch.speaker or _QUOTE.match(document.text, stretch.start)]
    begin = min(quoted, default=_HEAD)
    source = re.sub(r"[\W_]+", " ", document.source.rsplit("/", 1)[-1].rsplit(".", 1)[0])
    return f"{document.title}. {source}. {document.text[: min(begin, _HEAD)]}"
