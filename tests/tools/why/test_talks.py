"""Questions put to people whom somebody talked with: their own words, each part of a question by itself."""

import pytest

from retrieval.corpus import Corpus
from retrieval.documents import Document
from tools.analysis import ToolContext
from tools.disclosure import ReleaseLog
from tools.tables.catalog import Catalog
from tools.tables.engine import Tables
from tools.why.asked import read
from tools.why.claims import claims
from tools.why.evidence import find_evidence
from tools.why.scope import EvidenceArguments
from tools.why.whom import whom

BAKER = """# Visit: bakery, Ghent (two owners)

**Why do you buy flour from us?**
"Because you bring half sacks, and I have no room for whole ones."

**What do you send back?**
"Torn sacks. I send them back the same morning, every time."

**Anything else?**
She pays in cash and keeps the receipts in a tin.
"""
COOK = """# Call: canteen cook, Lille

**Why us?**
"Your driver comes before six, nobody else does. Who else would?"

**Returns?**
"Wet flour goes back with the driver."
"""
LOST = """# Call: pizzeria, Bruges (stopped)

**Why did you stop buying?**
"The mill next door is cheaper, and that is all there is to it."
"""
NOTES = """Notes of the sales team, spring

- Bakers buy from us because of the brand, we think.
- Torn sacks are their own fault.
"""


def document(name, text, title):
    return Document(id=name, key=name, source=name, kind="interview", text=text, title=title)


@pytest.fixture
def find(tmp_path, words):
    with Corpus.open(tmp_path, words) as corpus:
        for name, text in (("baker.md", BAKER), ("cook.md", COOK), ("lost.md", LOST), ("notes.txt", NOTES)):
            corpus.replace(name, [document(name, text, text.splitlines()[0].strip("# "))])
        context = ToolContext(tables=Tables(tmp_path, Catalog()), corpus=corpus, releases=ReleaseLog(tmp_path))
        yield lambda text: find_evidence(context, EvidenceArguments(text=text))


def quoted(report):
    return {item.document: item.quote for item in reversed(report.evidence)}


def test_people_we_spoke_to_are_quoted_and_nobody_who_wrote_about_them(find):
    said = quoted(find("Why do the people we spoke to buy from us?"))
    assert "half sacks" in said["baker.md"]
    assert "before six" in said["cook.md"]
    assert "notes.txt" not in said


def test_who_was_asked_why_he_left_tells_no_reason_to_buy(find):
    assert "lost.md" not in quoted(find("Why do the people we spoke to buy from us?"))
    assert set(quoted(find("Why did the pizzeria we called stop buying?"))) == {"lost.md"}


def test_words_for_the_people_choose_whose_texts_are_read(find):
    assert set(quoted(find("What do the bakery owners we visited send back?"))) == {"baker.md"}


def test_sending_back_and_returning_are_the_same(find):
    said = quoted(find("Why do the people we interviewed send goods back?"))
    assert "Torn sacks" in said["baker.md"]
    assert "Wet flour" in said["cook.md"]


def test_an_answer_that_ends_in_a_question_is_still_an_answer(find):
    assert "before six" in quoted(find("Why does the canteen cook buy from us?"))["cook.md"]


def test_a_quote_does_not_run_on_into_the_next_point_of_a_list(find):
    report = find("What do our notes say about torn sacks?")
    assert "Torn sacks are their own fault." in [item.quote for item in report.evidence]


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("Why did the night nurses we interviewed quit?", ("night", "nurses")),
        ("What do the owners and buyers that we spoke with dislike?", ("owners", "buyers")),
        ("Was sagen die Winzer, mit denen wir gesprochen haben, zum Preis?", ()),
        ("What did the people in our interviews say?", ()),
    ],
)
def test_whom_a_question_wants_to_hear_is_read_from_its_own_words(question, words):
    assert set(words) <= set(whom(question).words)


def test_a_question_about_tables_speaks_of_no_talk():
    assert whom("How many customers ordered twice?") is None


def test_why_somebody_did_not_buy_is_asked_like_why_somebody_left(tmp_path, words):
    with Corpus.open(tmp_path, words) as corpus:
        assert read("Why didn't they sign up?", corpus).act == "leave"
        assert read("Why did they sign up?", corpus).act == "buy"
        assert read("Why did they not leave?", corpus).act is None


COPY = """# Millstone

**Delivered before breakfast.**
- No paperwork, ever
"""
OPENED = """# Call: hotel kitchen, Liege

**What did our page promise you?**
"Delivered before breakfast, it says. In nine weeks it was never before ten. So why do you write it?"

**And the paperwork?**
"No paperwork, that is true, I have never signed anything."
"""


@pytest.fixture
def mirror(tmp_path, words):
    with Corpus.open(tmp_path, words) as corpus:
        corpus.replace(
            "page.md",
            [Document(id="page.md", key="page.md", source="page.md", kind="copy", text=COPY, title="Millstone")],
        )
        for name, text in (("cook.md", COOK), ("hotel.md", OPENED)):
            corpus.replace(name, [document(name, text, text.splitlines()[0].strip("# "))])
        context = ToolContext(tables=Tables(tmp_path, Catalog()), corpus=corpus, releases=ReleaseLog(tmp_path))
        yield lambda text: find_evidence(context, EvidenceArguments(text=text))


def test_each_claim_stands_beside_the_words_against_it(mirror):
    report = mirror('Our page promises "delivered before breakfast". Do customers talk that way?')
    assert [item.quote for item in report.evidence if item.kind == "copy"] == ["Delivered before breakfast."]
    against = [item for item in report.evidence if item.segment.get("reads") == "denial or complaint"]
    assert "hotel.md" in {item.document for item in against}
    assert report.findings[0].value == len({item.document for item in against})


def test_claims_are_read_from_the_question_in_any_order():
    assert claims('Is "fresh daily" true, and "no queue"?') == ("fresh daily", "no queue")
    assert claims("Our site promises fast refunds and free returns. Is that so?") == (
        "fast refunds",
        "free returns",
    )
    assert claims("Does our page promise more than we keep?") == ()
    assert claims("Does the page over-promise about parking and about late arrival?") == (
        "parking",
        "late arrival",
    )
