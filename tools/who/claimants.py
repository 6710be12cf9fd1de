"""The same people in two tables: who said something and who did something, joined by the key that both share."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tools.analysis import ToolContext
from tools.arguments import Where
from tools.disclosure import admitted, too_few
from tools.errors import AnalysisError
from tools.statistics.paired import Pairs
from tools.tables.catalog import Catalog, Table
from tools.who.claims import Claim, Deed
from tools.who.scope import Scope

Keys = NDArray[np.str_]
_NOBODY = ""
_COMPLETE = 0.95  # of the people of a table stand in its directory; others are samples of them
Mask = NDArray[np.bool_]
_Column = tuple[str, str]


@dataclass(frozen=True)
class Claimants:
    """Everybody who answered and is known where deeds are kept; `says` and `does` are aligned with `people`.

    `unknown` answered and are not known there: left out, or, where they are fewer than the threshold, counted as
    not having done it (`folded`), because their number must not be told.
    """

    scope: Scope
    rows: Keys
    answered: Mask
    people: Keys
    says: Mask
    does: Mask
    unknown: int
    folded: bool

    @property
    def pairs(self) -> Pairs:
        """The four cells."""
        both = int((self.says & self.does).sum())
        return Pairs(
            both,
            int(self.says.sum()) - both,
            int(self.does.sum()) - both,
            int((~self.says & ~self.does).sum()),
        )

    @property
    def whole(self) -> bool:
        """Whether these are all people who answered, so that conditions on the table select them exactly."""
        return self.unknown == 0 or self.folded

    def admitted(self, *groups: Mask) -> list[bool]:
        """Return for each group of people, in turn, whether it may be told beside all that was told before."""
        context, table = self.scope.context, self.scope.table.name
        masks = [self.answered & np.isin(self.rows, self.people[group]) for group in groups]
        return admitted(context, table, masks)

    def meeting(self, where: Where) -> Mask:
        """Return who of the people has a row in the table of answers that meets the conditions."""
        tables, table = self.scope.context.tables, self.scope.table.name
        return np.isin(self.people, self.rows[tables.mask(table, (*self.scope.where, *where))])

    def amounts(self, deed: Deed, metric: str) -> NDArray[np.float64]:
        """Return each person's sum of a measure over the rows of a deed, 0 for whoever has none."""
        tables, table = self.scope.context.tables, deed.scope.table.name
        keys = _keys(self.scope.context, table)
        values = tables.frame(table, [metric])[metric].to_numpy(dtype=float, na_value=0.0)
        mask = tables.mask(table, (*deed.scope.where, *deed.where))
        places = {key: place for place, key in enumerate(self.people)}
        sums = np.zeros(len(self.people))
        for key, value in zip(keys[mask], values[mask], strict=True):
            if key in places:
                sums[places[key]] += value
        return sums


def claimants(scope: Scope, claim: Claim, deed: Deed) -> Claimants:
    """Return the people of both sides; raises AnalysisError where no key joins the tables or nobody is in both."""
    context, table, other = scope.context, scope.table, deed.scope.table
    if not joinable(context.tables.catalog, table, other):
        raise AnalysisError(
            f"`{table.name}` and `{other.name}` share no key that tells who is who, so what people say there "
            f"cannot be set against what they do here. Each can only be counted on its own."
        )
    rows = _keys(context, table.name)
    asked = (rows != _NOBODY) & context.tables.mask(table.name, (*scope.where, *claim.asked))
    people = np.unique(rows[asked])
    known = np.isin(people, _found(context, other))
    unknown = int((~known).sum())
    folded = too_few(unknown, context.min_group)
    if unknown and not folded:
        people = people[known]
    if not len(people):
        raise AnalysisError(f"Nobody who answered in `{table.name}` is found in `{other.name}`.")
    said = rows[asked & context.tables.mask(table.name, (*scope.where, *claim.yes))]
    says, does = np.isin(people, said), np.isin(people, _doers(context, deed))
    return Claimants(scope, rows, asked, people, says, does, unknown, folded)


def joinable(catalog: Catalog, one: Table, other: Table) -> bool:
    """Return whether the people of two tables can be told apart by a common key, directly or by way of a third."""
    if one.name == other.name:
        return True
    if one.person is None or other.person is None:
        return False
    reached: set[_Column] = {(one.name, one.person)}
    waiting = list(reached)
    while waiting:
        here = waiting.pop()
        for join in catalog.joins:
            ends = ((join.left_table, join.left_column), (join.right_table, join.right_column))
            if here in ends:
                fresh = set(ends) - reached
                reached |= fresh
                waiting += fresh
    return (other.name, other.person) in reached


def _found(context: ToolContext, table: Table) -> Keys:
    """Return the keys of everybody who could have a row in a table: who has one, and who is in its directory.

    A directory has one row a person and nearly all of the table's people; whoever stands in it without rows here
    did nothing, which is known of them.
    """
    catalog = context.tables.catalog
    keys = [_keys(context, table.name)]
    for join in catalog.joins:
        directory = catalog.table(join.right_table)
        own = (join.left_table, join.left_column) == (table.name, table.person)
        if (
            own
            and directory is not None
            and join.share >= _COMPLETE
            and _one_a_person(directory, join.right_column)
        ):
            keys.append(_keys(context, directory.name))
    return np.concatenate(keys)


def _one_a_person(table: Table, column: str) -> bool:
    return table.person == column and (table.rows_are_people or table.key == (column,))


def _doers(context: ToolContext, deed: Deed) -> Keys:
    """Return the keys of those with enough rows of the deed."""
    keys = _keys(context, deed.scope.table.name)
    mask = (keys != _NOBODY) & context.tables.mask(deed.scope.table.name, (*deed.scope.where, *deed.where))
    found, counts = np.unique(keys[mask], return_counts=True)
    return np.asarray(found[counts >= deed.times])


def _keys(context: ToolContext, table: str) -> Keys:
    """Return the key of each stored row's person, empty where it has none."""
    return np.array([_NOBODY if key is None else str(key) for key in context.tables.persons(table)], dtype=np.str_)
