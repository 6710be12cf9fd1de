"""The words of a message: which concepts of the lexicon they name, in which language, and with spelling mended."""

import re
from collections import Counter
from collections.abc import Sequence

from assistant.guards.slots import SENTENCE_GAP, Sight
from assistant.guards.slots_lexicon import Lexicon
from assistant.guards.spelling import spelled

IDIOM = "idiom"  # words of these phrases are not read for anything else
_TOKEN = re.compile(r"[^\W_]+|(?<!\bm[rs])(?<!\bdr)(?<!\bmrs)[.;?!\n]+(?=\s|$)")  # "mr." ends no sentence
_SHORT = 8  # tokens of a text in which one word may tell the language
_LONG_WORD = 14  # run-together words from this length are taken apart


def tokens(text: str) -> list[str]:
    """Return the words of a folded text; the end of a sentence is the token `.`."""
    return ["." if not token[0].isalnum() else token for token in _TOKEN.findall(text)]


def tag(here: Sequence[str], words: Lexicon) -> Sight:
    """Return the concepts in a list of tokens."""
    tags: dict[str, set[int]] = {}
    spoken = _languages(here, words)
    masked = _idioms(here, words)
    place = 0
    for index, word in enumerate(here):
        ends = word == "."
        if not ends and (index == 0 or here[index - 1] == "."):
            kind = next((kind for kind, group in words.openers.items() if word in group), "other")
            for concept in (f"opens.{kind}", "ask.select")[: 2 if kind == "select" else 1]:
                tags.setdefault(concept, set()).add(place + 1)
        place += SENTENCE_GAP if ends else 1
        for start in () if ends or index in masked else words.starting(word):
            if start.phrase.language in spoken and start.begins(here, index):
                tags.setdefault(start.phrase.concept, set()).add(place)
    return Sight({name: tuple(sorted(at)) for name, at in tags.items()}, len(here))


def _idioms(here: Sequence[str], words: Lexicon) -> frozenset[int]:
    """Return the places of words that stand in an idiom, such as a target group, and mean nothing else there."""
    return frozenset(
        place
        for index, word in enumerate(here)
        for start in words.starting(word)
        if start.phrase.concept == IDIOM and start.begins(here, index)
        for place in range(index, start.phrase.end(here, index))
    )


def _languages(here: Sequence[str], words: Lexicon) -> frozenset[str]:
    """Return the languages a text may be in: English, and each that has words of its own in it."""
    english = words.read["en"]
    own = {
        code: sum(token in group and token not in english for token in here) for code, group in words.read.items()
    }
    if len(here) <= _SHORT and not any(own.values()):  # an order in four words may have no function word
        own = _charged(here, words)
        return frozenset({"en", *(code for code, count in own.items() if count > 1)})
    needed = 1 if len(here) <= _SHORT or max(own.values()) == 1 else 2
    return frozenset({"en", *(code for code, count in own.items() if count >= needed)})


def _charged(here: Sequence[str], words: Lexicon) -> Counter[str]:
    """Return how many tokens begin a phrase in each language, among the tokens that begin none in English."""
    found: Counter[str] = Counter()
    for token in here:
        spoken = {start.phrase.language for start in words.starting(token)}
        if "en" not in spoken and token not in words.vocabulary:
            found.update(spoken)
    return found


def mended(here: Sequence[str], words: Lexicon) -> list[str] | None:
    """Return tokens with misspellings corrected and run-together words parted, or None when nothing changes.

    Only English is mended, and no word that English spells so. A doubled letter or two swapped ones are slips of
    the hand, and one is enough; other near misses are often other words, and two are needed.
    """
    if len(_languages(here, words)) > 1:
        return None
    fixed: list[str] = []
    fixes = 0
    for token in here:
        if spelled(token):
            fixed.append(token)
        elif len(token) >= _LONG_WORD and token.isalpha() and token not in words.vocabulary:
            parts = _parted(token, words.vocabulary)
            whole = len(parts) > 2 and min(map(len, parts)) > 1
            fixed += parts if whole else [token]
            fixes += 2 * whole
        elif (word := words.corrected(token)) is not None:
            fixed.append(word)
            fixes += 2 if sorted(word) == sorted(token) or _single(word) == _single(token) else 1
        else:
            fixed.append(token)
    return fixed if fixes >= 2 else None


def _single(word: str) -> str:
    return re.sub(r"(.)\1+", r"\1", word)


def _parted(run: str, vocabulary: frozenset[str]) -> list[str]:
    """Return a run of letters split into the fewest known words (single letters cost most)."""
    best: list[tuple[float, int]] = [(0.0, 0)]
    for end in range(1, len(run) + 1):
        options = [(best[end - 1][0] + 3.0, end - 1)]
        options += [
            (best[start][0] + 1.0, start)
            for start in range(max(0, end - 16), end - 1)
            if run[start:end] in vocabulary
        ]
        best.append(min(options))
    parts: list[str] = []
    end = len(run)
    while end:
        start = best[end][1]
        parts.insert(0, run[start:end])
        end = start
    return parts
