"""Links to sums of columns that are listed one by one: "rent, wages and fuel combined"."""

from collections.abc import Iterator, Sequence

from assistant.offline.asked import Clause
from assistant.offline.figures import together
from assistant.offline.reading import Link
from assistant.offline.vocabulary import Vocabulary
from tools.tables.catalog import Column
from tools.tables.formula import Formula, Sum

ADDED = frozenset({"money", "count", "number", "duration", "days", None})
_TOLD = 1.3
_MOST, _FEWEST = 40, 2
_JOINING = frozenset({"and", "und", "et", "y", "plus", "the", "of", "die", "der", "das", "la", "le"})


def listed_sums(clause: Clause, vocabulary: Vocabulary, candidates: Sequence[Link]) -> Iterator[Link]:
    """Yield the sum of columns that are listed and said to be taken together ("rent, wages and fuel combined")."""
    joined = together(clause.words)
    own = [
        link
        for link in candidates
        if link.kind == "column" and link.score >= 0.9 and _adds(vocabulary.table.column(link.name))
    ]
    chains = [[link] for link in own]
    while chains and joined:
        grown = [
            [*chain, link]
            for chain in chains
            for link in own
            if link.start > chain[-1].start
            and link.start >= chain[-1].end
            and link.name not in {item.name for item in chain}
            and _joined(clause, chain[-1].end, link.start)
        ]
        if not grown:
            break
        chains = grown[:_MOST]
    for chain in chains:
        units = {vocabulary.column(link.name).unit for link in chain} - {"number", None}
        if len(chain) >= _FEWEST and len(units) <= 1 and joined:
            reference = Formula(Sum(tuple(link.name for link in chain))).written()
            yield Link("column", chain[0].start, chain[-1].end, _TOLD, reference)


def _adds(column: Column | None) -> bool:
    return column is not None and column.role == "measure" and column.storage == "number" and column.unit in ADDED


def _joined(clause: Clause, end: int, start: int) -> bool:
    """Return whether a comma or an "and" is all that stands between two words."""
    words = clause.words
    between = clause.text[words[end - 1].end : words[start].start].strip(" ,&+/")
    return {word.casefold() for word in between.split()} <= _JOINING
