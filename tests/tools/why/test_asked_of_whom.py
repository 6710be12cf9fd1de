"""Whose words are wanted, and what the header above a text says of it."""

import pandas as pd
import pytest

from retrieval.corpus import Corpus
from retrieval.documents import Document, RowRef
from tools.analysis import ToolContext
from tools.disclosure import ReleaseLog
from tools.tables.catalog import Catalog, Column, Table
from tools.tables.engine import Tables
from tools.tables.notation import to_yaml
from tools.tables.parquet import KEY, ROW, path_of, write
from tools.why.asked import acts, read
from tools.why.beside import Beside
from tools.why.evidence import find_evidence
from tools.why.scope import EvidenceArguments

BETTER = "What should we improve?"
SAID = ["The queue took an hour.", "The hall was too small.", "No water anywhere."] * 20


@pytest.fixture
def context(tmp_path, words):
    columns = (
        Column(name="stars", label="stars", role="ordinal", storage="number", values=(("1", 1), ("5", 59))),
        Column(name=BETTER, label=BETTER, role="text", storage="text", distinct=3),
    )
    table = Table(name="fair.csv", rows=len(SAID), version="v1", columns=columns)
    keys = [f"k{at}" for at in range(len(SAID))]
    rows = {"stars": [1, *[5] * (len(SAID) - 1)], BETTER: SAID, ROW: range(len(SAID)), KEY: keys}
    write(pd.DataFrame(rows), path_of(tmp_path, table))
    (tmp_path / "catalog.yaml").write_text(to_yaml(Catalog(tables=(table,))), encoding="utf-8")
    with Corpus.open(tmp_path, words) as corpus:
        corpus.replace(
            "fair.csv", [cell(key, line, text) for line, (key, text) in enumerate(zip(keys, SAID, strict=True), 1)]
        )
        yield ToolContext(tables=Tables.open(tmp_path), corpus=corpus, releases=ReleaseLog(tmp_path))


def cell(key, line, text):
    row = RowRef("fair.csv", key, line, BETTER)
    name = f"fair.csv#{line}"
    return Document(id=name, key=key, source="fair.csv", kind="feedback", text=text, row=row, customer=key)


def test_who_is_happy_tells_below_such_a_header_what_is_not(context):
    assert set(Beside.of(context).moods.values()) == {-1}


def test_what_is_wrong_is_what_is_to_be_improved(context):
    report = find_evidence(
        context, EvidenceArguments(text="What should we improve first? Top themes with shares.")
    )
    assert report.findings[0].n == len(SAID)
    assert {item.quote for item in report.evidence} == set(SAID)


def test_people_are_no_matter_that_somebody_has_to_name(context):
    report = find_evidence(context, EvidenceArguments(text="Why do attendees give that rating?"))
    assert not any("attendees" in line for line in report.missing)
    assert report.evidence


def test_what_would_bring_somebody_back_asks_for_no_reasons_of_buyers(tmp_path, words):
    assert not acts("What would make them buy it again?")
    with Corpus.open(tmp_path, words) as corpus:
        assert "wish" in read("What would make them buy it again?", corpus).cues
