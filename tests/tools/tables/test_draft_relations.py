"""What is guessed about tables beside each other: joins, borrowed names, twins, dictionaries."""

import random
from pathlib import Path

import pandas as pd

from tests.tools.tables.conftest import Written
from tools.tables.catalog import Catalog
from tools.tables.dictionary import dictionary
from tools.tables.draft import draft
from tools.tables.readers import RawTable
from tools.tables.relate import relate


def related(frames: dict[str, pd.DataFrame], header: dict[str, bool] | None = None) -> Catalog:
    tables = [
        draft(RawTable(name=name, frame=frame, header=(header or {}).get(name, True)), "v")
        for name, frame in frames.items()
    ]
    return relate(tables, lambda table, column: frames[table.name][column])


def test_small_numbers_that_happen_to_agree_are_no_join() -> None:
    orders = pd.DataFrame({"order_id": range(1, 41), "seats": [n % 9 for n in range(40)]})
    shops = pd.DataFrame({"shop_id": range(1, 41), "floor": [n % 3 for n in range(40)]})
    assert related({"orders.csv": orders, "shops.csv": shops}).joins == ()


def test_a_key_with_leading_zeros_joins_the_number() -> None:
    orders = pd.DataFrame(
        {"customer_id": [f"{n % 30 + 1:05d}" for n in range(90)], "amount": [n * 1.5 for n in range(90)]}
    )
    people = pd.DataFrame({"id": range(1, 31), "plan": ["a", "b", "c"] * 10})
    (join,) = related({"orders.csv": orders, "customers.csv": people}).joins
    assert (join.left_table, join.right_table, join.share) == ("orders.csv", "customers.csv", 1.0)


def test_a_sample_without_header_borrows_the_names_of_the_whole() -> None:
    chance = random.Random(2)
    whole = pd.DataFrame(
        {
            "client_id": [f"{chance.randint(1, 80):05d}" for _ in range(400)],
            "bought": pd.to_datetime(
                [f"2024-0{chance.randint(1, 9)}-{chance.randint(10, 28)}" for _ in range(400)]
            ),
            "dollars": [round(chance.uniform(1, 99), 2) for _ in range(400)],
        }
    )
    sample = whole.head(150).set_axis(["column 1", "column 2", "column 3"], axis=1)
    catalog = related({"sample.txt": sample, "whole.txt": whole}, {"sample.txt": False})
    table = catalog.tables[0]
    assert table.part_of == "whole.txt"
    assert [column.label for column in table.columns] == ["client id", "bought", "dollars"]
    assert (table.person, table.columns[2].unit) == ("column 1", "money")


def test_tables_with_the_same_columns_are_alike() -> None:
    frame = pd.DataFrame({"plan": ["a", "b"] * 9, "seats": range(18)})
    catalog = related({"may.csv": frame, "june.csv": frame.assign(seats=range(20, 38))})
    assert [table.like for table in catalog] == ["june.csv", "may.csv"]


def test_a_dictionary_as_a_table_or_as_a_list(written: Written) -> None:
    listed = (
        "Attributes:\n  1 - age: in years\n  2 - job (text): what they do\n  3 - pay: a month\n  4 - y: bought?\n"
    )
    told = dictionary(written("names.txt", listed))
    assert told is not None
    assert told["job"] == "what they do"
    assert dictionary(written("d.csv", "Column,Description\nage,in years\njob,what they do\n")) == {
        "age": "in years", "job": "what they do",
    }  # fmt: skip
    assert dictionary(written("data.csv", "name,description\nAcme,a shop\nGlobex,a mill\n")) is None
    assert (
        dictionary(written("notes.txt", "Anna: I like it.\nBo: So do I.\nAnna: Good.\nBo: Yes it is.\n")) is None
    )


def test_a_dictionary_as_a_table_in_markdown(written: Written) -> None:
    grid = (
        "# Cover\n\nEach row is one client.\n\n| Variable | Definition |\n|---|:--|\n| `age` | in years |\n"
        "| job | what they do |\n| pay | a month |\n| taken | 1: took it |\n"
    )
    told = dictionary(written("about.md", grid))
    assert told == {"age": "in years", "job": "what they do", "pay": "a month", "taken": "1: took it"}
    assert dictionary(written("shop.md", grid.replace("Variable | Definition", "Dish | Price"))) is None


def test_a_description_tells_what_follows_the_outcome_and_whose_age_it_is() -> None:
    rows = 400
    frame = pd.DataFrame(
        {
            "letter": ["yes" if at % 3 else "no" for at in range(rows)],
            "house age": ["old", "new"] * (rows // 2),
            "age": [20 + at % 60 for at in range(rows)],
            "accepted": ["yes" if at % 5 == 0 else "no" for at in range(rows)],
        }
    )
    told = {"letter": "A letter was written, usually once the client had answered the offer"}
    marks = {column.name: column.marks for column in draft(RawTable(name="a.csv", frame=frame), "v", told).columns}
    assert marks["letter"] == {"leakage"}
    assert marks["house age"] == frozenset()
    assert marks["age"] == {"protected"}


def test_a_description_tells_the_unit_where_the_header_does_not(tmp_path: Path) -> None:
    frame = pd.DataFrame({"plan": ["a", "b"] * 9, "pd": [3, 5, 5, 90, 7, 7] * 3})
    table = draft(RawTable(name="a.csv", frame=frame), "v", {"PD": "days since they came"})
    assert table.columns[1].description == "days since they came"
    assert table.columns[1].unit == "days"


def test_groups_called_like_the_key_of_another_table_join_it_whatever_their_blanks() -> None:
    deals = pd.DataFrame({"deal_no": range(90), "model": ["Trail X", "RoadY", "City"] * 30, "worth": range(90)})
    models = pd.DataFrame({"model": ["TrailX", "Road Y", "City"], "family": ["off", "on", "on"]})
    (join,) = related({"deals.csv": deals, "models.csv": models}).joins
    assert (join.left_column, join.right_column, join.share) == ("model", "model", 1.0)
