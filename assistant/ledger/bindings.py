"""Numbers and quotations bound to the wrong segment, and comparisons that the findings do not carry."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from assistant.ledger.comparisons import Claim, judge
from assistant.ledger.lexicon import directions, is_negated
from assistant.ledger.mentions import Mention, is_polar, rest_mentions
from assistant.ledger.numbering import TOKEN
from assistant.ledger.scope import Scope, blank
from tools.results import Finding

_CLAUSE = re.compile(
    r"[;,:()–—]|\b(?:and|while|whereas|whilst|but|against|versus|vs|compared (?:with|to)|than|or|though|although|"
    r"und|während|aber|gegenüber|gegen|als|et|tandis que|mais|contre|que|y|mientras|pero|frente a)\b",
    re.IGNORECASE,
)
_THAN = re.compile(
    r"\b(?:than|compared (?:with|to)|against|versus|vs|over|als|gegenüber|verglichen mit|que|"
    r"par rapport|frente a)\b",
    re.IGNORECASE,
)

_BESIDE = re.compile(
    r"\b(?:compared (?:with|to)|relative to|unlike|against|beside|gegenüber|verglichen mit|anders als|"
    r"par rapport|contrairement|frente a|comparado con)\b",
    re.IGNORECASE,
)
_BRACKET = re.compile(r"\s*\([^()]*\)")
_CORRELATIVE = re.compile(
    r"\b(?:the|je) (?:\w+er|more|less|mehr|weniger)\b.*\b(?:the|desto|umso) (?:\w+er|more|less|mehr|weniger)\b",
    re.IGNORECASE,
)
_STRONG = re.compile(
    r"[;:–—]|\b(?:and|while|whereas|whilst|but|though|although|und|während|aber|et|tandis que|mais|"
    r"y|mientras|pero)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Placed:
    """A token of the sentence with its place."""

    start: int
    end: int
    key: str


def check_segments(scope: Scope) -> Iterator[tuple[str, str]]:
    """Yield a fault for each token beside which the sentence names a segment that is not the token's own.

    When all names stand before all tokens (or behind), and there are as many, they are paired in order
    ("A and B are at [[F1]] and [[F2]]"); otherwise the name in the token's own clause counts, then the nearest.
    """
    placed = _placed(scope)
    mentions = scope.segments.mentions(scope.without_tokens())
    for token, mention in _pairs(scope.text, placed, mentions):
        if not _compatible(scope, token.key, mention):
            yield (
                "segment",
                f"[[{token.key}]] is not about {mention.column}: {mention.value}; name its own segment beside it.",
            )


def _placed(scope: Scope) -> list[_Placed]:
    return [_Placed(m.start(), m.end(), f"{m[1].upper()}{int(m[2])}") for m in TOKEN.finditer(scope.text)]


def _pairs(text: str, placed: list[_Placed], mentions: list[Mention]) -> Iterator[tuple[_Placed, Mention]]:
    if not placed or not mentions:
        return
    spots = sorted({(mention.start, mention.end) for mention in mentions})
    apart = spots[-1][1] <= placed[0].start or spots[0][0] >= placed[-1].end
    if apart and len(spots) == len(placed) > 1:
        for token, spot in zip(placed, spots, strict=True):
            yield from ((token, mention) for mention in mentions if (mention.start, mention.end) == spot)
        return
    for token in placed:
        near = _nearest(text, token, placed, spots)
        yield from ((token, mention) for mention in mentions if (mention.start, mention.end) == near)


def _nearest(
    text: str, token: _Placed, placed: list[_Placed], spots: list[tuple[int, int]]
) -> tuple[int, int] | None:
    bracket = _BRACKET.match(text, token.end)  # "[[F1]] (two-year)": what stands in brackets behind it, names it
    named = [spot for spot in spots if bracket and bracket.start() <= spot[0] and spot[1] <= bracket.end()]
    if named:
        return named[0]
    masked = blank(text, [*spots, *((other.start, other.end) for other in placed)])
    cuts = [0, *(match.start() for match in _CLAUSE.finditer(masked)), len(text)]
    left = max(cut for cut in cuts if cut <= token.start)
    right = min((cut for cut in cuts if cut >= token.end), default=len(text))
    # The words "and"/"than" open a clause; a name directly behind the token and before the next cut is in it.
    inside = [spot for spot in spots if left <= spot[0] and spot[1] <= right]
    if inside:
        return min(inside, key=lambda spot: _distance(spot, token))
    before = [spot for spot in spots if spot[1] <= token.start]
    return before[-1] if before else min(spots, key=lambda spot: _distance(spot, token), default=None)


def _distance(spot: tuple[int, int], token: _Placed) -> int:
    return token.start - spot[1] if spot[1] <= token.start else spot[0] - token.end


def _compatible(scope: Scope, key: str, mention: Mention) -> bool:
    if key in scope.ledger.evidence:
        own = scope.ledger.evidence[key].segment.get(mention.column)
        return own is None or own == mention.value
    finding = scope.ledger.findings.get(key)
    if finding is None:
        return True
    sides = [finding.segment, finding.contrast or {}]
    if any(str(side.get(mention.column)) == mention.value for side in sides):
        return True
    if any(mention.column in side for side in sides):
        return False
    if is_polar(mention.value):  # the bare name of a yes/no column is an everyday word
        return True
    return mention.value.lower() in f"{finding.label} {finding.statement} {finding.filter}".lower()


def check_signs(scope: Scope) -> Iterator[tuple[str, str]]:
    """Yield a fault for each comparative, superlative or trend word that no cited finding carries."""
    if scope.sentence.tokens_only:
        return
    text = scope.without_tokens()
    text = blank(text, scope.allowed.spans(text))
    quoted = " ".join(item.quote.lower() for item in scope.evidence)
    for start, end, word, direction in directions(text, scope.language):
        if re.search(rf"\b{re.escape(word)}\b", quoted):
            continue
        if word == "more" and scope.text[end : end + 10].lower().startswith(" than one"):
            continue
        claim = Claim(
            word=word,
            direction="neutral" if _CORRELATIVE.search(text) else direction,
            negated=is_negated(text, start),
            turned=_turned(scope, start),
        )
        fault = judge(claim, _in_reach(scope, start), _subject_first(scope, start), scope.ledger)
        if fault:
            yield "comparison", fault


def _in_reach(scope: Scope, position: int) -> tuple[Finding, ...]:
    """Return the sentence's findings, the contrast whose token stands nearest to `position` first."""
    placed = [item for item in _placed(scope) if item.key in scope.ledger.findings]
    placed.sort(key=lambda item: min(abs(item.start - position), abs(item.end - position)))
    ranked = [scope.ledger.findings[item.key] for item in placed]
    return tuple(sorted(ranked, key=lambda finding: finding.contrast is None))


def _subject_first(scope: Scope, position: int) -> tuple[Finding, ...]:
    """Return the sentence's findings as the comparing word at `position` orders them, its subject first.

    What stands behind "than" is the object. The subject is the first token in the word's own clause, or the first
    of the sentence.
    """
    text = scope.without_tokens()
    placed = [item for item in _placed(scope) if item.key in scope.ledger.findings]
    objects = _objects(text, [item.start for item in placed], position)
    cuts = [0, *(match.start() for match in _STRONG.finditer(text)), len(text)]
    left = max(cut for cut in cuts if cut <= position)
    right = min(cut for cut in cuts if cut >= position)
    placed.sort(key=lambda item: (item.start in objects, not left <= item.start <= right, item.start))
    return tuple(scope.ledger.findings[key] for key in dict.fromkeys(item.key for item in placed))


def _objects(text: str, starts: list[int], position: int) -> set[int]:
    """Return which of the places are what something is compared with: the first behind "than" or its like."""
    marks = [match.end() for match in _THAN.finditer(text, position)]
    marks += [match.end() for match in _BESIDE.finditer(text[:position])]
    return {start for mark in marks if (start := min((s for s in starts if s >= mark), default=-1)) >= 0}


def _turned(scope: Scope, position: int) -> Mapping[str, bool]:
    """Return, by finding id, whether the sentence speaks from the side of the finding's contrast."""
    return {finding.id: _contrast_speaks(scope, finding, position) for finding in scope.findings}


def _contrast_speaks(scope: Scope, finding: Finding, position: int) -> bool:
    """Return whether the contrast is the grammatical subject: named first, or not the side behind "than"."""
    if finding.contrast is None:
        return False
    text = scope.without_tokens()
    mentions = scope.segments.mentions(text)
    own = _spots(mentions, finding.segment, finding.contrast)
    other = _spots(mentions, finding.contrast, finding.segment)
    if not finding.contrast:
        other += [start for start, _ in rest_mentions(text)]
    objects = _objects(text, [*own, *other], position)
    own_compared, other_compared = any(spot in objects for spot in own), any(spot in objects for spot in other)
    if own_compared != other_compared:
        return own_compared
    if own and other:
        return min(other) < min(own)
    return bool(other) and min(other) < position


def _spots(mentions: list[Mention], side: Mapping[str, str], against: Mapping[str, str]) -> list[int]:
    wanted = {(column, str(value)) for column, value in side.items() if str(against.get(column)) != str(value)}
    return [mention.start for mention in mentions if (mention.column, mention.value) in wanted]
