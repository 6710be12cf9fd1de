"""An answer as the terminal shows it."""

from typing import TYPE_CHECKING

from rich.console import Console, Group, RenderableType
from rich.markdown import Markdown
from rich.padding import Padding
from rich.text import Text

if TYPE_CHECKING:
    from assistant.answer import Answer
    from tools.results import Chart

_NOTES = (
    ("missing", "Not in the data", "yellow"),
    ("caveats", "Mind", "dim"),
)


def answer(found: "Answer", *, explain: bool = False) -> RenderableType:
    """Return the whole answer: headline, text, what limits it, what it rests on; `explain` adds how computed."""
    alternative = found.refusal.alternative if found.refusal else ""
    text = found.text.replace(alternative, f"Instead, ask: {alternative}") if alternative else found.text
    parts: list[RenderableType] = [Markdown(text)]
    for name, title, style in _NOTES:
        parts.extend(_note(title, line, style) for line in getattr(found, name))
    parts.extend(_chart(chart) for chart in found.charts if chart.path or (chart.omitted and len(chart.rows) > 1))
    if found.follow_ups:
        parts.append(Text("You could ask next: " + " · ".join(found.follow_ups), style="cyan"))
    if explain:
        parts.extend(_computed(found))
    parts.append(Text(_footer(found), style="dim"))
    return Group(*parts)


def show(console: Console, found: "Answer", *, explain: bool = False) -> None:
    """Print an answer."""
    console.print(answer(found, explain=explain))


def _note(title: str, line: str, style: str) -> RenderableType:
    return Text(f"{title}: {line}", style=style)


def _chart(chart: "Chart") -> RenderableType:
    if chart.path:
        return Text(f"Chart: {chart.path}", style="blue", overflow="fold", no_wrap=False)
    return Text(f"No chart of {chart.title}: {chart.omitted}.", style="dim")


def _computed(found: "Answer") -> list[RenderableType]:
    parts: list[RenderableType] = [Text("How computed", style="bold")]
    for finding in found.findings:
        lines = [finding.statement, *finding.computed]
        parts.append(Padding(Text("\n".join(lines), style="dim"), (0, 0, 0, 2)))
    for quote in found.citations:
        where = f"{quote.document} [{quote.start}:{quote.end}]"
        parts.append(Padding(Text(f"{quote.id}: verbatim in {where}", style="dim"), (0, 0, 0, 2)))
    parts.extend(
        Padding(Text(f"{call.name} {dict(call.args)}", style="dim"), (0, 0, 0, 2)) for call in found.tools
    )
    return parts


def _footer(found: "Answer") -> str:
    rests = ", ".join(found.basis.counted())
    mind = "offline analyst" if found.model == "offline" else found.model
    cut = f" · {found.cut} unchecked sentence{'s' if found.cut > 1 else ''} cut" if found.cut else ""
    as_of = f" · data up to {found.as_of}" if found.as_of else ""
    return " · ".join(part for part in (f"rests on {rests}" if rests else "", mind) if part) + as_of + cut
