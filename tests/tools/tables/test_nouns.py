"""What a file's name calls its rows."""

import pytest

from tools.tables.drafting.nouns import file_kind


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("workshop_bookings.csv", "booking"),
        ("visits_per_member.csv", "visit"),
        ("orders_by_customer_2023.csv", "order"),
        ("course_registrations.csv", "registration"),
        ("employee_churn.csv", "employee"),
        ("customer_segments.csv", "customer"),
        ("telco_churn.csv", "customer"),
    ],
)
def test_the_head_of_a_name_says_what_a_row_is(name: str, kind: str) -> None:
    found = file_kind(name)
    assert found is not None
    assert found[0] == kind


def test_a_name_that_says_nothing_has_no_kind() -> None:
    assert file_kind("zebra_2023.csv") is None
