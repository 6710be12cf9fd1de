"""How well generated questions are read: schemas the vocabulary was written on, and schemas kept aside."""

from collections.abc import Sequence
from typing import Any

import pytest

from assistant.offline.declared import Tool
from assistant.offline.material import Material
from assistant.offline.plan import plan
from tests.assistant.offline.generated import cases, meets
from tests.assistant.offline.schemas import DEVELOPMENT, Schema
from tests.assistant.offline.schemas_aside import HELD_OUT, UNSEEN


@pytest.mark.parametrize("schemas", [DEVELOPMENT, HELD_OUT, UNSEEN], ids=["DEVELOPMENT", "HELD_OUT", "UNSEEN"])
def test_questions_fill_their_slots_and_deleted_columns_are_missed(
    schemas: Sequence[Schema], registered: tuple[Tool, ...]
) -> None:
    asked = read = removed = missed = 0
    for schema in schemas:
        for case in cases(schema):
            asked += 1
            read += any(meets(case.expected, call.arguments) for call in _calls(case, registered))
            for gone in case.needs:
                removed += 1
                missed += bool(_plan(case, registered, frozenset({gone})).missing)

    assert read / asked >= 0.9, f"{read} of {asked} questions were read rightly"
    assert missed / removed >= 0.9, f"{missed} of {removed} deleted columns were missed"


def _plan(case: Any, tools: tuple[Tool, ...], without: frozenset[str] = frozenset()) -> Any:
    return plan(case.question, [], Material(case.schema.catalog(without), tools))


def _calls(case: Any, tools: tuple[Tool, ...]) -> Any:
    return _plan(case, tools).calls
