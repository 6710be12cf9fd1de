"""What each document is about before one reads it: title, file, account, labels, speakers, date."""

import math
import re
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property

from retrieval.corpus import Corpus
from retrieval.documents import Audience, Document
from retrieval.filters import Filter
from tools.analysis import ToolContext
from tools.why.asked import Asked, Term
from tools.why.beside import Beside, Label
from tools.why.cues import stems
from tools.why.exchange import Stretch, stretches
from tools.why.nouns import nouns
from tools.why.scope import ours
from tools.why.whom import introduced, one_called

_HEAD = 480
_FILE = re.compile(r"^.*/|\.\w+$|[\W_]+")
# A word that stands at more than this share of the documents tells none from the others.
_COMMON = 0.5
# In so many passages of others the word for a person may stand.
_HARDLY = 2


@dataclass(frozen=True, slots=True)
class Entry:
    """One document (or one file of cells): the stems of what it is called, and of who speaks in it.

    `who` are those by which a talk with one person is called: its title, its file, how it is introduced.
    """

    document: str
    called: frozenset[str]
    speakers: frozenset[str]
    date: str | None
    ours: bool
    copy: bool
    who: frozenset[str] = frozenset()


class Outline:
    """The documents that a reader may see, by what they are called; made once a generation of the corpus."""

    def __init__(self, corpus: Corpus, reader: Audience, beside: Beside) -> None:
        self._corpus = corpus
        self._stretches: dict[str, list[Stretch]] = {}
        self.entries: dict[str, Entry] = {}
        documents = [document for document in corpus.documents() if document.audience.admits(reader)]
        self._beside = beside
        self._reader = reader
        self._labels: dict[Label, set[str]] = {}
        for document in documents:
            for label in self.labels(document):
                self._labels.setdefault(label, set()).add(document.id)
            name = document.source if document.row else document.id
            if name not in self.entries:
                self.entries[name] = self._entry(name, document)
        self._counts = Counter(key for entry in self.entries.values() for key in entry.called | entry.speakers)

    @classmethod
    def of(cls, context: ToolContext) -> "Outline":
        """Return the outline of the texts as they are now, as far as the reader may see them."""
        beside, reader = Beside.of(context), context.reader
        name = f"outline for {sorted(reader.groups)} {id(beside)}"
        return context.corpus.derived(name, lambda held: cls(held, reader, beside))

    def labels(self, document: Document) -> frozenset[Label]:
        """Return the labels that stand beside a text in its row, each as stems."""
        return self._beside.labels.get(document.id, frozenset())

    def phrases(self, asked: Asked) -> list[Label]:
        """Return the labels of rows, as stems, that the question gives in full."""
        given = frozenset().union(*(term.stems for term in asked.topic))
        return [label for label in self._labels if label and label <= given]

    def labelled(self, asked: Asked) -> frozenset[str]:
        """Return the texts of the rows whose labels the question gives in full."""
        return frozenset().union(*(self._labels[label] for label in self.phrases(asked)))

    def mood(self, document: Document) -> int:
        """Return 1 where a text came with a high rating, -1 with a low one, else 0."""
        return self._beside.moods.get(document.id, 0)

    @cached_property
    def things(self) -> frozenset[str]:
        """The stems that stand mostly where nouns stand: after an article, a possessive, a number."""
        texts = (document for document in self._corpus.documents() if document.audience.admits(self._reader))
        return nouns(document.text for document in texts)

    def stretches(self, document: Document) -> list[Stretch]:
        """Return what customers say in a document."""
        if document.row is not None:
            return stretches(document)
        if document.id not in self._stretches:
            self._stretches[document.id] = stretches(document)
        return self._stretches[document.id]

    def entry(self, document: Document) -> Entry:
        """Return what a document is called."""
        return self.entries[document.source if document.row else document.id]

    @cached_property
    def stems(self) -> frozenset[str]:
        """All stems that documents are called by."""
        return frozenset(self._counts)

    @cached_property
    def ours(self) -> frozenset[str]:
        """The stems of texts that we wrote ourselves: names in them are those of our own products."""
        mine = [name for name, entry in self.entries.items() if entry.ours]
        texts = (self._corpus.document(name) for name in mine)
        return frozenset().union(*(stems(document.text) for document in texts if document))

    def tells(self, term: Term) -> bool:
        """Return whether a word tells some documents from the others."""
        share = sum(bool(term.stems & (entry.called | entry.speakers)) for entry in self.entries.values())
        return 0 < share <= max(1, _COMMON * len(self.entries))

    def votes(self, asked: Asked) -> Mapping[str, float]:
        """Return for each document that the question calls by a name how much so (rarer words more), at most 1."""
        telling = [term for term in asked.topic if self.tells(term)]
        total = len(self.entries)
        votes: dict[str, float] = {}
        for name, entry in self.entries.items():
            mine = entry.called | entry.speakers
            vote = sum(
                (2 if term.name else 1) * math.log(1 + total / self._shared(term))
                for term in telling
                if term.stems & mine
            )
            if asked.date and (entry.date or "").startswith(asked.date):
                vote += 2 * math.log(1 + total)
            if vote:
                votes[name] = vote
        most = max(votes.values(), default=1.0)
        return {name: vote / most for name, vote in votes.items()}

    def named(self, asked: Asked) -> frozenset[str] | None:
        """Return the documents that proper names and the date in the question call, None when they call none."""
        wanted: list[Collection[str]] = [
            {name for name, entry in self.entries.items() if term.stems & (entry.called | entry.speakers)}
            for term in asked.topic
            if term.name and self.tells(term)
        ]
        if asked.date:
            wanted.append({n for n, entry in self.entries.items() if (entry.date or "").startswith(asked.date)})
        called = [frozenset(names) for names in wanted if names]
        if not called:
            one = self.one(asked)
            return frozenset({one}) if one is not None else None
        return frozenset.intersection(*called) or frozenset().union(*called)

    def one(self, asked: Asked) -> str | None:
        """Return the talk with the one person that the question is about ("the night nurse"), if one is called so.

        What others speak of as well is no person who was talked with.
        """
        for phrase in one_called(asked.text):
            keys = [stems(word) for word in phrase]
            mine = [name for name, entry in self.entries.items() if all(key & entry.who for key in keys)]
            if len(mine) == 1 and not self._spoken_of(phrase[-1], mine[0]):
                return mine[0]
        return None

    def _spoken_of(self, word: str, talk: str) -> bool:
        others = frozenset(name for name, entry in self.entries.items() if name != talk and not entry.ours)
        if not others:
            return False
        (count,) = self._corpus.frequencies([word], Filter(documents=others, reader=self._reader))
        return (count or 0) > _HARDLY

    def _shared(self, term: Term) -> int:
        return max(1, max((self._counts[key] for key in term.stems), default=1))

    def _entry(self, name: str, document: Document) -> Entry:
        labels = " ".join(str(value) for value in document.attributes.values())
        called = f"{document.source.replace('_', ' ')} {document.title} {labels} {document.customer or ''}"
        spoken: frozenset[str] = frozenset()
        who = ""
        if document.row is None:
            said = self.stretches(document)
            begin = min((stretch.start for stretch in said), default=0)
            introduction = introduced(document.text, begin)
            called += f" {document.text[: min(max(begin, 0), _HEAD)]} {introduction}"
            spoken = frozenset().union(*(stems(stretch.speaker or "") for stretch in said))
            if len({stretch.speaker for stretch in said}) == 1 and document.kind != "copy":
                who = f"{_FILE.sub(' ', document.source)} {document.title} {introduction}"
        return Entry(
            document=name,
            called=frozenset(stems(called)) - spoken,
            speakers=spoken,
            date=document.date if document.row is None else None,
            ours=ours(document),
            copy=document.kind == "copy",
            who=frozenset(stems(who)) | spoken if who else frozenset(),
        )
