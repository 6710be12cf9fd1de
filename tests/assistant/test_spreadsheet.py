import csv
import io
import json

from assistant.answer import Answer
from assistant.spreadsheet import COLUMNS, to_csv
from tools.results import Finding


def _rows(*findings: Finding) -> list[dict[str, str]]:
    answer = Answer(question="?", thread="t", status="answered", headline="h", text="h", findings=findings)
    return list(csv.DictReader(io.StringIO(to_csv(answer))))


def _finding(**fields: object) -> Finding:
    known = {"statement": "s", "metric": "m", "label": "l", "value": -0.25, "unit": "points", "table": "t.csv"}
    return Finding(**{**known, **fields})  # type: ignore[arg-type]


def test_every_field_comes_back():
    (row,) = _rows(
        _finding(id="F1", interval=(-0.5, 0.125), n=80, segment={"plan": "a, b"}, computed=("one", 'two "2"'))
    )

    assert tuple(row) == COLUMNS
    assert (row["id"], row["value"], row["low"], row["high"], row["n"]) == ("F1", "-0.25", "-0.5", "0.125", "80")
    assert json.loads(row["segment"]) == {"plan": "a, b"}
    assert row["computed"] == 'one\ntwo "2"'
    assert row["p_value"] == row["customers"] == ""


def test_a_text_is_never_a_formula():
    (row,) = _rows(_finding(label='=HYPERLINK("x")', value="@here", statement="+1", method="-2"))

    assert [row[name][0] for name in ("label", "value", "statement", "method")] == ["'"] * 4


def test_an_answer_without_numbers_is_a_header():
    assert _rows() == []
