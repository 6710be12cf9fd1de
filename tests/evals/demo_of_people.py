"""Questions about the demo company's customers: who they are, who leaves, what they answered."""

from collections.abc import Iterator
from typing import Any

from tests.assistant.demo.figures import WOULD_PAY, Tables
from tests.evals.demo_items import by, count, item, share


def people(data: Tables) -> Iterator[dict[str, Any]]:
    """Yield questions about how many customers there are of which kind."""
    c, cite = data.customers, ["customers.csv"]
    yield item("who_buys", "How many customers do we have?", [count("customers", len(c))], cite=cite)
    yearly = (c["plan"] == "Yearly refill").sum()
    yield item(
        "who_buys", "How many customers are on the yearly refill plan?", [count("yearly", yearly)], cite=cite
    )
    yield item(
        "who_buys",
        "What share of customers came through the video ad?",
        [share("video", c["channel"] == "Video ad")],
        cite=cite,
    )
    yield item(
        "who_buys",
        "How many customers live in each country?",
        [count(str(k), v) for k, v in c["country"].value_counts().items()],
        cite=cite,
    )
    yield item(
        "misleading_average",
        "What is the average age of our customers?",
        [("mean", c["age"].mean(), 0.05), ("median", c["age"].median(), 0)],
        cite=cite,
    )
    for question, column, city in (
        ("How many customers live in Graz?", "city", "Graz"),
        ("Wie viele Kunden kommen aus Österreich?", "country", "Austria"),
    ):
        yield item("who_buys", question, [count(city, (c[column] == city).sum())], cite=cite)
    north = c[c["window_faces"] == "north"]
    yield item(
        "who_buys",
        "How many customers with a window to the north came through the video ad?",
        [count("north, video ad", (north["channel"] == "Video ad").sum())],
        cite=cite,
    )
    families = c[c["household"] == "Family"]
    yield item(
        "who_buys",
        "What is the median age of customers in family households?",
        [("median", families["age"].median(), 0)],
        cite=cite,
    )
    yield item("data_quality", "Which fields are empty?", cite=cite, mention=[["fax"]])


def leaving(data: Tables) -> Iterator[dict[str, Any]]:
    """Yield questions about who leaves, and what goes with it."""
    c, cite = data.customers, ["customers.csv"]
    yield item("churn_drivers", "What is our churn rate?", [share("all", c["left"])], cite=cite)
    yield item(
        "churn_drivers",
        "What share of customers has cancelled, and how does it differ by which way the window faces?",
        [share("overall", c["left"]), *by(c, "window_faces", ("east", "north", "south", "west"))],
        cite=cite,
    )
    yield item(
        "churn_drivers",
        "How do cancellations differ by channel?",
        by(c, "channel", ("Video ad", "Search", "Friend", "Fair")),
        cite=cite,
    )
    plans = [c[c["plan"] == f"{plan} refill"] for plan in ("Yearly", "Monthly")]
    inside = [
        share(f"{name}, {window}", plan.loc[plan["window_faces"] == window, "left"])
        for name, plan in zip(("yearly", "monthly"), plans, strict=True)
        for window in ("north", "south")
    ]
    yield item(
        "compare_sig",
        "Do customers with a yearly refill cancel more often than those with a monthly refill?",
        [share("yearly", plans[0]["left"]), share("monthly", plans[1]["left"]), *inside],
        cite=cite,
        mention=[["other way", "reverses", "turns"]],
        note="more overall, less inside every direction of the window",
    )
    yield item(
        "compare_sig",
        "Do customers who came through the video ad cancel more often than those who came through a friend?",
        by(c, "channel", ("Video ad", "Friend")),
        cite=cite,
        mention=[["significant"]],
    )
    yield item(
        "compare_sig",
        "Does the pot colour make a difference to cancelling?",
        by(c, "pot_colour", ("slate", "white")),
        cite=cite,
        mention=[["not significant", "does not differ", "no significant", "not differ"]],
    )
    yield item(
        "churn_drivers",
        "What drives cancellation?",
        cite=cite,
        mention=[["window"], ["cancelled on", "cancelled_on", "cancel reason", "cancel_reason"]],
        note="what is known only afterwards is set aside by name",
    )
    gone = c[c["left"]]
    yield item(
        "churn_drivers",
        "How many customers gave no light as the reason for cancelling?",
        [count("No light", (gone["cancel_reason"] == "No light").sum())],
        cite=cite,
    )
    monthly_cooks = c[(c["plan"] == "Monthly refill") & (c["country"] == "France")]
    yield item(
        "churn_drivers",
        "What share of French customers with a monthly refill has cancelled?",
        [share("France, monthly", monthly_cooks["left"])],
        cite=cite,
    )
    yield item(
        "who_buys",
        "Who leaves?",
        [share("north", c.loc[c["window_faces"] == "north", "left"])],
        cite=cite,
        mention=[["north"]],
    )


def survey(data: Tables) -> Iterator[dict[str, Any]]:
    """Yield questions about what the survey's respondents answered."""
    s, cite = data.survey, ["survey.csv"]
    yield item(
        "why",
        "What share of respondents would pay more for plastic-free pods?",
        [share("yes", s[WOULD_PAY] == "Yes")],
        cite=cite,
    )
    rooms = s["In which room does your planter stand?"].value_counts()
    yield item(
        "who_buys",
        "In which room do the planters stand?",
        [count(str(key), value) for key, value in rooms.head(3).items()],
        cite=cite,
    )
    grown = (
        s["Which of these did you grow in the last three months? (choose all that apply)"]
        .str.split("; ")
        .explode()
    )
    yield item(
        "who_buys",
        "Which three herbs did most respondents grow in the last three months?",
        [count(str(key), value) for key, value in grown.value_counts().head(3).items()],
        cite=cite,
    )
    minutes = s["How many minutes a week do you spend with your plants?"]
    yield item(
        "misleading_average",
        "How many minutes a week do respondents spend with their plants?",
        [("mean", minutes.mean(), 0.05), ("median", minutes.median(), 0)],
        cite=cite,
    )
    nps = s["How likely are you to recommend us to a friend? (0 to 10)"]
    yield item(
        "who_buys",
        "How likely are respondents to recommend us on average?",
        [("mean", nps.mean(), 0.02)],
        cite=cite,
    )
    bought = set(data.orders.loc[data.orders["product"] == "Plastic-free pods", "customer_id"])
    says, does = s[WOULD_PAY] == "Yes", s["customer_id"].isin(bought)
    yield item(
        "why",
        "Do people who say they would pay more for plastic-free pods order them?",
        [
            share("say", says),
            share("do, of those who say so", does[says]),
            share("do, of the same people", does),
        ],
        any_of=["survey.csv", "orders.csv"],
        note="said by most, done by few, and no oftener by those who say so",
    )
