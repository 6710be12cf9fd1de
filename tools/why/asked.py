"""What a question looks for: the words that name something, how rare they are, whether it asks for a reason."""

import math
import re
from calendar import month_name
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Literal, get_args

from retrieval.corpus import Corpus
from retrieval.documents import EVERYBODY, Audience
from retrieval.filters import Filter
from retrieval.load.guess import find_date
from tools.why.cues import alike, found, is_empty, one_word, spans, spoken, stem, stems, words_of
from tools.why.matters import matter, told_by
from tools.why.proper import WORD, is_calendar, named_as, names
from tools.why.whom import Whom, whom

Cue = Literal["reason", "pain", "wish", "praise", "fear", "buy", "leave"]
CUES: tuple[Cue, ...] = get_args(Cue)
# What people did; a question for reasons may ask why. Without one such a word names a subject like any other.
_ACTS: frozenset[Cue] = frozenset({"buy", "leave"})
_MONTHS = tuple(name.lower() for name in month_name if name)
_SUBJECT = re.compile(
    r"\b(?:do|does|did|is|are|was|were|have|has|had|would|will|can|could)\s+"
    r"(?:(?:the|our|a|an|their|some|most|many|all|these|those)\s+)*([^\W\d_][\w-]*)",
    re.IGNORECASE,
)
_ABOUT = re.compile(r"\b(?:about|regarding|concerning|on|über|sur|sobre)\s", re.IGNORECASE)
_DENIED = re.compile(r"\bnot\b|n['’]t\b|\bnever\b|\bnicht\b|\bkein", re.IGNORECASE)
_IF = re.compile(r"\bwhat would\b", re.IGNORECASE)  # nobody has done that yet
_PAIN_POINTS = re.compile(r"\b(pain)s?[ -]points?\b", re.IGNORECASE)
_LONG = 4
_PLURAL_NEXT = re.compile(r"\W+(?:(?:\d+|two|three|four|five|six|ten)\b|\w+s\b)")
_MONTH_YEAR = re.compile(rf"\b({'|'.join(_MONTHS)})\s+(?:of\s+)?((?:19|20)\d\d)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Term:
    """A word of the question: `stems` are those that answer it, `weight` grows with its rarity.

    `name` marks a proper name, also a single letter or a placeholder; `cues` what it asks for beside itself;
    `subject` that the question asks what this one does, thinks or is; `whom` that it only says whose words are
    wanted ("the buyers we spoke to"), who need not call themselves so. `matter` is the everyday matter of a word
    that stands nowhere in the texts, where other words of it may.
    """

    word: str
    stems: frozenset[str]
    weight: float
    name: bool
    cues: frozenset[Cue]
    known: bool
    subject: bool = False
    whom: bool = False
    matter: str | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it is matched, personal data replaced as in the texts. `date` is ISO, or year and month.

    `gathers` says that many voices are to be gathered into few: themes, or whatever hurts, with no subject given.
    `sliced` says that the texts were chosen by what the question says of the customers, `done` that these did (or
    did not) do that of which it asks the reasons, `single` that one text is asked about. `whom` tells with whom
    the question says that somebody talked.
    """

    text: str
    terms: tuple[Term, ...]
    cues: tuple[Cue, ...]
    date: str | None
    gathers: bool = False
    sliced: bool = False
    done: bool = False
    single: bool = False
    whom: Whom | None = None

    @property
    def topic(self) -> tuple[Term, ...]:
        """The terms that are no mere request for reasons, pains or wishes, and say of what, not whose."""
        return tuple(term for term in self.terms if not term.cues and not term.whom)

    @property
    def sought(self) -> str:
        """The question as it is searched for: followed by the words by which whom it names show themselves."""
        shown = (word for term in self.topic for word in (*spoken(stem(term.word)), *told_by(term.matter)))
        return " ".join([self.text, *shown])

    @property
    def act(self) -> Cue | None:
        """What people did, where the reasons for it are asked for."""
        return next((cue for cue in self.cues if cue in _ACTS), None)


def read(question: str, corpus: Corpus, reader: Audience = EVERYBODY) -> Asked:
    """Read a question against the words of the texts that the reader may see."""
    text = named_as(question, corpus)
    date, talked = _date(text), whom(text)
    about = talked.cut(text) if talked else text
    words = [word for word in _words(about) if not (date and is_calendar(word))]
    named, subjects = names(text), {match.group(1) for match in _SUBJECT.finditer(text)}
    totals = max(corpus.counts().passages, 1)
    counts = corpus.frequencies(words, Filter(reader=reader))
    wanted = _wanted(text)
    # Beside a worry or a wish, what people did tells when they had it, and not of what it is.
    named_by = (*wanted, *_ACTS) if set(wanted) - {"reason"} else wanted
    spoken_about = {word for lead in _ABOUT.finditer(text) for word in WORD.findall(_phrase(text, lead.end()))}
    asking = {name: _asking(name, text) for name in named_by}
    terms = [
        Term(
            word=word,
            stems=_stems(word),
            weight=math.log(1 + totals / (1 + count)) * (1.5 if word in named else 1.0),
            name=word in named,
            cues=frozenset(name for name in named_by if word in asking[name] or found(f"asks_{name}", word)),
            known=count > 0 or bool(spoken(stem(word))),
            subject=word in subjects,
            whom=talked is not None and word in talked.words,
            matter=None if count or word in named or word not in spoken_about else matter(word.lower()),
        )
        for word, count in zip(words, counts, strict=True)
        if count is not None
    ]
    return _narrowed(Asked(text, (), wanted, date, bool(found("asks_themes", text)), whom=talked), tuple(terms))


def _asking(cue: Cue, text: str) -> frozenset[str]:
    """Return the words of a question that ask for something, those of whole phrases ("sign up") with them."""
    cues = (cue, "buy") if cue == "leave" else (cue,)  # who does not come back leaves
    asked_by = [text[start:end] for name in cues for start, end in spans(f"asks_{name}", text)]
    return frozenset(match.group() for phrase in asked_by for match in WORD.finditer(phrase))


def within(asked: Asked, said: Iterable[str]) -> Asked:
    """Return the question as it is put to texts already chosen by some words of it, which they need not repeat.

    What stands after "about" stays: it is what the chosen are to speak of.
    """
    given = frozenset().union(*map(stems, said))
    spoken_of = _ABOUT.search(asked.text)
    kept = stems(_phrase(asked.text, spoken_of.end())) if spoken_of else set()
    if any(key[:1].isdigit() for key in kept & given):
        kept = kept - given  # "about release 3.10" says which texts, not of what they speak
    terms = tuple(term for term in asked.terms if not _given(term, given) or term.stems & kept)
    return replace(_narrowed(asked, terms), sliced=True)


def _phrase(text: str, start: int) -> str:
    """Return the words from a place to the end of their sentence; the point of a number ends none."""
    return re.split(r"[?!;]|\.(?:\s|$)", text[start:], maxsplit=1)[0]


def of_everybody(asked: Asked, nouns: Iterable[str], tells: Callable[[Term], bool]) -> Asked:
    """Return the question without what its people are called in the tables: guests, members, passengers.

    A word that `tells` some texts from the others stays: whose they are is asked.
    """
    everybody = frozenset().union(*map(stems, nouns))
    terms = tuple(term for term in asked.terms if term.name or not term.stems & everybody or tells(term))
    return _narrowed(asked, terms)


def anybody(asked: Asked) -> Asked | None:
    """Return the question put to everybody, for when nobody is called as its subject is; None where it names none.

    Only reasons, pains or wishes can be asked of everybody: what a subject does or is is told of it alone. Who did
    what it asks the reasons for gives them in any words.
    """
    if asked.done and asked.topic and not any(term.name for term in asked.topic):
        return _narrowed(asked, tuple(replace(term, whom=True) for term in asked.terms))
    strangers = {term.word for term in asked.topic if term.subject and not term.name and not term.known}
    if not strangers or not asked.cues:
        return None
    terms = tuple(replace(term, whom=term.whom or term.word in strangers) for term in asked.terms)
    return _narrowed(asked, terms)


def _narrowed(asked: Asked, terms: tuple[Term, ...]) -> Asked:
    asked = replace(asked, terms=terms)
    return replace(asked, gathers=asked.gathers or not asked.topic)


def _given(term: Term, given: frozenset[str]) -> bool:
    """Return whether a term is among the given words, in any form; an act whose reasons are asked for stays."""
    if term.cues & _ACTS:
        return False
    long = [key for key in given if len(key) >= _LONG]
    parts = {stem(part) for part in words_of(term.word) if not is_empty(part)}  # the star of "five-star"
    whole = term.stems & given or (parts and parts <= given)
    return bool(whole) or any(own.startswith(key) for own in term.stems for key in long)


def acts(text: str) -> frozenset[Cue]:
    """Return what people did of which a text asks the reasons."""
    return _ACTS & set(_wanted(text))


def _wanted(text: str) -> tuple[Cue, ...]:
    """Return what a question asks for; what people did only where the reasons for it are asked for.

    Why somebody did not buy is asked like why somebody left; why nobody left asks for no act.
    """
    cues = [name for name in CUES if found(f"asks_{name}", text)]
    if _DENIED.search(text):
        bought = "buy" in cues and "leave" not in cues
        cues = ["leave" if name == "buy" else name for name in cues if bought or name not in _ACTS]
    done = "reason" in cues and not _IF.search(text)
    kept = [name for name in cues if name not in _ACTS or done]
    return tuple(name for name in kept if not (name == "buy" and "leave" in kept))


def absent(asked: Asked, elsewhere: Iterable[str]) -> list[str]:
    """Return the names in the question that stand neither in the texts nor among the stems `elsewhere`."""
    other = frozenset(elsewhere)
    return [
        term.word
        for term in asked.terms
        if term.name and not term.known and len(term.word) > 1 and not term.stems & other
    ]


def _words(text: str) -> list[str]:
    """Return the words that name something to be found, each once, in their order."""
    found_words: dict[str, None] = {}
    text = one_word(_PAIN_POINTS.sub(r"\1s", text))
    for match in WORD.finditer(text):
        word = re.sub(r"['’]s?$", "", match.group())
        letter = len(word) == 1 and word.isupper() and word != "I" and match.start() > 0
        # "The top complaints" ask for an order; "top up" and "top floor" name something.
        top = word.lower() == "top" and not _PLURAL_NEXT.match(text, match.end())
        if letter or top or (len(word) > 1 and not _says_nothing(word)):
            found_words[word] = None
    return list(found_words)


def _says_nothing(word: str) -> bool:
    """Return whether a word is filler, or asks for a mood without saying which."""
    if is_empty(word) or found("chat", word):
        return True
    return bool(found("asks_mood", word)) and not any(found(f"asks_{name}", word) for name in CUES)


def _stems(word: str) -> frozenset[str]:
    parts = [part for part in re.split(r"[-'’]", word) if len(part) > 1] or [word]
    whole = stem(word)
    if len(parts) > 1:  # texts are read in the parts of compounds; the rarest sounding part is the longest
        return frozenset({stem(max(parts, key=len)), stem("".join(parts))})
    return alike(whole).union(map(stem, spoken(whole)))


def _date(text: str) -> str | None:
    if whole := find_date(text):
        return whole
    month = _MONTH_YEAR.search(text)
    return f"{month.group(2)}-{_MONTHS.index(month.group(1).lower()) + 1:02d}" if month else None
