"""Whether cited findings carry a comparison: its existence, its sign, its rank."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from assistant.ledger.lexicon import Direction, is_multiple, is_superlative
from assistant.ledger.numbering import Ledger
from tools.results import Finding

_MULTIPLE_RANGE = {"up": (1.75, 2.35), "down": (0.42, 0.58)}


@dataclass(frozen=True, slots=True)
class Claim:
    """A comparing word. `turned` says by finding id whether the contrast, not the segment, is the subject."""

    word: str
    direction: Direction
    negated: bool
    turned: Mapping[str, bool]


def judge(claim: Claim, reach: Sequence[Finding], in_order: Sequence[Finding], ledger: Ledger) -> str | None:
    """Return what is wrong with a claim, or None.

    `reach` are the sentence's findings, the best candidate first; `in_order` the same as they are cited.
    """
    contrasts = [finding for finding in reach if finding.contrast is not None]
    if contrasts:
        return _against_contrast(claim, contrasts)
    if claim.word in {"majority", "mehrheit", "majorité", "mayoría"}:
        shares = [finding for finding in reach if finding.unit == "share" and low(finding) > 0.5]
        return None if shares else f"`{claim.word}` needs a cited share whose interval lies above one half."
    if is_superlative(claim.word):
        return _extreme(claim, in_order, ledger)
    return _ordered(claim, in_order)


def _against_contrast(claim: Claim, contrasts: Sequence[Finding]) -> str | None:
    finding = contrasts[0]
    sign = sign_of(finding)
    if claim.negated:
        return None if sign == 0 else f"[[{finding.id}]] does show a difference; `{claim.word}` is negated."
    if sign == 0:
        return f"The interval of [[{finding.id}]] includes no difference: call it a tie, not `{claim.word}`."
    if is_multiple(claim.word) and not _is_multiple_of(claim, contrasts):
        return f"`{claim.word}` needs a cited ratio of that size."
    if claim.direction == "neutral":
        return None
    seen = -sign if claim.turned.get(finding.id) else sign
    wanted = 1 if claim.direction == "up" else -1
    if seen != wanted:
        return f"[[{finding.id}]] points the other way than `{claim.word}` says."
    return None


def _is_multiple_of(claim: Claim, contrasts: Sequence[Finding]) -> bool:
    bounds = _MULTIPLE_RANGE.get(claim.direction)
    if bounds is None or claim.word.startswith("tripl"):
        bounds = (2.6, 3.5)
    for finding in contrasts:
        if finding.unit == "ratio" and isinstance(finding.value, int | float) and finding.value > 0:
            ratio = 1 / finding.value if claim.turned.get(finding.id) else float(finding.value)
            if bounds[0] <= ratio <= bounds[1]:
                return True
    return False


def _ordered(claim: Claim, findings: Sequence[Finding]) -> str | None:
    for first, second in combinations(findings, 2):
        if not _comparable(first, second):
            continue
        if claim.negated:
            return None if not disjoint(first, second) else f"`{claim.word}` is negated, but they do differ."
        if not disjoint(first, second):
            return f"The intervals of [[{first.id}]] and [[{second.id}]] overlap: call it a tie."
        if claim.direction == "neutral":
            return None
        rising = low(first) > high(second)
        if rising != (claim.direction == "up"):
            return f"[[{first.id}]] and [[{second.id}]] stand in the other order than `{claim.word}` says."
        return _factor(claim, first, second)
    return f"`{claim.word}` compares; cite the finding that compares, or both findings with intervals apart."


def _factor(claim: Claim, first: Finding, second: Finding) -> str | None:
    if not is_multiple(claim.word):
        return None
    larger, smaller = abs(high(first) + low(first)), abs(high(second) + low(second))
    low_bound, high_bound = _MULTIPLE_RANGE["up"]
    if claim.word.startswith("tripl"):
        low_bound, high_bound = 2.6, 3.5
    factor = max(larger, smaller) / min(larger, smaller) if min(larger, smaller) else float("inf")
    return None if low_bound <= factor <= high_bound else f"`{claim.word}` is not the ratio of the cited findings."


def _extreme(claim: Claim, findings: Sequence[Finding], ledger: Ledger) -> str | None:
    for finding in findings:
        peers = [
            other for other in ledger.findings.values() if other.id != finding.id and _comparable(finding, other)
        ]
        peers = [other for other in peers if dict(other.segment) != dict(finding.segment)]
        if not peers or not any(other in findings for other in peers):
            continue
        above = all(low(finding) > high(other) for other in peers)
        below = all(high(finding) < low(other) for other in peers)
        if claim.negated:
            return None
        if (above and claim.direction != "down") or (below and claim.direction != "up"):
            return None
        return f"[[{finding.id}]] is not clearly first (`{claim.word}`): intervals overlap, or another one is."
    return f"`{claim.word}` ranks; cite the finding that compares, or the first and the next with intervals apart."


def sign_of(finding: Finding) -> int:
    """Return 1 or -1 for a contrast that differs, 0 when its interval (or p-value) includes no difference."""
    if not isinstance(finding.value, int | float):
        return 0
    zero = 1.0 if finding.unit == "ratio" else 0.0
    if finding.interval is not None and finding.interval[0] <= zero <= finding.interval[1]:
        return 0
    if finding.interval is None and finding.p_value is not None and finding.p_value > 0.05:
        return 0
    return (finding.value > zero) - (finding.value < zero)


def low(finding: Finding) -> float:
    """Return the lower end of a finding's interval, or its exact value."""
    return finding.interval[0] if finding.interval else float(finding.value or 0)


def high(finding: Finding) -> float:
    """Return the upper end of a finding's interval, or its exact value."""
    return finding.interval[1] if finding.interval else float(finding.value or 0)


def disjoint(first: Finding, second: Finding) -> bool:
    """Return whether the intervals of two findings do not touch."""
    return low(first) > high(second) or low(second) > high(first)


def _comparable(first: Finding, second: Finding) -> bool:
    numeric = isinstance(first.value, int | float) and isinstance(second.value, int | float)
    same = (first.metric, first.unit, first.table) == (second.metric, second.unit, second.table)
    return (
        numeric
        and same
        and first.contrast is None
        and second.contrast is None
        and (set(first.segment) == set(second.segment))
    )
