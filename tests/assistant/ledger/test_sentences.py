"""Where one sentence ends and the next begins."""

import pytest

from assistant.ledger.sentences import normal, sentences


@pytest.mark.parametrize(
    ("draft", "expected"),
    [
        ("One. Two.", ["One.", "Two."]),
        ("A claim. [[F1]]", ["A claim. [[F1]]"]),
        ("A claim. ([[F1]]) Another.", ["A claim. ([[F1]])", "Another."]),
        ("Some, e.g. fiber, leave. Others stay.", ["Some, e.g. fiber, leave.", "Others stay."]),
        ("Headline\nText over\ntwo lines.", ["Headline", "Text over\ntwo lines."]),
        ("H\n\n- one\n- two", ["H", "one", "two"]),
        ("H\n\n## Sub\n[[E1]]\nText.", ["H", "Sub", "[[E1]]", "Text."]),
        ("3.5 percent. Next", ["3.5 percent.", "Next"]),
    ],
)
def test_sentences(draft, expected):
    assert [sentence.text for sentence in sentences(draft)] == expected


def test_every_sentence_stands_where_it_says():
    draft = "# Head\n\nOne. Two [[F1]]?\n- three\n> four"

    assert all(draft[sentence.start : sentence.end] == sentence.text for sentence in sentences(draft))


@pytest.mark.parametrize("spelling", ["[[F1,E2]]", "[[f1; e2]]", "[[ F01 ]] [[E2]]", "[[F\u200b1]] [[E2]]"])
def test_tokens_have_one_spelling(spelling):
    assert normal(spelling) == "[[F1]] [[E2]]"
