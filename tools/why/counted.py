"""What is told of themes: how many people each has among those who speak, and how many stay outside."""

from collections.abc import Sequence
from dataclasses import replace

from retrieval.corpus import Corpus
from tools.results import Finding
from tools.statistics.proportions import counts_differ, wilson
from tools.why.asked import Asked, Cue
from tools.why.headline import customers, kind_of_voice
from tools.why.relevance import Quote
from tools.why.themes import Theme
from tools.wording import listed, number, percent, plural, sentence, span

_GROUPED = (
    "texts grouped by meaning and words, their number chosen by how well half samples find the same groups again; "
    "a theme is called by the words that set it apart most (log-odds under a prior, Monroe et al. 2008); people "
    "told apart by customer, else by speaker and document"
)
_SPEAK: dict[Cue, str] = {
    "buy": "who say what they like about it or bought it for",
    "leave": "who say what went wrong for them or why they leave",
    "praise": "who praise something",
    "pain": "who complain of something",
    "wish": "who wish for something",
    "fear": "who worry about something",
}


def overall(corpus: Corpus, asked: Asked, said: Sequence[Quote], told: Sequence[Theme], read: str) -> Finding:
    """Return how many people speak of what was asked, which themes most of them share, and how many share none."""
    people = {quote.window.voice for quote in said}
    noun, who = kind_of_voice(said), speak(asked)
    whom = f"{plural(noun)} {who}".strip()
    themed = frozenset[str]().union(*(theme.voices for theme in told))
    outside = len(people - themed)
    named = listed([f"{title(theme)} ({number(len(theme.voices))})" for theme in told])
    rest = f"; the words of {number(outside)} ({percent(outside / len(people))}) fall under none of these"
    rest = rest if outside else ""
    documents = len({quote.window.document.id for quote in said})
    return Finding(
        statement=sentence(f"What recurs in the words of {number(len(people))} {whom}: {named}{rest}"),
        metric="people",
        label=whom,
        value=len(people),
        unit="count",
        table="",
        n=len(people),
        customers=customers(said),
        documents=documents,
        method=_GROUPED,
        inferred=True,
        data_version=corpus.version(),
        computed=(
            read,
            f"Texts that speak of it: {documents}",
            f"People under no theme: {number(outside)}",
            f"Data: texts, version {corpus.version()[:12]}",
        ),
    )


def shares(corpus: Corpus, asked: Asked, said: Sequence[Quote], told: Sequence[Theme]) -> tuple[Finding, ...]:
    """Return one finding a theme: the share of people whose words were grouped under it."""
    everybody, noun = len({quote.window.voice for quote in said}), plural(kind_of_voice(said))
    return tuple(_share(corpus, theme, everybody, f"{noun} {speak(asked)}".strip()) for theme in told)


def _share(corpus: Corpus, theme: Theme, everybody: int, whom: str) -> Finding:
    count = len(theme.voices)
    found = share_of_people(corpus, theme, count, everybody, f"share who speak of {listed(theme.words)}")
    return replace(
        found,
        statement=sentence(
            f"{title(theme)}: {percent(count / everybody)} of the {number(everybody)} {whom} "
            f"({number(count)}; {span(wilson(count, everybody), 'share')})"
        ),
        method=f"{_GROUPED}; Wilson interval",
        formula="people with words under the theme / people who speak of what was asked",
    )


def share_of_people(corpus: Corpus, theme: Theme, count: int, everybody: int, label: str) -> Finding:
    """Return a share of people that has to do with a theme, still to be put in a sentence."""
    return Finding(
        statement="",
        metric="share of people",
        label=label,
        value=count / everybody,
        unit="share",
        table="",
        interval=wilson(count, everybody),
        n=everybody,
        segment={"theme": ", ".join(theme.words)},
        inferred=True,
        data_version=corpus.version(),
    )


def order_notes(told: Sequence[Theme]) -> list[str]:
    """Return a sentence that names the themes which may be as large as the first: the gap is within the margin."""
    first, rest = told[0], told[1:]
    unsure = [theme for theme in rest if not counts_differ(len(first.voices), len(theme.voices))]
    if not unsure:
        return []
    return [f"Which of {listed([title(theme) for theme in (first, *unsure)], 'or')} is the largest may be chance."]


def sample_notes(read: int, held: int) -> list[str]:
    """Return a sentence that says so when only a part of the texts was read."""
    return [f"Read was an even sample of {number(read)} of the {number(held)} texts."] if read < held else []


def speak(asked: Asked) -> str:
    """Return the clause that says of whom a count is, empty for everybody."""
    if asked.act is not None and not asked.topic:
        return _SPEAK[asked.act]
    cues = [cue for cue in asked.cues if cue in _SPEAK]
    if asked.topic or len(cues) != 1:
        return "who speak of it" if asked.topic or cues else ""
    return _SPEAK[cues[0]]


def title(theme: Theme) -> str:
    """Return what a theme is called: its words, in quotes."""
    return f"“{', '.join(theme.words)}”"
