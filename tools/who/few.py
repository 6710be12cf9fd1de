"""What is said of a group that is too small to be told of: that it is, by its name, and nothing else."""

from tools.disclosure import NOTHING_LEFT, too_few
from tools.results import Report
from tools.who.scope import Scope


def of_few(scope: Scope) -> bool:
    """Return whether so few people stand behind a scope that nothing may be told of it."""
    return bool(scope.where) and too_few(scope.people, scope.context.min_group)


def nothing_told(scope: Scope, *words: str) -> Report:
    """Return that groups of a scope are too small, in their words; by default the scope itself."""
    named = f"{NOTHING_LEFT.removesuffix('.')}: {', '.join(words or (scope.words(),))}."
    return Report(missing=(named,), sources=(scope.table.name,), withheld=1)
