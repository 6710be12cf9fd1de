"""Things that bear names: what stands among brands, or behind an indefinite article or goods, is nobody."""

import re
from collections.abc import Iterator

from retrieval.privacy.lexicon import words
from retrieval.privacy.names import Reading

_LINKS = frozenset(("and", "or", "nor", "und", "oder", "sowie", "et", "ou", "ni", "y", "e", "o", "u"))
_MARKS = (", ", "/", " / ", " & ")
_MOST_STEPS = 4  # members of an enumeration that are looked at to either side
_ARTICLES = frozenset(("un", "une", "una", "ein", "eine", "einen", "einem", "einer"))
# A field for what competes with us: "Competitor: Ollie".
_RIVAL = re.compile(
    r"(?i)(?:^|[\n.;|][ \t]?)[ \t>*_#-]{0,8}(?:competitors?|competition|konkurrenz|konkurrent|wettbewerber|"
    r"mitbewerber|concurrents?|concurrence|competencia|competidor(?:es)?)[ \t]{0,2}[:=][ \t]{0,2}\Z"
)
_ENGLISH = frozenset(("the", "of", "was", "with", "for", "my", "it", "have", "had", "they", "that"))


def names_a_thing(reading: Reading, first: int, last: int) -> bool:
    """Return whether the words [first, last) are called so as things are, whatever the lists say of them."""
    called = (_one_of_many(reading, first), _among_brands(reading, first, last), _behind_goods(reading, first))
    start = reading.words[first].start
    return any(called) or _RIVAL.search(reading.text[max(0, start - 48) : start]) is not None


def _one_of_many(reading: Reading, first: int) -> bool:
    """Return whether an indefinite article stands before a word; "a" and "an" mean more outside English."""
    if first == 0 or not reading.adjacent(reading.words[first - 1], reading.words[first]):
        return False
    before = reading.words[first - 1].norm
    return before in _ARTICLES or (before in ("a", "an") and len(_ENGLISH & reading.lowered) > 1)


def _behind_goods(reading: Reading, first: int) -> bool:
    """Return whether "die Serie", "le modèle" or another thing that is sold stands right before an enumeration.

    English puts it behind the name; "the phone Mary bought" is hers.
    """
    if len(_ENGLISH & reading.lowered) > 1:
        return False
    starts = [first, *(place for link, place in _members(reading, first, -1) if link)]
    return any(
        start and reading.words[start - 1].norm in words("goods")
        and reading.adjacent(reading.words[start - 1], reading.words[start])
        for start in starts
    )  # fmt: skip


def _among_brands(reading: Reading, first: int, last: int) -> bool:
    """Return whether words stand in an enumeration, joined by "and" or its like, that holds a known brand."""
    known = words("brands") | words("organisations")
    members = list(_members(reading, first, -1)) + list(_members(reading, last - 1, 1))
    brands = (reading.words[place].norm in known for _, place in members)
    return any(link for link, _ in members) and any(brands)


def _members(reading: Reading, edge: int, step: int) -> Iterator[tuple[bool, int]]:
    """Yield the words of the members of an enumeration to one side, and whether "and" or its like joins them."""
    for _ in range(_MOST_STEPS):
        link, edge = _next_member(reading, edge, step)
        if edge < 0:
            return
        yield link, edge
        while _goes_on(reading, edge, step):
            edge += step
            yield link, edge


def _next_member(reading: Reading, edge: int, step: int) -> tuple[bool, int]:
    """Return whether a word joins the next member of an enumeration, and where that begins; -1 when none does."""
    here, link = edge + step, False
    if not 0 <= here < len(reading.words):
        return False, -1
    if reading.words[here].norm in _LINKS and not reading.words[here].upper:
        here, link = here + step, True
    if not 0 <= here < len(reading.words) or not reading.words[here].upper:
        return False, -1
    left, right = sorted((edge, here))
    between = reading.text[reading.words[left].end : reading.words[right].start]
    return link, here if link or between in _MARKS else -1


def _goes_on(reading: Reading, edge: int, step: int) -> bool:
    """Return whether the next word belongs to the same member of an enumeration."""
    beyond = edge + step
    if not 0 <= beyond < len(reading.words) or not reading.words[beyond].upper:
        return False
    left, right = sorted((edge, beyond))
    return reading.adjacent(reading.words[left], reading.words[right])
