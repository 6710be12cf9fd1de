"""What somebody said and what somebody did, as conditions on rows: an answer, and rows of another table."""

from dataclasses import dataclass

from tools.arguments import Condition, Where
from tools.errors import AnalysisError
from tools.speech import is_are, quoted, said
from tools.tables.catalog import Column
from tools.tables.lexicon import says
from tools.who.scope import Scope
from tools.wording import is_question, listed, number, plural

_LEVELS = 11  # more values than that are a measurement, not a scale


@dataclass(frozen=True, slots=True)
class Claim:
    """An answer: the rows that give it (`yes`), the rows that answer at all (`asked`), and its words.

    `relative` follows the noun for the people ("who answered ..."), `heard` does so for all who answered at all;
    `levels` are the values of a scale, low to high, each with the condition that selects it, empty for an answer
    without an order.
    """

    yes: Where
    asked: Where
    relative: str
    heard: str
    levels: tuple[tuple[str, Condition], ...] = ()

    def verb(self, noun: str) -> str:
        """Return what those who say so did, behind a share of people: `answered "Yes" to "..."`."""
        head, _, rest = self.relative.partition(" ")
        return rest if head == "who" else f"are {noun} {self.relative}"


@dataclass(frozen=True, slots=True)
class Deed:
    """What was done: the rows of a table that show it, and how many of them it takes."""

    scope: Scope
    where: Where
    times: int = 1

    @property
    def words(self) -> str:
        """What the people who did it have or are, behind "they": `have orders whose product is Lamp`."""
        rows = self.scope.words(*self.where)
        if self.scope.rows_are_people:
            clause = rows.removeprefix(self.scope.noun()).strip()
            return clause.removeprefix("who ") if clause.startswith("who ") else f"are among {rows}"
        return f"have {rows}" if self.times == 1 else f"have at least {number(self.times)} {rows}"


def claim_of(scope: Scope, reference: str, value: str | None) -> Claim:
    """Return the answer that counts: the value asked for, else yes, else the upper half of a scale.

    Of a column of free text, `value` are words that have to stand in it. Raises AnalysisError where nothing tells
    which answer counts.
    """
    column = scope.column(reference)
    asked = (Condition(column=reference, op="present"),)
    if column.role == "text":
        if value is None:
            raise AnalysisError(
                f"`{reference}` holds free text: give the words that have to stand in it as `value`."
            )
        written = (Condition(column=reference, op="contains", value=value),)
        relative = f"who mention {quoted(value)} in {said(column.label)}"
        return Claim(written, asked, relative, f"who wrote any {said(column.label)}")
    levels = _levels(scope, reference, column)
    if value is None and levels:
        return _upper_half(column, asked, levels)
    value = value if value is not None else _affirmative(column)
    if value is None:
        known = listed([f"`{name}`" for name, _ in column.values[:10]], "or")
        raise AnalysisError(f"Say which answer of `{reference}` counts as `value`: {known or 'none is known'}.")
    yes = (Condition(column=reference, op="=", value=value),)
    told = scope.words(*yes).removeprefix(scope.words()).strip()
    return Claim(yes, asked, told, _heard(column), levels)


def _affirmative(column: Column) -> str | None:
    """Return the answer that says yes."""
    return column.positive or next((name for name, _ in column.values if says(name)), None)


def _levels(scope: Scope, reference: str, column: Column) -> tuple[tuple[str, Condition], ...]:
    """Return the values of a scale from low to high, none for a column without an order or with too many."""
    if column.role == "ordinal" and column.order:
        names = list(column.order)
    elif column.storage == "number" and column.role in {"measure", "ordinal"} and column.distinct <= _LEVELS:
        frame = scope.context.tables.frame(scope.table.name, [reference])[reference].dropna()
        names = [f"{value:g}" for value in sorted(frame.astype(float).unique())]
    else:
        return ()
    return tuple((name, Condition(column=reference, op="=", value=name)) for name in names)


def _upper_half(column: Column, asked: Where, levels: tuple[tuple[str, Condition], ...]) -> Claim:
    """Return the answers above the middle of a scale: 4 and 5 of 1 to 5, 6 to 10 of 0 to 10."""
    names = [name for name, _ in levels]
    numbers = _numbers(names)
    if numbers is None:
        upper = names[(len(names) + 1) // 2 :]
    else:
        upper = [name for name, at in zip(names, numbers, strict=True) if at > (numbers[0] + numbers[-1]) / 2]
    yes = (Condition(column=levels[0][1].column, op="in", value=upper),)
    told = f"{upper[0]} to {upper[-1]}" if len(upper) > 2 else listed(upper, "or")
    label = said(column.label)
    asks = is_question(column.label)
    relative = f"who answered {told} to {label}" if asks else f"whose {label} {is_are(label)} {told}"
    return Claim(yes, asked, f"{relative}, above the middle of the scale", _heard(column), levels)


def _heard(column: Column) -> str:
    """Return the clause for all who gave any answer."""
    return "who answered" if is_question(column.label) else f"whose {said(column.label)} is known"


def _numbers(names: list[str]) -> list[float] | None:
    try:
        return [float(name) for name in names]
    except ValueError:
        return None


def deed_of(scope: Scope, where: Where, times: int) -> Deed:
    """Return what counts as done; raises AnalysisError for rows that tell of nobody."""
    if scope.table.person is None and not scope.table.rows_are_people:
        raise AnalysisError(
            f"`{scope.table.name}` does not tell whose its rows are, so nobody's "
            f"{plural(scope.table.entity)} are known."
        )
    return Deed(scope, where, times)
