"""Sentences are found to the character, in four languages, without stumbling over abbreviations."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.sentences import sentences


def split(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


@pytest.mark.parametrize(
    "expected",
    [
        ["Dr. Smith paid $3.50 on Jan. 5 for it.", "He was, e.g. in May, not happy!", "Who would be?"],
        ["J. R. Miller wrote it.", "It costs approx. 5 dollars.", "See Fig. 3 and No. 7."],
        ["He said no.", "Then he left at 5 p.m.", "We stayed."],
        ['"Why?" he asked.', '"No."', "It went on... and on."],
        ["The U.S. market grew.", "Version 2.0 is out.", "It has 3.", "That is all."],
        ["Am 3. März kam Hr. Müller, z. B. wegen Rechnungen.", "Das war u.a. teuer.", "Warum?", "Wegen Nr. 5."],
        ["Nous avons p. ex. payé.", "C'est cher !", "Pourquoi ?", "Il dit « c'est lent. »", "Voilà."],
        ["El Sr. García dijo: ¡No funciona!", "¿Por qué?", "Porque EE. UU. no paga.", "La Sra. López se fue."],
        ["i like it.", "it is slow but ok!", "will buy again"],
        ["Okay .", "So , this is fine .", "Um yeah ."],
    ],
)
def test_sentences_of_one_line(expected):
    assert split(" ".join(expected)) == expected


def test_wrapped_lines_stay_together_and_list_items_apart():
    wrapped = "This line was wrapped at about eighty columns because an editor does that and\nSo it goes on here."
    text = f"# A heading\n{wrapped}\n\n- first item\n- second item"

    assert split(text) == ["# A heading", wrapped, "- first item", "- second item"]


def test_lines_of_speakers_are_apart():
    assert split("Ann: we pay too much\nBob: how much") == ["Ann: we pay too much", "Bob: how much"]


def test_only_the_asked_stretch_is_split():
    text = "One. Two. Three."

    assert sentences(text, 5, 9) == [(5, 9)]


@given(st.text(alphabet="ab A.!?\n\"'-:1é ", max_size=80))
def test_nothing_but_white_space_is_lost(text):
    spans = sentences(text)

    assert all(start < end for start, end in spans)
    assert all(left[1] <= right[0] for left, right in pairwise(spans))
    covered = "".join(text[start:end] for start, end in spans)
    assert "".join(covered.split()) == "".join(text.split())
