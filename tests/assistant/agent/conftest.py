"""An assistant over analyses that return what a test wants, with a real agent, memory and audit log."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from assistant.agent.build import Limits
from assistant.audit import AuditLog
from assistant.conversation import Assistant
from assistant.guards.verdict import Verdict
from assistant.memory import Memory
from assistant.question import Question
from retrieval.documents import Document, Evidence
from tests.assistant.agent.scripted import ScriptedModel
from tests.assistant.ledger import samples
from tools.analysis import Analysis, ToolContext
from tools.arguments import Arguments, slot
from tools.results import Report

MONTHLY = replace(
    samples.MONTHLY,
    statement="42.7% of month-to-month customers churned (n = 3,875; 95% interval 41.1% to 44.3%).",
)
TWO_YEAR = replace(
    samples.TWO_YEAR,
    statement="2.8% of two-year customers churned (n = 1,695; 95% interval 2.1% to 3.7%).",
    interval=(0.021, 0.037),
)
GAP = replace(
    samples.GAP,
    statement="Month-to-month customers churn 39.9 points more often than two-year customers.",
    n=5570,
    customers=5570,
)
PRICE = replace(samples.PRICE, document="interviews/07.md", source="interviews/07.md", customer="c-7")
REPORT = Report(
    title="Churn by contract",
    findings=(MONTHLY, TWO_YEAR, GAP),
    evidence=(PRICE,),
    caveats=("Contract is what customers chose themselves.",),
    missing=("No reason for leaving is recorded.",),
    follow_ups=("Why do month-to-month customers leave?",),
)


ALLOW = Verdict()


class LookUpArguments(Arguments):
    """Arguments of the tests' tool."""

    text: str = slot("text", "What to look for.", default="")


def look_up(result: Report | Exception, name: str = "look_up") -> Analysis[LookUpArguments]:
    """Return an analysis that returns the report, or raises the exception."""

    def run(context: ToolContext, arguments: LookUpArguments) -> Report:
        if isinstance(result, Exception):
            raise result
        return result

    return Analysis(
        name=name,
        description="Looks things up.",
        arguments=LookUpArguments,
        examples=("Who leaves?",),
        run=run,
        title="Looking it up",
    )


def run(analysis: Analysis[Any], context: ToolContext, arguments: Any) -> Report:
    """Run an analysis without disclosure control, which has tests of its own."""
    return analysis.run(context, analysis.arguments.model_validate(arguments))


@pytest.fixture
def memory(tmp_path: Path) -> Iterator[Memory]:
    """Return a conversation memory on disk."""
    memory = Memory.open(tmp_path / "conversations.sqlite")
    yield memory
    memory.close()


@pytest.fixture
def audit(tmp_path: Path) -> AuditLog:
    """Return an audit log on disk."""
    return AuditLog(tmp_path / "audit.sqlite")


class Shelf:
    """The stored texts: every document holds its quotation where the evidence says."""

    def __init__(self, *quotes: Evidence) -> None:
        self._texts = {item.document: " " * item.start + item.quote for item in quotes}

    def document(self, id: str) -> Document | None:  # noqa: A002 - the corpus calls it so
        text = self._texts.get(id)
        return None if text is None else Document(id=id, key=id, source=id, kind="interview", text=text)


def reach(*quotes: Evidence) -> ToolContext:
    """Return a tool context over stored texts that hold the quotations."""
    return ToolContext(tables=None, corpus=Shelf(*quotes), releases=None)  # type: ignore[arg-type]


Made = Callable[..., Assistant]


@pytest.fixture
def make(memory: Memory, audit: AuditLog) -> Made:
    """Return a factory of assistants; what a test does not name has a harmless default."""

    def build(
        model: Any, *, result: Report | Exception = REPORT, verdict: Verdict = ALLOW, **options: Any
    ) -> Assistant:
        stored = options.pop("stored", getattr(result, "evidence", ()))
        limits = options.pop("limits", Limits(retry_delay=0.0))
        return Assistant(
            model=model,
            model_name=options.pop("model_name", "scripted"),
            analyses=options.pop("analyses", (look_up(result),)),
            context=options.pop("context", lambda question, seen: reach(*stored)),
            guard=options.pop("guard", lambda turns: verdict),
            scrub=options.pop("scrub", lambda text: text),
            checkpointer=memory.saver,
            audit=audit,
            data_version=lambda: "v1",
            rules="r1",
            limits=limits,
            run=run,
            **options,
        )

    return build


@pytest.fixture
def ask(make: Made) -> Callable[..., Any]:
    """Ask a question of a scripted model and return (answer, model)."""

    def put(*says: Any, question: str = "Who leaves?", thread: str = "t", **options: Any) -> Any:
        model = ScriptedModel(says=list(says))
        answer = make(model, **options).ask(Question(text=question, thread=thread))
        return answer, model

    return put
