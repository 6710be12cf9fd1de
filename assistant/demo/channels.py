"""campaigns.csv, channel_costs.csv, monthly_report.csv: what was spent, and what was told to the board."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date

from assistant.demo import truths
from assistant.demo.people import CAMPAIGNS, Person
from assistant.demo.tables import NEWEST, Row, Table, dice

_CLICKS_FOR_A_EURO = {
    "Video ad": 5.2,
    "Newsletter": 3.1,
    "Friend": 0.4,
    "Search": 1.6,
    "Partner shop": 0.2,
    "Fair": 0.1,
}
_PROMISE = {
    "Every window": "A garden for every window. Start with half the price on the yearly plan.",
    "Sunday sprouts": "Ten minutes a week, and never an empty sill.",
    "Bring a friend": "Your friend gets a pod for nothing, you get two.",
    "Spring fairs": "Smell it before you buy it.",
}


def campaign_table() -> Table:
    """Return one row a campaign: where and when it ran, and what it promised."""
    rows = [
        (name, channel, first, last, _PROMISE[name]) for channel, (name, first, last) in sorted(CAMPAIGNS.items())
    ]
    return Table("campaigns.csv", ("campaign", "channel", "started", "ended", "promise"), tuple(rows))


def cost_table(people: Sequence[Person]) -> Table:
    """Return what each channel cost in each month, and how many clicks it brought."""
    draw = dice("costs")
    won = Counter((person.joined.strftime("%Y-%m"), person.channel) for person in people)
    rows: list[Row] = []
    for month in months():
        for channel, cost in truths.COST_OF_ONE.items():
            customers = won[month, channel]
            if not customers and channel in {"Fair", "Partner shop"}:
                continue
            spend = round(max(customers, 0.5) * cost * draw.uniform(0.94, 1.06))
            rows.append(
                (month, channel, spend, round(spend * _CLICKS_FOR_A_EURO[channel] * draw.uniform(0.9, 1.1)))
            )
    return Table("channel_costs.csv", ("month", "channel", "spend", "clicks"), tuple(rows))


def report_table(orders: Table, people: Sequence[Person]) -> Table:
    """Return the monthly report: sums of the orders, but for one month whose refunds are booked twice."""
    count: Counter[str] = Counter()
    refunds: Counter[str] = Counter()
    revenue: dict[str, float] = defaultdict(float)
    for _, day, _customer, _product, _quantity, amount, refunded, _days in orders.rows:
        month = str(day)[:7]
        count[month] += 1
        revenue[month] += float(str(amount))
        refunds[month] += refunded == "yes"
    refunds[truths.DOUBLE_MONTH] += truths.DOUBLE_BOOKED
    joined = Counter(person.joined.strftime("%Y-%m") for person in people)
    rows = [(month, joined[month], count[month], round(revenue[month], 2), refunds[month]) for month in months()]
    return Table("monthly_report.csv", ("month", "signups", "parcels", "turnover", "refunds_booked"), tuple(rows))


def months() -> list[str]:
    """Return the months of the data as 2024-03."""
    return [
        f"{year}-{month:02d}"
        for year in range(2022, 2026)
        for month in range(1, 13)
        if date(2022, 7, 1) <= date(year, month, 1) <= NEWEST
    ]
