"""Which column says that something happened: bought, left, converted, returned."""

from dataclasses import dataclass

from tools.tables.catalog import Column
from tools.tables.drafting.facts import Facts
from tools.tables.drafting.happened import DATED
from tools.tables.lexicon import kind_of, lexicon, matches, tokens

_NAMED = {"churn": 3.0, "buy": 3.0, "return": 2.5, "default": 1.5, "success": 2.0, "pleased": 1.0}
_ENOUGH = 2.0
# Kinds of events that a value names, the surest first.
_HAPPENING = ("buy", "churn", "return", "default", "pleased")
_VALUES = 6
_BEGINNING = 4  # letters that forms of one word share


@dataclass(frozen=True, slots=True)
class OutcomeGuess:
    """The column, the value that counts as "it happened", the kind of event, and why."""

    column: str
    positive: str
    kind: str | None
    reason: str


def find_outcome(columns: list[Column], facts: list[Facts]) -> OutcomeGuess | None:
    """Return the most likely outcome, None when no two-valued or status column suggests one."""
    flags = [c for c in columns if c.storage == "boolean" and c.positive and not c.made]
    scored = []
    told = sum(not column.made for column in columns)
    for column, known in zip(columns, facts, strict=True):
        if (
            (column.made and not column.made.endswith(DATED))
            or column.marks & {"protected", "personal"}
            or column.role not in ("segment", "constant")
        ):
            continue
        found = _score(column, known, last=known.position == told - 1, only=flags == [column])
        if found:
            scored.append(found)
    # Of equals the barest header wins: `cancelled` is what happened, `newsletter_subscribed` one option of many.
    best = max(scored, key=lambda pair: (pair[0], -len(tokens(pair[1].column))), default=None)
    return best[1] if best and best[0] >= _ENOUGH else None


def _score(column: Column, facts: Facts, *, last: bool, only: bool) -> tuple[float, OutcomeGuess] | None:
    named = None if facts.question else kind_of(facts.words, "outcome") or kind_of(facts.meant, "outcome")
    if named is not None and len(named[1]) == 1 and len(facts.words) > 1:
        named = None  # a target may be called "y", and "y94" is a year
    # Why something happened is told of those to whom it did: whether it did stands in another column.
    value = _telling_value(column) if not matches(facts.words, lexicon()["reasons"]) else None
    if column.storage == "boolean" and column.positive:
        named = named or _sold(facts, last=last)
        score = _NAMED[named[0]] if named else 0.0
        score += last + (1.0 if only and last else 0.0) - (0.5 if named and len(facts.words) > 2 else 0)
        why = f"`{named[1]}` in the header" if named else "the only yes/no column, and the last one"
        kind = named[0] if named else None
        return score, OutcomeGuess(
            column.name, column.positive, kind, f"{why}; `{column.positive}` counts; a guess"
        )
    if value and (named or _ends_in_event(facts)) and column.distinct > 2 and not _same_word(value[0], facts):
        return None  # "job lost: position abolished, season ended" tells how it happened to everybody
    if value and 2 <= column.distinct <= _VALUES and column.storage == "text":
        kind = value[1]
        # A header and a value that both name the event are surer than a header over yes and no.
        score = 2.0 + (1.0 if named else 0) + (0.5 if column.distinct == 2 else 0) + 0.5 * last
        return score, OutcomeGuess(
            column.name, value[0], kind, f"the value `{value[0]}` says that it happened; a guess"
        )
    return None


def _same_word(value: str, facts: Facts) -> bool:
    """Return whether a value repeats a word of the header in some form ("churned" of `churn_status`)."""
    begun = {word[:_BEGINNING] for word in (*facts.words, *facts.meant) if len(word) >= _BEGINNING}
    return any(word[:_BEGINNING] in begun for word in tokens(value))


def _ends_in_event(facts: Facts) -> bool:
    """Return whether a header written in one word ends in an event ("joblost")."""
    terms = [term for terms in lexicon()["outcome"].values() for term in terms if len(term) >= _BEGINNING]
    return any(word != term and word.endswith(term) for word in facts.words[-1:] for term in terms)


def _sold(facts: Facts, *, last: bool) -> tuple[str, str] | None:
    """Return that something was bought, and the word for it, where yes or no stands under a header of sales.

    As the last column of a file, where targets stand, the header may say what was sold in two words.
    """
    if facts.question or len(facts.words) > 1 + last:
        return None
    word = matches(facts.words, lexicon()["sold"]) or (last and matches(facts.words, lexicon()["products"]))
    return ("buy", word) if word else None


def _telling_value(column: Column) -> tuple[str, str] | None:
    """Return the one value that names an event, with its kind; buying outranks leaving (won, lost)."""
    hits: dict[str, list[str]] = {}
    for name, _ in column.values:
        words = tokens(name)
        found = kind_of(words, "outcome") if len(words) <= 3 and not {"no", "not", "never"} & set(words) else None
        if found and found[0] in _HAPPENING:
            hits.setdefault(found[0], []).append(name)
    for kind in _HAPPENING:
        if len(hits.get(kind, [])) == 1:
            return hits[kind][0], kind
    return None
