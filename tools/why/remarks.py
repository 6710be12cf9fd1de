"""What readers should know of quotes: whose they are, which words nobody says, that nobody disagrees."""

import re
from collections.abc import Sequence

from retrieval.privacy.spans import PSEUDONYM
from tools.why.asked import Asked
from tools.why.cues import found, stems
from tools.why.outline import Outline
from tools.why.relevance import Quote
from tools.why.themes import Theme
from tools.wording import listed

_NO_NAMES = (
    "People's names are not kept with what they said: each stands under a pseudonym, which is the same person "
    "wherever it is met."
)
_PSEUDONYM = re.compile(PSEUDONYM)


def headed(asked: Asked, outline: Outline, said: Sequence[Quote]) -> list[str]:
    """Return which names of the question stand at the heads of the texts quoted, and not in the quotes."""
    quoted = stems(" ".join(quote.window.text for quote in said))
    told = []
    for document in {quote.window.document.id: quote.window.document for quote in said}.values():
        called = outline.entry(document).called
        names = [
            term.word for term in asked.topic if term.name and term.stems & called and not term.stems & quoted
        ]
        if names and document.row is None:
            told.append(f"The words are from `{document.source}`, at whose head {listed(names)} stands.")
    return told


def notes_on(
    asked: Asked, said: Sequence[Quote], against: Quote | None, told: Sequence[Theme], *, single: bool
) -> list[str]:
    """Return what readers should know of the quotes: that nothing recurs, or that nobody disagrees."""
    notes = [
        f"“{term.word}” stands nowhere in the texts; what is quoted tells of the same matter in other words."
        for term in asked.topic
        if term.matter
    ]
    if asked.gathers and not told and not single:
        notes.append(
            "Nothing was said by three or more people in words alike, so there are no themes to count; "
            "each quote stands for itself."
        )
    if found("asks_names", asked.text) and any(
        _PSEUDONYM.search(quote.window.stretch.speaker or "") for quote in said
    ):
        notes.append(_NO_NAMES)
    if against is None and not told and found("asks_mood", asked.text) and "reason" not in asked.cues:
        notes.append("Nobody among the texts that match says the opposite.")
    return notes
