"""Which concepts of the vocabulary a clause expresses, and not only a word of theirs in another sense."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from assistant.offline.lexicon import Cue, lexicon
from assistant.offline.words import Token

SETTING_APART = frozenset({"set", "sets", "tell", "tells", "told"})
_ASKERS = frozenset({"i", "we", "you", "us", "ich", "wir", "je", "nous", "how", "too"})
_BEFORE_WHEN = frozenset(
    {"and", "but", "so", "or", "since", "until", "exactly", "tell", "me", "know", "show", "see", "und"}
)
# "Dépensent-ils plus que ..." compares; only "quelle ville a le plus" ranks.
_COMPARATIVES = {
    "plus": "compare.more",
    "más": "compare.more",
    "moins": "compare.less",
    "menos": "compare.less",
}
# "annulent-ils" is a verb and its subject, no compound.
_FRENCH_PRONOUNS = frozenset({"ils", "elles", "il", "elle", "on", "nous", "vous", "je", "tu", "ce", "t"})
_LEAVING = frozenset({"leave", "leaves", "left", "leaving"})
_OPEN = frozenset({"unanswered", "unread", "unresolved", "open"})
_NEAR = 5  # words behind "left"
_RELATIVE = frozenset({"who", "qui", "quien", "quienes"})
_BEFORE_WHO = _BEFORE_WHEN | {
    "about",
    "us",
    "out",
    "of",
    "to",
    "understand",
    "identify",
    "describe",
    "find",
    "et",
    "y",
}


def expressed(text: str, words: Sequence[Token], cues: Sequence[Cue], nouns: frozenset[str]) -> Iterator[Cue]:
    """Yield the concepts that are not a piece of a compound ("no-show") nor qualify people ("monthly donors").

    What the rows are called asks for no words: a "quote" of an insurer is nothing that anybody said.
    """
    bound = {
        left
        for left, right in pairwise(range(len(words)))
        if text[words[left].end : words[right].start] == "-" and words[right].norm not in _FRENCH_PRONOUNS
    }
    people = {cue.start for cue in cues if cue.concept == "entity.person"}
    ranks = any(cue.concept == "which" for cue in cues)
    for found in cues:
        compares = not ranks and found.end - found.start == 1 and words[found.start].norm in _COMPARATIVES
        cue = replace(found, concept=_COMPARATIVES[words[found.start].norm]) if compares else found
        heads = cue.concept == "entity.person" and cue.end - 1 not in bound  # "Gold-Kunden" are customers
        cuts = (cue.start - 1 in bound and words[cue.start - 1].norm != "non") or cue.end - 1 in bound
        cuts = cuts and not heads
        if cue.concept == "aggregate.sum" and any(_takes_up(other, cue) for other in cues):
            continue
        following = words[cue.end].norm if cue.end < len(words) else ""
        if cue.concept == "compare.others" and following in lexicon().than:
            continue  # "those with more than three" are limited by a number
        if _meant_otherwise(words, cue):
            continue
        if cue.concept == "aggregate.share" and _is_limit(words, cue, cues):
            continue
        if cue.concept == "profile" and _relates(text, words, cue):
            continue
        if cue.concept == "words.ask" and 0 < cue.start == cue.end - 1 and words[cue.start].stem in nouns:
            continue
        if cue.concept == "words.ask" and any(_holds(other, cue) for other in cues):
            continue
        qualifies = cue.concept.startswith("grain.") and cue.end - cue.start == 1 and cue.end in people
        if not qualifies and (not cuts or words[cue.start].norm == "non"):
            yield cue


def _relates(text: str, words: Sequence[Token], cue: Cue) -> bool:
    """Return whether "who" only says of whom something holds ("customers who left") and asks for nobody."""
    if cue.start == 0 or cue.end - cue.start > 1 or words[cue.start].norm not in _RELATIVE:
        return False
    previous = words[cue.start - 1]
    apart = text[previous.end : words[cue.start].start].strip()
    return not apart and previous.norm not in _BEFORE_WHO


def _is_limit(words: Sequence[Token], cue: Cue, cues: Sequence[Cue]) -> bool:
    """Return whether "percent" only says in what a limit is measured ("under 70 percent")."""
    number = cue.start - 1
    alone = cue.end - cue.start == 1 and number >= 0 and words[number].number is not None
    return alone and any(other.concept.startswith("comparator.") and other.end == number for other in cues)


def _leaves_so(words: Sequence[Token], cue: Cue) -> bool:
    """Return whether "left" only says how something was left ("left unanswered", "left the field empty")."""
    if words[cue.end - 1].norm not in _LEAVING:
        return False
    behind = [word.norm for word in words[cue.end : cue.end + _NEAR]]
    return any(word in lexicon().empty | lexicon().undone | _OPEN for word in behind)


def _meant_otherwise(words: Sequence[Token], cue: Cue) -> bool:
    """Return whether the words around a word show that it does not mean its concept."""
    if cue.concept == "outcome.loss":
        return _leaves_so(words, cue)
    if cue.concept == "negation":
        return _sets_apart(words, cue)
    if cue.concept == "outcome.wish":
        return _speaks_for_itself(words, cue)
    return cue.concept == "when" and not _asks_when(words, cue)


def _sets_apart(words: Sequence[Token], cue: Cue) -> bool:
    """Return whether "apart from" ends what "sets" or "tells" began ("what sets them apart from the rest")."""
    apart = words[cue.start].norm == "apart"
    return apart and any(word.norm in SETTING_APART for word in words[: cue.start])


def _speaks_for_itself(words: Sequence[Token], cue: Cue) -> bool:
    """Return whether a wish is the asker's own, or that something be done ("we want", "wants to", "close to")."""
    before = words[cue.start - 1].norm if cue.start else ""
    after = words[cue.end].norm if cue.end < len(words) else ""
    return before in _ASKERS or after == "to"


def _holds(event: Cue, saying: Cue) -> bool:
    """Return whether "said" is only a piece of what befell somebody ("said yes")."""
    longer = event.end - event.start > saying.end - saying.start
    return longer and event.concept.startswith("outcome.") and event.start <= saying.start < event.end


def _takes_up(statistic: Cue, total: Cue) -> bool:
    """Return whether "amount of" names what another statistic is taken of ("the mean amount of an order")."""
    other = statistic.concept.startswith("aggregate.") and statistic.concept != total.concept
    return other and statistic.end == total.start and total.end - total.start > 1


def _asks_when(words: Sequence[Token], cue: Cue) -> bool:
    """Return whether "when" asks for a time; "what they say when leaving" only tells the occasion."""
    return cue.end - cue.start > 1 or cue.start == 0 or words[cue.start - 1].norm in _BEFORE_WHEN
