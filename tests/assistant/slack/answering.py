"""An assistant for tests: it answers known questions with real Answer objects and remembers what it was asked."""

import threading
from collections.abc import Callable
from typing import Any

from assistant.answer import Answer, Basis
from assistant.question import Question
from retrieval.documents import Evidence
from tools.results import Finding

Reply = Answer | Exception | Callable[[Question], Answer]


class Answers:
    """Answers a question by its text; one that nobody prepared is answered by repeating it."""

    def __init__(self) -> None:
        self.asked: list[Question] = []
        self.prepared: dict[str, Any] = {}
        self.progress: tuple[str, ...] = ("Reading the tables", "Comparing two groups")
        self._lock = threading.Lock()

    def ask(self, question: Question, progress: Callable[[str], None]) -> Answer:
        with self._lock:
            self.asked.append(question)
        for message in self.progress:
            progress(message)
        reply = self.prepared.get(question.text, answer(f"You asked: {question.text}"))
        if isinstance(reply, Exception):
            raise reply
        return reply(question) if callable(reply) else reply

    def texts(self) -> list[str]:
        return [question.text for question in self.asked]


def answer(headline: str, text: str | None = None, **more: Any) -> Answer:
    """Return an answer with customary values where none are given."""
    values = {"question": "?", "thread": "t", "status": "answered", "headline": headline}
    return Answer(**{**values, "text": headline if text is None else text, **more})


def finding(statement: str, **more: Any) -> Finding:
    values: dict[str, Any] = {
        "metric": "share",
        "label": "share",
        "value": 0.25,
        "unit": "share",
        "table": "t.csv",
    }
    return Finding(statement=statement, **{**values, **more})


def evidence(quote: str, **more: Any) -> Evidence:
    values: dict[str, Any] = {
        "document": "notes/one.md",
        "source": "notes/one.md",
        "kind": "interview",
        "start": 0,
        "end": len(quote),
        "source_start": 0,
        "source_end": len(quote),
    }
    return Evidence(quote=quote, **{**values, **more})


def rich_answer(**more: Any) -> Answer:
    """Return an answer with everything in it."""
    findings = (
        finding(
            "25.0% of the gardeners renewed (n = 212, 95% interval 19.6% to 31.2%).",
            id="F1",
            computed=("rows: 212 of 400", "filter: hobby = gardening", "formula: 53 / 212"),
        ),
        finding("Gardeners renew 6.0 points less often than everybody else.", id="F2", value=-0.06, unit="points"),
    )
    citations = (evidence("The shed was full before the box arrived.", id="E1", speaker="P4", date="2025-03-01"),)
    text = (
        "Gardeners renew less often\n\nWhat the table says:\n\n"
        f"- {findings[0].statement}\n- {findings[1].statement}\n\n"
        f"> “{citations[0].quote}” (notes/one.md, P4)\n\n"
        "Space, **not price**, is what they talk about."
    )
    return answer(
        "Gardeners renew less often",
        text,
        findings=findings,
        citations=citations,
        caveats=("Renewals are known for one year only.",),
        missing=("Nothing here says what the box cost.",),
        follow_ups=("Who renews most often?",),
        basis=Basis(customers=212, documents=6, rows=400),
        as_of="2025-03-31",
        record="rec-1",
        **more,
    )
