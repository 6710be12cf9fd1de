"""Reasons that a column records, set against what the same people say: where both tell of the same thing."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from tools.analysis import ToolContext
from tools.errors import AnalysisError
from tools.results import Finding
from tools.speech import quoted, said
from tools.statistics.proportions import two_proportion_p, wilson
from tools.tables.catalog import Column, Table
from tools.why.asked import Asked
from tools.why.counted import share_of_people, title
from tools.why.cues import found
from tools.why.relevance import Quote
from tools.why.themes import Theme
from tools.wording import listed, number, p_value, percent, sentence, span

_MOST_TOLD = 2
_MOST_REASONS = 60
_CHANCE = 0.05


@dataclass(frozen=True, slots=True)
class _Recorded:
    """A column of reasons, and by customer what it says."""

    table: Table
    column: Column
    reasons: Mapping[str, str]


def beside_recorded(
    context: ToolContext, asked: Asked, told: Sequence[Theme], quotes: Sequence[Quote]
) -> tuple[Finding, ...]:
    """Return for up to two themes which recorded reason their people gave more often than others who speak.

    Where none is beyond chance, the nearest to it is told, and that it may be chance. Empty where no column
    records reasons for what is asked.
    """
    if asked.act is None:
        return ()
    customers = {quote.window.voice: quote.window.document.customer for quote in quotes}
    found_in = [recorded for table in context.tables.catalog for recorded in _columns(context, table, asked)]
    findings = []
    for recorded in found_in:
        given = {
            voice: recorded.reasons[who] for voice, who in customers.items() if who and who in recorded.reasons
        }
        agreeing = [_agreeing(context, recorded, theme, given, len(told)) for theme in told]
        known = sorted((finding for finding in agreeing if finding is not None), key=lambda f: f.p_value or 0.0)
        clear = [finding for finding in known if (finding.p_value or 0.0) < _CHANCE]
        findings += clear[:_MOST_TOLD] or known[:1]
    return tuple(findings[:_MOST_TOLD])


def _columns(context: ToolContext, table: Table, asked: Asked) -> list[_Recorded]:
    """Return the columns of a table of people that record a reason for what people did."""
    if table.person is None or not (table.rows_are_people or table.key == (table.person,)):
        return []
    columns = [
        column
        for column in table.columns
        if column.storage == "text"
        and 1 < column.distinct <= _MOST_REASONS
        and not column.marks & {"personal", "protected"}
        and found("names_reason", column.label)
        and found(f"asks_{asked.act}", column.label)
    ]
    return [_Recorded(table, column, _reasons(context, table, column)) for column in columns]


def _reasons(context: ToolContext, table: Table, column: Column) -> dict[str, str]:
    try:
        frame = context.tables.frame(table.name, [str(table.person), column.name]).dropna().astype("str")
    except AnalysisError:  # a personal key is never read out
        return {}
    pairs = zip(frame[str(table.person)], frame[column.name], strict=True)
    return {person: reason for person, reason in pairs if reason.strip() and not column.stands_for_nothing(reason)}


def _agreeing(
    context: ToolContext, recorded: _Recorded, theme: Theme, given: Mapping[str, str], tests: int
) -> Finding | None:
    """Return the recorded reason that a theme's people gave more often than the others; None without one."""
    inside = Counter(reason for voice, reason in given.items() if voice in theme.voices)
    outside = Counter(reason for voice, reason in given.items() if voice not in theme.voices)
    n, m = inside.total(), outside.total()
    least = context.min_group
    shown = [r for r, count in inside.items() if count >= least and n - count >= least and m >= least]
    ahead = {reason: inside[reason] / n - outside[reason] / m for reason in shown}
    reason = max(sorted(ahead), key=lambda each: ahead[each], default=None)
    if reason is None or ahead[reason] <= 0:
        return None
    count = inside[reason]
    p = min(1.0, tests * len(shown) * two_proportion_p(count, n, outside[reason], m))
    lead = "What they say and what is recorded agree" if p < _CHANCE else "What they say beside what is recorded"
    doubt = "" if p < _CHANCE else "; the difference may be chance"
    interval, label = wilson(count, n), recorded.column.label
    whom = f"the {number(n)} who speak of {title(theme)} and whose {label} is recorded"
    told = f"share with {said(label)} {reason} among those who speak of {listed(theme.words)}"
    share = share_of_people(context.corpus, theme, count, n, told)
    return replace(
        share,
        statement=sentence(
            f"{lead}: of {whom}, {percent(count / n)} gave {quoted(reason)} "
            f"({number(count)}; {span(interval, 'share')}), against {percent(outside[reason] / m)} of the "
            f"{number(m)} others who speak ({p_value(p)}{doubt})"
        ),
        customers=n,
        segment={**share.segment, label: reason},
        contrast={},
        p_value=p,
        method="two-proportion z-test, Bonferroni over the themes and reasons compared; Wilson interval",
        formula=f"people of the theme whose {label} is {reason} / people of the theme with a known {label}",
        computed=(
            f"Recorded in: {recorded.table.name}, column {recorded.column.name}",
            f"Data: {recorded.table.name}, version {recorded.table.version}",
        ),
    )
