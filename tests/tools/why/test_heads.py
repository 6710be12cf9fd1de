"""What stands about a talk says whose words it holds; it is never quoted as their words."""

import pytest

from retrieval.corpus import Corpus
from retrieval.documents import Document
from retrieval.turns import turns
from tools.analysis import ToolContext
from tools.disclosure import ReleaseLog
from tools.tables.catalog import Catalog
from tools.tables.engine import Tables
from tools.why.evidence import find_evidence
from tools.why.exchange import stretches
from tools.why.scope import EvidenceArguments

FLORIST = """# Talk 3: a florist

Date: 2024-02-11, in the shop, 40 minutes. Consent given for quotes. Segment: small shop, had a vase subscription.

**Why did you begin?**
It was one thing less to think of.

**And why did you stop?**
Half the vases had a chip, and I cannot sell a chipped vase.

**Was it only that?**
I could not skip a month in August, so the boxes stood in the hall.

**Who supplies you now?**
A potter from the next village.
"""
NOTE = """# Visit: Ravel & Sons

Date: 2024-04-02
With: head of stores
Product: Shelf Three
Outcome: ordered

They compared two offers.

> "Yours was the only one that came with spare bolts."

Asked what nearly stopped them:

> "The drilling. If the wall is old, the whole thing comes down."
"""
OFFICE = """# Talk with a draughtswoman

Interviewer: What would make you leave?
Ada: The calls. Two men sell insurance behind me and I hear every word, loud as a market.
Interviewer: What made you come?
Ada: The light.
Interviewer: And the coffee?
Ada: It is fine.
"""


def document(name, text):
    return Document(id=name, key=name, source=name, kind="interview", text=text, title=text.splitlines()[0][2:])


@pytest.fixture
def find(tmp_path, words):
    with Corpus.open(tmp_path, words) as corpus:
        for name, text in (("florist.md", FLORIST), ("ravel.md", NOTE), ("office.md", OFFICE)):
            corpus.replace(name, [document(name, text)])
        context = ToolContext(tables=Tables(tmp_path, Catalog()), corpus=corpus, releases=ReleaseLog(tmp_path))
        yield lambda text: find_evidence(context, EvidenceArguments(text=text))


def test_answers_on_the_line_below_a_bold_question_are_turns():
    spoken = turns(document("florist.md", FLORIST))
    assert [turn.role for turn in spoken] == ["interviewer", "respondent"] * 4


def test_the_head_of_a_talk_selects_it_and_is_not_quoted(find):
    report = find("Why did the florist stop the vase subscription?")
    quoted = " ".join(item.quote for item in report.evidence)
    assert "chip" in quoted
    assert "Consent" not in quoted
    assert {item.document for item in report.evidence} == {"florist.md"}


def test_a_question_that_only_asks_on_asks_for_the_same(find):
    quoted = " ".join(item.quote for item in find("Why did the florist stop the vase subscription?").evidence)
    assert "skip a month" in quoted
    assert "potter" not in quoted


def test_fields_of_a_note_are_nobodys_words():
    said = [NOTE[stretch.start : stretch.end] for stretch in stretches(document("ravel.md", NOTE))]
    assert any("spare bolts" in text for text in said)
    assert not any("Outcome" in text for text in said)


def test_what_an_observer_wrote_before_a_quote_leads_to_it():
    text = NOTE
    prompts = {text[each.start : each.end]: each.prompt for each in stretches(document("ravel.md", text))}
    assert prompts['> "The drilling. If the wall is old, the whole thing comes down."'] == (
        "Asked what nearly stopped them:"
    )


def test_a_word_that_nobody_says_is_sought_by_its_matter_and_said_so(find):
    report = find("Why do people leave? Quote somebody on noise.")
    assert any("loud as a market" in item.quote for item in report.evidence)
    assert any("“noise” stands nowhere" in caveat for caveat in report.caveats)


@pytest.mark.parametrize(("name", "own"), [("[PERSON_VTL]", "bus"), ("[PERSON_BKG]", "parking")])
def test_the_words_of_another_person_are_not_told_as_those_of_the_one_asked_about(tmp_path, words, name, own):
    talks = {
        "[PERSON_VTL]": "The last bus leaves too early.",
        "[PERSON_BKG]": "The parking, twenty minutes each time.",
    }
    with Corpus.open(tmp_path, words) as corpus:
        for who, said in talks.items():
            text = f"# Talk with {who}\n\n**What annoyed you?**\n{said}\n"
            corpus.replace(f"{who}.md", [document(f"{who}.md", text)])
        context = ToolContext(tables=Tables(tmp_path, Catalog()), corpus=corpus, releases=ReleaseLog(tmp_path))
        quoted = " ".join(
            item.quote for item in find_evidence(context, EvidenceArguments(text=f"What annoyed {name}?")).evidence
        )
    assert own in quoted
    assert not any(said in quoted for who, said in talks.items() if who != name)
