"""find_lookalikes by named traits: the segment with the highest share, and how many there are not in the group."""

import pandas as pd
import pytest


@pytest.fixture(scope="module")
def offers(tmp_path_factory, tabled):
    rows = [("old", "yes", "bought")] * 30 + [("old", "yes", "no")] * 50 + [("old", "no", "bought")] * 5
    rows += [("old", "no", "no")] * 95 + [("new", "yes", "no")] * 70 + [("new", "no", "no")] * 60
    frame = pd.DataFrame(rows, columns=["roof", "damage", "answer"])
    frame.insert(0, "offer_id", range(1, len(frame) + 1))
    return tabled(tmp_path_factory.mktemp("offers"), "offers.csv", frame)


def test_the_segment_its_rate_and_who_is_not_in_the_group(offers):
    report = offers(
        "find_lookalikes",
        table="offers.csv",
        where=[{"column": "answer", "op": "=", "value": "bought"}],
        by=[{"column": "roof"}, {"column": "damage"}],
    )
    waiting, rate = report.findings[:2]

    assert waiting.value == 50
    assert rate.value == pytest.approx(30 / 80)
    assert "never a list of people" in report.caveats[-1]
