"""Cuts a question into the things it asks, one clause each."""

import re
from collections.abc import Sequence
from itertools import pairwise

from assistant.offline.asked import Clause
from assistant.offline.concepts import expressed
from assistant.offline.joined import opened_alike, with_requests
from assistant.offline.lexicon import lexicon
from assistant.offline.periods import periods
from assistant.offline.phrases import any_of, phrases
from assistant.offline.reading import Link
from assistant.offline.rephrased import rephrased
from assistant.offline.told_with import each_figure
from assistant.offline.translated import understood
from assistant.offline.words import tokens

_ASKS = (
    "how|what|whats|what's|hows|how's|"
    "which|who|why|when|where|whose|is|are|do|does|did|was|were|can|should|give|show|list|any|by how|"
    "(?:for|in) how many|tell (?:me|us)|name (?:the|its|all)|"
    "wie|was|welche|welcher|wer|warum|wann|combien|quel|quelle|pourquoi|qui|cuántos|cuántas|qué|cuál|quién"
)
# "... and with what share of them do we lose money?" asks anew as well.
_LED = "(?:with|from|by|at|on|to|of|for|in) (?:what|which|how many)"
# "Of the members who quit, how many ...": a relative clause asks nothing.
_ALONE = _ASKS.replace("which|who|", "").replace("when|where|whose|", "").replace("|qui|", "|")
# "who got a quote but did not buy" goes on; only a question with a subject of its own starts anew.
_DOES = "is|are|do|does|did|was|were|can|should"
_GOES_ON = rf"(?!(?:{_DOES})\s+(?:not|never)\b|(?:{_DOES})n?['’]?t\b)"
_STATISTIC = r"(?:the\s+)?(?:average|avg|mean|median|total|overall|number of|share of|percentage of)"
# "the average price and the number of orders" asks two things; "the mean and the median" asks them of one.
_SECOND = rf"\s+(?:and|und|et|y)\s+(?={_STATISTIC}\s+\w+\s+\w)|\s+and\s+(?=on average\b|in total\b)"
# "..., or is it only the students?" doubts what was asked before it.
_OR_ONLY = rf",?\s+(?:or|oder|ou|o)\s+(?=(?:{_DOES}|ist|liegt|est-ce)\s+{any_of(phrases('put_down')['it'])}\b)"
_QUOTED = r"(?:what|them|some\w*|any\w*|one|two|three|a|an|the|people|customers|me|us|from)"
_QUOTE = rf"(?:please\s+)?(?:quote|cite)\s+{_QUOTED}\b"
_SPLIT = re.compile(
    rf",?\s+(?:and|but)\s+(?={_QUOTE})|(?<=[?!;])\s+|(?<=[^\s.]{{3}}\.)\s+(?=[A-ZÄÖÜ])|(?<=\.)\s+(?=(?:{_ASKS}|shall|please)\b)|,?\s+(?:and|but|und|et|y)\s+{_GOES_ON}(?=(?:{_ASKS}|{_LED})\b)|,\s+(?=(?:{_ASKS})\b)|{_SECOND}|{_OR_ONLY}",
    re.IGNORECASE,
)
_OPENS = re.compile(rf"(?:{_ASKS}|please|of|among|take|check|split|compare|quote|count)\b", re.IGNORECASE)
# "... and for seniors": each of several groups after "for" is asked about for itself.
_FOR_EACH = re.compile(r"(?:,\s*(?:and\s+)?|\s+(?:and|und|et|y)\s+|\s+)(?:for|für|pour|para)\s+", re.IGNORECASE)
# What two figures side by side are told for ("the share of sales and the number of customers by region").
_FIGURE, _ENDS = re.compile(rf"{_STATISTIC}\b", re.IGNORECASE), frozenset("?.!;")
_GROUPED = re.compile(
    r"\b(?:by|per|for each|for every|in each|nach|pro|je|par|por|según)\s+\w[^,;.?!]*[.?!]?$", re.IGNORECASE
)
_OVERALL = re.compile(r",?\s*\b(?:overall|in total|insgesamt|au total|en total)$", re.IGNORECASE)
_MOST_GROUPS = 4
_OPENING = re.compile(
    r"^(?:of|among|amongst|out of)\b(?!.*\b(?:how|what|which|why)\b)[^?!.]*$"
    rf"|^(among|amongst|between|zwischen|for|in|within|of|per|by|on|at|during|if|unter|bei|für|von|pour|chez|dans|parmi|para|entre)\b(?!.*\b(?:{_ALONE})\b)[^?!.]*$",
    re.IGNORECASE,
)

# "Which plan and which branch have the best rate?": both are asked for what is only said of the second.
_ONLY_WHICH = re.compile(r"^(?:which|what)(?:\s+[\w-]+){1,4}$", re.IGNORECASE)
_WHICH_DOES = re.compile(
    r"^(?:which|what)(?:\s+[\w-]+?){1,4}?\s+(?P<rest>(?:ha(?:ve|s|d)|gets?|got|shows?|brings?|brought|converts?|churns?|"
    r"leaves?|closes?|sells?|performs?|works?|is|are|was|were|do|does|did)\b.*)",
    re.IGNORECASE,
)
# "..., open days only?" limits all that is asked before it.
_ONLY = re.compile(
    r"^(?P<asked>[^.?!]+?),\s+(?:for\s+)?(?P<whom>(?!(?:not|if|when)\b)[^,.?!]{3,40}?)\s+only\s*[.?!]*$",
    re.IGNORECASE,
)


def asks(text: str) -> bool:
    """Return whether a clause opens like a question or a request."""
    return bool(_OPENS.match(text.strip()))


def split(text: str) -> list[str]:
    """Return the clauses of a question in order; relative clauses after a comma stay with what they qualify."""
    if limited := _ONLY.match(text.strip()):
        return [f"{each.rstrip(' .?!')} for {limited['whom']}?" for each in split(limited["asked"])]
    parts = [
        each
        for part in _SPLIT.split(rephrased(text))
        for figure in each_figure(part.strip(" ,"))
        for each in _for_each(figure)
    ]
    whole: list[str] = []
    for part in _sharing(_said_of_both(parts)):
        if whole and _OPENING.match(whole[-1]):
            whole[-1] = f"{whole[-1]}, {part}"
        elif part and tokens(part):
            whole.append(part)
    return opened_alike(with_requests(whole))


def _said_of_both(parts: Sequence[str]) -> list[str]:
    """Return the parts, one that only asks "which plan" with what the next one says of "which branch"."""
    said = [_WHICH_DOES.match(following) for following in (*parts[1:], "")]
    return [
        f"{part} {does['rest']}" if does and _ONLY_WHICH.match(part) else part
        for part, does in zip(parts, said, strict=True)
    ]


def _sharing(parts: Sequence[str]) -> list[str]:
    """Return the parts, groups behind the second of two figures told of the first ("sales and cost by region")."""
    given = list(parts)
    for at, (first, second) in enumerate(pairwise(parts)):
        groups = _GROUPED.search(second) if _FIGURE.match(second) else None
        if groups and not _GROUPED.search(first) and first[-1:] not in _ENDS:
            given[at] = f"{first} {groups[0].rstrip(' .?!')}"
    return given


def _for_each(part: str) -> list[str]:
    """Return a clause once for the whole and each group ("rate overall, for seniors and for those on a plan")."""
    head, *groups = _FOR_EACH.split(part.rstrip(" .?!"))
    whole = _OVERALL.search(head)
    stem = head[: whole.start()] if whole else head
    if not 1 < len(groups) <= _MOST_GROUPS or not any(
        cue.concept.startswith(("aggregate.", "outcome.")) for cue in lexicon().cues(tokens(stem))
    ):
        return [part]
    return [*([head] if whole else []), *(f"{stem} for {group}" for group in groups)]


def clause(text: str, extra: tuple[Link, ...] = (), nouns: frozenset[str] = frozenset()) -> Clause:
    """Return a clause with its words, concepts and periods."""
    words = tokens(text)
    vocabulary = lexicon()
    language = vocabulary.language(words)
    return Clause(
        text=text,
        words=understood(words, language),
        language=language,
        cues=tuple(expressed(text, words, vocabulary.cues(words), nouns)),
        periods=tuple(periods(text, words)),
        extra=extra,
        nouns=nouns,
    )
