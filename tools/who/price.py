"""willingness_to_pay: what people say a price may be, what they say they would buy, and what they pay."""

from dataclasses import replace

from tools.analysis import Analysis, ToolContext
from tools.arguments import Arguments, Grouping, Period, Where, slot
from tools.results import Report
from tools.tables.catalog import Table
from tools.who.price_demand import demand_report
from tools.who.price_meter import meter_report
from tools.who.price_questions import asks_prices, price_meter, purchase_questions
from tools.who.scope import Scope

_NONE = (
    "No table asks people about prices: neither the four price questions (too cheap, a bargain, getting "
    "expensive, too expensive; Van Westendorp) nor whether they would buy at given prices (Gabor-Granger), so "
    "what they would pay cannot be told from this data."
)
_SAY_DO = (
    "What people say in a survey is not what they pay: stated prices are to be tested on real offers, and the "
    "sample may differ from those who would really be asked to pay."
)


class PriceArguments(Arguments):
    """The survey, and the groups in which the prices are wanted."""

    table: str = slot("table", "Exact name of the table of the survey, from describe_data.", needs="prices")
    where: Where = slot("where", "Only these respondents.", default=())
    by: Grouping | None = slot("by", "Give the prices for each group of this column.", default=None)
    metric: str | None = slot(
        "metric", "A price column that was named; the price questions are recognised by themselves.", default=None
    )
    period: Period | None = slot("period", "Only rows dated in this period.", default=None)


def willingness_to_pay(context: ToolContext, arguments: PriceArguments) -> Report:
    """Return the price points with intervals, the demand curve, stated beside paid, or that nobody was asked."""
    table = _asked(context, arguments.table)
    if table is None:
        return Report(missing=(_NONE,))
    here = table.name == arguments.table
    scope = Scope.open(context, table.name, arguments.where if here else (), arguments.period if here else None)
    by = arguments.by if here else None
    moved = () if here else (f"The price questions stand in {table.name}, which was used.",)
    reports = []
    if questions := price_meter(table):
        reports.append(meter_report(scope, questions, by))
    if offers := purchase_questions(table):
        reports.append(demand_report(scope, offers, by if not questions else None))
    report = reports[0]
    for other in reports[1:]:
        report = replace(
            report,
            findings=(*report.findings, *other.findings),
            charts=(*report.charts, *other.charts),
            caveats=(*report.caveats, *other.caveats),
        )
    return replace(
        report,
        title=f"Willingness to pay in {table.name}",
        sources=(table.name,),
        caveats=(*report.caveats, *moved, _SAY_DO),
    )


def _asked(context: ToolContext, name: str) -> Table | None:
    """Return the table with price questions: the named one, or else the first that has any."""
    first = context.tables.catalog.table(name)
    every = [*([first] if first else []), *context.tables.catalog]
    return next((table for table in every if asks_prices(table)), None)


WILLINGNESS_TO_PAY = Analysis(
    name="willingness_to_pay",
    title="Willingness to pay",
    description=(
        "What a product may cost according to those asked: Van Westendorp's optimal and indifference price and "
        "the acceptable range from four price questions; Gabor-Granger's demand curve and the price with the "
        "highest revenue from questions whether one would buy; with intervals, in all or by group, stated beside "
        "paid. Use it for what should it cost, will they pay, price sensitivity; not for prices charged."
    ),
    arguments=PriceArguments,
    examples=(
        "What are guests willing to pay?",
        "Will they pay for it, and what should it cost?",
        "Willingness to pay of students and of families",
        "What price range do respondents accept?",
        "Price sensitivity meter (Van Westendorp) for the new plan",
        "Gabor-Granger: which price brings the most revenue?",
        "At which price is it too expensive, at which too cheap?",
        "How price sensitive are our readers?",
        "What should we charge for the premium ticket?",
        "Is what they say they would pay what they really paid?",
    ),
    run=willingness_to_pay,
)
