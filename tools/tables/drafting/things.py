"""Whether the rows of a table are things, and not people or what people did: few things may be told of."""

from tools.tables.catalog import DESCRIBED, Column
from tools.tables.drafting.facts import Facts
from tools.tables.drafting.grain import UNKNOWN, Grain
from tools.tables.lexicon import lexicon, matches, tokens, word_set


def are_things(grain: Grain, columns: list[Column], facts: list[Facts]) -> tuple[bool, str]:
    """Return whether rows are things, and the reason; not where anything in the table describes people."""
    if grain.entity == DESCRIBED:
        return True, ""
    if grain.person is not None or grain.rows_are_people or any(map(_about_people, columns)):
        return False, ""
    if grain.entity in word_set("people") or matches(tokens(grain.entity), lexicon()["of_people"]):
        return False, f"a {grain.entity} may be about one person, so few rows are not told of"
    if grain.entity == UNKNOWN and any(column.role == "text" for column in columns):
        return False, "somebody wrote the text of a row, so few rows are not told of"
    if grain.entity != UNKNOWN:
        return True, f"`{grain.entity}` is no word for people and nothing describes any, so rows are things"
    if any(_days(column) and known.unique for column, known in zip(columns, facts, strict=True)):
        return True, "every row is another day and nothing describes people, so rows are things"
    if any(known.unique and column.storage == "text" for column, known in zip(columns, facts, strict=True)):
        return True, "rows are named and nothing describes people, so they are things"
    return False, "a row may be about one person, so few rows are not told of (`rows_are_things: true` changes it)"


def _about_people(column: Column) -> bool:
    return bool(column.marks & {"personal", "protected"}) or column.role == "outcome"


def _days(column: Column) -> bool:
    """Return whether a column holds dates without a time of day: with one, a row may be what somebody did then."""
    ends = (column.minimum, column.maximum)
    return column.role == "time" and all(end is not None and len(end) == len("2025-01-31") for end in ends)
