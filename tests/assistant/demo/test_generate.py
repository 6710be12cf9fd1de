"""The packaged demo data is what the generator writes, and holds what the datasheet says."""

from importlib.resources import files
from pathlib import Path

import pandas as pd

from assistant.demo.generate import generate

DATA = Path(str(files("assistant.demo"))) / "data"


def test_the_packaged_data_is_reproduced_to_the_byte() -> None:
    packaged = {path.relative_to(DATA).as_posix(): path.read_bytes() for path in DATA.rglob("*") if path.is_file()}

    assert {name: text.encode() for name, text in generate().items()} == packaged


def test_customers_with_a_window_to_the_north_leave_far_more_often() -> None:
    customers = pd.read_csv(DATA / "customers.csv")
    left = (customers["cancelled"] == "yes").groupby(customers["window_faces"]).mean()

    assert left["north"] > 1.5 * left.drop("north").max()


def test_every_customer_id_in_the_other_files_is_a_customer() -> None:
    known = set(pd.read_csv(DATA / "customers.csv")["customer_id"])

    for name in ("orders.csv", "tickets.csv", "feedback.csv"):
        assert set(pd.read_csv(DATA / name)["customer_id"]) <= known


def test_nothing_happens_before_a_customer_joined_or_after_the_newest_day() -> None:
    joined = pd.read_csv(DATA / "customers.csv").set_index("customer_id")["joined"]

    for name, column in (("orders.csv", "ordered"), ("tickets.csv", "opened"), ("feedback.csv", "written")):
        frame = pd.read_csv(DATA / name)
        assert (frame[column] >= frame["customer_id"].map(joined)).all()
        assert frame[column].max() <= "2025-06-30"
