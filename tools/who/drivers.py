"""find_drivers: which conditions go with an outcome, found on one half of the rows and checked on the other."""

from dataclasses import replace

from tools.analysis import Analysis, ToolContext
from tools.arguments import Arguments, Period, TableName, Where, slot
from tools.results import Chart, Finding, Report, Unit
from tools.speech import figure
from tools.statistics.proportions import Interval
from tools.tables.catalog import Column
from tools.who.driver_model import Foretelling, foretelling, held_equal
from tools.who.driver_rows import MOST_ROWS, Rows, rows_of
from tools.who.driver_search import Driver, drivers
from tools.who.outcome import Outcome
from tools.who.scope import Scope
from tools.who.traits import PROTECTED, described
from tools.wording import capital, listed, number, p_value, percent, points, ratio, sentence, span, unit_of

_FEWEST = 200
_FEWEST_OUTCOMES = 30
_MOST = 9
_MOST_COLUMNS = 400
_METHOD = (
    "subgroup discovery on a random half of the rows, effects and tests on the other half, Holm's correction; "
    "{test}"
)
GOES_WITH = "These conditions go with the outcome; that changing one would change the outcome does not follow."


class DriverArguments(Arguments):
    """The outcome, and for whom."""

    table: TableName
    metric: str | None = slot(
        "metric", "The outcome or measure to explain; by default the table's outcome.", default=None
    )
    value: str | None = slot(
        "value", "The value of `metric` that counts as having happened; by default the positive one.", default=None
    )
    where: Where = slot("where", "Only rows that satisfy these conditions.", default=())
    period: Period | None = slot("period", "Only rows dated in this period.", default=None)


def find_drivers(context: ToolContext, arguments: DriverArguments) -> Report:
    """Return the conditions that go with the outcome on held-back rows, strongest first, and how well all do."""
    scope = Scope.open(context, arguments.table, arguments.where, arguments.period)
    outcome = _outcome(scope, arguments)
    reference = outcome.reference if isinstance(outcome, Outcome) else outcome.name
    aside = frozenset({reference, *(condition.column for condition in scope.where)})
    columns = described(scope, aside)
    rows = rows_of(scope, outcome, columns[:_MOST_COLUMNS])
    label = outcome.label if isinstance(outcome, Outcome) else f"mean {outcome.label}"
    if missing := _too_little(rows, scope, label):
        return Report(missing=(missing,))
    found = drivers(rows)[:_MOST]
    words = _Words(scope, outcome, rows, label)
    equal = held_equal(rows, found)
    findings = [words.driver(driver, other) for driver, other in zip(found, equal, strict=True)]
    foretold = foretelling(rows)
    if foretold is not None:
        findings.append(words.foretold(foretold))
    if not findings:
        return Report(missing=(f"No other column of {scope.table.name} can be set beside the {label}.",))
    return Report(
        title=f"What goes with the {label}",
        findings=tuple(findings),
        charts=words.chart(found),
        caveats=(*_caveats(scope, rows, found, label), *_unseen(len(columns)), GOES_WITH),
        follow_ups=(f"What do {scope.noun()} say about why?",),
        sources=(scope.table.name,),
    )


def _outcome(scope: Scope, asked: DriverArguments) -> Outcome | Column:
    reference = asked.metric or scope.table.outcome
    if reference is not None and asked.value is None:
        column = scope.column(reference)
        if column.storage == "number" and column.role in ("measure", "ordinal") and column.positive is None:
            return replace(column, name=reference)
    return Outcome.of(scope, reference, asked.value)


def _too_little(rows: Rows, scope: Scope, label: str) -> str:
    n = len(rows.outcome)
    # No counts: a refusal must not tell how many people stand in a group that is too small to be told of.
    if n < _FEWEST:
        return f"What goes with the {label} is not looked for: it takes {_FEWEST} {scope.noun()}; there are fewer."
    if rows.binary and min(rows.outcome.sum(), n - rows.outcome.sum()) < _FEWEST_OUTCOMES:
        return (
            f"What goes with the {label} is not looked for: it takes {_FEWEST_OUTCOMES} {scope.noun()} on either "
            "side, and on one of them there are fewer."
        )
    return (
        ""
        if rows.outcome.std() > 0
        else f"The {label} is the same for all {scope.noun()}, so nothing goes with it."
    )


def _caveats(scope: Scope, rows: Rows, found: list[Driver], label: str) -> list[str]:
    leaking = [column.label for column in scope.table.columns if "leakage" in column.marks]
    notes = []
    if not found:
        notes.append(f"Nothing in the table goes with the {label} beyond chance.")
    if leaking:
        notes.append(f"Set aside because known only after the outcome: {listed(leaking[:8])}.")
    if rows.total > MOST_ROWS:
        notes.append(f"Computed on a random {number(MOST_ROWS)} of {number(rows.total)} {scope.noun()}.")
    if any("protected" in trial.column.marks for driver in found for trial in driver.trials):
        notes.append("Protected traits are described in aggregate only; they are no basis for targeting.")
    return notes


def _unseen(columns: int) -> list[str]:
    """Return what is said where there are more columns than are looked at."""
    more = columns - _MOST_COLUMNS
    return (
        [f"Only {number(_MOST_COLUMNS)} columns were looked at; {number(more)} more were not."] if more > 0 else []
    )


class _Words:
    """Says drivers of one outcome."""

    def __init__(self, scope: Scope, outcome: Outcome | Column, rows: Rows, label: str) -> None:
        self._scope, self._outcome, self._rows, self._label = scope, outcome, rows, label
        self._column = outcome.column if isinstance(outcome, Outcome) else outcome

    def _level(self, value: float) -> str:
        return percent(value) if self._rows.binary else figure(value, self._column)

    def _gap(self, difference: float, interval: Interval | None) -> str:
        if self._rows.binary:
            return f"{points(difference)}; {span(interval, 'points')}"
        ends = "" if interval is None else f"; 95% interval {' to '.join(self._level(end) for end in interval)}"
        return f"difference {self._level(difference)}{ends}"

    def driver(self, found: Driver, equal: tuple[float, Interval] | None) -> Finding:
        """Return one driver: its level and the rest's on held-back rows, and its effect with others held equal."""
        words = self._scope.words(*found.where)
        told = (
            "" if equal is None else f"; with the other single conditions here held equal, {self._equal(*equal)}"
        )
        marked = PROTECTED if any("protected" in t.column.marks for t in found.trials) else ""
        test = "z test of two shares, Newcombe interval" if self._rows.binary else "Welch's t test"
        return self._scope.finding(
            sentence(
                f"{words} go with a {'higher' if found.difference > 0 else 'lower'} {self._label}: "
                f"{self._level(found.inside)} (n = {number(found.n)}) against {self._level(found.outside)} of the "
                f"rest (n = {number(found.m)}) on held-back rows ({self._gap(found.difference, found.interval)}; "
                f"{p_value(found.p_value)} after Holm's correction){told}{marked}"
            ),
            label=f"difference of the {self._label}",
            value=found.difference,
            unit="points" if self._rows.binary else unit_of(self._column.unit),
            n=found.n + found.m,
            customers=found.people if self._scope.base.people is not None else None,
            interval=found.interval,
            p_value=found.p_value,
            extra=found.where,
            contrast={},
            method=_METHOD.format(test=test),
            formula=f"{self._label} of the group - of the rest, rows not used in the search",
        )

    def _equal(self, value: float, interval: Interval) -> str:
        if self._rows.binary:
            return f"odds ratio {ratio(value)} ({span(interval, 'ratio')})"
        return f"difference {self._level(value)} (95% interval {' to '.join(self._level(e) for e in interval)})"

    def foretold(self, found: Foretelling) -> Finding:
        """Return how well all conditions together foretell the held-back rows."""
        low, high = found.interval
        chance = low <= found.chance
        if found.binary:
            measure, meant = "area under the ROC curve", "0.5 is guessing, 1 is certain"
        else:
            measure, meant = "correlation with the actual values", "0 is guessing, 1 is certain"
        verdict = "no better than guessing" if chance else "better than guessing"
        return self._scope.finding(
            sentence(
                f"All columns together foretell the {self._label} of held-back {self._scope.noun()} "
                f"{verdict}: {measure} {ratio(found.value)} (95% interval {ratio(low)} to {ratio(high)}; "
                f"n = {number(found.n)}; {meant})"
            ),
            label=measure,
            value=found.value,
            unit="number",
            n=found.n,
            customers=None,
            interval=found.interval,
            method="ridge-penalised logistic or linear regression fitted on one half, judged on the other",
            formula=f"{measure} on rows not used in the fit",
        )

    def chart(self, found: list[Driver]) -> tuple[Chart, ...]:
        """Return the differences as bars with their intervals."""
        if not found:
            return ()
        rows = tuple(
            {
                "label": self._scope.words(*driver.where),
                "value": driver.difference,
                "low": driver.interval[0] if driver.interval else None,
                "high": driver.interval[1] if driver.interval else None,
                "n": driver.n,
            }
            for driver in found
        )
        title = f"{capital(self._label)}: difference from the rest"
        unit: Unit = "points" if self._rows.binary else unit_of(self._column.unit)
        alt = f"Bars: {title}, {len(rows)} groups."
        return (Chart(title=title, kind="bar", rows=rows, alt=alt, unit=unit),)


FIND_DRIVERS = Analysis(
    name="find_drivers",
    title="Drivers, predictors and correlates",
    description=(
        "What goes with an outcome or a measure: conditions (alone and in pairs) found on one half of the rows "
        "and checked on the other, with difference, interval, corrected p-value, the effect with the others held "
        "equal, and how well all columns foretell it. Use it for what drives, predicts, influences or is "
        "associated with churn, purchase, spend, satisfaction. Leakage is set aside; it never says because."
    ),
    arguments=DriverArguments,
    examples=(
        "What drives churn?",
        "What predicts a renewal?",
        "What are the drivers of conversion?",
        "Which factors predict whether a guest books again?",
        "What influences how much members spend?",
        "Predictors of renewal among business accounts",
        "Correlates of cancellation",
        "What goes hand in hand with a high rating?",
        "Influences on order value, ranked",
        "Which characteristics are associated with leaving?",
        "What determines whether applicants accept our offer?",
        "Which factors drive renewals?",
    ),
    run=find_drivers,
)
