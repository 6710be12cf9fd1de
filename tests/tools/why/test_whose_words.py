"""Whose words answer a question that is limited to some people, and when words of others are told as such."""

import pandas as pd
import pytest

from retrieval.corpus import Corpus
from retrieval.documents import Document, RowRef
from tools.analysis import ToolContext
from tools.disclosure import ReleaseLog
from tools.run import run
from tools.tables.catalog import Catalog, Column, Table
from tools.tables.engine import Tables
from tools.tables.notation import to_yaml
from tools.tables.parquet import KEY, ROW, path_of, write
from tools.why.evidence import FIND_EVIDENCE
from tools.why.scope import EvidenceArguments, told_whose

# An allotment club: why plots were given up, in words that name no mood, and what those say who kept theirs.
GONE = (
    "Got a garden behind the new house",
    "My knees say no to digging",
    "Moved inland with my daughter",
    "The bus there goes twice a day",
    "Foxes had the hens",
    "Only ever grew nettles",
    "Got a balcony of my own",
    "The tap is a mile from plot nine",
)
KEPT = ("I love the roses here", "Great neighbours on both sides", "The shed was a great gift")
OTHERS = "The gate squeaks, which is a problem in the mornings"
LEFT = [{"column": "kept", "op": "=", "value": "no"}]


@pytest.fixture
def context(tmp_path, words):
    rows = [("no", text) for text in GONE] + [("yes", text) for text in (*KEPT, OTHERS)]
    kept = Column(
        name="kept", label="kept", role="outcome", storage="text", values=(("no", 8), ("yes", 4)), positive="yes"
    )
    said = Column(name="remark", label="remark", role="text", storage="text", distinct=len(rows))
    table = Table(
        name="plots.csv", rows=len(rows), entity="plot", version="v1", columns=(kept, said), outcome="kept"
    )
    keys = [f"k{place}" for place in range(len(rows))]
    frame = pd.DataFrame(rows, columns=["kept", "remark"]).assign(**{ROW: range(len(rows)), KEY: keys})
    write(frame, path_of(tmp_path, table))
    (tmp_path / "catalog.yaml").write_text(to_yaml(Catalog(tables=(table,))), encoding="utf-8")
    with Corpus.open(tmp_path, words) as corpus:
        corpus.replace("plots.csv", [cell(place, text) for place, (_, text) in enumerate(rows)])
        yield ToolContext(tables=Tables.open(tmp_path), corpus=corpus, releases=ReleaseLog(tmp_path))


def cell(place, text):
    row = RowRef("plots.csv", f"k{place}", place + 1, "remark")
    name = f"plots.csv#{place}"
    return Document(id=name, key=name, source="plots.csv", kind="feedback", text=text, row=row)


@pytest.fixture
def find(context):
    return lambda text, **more: run(FIND_EVIDENCE, context, {"text": text, "table": "plots.csv", **more})


@pytest.mark.parametrize(
    "asked", ["Why do people leave?", "Why did plot holders cancel?", "Why do they not come back?"]
)
def test_whoever_left_tells_a_reason_whatever_the_words(find, asked):
    report = find(asked, where=LEFT, limit=20)

    assert report.findings[0].n == len(GONE)
    assert {item.quote for item in report.evidence} == set(GONE)


def test_a_word_that_nobody_of_them_uses_hides_no_reasons(find):
    report = find("Why did they cancel the lease?", where=LEFT)

    assert report.findings[0].n == len(GONE)
    assert "None of them speaks of lease; these are all the reasons that they give." in report.caveats


def test_words_of_others_than_those_asked_about_are_told_as_such(find):
    report = find("What is a problem with the gate?", where=LEFT)

    assert [item.quote for item in report.evidence] == [OTHERS]
    assert any("words of others" in line for line in report.missing)


def test_words_of_those_asked_about_are_not_told_as_those_of_others(context, find):
    report = find("Why do people leave?", where=LEFT)
    arguments = EvidenceArguments(text="Why?", table="plots.csv", where=LEFT)

    assert report.evidence
    assert told_whose(context, arguments, report) == report


def test_complaints_without_a_word_of_complaint_are_counted(context, find):
    places = ("hut", "barn", "glasshouse", "orchard", "pond", "meadow")
    texts = [f"Reading in the {place} was never possible here" for place in places]
    context.corpus.replace("plots.csv", [cell(place, text) for place, text in enumerate([*texts, *KEPT])])

    assert find("What do people complain about?").findings[0].n == len(texts)
