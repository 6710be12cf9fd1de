"""Findings and quotations that the ledger's tests cite."""

from dataclasses import replace

from assistant.ledger.numbering import Ledger
from retrieval.documents import Evidence
from tools.results import Finding, Report

_RATE = Finding(
    statement="",
    metric="churn_rate",
    label="churn rate",
    value=0.0,
    unit="share",
    n=3875,
    customers=3875,
    base=7043,
    table="customers.csv",
)


def rate(value: float, half: float, statement: str = "", n: int = 1000, **segment: str) -> Finding:
    """Return a churn rate of a segment with an interval of `half` on each side."""
    interval = (round(value - half, 4), round(value + half, 4))
    text = statement or f"{value:.1%} of {', '.join(segment.values()) or 'all customers'} churned."
    return replace(_RATE, statement=text, value=value, interval=interval, n=n, customers=n, segment=segment)


MONTHLY = rate(0.427, 0.016, n=3875, Contract="Month-to-month")
TWO_YEAR = rate(0.028, 0.008, n=1695, Contract="Two year")
GAP = replace(
    _RATE,
    statement="Month-to-month customers churn 39.9 percentage points more often than two-year customers.",
    label="difference in churn rate",
    value=0.399,
    unit="points",
    interval=(0.381, 0.417),
    segment={"Contract": "Month-to-month"},
    contrast={"Contract": "Two year"},
)
TIE = replace(
    _RATE,
    statement="Women and men churn about equally often.",
    value=0.007,
    unit="points",
    interval=(-0.014, 0.028),
    segment={"gender": "Female"},
    contrast={"gender": "Male"},
)
RATIO = replace(
    _RATE,
    statement="Fiber optic customers churn 2.1 times as often as everybody else.",
    value=2.1,
    unit="ratio",
    interval=(1.9, 2.3),
    segment={"InternetService": "Fiber optic"},
    contrast={},
)
ONE_YEAR = rate(0.113, 0.016, n=1473, Contract="One year")
SENIOR = rate(0.417, 0.028, n=1142, SeniorCitizen="Yes")
NOT_SENIOR = rate(0.236, 0.011, n=5901, SeniorCitizen="No")

_QUOTE = Evidence(
    document="interviews/07-price.md",
    source="interviews/07-price.md",
    kind="interview",
    quote="I kept paying for channels that nobody in the house watched.",
    start=812,
    end=872,
    source_start=812,
    source_end=872,
    speaker="[PERSON_KQF]",
    date="2025-03-01",
    segment={"Contract": "Month-to-month"},
)
PRICE = _QUOTE
SETUP = replace(
    _QUOTE,
    document="interviews/09-setup.md",
    source="interviews/09-setup.md",
    quote="The box arrived broken and nobody called back for 3 weeks.",
    speaker="[PERSON_ABC]",
    date="2024-11-12",
    segment={"Contract": "Two year"},
)
LINK = replace(_QUOTE, quote="See [my page](https://evil.example/x) ![pic](http://a.b/c.png) <!channel>\nthanks")

LEDGER = Ledger.of(
    [
        Report(
            title="Churn",
            findings=(MONTHLY, TWO_YEAR, GAP, TIE, RATIO, ONE_YEAR, SENIOR, NOT_SENIOR),
            evidence=(PRICE, SETUP, LINK),
            caveats=("The file holds 3 duplicate rows.",),
            missing=("No reason for leaving is recorded.",),
        )
    ]
)
# F1 monthly, F2 two-year, F3 gap, F4 tie, F5 ratio, F6 one-year, F7 senior, F8 not senior.
# E1 price, E2 setup, E3 link.
