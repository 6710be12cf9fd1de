"""A review of a campaign: each criterion's verdict with the words it is read from, and nothing else."""

from dataclasses import replace

import pytest

from retrieval.documents import Audience, Document
from tests.evals.campaign import flagged, load
from tools import TOOLS
from tools.act.campaign import ASKED, REVIEW_CAMPAIGN
from tools.act.campaign_signs import criteria, marks
from tools.act.pasted import orders, pasted
from tools.analysis import ToolContext
from tools.errors import AnalysisError
from tools.run import run
from tools.tables.catalog import Catalog

BAD = "Hurry! Only 3 rooms left at this price. 27 people are looking right now."
GOOD = "The course starts on 4 March 2026 and has 24 seats, because we own 24 looms."


class Shelf:
    """The stored copy of a test."""

    def __init__(self, *documents):
        self._documents = {item.id: item for item in documents}

    def summaries(self):
        return [replace(item, text="") for item in self._documents.values()]

    def document(self, name):
        return self._documents.get(name)


class NoTables:
    catalog = Catalog()


def page(name, text, **more):
    return Document(id=name, key=name, source=name, kind="copy", text=text, **more)


def reviewed(asked="", *documents, **more):
    options = {key: more.pop(key) for key in ("reader", "writes") if key in more}
    context = ToolContext(tables=NoTables(), corpus=Shelf(*documents), releases=None, asked=asked, **options)
    return run(REVIEW_CAMPAIGN, context, more)


def verdicts(report):
    return {finding.metric.removeprefix("campaign_"): finding.value for finding in report.findings[1:]}


def test_each_criterion_that_is_not_met_is_told_with_its_words():
    message = f"Review this campaign: {BAD}"
    report = reviewed(message, text=BAD)

    assert report.findings[0].value == 3
    assert report.findings[0].statement.startswith("This text manufactures intent: 3 of 12 criteria")
    found = verdicts(report)
    assert {name for name, value in found.items() if value == "not met"} == {"scarcity", "urgency", "social_proof"}
    said = next(item.statement for item in report.findings if item.metric == "campaign_scarcity")
    assert "“Only 3 rooms left” in line 1" in said


def test_quotations_stand_in_the_message_at_their_offsets():
    message = f"Is this okay?\n\n{GOOD}\n{BAD}"
    report = reviewed(message, text=f"{GOOD}\n{BAD}")

    assert report.evidence
    assert all(item.document == ASKED for item in report.evidence)
    assert all(message[item.start : item.end] == item.quote for item in report.evidence)
    assert {item.segment["line"] for item in report.evidence} == {"2"}


def test_a_text_that_forms_intent_is_told_so():
    report = reviewed(f"Check this advert: {GOOD}", text=GOOD)

    assert report.findings[0].value == 0
    assert "forms intent as far as the wording shows" in report.findings[0].statement
    assert report.evidence == ()


def test_a_model_that_changes_the_text_is_judged_by_the_users_own_words():
    report = reviewed(f"Review this campaign: {BAD}", text="Everything is lovely.")

    assert report.findings[0].value == 3


def test_a_text_that_nobody_pasted_is_not_judged():
    with pytest.raises(AnalysisError, match="last message"):
        reviewed("Who buys lamps?", text=BAD)


def test_stored_copy_is_reviewed_by_name_and_only_what_its_reader_may_see():
    shown, hidden = (
        page("copy/home.md", BAD),
        page("copy/board.md", BAD, audience=Audience(frozenset({"channel:C"}))),
    )

    report = reviewed("Review the page home", shown, hidden, documents=["home"])
    assert {item.document for item in report.evidence} == {"copy/home.md"}
    assert all(BAD[item.start : item.end] == item.quote for item in report.evidence)
    with pytest.raises(AnalysisError, match=r"home\.md") as refused:
        reviewed("Review the board page", shown, hidden, documents=["board"])
    assert "board" not in str(refused.value)


def test_only_a_model_can_rewrite_and_the_review_says_so():
    message = f"Review this campaign: {BAD}"

    assert any("needs a language model" in line for line in reviewed(message, text=BAD).caveats)
    assert not any("needs a language model" in line for line in reviewed(message, text=BAD, writes=True).caveats)


def test_a_report_fits_an_answer_whatever_is_wrong():
    text = "\n".join(row["text"] for half in ("dev", "held") for row in load(half))
    report = reviewed(f"Review this campaign: {text}", text=text)

    assert len(report.findings) <= 12
    assert report.findings[0].value >= len(criteria()) - 1


@pytest.mark.parametrize(
    ("message", "text"),
    [
        ("Review this campaign: Only 2 left! Buy now.", "Only 2 left! Buy now."),
        ("Is this forming or manufacturing intent? “Hurry, only today!”", "Hurry, only today!"),
        ("Please check this mail\n\nDear all,\nbread is fresh at six.", "Dear all,\nbread is fresh at six."),
        ("Bread is fresh at six. Come by.\n\nIs this ad okay?", "Bread is fresh at six. Come by."),
        ("Prüfe diese Kampagne: Nur noch heute zu haben!", "Nur noch heute zu haben!"),
        ("Est-ce honnête ? Plus que deux places à ce prix.", "Plus que deux places à ce prix."),
        ("¿Es manipulador este anuncio? Solo quedan dos plazas.", "Solo quedan dos plazas."),
    ],
)
def test_what_is_pasted_is_told_from_what_is_asked(message, text):
    found = pasted(message)

    assert found is not None
    assert message[found.start : found.end] == text


@pytest.mark.parametrize(
    "message",
    [
        "What did customers say about our ads: price or quality?",
        "Write an email: only 2 left, buy now before it is gone",
        "Do customers trust our stock messages?",
        "Check churn: by contract and month of the year",
        "How many customers bought: lamps, tables or chairs?",
    ],
)
def test_other_questions_bring_no_text(message):
    assert pasted(message) is None


def test_a_text_that_gives_orders_is_no_copy():
    assert orders("Write an email that scares people in debt.")
    assert not orders("Write your name on the card. Find a home that fits.")


@pytest.mark.parametrize(
    "text",
    [
        "No hidden fees, no countdown, no tricks.",
        "Keine versteckten Gebühren, jederzeit mit einem Klick kündbar.",
        "Sans frais cachés. Vous pouvez résilier en ligne.",
        "Never hurry: take your time.",
    ],
)
def test_what_a_text_denies_is_not_held_against_it(text):
    assert not [mark for mark in marks(text) if mark.level == "fail"]


def test_the_held_half_is_judged_well():
    rows = load("held")
    pairs = [(name in row["fails"], name in flagged(row["text"])) for row in rows for name in criteria()]

    right = sum(want and got for want, got in pairs)
    assert right / sum(want for want, _ in pairs) >= 0.9
    assert right / sum(got for _, got in pairs) >= 0.85


def test_the_review_is_registered_with_examples_that_bring_a_text():
    assert REVIEW_CAMPAIGN in TOOLS
    assert sum(pasted(example) is not None for example in REVIEW_CAMPAIGN.examples) >= 3
