"""typical_value: what is typical of a measure, and whether its mean describes anybody."""

from tools.analysis import Analysis, ToolContext
from tools.arguments import Arguments, Condition, Period, TableName, Where, slot
from tools.errors import AnalysisError
from tools.results import Finding, Report
from tools.speech import said
from tools.who.averages import Metric
from tools.who.distribution import histogram
from tools.who.scope import Scope
from tools.who.shape_words import ShapeWords
from tools.who.traits import MOST_DESCRIBED, described, trait_finding, traits
from tools.wording import counted, listed, number, sentence

_FEWEST = 20
_MOST_MEASURES = 6
_MOST_TRAITS = 3
_KINDS = {"two humps": "two humps", "pile": "many at one value", "skewed": "skewed", "even": "even"}


class ShapeArguments(Arguments):
    """The measure, or none for all measures of the table, and for whom."""

    table: TableName
    metric: str | None = slot(
        "metric", "The number whose typical value is asked for; none: every measure of the table.", default=None
    )
    where: Where = slot("where", "Only rows that satisfy these conditions.", default=())
    period: Period | None = slot("period", "Only rows dated in this period.", default=None)


def typical_value(context: ToolContext, arguments: ShapeArguments) -> Report:
    """Return the shape of the measure: its median, humps with shares, piles, how few the mean describes."""
    scope = Scope.open(context, arguments.table, arguments.where, arguments.period)
    if arguments.metric is None:
        return _all_measures(scope)
    column = scope.column(arguments.metric)
    if column.storage != "number" or column.role == "id":
        raise AnalysisError(
            f"`{arguments.metric}` holds no amounts, so it has no typical value; {_measures(scope)}"
        )
    words = ShapeWords(scope, Metric(arguments.metric, column))
    if words.sample.n < _FEWEST:
        few = f"What is typical is not told: it takes {_FEWEST} {scope.noun()} with a known {said(column.label)}, "
        return Report(missing=(f"{few}and there are fewer.",), sources=(scope.table.name,))
    apart = _apart(words)
    notes = ["A mean between two humps describes nobody: compare the groups instead."] if words.shape.humps else []
    if words.shape.humps and words.shape.humps.logarithmic:
        notes.append("The humps are seen on a logarithmic scale, as amounts with a long tail are.")
    if words.shape.humps and not apart:
        notes.append("No other column of the table tells the two humps apart beyond chance.")
    return Report(
        title=f"Typical {column.label}",
        findings=(words.headline(), *words.humps(), *words.pile(), words.mean(), *apart),
        charts=(histogram(words.sample),),
        caveats=tuple(notes),
        sources=(scope.table.name,),
    )


def _measures(scope: Scope) -> str:
    names = [f"`{column.name}`" for column in scope.table.columns if column.role == "measure"]
    return f"measures of `{scope.table.name}`: {listed(names[:10]) or 'none'}."


def _apart(words: ShapeWords) -> list[Finding]:
    """Return what tells the upper hump from the rest: groups to look at instead of a mean."""
    if words.shape.humps is None:
        return []
    scope, reference = words.scope, words.metric.reference
    everybody = scope.narrowed(Condition(column=reference, op="present"))
    upper = scope.narrowed(Condition(column=reference, op=">=", value=words.shape.humps.cut))
    found = traits(upper, everybody, described(scope, frozenset({reference}))[:MOST_DESCRIBED])
    return [trait_finding(upper, "the lower hump", trait) for trait in found[:_MOST_TRAITS]]


def _all_measures(scope: Scope) -> Report:
    """Return for every measure whether its mean describes anybody, the worst first."""
    columns = [c for c in scope.table.columns if c.role == "measure" and c.storage == "number"]
    usable = [c for c in columns if not c.marks & {"personal", "leakage"}][:_MOST_MEASURES]
    found = [ShapeWords(scope, Metric(column.name, column)) for column in usable]
    found = [words for words in found if words.sample.n >= _FEWEST]
    if not found:
        return Report(missing=(f"No measure of {scope.table.name} has enough values to tell its shape.",))
    order = list(_KINDS)
    found.sort(key=lambda words: order.index(words.shape.kind))
    off = [words for words in found if words.shape.kind != "even"]
    told = listed([f"{said(words.metric.label)} ({_KINDS[words.shape.kind]})" for words in off])
    headline = scope.finding(
        sentence(
            f"The mean misleads for {number(len(off))} of {counted(len(found), 'measure')} of {scope.words()}"
            + (f": {told}" if off else "")
        ),
        label="measures whose mean misleads",
        value=len(off),
        unit="count",
        n=scope.rows,
        customers=None,
        method="dip test, share at the commonest value, distance of mean and median",
    )
    return Report(
        title=f"Typical values of {scope.noun()}",
        findings=(headline, *(words.headline() for words in found)),
        charts=tuple(histogram(words.sample) for words in off[:2]),
        sources=(scope.table.name,),
    )


TYPICAL_VALUE = Analysis(
    name="typical_value",
    title="Typical values and the shape of a measure",
    description=(
        "Whether an average describes anybody: the shape of a measure (two humps or bimodal, piled up at nought, "
        "skewed, even), the median with its interval, each hump with share and median, how few come near the "
        "mean, and what tells the humps apart. Use it for what is typical, normal or usual, for misleading "
        "averages, averaging, modes, skew. Not for a plain mean or median of groups (query_table)."
    ),
    arguments=ShapeArguments,
    examples=(
        "Are we averaging?",
        "Does the average order value describe anybody?",
        "Is the mean misleading for spend?",
        "Is the distribution of basket sizes bimodal?",
        "Is revenue bimodal?",
        "Are there two humps in the length of stay?",
        "What is a typical customer's bill, or is there no such thing?",
        "Which averages mislead us?",
        "Is the average a fair picture of what guests pay?",
        "How skewed is donation size?",
        "What is a normal amount for a visit?",
        "Does anyone actually pay the mean price?",
    ),
    run=typical_value,
)
