"""What recurs in an answer from words: themes of many people or of a few answers, and what is told of them."""

from collections.abc import Sequence
from dataclasses import dataclass

from tools.analysis import ToolContext
from tools.results import Finding
from tools.why.asked import Asked
from tools.why.choice import overlapping
from tools.why.counted import order_notes, overall, sample_notes, shares
from tools.why.few import distinct
from tools.why.fit import Matcher
from tools.why.heard import Voices, with_talks
from tools.why.outline import Outline
from tools.why.recorded import beside_recorded
from tools.why.relevance import Quote
from tools.why.themes import Theme, of_few, of_many


@dataclass(frozen=True, slots=True)
class Recurring:
    """The themes that were found, what is told of them, and what qualifies it."""

    told: tuple[Theme, ...]
    findings: tuple[Finding, ...]
    notes: tuple[str, ...]


def recurring(
    context: ToolContext,
    asked: Asked,
    outline: Outline,
    matcher: Matcher,
    voices: Voices,
    ranked: Sequence[Quote],
) -> Recurring | None:
    """Return what recurs in everybody's words where many speak, else among the answers found; None if nothing."""
    corpus = context.corpus
    heard = with_talks(voices, ranked, corpus, matcher)
    if heard.many:
        said, told = heard.quotes, of_many(heard, asked, outline.things)
        read, sampled = f"Texts read: {heard.read} of {heard.held}", sample_notes(heard.read, heard.held)
    else:
        said, told = tuple(distinct(ranked)), of_few(corpus, asked, ranked, outline.things, matcher)
        read, sampled = f"Answers compared: {len(said)}", []
    if not told:
        return None
    findings = (
        overall(corpus, asked, said, told, read),
        *beside_recorded(context, asked, told, said),
        *shares(corpus, asked, said, told),
    )
    return Recurring(tuple(told), findings, (*order_notes(told), *sampled))


def with_themes(picked: Sequence[Quote], told: Sequence[Theme]) -> list[Quote]:
    """Return one quote a theme, then a second of each, then the others, each text once."""
    best = [theme.quotes[turn] for turn in (0, 1) for theme in told if len(theme.quotes) > turn]
    kept: list[Quote] = []
    for quote in (*best, *picked):
        if not any(overlapping(quote.window, other.window) for other in kept):
            kept.append(quote)
    return kept


def standing_for(quote: Quote, told: Sequence[Theme]) -> dict[str, str]:
    """Return the theme that a quote was chosen for, as a side of its segment."""
    theme = next((theme for theme in told if any(quote.window == own.window for own in theme.quotes)), None)
    return {"theme": ", ".join(theme.words)} if theme else {}
