"""find_drivers: planted effects are found with their size, shuffled tables are quiet, leakage is set aside."""

import numpy as np
import pandas as pd
import pytest

from tools.arguments import Condition
from tools.errors import AnalysisError
from tools.tables.catalog import Column
from tools.who.driver_rows import Rows, Trial
from tools.who.driver_search import drivers


def seminar(number: int = 2400, seed: int = 5) -> pd.DataFrame:
    """Bookings again: 50% after a tutor's call, 20% else; +30 points online with a discount; city does nothing."""
    generator = np.random.default_rng(seed)
    frame = pd.DataFrame(
        {
            "participant_id": np.arange(number) + 10_000,
            "tutor_call": generator.choice(["yes", "no"], number),
            "format": generator.choice(["online", "classroom", "hybrid"], number),
            "discount": generator.choice(["yes", "no"], number),
            "city": generator.choice(["Graz", "Linz", "Wels", "Steyr"], number),
            "hours_attended": generator.integers(1, 60, number),
        }
    )
    share = 0.2 + 0.3 * (frame["tutor_call"] == "yes")
    share += 0.3 * ((frame["format"] == "online") & (frame["discount"] == "yes"))
    frame["booked_again"] = np.where(generator.random(number) < share, "yes", "no")
    frame["fee_paid"] = (100 + 4.0 * frame["hours_attended"] + generator.normal(0, 40, number)).round(2)
    return frame


@pytest.fixture
def school(tmp_path, tabled):
    return tabled(tmp_path, "participants.csv", seminar())


def test_a_planted_condition_comes_with_its_size_on_held_back_rows(school):
    report = school("find_drivers", table="participants.csv", metric="booked_again", value="yes")

    called = next(f for f in report.findings if f.filter in ('"tutor_call" = "yes"', '"tutor_call" = "no"'))

    assert abs(called.value) == pytest.approx(0.30, abs=0.06)
    assert called.interval[0] < called.value < called.interval[1]
    assert "odds ratio" in called.statement
    assert "held-back" in called.statement


def test_a_condition_behind_a_hundred_other_columns_is_found(tmp_path, tabled):
    draw = np.random.default_rng(9)
    plain = seminar()[["participant_id"]].assign(
        **{f"item_{n:03}": draw.choice(["a", "b"], 2400) for n in range(120)}
    )
    wide = pd.concat([plain, seminar()[["tutor_call", "booked_again"]]], axis=1)
    report = tabled(tmp_path, "wide.csv", wide)(
        "find_drivers", table="wide.csv", metric="booked_again", value="yes"
    )

    assert "tutor_call" in report.findings[0].filter
    assert abs(report.findings[0].value) == pytest.approx(0.30, abs=0.08)
    assert not any("columns were looked at" in caveat for caveat in report.caveats)


def test_a_planted_pair_is_found_beside_its_halves(school):
    report = school("find_drivers", table="participants.csv", metric="booked_again", value="yes")

    assert any("format" in f.filter and "discount" in f.filter for f in report.findings)


def test_what_does_nothing_is_not_told(school):
    report = school("find_drivers", table="participants.csv", metric="booked_again", value="yes")

    assert not any("city" in finding.filter for finding in report.findings)


def test_it_never_says_because(school):
    report = school("find_drivers", table="participants.csv", metric="booked_again", value="yes")

    said = " ".join([*(finding.statement for finding in report.findings), *report.caveats]).lower()
    assert "because of" not in said
    assert "go with" in said


def test_a_measure_is_explained_by_differences_of_means(school):
    report = school("find_drivers", table="participants.csv", metric="fee_paid")

    first = report.findings[0]

    assert "hours_attended" in first.filter
    assert "mean fee paid" in first.statement
    assert report.findings[-1].label == "correlation with the actual values"


def test_leakage_is_set_aside_by_name(ask):
    report = ask("find_drivers", table="club/members.csv")

    assert any("exit survey" in caveat and "notice days" in caveat for caveat in report.caveats)
    assert not any("exit_survey" in f.filter or "notice_days" in f.filter for f in report.findings)


def test_too_few_rows_are_refused_with_the_number_it_takes(tmp_path, tabled):
    report = tabled(tmp_path, "few.csv", seminar(120))("find_drivers", table="few.csv", metric="booked_again")

    assert not report.findings
    assert "it takes 200" in report.missing[0]


def test_a_table_without_an_outcome_names_what_could_be_one(school, tmp_path, tabled):
    plain = seminar()[["participant_id", "format", "city"]]
    (tmp_path / "other").mkdir()

    with pytest.raises(AnalysisError, match="has no outcome column"):
        tabled(tmp_path / "other", "plain.csv", plain)("find_drivers", table="plain.csv")


def noise(seed: int) -> Rows:
    """A table of eight columns with 22 conditions and an outcome that was shuffled."""
    generator = np.random.default_rng(seed)
    number = 500
    trials = []
    for place in range(8):
        options = 2 + place % 3
        values = generator.integers(0, options, number)
        column = Column(name=f"c{place}", label=f"c{place}", role="segment", storage="text", distinct=options)
        trials += [
            Trial(column, Condition(column=f"c{place}", op="=", value=str(option)), values == option)
            for option in range(options)
        ]
    outcome = generator.permutation((np.arange(number) < number * 0.3).astype(float))
    if seed % 2:
        outcome = generator.permutation(generator.lognormal(size=number))
    return Rows(outcome, np.arange(number), tuple(trials), generator.random(number) < 0.5, seed % 2 == 0, number)


def alarms(tables: int) -> float:
    return sum(bool(drivers(noise(seed))) for seed in range(tables)) / tables


def test_shuffled_tables_raise_hardly_any_alarm():
    assert alarms(100) <= 0.10


def test_a_group_too_small_to_be_looked_at_is_not_counted(ask):
    small = [{"column": "club", "value": "Attic"}]
    report = ask("find_drivers", table="club/members.csv", where=small)

    assert report.missing == (
        "What goes with the share who left is not looked for: it takes 200 members; there are fewer.",
    )
