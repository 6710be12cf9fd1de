"""What numbers stand for: codes that a dictionary explains, placeholders, numbers that hold very many rows."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tools.tables.catalog import Catalog, Column, Table
from tools.tables.dictionary import dictionary, of_file
from tools.tables.draft import draft
from tools.tables.drafting.meanings import meanings
from tools.tables.notation import from_yaml, to_yaml
from tools.tables.readers import RawTable, read_tables
from tools.tables.sales import is_spent

Written = Callable[[str, bytes | str], Path]


def _drafted(frame: pd.DataFrame, told: dict[str, str] | None = None) -> Table:
    return draft(RawTable(name="people.csv", frame=frame), "v", told)


def _column(table: Table, name: str) -> Column:
    found = table.column(name)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("text", "values", "found"),
    [
        ("1: Low 2: Medium 3: High", "123", {"1": "Low", "2": "Medium", "3": "High"}),
        ("1 'Below College' 2 'College'", "12", {"1": "Below College", "2": "College"}),
        ("(C = Cherbourg; Q = Queenstown)", "CQ", {"C": "Cherbourg", "Q": "Queenstown"}),
        ("from 1 - very bad to 5 - very good", "12345", {"1": "very bad", "5": "very good"}),
        ("0 = nein, 1 = ja", "01", {"0": "nein", "1": "ja"}),
        ("between 1 and 2", "12", {}),
        ("rooms, 2 or more", "123", {}),
    ],
)
def test_codes_of_a_description_are_found(text: str, values: str, found: dict[str, str]) -> None:
    assert dict(meanings(text, list(values))) == found


def test_numbers_that_the_dictionary_explains_are_groups_or_steps() -> None:
    frame = pd.DataFrame({"id": range(90), "risk": [1, 2, 3] * 30, "way": [1, 2, 2] * 30})
    table = _drafted(frame, {"Risk": "1: Low 2: Medium 3: High", "way": "1 = air, 2 = sea"})
    assert (_column(table, "risk").role, _column(table, "risk").order) == ("ordinal", ("1", "2", "3"))
    assert (_column(table, "way").role, _column(table, "way").meaning("2")) == ("segment", "sea")
    catalog = Catalog(tables=(table,))
    assert from_yaml(to_yaml(catalog)) == catalog


def test_a_dictionary_drawn_with_plus_signs_is_read(written: Written) -> None:
    rule = "+----------+---------------------+\n"
    rows = f"{rule}| variable | label               |\n{rule}| gv       | amount of the gift  |\n"
    path = written("codebook.txt", f"name of the data: appeal\n\n{rows}| wk       | weeks since then    |\n{rule}")

    assert [*(dictionary(path) or {}).values()] != []
    assert "amount of the gift" in str(dictionary(path))


def test_a_dictionary_in_markdown_is_read_by_file_and_as_a_table(written: Written) -> None:
    rows = "| Variable | Definition |\n|---|---|\n| `plan` | what they pay for |\n| Pay_Day | when |\n"
    path = written(
        "README.md",
        f"# Data\n\n**people.csv**\n\n{rows}\n**shops.csv**\n- id (int) - shop id\n- city - where\n"
        "- a: of it\n- b: of it\n",
    )
    told = dictionary(path)
    assert told is not None
    assert of_file(told, "people.csv")["plan"] == "what they pay for"
    assert of_file(told, "shops.csv")["id"] == "shop id"
    assert "id" not in of_file(told, "people.csv")


def test_a_number_beyond_the_others_where_other_cells_are_empty_is_a_placeholder() -> None:
    random = np.random.default_rng(3)
    lacking = random.random(600) < 0.1
    frame = pd.DataFrame(
        {
            "customer_id": range(600),
            "height": np.where(lacking, 250, random.integers(150, 200, 600)),
            "income": np.where(lacking, np.nan, random.integers(20, 90, 600) * 1000.0),
        }
    )
    height = _column(_drafted(frame), "height")
    assert height.sentinels == (("250", int(lacking.sum())),)
    assert "`income`" in height.reason
    assert not height.spikes


def test_a_number_that_very_many_rows_hold_is_a_spike() -> None:
    random = np.random.default_rng(3)
    often = random.random(600) < 0.2
    fee = np.where(often, 2630, random.integers(9_000, 60_000, 600))
    table = _drafted(pd.DataFrame({"customer_id": range(600), "fee": fee}))
    assert _column(table, "fee").spikes == (("2630", int(often.sum())),)


def test_the_least_of_a_scale_is_no_placeholder_where_another_column_is_empty() -> None:
    months = [n % 40 for n in range(400)]
    frame = pd.DataFrame({"tenure": months, "total": [np.nan if month == 0 else month * 20.5 for month in months]})
    assert not _column(_drafted(frame), "tenure").sentinels


def test_a_few_9999_far_beyond_the_rest_are_set_aside() -> None:
    days = [9999] * 4 + [10 + n % 290 for n in range(3000)]
    assert _column(_drafted(pd.DataFrame({"days_since_joining": days})), "days_since_joining").sentinels == (
        ("9999", 4),
    )


def test_income_is_not_what_people_spend() -> None:
    frame = pd.DataFrame({"id": range(50), "income": range(1000, 51000, 1000), "revenue": range(50)})
    table = _drafted(frame)
    assert "spend" not in _column(table, "income").words
    assert "spend" in _column(table, "revenue").words
    assert [is_spent(name) for name in ("annual_income", "account balance", "order value")] == [False, False, True]


def test_the_age_of_a_thing_is_no_protected_trait() -> None:
    frame = pd.DataFrame({"id": range(60), "vehicle_age": [1, 2, 3] * 20, "age": list(range(20, 80))})
    table = _drafted(frame)
    assert "protected" not in _column(table, "vehicle_age").marks
    assert "protected" in _column(table, "age").marks


def test_a_code_for_no_charge_is_an_answer_and_one_for_unknown_is_not() -> None:
    frame = pd.DataFrame({"trip": range(200), "payment_type": [1, 2, 3, 99] * 50})
    table = _drafted(frame, {"payment_type": "1= Credit card 2= Cash 3= No charge 99= Unknown"})
    paid = _column(table, "payment_type")
    assert (paid.role, paid.sentinels) == ("segment", (("99", 50),))


@pytest.mark.parametrize(("other", "kept"), [("3", True), ("NA", False)])
def test_na_among_codes_is_a_region_unless_other_columns_say_na_for_nothing(
    written: Written, other: str, kept: bool
) -> None:
    rows = "\n".join(f"{n},{['NA', 'EMEA', 'APAC'][n % 3]},{other if n % 5 else 4}" for n in range(60))
    [raw] = read_tables(written("deals.csv", f"id,region,seats\n{rows}\n"), name="deals.csv")
    region = _column(draft(raw, "v"), "region")
    assert ("NA" in dict(region.values)) is kept
    assert (region.missing == 0, region.sentinels) == (kept, ())


def test_codes_listed_below_a_name_belong_to_it(written: Written) -> None:
    lines = [
        "Readme",
        "\t- day: date",
        "\t- n : how many",
        "\t+ sky :",
        "\t\t- 1: Clear, Few clouds",
        "\t\t- 2: Mist",
    ]
    told = dictionary(
        written("Readme.txt", "\n".join([*lines, "\t- hum: humidity", "\t- wind: speed of wind", ""]))
    )
    assert told is not None
    assert dict(meanings(told["sky"], ["1", "2"])) == {"1": "Clear, Few clouds", "2": "Mist"}
    assert told["hum"] == "humidity"


@pytest.mark.parametrize(
    "lines",
    [
        [
            "Nr Name Meaning",
            "1 MTYPE Kind of household",
            "2 AVG_AGE Age in classes",
            "3 ABOAT Boats",
            "4 Bought Yes or no",
        ],
        [
            "PriceA     list price of A",
            "PriceB     list price of B",
            "WeekNo     running week",
            "Bought     Yes or no",
        ],
    ],
)
def test_a_list_in_columns_says_what_headers_mean(tmp_path: Path, lines: list[str]) -> None:
    path = tmp_path / "columns.txt"
    path.write_text(
        "\n".join(["About the data", "", *lines, "", "1 High income", "2 Low income", "3 None", "4 Some"])
    )

    told = dictionary(path) or {}

    assert told["Bought"] == "Yes or no"
    assert len(told) == 4


def test_numbered_sentences_are_no_dictionary(tmp_path: Path) -> None:
    path = tmp_path / "talk.txt"
    path.write_text(
        "1 We opened late.\n2 Nobody came at first.\n3 Then MARTA rang.\n4 She bought three.\n5 Good day."
    )

    assert dictionary(path) is None
