"""One question in, one checked answer out: the only door through which the terminal and Slack ask."""

import logging
import sqlite3
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from langchain.agents.middleware.model_call_limit import ModelCallLimitExceededError
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AnyMessage, HumanMessage
from langgraph.checkpoint.base import BaseCheckpointSaver

from assistant.agent.answers import answered, refused, stopped, unclear
from assistant.agent.build import DEFAULT_LIMITS, Limits, build
from assistant.agent.faults import unavailable
from assistant.agent.tools import Run, adapt
from assistant.agent.turn import Turn
from assistant.answer import Answer
from assistant.audit import PAUSE, AuditLog, Record
from assistant.errors import AssistantError, WorkspaceError
from assistant.guards.output import Rules, guarded
from assistant.guards.policies import refused as refusal
from assistant.guards.untrusted import quarantine
from assistant.guards.verdict import Verdict
from assistant.memory import prune
from assistant.models import OFFLINE
from assistant.question import Question
from assistant.reviewed import as_review, judges_texts, reviewed
from assistant.threads import Threads, config
from prompts import load
from tools.analysis import Analysis, ToolContext
from tools.results import Report
from tools.run import run as run_analysis

MAX_QUESTION = 8000
_EMPTY = "Ask a question about your customers, such as who buys a product, and why."
_TOO_LONG = "The message is too long to be a question. Say in a few sentences what you want to know."
_CLOSED = Verdict(
    verdict="refuse",
    policy="unchecked",
    reason="The request could not be checked, and what is not checked is not answered.",
    alternative="Could you ask that again in other words?",
)
_PROMPTS = ("system", "repair", "limit", "judge")
_log = logging.getLogger(__name__)


def ignore(_: str) -> None:
    """Take a progress message and do nothing."""


def nothing() -> None:
    """Do nothing."""


@dataclass(frozen=True, slots=True)
class Probing:
    """How often one asker may be refused within `minutes` before questions pause; 0 refusals: never paused."""

    refusals: int = 0
    minutes: int = 60


class Assistant:
    """Answers questions with one model over one workspace; safe to call from several threads."""

    def __init__(
        self,
        *,
        model: BaseChatModel,
        model_name: str,
        analyses: Sequence[Analysis[Any]],
        context: Callable[[Question, Verdict], ToolContext],
        guard: Callable[[Sequence[str]], Verdict],
        scrub: Callable[[str], str],
        checkpointer: BaseCheckpointSaver[Any],
        audit: AuditLog,
        data_version: Callable[[], str],
        rules: str = "",
        limits: Limits = DEFAULT_LIMITS,
        probing: Probing = Probing(),
        contacts: Callable[[str], str] | None = None,
        min_group: int = 5,
        run: Run = run_analysis,
        untrusted: Callable[[Report], Report] = quarantine,
        tidy: Callable[[], None] = nothing,
    ) -> None:
        self._model_name = model_name
        self._context = context
        self._guard = guard
        self._scrub = scrub
        self._checkpointer = checkpointer
        self._audit = audit
        self._data_version = data_version
        self._rules = rules
        self._probing = probing
        self._tidy = tidy
        self._output = Rules(scrub=scrub, contacts=contacts or scrub, min_group=min_group)
        self._reviewers = frozenset(analysis.name for analysis in analyses if judges_texts(analysis))
        # A deterministic model says the same again, however often it is told what is wrong.
        limits = replace(limits, repairs=0) if model_name == OFFLINE else limits
        self._agent = build(
            model, [adapt(analysis, run, untrusted) for analysis in analyses], checkpointer, limits
        )
        self._threads = Threads(self._agent)

    def ask(self, question: Question, progress: Callable[[str], None] = ignore) -> Answer:
        """Return the checked answer to a question, in the conversation that `question.thread` names.

        The text is scrubbed before anything else sees it. A question that cannot be served is an answer too
        (refused, insufficient, clarify). Raises AssistantError, whose text may be shown to the operator, when
        the model server or a part of the program fails; the thread is then as it was before.
        """
        started = time.perf_counter()
        self._tidy()
        question = replace(question, text=self._scrub(question.text).strip())
        with self._threads.alone(question.thread):
            verdict = Verdict()
            try:
                if not question.text or len(question.text) > MAX_QUESTION:
                    answer = unclear(question, _TOO_LONG if question.text else _EMPTY, self._model_name)
                else:
                    verdict = self._paused(question) or self._judge(question)
                    answer = self._served(question, verdict, progress)
                    answer = guarded(answer, self._output)
            except (AssistantError, sqlite3.DatabaseError) as exc:
                error = self._said(exc)
                self._record(question, verdict, None, started, error=type(error).__name__)
                raise error from exc
        answer = replace(answer, data_version=self._data_version(), seconds={"total": _since(started)})
        return replace(answer, record=self._record(question, verdict, answer, started))

    def _served(self, question: Question, verdict: Verdict, progress: Callable[[str], None]) -> Answer:
        if verdict.verdict == "refuse":
            return refused(question, verdict, self._model_name)
        try:
            return self._turn(question, verdict, progress)
        finally:
            prune(self._checkpointer, question.thread)

    def _judge(self, question: Question) -> Verdict:
        """Return the guard's verdict on the thread's requests; a guard that fails lets nothing pass.

        Of a text brought along to be judged only what is asked about it counts: the turn can do nothing else.
        """
        turns = self._threads.requests(question.thread)
        review = reviewed(question.text)
        try:
            verdict = self._guard([*turns, review or question.text])
            return as_review(verdict) if review else verdict
        except Exception as exc:  # noqa: BLE001 - whatever failed, the request was not checked
            _log.error("The intent guard failed with %s.", type(exc).__name__)
            return _CLOSED

    def _paused(self, question: Question) -> Verdict | None:
        """Return the refusal of an asker who was refused too often lately; the terminal has no askers."""
        if not question.asker or not self._probing.refusals:
            return None
        found = self._audit.refusals(question.asker, self._probing.minutes * 60)
        if found.count < self._probing.refusals:
            return None
        minutes = max(1, round(found.seconds_left / 60))
        said = refusal(PAUSE, {})
        wait = f"Ask me again in {minutes} minute{'s' if minutes > 1 else ''}."
        return replace(said, reason=f"{said.reason} {wait}")

    def _turn(self, question: Question, verdict: Verdict, progress: Callable[[str], None]) -> Answer:
        before = {message.id for message in self._threads.messages(question.thread)}
        seen: list[AnyMessage] = []
        try:
            for mode, event in self._agent.stream(
                {"messages": [HumanMessage(question.text)]},
                config(question.thread),
                context=Turn(
                    tools=self._context(question, verdict),
                    question=question,
                    verdict=verdict,
                    only=self._reviewers if reviewed(question.text) else frozenset(),
                ),
                stream_mode=["custom", "values"],
                durability="exit",
            ):
                if mode == "custom" and isinstance(event, dict):
                    progress(str(event.get("status", "")))
                elif isinstance(event, dict):
                    seen = list(event["messages"])
            return answered(seen, question, verdict, self._model_name)
        except ModelCallLimitExceededError:
            answer = stopped(seen, question, verdict, self._model_name)
            self._threads.close(question.thread, answer.headline)
            return answer
        except Exception as exc:
            self._threads.undo(question.thread, before)
            raise self._said(exc) from exc

    @staticmethod
    def _said(error: Exception) -> AssistantError:
        """Return a fault as the operator may read it; only our own errors keep their text."""
        if isinstance(error, AssistantError):
            return error
        if isinstance(error, sqlite3.DatabaseError):
            return WorkspaceError("The conversations of this workspace cannot be read; run `whybuy doctor`.")
        known = unavailable(error)
        if known is None:
            _log.error("A turn failed with %s.", type(error).__name__)
        return known or AssistantError(f"The turn failed ({type(error).__name__}); run `whybuy doctor`.")

    def _record(
        self, question: Question, verdict: Verdict, answer: Answer | None, started: float, error: str | None = None
    ) -> str:
        record = Record(
            thread=self._audit.digest(question.thread),
            question=self._audit.digest(question.text),
            status=answer.status if answer else "failed",
            verdict=verdict.verdict,
            policy=verdict.policy,
            model=self._model_name,
            prompts={name: load(name).version for name in _PROMPTS},
            rules=self._rules,
            data_version=answer.data_version if answer else "",
            tools=tuple(call.name for call in answer.tools) if answer else (),
            findings=len(answer.findings) if answer else 0,
            citations=len(answer.citations) if answer else 0,
            documents=tuple(sorted({item.document for item in answer.citations})) if answer else (),
            cut=answer.cut if answer else 0,
            seconds=_since(started),
            error=error,
        )
        return self._audit.write(record, question.asker)


def _since(started: float) -> float:
    return round(time.perf_counter() - started, 3)
