"""Makes the Answer that people and scripts get from a turn's messages."""

from collections.abc import Iterable, Iterator, Sequence

from langchain_core.messages import AIMessage, AnyMessage, ToolMessage

from assistant.answer import Answer, Basis, Refusal, Status, ToolCall
from assistant.guards.verdict import Verdict
from assistant.ledger.basis import basis_of
from assistant.ledger.compose import compose
from assistant.ledger.numbering import Ledger, cited, report_of, this_turn
from assistant.ledger.rendering import plain, render
from assistant.ledger.settle import Settled, stance_of
from assistant.question import Question
from retrieval.documents import Evidence
from tools.results import Finding
from tools.why.evidence import FIND_EVIDENCE

_NO_RESULT = "That took more steps than one answer may take, and no result came of it. Ask for less at once."
_STOPPED = "The answer was composed from the results so far: the model took more steps than one answer may take."


def answered(messages: Sequence[AnyMessage], question: Question, verdict: Verdict, model: str) -> Answer:
    """Return the answer of a finished turn; its last message has passed the grounding guard."""
    turn = this_turn(messages)
    last = turn[-1]
    stance, text = stance_of(last.text)
    cut = int(last.additional_kwargs.get("cut", 0))
    return _assembled(turn, Settled(text, stance, cut), question, verdict, model)


def stopped(messages: Sequence[AnyMessage], question: Question, verdict: Verdict, model: str) -> Answer:
    """Return the answer of a turn that ran into its limit: what the tools have returned, or that nothing came."""
    turn = this_turn(messages)
    ledger = Ledger.of_turn(turn)
    if ledger.findings or ledger.evidence:
        stance, text = stance_of(compose(ledger.reports))
        return _assembled(turn, Settled(text, stance, 0), question, verdict, model, caveats=(_STOPPED,))
    return _assembled(turn, Settled(_NO_RESULT, "insufficient", 0), question, verdict, model)


def refused(question: Question, verdict: Verdict, model: str) -> Answer:
    """Return the refusal of a request: the reason first, then what can be asked instead."""
    text = "\n\n".join(filter(None, (verdict.reason, verdict.alternative)))
    return Answer(
        question=question.text,
        thread=question.thread,
        status="refused",
        headline=verdict.reason,
        text=text,
        refusal=_refusal(verdict),
        model=model,
        as_of=question.as_of.isoformat() if question.as_of else None,
    )


def _refusal(verdict: Verdict) -> Refusal:
    return Refusal(policy=verdict.policy or "", reason=verdict.reason, alternative=verdict.alternative)


def unclear(question: Question, text: str, model: str) -> Answer:
    """Return what to ask for when a message cannot be answered as it is (empty, too long)."""
    return Answer(
        question=question.text, thread=question.thread, status="clarify", headline=text, text=text, model=model
    )


def _assembled(
    turn: Sequence[AnyMessage],
    settled: Settled,
    question: Question,
    verdict: Verdict,
    model: str,
    caveats: tuple[str, ...] = (),
) -> Answer:
    ledger = Ledger.of_turn(turn)
    text = render(settled.text, ledger)
    findings, citations = _cited(settled.text, ledger)
    reports = ledger.reports
    limited = verdict.verdict == "limit"
    return Answer(
        question=question.text,
        thread=question.thread,
        status=_status(settled, limited=limited),
        headline=plain(text.split("\n", 1)[0]),
        text=text,
        basis=basis_of(findings, citations) if findings or citations else Basis(),
        as_of=question.as_of.isoformat() if question.as_of else None,
        findings=findings,
        citations=citations,
        charts=tuple(chart for report in reports for chart in report.charts),
        caveats=_distinct([*caveats, *(item for report in reports for item in report.caveats)]),
        missing=_distinct(_missing(turn, shown=bool(findings or citations))),
        follow_ups=_distinct([*(item for report in reports for item in report.follow_ups), *_next(turn)]),
        refusal=_refusal(verdict) if limited else None,
        tools=tuple(_calls(turn)),
        model=model,
        cut=settled.cut,
    )


def _status(settled: Settled, *, limited: bool) -> Status:
    if settled.stance != "answered":
        return settled.stance
    return "limited" if limited else "answered"


def _cited(text: str, ledger: Ledger) -> tuple[tuple[Finding, ...], tuple[Evidence, ...]]:
    keys = cited(text)
    return (
        tuple(ledger.findings[key] for key in keys if key in ledger.findings),
        tuple(ledger.evidence[key] for key in keys if key in ledger.evidence),
    )


def _missing(turn: Sequence[AnyMessage], *, shown: bool) -> Iterator[str]:
    """Yield what the tools did not find; a search for words that found none lacks nothing where others did."""
    for message in turn:
        report = report_of(message)
        if report is None:
            continue
        searched = isinstance(message, ToolMessage) and message.name == FIND_EVIDENCE.name
        if not (shown and searched and not (report.findings or report.evidence)):
            yield from report.missing


def _next(turn: Sequence[AnyMessage]) -> list[str]:
    """Return the questions that the model itself proposed beside its calls."""
    return [
        str(question)
        for message in turn
        if isinstance(message, AIMessage)
        for question in message.additional_kwargs.get("follow_ups", ())
    ]


def _calls(turn: Sequence[AnyMessage]) -> list[ToolCall]:
    return [
        ToolCall(name=call["name"], args=call["args"])
        for message in turn
        if isinstance(message, AIMessage)
        for call in message.tool_calls
    ]


def _distinct(items: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(items))
