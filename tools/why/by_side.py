"""In how many of our own texts, and in how many of customers', some words stand."""

from collections.abc import Mapping, Sequence

from retrieval.corpus import Corpus
from retrieval.documents import Audience
from tools.results import Finding
from tools.tables.mentions import plainly, saying
from tools.why.scope import ours
from tools.wording import counted, listed, number, sentence

_SIDES = ("ours", "theirs")
# So many of several words are told by name.
_NAMED = 4


def counted_by_side(corpus: Corpus, words: Sequence[str], reader: Audience) -> Finding:
    """Return in how many customers' texts, and in how many of our own, one of some words stands."""
    held = corpus.derived("texts by side", _by_side)
    said = saying(words)
    mine, theirs = ([text for audience, text in held[side] if audience.admits(reader)] for side in _SIDES)
    using, own = (sum(said.search(text) is not None for text in side) for side in (theirs, mine))
    shown = listed([f"“{word}”" for word in words[:_NAMED]], "or")
    told = (
        f"{shown} {'stands' if len(words) == 1 else 'stand'} in {number(own)} of "
        f"{counted(len(mine), 'text')} of our own and in {number(using)} of {counted(len(theirs), 'text')} "
        "of customers"
    )
    return Finding(
        statement=sentence(told),
        metric="texts",
        label=f"texts of customers with {shown}",
        value=using,
        unit="count",
        table="",
        n=len(theirs),
        method="a word is counted in all its inflections, once a text",
        data_version=corpus.version(),
    )


def _by_side(corpus: Corpus) -> Mapping[str, list[tuple[Audience, str]]]:
    """Return every text, plainly, and who may see it: ours, and those of customers; documentation is neither."""
    sides: dict[str, list[tuple[Audience, str]]] = {side: [] for side in _SIDES}
    for document in corpus.documents():
        if document.kind == "copy":
            sides["ours"].append((document.audience, plainly(document.text)))
        elif not ours(document):
            sides["theirs"].append((document.audience, plainly(document.text)))
    return sides
