"""How well generated questions are read: schemas the vocabulary was written on, and schemas kept aside."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from assistant.offline.declared import Tool
from assistant.offline.material import Material
from assistant.offline.plan import plan


def _generated() -> ModuleType:
    name = "offline_generated"
    spec = importlib.util.spec_from_file_location(name, Path(__file__).with_name("generated.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


generated = _generated()


@pytest.mark.parametrize("schemas", ["DEVELOPMENT", "HELD_OUT", "UNSEEN"])
def test_questions_fill_their_slots_and_deleted_columns_are_missed(
    schemas: str, registered: tuple[Tool, ...]
) -> None:
    asked = read = removed = missed = 0
    for schema in getattr(generated, schemas):
        for case in generated.cases(schema):
            asked += 1
            read += any(generated.meets(case.expected, call.arguments) for call in _calls(case, registered))
            for gone in case.needs:
                removed += 1
                missed += bool(_plan(case, registered, frozenset({gone})).missing)

    assert read / asked >= 0.9, f"{read} of {asked} questions were read rightly"
    assert missed / removed >= 0.9, f"{missed} of {removed} deleted columns were missed"


def _plan(case: Any, tools: tuple[Tool, ...], without: frozenset[str] = frozenset()) -> Any:
    return plan(case.question, [], Material(case.schema.catalog(without), tools))


def _calls(case: Any, tools: tuple[Tool, ...]) -> Any:
    return _plan(case, tools).calls
