"""Single numbers that stand out among the others by how often they occur, or as nothing among amounts."""

from tools.tables.drafting.facts import Facts

_VARIED = 20  # different values, below which frequent ones are no surprise
_TIMES = 4  # as many rows as the most frequent of the other values
_LEAST, _FEWEST = 0.02, 10
_MOST = 2


def spikes(facts: Facts, aside: tuple[tuple[str, int], ...]) -> tuple[tuple[str, int], ...]:
    """Return the values, with their rows, that hold far more rows than any other, without placeholders."""
    if facts.storage != "number" or facts.distinct < _VARIED:
        return ()
    gone = {float(value) for value, _ in aside}
    counted = [(str(value), int(rows)) for value, rows in facts.counts.items() if float(str(value)) not in gone]
    known = sum(rows for _, rows in counted)
    for size in range(_MOST, 0, -1):
        if len(counted) <= size:
            continue
        least, following = counted[size - 1][1], counted[size][1]
        if least >= max(_FEWEST, _LEAST * known, _TIMES * following):
            return tuple((value.removesuffix(".0"), rows) for value, rows in counted[:size])
    return ()
