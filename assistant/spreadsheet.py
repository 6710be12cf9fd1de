"""The numbers of an answer as CSV, safe to open in a spreadsheet."""

import csv
import io
import json
from dataclasses import fields

from assistant.answer import Answer
from tools.results import Finding

_SPLIT = "interval"
_FIELDS = ("id", *(item.name for item in fields(Finding) if item.name != "id"))
COLUMNS = tuple(column for name in _FIELDS for column in (("low", "high") if name == _SPLIT else (name,)))
_FORMULA = frozenset("=+-@\t\r")


def to_csv(answer: Answer) -> str:
    """Return one row for each finding with all its fields, under a header.

    `low` and `high` are the ends of the interval, `segment` and `contrast` are JSON, the lines of `computed` share
    one cell; what is not known is empty. A text that a spreadsheet would run as a formula gets an apostrophe.
    """
    stream = io.StringIO()
    writer = csv.DictWriter(stream, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(_row(finding) for finding in answer.findings)
    return stream.getvalue()


def _row(finding: Finding) -> dict[str, object]:
    values = finding.to_dict()
    low, high = values.pop(_SPLIT) or ("", "")
    return {name: _cell(value) for name, value in (values | {"low": low, "high": high}).items()}


def _cell(value: object) -> object:
    """Return what stands in the cell; numbers are numbers, texts cannot be formulas."""
    if value is None:
        return ""
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False)
    text = "\n".join(map(str, value)) if isinstance(value, list) else value
    return f"'{text}" if isinstance(text, str) and text[:1] in _FORMULA else text
