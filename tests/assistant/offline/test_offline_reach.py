"""A tool is reached by its examples and by its own rare words; what nothing explains is missing."""

from collections.abc import Sequence

import pytest
from langchain_core.tools import BaseTool, StructuredTool

from assistant.offline.declared import Tool, describe
from assistant.offline.material import Material
from assistant.offline.plan import plan
from tests.assistant.offline.conftest import Planner
from tests.assistant.offline.plans import only
from tests.assistant.offline.tables import column, table
from tools import TOOLS
from tools.arguments import Arguments, TableName, Where, slot
from tools.tables.catalog import Catalog


class BasketArguments(Arguments):
    """Whose baskets are looked into."""

    table: TableName
    where: Where = slot("where", "Only these orders.", default=())


class WholeArguments(Arguments):
    """A tool that takes a whole table."""

    table: TableName


def _tool(
    name: str, title: str, description: str, arguments: type[Arguments], examples: Sequence[str]
) -> BaseTool:
    return StructuredTool(
        name=name,
        description=description,
        args_schema=arguments,
        func=lambda **_: "",
        metadata={"examples": list(examples), "title": title},
    )


_EXAMPLES = (
    "Which things land in one basket?",
    "Basket affinity of our shop",
    "Affinity of tea and honey lovers",
    "What is picked up alongside a cake?",
)
_SAYS = "Market basket affinity: what is picked up together, with lift (Apriori). Not for weather or prices."


def _with(arguments: type[Arguments]) -> tuple[Tool, ...]:
    known = [_tool(item.name, item.title, item.description, item.arguments, item.examples) for item in TOOLS]
    return describe([*known, _tool("basket_affinity", "Basket affinity", _SAYS, arguments, _EXAMPLES)])


@pytest.fixture(scope="session")
def stocked() -> tuple[Tool, ...]:
    return _with(BasketArguments)


@pytest.mark.parametrize(
    "question",
    [
        "Which things land in one basket?",
        "Basket affinity",
        "Run an Apriori affinity model and show its parameters",
    ],
)
def test_a_tool_never_seen_is_reached_by_its_examples_and_its_own_words(
    bakery: Catalog, planned: Planner, stocked: tuple[Tool, ...], question: str
) -> None:
    assert only(planned(bakery, question, tools=stocked))["tool"] == "basket_affinity"


def test_what_the_question_narrows_to_is_kept(
    bakery: Catalog, planned: Planner, stocked: tuple[Tool, ...]
) -> None:
    call = only(planned(bakery, "Basket affinity at the Hafen shop", tools=stocked))

    assert (call["tool"], call["where"]) == (
        "basket_affinity",
        [{"column": "shop", "op": "=", "value": "Hafen"}],
    )


def test_a_tool_that_would_drop_a_condition_is_not_chosen(bakery: Catalog, planned: Planner) -> None:
    call = only(planned(bakery, "Basket affinity at the Hafen shop", tools=_with(WholeArguments)))

    assert (call["tool"], call["where"]) == ("query_table", [{"column": "shop", "op": "=", "value": "Hafen"}])


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("Basket affinity of newsletter readers", "newsletter readers"),
        ("Basket affinity of honey lovers", "honey lovers"),
        ("Basket affinity by weather", "weather"),
        ("Basket affinity in zone 7", "zone"),
    ],
)
def test_what_the_data_does_not_hold_is_still_named(
    bakery: Catalog, planned: Planner, stocked: tuple[Tool, ...], question: str, named: str
) -> None:
    found = planned(bakery, question, tools=stocked)

    assert not found.calls
    assert named in " ".join(found.missing)


@pytest.mark.parametrize(
    "question",
    ["How many orders are there at the Hafen shop?", "What is the average amount by shop?", "How many customers?"],
)
def test_plain_numbers_are_computed_as_before(
    bakery: Catalog, planned: Planner, stocked: tuple[Tool, ...], question: str
) -> None:
    assert planned(bakery, question, tools=stocked).calls == planned(bakery, question).calls


def test_nearness_of_meaning_counts_where_no_word_is_shared(bakery: Catalog, stocked: tuple[Tool, ...]) -> None:
    near = {tool.name: 0.3 for tool in stocked} | {"basket_affinity": 0.85}
    material = Material(bakery, stocked, closeness=lambda _text, _tools: near)

    assert only(plan("What do customers order?", (), material))["tool"] == "basket_affinity"


@pytest.mark.parametrize(
    ("question", "tool"),
    [
        ("How much do Premium members and Riverside members overlap?", "reach_and_overlap"),
        ("What are members willing to pay?", "willingness_to_pay"),
        ("What are the key drivers of churn among Premium members?", "find_drivers"),
        ("How long do members stay until they churn?", "survival_curves"),
        ("Which current members look most like those who cancelled?", "find_lookalikes"),
    ],
)
def test_registered_tools_are_reached(gym: Catalog, planned: Planner, question: str, tool: str) -> None:
    assert only(planned(gym, question))["tool"] == tool


def test_a_method_that_only_a_description_names_is_reached(bakery: Catalog, planned: Planner) -> None:
    call = planned(bakery, "Fit a BG/NBD model: what are its parameters?").calls[0]

    assert (call.tool, call.arguments) == ("customer_worth", {"table": "bakery_orders.xlsx"})


def test_a_question_that_its_table_explains_is_not_handed_to_a_tool_over_another(
    gym: Catalog, planned: Planner
) -> None:
    spending = table(
        "spending.csv",
        "cost",
        column("month", "time", "date", minimum="2023-01-01", maximum="2024-12-01"),
        column("home_branch", "segment", values=["Riverside", "Old Town"]),
        column("spend", "measure", "number", unit="money"),
        column("clicks", "measure", "number", unit="count"),
        rows=80,
    )
    both = Catalog(tables=(spending, *gym.tables))

    for question in ("How do cancellations differ by home branch?", "Who joins?"):
        found = planned(both, question)
        assert found.calls[0].arguments["table"] == "gym_members.csv", question
