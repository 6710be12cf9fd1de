"""find_signals: what people show before they buy, upgrade or cancel, in aggregate and from dated history."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tools.analysis import Analysis, ToolContext
from tools.arguments import Arguments, Period, TableName, Where, slot
from tools.disclosure import admitted
from tools.results import Chart, Finding, Report
from tools.statistics.multiple import holm
from tools.statistics.proportions import ALPHA, Ratio, wilson
from tools.statistics.stratified import Stratum, cochran_mantel_haenszel, mantel_haenszel_ratio
from tools.who.outcome import interval_of, share_phrase
from tools.who.readiness_rows import Event, History, Signal, event_of, history, holder, lacking
from tools.who.scope import Scope
from tools.wording import capital, counted, number, p_value, percent, plural, ratio, sentence, span

_FEWEST_EVENTS = 40
_FEWEST_SHOWN = 30
_MOST = 7
_TRIED = 12
_METHOD = (
    "stretches of time of those to whom it had not happened yet; signals sought among half of the people, told "
    "of the other half; Mantel-Haenszel ratio over calendar stretches, Cochran-Mantel-Haenszel test, Holm's "
    "correction"
)
NO_PRESSURE = (
    "A signal tells when a need may be there: ask whether it is and offer help, and leave it at that. Most "
    "who show one do nothing of the kind soon, and no person is singled out."
)


class SignalArguments(Arguments):
    """What is to be foretold, and for whom."""

    table: TableName
    outcome: str | None = slot(
        "outcome",
        "What happens: a column with the value that marks it, or its date; none: the table's outcome, else a "
        "second purchase.",
        default=None,
    )
    value: str | None = slot(
        "value", "The value of `outcome` that counts; by default the positive one.", default=None
    )
    where: Where = slot("where", "Only rows that satisfy these conditions.", default=())
    period: Period | None = slot("period", "Only rows dated in this period.", default=None)


@dataclass(frozen=True, slots=True)
class _Told:
    """A signal on held-back people: positives and stretches with it and without, ratio, p-value."""

    signal: Signal
    a: int
    n: int
    b: int
    m: int
    ratio: Ratio | None
    p_value: float
    people: int


def find_signals(context: ToolContext, arguments: SignalArguments) -> Report:
    """Return the signals seen before it, with how often it follows with and without them."""
    scope = Scope.open(context, arguments.table, arguments.where, arguments.period)
    rows = holder(scope)
    if rows is None:
        return Report(missing=(lacking(scope),), sources=(scope.table.name,))
    event = event_of(scope, rows, arguments.outcome, arguments.value)
    found = history(rows, event)
    happened = 0 if found is None else int(found.happened.sum())
    sources = tuple(dict.fromkeys((rows.table.name, scope.table.name)))
    if found is None or happened < _FEWEST_EVENTS:
        few = (
            f"Signals are not looked for: it takes {_FEWEST_EVENTS} {plural(rows.person)} with a history before "
            f"they {event.words}, and there are fewer."
        )
        return Report(missing=(few,), sources=sources)
    return _report(found, event, sources)


def _report(found: History, event: Event, sources: tuple[str, ...]) -> Report:
    half = np.random.default_rng(0).random(len(found.codes)) < 0.5
    different = {signal.shown.tobytes(): signal for signal in reversed(found.signals)}
    tried = [(_told(found, signal, half), signal) for signal in reversed(different.values())]
    order = sorted((t for t in tried if _enough(t[0])), key=lambda item: item[0].p_value)[:_TRIED]
    held = [told for _, signal in order if _enough(told := _told(found, signal, ~half))]
    adjusted = holm([told.p_value for told in held])
    sure = [(told, p) for told, p in zip(held, adjusted, strict=True) if p < ALPHA and told.ratio is not None]
    shown, hidden = _admitted(found, sure[:_MOST])
    words = _Words(found, event)
    notes = [NO_PRESSURE]
    if not sure:
        notes.insert(0, "Nothing recorded is seen before it more or less often than otherwise, beyond chance.")
    notes.append(
        f"Signals come before it and may have no part in it. {capital(plural(found.scope.person))} with several "
        f"stretches of {number(found.days)} days count in each until it happens."
    )
    return Report(
        title=f"Signals before {plural(found.scope.person)} {event.words}",
        findings=(words.base(len(order), len(sure)), *(words.signal(told, p) for told, p in shown)),
        charts=words.chart([told for told, _ in shown]) if not hidden else (),
        caveats=tuple(notes),
        follow_ups=(f"What do {plural(found.scope.person)} say about why?",),
        sources=sources,
        withheld=hidden,
    )


def _enough(told: _Told) -> bool:
    return min(told.n, told.m) >= _FEWEST_SHOWN and told.a + told.b > 0


def _told(found: History, signal: Signal, people: NDArray[np.bool_]) -> _Told:
    """Return how often it follows in the next stretch, with the signal in this one and without."""
    shown, risk, happened = (
        signal.shown[people][:, :-1],
        found.at_risk[people][:, 1:],
        found.happened[people][:, 1:],
    )
    strata: list[Stratum] = []
    for at in range(shown.shape[1]):
        yes, no = risk[:, at] & shown[:, at], risk[:, at] & ~shown[:, at]
        hit = happened[:, at]
        strata.append((float((hit & yes).sum()), float(yes.sum()), float((hit & no).sum()), float(no.sum())))
    a, n, b, m = (int(sum(stratum[part] for stratum in strata)) for part in range(4))
    who = int((risk & shown).any(axis=1).sum())
    return _Told(signal, a, n, b, m, mantel_haenszel_ratio(strata), cochran_mantel_haenszel(strata), who)


def _admitted(found: History, sure: list[tuple[_Told, float]]) -> tuple[list[tuple[_Told, float]], int]:
    """Return the signals whose people may be told of, and the number withheld."""
    context, name = found.scope.context, found.scope.table.name
    codes = context.tables.people(name)
    masks = []
    for told, _ in sure:
        who = found.codes[(told.signal.shown[:, :-1] & found.at_risk[:, 1:]).any(axis=1)]
        masks.append(np.isin(codes, who))
    verdicts = admitted(context, name, masks) if masks else []
    kept = [item for item, verdict in zip(sure, verdicts, strict=True) if verdict]
    return kept, len(sure) - len(kept)


class _Words:
    """Says signals before one event."""

    def __init__(self, found: History, event: Event) -> None:
        self._found, self._event, self._scope = found, event, found.scope
        self._ahead = f"within the next {number(found.days)} days"
        self._people = plural(found.scope.person)

    def base(self, tried: int, sure: int) -> Finding:
        """Return how many signals there are, beside how often it happens anyway."""
        a, n = int(self._found.happened.sum()), int(self._found.at_risk.sum())
        verb = "is" if sure == 1 else "are"
        return self._scope.share(
            sentence(
                f"{counted(sure, 'signal')} of {number(tried)} looked at closely {verb} seen before "
                f" {self._people} {self._event.words}; without looking at any, {percent(a / n)} of "
                f"stretches of {number(self._found.days)} days end in it ({share_phrase(a, n)})"
            ),
            a,
            n,
            label="share of stretches in which it happens",
            customers=len(self._found.codes) if self._scope.people is not None else None,
            formula="stretches in which it first happens / stretches of those to whom it had not happened",
        )

    def signal(self, told: _Told, p: float) -> Finding:
        """Return how often it follows with the signal and without, and the ratio over calendar stretches."""
        against = told.ratio or Ratio(0.0, None)
        bounds = f"{span(against.interval, 'ratio')}; " if against.interval else ""
        return self._scope.finding(
            sentence(
                f"With {told.signal.words} in {number(self._found.days)} days, {percent(told.a / told.n)} "
                f"of {self._people} {self._event.words} {self._ahead} ({share_phrase(told.a, told.n)}), against "
                f"{percent(told.b / told.m)} otherwise (n = {number(told.m)}): {ratio(against.value)} times as "
                f"often ({bounds}{p_value(p)} after Holm's correction)"
            ),
            label=f"share after the signal {told.signal.label}",
            value=told.a / told.n,
            unit="share",
            n=told.n,
            customers=told.people,
            interval=interval_of(told.a, told.n),
            named={"signal": told.signal.words},
            contrast={"signal": "without it"},
            p_value=p,
            method=_METHOD,
            formula="stretches in which it happens / stretches that follow one with the signal, held-back half",
        )

    def chart(self, shown: list[_Told]) -> tuple[Chart, ...]:
        """Return how often it follows each signal."""
        if not shown:
            return ()
        rows = []
        for told in shown:
            low, high = wilson(told.a, told.n)
            rows.append(
                {"label": told.signal.words, "value": told.a / told.n, "low": low, "high": high, "n": told.n}
            )
        a, n = int(self._found.happened.sum()), int(self._found.at_risk.sum())
        low, high = wilson(a, n)
        rows.append({"label": "all stretches", "value": a / n, "low": low, "high": high, "n": n})
        title = f"Share who {self._event.words} {self._ahead}, by what came before"
        return (Chart(title=title, kind="bar", rows=tuple(rows), alt=f"Bars: {title}.", unit="share"),)


FIND_SIGNALS = Analysis(
    name="find_signals",
    title="Readiness: signals before it happens",
    description=(
        "What people show in the weeks before they buy, buy again, upgrade, renew or cancel: readiness signals "
        "from dated history (tickets, visits, orders), how often it follows with and without each, checked on "
        "held-back people, in aggregate and without pressure; says so when there is no order in time. Use it for "
        "ready to buy, early warning, leading indicators, triggers, what precedes it. Not for traits that go with "
        "an outcome (find_drivers)."
    ),
    arguments=SignalArguments,
    examples=(
        "Who is ready to buy again?",
        "Which signals come before an upgrade?",
        "What are the early warning signs before members cancel?",
        "Which customers are ready to upgrade, and what tells?",
        "What do accounts do before they leave?",
        "Leading indicators of a repeat purchase",
        "What happens in the weeks before a renewal?",
        "Readiness signals for the premium plan",
        "What precedes a second order?",
        "Are there precursors of a complaint?",
        "When is a guest ready for the next booking?",
    ),
    run=find_signals,
)
