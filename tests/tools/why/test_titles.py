"""Interviews under titles, with people called by an initial; texts chosen by a release."""

import pytest

from retrieval.corpus import Corpus
from retrieval.documents import Document
from tools.analysis import ToolContext
from tools.disclosure import ReleaseLog
from tools.tables.catalog import Catalog
from tools.tables.engine import Tables
from tools.why.asked import read, within
from tools.why.evidence import find_evidence
from tools.why.scope import EvidenceArguments

FERRY = """# Interview: a ferry line

We spoke with H., who plans the crews of a ferry line.

## Why they moved

**You had a rota before. Why touch it?**

H: Two captains stood on the same bridge one Sunday. Nobody could see who had swapped with whom.

## How it went

H: The harbour office still prints it out and hangs it beside the kettle.
"""
MILL = """# Interview: a mill

We spoke with O., who owns a mill.

**What do you like?**

O: The stones are quiet since the new belt came.
"""


@pytest.fixture
def corpus(tmp_path, words):
    with Corpus.open(tmp_path, words) as opened:
        for name, text in (("interview-ferry-line.md", FERRY), ("interview-mill.md", MILL)):
            title = text.splitlines()[0].strip("# ")
            opened.replace(
                name, [Document(id=name, key=name, source=name, kind="interview", text=text, title=title)]
            )
        yield opened


def test_a_title_holds_for_the_questions_below_it(corpus, tmp_path) -> None:
    context = ToolContext(tables=Tables(tmp_path, Catalog()), corpus=corpus, releases=ReleaseLog(tmp_path))
    report = find_evidence(context, EvidenceArguments(text="Why did the ferry line (H.) move?"))
    assert report.evidence
    assert "same bridge" in report.evidence[0].quote


def test_a_release_behind_about_says_which_texts(corpus) -> None:
    asked = within(read("Why do people grumble about release 3.10? Two quotes.", corpus), ["release", "3.10"])
    assert not {"release", "3.10"} & {term.word for term in asked.terms}


def test_what_the_chosen_are_to_speak_of_stays(corpus) -> None:
    asked = within(read("What do kettle people say about the kettle?", corpus), ["kettle"])
    assert "kettle" in {term.word for term in asked.terms}
