"""What is said of groups: how many, how sure, what each is like, how it fares, and what was left out."""

from typing import TYPE_CHECKING

import numpy as np

from tools.arguments import Condition
from tools.disclosure import too_few
from tools.results import Chart, Finding, Report
from tools.statistics.contingency import independence
from tools.statistics.grouping import STABLE, Check
from tools.who.clusters_notes import CIRCULAR, WHO_NOT_WHY, doubts, notes
from tools.who.clusters_traits import Mark, marks, names
from tools.who.outcome import Outcome, interval_of, share_phrase
from tools.who.scope import Scope
from tools.wording import counted, listed, number, p_value, percent, ratio, sentence

if TYPE_CHECKING:
    from tools.who.clusters import Groups

_MARKS = 4
_METHOD = (
    "latent-class mixture over categories and normal scores of numbers (EM), their number by the integrated "
    "completed likelihood"
)


class Words:
    """Says the groups of one table, or that there are none."""

    def __init__(
        self, scope: Scope, found: "Groups", noun: str, outcome: Outcome | None, wanted: int | None
    ) -> None:
        self._scope, self._found, self._noun, self._outcome, self._wanted = scope, found, noun, outcome, wanted
        labels = found.labels if found.labels is not None else np.zeros(0, dtype=np.int16)
        self._labels = labels
        self._sizes = np.bincount(labels, minlength=found.count)
        self._marks = [marks(found.repeats.traits, labels, group) for group in range(found.count)]
        self._names = names(self._marks)
        self._told = [group for group in range(found.count) if group not in found.hidden]

    def report(self) -> Report:
        """Return everything in display order."""
        title = f"Kinds of {self._noun}"
        if self._found.labels is None:
            return Report(title=title, findings=(self._none(),), caveats=self._notes, sources=self._sources)
        rates = self._rates()
        findings = [self._headline(), *(self._group(group, rates) for group in self._told)]
        findings += [*self._difference(rates), self._stability(), *self._unusual()]
        hidden = len(self._found.hidden)
        return Report(
            title=title,
            findings=tuple(findings),
            charts=() if hidden else self._charts(rates),
            caveats=(WHO_NOT_WHY, *doubts(self._found, self._wanted), *self._notes, CIRCULAR),
            follow_ups=self._questions(),
            sources=self._sources,
            withheld=hidden,
        )

    @property
    def _sources(self) -> tuple[str, ...]:
        return (self._scope.table.name,)

    @property
    def _notes(self) -> tuple[str, ...]:
        return notes(self._found, self._noun, self._scope.person)

    @property
    def _people(self) -> int | None:
        return None if self._scope.people is None else self._found.cases.count

    def _finding(self, text: str, label: str, value: float, **details: object) -> Finding:
        n = self._found.cases.count
        told = {"n": n, "customers": self._people, "base": self._people, "unit": "number", "method": _METHOD}
        return self._scope.finding(sentence(text), label=label, value=value, **(told | details))  # type: ignore[arg-type]

    def _none(self) -> Finding:
        """Return that there are no groups, and against what that was judged."""
        answer, count = self._found.answer, counted(len(self._found.repeats.traits), "trait")
        who = f"{number(self._found.cases.count)} {self._noun}"
        if answer.smooth is not None:
            why = (
                f"the {count} of {who} go together, but by degrees: groups explain them no better than "
                f"they explain made-up {self._noun} with the same correlations and no groups "
                f"({_checked(answer.smooth)})"
            )
        else:
            why = (
                f"the {count} of {who} go together no more, or too weakly to tell groups apart, than when each is "
                f"shuffled by itself ({_checked(answer.shuffled)})"
            )
        return self._finding(f"There are no separate groups: {why}", "number of groups", 0, unit="count")

    def _headline(self) -> Finding:
        parts = [f'"{self._names[g]}" {percent(self._share(g))}' for g in self._told]
        stability = self._found.answer.stability
        held = "which come back when the model is refitted" if stability >= STABLE else "which are not stable"
        return self._finding(
            f"{self._noun} fall into {counted(self._found.count, 'group')} by "
            f"{counted(len(self._found.repeats.traits), 'trait')}, {held}: {listed(parts)} "
            f"(n = {number(self._found.cases.count)})",
            "number of groups",
            self._found.count,
            unit="count",
            inferred=True,
            formula="groups of the mixture with the lowest integrated completed likelihood",
        )

    def _share(self, group: int) -> float:
        return float(self._sizes[group]) / self._found.cases.count

    def _group(self, group: int, rates: "dict[int, tuple[int, int]]") -> Finding:
        size, n = int(self._sizes[group]), self._found.cases.count
        own: list[Mark] = self._marks[group][:_MARKS]
        told = "; ".join(mark.told(self._scope.about_people) for mark in own)
        after = ""
        if self._outcome is not None and rates.get(group, (0, 0))[1]:
            a, m = rates[group]
            after = f"; afterwards, {self._outcome.label} {percent(a / m)} ({share_phrase(a, m)})"
        return self._finding(
            f'The group "{self._names[group]}" is {percent(size / n)} of {self._noun} ({share_phrase(size, n)}): '
            f"{told or 'nothing sets it apart'}{after}",
            f"share of the group {self._names[group]}",
            size / n,
            unit="share",
            n=n,
            customers=None if self._people is None else size,
            interval=interval_of(size, n),
            named={"group": self._names[group]},
            inferred=True,
            formula=f"{self._noun} whose likeliest group this is / all {self._noun}",
            method=f"{_METHOD}; Wilson interval",
        )

    def _rates(self) -> "dict[int, tuple[int, int]]":
        """Return for each group how many have the outcome, of how many of whom it is known."""
        if self._outcome is None:
            return {}
        tables, name, where = self._scope.context.tables, self._scope.table.name, self._scope.where
        inside = self._found.cases.case >= 0
        happened = tables.mask(name, (*where, self._outcome.condition))[inside]
        known = happened | self._known()[inside]
        return {
            group: (int(happened[self._labels == group].sum()), int(known[self._labels == group].sum()))
            for group in self._told
        }

    def _known(self) -> np.ndarray:
        present = Condition(column=self._outcome.reference if self._outcome else "", op="present")
        return self._scope.context.tables.mask(self._scope.table.name, (*self._scope.where, present))

    def _difference(self, rates: "dict[int, tuple[int, int]]") -> list[Finding]:
        usable = {group: counts for group, counts in rates.items() if counts[1]}
        test = independence([[a, n - a] for a, n in usable.values()]) if len(usable) > 1 else None
        if test is None or self._outcome is None:
            return []
        ranked = sorted(usable, key=lambda group: -usable[group][0] / usable[group][1])
        first, last = (
            f'"{self._names[g]}" {percent(usable[g][0] / usable[g][1])}' for g in (ranked[0], ranked[-1])
        )
        verdict = "differs between the groups" if test.p_value < 0.05 else "does not differ beyond chance"
        return [
            self._finding(
                f"The {self._outcome.label}, which took no part in forming the groups, {verdict}: highest in "
                f"{first}, lowest in {last} ({test.test}, {p_value(test.p_value)}, Cramer's V "
                f"{ratio(test.cramers_v)})",
                f"Cramer's V of the {self._outcome.label} and the groups",
                test.cramers_v,
                n=sum(n for _, n in usable.values()),
                contrast={},
                p_value=test.p_value,
                method=test.test,
            )
        ]

    def _stability(self) -> Finding:
        agreement = self._found.answer.agreement
        low, high = min(agreement), max(agreement)
        return self._finding(
            f"Refitted to resampled {self._noun}, the groups agree with those told at an adjusted Rand index of "
            f"{ratio(self._found.answer.stability)} on average ({ratio(low)} to {ratio(high)} in {len(agreement)} "
            f"refits; 1 is the same groups, 0 is chance)",
            "stability of the groups",
            self._found.answer.stability,
            method="bootstrap refits, compared with the groups told by the adjusted Rand index",
        )

    def _unusual(self) -> list[Finding]:
        count, n = self._found.unusual, self._found.cases.count
        people = self._people is not None or self._scope.table.may_be_people
        if not count or (people and too_few(count, self._scope.context.min_group)):
            return []
        return [
            self._finding(
                f"{percent(count / n)} of {self._noun} fit no group well ({share_phrase(count, n)}): their traits "
                f"are rarer together than 99.9% of what the groups would give",
                f"share of {self._noun} who fit no group well",
                count / n,
                unit="share",
                customers=None if self._people is None else count,
                interval=interval_of(count, n),
                method="density under the mixture below its 0.1% quantile; Wilson interval",
            )
        ]

    def _charts(self, rates: "dict[int, tuple[int, int]]") -> tuple[Chart, ...]:
        n = self._found.cases.count
        sizes = [(self._names[group], int(self._sizes[group]), n) for group in self._told]
        charts = [_bars(f"Groups of {self._noun}: share of all", sizes)]
        if self._outcome is not None and rates:
            bars = [(self._names[group], *counts) for group, counts in rates.items() if counts[1]]
            charts.append(_bars(f"{self._outcome.label} by group", bars))
        return tuple(charts)

    def _questions(self) -> tuple[str, ...]:
        for group in self._told:
            for mark in self._marks[group]:
                if mark.condition is not None and not self._found.cases.summed:
                    return (f"What do {self._scope.words(mark.condition)} say about why?",)
        return (f"What do {self._noun} say about why?",)


def _checked(check: Check) -> str:
    return (
        f"gain per row {number(round(check.gain, 3))} against {number(round(check.without, 3))}, "
        f"{number(round(check.distance, 1))} standard deviations"
    )


def _bars(title: str, bars: list[tuple[str, int, int]]) -> Chart:
    rows = []
    for label, a, n in bars:
        low, high = interval_of(a, n) or (0.0, 1.0)
        rows.append({"label": label, "value": a / n if n else 0.0, "low": low, "high": high, "n": n})
    return Chart(
        title=title, kind="bar", rows=tuple(rows), alt=f"Bars: {title}, with 95% intervals.", unit="share"
    )
