"""Passages are whole turns or paragraphs, exact to the character, and know who speaks."""

from hypothesis import given
from hypothesis import strategies as st

from retrieval.chunk import MOST, embedded, passages, turn_at, turns
from retrieval.documents import Document

WORDS = "word " * 50
INTERVIEW = (
    "# Call with a customer\n\n"
    "Interviewer: Why did you leave us?\n"
    "Respondent: It was the price. Then the app broke.\n"
    "Interviewer: What would bring you back?\n"
    "Respondent: A cheaper plan.\n"
)


def test_a_short_document_is_one_passage(document):
    (passage,) = passages(document("a.md", "  It is fine.\n\nReally.\n"))

    assert passage.text == "It is fine.\n\nReally."
    assert (passage.start, passage.end, passage.position) == (2, 22, 0)


def test_paragraphs_are_packed_whole(document):
    paragraphs = [f"P{number} {WORDS.strip()}." for number in range(6)]
    found = passages(document("a.md", "\n\n".join(paragraphs)))

    assert [passage.text for passage in found] == ["\n\n".join(paragraphs[:3]), "\n\n".join(paragraphs[3:])]


def test_a_long_paragraph_is_cut_between_sentences(document):
    text = " ".join(f"Sentence number {number} has seven words." for number in range(90))
    found = passages(document("a.md", text))

    assert len(found) > 2
    assert all(passage.text.startswith("Sentence") and passage.text.endswith(".") for passage in found)
    assert " ".join(passage.text for passage in found) == text


def test_text_without_spaces_is_cut_too(document):
    found = passages(document("a.md", "語" * 5000))

    assert "".join(passage.text for passage in found) == "語" * 5000
    assert max(len(passage.text) for passage in found) <= MOST * 7


def test_headings_are_context_and_open_a_passage(document):
    text = f"# Top\n\n{WORDS}{WORDS}\n\n## Prices\n\nToo dear.\n\n# Other\n\n{WORDS}{WORDS}"
    found = passages(document("a.md", text, title="Report", date="2025-03-01"))

    assert [passage.context for passage in found] == [
        "Report | Top | 2025-03-01 | feedback",
        "Report | Top > Prices | 2025-03-01 | feedback",
    ]
    assert found[1].text.startswith("Too dear.")
    assert embedded(found[1]).startswith("Report | Top > Prices | 2025-03-01 | feedback\nToo dear.")


def test_the_context_names_account_product_and_role(document):
    found = passages(
        document(
            "a.md",
            INTERVIEW,
            kind="interview",
            date="2025-03-01",
            attributes={"account": "Acme", "product": "Pro"},
        )
    )
    spoken = passages(
        document("a.md", f"Ann: Why?\nBob: {WORDS * 5}\nAnn: And?\nBob: {WORDS * 5}\n", kind="interview")
    )

    assert [passage.context for passage in found] == ["Call with a customer | Acme | Pro | 2025-03-01 | interview"]
    assert {passage.context for passage in spoken if passage.speaker} == {"interview, respondent"}
    assert all("Acme" not in passage.text for passage in found)


def test_headings_inside_a_conversation_are_context(document):
    text = f"{INTERVIEW}Respondent: {WORDS}\n\n## Prices\n\nInterviewer: And the price?\nRespondent: {WORDS * 2}\n"
    contexts = [passage.context for passage in passages(document("a.md", text, kind="interview"))]

    assert contexts[-1].startswith("Call with a customer > Prices")


def test_who_wrote_a_text_is_its_speaker(document):
    (passage,) = passages(document("a.eml", "We lost two orders.", attributes={"speaker": "[PERSON_KQF]"}))

    assert passage.speaker == "[PERSON_KQF]"


def test_silent_spans_are_in_no_passage(document):
    text = "---\ntitle: x\n---\nBefore. `code` After."
    code = (text.index("`"), text.rindex("`") + 1)
    found = passages(document("a.md", text, silent=((0, 16), code)))

    assert [passage.text for passage in found] == ["Before.", "After."]


def test_a_silent_document_has_no_passages(document):
    assert passages(document("a.md", "---\n---", silent=((0, 7),))) == []
    assert passages(document("b.md", " \n\t")) == []


def test_the_interviewer_is_told_from_the_respondent(document):
    found = turns(document("a.md", INTERVIEW))

    assert [(turn.speaker, turn.role) for turn in found[:2]] == [
        ("Interviewer", "interviewer"),
        ("Respondent", "respondent"),
    ]
    assert INTERVIEW[found[1].start : found[1].end] == "It was the price. Then the app broke."
    assert INTERVIEW[found[1].label : found[1].start] == "Respondent: "


def test_a_talk_is_read_by_its_speakers_whatever_follows_below_a_heading(document):
    talk = "".join(f"Kim: How was week {week}?\n\nLee: Week {week} was fine.\n\n" for week in range(1, 6))
    raw = "so um how was the week and then i said it was fine you know " * 40

    assert {turn.speaker for turn in turns(document("a.md", f"{talk}## Raw recording\n\n{raw}"))} == {"Kim", "Lee"}


def test_what_stands_once_about_a_talk_at_its_head_is_no_speaker(document):
    text = "Consent: yes, in writing\n\nKim: How is it?\n\nLee: Fine.\n\nKim: And the price?\n\nLee: Dear.\n"

    assert {turn.speaker for turn in turns(document("a.md", text))} == {"Kim", "Lee"}


def test_whoever_asks_the_most_is_the_interviewer(document):
    text = "Kim: How is it?\nLee: Fine. Why?\nKim: And the price? And the support?\nLee: Dear, but good.\n"

    assert {turn.speaker: turn.role for turn in turns(document("a.md", text))} == {
        "Kim": "interviewer",
        "Lee": "respondent",
    }


def test_labels_in_the_shapes_found_in_the_wild(document):
    shapes = [
        "{a}: Why?\n{b}: So.\n{a}: How?\n{b}: Thus.\n",
        "**{a}:** Why?\n\n**{b}:** So.\n\n**{a}:** How?\n\n**{b}:** Thus.\n",
        "**{a}**: Why?\n\n**{b}**: So.\n\n**{a}**: How?\n\n**{b}**: Thus.\n",
        "[00:12] {a}: Why?\n[00:15] {b}: So.\n[00:19] {a}: How?\n[01:00:21] {b}: Thus.\n",
        "[00:12:03] {a}\nWhy?\n\n[00:12:05] {b}\nSo.\n\n[00:12:09] {a}\nHow?\n\n[00:13:00] {b}\nThus.\n",
        "{a} (00:12): Why?\n{b} (00:15): So.\n{a} (00:19): How?\n{b} (00:22): Thus.\n",
        "{a} (00:12) Why?\n{b} (00:15) So.\n{a} (00:19) How?\n{b} (00:22) Thus.\n",
        "{a}  0:03\nWhy?\n\n{b}  0:14\nSo.\n\n{a}  0:15\nHow?\n\n{b}  0:19\nThus.\n",
        "{a} | 00:12\nWhy?\n\n{b} | 00:14\nSo.\n\n{a} | 00:15\nHow?\n\n{b} | 00:19\nThus.\n",
        "[12/03/2024, 14:22:01] {a}: Why?\n[12/03/2024, 14:22:09] {b}: So.\n"
        "[12/03/2024, 14:23:01] {a}: How?\n[12/03/2024, 14:23:05] {b}: Thus.\n",
        "12/03/24, 2:22 PM - {a}: Why?\n12/03/24, 2:22 PM - {b}: So.\n"
        "12/03/24, 2:23 PM - {a}: How?\n12/03/24, 2:24 PM - {b}: Thus.\n",
        "[{a}]: Why?\n[{b}]: So.\n[{a}]: How?\n[{b}]: Thus.\n",
        "- {a}: Why?\n- {b}: So.\n- {a}: How?\n- {b}: Thus.\n",
        ">> {a}: Why?\n>> {b}: So.\n>> {a}: How?\n>> {b}: Thus.\n",
        "**{a}** Why?\n\n**{b}** So.\n\n**{a}** How?\n\n**{b}** Thus.\n",
        "**{a}**\nWhy?\n\n**{b}**\nSo.\n\n**{a}**\nHow?\n\n**{b}**\nThus.\n",
        "### {a}\n\nWhy?\n\n### {b}\n\nSo.\n\n### {a}\n\nHow?\n\n### {b}\n\nThus.\n",
    ]
    for shape in shapes:
        for first, second in (("Ann Lee", "Bob"), ("[PERSON_KQF]", "[PERSON_ABC]"), ("Q", "A")):
            text = shape.format(a=first, b=second)
            found = turns(document("a.md", text))

            assert [turn.speaker for turn in found] == [first, second, first, second], text
            assert [text[turn.start : turn.end] for turn in found] == ["Why?", "So.", "How?", "Thus."]
            assert [turn.role for turn in found[:2]] == ["interviewer", "respondent"]


def test_bold_questions_are_the_interviewers(document):
    text = (
        "# Call\n\n**Why did you?**\n\nBecause.\n\nAnd so.\n\n## Later\n\nMore.\n\n*How much was it?*\n\nA lot.\n"
    )
    found = turns(document("a.docx", text, kind="interview"))

    assert [(turn.role, text[turn.start : turn.end]) for turn in found] == [
        ("interviewer", "Why did you?"),
        ("respondent", "Because.\n\nAnd so."),
        ("respondent", "More."),
        ("interviewer", "How much was it?"),
        ("respondent", "A lot."),
    ]
    assert turns(document("faq.html", text, kind="copy")) == []


def test_bold_words_at_line_starts_are_no_speakers(document):
    text = "**Pricing** is high.\n\n**Support** was slow.\n\n**Pricing** again.\n\n**Support** too.\n"

    assert turns(document("a.md", text)) == []


def test_numbered_questions_and_answers_are_two_speakers(document):
    for text in ("Q1: Why?\nA1: So.\nQ2: How?\nA2: Thus.\n", "Q. Why?\nA. So.\nQ. How?\nA. Thus.\n"):
        assert [turn.speaker for turn in turns(document("a.md", text))] == ["Q", "A", "Q", "A"]


def test_prose_with_colons_is_no_transcript(document):
    text = "Note: we met twice.\nDate: 2025-03-01\nTopic: prices\n\nThey said: it is too dear. Reason: the plan.\n"

    assert turns(document("a.md", text)) == []


def test_a_passage_of_one_speaker_names_them(document):
    text = f"Ann: Why?\nBob: {WORDS * 4}\nAnn: And?\nBob: {WORDS * 3}\n"
    found = passages(document("a.md", text))

    assert [passage.speaker for passage in found if passage.text.startswith("word")] != []
    assert all(passage.speaker == "Bob" for passage in found if "?" not in passage.text)
    assert all(passage.speaker is None for passage in found if "Ann" in passage.text and "word" in passage.text)


def test_the_turn_around_an_offset_is_found(document):
    found = turns(document("a.md", INTERVIEW))

    assert turn_at(found, INTERVIEW.index("app broke")).speaker == "Respondent"
    assert turn_at(found, INTERVIEW.index("Call with")) is None
    assert turn_at(found, INTERVIEW.index("Respondent: A cheaper")) is None


def test_ids_are_stable_and_differ_for_equal_texts(document):
    text = "\n\n".join([f"Same. {WORDS * 3}"] * 3)
    ids = [passage.id for passage in passages(document("a.md", text))]

    assert len(set(ids)) == len(ids) == 3
    assert ids == [passage.id for passage in passages(document("a.md", text))]
    assert ids != [passage.id for passage in passages(document("b.md", text))]


@given(st.text(alphabet="abc A.?\n#:*[]0 é", max_size=300), st.lists(st.integers(0, 300), max_size=4))
def test_offsets_are_exact_and_never_silent(text, cuts):
    ends = sorted({min(cut, len(text)) for cut in cuts})
    silent = tuple(zip(ends[::2], ends[1::2], strict=False))
    source = Document(id="a", key="a", source="a", kind="feedback", text=text, silent=silent)
    heard = [True] * len(text)
    for start, end in silent:
        heard[start:end] = [False] * (end - start)
    reached = 0
    for passage in passages(source):
        assert passage.text == text[passage.start : passage.end] == passage.text.strip()
        assert passage.start >= reached
        assert all(heard[passage.start : passage.end])
        reached = passage.end


def test_a_heading_ends_a_turn(document):
    text = INTERVIEW + "\n## What we do next\n\nWe send a summary.\n"
    last = turns(document("a.md", text))[-1]

    assert text[last.start : last.end] == "A cheaper plan."
