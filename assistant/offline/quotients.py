"""Links from words to quotients of two sums: "profit margin", "cost per click", "share of calls answered"."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from assistant.offline.asked import Clause
from assistant.offline.draft import OF
from assistant.offline.figures import figures, said
from assistant.offline.headers import content
from assistant.offline.lexicon import lexicon
from assistant.offline.operands import COUNTS, OWN, Numbers, Place, stems_of
from assistant.offline.reading import Link
from assistant.offline.vocabulary import Vocabulary
from assistant.offline.words import Token
from tools.tables.catalog import Column
from tools.tables.formula import Formula, Sum, parse
from tools.tables.lexicon import tokens as header

_SURE = 1.3  # two numbers and what sets them in relation say more than each of them
_NAMED = 1.2
_DEFINED = 1.35
_UNTOLD = frozenset({"number", None})
_PREFIX = 4  # letters of a compound before "quote" at least


def quotients(clause: Clause, vocabulary: Vocabulary, candidates: Sequence[Link]) -> list[Link]:
    """Return the links of a clause to quotients of two numbers of a row, spanning all the words that say them."""
    numbers = Numbers(clause, vocabulary, candidates)
    if len(numbers.columns) < 2:
        return []
    found = [*_named(numbers), *_rates(numbers), *_between(numbers), *_of_which(numbers), *_costs(numbers)]
    return [*found, *_defined(clause, found)]


def _link(numbers: Numbers, start: int, end: int, formula: Formula | None, score: float = _SURE) -> Iterator[Link]:
    if formula is not None and parse(formula.written(), numbers.table) is not None:
        yield Link("column", start, end, score, formula.written())


def _over(top: Column, under: Column, *, share: bool = False, factor: float = 1.0) -> Formula | None:
    """Return the quotient of two columns; None of one over itself, or for a share of what it is no part of."""
    if top.name == under.name or (share and not _alike(top, under)):
        return None
    return Formula(Sum((top.name,)), Sum((under.name,)), share=share, factor=factor)


def _alike(one: Column, other: Column) -> bool:
    return one.unit == other.unit or {one.unit, other.unit} <= COUNTS or bool({one.unit, other.unit} & _UNTOLD)


def _named(numbers: Numbers) -> Iterator[Link]:
    """Yield figures that are called by a name of their own, unless a column has that name."""
    for figure in figures().named:
        for start, end in said(figure.called, numbers.clause.words):
            asked = {word.stem for word in numbers.clause.words[start:end]}
            stored = any(asked <= {*stems_of(column)} for column in numbers.table.columns)
            if stored or (end - start == 1 and _idiom(numbers.clause, start)):
                continue
            made = next((item for way in figure.ways if (item := figures().made_of(way, numbers.table))), None)
            if made is not None:
                yield from _link(numbers, start, end, made, _NAMED)
                yield from _named_of(numbers, start, end, made)


def _named_of(numbers: Numbers, start: int, end: int, made: Formula) -> Iterator[Link]:
    """Yield a named figure with what it is said to be of ("conversion rate of visits"), which is divided by."""
    words = numbers.clause.words
    under = numbers.after(end + 1) if end < len(words) and words[end].norm in OF | _FROM else None
    if under is not None and under.own >= OWN and under.name not in made.top.names:
        yield from _link(numbers, start, under.end, replace(made, under=Sum((under.name,))), _SURE)


def _idiom(clause: Clause, at: int) -> bool:
    """Return whether "margin" is what somebody is ahead by ("by a wide margin", "margin of error")."""
    before = {word.norm for word in clause.words[max(0, at - 3) : at]}
    after = [word.norm for word in clause.words[at + 1 : at + 3]]
    return ("by" in before and bool(before & lexicon().articles)) or after == ["of", "error"]


def _rates(numbers: Numbers) -> Iterator[Link]:
    """Yield the rate of a part whose whole another column holds ("abandonment rate"), or of a cost of sales."""
    words = numbers.clause.words
    for at, word in enumerate(words):
        ends = word.norm in lexicon().rates | lexicon().ratios
        compound = next(
            (end for end in lexicon().rates if word.norm.endswith(end) and len(word.norm) > len(end)), ""
        )
        if not ends and not compound:
            continue
        place = numbers.before(at) if ends else _headed(numbers, at, word.norm.removesuffix(compound))
        if place is None or place.own < OWN or place.end < at:
            continue
        under = numbers.whole_of(place.column)
        if under is None and place.column.unit == "money":
            under = figures().column("revenue", numbers.table)
        if under is not None:
            yield from _link(numbers, place.start, at + 1, _over(place.column, under, share=True), _NAMED)


def _headed(numbers: Numbers, at: int, begun: str) -> Place | None:
    """Return the number whose header a German compound begins with ("Personalkosten" of "Personalkostenquote")."""
    found = [
        column
        for column in numbers.columns.values()
        if len(begun) >= _PREFIX
        and "".join(header(column.name)).removesuffix("s") in {begun, begun.removesuffix("s")}
    ]
    return Place(at, at + 1, found[0], 1.0) if len(found) == 1 else None


def _between(numbers: Numbers) -> Iterator[Link]:
    """Yield what stands around "per", "divided by", "as a share of" and "the ratio of ... to"."""
    words = numbers.clause.words
    for start, end in said(figures().per, words):
        factor, behind = _factor(words, end)
        top, under = numbers.before(start), _divisor(numbers, behind)
        if top is not None and under is not None:
            yield from _link(numbers, top.start, under.end, _over(top.column, under.column, factor=factor))
    for start, end in said(figures().divided, words):
        top, under = numbers.before(start), numbers.after(end)
        limited = end < len(words) and words[end].number is not None  # "(over 250 day minutes)" is a limit
        sure = not limited and top is not None and under is not None and min(top.own, under.own) >= OWN
        if sure and top is not None and under is not None and top.end == start:
            formula = _over(top.column, under.column, share=_alike(top.column, under.column))
            yield from _link(numbers, top.start, under.end, formula)
    for start, end in said(figures().of_which, words):
        top, under = numbers.before(start), numbers.after(end)
        if top is not None and under is not None:
            yield from _link(numbers, top.start, under.end, _over(top.column, under.column, share=True))
    for start, end in said(figures().ratio, words):
        top = numbers.after(end)
        joined = top is not None and top.end < len(words) and words[top.end].norm in _TO
        under = numbers.after(top.end + 1) if top is not None and joined else None
        if top is not None and under is not None:
            yield from _link(numbers, start, under.end, _over(top.column, under.column))


_ONE = frozenset({"one", "each", "every", "single", "average", "jeder", "jede", "jedes", "chaque", "cada"})
_FROM = frozenset({"from", "per", "among", "aus", "pro", "par", "por"})
_TO = frozenset({"to", "and", "zu", "und", "à", "et", "a", "y", "over", "entre"})


def _factor(words: Sequence[Token], at: int) -> tuple[float, int]:
    """Return by how much is told ("per thousand emails"), and the place behind it."""
    word = words[at] if at < len(words) else None
    size = figures().large.get(word.norm) if word is not None else None
    number = word.number if word is not None and word.number in figures().large.values() else None
    if size is None and number is None:
        return 1.0, at
    return float(size or number or 1), at + 1


def _divisor(numbers: Numbers, at: int) -> Place | None:
    """Return what is divided by: a number that is named, or that of the people whose heads are counted."""
    words = numbers.clause.words
    found = numbers.after(at)
    if found is not None and found.own >= OWN and _names_no_rows(numbers, found):
        return found
    word = words[at].norm if at < len(words) else ""
    people = figures().column("heads" if word in figures().per_head else "customers", numbers.table)
    named = word in figures().per_head or word in lexicon().people
    if named and people is not None and numbers.table.person is None:
        return Place(at, at + 1, people, 1.0)
    return found if found is not None and _names_no_rows(numbers, found) and words[at].norm == "unit" else None


def _names_no_rows(numbers: Numbers, place: Place) -> bool:
    """Return whether a divisor is no noun for the rows: then rows are counted, and no column."""
    nouns = {*content(numbers.table.entity)}
    return not {word.stem for word in numbers.clause.words[place.start : place.end]} <= nouns


def _of_which(numbers: Numbers) -> Iterator[Link]:
    """Yield "share of the rooms available that is sold": a part behind the whole that it is said to be of."""
    for start, end in said(figures().among, numbers.clause.words):
        under = numbers.after(end)
        top = numbers.after(under.end) if under is not None else None
        if under is None or top is None or under.own < OWN:
            continue
        grouped = any(
            cue.concept in {"by", "per", "among"} and under.end <= cue.start < top.start
            for cue in numbers.clause.cues
        )
        if not grouped:
            yield from _link(numbers, start, top.end, _over(top.column, under.column, share=True))


def _costs(numbers: Numbers) -> Iterator[Link]:
    """Yield what one of something costs ("what does a click cost us"), where spending stands beside its number."""
    words = numbers.clause.words
    for at, word in enumerate(words):
        under = numbers.before(at) if word.norm in figures().costs else None
        single = under is not None and under.start > 0 and words[under.start - 1].norm in lexicon().articles | _ONE
        if under is None or not single or under.own < OWN or under.column.unit not in COUNTS:
            continue
        spent = figures().column("spending", numbers.table) or numbers.amount_of(under.column)
        if spent is not None:
            yield from _link(numbers, under.start, at + 1, _over(spent, under.column))


def _defined(clause: Clause, found: Sequence[Link]) -> Iterator[Link]:
    """Yield a quotient in brackets with the words before them that it defines ("occupancy (a over b)")."""
    for link in found:
        opens = clause.text[: clause.words[link.start].start].rstrip()
        closes = clause.text[clause.words[link.end - 1].end :].lstrip()
        if opens.endswith("(") and closes.startswith(")"):
            start = link.start
            while start > 0 and clause.content(start - 1):
                start -= 1
            yield Link("column", start, link.end, _DEFINED, link.name)
        elif closes.startswith("("):
            shut = clause.text.find(")", clause.words[link.end - 1].end)
            end = sum(word.start < shut for word in clause.words)
            yield Link("column", link.start, end, link.score - 0.05, link.name)
