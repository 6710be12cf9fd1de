"""Which columns hold the answers to price questions: the four of Van Westendorp, and "would you buy at"."""

import re
from dataclasses import dataclass
from itertools import combinations

from tools.speech import yes_no
from tools.tables.catalog import Column, Table
from tools.tables.lexicon import tokens

_CHEAP = frozenset(
    {
        "cheap",
        "bargain",
        "inexpensive",
        "low",
        "deal",
        "billig",
        "günstig",
        "guenstig",
        "schnäppchen",
        "preiswert",
        "bon",
        "marché",
        "barato",
        "ganga",
    }
)
_DEAR = frozenset(
    {"expensive", "dear", "high", "costly", "pricey", "teuer", "cher", "chère", "cara", "caro", "caros"}
)
_EXTREME = frozenset(
    {
        "too",
        "so",
        "doubt",
        "quality",
        "never",
        "prohibitively",
        "zu",
        "trop",
        "demasiado",
        "muy",
        "qualität",
        "qualité",
        "calidad",
    }
)
_MILD = frozenset(
    {
        "bargain",
        "getting",
        "starting",
        "starts",
        "still",
        "consider",
        "beginning",
        "good",
        "great",
        "deal",
        "value",
        "inexpensive",
    }
)
_WORTH = frozenset({"good", "great", "fair", "value", "worth", "gut", "bon", "bonne", "buena", "buen"})
_WOULD = frozenset(
    {
        "buy",
        "purchase",
        "subscribe",
        "pay",
        "accept",
        "order",
        "intent",
        "intention",
        "kaufen",
        "acheter",
        "comprar",
        "would",
    }
)
_NUMBER = re.compile(r"(?<![\w.])[$€£]?\s?(\d+(?:[.,]\d{1,2})?)(?![\w])")
_PAID = frozenset({"paid", "spent", "charged", "bezahlt", "payé", "pagado"})


@dataclass(frozen=True, slots=True)
class Meters:
    """The columns of the four questions, from too cheap to too expensive."""

    columns: tuple[str, str, str, str]


def price_meter(table: Table) -> Meters | None:
    """Return the four questions, told apart by what they ask: cheap or dear, mildly or to the extreme."""
    cheap: list[tuple[int, Column]] = []
    dear: list[tuple[int, Column]] = []
    worth: list[Column] = []  # "good value" is mildly cheap where no other column is
    for column in table.columns:
        if column.storage != "number":
            continue
        words = set(tokens(column.label)) | set(tokens(column.name))
        compact = "".join(tokens(column.name))
        low, high = bool(words & _CHEAP) or "cheap" in compact, bool(words & _DEAR) or "expensive" in compact
        extreme = len(words & _EXTREME) + ("toocheap" in compact or "tooexp" in compact) - len(words & _MILD)
        worth += [column] if words & _WORTH else []
        if low != high:
            (cheap if low else dear).append((extreme, column))
    if len(cheap) == 1:
        cheap += [(-1, column) for column in worth if column not in [item for _, item in (*cheap, *dear)]]
    if len(cheap) != 2 or len(dear) != 2:
        return None
    low_end = sorted(cheap, key=lambda item: (-item[0], _middle(item[1])))
    high_end = sorted(dear, key=lambda item: (item[0], _middle(item[1])))
    names = [column.name for _, column in (*low_end, *high_end)]
    return Meters((names[0], names[1], names[2], names[3]))


def _middle(column: Column) -> float:
    try:
        return (float(column.minimum or "") + float(column.maximum or "")) / 2
    except ValueError:
        return 0.0


def purchase_questions(table: Table) -> list[tuple[float, Column]]:
    """Return the yes/no columns that ask whether people would buy at a price, with the price, cheapest first."""
    found: list[tuple[float, Column]] = []
    for column in table.columns:
        label = column.label if _NUMBER.search(column.label) else column.name.replace("_", " ")
        price = _NUMBER.search(label)
        if price is None or not set(tokens(label)) & _WOULD or not column.values:
            continue
        if any(yes_no(column, value) for value, _ in column.values):
            found.append((float(price[1].replace(",", ".")), column))
    found.sort(key=lambda item: item[0])
    return found if len(found) >= 2 and _distinct(found) else []


def _distinct(found: list[tuple[float, Column]]) -> bool:
    return all(one[0] != other[0] for one, other in combinations(found, 2))


def asks_prices(table: Table) -> bool:
    """Return whether a table asks people about prices, in either way."""
    return price_meter(table) is not None or bool(purchase_questions(table))


def positive(column: Column) -> str:
    """Return the value of a yes/no column that says yes."""
    return next(value for value, _ in column.values if yes_no(column, value))


def paid_column(table: Table, aside: tuple[str, ...]) -> Column | None:
    """Return the column of what was really paid, by its name; None when there is none."""
    for column in table.columns:
        words = set(tokens(column.label)) | set(tokens(column.name))
        if column.storage == "number" and column.name not in aside and words & _PAID:
            return column
    return None
