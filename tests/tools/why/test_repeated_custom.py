"""Why somebody came again or not, notes below headings, and texts chosen by a rating in words."""

import pytest

from retrieval.corpus import Corpus
from retrieval.documents import Document
from tools.analysis import ToolContext
from tools.disclosure import ReleaseLog
from tools.tables.catalog import Catalog
from tools.tables.engine import Tables
from tools.why.asked import acts, read, within
from tools.why.evidence import find_evidence
from tools.why.exchange import stretches
from tools.why.scope import EvidenceArguments

ROWER = """# Interview: rower, spring course

Interviewer: How was the course?

Rower: The trainer was patient and the boats were dry, I liked the mornings on the river.

Interviewer: Why did you not book a second course?

Rower: The trains to the boathouse end at eight, and I missed mine after every lesson.

Interviewer: What would bring you back?

Rower: Lessons at noon on Sundays, then I would bring my brother as well.
"""
NOTE = """# Workshop note: torn sails

## What we found
- Four of six sails were sewn with the wrong thread.
- Two had lain in the sun.

## What they said
- "I saw the seam open on the first day." (caller 1)
- "Nobody told me to fold it." (caller 2)
"""


def document(name, text, **more):
    return Document(id=name, key=name, source=name, kind="interview", text=text, **more)


@pytest.fixture
def find(tmp_path, words):
    with Corpus.open(tmp_path, words) as corpus:
        corpus.replace("rower.md", [document("rower.md", ROWER, title="Interview: rower, spring course")])
        corpus.replace("note.md", [document("note.md", NOTE, title="Workshop note: torn sails")])
        context = ToolContext(tables=Tables(tmp_path, Catalog()), corpus=corpus, releases=ReleaseLog(tmp_path))
        yield lambda text, **more: find_evidence(context, EvidenceArguments(text=text, **more))


def test_who_did_not_come_back_is_asked_like_who_left(find):
    quotes = [item.quote for item in find("Why did the rower not come back?").evidence]
    assert "The trains to the boathouse end at eight" in quotes[0]
    assert not any("trainer was patient" in quote for quote in quotes)


def test_not_booking_again_is_leaving_and_booking_again_is_buying():
    assert acts("Why did you not book a second course?") == {"leave"}
    assert acts("And why did you come again?") == {"buy"}
    assert not acts("What would bring you back?")


def test_what_stands_right_below_a_heading_is_no_part_of_it():
    told = [(NOTE[part.start : part.end], part.prompt) for part in stretches(document("note.md", NOTE))]
    assert told[0][0].startswith("- Four of six sails")
    assert told[0][1] == "What we found"
    assert [text[:13] for text, _ in told[1:]] == ['- "I saw the ', '- "Nobody tol']


def test_documents_that_are_asked_by_name_need_not_name_their_matter(find):
    report = find("Why are the sails torn, according to the workshop?", documents=("note.md",))
    assert any("wrong thread" in item.quote for item in report.evidence)


def test_the_stars_of_a_rating_need_not_be_said_again(tmp_path, words):
    with Corpus.open(tmp_path, words) as corpus:
        corpus.replace("rower.md", [document("rower.md", ROWER)])
        asked = within(read("What do people praise in five-star reviews of the river?", corpus), ("score", "star"))
    assert "five-star" not in {term.word for term in asked.topic}
