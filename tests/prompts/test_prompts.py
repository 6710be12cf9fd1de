"""Prompts are files whose placeholders are strict."""

import pytest

from prompts import Prompt, PromptError, load


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("system", {}),
        ("repair", {"problems": "- a fault"}),
        ("limit", {"reason": "because", "alternative": "ask this"}),
    ],
)
def test_every_prompt_renders_with_exactly_its_values(name, values):
    text = load(name).render(**values)

    assert "{{" not in text
    assert all(value in text for value in values.values())


def test_a_missing_value_is_an_error():
    with pytest.raises(PromptError, match="missing"):
        load("repair").render()


def test_a_value_nobody_asked_for_is_an_error():
    with pytest.raises(PromptError, match="not in the text"):
        load("system").render(extra="x")


def test_an_unknown_prompt_is_an_error():
    with pytest.raises(PromptError, match="no prompt"):
        load("nonsense")


def test_the_version_changes_with_the_text():
    assert Prompt("a", "one").version != Prompt("a", "two").version
