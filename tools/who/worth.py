"""customer_worth: which customers are worth most, what they will be worth, and whether they come back."""

from functools import cache
from importlib import resources
from typing import Literal

import yaml

from tools.analysis import Analysis, ToolContext
from tools.arguments import Arguments, Period, Where, slot
from tools.errors import AnalysisError
from tools.results import Chart, Finding, Report
from tools.tables.catalog import Column
from tools.who.between import between_report
from tools.who.concentration import concentration_chart, concentration_findings, once_finding
from tools.who.keeping import keeping_chart, keeping_findings
from tools.who.lifetime import Lifetime, lifetime
from tools.who.lifetime_report import fit_finding, holdout, lifetime_findings, linked_spend
from tools.who.purchases import Buyers, amount_column, buyers, buying_scope
from tools.who.recency import recency_chart, recency_findings
from tools.who.scope import Scope
from tools.who.silence import silent_findings
from tools.wording import number

Aspect = Literal["silent", "segments", "value", "concentration", "once", "returning"]


_OF_A_FIT = ("parameter", "paramètre", "parámetro")


class WorthArguments(Arguments):
    """The table of purchases, the column of money, and what the answer begins with."""

    table: str = slot("table", "Exact name of a table of purchases, from describe_data.", needs="sales")
    metric: str | None = slot(
        "metric", "The column of what was paid; by default the table's money column.", default=None
    )
    where: Where = slot("where", "Only purchases that satisfy these conditions.", default=())
    period: Period | None = slot("period", "Only purchases in this period.", default=None)
    silent: Period | None = slot(
        "silent",
        "Who has bought nothing since then: `since` a date, or the last `days` before the newest one. With "
        "`until` and `period`: who bought in `period` and nothing in this one.",
        default=None,
    )
    aspect: Aspect | None = slot(
        "aspect",
        "What comes first: `segments` (best customers, RFM), `value` (lifetime value, expected purchases), "
        "`concentration` (share of revenue from the top), `once` (one-time buyers), `returning` (losing them?).",
        default=None,
    )


def customer_worth(context: ToolContext, arguments: WorthArguments) -> Report:
    """Return segments, expected value, concentration, one-time buyers and returns, what was asked for first."""
    bought, silent = arguments.period, arguments.silent
    if bought is not None and silent is not None and silent.until is not None:
        return between_report(context, arguments.table, arguments.where, arguments.metric, bought, silent)
    scope = buying_scope(Scope.open(context, arguments.table, arguments.where, bought))
    amount = amount_column(scope.table, arguments.metric)
    if arguments.metric is not None and amount is None:
        raise AnalysisError(f"`{arguments.metric}` is not a number column of `{scope.table.name}`.")
    found = buyers(scope, amount)
    if found.count < context.min_group:
        return Report(missing=(f"There are too few {scope.words()} to tell who is worth most.",))
    fitted = lifetime(found)
    parts, withheld = _parts(scope, found, fitted, amount)
    if arguments.silent is not None:
        parts["silent"] = silent_findings(scope, found, amount, arguments.silent)
    order = _order("silent" if arguments.silent else arguments.aspect or _asked(context.asked), parts)
    charts = _charts(scope, found, amount, order[0])
    return Report(
        title=f"Worth of customers from {scope.table.name}",
        findings=tuple(finding for name in order for finding in parts[name]),
        charts=charts,
        caveats=_caveats(scope, found, fitted, amount, arguments),
        missing=_missing(fitted, found, amount),
        follow_ups=(
            "Who are our best customers, and what sets them apart?",
            "What do they say about why they buy?",
        ),
        sources=(scope.table.name,),
        withheld=withheld,
    )


def _parts(
    scope: Scope, found: Buyers, fitted: Lifetime | str, amount: Column | None
) -> tuple[dict[Aspect, list[Finding]], int]:
    segments, hidden = recency_findings(scope, found, amount)
    parts: dict[Aspect, list[Finding]] = {
        "silent": [],
        "segments": segments,
        "concentration": concentration_findings(scope, found, amount) if amount else [],
        "value": [],
        "once": [once_finding(scope, found)],
        "returning": keeping_findings(scope, found, amount),
    }
    if isinstance(fitted, Lifetime):
        parts["value"] = lifetime_findings(scope, found, fitted, amount)
        if checked := holdout(scope, found):
            parts["value"].append(checked)
        if any(word in scope.context.asked.casefold() for word in _OF_A_FIT):
            parts["value"].insert(0, fit_finding(scope, found, fitted))
    return parts, hidden


@cache
def _words() -> dict[Aspect, tuple[str, ...]]:
    text = resources.files("tools.who").joinpath("worth_words.yaml").read_text(encoding="utf-8")
    return {aspect: tuple(phrases) for aspect, phrases in yaml.safe_load(text).items()}


def _asked(question: str) -> Aspect:
    """Return what a question asks first, by its words; the segments where none says."""
    said = " ".join(question.casefold().split())
    hits = {aspect: sum(phrase in said for phrase in phrases) for aspect, phrases in _words().items()}
    best = max(hits, key=lambda aspect: hits[aspect])
    return best if hits[best] else "segments"


def _order(first: Aspect, parts: dict[Aspect, list[Finding]]) -> list[Aspect]:
    """Return the parts, what was asked first; the segments shortened behind another headline."""
    rest: tuple[Aspect, ...] = ("segments", "concentration", "value", "once", "returning")
    if first == "silent":
        return [first]
    order = [first, *(name for name in rest if name != first)]
    if first != "segments":
        parts["segments"] = parts["segments"][:2]
        order.remove("segments")
        order.append("segments")
    else:
        parts["segments"] = parts["segments"][:4]
    return order


def _charts(scope: Scope, found: Buyers, amount: Column | None, first: Aspect) -> tuple[Chart, ...]:
    noun = scope.noun() if scope.rows_are_people else "buyers"
    drawn = {
        "segments": recency_chart(scope, found),
        "concentration": concentration_chart(found, amount, noun) if amount else None,
        "returning": keeping_chart(scope, found, amount),
    }
    order = [first, "concentration", "segments", "returning"]
    picked = [drawn[name] for name in dict.fromkeys(order) if name in drawn]
    return tuple(chart for chart in picked if chart is not None)[:2]


def _caveats(
    scope: Scope, found: Buyers, fitted: Lifetime | str, amount: Column | None, asked: WorthArguments
) -> tuple[str, ...]:
    notes = []
    if scope.table.name != asked.table:
        notes.append(f"Computed from {scope.table.name}, where the purchases are.")
    if found.days is not None:
        notes.append("Several purchases of one person on one day count as one.")
        notes.append(
            f"Whoever bought before {found.days['day'].min().date()}, where the data begin, counts as new at the "
            "first purchase seen."
        )
        unpaid = int((found.days["amount"] <= 0).sum()) if amount else 0
        if unpaid:
            notes.append(f"{number(unpaid)} purchase days bring nothing or a refund; they count as purchases.")
    if isinstance(fitted, Lifetime):
        if fitted.worth is not None:
            notes.append(
                "Expected value is revenue as in the data: no margin, discounting or cost to win is in it."
            )
        if linked := linked_spend(found):
            notes.append(linked)
    return tuple(notes)


def _missing(fitted: Lifetime | str, found: Buyers, amount: Column | None) -> tuple[str, ...]:
    missing = [fitted] if isinstance(fitted, str) else []
    if amount is None and found.mean is None:
        missing.append("No column says what was paid, so only purchases are counted.")
    elif isinstance(fitted, Lifetime) and fitted.worth is None:
        missing.append("Expected value in money is not estimated: the model of spend (Gamma-Gamma) does not fit.")
    return tuple(missing)


CUSTOMER_WORTH = Analysis(
    name="customer_worth",
    title="Lifetime, RFM, loyalty and concentration",
    description=(
        "From a table of purchases (person, date, amount): segments by recency, frequency and value (RFM), "
        "expected purchases and lifetime value (CLV, BG/NBD and Gamma-Gamma) with interval, share of revenue "
        "from the top customers, one-time buyers, who comes back, newcomers against repeat buyers. Use it for "
        "who is worth most, best or most valuable customers, lifetime value, loyalty, are we losing customers."
    ),
    arguments=WorthArguments,
    examples=(
        "Who is worth most to us?",
        "What is the lifetime value of our customers?",
        "CLV of our clients over the next year",
        "LTV per guest",
        "RFM segments of our shoppers",
        "Valuable members: who are they, by recency, frequency and monetary value?",
        "How much of our revenue comes from the top 20 percent of buyers?",
        "Pareto: do a few buyers bring most of the sales?",
        "Losing customers: are buyers returning?",
        "Loyal guests: who are they?",
        "Lapsed shoppers: who is fading?",
        "Repurchases to expect in the next months",
        "How many buyers never came back after their first purchase?",
    ),
    run=customer_worth,
)
