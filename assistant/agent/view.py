"""What the model is shown of a thread: results numbered and fenced, earlier turns as people read them."""

from collections.abc import Sequence

from langchain_core.messages import AIMessage, AnyMessage, HumanMessage, ToolMessage

from assistant.guards.untrusted import neutral
from assistant.ledger.numbering import Ledger, report_of, reports_in, this_turn
from assistant.ledger.rendering import render
from assistant.ledger.settle import stance_of
from assistant.ledger.values import render_segment
from retrieval.documents import Evidence
from tools.results import Finding, Report

_EARLIER = "(A result of an earlier turn. Call the tool again to cite it.)"


def view(messages: Sequence[AnyMessage]) -> list[AnyMessage]:
    """Return the messages for the model.

    Results of the last turn carry ids in their text and, as numbered reports, in their artifacts. In earlier
    turns the answers stand as people read them, and results are withdrawn: their ids would collide.
    """
    shown: list[AnyMessage] = []
    turns = split(messages)
    for turn in turns[:-1]:
        shown += _earlier(turn)
    return shown + (_current(turns[-1]) if turns else [])


def split(messages: Sequence[AnyMessage]) -> list[list[AnyMessage]]:
    """Return the messages as turns, each beginning with a human message."""
    turns: list[list[AnyMessage]] = []
    for message in messages:
        if isinstance(message, HumanMessage) or not turns:
            turns.append([])
        turns[-1].append(message)
    return turns


def _earlier(turn: list[AnyMessage]) -> list[AnyMessage]:
    ledger = Ledger.of(reports_in(turn))
    shown: list[AnyMessage] = []
    for message in turn:
        if isinstance(message, ToolMessage):
            shown.append(message.model_copy(update={"content": _EARLIER, "artifact": None}))
        elif isinstance(message, AIMessage) and not message.tool_calls:
            # An answer quotes customers and names what files hold: read again, it is data like any result.
            said = neutral(render(stance_of(message.text)[1], ledger))
            shown.append(message.model_copy(update={"content": f"<earlier>\n{said}\n</earlier>"}))
        else:
            shown.append(message)
    return shown


def _current(turn: list[AnyMessage]) -> list[AnyMessage]:
    reports = iter(Ledger.of_turn(turn).reports)
    shown: list[AnyMessage] = []
    for message in this_turn(turn):
        if report_of(message) is None:
            shown.append(message)
            continue
        report = next(reports)
        update = {"content": report_text(report), "artifact": report.to_dict()}
        shown.append(message.model_copy(update=update))
    return shown


def report_text(report: Report) -> str:
    """Return a numbered report as the model reads it; everything that came from data is fenced and neutral."""
    lines = [f"<report title={neutral(report.title)!r}>"]
    lines += [_finding(finding) for finding in report.findings]
    lines += [line for item in report.evidence for line in _evidence(item)]
    lines += [f"Caveat: {neutral(text)}" for text in report.caveats]
    lines += [f"Missing: {neutral(text)}" for text in report.missing]
    if not report.findings and not report.evidence:
        lines.append("Nothing was found.")
    return "\n".join([*lines, "</report>"])


def _finding(finding: Finding) -> str:
    notes = [render_segment(finding) if finding.segment or finding.contrast is not None else "everybody"]
    if finding.contrast is not None:
        notes.append("compares the first with the second")
    if finding.inferred:
        notes.append("inferred, not measured")
    return f"[[{finding.id}]] {neutral(finding.statement)} ({neutral('; '.join(notes))})"


def _evidence(item: Evidence) -> list[str]:
    segment = ", ".join(f"{column}: {value}" for column, value in item.segment.items())
    facts = {"source": item.document, "speaker": item.speaker, "date": item.date, "segment": segment}
    marks = "".join(f" {name}={neutral(value)!r}" for name, value in facts.items() if value)
    dissent = " dissent" if item.dissent else ""
    return [f"[[{item.id}]]", f"<quote{marks}{dissent}>", neutral(item.quote), "</quote>"]
