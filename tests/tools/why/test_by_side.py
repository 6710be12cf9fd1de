"""What our copy promises, in pages and in tables of things on offer, against what people say of it."""

import pytest

from retrieval.corpus import Corpus
from retrieval.documents import Document, RowRef
from tools.analysis import ToolContext
from tools.disclosure import ReleaseLog
from tools.tables.catalog import Catalog
from tools.tables.engine import Tables
from tools.why.cues import contrary, stem
from tools.why.evidence import find_evidence
from tools.why.scope import EvidenceArguments

LINES = ["Quiet rooms above the mill.", "Quiet attic with a view.", "Two beds and a stove."]
SAID = [
    "The lorries are loud from five in the morning.",
    "Quiet as promised, we slept well.",
    "So noisy that we moved to the kitchen.",
    "The waiter was kind.",
]


def cell(table, number, text, kind):
    row = RowRef(table, str(number), number, "text")
    return Document(id=f"{table}#{number}", key=f"{table}|{number}", source=table, kind=kind, text=text, row=row)


@pytest.fixture
def find(tmp_path, words):
    with Corpus.open(tmp_path, words) as corpus:
        corpus.replace("cabins.csv", [cell("cabins.csv", at, text, "copy") for at, text in enumerate(LINES, 1)])
        corpus.replace("stays.csv", [cell("stays.csv", at, text, "feedback") for at, text in enumerate(SAID, 1)])
        context = ToolContext(tables=Tables(tmp_path, Catalog()), corpus=corpus, releases=ReleaseLog(tmp_path))
        yield lambda text: find_evidence(context, EvidenceArguments(text=text))


def test_a_claim_of_tables_is_counted_on_both_sides_with_its_contrary(find):
    report = find('Our listings promise "quiet". Do guests say so too?')
    told = [finding.statement for finding in report.findings]
    assert any(
        "“quiet” stands in 2 of 3 texts of our own and in 1 of 4 texts of customers" in each for each in told
    )
    assert any("“noise”" in each and "in 2 of 4 texts of customers" in each for each in told)


def test_whoever_says_the_contrary_speaks_against_the_claim(find):
    report = find('Our listings promise "quiet". Do guests say so too?')
    against = {item.quote for item in report.evidence if item.segment.get("reads") == "denial or complaint"}
    assert SAID[2] in against
    assert SAID[1] not in against


def test_the_contrary_of_a_promise_is_named_in_any_inflection():
    assert "dirty" in contrary({stem("clean")})
    assert contrary({stem("harbour")}) == ()
