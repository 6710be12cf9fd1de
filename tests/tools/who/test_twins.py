"""The same question asked twice is found under another number, and compared between the tables."""

from tools.arguments import Condition
from tools.tables.catalog import Column, Table
from tools.who.twins import renamed, twin


def _asked(name: str) -> Table:
    return Table(name="poll", rows=10, columns=(Column(name=name, label=name, role="segment", storage="text"),))


def test_a_question_is_found_again_without_its_number_and_its_remark() -> None:
    here, there = _asked("Do you own a boat?"), _asked("12. Do you own a boat? (tick one)")
    assert twin(here.columns[0], there) == there.columns[0]


def test_another_question_is_no_twin() -> None:
    assert twin(_asked("Do you own a boat?").columns[0], _asked("3. Do you own a dog?")) is None


def test_conditions_take_the_other_tables_names() -> None:
    here, there = _asked("Do you own a boat?"), _asked("12. Do you own a boat?")
    moved = renamed([Condition(column="Do you own a boat?", value="Yes")], here, there)
    assert moved == (Condition(column="12. Do you own a boat?", value="Yes"),)
