"""How a finding's value stands inside a sentence: its number, and what belongs in the brackets behind it."""

from collections.abc import Mapping

from tools.results import Finding
from tools.wording import rendered, span


def render_value(finding: Finding) -> str:
    """Return the value with its unit; a ratio says that it is a factor."""
    text = rendered(finding.value, finding.unit, finding.currency)
    return f"{text} times" if finding.unit == "ratio" and finding.value is not None else text


def render_details(finding: Finding, *, segment: bool) -> str:
    """Return what belongs in the brackets behind a value: segment, n and interval, as far as they exist."""
    parts = []
    if segment and finding.segment:
        parts.append(render_segment(finding))
    if finding.n is not None and finding.unit != "count":
        parts.append(f"n = {finding.n:,}")
    parts.append(span(finding.interval, finding.unit, finding.currency))
    return "; ".join(filter(None, parts))


def render_segment(finding: Finding) -> str:
    """Return the segment as `Contract: Two year, Age: 30 to 39`, with what it is compared with."""
    own = _side(finding.segment)
    return own if finding.contrast is None else f"{own} against {_side(finding.contrast)}"


def _side(segment: Mapping[str, str]) -> str:
    return ", ".join(f"{column}: {value}" for column, value in segment.items()) or "everybody else"
