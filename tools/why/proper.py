"""Names in a question: what is written as one, what the texts themselves are called by, and what only dates."""

import re
from difflib import SequenceMatcher

from retrieval.corpus import Corpus
from retrieval.load.guess import guess_language
from retrieval.privacy.spans import PSEUDONYM
from tools.why.cues import is_empty, stems

WORD = re.compile(rf"{PSEUDONYM}|[^\W\d_][\w'’]*(?:-\w+)*")
_CALENDAR = re.compile(
    r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*|(?:mon|tues|wednes|thurs|fri|satur|sun)days?|"
    r"januar|februar|märz|mai|juni|juli|oktober|dezember",
    re.IGNORECASE,
)
# In a language that writes nouns with a capital, and in headlines, capitals name nobody.
_CAPITALS = 0.6


def named_as(question: str, corpus: Corpus) -> str:
    """Return a question with personal data replaced as in the texts, but for what texts are called by."""
    text = corpus.as_stored(question)
    if text == question:
        return text
    called = frozenset().union(*(stems(f"{told.source} {told.title}") for told in corpus.summaries()))
    raw, shown = question.split(), text.split()
    parts = SequenceMatcher(None, raw, shown, autojunk=False).get_opcodes()
    return " ".join(
        " ".join(raw[one:two] if stems(" ".join(raw[one:two])) & called else shown[three:four])
        for _, one, two, three, four in parts
    )


def is_calendar(word: str) -> bool:
    """Return whether a word names a month or a day of the week."""
    return _CALENDAR.fullmatch(word) is not None


def names(text: str) -> frozenset[str]:
    """Return the words written as names: a capital inside a sentence, a pseudonym, a single capital letter."""
    if text.isupper():
        return frozenset()
    matches = list(WORD.finditer(text))
    inside = [
        match
        for match in matches
        if match.start() > 0 and not re.search(r"(?:[.!?:]\s+|^\W*|\n\s*|[\"“”„«]\s*)$", text[: match.start()])
    ]
    capital = [match for match in inside if match.group()[0].isupper() and match.group() != "I"]
    content = [match for match in inside if not is_empty(match.group())]
    if (len(capital) > 2 and len(capital) > _CAPITALS * len(content)) or guess_language(text) == "de":
        capital = [match for match in capital if re.search(r"[A-Z].*[A-Z]", match.group())]
    pseudonyms = [match for match in matches if re.fullmatch(PSEUDONYM, match.group())]
    words = (re.sub(r"['’]s?$", "", match.group()) for match in (*capital, *pseudonyms))
    return frozenset(word for word in words if not _CALENDAR.fullmatch(word))
