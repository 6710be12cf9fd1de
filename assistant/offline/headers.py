"""The phrases by which people name a column: its header, its parts, its label, words for it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from assistant.offline.lexicon import lexicon
from assistant.offline.rows import only_amount, presumed_amount, unnamed
from assistant.offline.words import Token, phrase, stem, tokens
from tools.tables.catalog import Column, Table

_IDS = frozenset({"id", "no", "number", "key", "code", "nr", "ref"})
_SHORT_NAME = 3
_WHERE = frozenset(map(stem, ("home", "household")))  # where people live whom a header counts ("Kidhome")
_LEAST_FIRST = 3  # letters of the first part of a compound
_WHOLE_WORD = 4  # letters at least of an initial and a word ("vmail")
_INITIALS, _LONG_WORD = 2, 5  # letters that stand for a word in a header, and of such a word at least
_PIECE, _APART = 3, 4  # letters of a word run together with another, and words from one to the other
_VAGUE = 0.75
_TOLD = 0.8
_PLAIN = 0.9
BY_DESCRIPTION = 0.7  # how surely words of a column's description name it
_PER = frozenset({"per", "pro", "par", "por"})
_UNITS_OF_TIME = frozenset(
    {"hour", "day", "week", "month", "quarter", "year", "woche", "monat", "tag", "jahr", "semaine"}
)
_AMOUNT_WORDS = (
    *("revenue", "spend", "spent", "spending", "sales", "amount", "value", "money", "paid", "turnover"),
    *("dollars", "euros", "pounds"),
)
# What people call a column of free text, whatever its header says.
_WRITTEN = ("free text", "text", "free answer")
_SHAPING = ("aggregate.", "order.", "grain.", "by", "which", "when", "trend", "filler", "data", "compare.")


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words that stand for a column or value: content stems in order, and how sure the phrase itself is.

    `head` is the word of a short name without which it is not named (`fee` of "monthly fee"). A `literal` phrase
    is itself a stand-in, so that nothing may stand for it in turn.
    """

    stems: tuple[str, ...]
    trust: float
    head: str = ""
    literal: bool = False


def column_phrases(column: Column, table: Table) -> Iterator[Phrase]:
    """Yield the phrases that name a column of a table, each once, the surest first."""
    seen: set[tuple[str, ...]] = set()
    texts = [
        (column.name, 1.0),
        (column.label, 1.0),
        *((text, 0.95) for text in _compounds(column.name)),
        *other_words(column),
    ]
    if column.role == "id":
        words = [word.norm for word in tokens(column.name.replace("_", " ")) if word.norm not in _IDS]
        texts.append((" ".join(words), 0.95))
    texts += [(text, 0.95) for text in _named_things(column.name)]
    texts += [(text, _TOLD) for text in _spelled_out(column.name)]
    texts += [(text, _PLAIN) for text in _in_full(column.name, table)]
    for bare in bare_names(column.name):
        texts += [(bare, _PLAIN), *((text, _TOLD) for text in _spelled_out(bare))]
    texts += [(text, _PLAIN) for text in _untimed(column.name)]
    asked = column.label.lower()
    texts += [(word, _TOLD) for told, words in lexicon().headers.items() if told in asked for word in words]
    if column.description:
        texts.append((column.description, BY_DESCRIPTION))
    for text, trust in texts:
        stems = content(text)
        short = len(phrase(text)) <= _SHORT_NAME
        for form in dict.fromkeys((stems, _bare_name(stems) if short and not is_dated(column) else stems)):
            if form and form not in seen:
                seen.add(form)
                head = (form if is_dated(column) else _bare_name(form))[-1] if short and len(form) > 1 else ""
                yield Phrase(form, trust, head, literal=trust == _VAGUE or column.role == "id")
    yield from _implied(column, table)


def _implied(column: Column, table: Table) -> Iterator[Phrase]:
    """Yield what a column is called for what it is among the others, whatever its header says."""
    if column == only_amount(table):
        for word in ("value", "amount", "size"):  # the only amount a row has is the row's amount
            yield Phrase((*content(table.entity), stem(word)), 0.95)
    if unnamed(table) and column is presumed_amount(table):
        for word in _AMOUNT_WORDS:
            yield Phrase((stem(word),), 0.8)
    yield from _written(column)


def _written(column: Column) -> Iterator[Phrase]:
    """Yield what people call a column of free text, whatever its header says."""
    for words in _WRITTEN if column.role == "text" else ():
        yield Phrase(tuple(stem(word) for word in words.split()), _PLAIN)


def other_words(column: Column) -> Iterator[tuple[str, float]]:
    """Yield the words people use for a column; words that shape questions ("how many") name no column."""
    vague = {word for quantity in lexicon().quantities for word in quantity.words}
    for word in column.words:
        cues = lexicon().cues(tokens(word))
        shaping = any(
            cue.concept.startswith(_SHAPING) and cue.end - cue.start == len(tokens(word)) for cue in cues
        )
        if not shaping:
            yield word, _VAGUE if word in vague else 0.95


def _named_things(name: str) -> Iterator[str]:
    """Yield a header without the `name` at its end: what is named is meant ("product categories")."""
    words = [word.norm for word in tokens(name.replace("_", " "))]
    if len(words) > 1 and words[-1] == "name":
        yield " ".join(words[:-1])


def _spelled_out(name: str) -> Iterator[str]:
    """Yield a header with its usual abbreviations spelled out (`adr`, `cust_bal`)."""
    words = [word.norm for word in tokens(name.replace("_", " "))]
    known = [(at, text) for at, word in enumerate(words) for text in lexicon().abbreviations.get(word, ())]
    if len({at for at, _ in known}) > 1:
        yield " ".join(next(iter(lexicon().abbreviations.get(word, ())), word) for word in words)
    yield from (" ".join([*words[:at], text, *words[at + 1 :]]) for at, text in known)
    for at, text in known:
        yield " ".join(part for part in [*words[:at], text, *words[at + 1 :]] if _tells(part))


def _in_full(name: str, table: Table) -> Iterator[str]:
    """Yield a header with a piece in full that another header spells out (`vmail` beside `Voice mail plan`)."""
    words = [word.norm for word in tokens(name.replace("_", " "))]
    others = [[word.norm for word in tokens(other.name.replace("_", " "))] for other in table.columns]
    pairs = [pair for other in others for pair in pairwise(other)]
    short = {f"{first[0]}{stem(second)}": f"{first} {second}" for first, second in pairs}
    for at, word in enumerate(words):
        if len(word) >= _WHOLE_WORD and (full := short.get(stem(word))) is not None:
            core = [*words[:at], full, *words[at + 1 :]]
            yield " ".join(core)
            yield " ".join(part for part in core if part not in lexicon().counters)


def _untimed(name: str) -> Iterator[str]:
    """Yield a header without the stretch of time that it is counted by ("Homework per week")."""
    words = [word.norm for word in tokens(name.replace("_", " "))]
    for at, word in enumerate(words[:-1]):
        if at > 0 and word in _PER and words[at + 1] in _UNITS_OF_TIME:
            yield " ".join([*words[:at], *words[at + 2 :]])


def _tells(word: str) -> bool:
    """Return whether a piece of a header names something: no number, no single letter, no span such as `12m`."""
    return len(word) > 1 and not word[0].isdigit()


def bare_names(name: str) -> Iterator[str]:
    """Yield a header without single letters and figures (`n_fines_12m`, `q3_role`), and without what only says
    that it counts, and over which time (`Logins_Cnt_30_day`)."""
    words = [word.norm for word in tokens(name.replace("_", " "))]
    kept = [word for word in words if _tells(word)]
    if kept and len(kept) < len(words):
        yield " ".join(kept)
    counting = [word for at, word in enumerate(words) if not _tells(word) or _counts(words, at)]
    core = [word for word in words if word not in counting]
    if core and counting and core != kept:
        yield " ".join(core)


def _counts(words: Sequence[str], at: int) -> bool:
    """Return whether a piece of a header says that something is counted, or the unit of a number before it."""
    timed = at > 0 and words[at - 1].isdigit() and stem(words[at]) in lexicon().suffixes
    return words[at] in lexicon().counters or timed


def _compounds(name: str) -> Iterator[str]:
    """Yield a name written together in two parts when its second part is a word that columns are called by."""
    for word in [token.text for token in tokens(name)][:_SHORT_NAME]:
        lower = word.lower() if word[1:].islower() else word
        if not lower.isalpha() or not lower.islower():
            continue
        for cut in range(_LEAST_FIRST, len(lower) - 3):
            if stem(lower[cut:]) in lexicon().synonyms:
                yield f"{lower[:cut]} {lower[cut:]}"


def _bare_name(stems: tuple[str, ...]) -> tuple[str, ...]:
    """Return a name without the units and forms at its end: `amount` of `amount eur`."""
    kept = stems
    while len(kept) > 1 and kept[-1] in lexicon().suffixes | _WHERE:
        kept = kept[:-1]
    return kept


def is_dated(column: Column) -> bool:
    """Return whether a column holds numbers of the calendar, such as years."""
    return column.role == "ordinal" and column.storage == "number" and column.unit != "score"


def content(text: str) -> tuple[str, ...]:
    """Return the stems of a phrase without function words; all of them when nothing else is there."""
    stems = phrase(text)
    kept = tuple(word for word in stems if word not in lexicon().function_words)
    return kept or stems


def run_together(words: Sequence[Token], name: str) -> Iterator[tuple[int, int]]:
    """Yield where both words of a header run together stand, in any form and order ("own a gun" of `owngun`)."""
    letters = name.lower()
    if not letters.isalpha():
        return
    for at, word in enumerate(words):
        begun = next((piece for piece in (word.norm, word.stem) if letters.startswith(piece)), "")
        rest = letters[len(begun) :]
        following = words[at + 1].norm if at + 1 < len(words) else ""
        if (
            len(begun) >= _PIECE
            and len(rest) == _INITIALS
            and len(following) > _LONG_WORD
            and following.startswith(rest)
        ):
            yield at, at + 2  # `airco`
        if len(begun) < _PIECE or len(rest) < _PIECE:
            continue
        for other in range(max(0, at - _APART), min(len(words), at + _APART + 1)):
            cut_short = len(rest) > _PIECE and words[other].norm.startswith(rest)
            same = words[other].stem in {stem(rest), *lexicon().synonyms.get(stem(rest), ())}
            if other != at and (same or cut_short):
                yield min(at, other), max(at, other) + 1
