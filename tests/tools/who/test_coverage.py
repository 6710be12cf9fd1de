"""field_coverage: fill with interval, what tells nothing, and what nobody ever asked for."""

import numpy as np
import pandas as pd
import pytest

from tools.usage import Usage


def lodgers(count: int = 400) -> pd.DataFrame:
    draws = np.random.default_rng(1)
    return pd.DataFrame(
        {
            "lodger_id": np.arange(count) + 1,
            "room": draws.choice(["attic", "cellar", "bay"], count),
            "pet": np.where(draws.random(count) < 0.3, draws.choice(["cat", "dog"], count), ""),
            "fax": [""] * count,
            "country": ["Wales"] * count,
            "rent": np.round(draws.gamma(9, 60, count), 2),
            "left": draws.choice(["yes", "no"], count),
        }
    )


@pytest.fixture
def house(tmp_path, tabled):
    return tabled(tmp_path, "lodgers.csv", lodgers())


def finding(report, label):
    return next(found for found in report.findings if found.label == label)


def test_fill_comes_with_its_interval_and_n(house):
    pet = finding(house("field_coverage", table="lodgers.csv"), "share of rows with pet")

    assert pet.value == pytest.approx(0.3, abs=0.07)
    assert pet.interval[0] < pet.value < pet.interval[1]
    assert pet.n == 400


def test_empty_and_constant_fields_are_named(house):
    report = house("field_coverage", table="lodgers.csv")

    assert "fax" in finding(report, "empty fields").statement.lower()
    assert "country" in finding(report, "constant fields").statement.lower()


def test_what_an_answer_used_is_no_longer_unused(house):
    before = house("field_coverage", table="lodgers.csv").findings[0]
    house("compare_segments", table="lodgers.csv", metric="left", value="yes", by={"column": "room"})
    after = house("field_coverage", table="lodgers.csv").findings[0]

    assert before.value - after.value == 2
    assert "room" in before.statement
    assert "room" not in after.statement


def test_every_unused_field_comes_with_a_question_it_could_answer(house):
    report = house("field_coverage", table="lodgers.csv")

    assert "How does left differ by room?" in report.follow_ups
    assert "What is typical of rent?" in report.follow_ups
    assert not any("lodger id" in question or "fax" in question for question in report.follow_ups)


def test_protected_fields_are_suggested_last(ask):
    report = ask("field_coverage", table="club/members.csv")

    assert report.follow_ups
    assert not any("age" in question.split() for question in report.follow_ups)


def test_without_a_table_all_are_looked_at(ask):
    report = ask("field_coverage")

    assert len(report.sources) == 3
    assert "3 tables" in report.findings[0].statement


def test_uses_are_shared_and_forgotten_with_the_table(context):
    log = context.releases
    log.usage.note("t.csv", ["a", "b"])
    Usage(log.directory).note("t.csv", ["a"])

    assert log.usage.counts("t.csv") == {"a": 2, "b": 1}
    assert log.forget("t.csv") == 1
    assert log.usage.counts("t.csv") == {}


def test_a_file_cut_off_by_a_crash_counts_anew(tmp_path):
    usage = Usage(tmp_path)
    usage.note("t.csv", ["a"])
    next(tmp_path.glob("*.used")).write_text('{"a": 1', encoding="utf-8")

    assert usage.counts("t.csv") == {}


def test_every_field_with_blanks_is_named_with_their_number(tmp_path, tabled):
    frame = lodgers(300)
    for at, name in enumerate(("towel", "lamp", "shelf", "hook", "mat", "desk")):
        frame[name] = [""] * (at + 1) + ["yes", "no"] * ((299 - at) // 2) + ["no"] * ((299 - at) % 2)
    told = finding(tabled(tmp_path, "lodgers.csv", frame)("field_coverage"), "fields with blanks").statement
    assert all(f"{name} in {at + 1}" in told for at, name in enumerate(("towel", "lamp", "shelf", "hook", "mat")))


def test_columns_that_never_vary_are_told_by_their_headers(tmp_path, tabled):
    frame = lodgers(300).assign(StandardHours=80, OverEighteen="Y")
    told = finding(tabled(tmp_path, "lodgers.csv", frame)("field_coverage"), "constant fields").statement
    assert "StandardHours" in told
    assert "OverEighteen" in told
