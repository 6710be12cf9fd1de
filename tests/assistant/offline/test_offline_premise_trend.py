"""A statement that something falls, and values that a description of their column names as well."""

import pytest

from tests.assistant.offline.tables import column, number, table
from tools.tables.catalog import Catalog


@pytest.fixture
def rooms() -> Catalog:
    stays = table(
        "stays.csv",
        "booking",
        column("stay_no", "id"),
        column("arrived", "time", "date", minimum="2021-07-01", maximum="2023-08-31"),
        column(
            "house", "segment", values=("Lake House", "Alpine House"), description="Lake House or Alpine House"
        ),
        number("price", "money"),
        column("cancelled", "outcome", "boolean", ("no", "yes"), positive="yes"),
        rows=4000,
        person=None,
    )
    return Catalog(tables=(stays,))


@pytest.mark.parametrize("said", ["fall", "drop", "rose", "are declining"])
def test_a_statement_that_rows_fall_between_two_years_counts_them(planned, rooms, said):
    call = planned(rooms, f"Bookings {said} from 2022 to 2023. Are we losing ground?").calls[0]

    assert (call.tool, call.arguments["aggregate"]) == ("query_table", "count")
    assert call.arguments["by"] == [{"column": "arrived", "grain": "year"}]


@pytest.mark.parametrize(
    ("one", "other"),
    [("Lake House", "Alpine House"), ("lake house", "alpine"), ("the lake one", "the alpine one")],
)
def test_values_are_compared_by_the_word_that_only_one_of_them_has(planned, rooms, one, other):
    call = planned(rooms, f"Does {one} lose more bookings to cancellation than {other}?").calls[0]

    assert call.tool == "compare_segments"
    assert [item["value"] for item in (*call.arguments["where"], *call.arguments["contrast"])] == [
        "Lake House",
        "Alpine House",
    ]
