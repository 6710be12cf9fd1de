"""Which of the windows that answer a question to show: the best, of many people, and who disagrees."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from tools.why.cues import polarity, stems
from tools.why.relevance import Quote
from tools.why.windows import Window

_REPEAT = 0.08
_REPEAT_MANY = 0.35
_OVERLAP = 0.8
_DISSENT_FLOOR = 0.6
_BEHIND = 0.65
# So few people are all heard, however far behind the best.
_FEW = 3


def chosen(
    ranked: Sequence[Quote], limit: int, *, single: bool, many: bool = False, everybody: bool = False
) -> list[Quote]:
    """Return at most `limit` quotes, the best document's first; overlapping and equal texts once.

    With `single` the question is about one document, so that others only follow when it is short of words; with
    `many` as many people as possible are to be heard, with `everybody` also those far behind the best.
    """
    picked: list[Quote] = []
    documents: Counter[str] = Counter()
    voices: Counter[str] = Counter()
    rest = [quote for quote in ranked if quote.supported]
    few = len({quote.window.voice for quote in rest}) <= _FEW
    floor = 0.0 if few or everybody else _BEHIND * max((quote.score for quote in rest), default=0.0)
    most = 4 if single else 2 if many else 3
    repeat = _REPEAT_MANY if many else _REPEAT
    several = {name for name, count in _voices(rest).items() if count > 1}  # a panel is no single voice
    while rest and len(picked) < limit:
        rest.sort(
            key=lambda q: -(q.score - repeat * (voices[q.window.voice] + 0.5 * documents[q.window.document.id]))
        )
        quote = rest.pop(0)
        document = quote.window.document.id
        if quote.score < floor or documents[document] >= most * (1 + (document in several)):
            continue
        if any(same(quote.window, other.window) for other in picked):
            continue
        picked.append(quote)
        documents[document] += 1
        voices[quote.window.voice] += 1
    return _in_turn(picked) if many else _grouped(picked)


def _voices(quotes: Sequence[Quote]) -> Counter[str]:
    """Return how many people speak in each document."""
    return Counter(name for name, _ in {(quote.window.document.id, quote.window.voice) for quote in quotes})


def _in_turn(picked: list[Quote]) -> list[Quote]:
    """Return the quotes so that every document is heard once before any is heard again."""
    heard: Counter[str] = Counter()
    turns = []
    for quote in picked:
        turns.append(heard[quote.window.document.id])
        heard[quote.window.document.id] += 1
    return [quote for _, quote in sorted(zip(turns, picked, strict=True), key=lambda pair: pair[0])]


def _grouped(picked: list[Quote]) -> list[Quote]:
    """Return the quotes with those of one document together, documents in the order of their best."""
    order: dict[str, None] = {quote.window.document.id: None for quote in picked}
    return [quote for name in order for quote in picked if quote.window.document.id == name]


def dissent(ranked: Sequence[Quote], picked: Sequence[Quote]) -> Quote | None:
    """Return the strongest quote whose praise or complaint runs against what most people say, if any.

    It may be one of the picked ones itself.
    """
    said = {quote.window.voice: quote for quote in reversed(ranked) if quote.supported}
    mood = sum(_sign(quote.window.text) for quote in said.values())
    if not mood or not picked:
        return None
    floor = _DISSENT_FLOOR * picked[0].similarity
    voices = {quote.window.voice for quote in picked}
    for quote in (*picked, *sorted(ranked, key=lambda q: (q.window.voice in voices, -q.score))):
        against = _sign(quote.window.text) * mood < 0
        if against and quote.supported and quote.similarity >= floor:
            return replace(quote, dissent=True)
    return None


def _sign(text: str) -> int:
    value = polarity(text)
    return (value > 0) - (value < 0)


def overlapping(one: Window, other: Window) -> bool:
    """Return whether two windows share text of one document."""
    return one.document.id == other.document.id and one.start < other.end and other.start < one.end


def same(one: Window, other: Window) -> bool:
    """Return whether two windows share text, or say the same in nearly the same words."""
    if overlapping(one, other):
        return True
    first, second = stems(one.text), stems(other.text)
    return len(first & second) > _OVERLAP * len(first | second)
