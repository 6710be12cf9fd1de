"""Questions about what the demo company's customers say, and about what nobody wrote down."""

from collections.abc import Iterator, Sequence
from typing import Any

import pandas as pd

from tests.assistant.demo.figures import DATA, Tables
from tests.evals.demo_items import item

_TEXTS = ("feedback.csv", "tickets.csv", "survey.csv", "customers.csv")
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


def comments(data: Tables) -> Iterator[dict[str, Any]]:
    """Yield questions about what customers wrote, counted."""
    frame = pd.read_csv(DATA / "feedback.csv")
    cite = ["feedback.csv"]
    yield item(
        "theme_counts",
        "What is the average rating in the feedback?",
        [("mean", frame["rating"].mean(), 0.01)],
        cite=cite,
    )
    window = frame["customer_id"].map(data.customers.set_index("customer_id")["window_faces"])
    mean = frame.groupby(window)["rating"].mean()
    yield item(
        "compare_sig",
        "How does the average rating of feedback differ by which way the window faces?",
        [(str(key), value, 0.01) for key, value in mean.items()],
        cite=cite,
    )


def words(data: Tables) -> Iterator[dict[str, Any]]:
    """Yield questions about what customers say, to be quoted."""
    for category, question, words, sources in _SAID:
        yield item(category, question, mention=[words], any_of=sources or _TEXTS)


def unanswerable(_: Tables) -> Iterator[dict[str, Any]]:
    """Yield questions about what the data does not hold."""
    for question in (
        "What is the household income of our customers?",
        "How many customers have a dog?",
        "Which customers visited our shop in Rome?",
        "What do our competitors charge for pods?",
    ):
        yield item("unanswerable", question, answerable=False)
