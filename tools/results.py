"""What an analysis returns: findings (numbers), evidence (quotes), charts, and what is missing."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any, Literal

from retrieval.documents import Evidence

Unit = Literal[
    "share", "points", "count", "ratio", "money", "days", "months", "years", "number", "date", "text", "p"
]
Value = float | int | str | None
ChartKind = Literal["bar", "line", "histogram", "scatter", "step"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One number and everything needed to say it, check it and protect it.

    `statement` is a whole sentence with the number already in words and digits, written by code. `label` names
    the metric in words ("churn rate"), `metric` is its stable name ("churn_rate"). `value` is a fraction for
    unit "share" and a difference of fractions for "points". `segment` says whom it is about ({} = everybody);
    `contrast`, when given, is whom it is compared with: `value` is then segment minus (or over) contrast, and
    the finding supports comparative words. `n` counts rows in the denominator, `customers` the distinct people
    behind it, `base` the distinct people of the population it was cut from (for the complement rule); both
    are None when the number is not about people (rows, files). `currency` belongs
    to unit "money", empty where it is not known. `documents` counts the texts that a number about texts rests on.
    `computed` lists the lines of "How computed".
    """

    statement: str
    metric: str
    label: str
    value: Value
    unit: Unit
    table: str
    interval: tuple[float, float] | None = None
    n: int | None = None
    customers: int | None = None
    base: int | None = None
    segment: Mapping[str, str] = field(default_factory=dict)
    contrast: Mapping[str, str] | None = None
    filter: str = ""
    currency: str = ""
    method: str = ""
    formula: str = ""
    p_value: float | None = None
    inferred: bool = False
    data_version: str = ""
    documents: int | None = None
    computed: tuple[str, ...] = ()
    id: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Return the finding as plain JSON values."""
        return asdict(self) | {
            "interval": list(self.interval) if self.interval else None,
            "computed": list(self.computed),
            "segment": dict(self.segment),
            "contrast": None if self.contrast is None else dict(self.contrast),
        }

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> "Finding":
        """Return the finding that `to_dict` described."""
        interval = values.get("interval")
        return cls(
            **{
                **values,
                "interval": (float(interval[0]), float(interval[1])) if interval else None,
                "computed": tuple(values.get("computed", ())),
            }
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A picture's data, so that PNG, Slack blocks and CSV are made from the same rows.

    Each row has a "value" and a "label", and where they are known "n", "low" and "high" (its 95% interval) and
    "series" (which of several bars, lines or groups of points it belongs to). Beyond that:

    - "bar": one bar a row, in the order of the rows;
    - "line": the labels are points in time, in order, unless numbers are given as "x";
    - "histogram": "from" and "to" are the ends of a step, "value" counts what lies in it;
    - "scatter": "x" and "value" are the place of a point, "n" its size: points are groups, never one person;
    - "step": a curve such as survival that falls at each "x" to "value".

    `unit` and `currency` say how values are written, `x` and `y` name the axes, `note` says in a sentence what is
    left out. `path`, `caption` and `omitted` (why there is no picture) are known once the chart was drawn.
    """

    title: str
    kind: ChartKind
    rows: tuple[Mapping[str, Any], ...] = ()
    path: str = ""
    alt: str = ""
    unit: Unit = "number"
    currency: str = ""
    x: str = ""
    y: str = ""
    note: str = ""
    caption: str = ""
    omitted: str = ""

    @property
    def words(self) -> tuple[str, ...]:
        """Return every text of the chart but those in its rows."""
        return (self.title, self.alt, self.x, self.y, self.note)

    def to_dict(self) -> dict[str, Any]:
        """Return the chart as plain JSON values."""
        return asdict(self) | {"rows": [dict(row) for row in self.rows]}

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> "Chart":
        """Return the chart that `to_dict` described."""
        return cls(**{**values, "rows": tuple(values.get("rows", ()))})


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """An analysis's result in display order: the first finding answers what was asked.

    `caveats` qualify what is there; `missing` names what the data does not hold; `follow_ups` are questions
    that the same data can answer. `withheld` counts findings that disclosure control removed.
    """

    title: str = ""
    findings: tuple[Finding, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    charts: tuple[Chart, ...] = ()
    caveats: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    follow_ups: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    withheld: int = 0

    def to_dict(self) -> dict[str, Any]:
        """Return the report as plain JSON values, the form in which it travels as a tool's artifact."""
        return {
            "title": self.title,
            "findings": [finding.to_dict() for finding in self.findings],
            "evidence": [evidence.to_dict() for evidence in self.evidence],
            "charts": [chart.to_dict() for chart in self.charts],
            "caveats": list(self.caveats),
            "missing": list(self.missing),
            "follow_ups": list(self.follow_ups),
            "sources": list(self.sources),
            "withheld": self.withheld,
        }

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> "Report":
        """Return the report that `to_dict` described."""
        return cls(
            title=values.get("title", ""),
            findings=tuple(Finding.from_dict(item) for item in values.get("findings", ())),
            evidence=tuple(Evidence.from_dict(item) for item in values.get("evidence", ())),
            charts=tuple(Chart.from_dict(item) for item in values.get("charts", ())),
            caveats=tuple(values.get("caveats", ())),
            missing=tuple(values.get("missing", ())),
            follow_ups=tuple(values.get("follow_ups", ())),
            sources=tuple(values.get("sources", ())),
            withheld=int(values.get("withheld", 0)),
        )

    def numbered(self, findings_from: int, evidence_from: int) -> "Report":
        """Return the report with ids F<n> and E<n> counted from the given numbers."""
        return replace(
            self,
            findings=tuple(
                replace(finding, id=f"F{number}")
                for number, finding in enumerate(self.findings, start=findings_from)
            ),
            evidence=tuple(
                replace(evidence, id=f"E{number}")
                for number, evidence in enumerate(self.evidence, start=evidence_from)
            ),
        )
