"""say_against_do: claims and deeds of the same people, against counts by plain pandas."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
import pytest

from tools.errors import AnalysisError
from tools.results import Report

ASK = "Would you drive further for unpackaged flour?"
SCALE = "How sure are you that you will come again? (1 = not at all, 5 = very)"


def firms(seed: int = 5, *, doers: int = 40) -> dict[str, pd.DataFrame]:
    """A mill: 900 customers, 500 of them asked; some bought loose flour, more of those who would come again."""
    draws = np.random.default_rng(seed)
    people = pd.DataFrame(
        {
            "customer_id": [f"M{number:04d}" for number in range(1, 901)],
            "region": draws.choice(["hill", "coast"], 900),
            "cancelled": draws.choice(["yes", "no"], 900, p=[0.3, 0.7]),
        }
    )
    asked = people["customer_id"].sample(500, random_state=seed).to_numpy()
    sure = draws.integers(1, 6, 500)
    survey = pd.DataFrame({"customer_id": asked, ASK: draws.choice(["Yes", "No"], 500, p=[0.8, 0.2]), SCALE: sure})
    chosen = draws.choice(asked, doers, replace=False, p=sure / sure.sum())
    sacks = pd.DataFrame({"customer_id": draws.choice(people["customer_id"], 2500), "goods": "Rye flour"})
    loose = pd.DataFrame({"customer_id": np.repeat(chosen, 2), "goods": "Unpackaged flour"})
    orders = pd.concat([sacks, loose], ignore_index=True)
    orders.insert(0, "order_no", range(1, len(orders) + 1))
    orders["ordered"] = pd.Timestamp("2024-01-01") + pd.to_timedelta(draws.integers(0, 500, len(orders)), unit="D")
    orders["price"] = draws.integers(4, 30, len(orders)).astype(float)
    return {"people.csv": people, "answers.csv": survey, "orders.csv": orders}


LOOSE = [{"column": "goods", "value": "Unpackaged flour"}]
ASKED = {"table": "answers.csv", "outcome": ASK, "done_table": "orders.csv", "done": LOOSE}


def named(report: Report) -> Mapping[str, float]:
    return {finding.label: finding.value for finding in report.findings}


def by_hand(frames: Mapping[str, pd.DataFrame]) -> tuple[pd.Series, pd.Series]:
    orders, survey = frames["orders.csv"], frames["answers.csv"]
    bought = set(orders.loc[orders["goods"] == "Unpackaged flour", "customer_id"])
    return survey[ASK] == "Yes", survey["customer_id"].isin(bought)


@pytest.fixture(scope="module")
def mill(two_tables, tmp_path_factory):
    return two_tables(tmp_path_factory.mktemp("mill"), firms())


def test_the_headline_is_how_many_keep_their_word(mill):
    says, does = by_hand(firms())
    first = mill("say_against_do", **ASKED).findings[0]

    assert first.value == pytest.approx(does[says].mean())
    assert first.n == says.sum()
    assert f"{(says & does).sum()} of {says.sum()}" in first.statement


def test_both_shares_and_the_four_cells_are_of_the_same_people(mill):
    says, does = by_hand(firms())
    found = named(mill("say_against_do", **ASKED))

    assert found["share who say so"] == pytest.approx(says.mean())
    assert found["share who do it"] == pytest.approx(does.mean())
    assert found["difference between saying and doing"] == pytest.approx(says.mean() - does.mean())
    told = " ".join(finding.statement for finding in mill("say_against_do", **ASKED).findings)
    cells = ((says & does), (says & ~does), (~says & does), (~says & ~does))
    kept, broken, silent, neither = (int(cell.sum()) for cell in cells)
    assert f"{kept} of the 500 say so and do it" in told
    assert f"{broken} say so and do not" in told
    assert f"{silent} of the 500 do it and did not say so" in told
    assert f"{neither} do neither" in told
    assert found["people who say so and do it"] == (says & does).sum()
    assert found["people who do it and did not say so"] == (~says & does).sum()


def test_a_cell_of_fewer_than_five_is_withheld_with_what_would_give_it_away(two_tables, tmp_path):
    frames = firms(doers=9)
    says, does = by_hand(frames)
    assert 0 < (~says & does).sum() < 5 <= (says & does).sum()

    report = two_tables(tmp_path, frames)("say_against_do", **ASKED)
    found = named(report)

    assert report.withheld
    assert found["share who do what they say"] == pytest.approx(does[says].mean())
    assert {
        "share who do it",
        "people who do it and did not say so",
        "people who neither say so nor do it",
    }.isdisjoint(found)
    assert "difference between saying and doing" not in found


def test_whoever_is_in_no_other_table_is_left_out_and_said_to_be(two_tables, tmp_path):
    frames = firms()
    strangers = pd.DataFrame({"customer_id": [f"X{n}" for n in range(12)], ASK: "Yes", SCALE: 5})
    frames["answers.csv"] = pd.concat([frames["answers.csv"], strangers], ignore_index=True)
    report = two_tables(tmp_path, frames)("say_against_do", **ASKED)

    assert any("12 " in caveat and "left out" in caveat for caveat in report.caveats)
    assert report.findings[-1].n == 500


def test_a_few_who_are_in_no_other_table_are_not_numbered(two_tables, tmp_path):
    frames = firms()
    strangers = pd.DataFrame({"customer_id": ["X1", "X2"], ASK: "No", SCALE: 5})
    frames["answers.csv"] = pd.concat([frames["answers.csv"], strangers], ignore_index=True)
    report = two_tables(tmp_path, frames)("say_against_do", **ASKED)

    assert report.findings[-1].n == 502
    assert not any("2 customers" in caveat for caveat in report.caveats)


def test_tables_without_a_common_key_are_said_not_to_join(two_tables, tmp_path):
    frames = firms()
    frames["answers.csv"] = frames["answers.csv"].drop(columns="customer_id")

    with pytest.raises(AnalysisError, match="no key"):
        two_tables(tmp_path, frames)("say_against_do", **ASKED)


def test_a_scale_counts_its_upper_half_and_tells_the_trend(mill):
    report = mill("say_against_do", **{**ASKED, "outcome": SCALE})
    survey = firms()["answers.csv"]
    trend = next(finding for finding in report.findings if finding.label.startswith("trend"))

    assert named(report)["share who say so"] == pytest.approx((survey[SCALE] >= 4).mean())
    assert trend.p_value < 0.05
    assert "rises with the answer" in trend.statement


def test_leaving_is_a_deed_and_so_is_its_opposite(mill):
    frames = firms()
    people = frames["people.csv"].set_index("customer_id")["cancelled"]
    survey = frames["answers.csv"]
    left = survey["customer_id"].map(people) == "yes"
    says = survey[ASK] == "Yes"
    gone = [{"column": "cancelled", "value": "yes"}]
    report = mill("say_against_do", **{**ASKED, "done_table": "people.csv", "done": gone})

    assert report.findings[0].value == pytest.approx(left[says].mean())
    assert "% cancelled (" in report.findings[0].statement


def test_amounts_are_summed_for_each_person_and_nothing_counts_as_zero(mill):
    frames = firms()
    loose = frames["orders.csv"].query("goods == 'Unpackaged flour'").groupby("customer_id")["price"].sum()
    each = frames["answers.csv"]["customer_id"].map(loose).fillna(0.0)
    says, _ = by_hand(frames)
    report = mill("say_against_do", **ASKED, done_metric="price")

    assert named(report)["difference of the price per person"] == pytest.approx(
        each[says].mean() - each[~says].mean()
    )


def test_the_people_who_did_it_are_not_told_when_earlier_answers_would_single_out_a_few(two_tables, tmp_path):
    frames = firms()
    _, does = by_hand(frames)
    ask = two_tables(tmp_path, frames)
    ask("say_against_do", **ASKED)
    first = frames["orders.csv"].query("goods == 'Unpackaged flour'")["order_no"].iloc[0]
    fewer = [*LOOSE, {"column": "order_no", "op": ">", "value": float(first) + 2}]
    report = ask("say_against_do", **{**ASKED, "done": fewer})

    assert does.sum() == 40
    assert report.withheld
    assert "share who do it" not in named(report)


def test_asking_again_gives_the_same_answer(mill):
    assert mill("say_against_do", **ASKED).findings == mill("say_against_do", **ASKED).findings


def test_words_in_free_text_are_a_claim_too(two_tables, tmp_path):
    frames = firms(doers=200)
    draws = np.random.default_rng(2)
    praise, other = "I would come for the unpackaged flour alone", "The parking is far from the door and steep"
    people = frames["people.csv"]["customer_id"].sample(300, random_state=3).to_numpy()
    said = [f"{text}, number {n}." for n, text in enumerate(draws.choice([praise, other], 300, p=[0.4, 0.6]))]
    frames["letters.csv"] = pd.DataFrame({"customer_id": people, "letter": said})
    bought = frames["orders.csv"].query("goods == 'Unpackaged flour'")["customer_id"]
    mention = frames["letters.csv"]["letter"].str.contains("unpackaged")
    does = frames["letters.csv"]["customer_id"].isin(bought)
    report = two_tables(tmp_path, frames)(
        "say_against_do", **{**ASKED, "table": "letters.csv", "outcome": "letter", "value": "unpackaged"}
    )

    assert named(report)["share who say so"] == pytest.approx(mention.mean())
    assert report.findings[0].value == pytest.approx(does[mention].mean())
    assert "who mention" in report.findings[0].statement
