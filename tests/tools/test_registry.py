"""What every registered tool owes its readers: a name, words on when to use it, examples, slots."""

import pytest

from tools import TOOLS


@pytest.mark.parametrize("tool", TOOLS, ids=lambda tool: tool.name)
def test_a_tool_says_when_to_use_it_by_description_and_varied_examples(tool):
    assert tool.title
    assert len(tool.description) > 80
    assert len(set(tool.examples)) >= 6


@pytest.mark.parametrize("tool", TOOLS, ids=lambda tool: tool.name)
def test_every_argument_names_the_slot_that_fills_it(tool):
    schema = tool.arguments.model_json_schema()

    assert all("slot" in field and "description" in field for field in schema["properties"].values())


def test_names_are_unique():
    assert len({tool.name for tool in TOOLS}) == len(TOOLS)
