"""Every interval holds the truth about as often as it says: the quick form of `python -m tests.evals coverage`."""

import pytest

from tests.evals.coverage import CASES


@pytest.mark.parametrize("case", [case for case in CASES if not case.slow], ids=lambda case: case.name)
def test_a_nominal_interval_holds_the_truth(case) -> None:
    held, told = case.coverage(600)

    assert told > 590
    assert 0.92 <= held <= 0.985
