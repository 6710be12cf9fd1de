"""What remains of a draft, and that something always does."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.ledger.compose import compose
from assistant.ledger.numbering import TOKEN, Ledger
from assistant.ledger.settle import settle
from tests.assistant.ledger.samples import LEDGER, PRICE
from tools.results import Report


def test_the_faulty_sentence_goes_and_its_neighbours_stay():
    settled = settle("They leave at [[F1]]. It was 99% once. They said why [[E1]].", LEDGER, "")

    assert (settled.text, settled.cut) == ("They leave at [[F1]]. They said why [[E1]].", 1)


def test_a_list_item_goes_with_its_mark_and_a_heading_with_its_list():
    draft = "They leave at [[F1]].\n\n## Numbers\n\n- It is 99%\n- It is 98%\n\n## Words\n\n[[E1]]"

    assert settle(draft, LEDGER, "").text == "They leave at [[F1]].\n\n## Words\n\n[[E1]]"


def test_a_headline_that_falls_is_replaced_by_the_first_finding_cited():
    settled = settle("Nearly everybody, 99%, leaves.\n\n- [[F2]]\n- [[F1]]", LEDGER, "")

    assert settled.text == "[[F2]]\n\n- [[F1]]"


def test_a_misintroduced_quotation_goes():
    settled = settle("They leave at [[F1]].\n\n[PERSON_ABC] said:\n\n[[E1]]\n\n[[E2]]", LEDGER, "")

    assert "[[E1]]" not in settled.text
    assert settled.cut == 1


def test_when_all_falls_the_reports_speak():
    settled = settle("It is 99%. It is 98%.", LEDGER, "")

    assert settled.text.startswith("[[F1]]\n\n- [[F2]]")
    assert (settled.stance, settled.cut) == ("answered", 2)


def test_a_text_that_cites_nothing_is_no_answer_to_results():
    assert settle("Customers are people too.", LEDGER, "").text.startswith("[[F1]]")


@pytest.mark.parametrize("stance", ["insufficient", "clarify"])
def test_the_stance_is_read_and_kept(stance):
    settled = settle(f"[[{stance}]] There is no column for that.", LEDGER, "")

    assert (settled.stance, settled.text) == (stance, "There is no column for that.")


def test_no_results_and_nothing_left_is_insufficient():
    settled = settle("It is 99%.", Ledger.of([Report(missing=("No column holds income.",))]), "")

    assert settled.stance == "insufficient"
    assert "No column holds income." in settled.text


def test_compose_puts_dissent_behind_the_other_voices():
    from dataclasses import replace

    reports = Ledger.of([Report(evidence=(replace(PRICE, dissent=True), PRICE))]).reports
    text = compose(reports)

    assert text.index("[[E2]]") < text.index("A dissenting voice:") < text.index("[[E1]]")


def test_what_code_composes_passes_the_rules():
    text = compose(LEDGER.reports)

    assert settle(text, LEDGER, "").cut == 0


PIECES = [
    "It is 42%", "twice", "[[F1]]", "[[F2]]", "[[E1]]", "[[F99]]", "“made up”", '"', "half", ".", " ", "\n", "- ",
    "# ", ":", "more", "Month-to-month", "two-year", "than", "٤", "４２", "[[", "]]",
    "\u200b", "> ", "|", "forty-two", "99. ", "[PERSON_ABC] said", "the highest", "1. ", "5", "7",
]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=14).map(" ".join))
def test_no_typed_digit_and_no_unknown_token_survives_whatever_is_said(draft):
    settled = settle(draft, LEDGER, "")

    assert settled.text.strip()
    known = {*LEDGER.findings, *LEDGER.evidence}
    assert {f"{kind}{digits}" for kind, digits in TOKEN.findall(settled.text)} <= known
    prose = re.sub(r"(?m)^\s*(?:[-*#>|]\s*)*\d+[.)]\s", "", TOKEN.sub("", settled.text))
    assert not re.search(r"\d|“|\[\[", prose)


@given(st.text(max_size=200))
def test_any_text_at_all_is_settled(draft):
    assert settle(draft, LEDGER, "").text.strip()


def test_where_nothing_was_found_and_the_first_line_falls_no_source_is_said_to_speak():
    settled = settle("[[insufficient]] It is 99%.\n\nEach member has a sex.", Ledger.of([]), "")

    assert (settled.stance, settled.text.split("\n")[0]) == (
        "insufficient",
        "The data that is held here does not answer this question.",
    )


def test_a_remark_that_code_wrote_is_never_cut():
    remark = "The best are taken as those with the lowest rate of churn."

    assert settle(f"[[F1]]\n\n{remark}", LEDGER, "").cut == 1
    assert settle(f"[[F1]]\n\n{remark}", LEDGER, "", own=[remark]).text.endswith(remark)
