"""Names that the sequence model finds: how certain it must be, by what the lists and the text say of the words."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping

from retrieval.privacy import tagger, things
from retrieval.privacy.clues import kind
from retrieval.privacy.lexicon import is_given, may_be_given, words
from retrieval.privacy.names import Reading, Word, after_place_prefix, fits, sensible

_ACRONYM = 3  # letters: a word of so few capitals beside others is no name (Trace ID)
_LEAST = 0.6  # probability from which several words that the tagger marks are a name
_LEAST_GIVEN = 0.4  # where the first of them is a given name
_LEAST_ELSE = 0.95  # where one of them is called something else by the lists
_ELSE = frozenset(("place", "brand", "month", "goods", "org", "venue", "ord", "voc", "form"))
# A word alone that no list of names holds must be more certain; one that the lists call something else is none.
_LEAST_ALONE = {"given": 0.3, "lgiven": 0.3, "lfam": 0.6, "both": 0.6, "unk": 0.7, "amb": 0.85, "place": 0.85}
_LEAST_OPENING = 0.83  # at the start of a sentence, where every word has a capital
# A field whose value is a firm, a product or a subject: what the tagger alone takes for a name there is none.
_THING = re.compile(
    r"(?i)(?:^|[.;|][ \t])[ \t>*_#-]{0,8}(?:account|company|firm|organi[sz]ation|product|brand|subject|topic|re|"
    r"firma|konto|unternehmen|produkt|marke|betreff|thema|entreprise|société|compte|produit|marque|objet|sujet|empresa|cuenta|"
    r"producto|marca|asunto|tema)(?: name)?[ \t]{0,2}[*_]{0,3}[:=][^\n]{0,80}\Z"
)


def names(
    reading: Reading, odds: Mapping[int, float], in_use: Callable[[str], bool]
) -> Iterator[tuple[tuple[str, ...], float]]:
    """Yield the names the tagger finds; a word alone must look like one in half of its places.

    None ends with a word that this text writes small as often as not, or the workspace's texts (`in_use`) do.
    """
    alone: Counter[str] = Counter()
    best: dict[str, float] = {}
    for tagged in tagger.tag(reading, odds, min(_LEAST_ALONE.values())):
        found = _behind_an_opening(reading, reading.words[tagged.first : tagged.last])
        norms = tuple(sensible([word.norm for word in found]))
        if not norms or not _plausible(reading, found) or after_place_prefix(reading, tagged.first):
            continue
        if things.names_a_thing(reading, tagged.first, tagged.last):
            continue
        if _fills_a_field(reading, found[0]) and not may_be_given(norms[0]):
            continue
        if not is_given(norms[-1]) and (reading.mostly_small(norms[-1]) or in_use(norms[-1])):
            continue
        if len(norms) > 1:
            if tagged.probability >= _needed_together(reading, found, norms):
                yield norms, tagged.probability
        elif norms[0] not in words("brands") and tagged.probability >= _needed(reading, found):
            alone[norms[0]] += 1
            best[norms[0]] = max(tagged.probability, best.get(norms[0], 0.0))
    if alone:
        stands = Counter(word.norm for word in reading.words if word.upper and word.norm in alone)
        yield from (((norm,), best[norm]) for norm, times in alone.items() if 2 * times >= stands[norm])


def _needed(reading: Reading, found: list[Word]) -> float:
    """Return how certain a name of one word must be, by what the lists say of the word."""
    word = next(word for word in found if len(word.norm) > 1)
    listed = kind(reading.text[word.start : word.end])
    least = _LEAST_ALONE.get(listed, 1.0)
    return max(least, _LEAST_OPENING) if listed == "unk" and reading.opens(word) else least


def _needed_together(reading: Reading, found: list[Word], norms: tuple[str, ...]) -> float:
    """Return how certain several words must be to be one name, by what the lists say of them."""
    if is_whole(norms):
        return _LEAST_GIVEN
    kinds = {kind(reading.text[word.start : word.end]) for word in found if word.upper}
    return _LEAST_ELSE if kinds & _ELSE else _LEAST


def _fills_a_field(reading: Reading, word: Word) -> bool:
    """Return whether a word stands in a field for a firm, a product or a subject."""
    line = reading.text.rfind("\n", 0, word.start) + 1
    return _THING.match(reading.text[max(line, word.start - 120) : word.start]) is not None


def _behind_an_opening(reading: Reading, found: list[Word]) -> list[Word]:
    """Return words without an opening of the sentence that a small word joins to the rest: "Geht zu Hofstetter."

    A given name opens a name, and what fills a line of its own is a signature.
    """
    if len(found) < 3 or not reading.opens(found[0]) or found[1].norm not in words("particles"):
        return found
    if may_be_given(found[0].norm) or not reading.text[found[-1].end :].partition("\n")[0].strip():
        return found
    return [word for word in found[1:] if word.upper]


def _plausible(reading: Reading, found: list[Word]) -> bool:
    """Return whether no word of a guessed name is an acronym, a product in CamelCase or an everyday word."""
    shouted = [word for word in found if word.shout]
    spoken = [word for word in found if not word.shout and len(word.norm) > 1]
    acronym = not reading.shouting and (not spoken or any(len(word.norm) <= _ACRONYM for word in shouted))
    large = (word for word in found if word.upper)
    return not acronym and all(fits(reading.text[word.start : word.end], word.norm) for word in large)


def is_whole(norms: tuple[str, ...]) -> bool:
    """Return whether a name of several words begins with what the lists know as a given name."""
    return len(norms) > 1 and may_be_given(norms[0])
