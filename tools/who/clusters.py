"""find_groups: which kinds of customers there are by their traits, told only where there are any."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tools.analysis import Analysis, ToolContext
from tools.arguments import Arguments, Grouping, Period, TableName, Where, slot
from tools.disclosure import admitted, hidden_cells
from tools.results import Report
from tools.statistics.grouping import MOST_GROUPS, Grouped, grouped
from tools.statistics.latent_class import Codes
from tools.who.clusters_repeats import Merged, merged
from tools.who.clusters_rows import Cases, cases_of
from tools.who.clusters_words import Words
from tools.who.outcome import Outcome
from tools.who.scope import Scope
from tools.wording import plural

_FEWEST = 100
_FITTED_ON = 3000
_LEAST = 20


class GroupArguments(Arguments):
    """Whose traits, which of them, and how many groups where that is asked."""

    table: TableName
    by: tuple[Grouping, ...] = slot(
        "by", "Only these columns as traits; none: every one that may be used.", default=()
    )
    outcome: str | None = slot(
        "outcome",
        "What the groups are compared on afterwards; by default the table's outcome. It forms no group.",
        default=None,
    )
    value: str | None = slot(
        "value", "The value of `outcome` that counts; by default the positive one.", default=None
    )
    where: Where = slot("where", "Only rows that satisfy these conditions.", default=())
    period: Period | None = slot("period", "Only rows dated in this period.", default=None)
    groups: int | None = slot(
        "limit",
        "How many groups, where a number is asked for; by default it is chosen.",
        default=None,
        ge=2,
        le=50,
    )


@dataclass(frozen=True, slots=True)
class Groups:
    """What was found: the answer on the rows looked at, and the group of every customer, largest group first."""

    cases: Cases
    repeats: Merged
    answer: Grouped
    sampled: bool
    labels: Codes | None = None
    unusual: int = 0
    hidden: frozenset[int] = frozenset()

    @property
    def count(self) -> int:
        """The number of groups, 0 for none."""
        return 0 if self.labels is None else int(self.labels.max(initial=-1)) + 1


def find_groups(context: ToolContext, arguments: GroupArguments) -> Report:
    """Return the groups with their size, traits and outcome, how stable they are, or that there are none."""
    scope = Scope.open(context, arguments.table, arguments.where, arguments.period)
    wanted_outcome = arguments.outcome or scope.table.outcome
    outcome = Outcome.of(scope, wanted_outcome, arguments.value) if wanted_outcome else None
    aside = frozenset(
        [column.name for column in scope.table.columns if column.role == "outcome"]
        + ([outcome.reference] if outcome else [])
    )
    cases = cases_of(scope, tuple(grouping.column for grouping in arguments.by), aside)
    repeats = merged(cases.traits)
    noun = plural(scope.person) if cases.summed else scope.noun()
    if cases.count < _FEWEST:
        few = f"Groups of {noun} are not looked for: it takes {_FEWEST}, and there are fewer."
        return Report(missing=(few,), sources=(scope.table.name,))
    if len(repeats.traits) < 2:
        lacking = f"Groups of {noun} are not looked for: it takes two traits that may be used and differ."
        return Report(missing=(lacking,), sources=(scope.table.name,))
    found = _found(scope, cases, repeats, arguments.groups)
    return Words(scope, found, noun, outcome if not cases.summed else None, arguments.groups).report()


def _found(scope: Scope, cases: Cases, repeats: Merged, wanted: int | None) -> Groups:
    generator = np.random.default_rng(0)
    rows = np.sort(generator.permutation(cases.count)[:_FITTED_ON])
    every = cases.matrix(repeats.traits)
    least = max(_LEAST, scope.context.min_group)
    answer = grouped(every.taken(rows), wanted=None if wanted is None else min(wanted, MOST_GROUPS), least=least)
    sampled = cases.count > _FITTED_ON
    if answer.mixture is None:
        return Groups(cases, repeats, answer, sampled)
    nearest, logs = answer.mixture.placed(every)
    labels = _by_size(nearest)
    usual = np.quantile(answer.mixture.density(answer.mixture.drawn(20_000, generator)), 0.001)
    unusual = int((logs < usual).sum())
    return Groups(cases, repeats, answer, sampled, labels, unusual, _hidden(scope, cases, labels))


def _by_size(labels: Codes) -> Codes:
    sizes = np.bincount(labels)
    place = np.empty(len(sizes), dtype=np.int16)
    place[np.argsort(-sizes, kind="stable")] = np.arange(len(sizes))
    return place[labels]


def _hidden(scope: Scope, cases: Cases, labels: Codes) -> frozenset[int]:
    """Return the groups that may not be told: too small, or to be subtracted from what was told before."""
    if scope.people is None:
        return frozenset()
    hidden = hidden_cells(np.bincount(labels).tolist(), scope.context.min_group)
    of = np.where(cases.case >= 0, labels[cases.case], -1)
    masks: list[NDArray[np.bool_]] = [of == group for group in range(int(labels.max()) + 1) if group not in hidden]
    places = [group for group in range(int(labels.max()) + 1) if group not in hidden]
    verdicts = admitted(scope.context, scope.table.name, masks)
    return frozenset(hidden | {place for place, told in zip(places, verdicts, strict=True) if not told})


FIND_GROUPS = Analysis(
    name="find_groups",
    title="Kinds of customers (clusters)",
    description=(
        "Clustering by traits: which natural, distinct kinds (types, sorts, clusters, archetypes, personas by "
        "numbers) of customers exist, found by a latent-class model over all usable columns at once, with size, "
        "typical traits, outcome afterwards, stability and outliers; says so when there are no groups. Use it to "
        "segment people nobody has grouped yet. Protected and personal columns are left out. Not for the groups "
        "of a known column (query_table), nor for reasons that people give (find_evidence)."
    ),
    arguments=GroupArguments,
    examples=(
        "What kinds of customers do we have?",
        "What kinds of members are there?",
        "Cluster our customers by their traits",
        "Segment the members into natural groups",
        "Which types of guests are there?",
        "Are there distinct types of members?",
        "Cluster customers by why they buy",
        "Into which segments do our subscribers fall?",
        "Are there distinct archetypes among our clients?",
        "Find clusters among donors",
        "Split our patients into four groups",
        "What sorts of visitors come to us?",
        "Run a cluster analysis of the accounts",
        "Typology of shoppers",
    ),
    run=find_groups,
)
