"""Promises of a time, and who tells of a longer one."""

import pytest

from tools.why.lengths import hours, takes_longer


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("within 24 hours", [24]),
        ("it took two days and half an hour", [48, 1]),
        ("24h repair was a week", [24, 168]),
        ("a new one the next day", [24]),
        ("nach drei Wochen", [504]),
        ("three chairs a room", []),
    ],
)
def test_lengths_are_read_in_figures_and_in_words(text, told):
    assert hours(text) == told


def test_who_waited_longer_than_was_promised_contradicts_it():
    assert takes_longer("The plumber came after nine days", "Repairs within 24 hours")
    assert not takes_longer("He came the same evening, after two hours", "Repairs within 24 hours")
    assert not takes_longer("I waited nine days", "Repairs at your door")
