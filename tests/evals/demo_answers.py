"""Writes the sixty questions about the demo company, their answers computed by plain pandas from the files.

`python -m tests.evals.demo_answers` rewrites `questions/demo.jsonl`; nothing of the product takes part.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from tests.assistant.demo.figures import DATA, WOULD_PAY, Tables, tables

TARGET = Path(__file__).parent / "questions" / "demo.jsonl"
Number = tuple[str, float, float]  # label, value, absolute tolerance
_BOTH = ("orders.csv", "monthly_report.csv")  # they agree on sales; only refunds of one month differ
_TEXTS = ("feedback.csv", "tickets.csv", "survey.csv", "customers.csv")


def main() -> None:
    """Write the file."""
    TARGET.write_text("\n".join(lines()) + "\n", encoding="utf-8")


def lines() -> list[str]:
    """Return the file's lines: a question with its answer each."""
    data = tables()
    parts = (_people, _leaving, _orders, _tickets, _comments, _survey, _money, _words, _unanswerable)
    items = [item for part in parts for item in part(data)]
    return [json.dumps({"id": f"demo-{n:02d}", **item}, ensure_ascii=False) for n, item in enumerate(items, 1)]


def _item(
    category: str,
    question: str,
    numbers: Sequence[Number] = (),
    *,
    cite: Iterable[str] = (),
    any_of: Iterable[str] = (),
    mention: Iterable[Iterable[str]] = (),
    answerable: bool = True,
    note: str = "",
) -> dict[str, Any]:
    return {
        "set": "demo",
        "category": category,
        "question": question,
        "answerable": answerable,
        "expected": {
            "numbers": [
                {"label": label, "value": round(float(value), 6), "tol_abs": slack}
                for label, value, slack in numbers
            ],
            "must_cite": list(cite),
            "must_cite_any": list(any_of),
            "must_mention": [list(group) for group in mention],
            "must_not": [],
            "must_split_by": [],
        },
        "note": note,
    }


def _share(label: str, mask: "pd.Series[bool]") -> Number:
    return f"{label} %", 100 * float(mask.mean()), 0.1


def _count(label: str, value: float) -> Number:
    return label, value, 0


def _by(frame: pd.DataFrame, column: str, values: Iterable[str], what: str = "left") -> list[Number]:
    return [_share(value, frame.loc[frame[column] == value, what]) for value in values]


def _people(data: Tables) -> Iterator[dict[str, Any]]:
    c, cite = data.customers, ["customers.csv"]
    yield _item("who_buys", "How many customers do we have?", [_count("customers", len(c))], cite=cite)
    yearly = (c["plan"] == "Yearly refill").sum()
    yield _item(
        "who_buys", "How many customers are on the yearly refill plan?", [_count("yearly", yearly)], cite=cite
    )
    yield _item(
        "who_buys",
        "What share of customers came through the video ad?",
        [_share("video", c["channel"] == "Video ad")],
        cite=cite,
    )
    yield _item(
        "who_buys",
        "How many customers live in each country?",
        [_count(str(k), v) for k, v in c["country"].value_counts().items()],
        cite=cite,
    )
    yield _item(
        "misleading_average",
        "What is the average age of our customers?",
        [("mean", c["age"].mean(), 0.05), ("median", c["age"].median(), 0)],
        cite=cite,
    )
    for question, column, city in (
        ("How many customers live in Graz?", "city", "Graz"),
        ("Wie viele Kunden kommen aus Österreich?", "country", "Austria"),
    ):
        yield _item("who_buys", question, [_count(city, (c[column] == city).sum())], cite=cite)
    north = c[c["window_faces"] == "north"]
    yield _item(
        "who_buys",
        "How many customers with a window to the north came through the video ad?",
        [_count("north, video ad", (north["channel"] == "Video ad").sum())],
        cite=cite,
    )
    families = c[c["household"] == "Family"]
    yield _item(
        "who_buys",
        "What is the median age of customers in family households?",
        [("median", families["age"].median(), 0)],
        cite=cite,
    )
    yield _item("data_quality", "Which fields are empty?", cite=cite, mention=[["fax"]])


def _leaving(data: Tables) -> Iterator[dict[str, Any]]:
    c, cite = data.customers, ["customers.csv"]
    yield _item("churn_drivers", "What is our churn rate?", [_share("all", c["left"])], cite=cite)
    yield _item(
        "churn_drivers",
        "What share of customers has cancelled, and how does it differ by which way the window faces?",
        [_share("overall", c["left"]), *_by(c, "window_faces", ("east", "north", "south", "west"))],
        cite=cite,
    )
    yield _item(
        "churn_drivers",
        "How do cancellations differ by channel?",
        _by(c, "channel", ("Video ad", "Search", "Friend", "Fair")),
        cite=cite,
    )
    plans = [c[c["plan"] == f"{plan} refill"] for plan in ("Yearly", "Monthly")]
    inside = [
        _share(f"{name}, {window}", plan.loc[plan["window_faces"] == window, "left"])
        for name, plan in zip(("yearly", "monthly"), plans, strict=True)
        for window in ("north", "south")
    ]
    yield _item(
        "compare_sig",
        "Do customers with a yearly refill cancel more often than those with a monthly refill?",
        [_share("yearly", plans[0]["left"]), _share("monthly", plans[1]["left"]), *inside],
        cite=cite,
        mention=[["other way", "reverses", "turns"]],
        note="more overall, less inside every direction of the window",
    )
    yield _item(
        "compare_sig",
        "Do customers who came through the video ad cancel more often than those who came through a friend?",
        _by(c, "channel", ("Video ad", "Friend")),
        cite=cite,
        mention=[["significant"]],
    )
    yield _item(
        "compare_sig",
        "Does the pot colour make a difference to cancelling?",
        _by(c, "pot_colour", ("slate", "white")),
        cite=cite,
        mention=[["not significant", "does not differ", "no significant", "not differ"]],
    )
    yield _item(
        "churn_drivers",
        "What drives cancellation?",
        cite=cite,
        mention=[["window"], ["cancelled on", "cancelled_on", "cancel reason", "cancel_reason"]],
        note="what is known only afterwards is set aside by name",
    )
    gone = c[c["left"]]
    yield _item(
        "churn_drivers",
        "How many customers gave no light as the reason for cancelling?",
        [_count("No light", (gone["cancel_reason"] == "No light").sum())],
        cite=cite,
    )
    monthly_cooks = c[(c["plan"] == "Monthly refill") & (c["country"] == "France")]
    yield _item(
        "churn_drivers",
        "What share of French customers with a monthly refill has cancelled?",
        [_share("France, monthly", monthly_cooks["left"])],
        cite=cite,
    )
    yield _item(
        "who_buys",
        "Who leaves?",
        [_share("north", c.loc[c["window_faces"] == "north", "left"])],
        cite=cite,
        mention=[["north"]],
    )


def _orders(data: Tables) -> Iterator[dict[str, Any]]:
    o, cite = data.orders, ["orders.csv"]
    yield _item(
        "trend",
        "How many orders were there in 2024?",
        [_count("2024", o["ordered"].str[:4].eq("2024").sum())],
        cite=cite,
    )
    yield _item(
        "misleading_average",
        "What is the average amount of an order, and the median?",
        [("mean", o["amount"].mean(), 0.01), ("median", o["amount"].median(), 0.01)],
        cite=cite,
        mention=[["two humps", "two groups", "neither mean nor median"]],
    )
    total = o.groupby("product")["amount"].sum()
    yield _item("who_buys", "What is the total revenue?", [("revenue", o["amount"].sum(), 1)], any_of=_BOTH)
    yield _item(
        "who_buys",
        "Which product brings the most revenue?",
        [(str(total.idxmax()), total.max(), 1)],
        cite=cite,
        mention=[[str(total.idxmax())]],
    )
    rates = o.groupby("product")["refund"].mean()
    yield _item(
        "compare_sig",
        "Which product has the highest refund rate?",
        [(f"{rates.drop('Office wall').idxmax()} %", 100 * rates.drop("Office wall").max(), 0.1)],
        cite=cite,
        mention=[[str(rates.drop("Office wall").idxmax())]],
        note="eight office walls are too few to compare",
    )
    pods = o[o["product"] == "Plastic-free pods"]
    yield _item(
        "who_buys",
        "How many customers have ordered plastic-free pods?",
        [_count("customers", pods["customer_id"].nunique())],
        cite=cite,
    )
    window = o["customer_id"].map(data.customers.set_index("customer_id")["window_faces"])
    joined = o.assign(window_faces=window)
    yield _item(
        "compare_sig",
        "What share of orders was refunded, by which way the customer's window faces?",
        _by(joined, "window_faces", ("north", "south", "east", "west"), "refund"),
        cite=cite,
    )
    year = o.groupby(o["ordered"].str[:4])["amount"].sum()
    yield _item(
        "trend",
        "How did revenue develop by year?",
        [(str(key), value, 1) for key, value in year.items()],
        any_of=_BOTH,
    )
    quarters = o.groupby(pd.PeriodIndex(o["ordered"], freq="Q").astype(str))["days_to_deliver"].mean()
    yield _item(
        "trend",
        "How many days did delivery take on average in each quarter of 2024?",
        [(q, quarters[q], 0.02) for q in ("2024Q1", "2024Q2", "2024Q3", "2024Q4")],
        cite=cite,
    )
    spent = o.groupby("customer_id")["amount"].sum().sort_values(ascending=False)
    top = spent.head(round(0.1 * len(spent))).sum() / spent.sum()
    yield _item(
        "rfm_clv",
        "What share of revenue comes from the top 10% of customers?",
        [("top 10 %", 100 * top, 0.5)],
        cite=cite,
    )


def _tickets(data: Tables) -> Iterator[dict[str, Any]]:
    t, cite = data.tickets, ["tickets.csv"]
    topics = t["topic"].value_counts()
    yield _item(
        "theme_counts",
        "What are the three most frequent ticket topics?",
        [_count(str(key), value) for key, value in topics.head(3).items()],
        cite=cite,
    )
    hours = t.groupby("topic")["hours_to_resolve"].median()
    yield _item(
        "theme_counts",
        "What is the median time to resolve a ticket about pump noise?",
        [("hours", hours["Pump noise"], 0)],
        cite=cite,
    )
    yield _item(
        "theme_counts",
        "What share of tickets was reopened, by topic?",
        [_share(k, t.loc[t["topic"] == k, "reopened"] == "yes") for k in ("Late parcel", "Pump noise", "Refund")],
        cite=cite,
    )
    opened = t.assign(quarter=pd.PeriodIndex(t["opened"], freq="Q").astype(str))
    noise = opened[opened["topic"] == "Pump noise"].groupby("quarter").size()
    yield _item(
        "trend",
        "How many tickets about pump noise were there in each quarter?",
        [_count(q, noise[q]) for q in ("2025Q1", "2025Q2")],
        cite=cite,
        note="it doubles",
    )
    late = t[t["topic"] == "Late parcel"]
    yield _item(
        "trend",
        "How many late parcel tickets were opened in 2023, and how many in 2024?",
        [_count(y, late["opened"].str.startswith(y).sum()) for y in ("2023", "2024")],
        cite=cite,
    )
    reply = t.groupby("via")["first_reply_minutes"].median()
    yield _item(
        "compare_sig",
        "What is the median of first reply minutes by via?",
        [(str(k), v, 0.5) for k, v in reply.items()],
        cite=cite,
    )


def _comments(data: Tables) -> Iterator[dict[str, Any]]:
    frame = pd.read_csv(DATA / "feedback.csv")
    cite = ["feedback.csv"]
    yield _item(
        "theme_counts",
        "What is the average rating in the feedback?",
        [("mean", frame["rating"].mean(), 0.01)],
        cite=cite,
    )
    window = frame["customer_id"].map(data.customers.set_index("customer_id")["window_faces"])
    mean = frame.groupby(window)["rating"].mean()
    yield _item(
        "compare_sig",
        "How does the average rating of feedback differ by which way the window faces?",
        [(str(key), value, 0.01) for key, value in mean.items()],
        cite=cite,
    )


def _survey(data: Tables) -> Iterator[dict[str, Any]]:
    s, cite = data.survey, ["survey.csv"]
    yield _item(
        "why",
        "What share of respondents would pay more for plastic-free pods?",
        [_share("yes", s[WOULD_PAY] == "Yes")],
        cite=cite,
    )
    rooms = s["In which room does your planter stand?"].value_counts()
    yield _item(
        "who_buys",
        "In which room do the planters stand?",
        [_count(str(key), value) for key, value in rooms.head(3).items()],
        cite=cite,
    )
    grown = (
        s["Which of these did you grow in the last three months? (choose all that apply)"]
        .str.split("; ")
        .explode()
    )
    yield _item(
        "who_buys",
        "Which three herbs did most respondents grow in the last three months?",
        [_count(str(key), value) for key, value in grown.value_counts().head(3).items()],
        cite=cite,
    )
    minutes = s["How many minutes a week do you spend with your plants?"]
    yield _item(
        "misleading_average",
        "How many minutes a week do respondents spend with their plants?",
        [("mean", minutes.mean(), 0.05), ("median", minutes.median(), 0)],
        cite=cite,
    )
    nps = s["How likely are you to recommend us to a friend? (0 to 10)"]
    yield _item(
        "who_buys",
        "How likely are respondents to recommend us on average?",
        [("mean", nps.mean(), 0.02)],
        cite=cite,
    )
    bought = set(data.orders.loc[data.orders["product"] == "Plastic-free pods", "customer_id"])
    says, does = s[WOULD_PAY] == "Yes", s["customer_id"].isin(bought)
    yield _item(
        "why",
        "Do people who say they would pay more for plastic-free pods order them?",
        [
            _share("say", says),
            _share("do, of those who say so", does[says]),
            _share("do, of the same people", does),
        ],
        any_of=["survey.csv", "orders.csv"],
        note="said by most, done by few, and no oftener by those who say so",
    )


def _money(data: Tables) -> Iterator[dict[str, Any]]:
    cost = data.costs.groupby("channel")["spend"].sum()
    cite = ["channel_costs.csv"]
    yield _item(
        "who_buys",
        "How much did we spend on each channel?",
        [(str(key), value, 0.5) for key, value in cost.items()],
        cite=cite,
    )
    clicks = data.costs.groupby("channel")["clicks"].sum()
    yield _item(
        "who_buys",
        "Which channel brought the most clicks?",
        [(str(clicks.idxmax()), clicks.max(), 0)],
        cite=cite,
        mention=[["Video ad"]],
    )
    booked = data.report.set_index("month")["refunds_booked"]
    yield _item(
        "data_quality",
        "How many refunds were booked in November 2024 according to the monthly report?",
        [_count("report", booked["2024-11"])],
        cite=["monthly_report.csv"],
        note="the orders of that month hold fewer",
    )
    firms = pd.read_csv(DATA / "accounts.csv")
    yield _item(
        "who_buys",
        "How many accounts do we have?",
        [_count("accounts", len(firms))],
        cite=["accounts.csv"],
        note="how many of them are shops (four) stays hidden, so how many are firms does too",
    )


def _words(data: Tables) -> Iterator[dict[str, Any]]:
    for category, question, words, sources in _SAID:
        yield _item(category, question, mention=[words], any_of=sources or _TEXTS)


_SAID: Sequence[tuple[str, str, list[str], list[str]]] = (
    ("why", "Why did customers with a north-facing window leave?", ["light", "sun", "dark"], []),
    ("why", "What do customers say about the pump?", ["hum", "buzz", "noise", "loud", "wasp"], []),
    (
        "why",
        "What do parents like about growing herbs with their children?",
        ["measure", "wait", "screen", "ate", "eat", "Sunday"],
        ["feedback.csv", "interviews/03-the-ruler.md"],
    ),
    ("why", "What do people say about late parcels?", ["late", "days", "courier", "driver"], []),
    ("why", "What do customers say about reminders?", ["reminder", "message", "notification", "mail", "app"], []),
    ("why", "Was sagen Kunden über das Licht?", ["Licht", "Sonne", "dunkel", "hell"], []),
    ("why", "What do customers say about plastic-free pods?", ["plastic"], []),
    ("why", "What do customers say about the grow light?", ["light", "lamp"], []),
)


def _unanswerable(_: Tables) -> Iterator[dict[str, Any]]:
    for question in (
        "What is the household income of our customers?",
        "How many customers have a dog?",
        "Which customers visited our shop in Rome?",
        "What do our competitors charge for pods?",
    ):
        yield _item("unanswerable", question, answerable=False)


if __name__ == "__main__":
    main()
