"""From answers to blocks, without Slack: what is shown, in which order, within which limits."""

from typing import Any

import pytest
from answering import answer, evidence, finding, rich_answer
from block_kit import displayed, problems, total
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.answer import Answer, Basis, Refusal
from assistant.slack.blocks import messages, notice, workings
from assistant.slack.body import quoted
from assistant.slack.computed import computed_view
from assistant.slack.fallback import calm, plain_text
from assistant.slack.home import home_view, prompts
from assistant.slack.limits import PLAIN_MESSAGE
from tools.analysis import Analysis
from tools.arguments import Arguments
from tools.results import Report


def shown(given_answer: Answer, **more: Any) -> str:
    """Return the messages of an answer as they are read, after checking that Slack would take them."""
    parts = messages(given_answer, **more)
    for part in parts:
        assert problems(part.blocks) == []
        assert total(part.blocks) < 13_000
    return "\n".join(displayed(part.blocks) for part in parts)


def test_an_answer_is_laid_out_in_the_order_it_was_written() -> None:
    assert shown(rich_answer(), record="rec-1").splitlines() == [
        "# Gardeners renew less often",
        "What the table says:",
        "• 25.0% of the gardeners renewed (n = 212, 95% interval 19.6% to 31.2%).",
        "• Gardeners renew 6.0 points less often than everybody else.",
        "| The shed was full before the box arrived.",
        "(interview · notes/one.md · P4 · 2025-03-01)",
        "Space, not price, is what they talk about.",
        "Keep in mind",
        "• Renewals are known for one year only.",
        "Not in the data",
        "• Nothing here says what the box cost.",
        "(Based on 212 customers, 6 documents, 400 rows · as of 2025-03-31 · offline analyst)",
        "[Who renews most often?] [How computed]",
    ]


def test_findings_and_quotations_that_the_text_leaves_out_are_added() -> None:
    bare = answer("Two things", findings=(finding("A is 3.", value=3, unit="count"),), citations=(evidence("B!"),))

    assert shown(bare).splitlines()[1:5] == [
        "• A is 3.",
        "In their own words",
        "| B!",
        "(interview · notes/one.md)",
    ]


def test_a_quotation_with_line_breaks_and_markup_stays_verbatim() -> None:
    quote = "First *line* <b>\nsecond _line_ [x](https://evil.test) @channel"
    text = "Head\n\n> First *line* ‹b›\n> second _line_ [x\\](hxxps://evil.test) @channel\n> — notes/one.md"

    blocks = messages(answer("Head", text, citations=(evidence(quote),)))[0].blocks

    (quotation,) = [b for b in blocks if b["type"] == "rich_text"]
    assert quotation["elements"][0]["type"] == "rich_text_quote"
    assert quotation["elements"][0]["elements"] == [{"type": "text", "text": quote}]


def test_no_text_of_an_answer_is_ever_parsed_by_slack() -> None:
    trap = "<!channel> <@U1> @here *x* https://evil.test"
    full = rich_answer(status="limited", refusal=Refusal(policy=trap, reason=trap, alternative=trap))
    trapped = Answer(**{f: getattr(full, f) for f in full.__slots__} | {"headline": trap, "text": trap})

    kinds = {value["type"] for part in messages(trapped) for block in part.blocks for value in _objects(block)}

    assert "mrkdwn" not in kinds
    assert "markdown" not in kinds
    assert not kinds & {"link", "user", "usergroup", "broadcast", "channel", "emoji"}


def _objects(value: Any) -> list[dict[str, Any]]:
    if isinstance(value, dict):
        here = [value] if "type" in value else []
        return here + [found for item in value.values() for found in _objects(item)]
    return [found for item in value for found in _objects(item)] if isinstance(value, list) else []


def test_a_refusal_shows_reason_rule_and_alternative() -> None:
    refusal = Refusal(policy="vuln", reason="It would use a weakness.", alternative="Which offers are kept?")

    assert shown(answer("I do not help with this", status="refused", refusal=refusal)).splitlines() == [
        "# I do not help with this",
        "It would use a weakness.",
        "(Rule: No selling through weak moments)",
        "What I can do instead",
        "Which offers are kept?",
        "(offline analyst)",
        "[Ask this instead]",
    ]


def test_an_alternative_that_is_no_question_is_told_but_cannot_be_clicked() -> None:
    refusal = Refusal(policy="p", reason="Not this.", alternative="Ask in other words.")

    text = shown(answer("Not this.", status="refused", refusal=refusal))

    assert text.count("Not this.") == 1
    assert "Ask in other words." in text
    assert "[" not in text


def test_a_limited_answer_says_how_it_is_limited() -> None:
    limit = Refusal(policy="p", reason="Only in aggregate.", alternative="")

    lines = shown(answer("Head", status="limited", refusal=limit)).splitlines()

    assert lines[1:3] == ["Limited", "Only in aggregate."]


def test_an_insufficient_answer_names_what_is_missing_and_what_can_be_asked() -> None:
    text = shown(
        answer(
            "The data does not say", status="insufficient", missing=("No prices.",), follow_ups=("Who renews?",)
        )
    )

    assert text.splitlines()[1:3] == ["What the data does not hold", "• No prices."]
    assert text.splitlines()[-1] == "[Who renews?]"


def test_a_clarification_offers_its_readings() -> None:
    text = shown(answer("By people or by orders?", status="clarify", follow_ups=("By people", "By orders")))

    assert text.splitlines()[-1] == "[By people] [By orders]"


def test_what_was_asked_with_a_button_stands_above_the_answer() -> None:
    assert shown(answer("Yes", question="Does it?"), show_question=True).startswith("(Question: Does it?)")


def test_cut_sentences_are_admitted() -> None:
    assert "1 sentence left out: the data did not support it" in shown(answer("x", cut=1)).replace("them", "it")


def test_nothing_is_computed_without_a_button_for_it() -> None:
    assert "How computed" not in shown(answer("x", findings=(finding("y"),)), record="r")


def test_the_fallback_text_says_all_that_the_blocks_say() -> None:
    text = plain_text(rich_answer())

    for expected in ("Gardeners renew", "25.0%", "The shed was full", "one year only", "what the box cost"):
        assert text.count(expected) >= 1


def test_a_call_to_everybody_and_a_link_lose_their_power_in_plain_text() -> None:
    assert calm("<!here> @Channel a&b http://x") == "&lt;!here&gt; @\u2060Channel a&amp;b http:\u2060//x"


def test_workings_become_a_window_within_limits() -> None:
    many = tuple(
        finding(f"Finding {n} " + "x" * 200, computed=tuple("line " * 50 for _ in range(20))) for n in range(60)
    )

    view = computed_view(workings(answer("x", findings=many)))

    assert problems(view["blocks"], "modal") == []
    assert "--explain" in displayed(view["blocks"])


def test_home_and_prompts_show_the_range_of_tools() -> None:
    tools = [
        Analysis(
            name=f"tool_{n}",
            description="d",
            arguments=Arguments,
            examples=(f"First {n}?", f"Second {n}? " + "very long " * 20),
            run=lambda context, arguments: Report(),
        )
        for n in range(5)
    ]

    assert [p["message"] for p in prompts(tools)] == ["First 0?", "First 1?", "First 2?", "First 3?"]
    assert all(len(p["title"]) <= 75 for p in prompts(tools))
    view = home_view(tools)
    assert problems(view["blocks"], "home") == []
    assert "Tool 4" in displayed(view["blocks"])


def test_a_home_without_tools_is_still_a_home() -> None:
    assert problems(home_view(())["blocks"], "home") == []


@settings(max_examples=60, deadline=None)
@given(
    status=st.sampled_from(["answered", "limited", "refused", "insufficient", "clarify"]),
    headline=st.text(max_size=400),
    text=st.text(max_size=20_000),
    notes=st.lists(st.text(max_size=5000), max_size=8),
    quotes=st.lists(st.text(min_size=1, max_size=8000), max_size=4),
    with_refusal=st.booleans(),
)
def test_slack_takes_whatever_an_answer_holds(
    status: Any, headline: str, text: str, notes: list[str], quotes: list[str], with_refusal: bool
) -> None:
    pieces = [*notes, "", "x" * 2001]
    parts = messages(
        Answer(
            question="q" * 5000,
            thread="t",
            status=status,
            headline=headline,
            text=text,
            findings=tuple(finding(note, computed=("c",)) for note in notes),
            citations=tuple(evidence(quote) for quote in quotes),
            caveats=tuple(pieces),
            missing=tuple(pieces),
            follow_ups=tuple(pieces),
            refusal=Refusal(policy="p", reason=text, alternative=headline) if with_refusal else None,
            basis=Basis(customers=1, documents=1, rows=1),
        ),
        record="r" * 100,
        show_question=True,
    )

    for part in parts:
        assert problems(part.blocks) == []
        assert total(part.blocks) <= 13_000
        assert 0 < len(part.text) <= PLAIN_MESSAGE


@pytest.mark.parametrize("text", ["short", "long " * 2000])
def test_a_notice_fits(text: str) -> None:
    assert problems(notice(text, details=["d"], questions=["q?"] * 9).blocks) == []


def test_the_source_line_names_speaker_date_segment_and_dissent() -> None:
    item = evidence("q", kind="crm_note", speaker="P1", date="2025-01-02", segment={"plan": "Pro"}, dissent=True)

    assert (
        displayed(quoted(item)[1:])
        == "(crm note · notes/one.md · P1 · 2025-01-02 · plan: Pro · sees it differently)"
    )
