"""The few entities with the largest sums: what each holds and what they hold together, never who they are."""

import re

import numpy as np

from tools.results import Finding, Report
from tools.who.distribution import Sample, top_share_report
from tools.wording import listed, number, percent, plural

_FEW = re.compile(r"\s*(\d+) largest\s*")
_SHOWN = 10


def number_of_largest(value: str | None) -> int:
    """Return how many are asked for by `5 largest`, 0 where a value says anything else."""
    match = _FEW.fullmatch(value or "")
    return int(match[1]) if match else 0


def largest_report(sample: Sample, few: int) -> Report:
    """Return the sums of the `few` largest with their part of the total, and the parts of larger groups."""
    values = np.sort(sample.values)[::-1][:few]
    total = float(sample.values.sum())
    report = top_share_report(sample)
    if total <= 0 or not len(values):
        return report
    held = float(values.sum()) / total
    each = listed(
        [f"{sample.said(round(float(value), 2))} ({percent(value / total)})" for value in values[:_SHOWN]]
    )
    more = f", the first {number(_SHOWN)} of them being" if len(values) > _SHOWN else ":"
    finding: Finding = sample.finding(
        f"The {number(len(values))} {plural(sample.noun)} with the largest {sample.label} hold {percent(held)} of "
        f"the total of {sample.said(round(total, 2))} ({sample.said(round(float(values.sum()), 2))}; "
        f"n = {number(sample.n)}){more} {each}",
        f"share of {sample.label} held by the {number(len(values))} largest",
        held,
        "share",
        formula=f"{sample.label} of the largest {len(values)} / total",
    )
    note = f"Who these {plural(sample.noun)} are is not told: numbers of single people are withheld."
    return Report(findings=(finding, *report.findings), caveats=(note, *report.caveats))
