"""find_signals: what comes before is found with its size, what comes after or without order is not."""

import numpy as np
import pandas as pd
import pytest

from tools.errors import AnalysisError
from tools.statistics.proportions import risk_ratio
from tools.statistics.stratified import cochran_mantel_haenszel, mantel_haenszel_ratio


def contacts(people: int = 900, seed: int = 3, planted: bool = True) -> pd.DataFrame:
    """A year of contacts with a boat club. Who asks about moorings upgrades four times as often in the next month;
    once upgraded, everybody writes thank-you cards."""
    draws = np.random.default_rng(seed)
    rows = []
    for person in range(people):
        upgraded = False
        asked_before = False
        for month in range(12):
            first = pd.Timestamp("2024-01-01") + pd.Timedelta(days=30 * month)
            chance = 0.16 if asked_before and planted else 0.04
            if not upgraded and month and draws.random() < chance:
                upgraded = True
                rows.append((person, first + pd.Timedelta(days=int(draws.integers(30))), "upgrade", "desk"))
            asked_before = draws.random() < 0.2
            kinds = ["mooring"] if asked_before else []
            kinds += ["weather"] if draws.random() < 0.4 else []
            kinds += ["thanks"] if upgraded else []
            for kind in kinds:
                day = first + pd.Timedelta(days=int(draws.integers(30)))
                rows.append((person, day, kind, str(draws.choice(["phone", "desk"]))))
    frame = pd.DataFrame(rows, columns=["customer_id", "on", "topic", "channel"])
    frame["on"] = frame["on"].dt.date.astype(str)
    frame.insert(0, "entry_no", np.arange(len(frame)) + 1)
    return frame


@pytest.fixture(scope="module")
def harbour(tmp_path_factory, tabled):
    return tabled(tmp_path_factory.mktemp("harbour"), "logbook.csv", contacts())


def test_what_comes_before_is_found_with_its_share_and_ratio(harbour):
    report = harbour("find_signals", table="logbook.csv", outcome="topic", value="upgrade")
    first = next(finding for finding in report.findings[1:] if "mooring" in finding.statement)

    assert first.value == pytest.approx(0.16, abs=0.05)
    assert first.interval[0] < first.value < first.interval[1]
    assert "times as often (95% interval" in first.statement
    assert first.customers >= 5


def test_what_comes_only_afterwards_or_at_random_is_no_signal(harbour):
    report = harbour("find_signals", table="logbook.csv", outcome="topic", value="upgrade")
    told = " ".join(finding.statement for finding in report.findings[1:])

    assert "thanks" not in told
    assert "weather" not in told


def test_without_a_signal_it_says_so(tabled, tmp_path):
    ask = tabled(tmp_path, "logbook.csv", contacts(planted=False))
    report = ask("find_signals", table="logbook.csv", outcome="topic", value="upgrade")

    assert len(report.findings) == 1
    assert "Nothing recorded is seen before it" in report.caveats[0]


def test_nobody_is_pressed_or_singled_out(harbour):
    report = harbour("find_signals", table="logbook.csv", outcome="topic", value="upgrade")

    assert any("offer help" in caveat for caveat in report.caveats)
    assert all(finding.customers is None or finding.customers >= 5 for finding in report.findings)


def test_a_table_without_history_is_told_to_lack_it(ask):
    report = ask("find_signals", table="club/members.csv")

    assert not report.findings
    assert "no history" in report.missing[0] or "not when" in report.missing[0]


def test_a_flag_without_a_date_has_no_before(tmp_path, tabled):
    frame = contacts(300)
    frame["member"] = np.where(frame["customer_id"] % 3 == 0, "yes", "no")
    ask = tabled(tmp_path, "logbook.csv", frame)
    report = ask("find_signals", table="logbook.csv", outcome="member", value="yes")

    assert not report.findings
    assert "with a history before they" in report.missing[0]


def test_without_an_event_a_second_purchase_is_looked_for(tmp_path, tabled):
    frame = contacts(600)
    frame["amount_eur"] = np.round(np.random.default_rng(0).gamma(3, 10, len(frame)), 2)
    report = tabled(tmp_path, "orders.csv", frame)("find_signals", table="orders.csv")

    assert "bought again" in report.findings[0].statement


def sailors(dated: bool) -> dict[str, pd.DataFrame]:
    """People with a flag, with the day they left where `dated`, and their letters: complaints before leaving."""
    draws = np.random.default_rng(5)
    people, letters = [], []
    for person in range(600):
        left, complained = None, False
        for month in range(10):
            first = pd.Timestamp("2024-01-01") + pd.Timedelta(days=30 * month)
            if left is None and month and draws.random() < (0.25 if complained else 0.05):
                left = first + pd.Timedelta(days=int(draws.integers(30)))
            complained = draws.random() < 0.2
            for subject in (["complaint"] if complained else []) + ["news"]:
                day = first + pd.Timedelta(days=int(draws.integers(30)))
                letters.append(
                    {
                        "letter_no": len(letters) + 1,
                        "customer_id": person + 1,
                        "written_on": day.date(),
                        "subject": subject,
                    }
                )
        people.append(
            {
                "customer_id": person + 1,
                "berth": str(draws.choice(["north", "south"])),
                "churned": "no" if left is None else "yes",
            }
        )
        if dated:
            people[-1]["churn_date"] = "" if left is None else left.date().isoformat()
    return {"customers.csv": pd.DataFrame(people), "letters.csv": pd.DataFrame(letters)}


def test_a_flag_dated_in_another_table_is_joined_to_the_history(tmp_path, two_tables):
    report = two_tables(tmp_path, sailors(dated=True))("find_signals", table="customers.csv")

    assert any("complaint" in finding.statement for finding in report.findings[1:])
    assert set(report.sources) == {"customers.csv", "letters.csv"}


def test_a_flag_that_is_dated_nowhere_has_no_signals_before_it(tmp_path, two_tables):
    with pytest.raises(AnalysisError, match="not when"):
        two_tables(tmp_path, sailors(dated=False))("find_signals", table="customers.csv")


def test_an_unknown_event_is_asked_for(harbour):
    with pytest.raises(AnalysisError, match="to be foretold"):
        harbour("find_signals", table="logbook.csv")


def test_the_common_ratio_of_one_stratum_is_the_plain_one():
    plain = risk_ratio(30, 100, 15, 120)
    common = mantel_haenszel_ratio([(30, 100, 15, 120)])

    assert common.value == pytest.approx(plain.value)
    assert common.interval == pytest.approx(plain.interval)


def test_strata_that_differ_in_level_do_not_make_a_ratio():
    """Inside both strata the shares are equal; thrown together they would not be."""
    strata = [(40, 80, 10, 20), (2, 20, 8, 80)]

    assert mantel_haenszel_ratio(strata).value == pytest.approx(1)
    assert cochran_mantel_haenszel(strata) == pytest.approx(1)


def test_the_stratified_test_is_the_published_one():
    """Statsmodels, an independent implementation, on the same tables."""
    from statsmodels.stats.contingency_tables import StratifiedTable

    strata = [(12, 40, 5, 38), (30, 90, 14, 85), (4, 25, 3, 30)]
    tables = [np.array([[a, n - a], [b, m - b]]) for a, n, b, m in strata]

    assert cochran_mantel_haenszel(strata) == pytest.approx(StratifiedTable(tables).test_null_odds().pvalue)
    assert mantel_haenszel_ratio(strata).value == pytest.approx(StratifiedTable(tables).riskratio_pooled)
