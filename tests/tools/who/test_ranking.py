"""Which groups are shown: a limit that reaches beyond eight groups is kept."""

import pytest

from tools.who.groups import Group
from tools.who.ranking import rank


@pytest.mark.parametrize(("limit", "shown"), [(20, 20), (17, 17), (5, 5), (1, 1)])
def test_as_many_groups_are_shown_as_are_asked_for(limit: int, shown: int) -> None:
    groups = [Group((str(size),), None, size, None, {}) for size in range(20)]
    ranking = rank(groups, lambda group: group.rows, lambda one, other: True, "highest", limit)

    assert [group.rows for group in ranking.shown] == sorted(range(20), reverse=True)[:shown]
