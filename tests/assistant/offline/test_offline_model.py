"""The analyst inside LangChain's agent: a tool it has never seen, follow-ups, errors, and what it writes."""

from collections.abc import Mapping
from typing import Any

from langchain.agents import create_agent
from langchain_core.embeddings import Embeddings
from langchain_core.messages import AIMessage, HumanMessage, ToolMessage
from langchain_core.tools import BaseTool, StructuredTool

from assistant.offline.model import OfflineAnalyst
from tests.assistant.offline.results import finding, quote
from tools import TOOLS
from tools.arguments import Arguments, Period, TableName, slot
from tools.results import Report
from tools.tables.catalog import Catalog


def tool(
    name: str, arguments: type[Arguments], report: Report | str, examples: tuple[str, ...], **meta: Any
) -> BaseTool:
    def run(**_: Any) -> tuple[str, Mapping[str, Any] | None]:
        return ("no", None) if isinstance(report, str) else ("ok", report.to_dict())

    return StructuredTool(
        name=name,
        description=name,
        args_schema=arguments,
        func=run,
        response_format="content_and_artifact",
        metadata={"examples": list(examples), **meta},
    )


def registered(report: Report | str) -> list[BaseTool]:
    return [tool(item.name, item.arguments, report, item.examples, title=item.title) for item in TOOLS]


class ForecastArguments(Arguments):
    """What is extrapolated."""

    table: TableName
    metric: str = slot("metric", "The measure.")
    period: Period | None = slot("period", "The past to learn from.", default=None)


def ask(catalog: Catalog, tools: list[BaseTool], *questions: str) -> list[Any]:
    agent = create_agent(OfflineAnalyst(catalog=lambda: catalog), tools)
    messages: list[Any] = []
    for question in questions:
        messages = agent.invoke({"messages": [*messages, HumanMessage(question)]})["messages"]
    return messages


def calls(messages: list[Any]) -> list[dict[str, Any]]:
    return [dict(call) for message in messages if isinstance(message, AIMessage) for call in message.tool_calls]


def test_the_headline_is_the_first_finding_and_no_number_is_typed(gym: Catalog) -> None:
    report = Report(findings=(finding("One."), finding("Two.")))

    answer = ask(gym, registered(report), "What is the churn rate by branch?")[-1].text

    assert answer.splitlines()[0] == "[[F1]]"
    assert "- [[F2]]" in answer


def test_findings_are_numbered_over_all_tools_of_a_turn(gym: Catalog) -> None:
    profile = next(item for item in TOOLS if item.name == "profile_segment")
    other = tool(profile.name, profile.arguments, Report(findings=(finding("Two."),)), profile.examples)
    tools = [item for item in registered(Report(findings=(finding("One."),))) if item.name != profile.name]

    answer = ask(gym, [*tools, other], "How many members are there, and who cancels?")[-1].text

    assert "[[F1]]" in answer
    assert "[[F2]]" in answer


def test_quotes_are_tokens(saas: Catalog) -> None:
    evidence = quote("It is slow.")

    answer = ask(saas, registered(Report(evidence=(evidence,))), "Why do customers complain?")[-1].text

    assert "[[E1]]" in answer
    assert "slow" not in answer


def test_a_tool_never_seen_before_is_chosen_by_its_own_words(bakery: Catalog) -> None:
    forecast = tool(
        "forecast_series", ForecastArguments, Report(findings=(finding("Up."),)), ("Forecast visitors for autumn",)
    )

    made = calls(ask(bakery, [*registered(Report()), forecast], "Forecast our revenue"))

    assert made[0]["name"] == "forecast_series"
    assert made[0]["args"] == {"table": "bakery_orders.xlsx", "metric": "amount_eur"}


def test_a_follow_up_replaces_the_slot_it_names(gym: Catalog) -> None:
    report = Report(findings=(finding("One."),))

    made = calls(ask(gym, registered(report), "What is the churn rate of women?", "And of men?", "And by branch?"))

    assert made[1]["args"]["where"] == [{"column": "gender", "op": "=", "value": "male"}]
    assert made[1]["args"]["metric"] == "cancelled"
    assert made[2]["args"]["by"] == [{"column": "home_branch"}]


def test_a_failed_call_gets_one_more_round_and_then_an_honest_end(gym: Catalog) -> None:
    messages = ask(gym, registered("failed"), "What is the churn rate by branch?")

    rounds = [message for message in messages if isinstance(message, AIMessage) and message.tool_calls]
    assert len(rounds) == 2
    assert messages[-1].text.startswith("[[insufficient]]")


def test_what_is_missing_is_said_without_calling_a_tool(gym: Catalog) -> None:
    messages = ask(gym, registered(Report()), "What is the average income by loyalty tier?")

    assert not [message for message in messages if isinstance(message, ToolMessage)]
    assert messages[-1].text.startswith("[[insufficient]]")
    assert "income" in messages[-1].text


def test_the_same_question_gives_the_same_messages(gym: Catalog) -> None:
    report = Report(findings=(finding("One."),))

    first, second = (ask(gym, registered(report), "Who cancels?") for _ in range(2))

    assert calls(first) == calls(second)
    assert first[-1].text == second[-1].text


class Counting(Embeddings):
    """Embeddings that count how many texts of tools and columns they were given."""

    def __init__(self) -> None:
        self.embedded = 0

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        self.embedded += len(texts)
        return [[1.0, float(len(text))] for text in texts]

    def embed_query(self, text: str) -> list[float]:
        return [1.0, float(len(text))]


def test_a_second_question_embeds_no_example_again(gym: Catalog) -> None:
    embeddings = Counting()
    tools = registered(Report(findings=(finding("One."),)))
    agent = create_agent(OfflineAnalyst(catalog=lambda: gym, embeddings=embeddings), tools)

    agent.invoke({"messages": [HumanMessage("What about the members?")]})
    first = embeddings.embedded
    agent.invoke({"messages": [HumanMessage("And what about the branches?")]})

    assert first > 0
    assert embeddings.embedded == first
