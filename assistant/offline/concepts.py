"""Which concepts of the vocabulary a clause expresses, and not only a word of theirs in another sense."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from assistant.offline.lexicon import Cue, lexicon
from assistant.offline.phrases import phrases
from assistant.offline.words import Token

# "Dépensent-ils plus que ..." compares; only "quelle ville a le plus" ranks.
_COMPARATIVES = {
    "plus": "compare.more",
    "más": "compare.more",
    "moins": "compare.less",
    "menos": "compare.less",
}
_RATE, _RATED = frozenset({"rate", "rates"}), frozenset({"us", "it", "them", "our", "their", "this", "these"})
_SHORTEST = 4  # letters of what is no comparative ("her")
_NEAR = 5  # words behind "left"


def expressed(text: str, words: Sequence[Token], cues: Sequence[Cue], nouns: frozenset[str]) -> Iterator[Cue]:
    """Yield the concepts that are not a piece of a compound ("no-show") nor qualify people ("monthly donors").

    What the rows are called asks for no words: a "quote" of an insurer is nothing that anybody said.
    """
    bound = {
        left
        for left, right in pairwise(range(len(words)))
        if text[words[left].end : words[right].start] == "-"
        and words[right].norm not in phrases("senses")["subjects"]
    }
    people = {cue.start for cue in cues if cue.concept == "entity.person"}
    cues = [*cues, *_comparatives(words, cues)]
    ranks = any(cue.concept == "which" for cue in cues)
    for found in cues:
        compares = not ranks and found.end - found.start == 1 and words[found.start].norm in _COMPARATIVES
        cue = replace(found, concept=_COMPARATIVES[words[found.start].norm]) if compares else found
        if _meant_otherwise(text, words, cue) or _belongs_elsewhere(words, cue, cues, nouns):
            continue
        qualifies = cue.concept.startswith("grain.") and cue.end - cue.start == 1 and cue.end in people
        if not qualifies and (words[cue.start].norm == "non" or not _cut_out(words, cue, bound)):
            yield cue


def _comparatives(words: Sequence[Token], cues: Sequence[Cue]) -> Iterator[Cue]:
    """Yield "than" behind the comparative of any adjective ("taller than"), which is linked by itself."""
    taken = {at for cue in cues for at in range(cue.start, cue.end)}
    for at, (word, than) in enumerate(pairwise(words)):
        compares = word.norm.endswith("er") and len(word.norm) > _SHORTEST and at not in taken
        if (
            compares
            and at + 1 not in taken
            and than.norm == "than"
            and word.norm not in phrases("senses")["no_degree"]
        ):
            yield Cue("compare.more", at + 1, at + 2)


def _cut_out(words: Sequence[Token], cue: Cue, bound: Collection[int]) -> bool:
    """Return whether a concept is only a piece of a compound; "Gold-Kunden" are customers all the same."""
    before = cue.start - 1 in bound and words[cue.start - 1].norm != "non"
    heads = cue.concept == "entity.person" and cue.end - 1 not in bound
    return (before or cue.end - 1 in bound) and not heads


def _belongs_elsewhere(words: Sequence[Token], cue: Cue, cues: Sequence[Cue], nouns: frozenset[str]) -> bool:
    """Return whether a word of a concept belongs to another one beside it, or to what the rows are called."""
    if cue.concept == "aggregate.sum":
        return any(_takes_up(other, cue) for other in cues)
    if cue.concept == "aggregate.share":
        return _is_limit(words, cue, cues)
    if cue.concept == "words.ask":
        if _claims_share(words, cue) or _tells_nothing(words, cue):
            return True
        called = 0 < cue.start == cue.end - 1 and words[cue.start].stem in nouns
        return called or any(_holds(other, cue) for other in cues)
    return False


def _claims_share(words: Sequence[Token], cue: Cue) -> bool:
    """Return whether a share of people "say" something, which is a figure and no call for their words."""
    return cue.start > 0 and words[cue.start - 1].norm.endswith("%")


def _tells_nothing(words: Sequence[Token], cue: Cue) -> bool:
    """Return whether what is said to tell us is nothing ("columns that tell us nothing")."""
    following = words[cue.end].norm if cue.end < len(words) else ""
    return words[cue.start].stem == "tell" and following in lexicon().none_of


def _relates(text: str, words: Sequence[Token], cue: Cue) -> bool:
    """Return whether "who" only says of whom something holds ("customers who left") and asks for nobody."""
    if cue.start == 0 or cue.end - cue.start > 1 or words[cue.start].norm not in phrases("senses")["relative"]:
        return False
    previous = words[cue.start - 1]
    apart = text[previous.end : words[cue.start].start].strip()
    asking = phrases("senses")["before_when"] + phrases("senses")["before_who"]
    return not apart and previous.norm not in asking


def _is_limit(words: Sequence[Token], cue: Cue, cues: Sequence[Cue]) -> bool:
    """Return whether "percent" only says in what a limit is measured ("under 70 percent")."""
    number = cue.start - 1
    alone = cue.end - cue.start == 1 and number >= 0 and words[number].number is not None
    return alone and any(other.concept.startswith("comparator.") and other.end == number for other in cues)


def _leaves_so(words: Sequence[Token], cue: Cue) -> bool:
    """Return whether "left" only says how something was left ("left unanswered", "left the field empty")."""
    if words[cue.end - 1].norm not in phrases("senses")["leaving"]:
        return False
    behind = [word.norm for word in words[cue.end : cue.end + _NEAR]]
    lacking = next((at for at, word in enumerate(behind) if word in lexicon().lacking), None)
    if lacking is not None and {*phrases("senses")["texts"]} & set(behind[lacking + 1 : lacking + 3]):
        return True  # "left no comment"
    return any(word in lexicon().empty | lexicon().undone | {*phrases("senses")["open"]} for word in behind)


def _meant_otherwise(text: str, words: Sequence[Token], cue: Cue) -> bool:
    """Return whether the words around a word show that it does not mean its concept."""
    if cue.concept == "outcome.loss":
        return _leaves_so(words, cue)
    if cue.concept == "negation":
        return _sets_apart(words, cue)
    if cue.concept == "words.ask":  # "what do our best customers look like"
        return words[cue.end - 1].norm == "like" and words[cue.end - 2].norm in phrases("senses")["likening"]
    if cue.concept == "outcome.wish":
        return _speaks_for_itself(words, cue)
    if cue.concept == "aggregate.share":
        return _rates_something(words, cue)
    if cue.concept == "profile":
        return _relates(text, words, cue)
    if cue.concept == "trend":  # "into which groups do they fall"
        return words[cue.start].norm in {"fall", "falls"} and any(word.norm == "into" for word in words)
    if cue.concept == "compare.others":  # "those with more than three" are limited by a number
        return _goes_on(text, words, cue)
    return cue.concept == "when" and not _asks_when(words, cue)


def _goes_on(text: str, words: Sequence[Token], cue: Cue) -> bool:
    """Return whether what follows "those with more" or "those who did not" says itself who they are."""
    if cue.end >= len(words):
        return False
    last, following = words[cue.end - 1], words[cue.end]
    joined = not text[last.end : following.start].strip() and following.stem not in lexicon().function_words
    return following.norm in lexicon().than or (last.norm in phrases("periods")["nothing"] and joined)


def _rates_something(words: Sequence[Token], cue: Cue) -> bool:
    """Return whether "rate" is what somebody does to a thing ("they rate us worse") and no share."""
    following = words[cue.end].norm if cue.end < len(words) else ""
    return words[cue.start].norm in _RATE and following in _RATED


def _sets_apart(words: Sequence[Token], cue: Cue) -> bool:
    """Return whether "apart from" ends what "sets" or "tells" began ("what sets them apart from the rest")."""
    apart = words[cue.start].norm == "apart"
    return apart and any(word.norm in phrases("senses")["setting_apart"] for word in words[: cue.start])


def _speaks_for_itself(words: Sequence[Token], cue: Cue) -> bool:
    """Return whether a wish is the asker's own, or that something be done ("we want", "wants to", "close to")."""
    before = words[cue.start - 1].norm if cue.start else ""
    after = words[cue.end].norm if cue.end < len(words) else ""
    return before in phrases("senses")["askers"] or after == "to"


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
    return (
        cue.end - cue.start > 1 or cue.start == 0 or words[cue.start - 1].norm in phrases("senses")["before_when"]
    )
