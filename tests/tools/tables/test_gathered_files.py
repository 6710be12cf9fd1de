"""Exports of reviews and surveys: releases, listings of the same thing, replies, placeholders, bounded numbers."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from tools.tables.catalog import Catalog, Column, Table
from tools.tables.readers import read_tables
from tools.tables.store import TableStore

Stored = Callable[..., tuple[Table, pd.DataFrame]]


@pytest.fixture
def stored(tmp_path: Path) -> Stored:
    """Write a file, store it as an ingest does, and return its entry and rows."""

    def put(frame: pd.DataFrame, name: str = "reviews.csv") -> tuple[Table, pd.DataFrame]:
        frame.to_csv(tmp_path / name, index=False)
        store = TableStore(tmp_path / "workspace", scrub=str)
        for raw in read_tables(tmp_path / name, name=name):
            store.put(raw)
        catalog: Catalog = store.finish()
        table = catalog.tables[0]
        return table, store.rows(table)

    return put


def reviews(count: int = 120) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "reviewId": [f"a{number:04x}f-{number}" for number in range(count)],
            "userName": ["A Store user"] * count,
            "content": [f"The ferry was late by {number} minutes and nobody said why" for number in range(count)],
            "score": [1 + number % 5 for number in range(count)],
            "thumbsUpCount": [number % 4 for number in range(count)],
            "appVersion": [("3.9", "3.10", "4.0.2")[number % 3] for number in range(count)],
            "at": [f"2024-03-{1 + number % 28:02d} 10:{number % 60:02d}:00" for number in range(count)],
            "replyContent": ["Thank you for writing" if number % 3 == 0 else None for number in range(count)],
            "sortOrder": ["newest"] * count,
        }
    )


def column(table: Table, name: str) -> Column:
    found = table.column(name)
    assert found is not None
    return found


def test_a_placeholder_for_all_names_tells_nobody_apart(stored: Stored) -> None:
    table, _ = stored(reviews())
    assert (table.entity, table.person) == ("review", None)


def test_a_release_is_no_number(stored: Stored) -> None:
    table, rows = stored(reviews())
    assert set(rows["appVersion"]) == {"3.9", "3.10", "4.0.2"}
    assert column(table, "appVersion").storage == "text"


def test_a_review_listed_twice_counts_once(stored: Stored) -> None:
    frame = reviews()
    again = frame.iloc[:25].assign(sortOrder="most_relevant", thumbsUpCount=9)
    table, rows = stored(pd.concat([frame, again]))
    assert (table.rows, table.repeats, len(rows)) == (120, 25, 120)
    assert set(table.repeats_in) == {"thumbsUpCount", "sortOrder"}


def test_lines_that_share_a_number_stay_lines(stored: Stored) -> None:
    """An order's number comes back for each of its lines, which differ in what was bought."""
    frame = pd.DataFrame(
        {
            "order_id": [f"o-{number // 2}" for number in range(80)],
            "comment": [f"please ring at the door of house number {number // 2}" for number in range(80)],
            "product": [("rope", "tent", "stove")[number % 3] for number in range(80)],
            "pieces": [1 + number % 4 for number in range(80)],
        }
    )
    table, _ = stored(frame, "orders.csv")
    assert (table.rows, table.repeats) == (80, 0)


def test_a_reply_makes_a_column_that_says_who_was_answered(stored: Stored) -> None:
    table, rows = stored(reviews())
    assert (rows["replied"] == "yes").sum() == 40
    assert column(table, "replied").positive == "yes"


def test_answers_to_a_survey_are_no_replies(stored: Stored) -> None:
    frame = pd.DataFrame(
        {"response": [f"text {number}" if number % 2 else None for number in range(60)], "age": list(range(60))}
    )
    table, _ = stored(frame, "survey.csv")
    assert table.column("replied") is None


def test_answers_that_bound_a_number_stand_outside_of_the_others(stored: Stored) -> None:
    years = ["Less than 1 year", "More than 40 years", *map(str, range(1, 41))] * 3 + [""] * 9
    table, rows = stored(pd.DataFrame({"id": range(len(years)), "YearsCode": years}), "answers.csv")
    told = column(table, "YearsCode")
    assert (told.storage, told.missing) == ("number", 9)
    assert told.bounds == (("Less than 1 year", 3), ("More than 40 years", 3))
    assert (rows["YearsCode"].min(), rows["YearsCode"].max()) == (0.5, 41)


def test_bands_stay_bands(stored: Stored) -> None:
    sizes = ["Less than 10", "10 to 49", "50 to 249", "More than 249"] * 20
    table, _ = stored(pd.DataFrame({"id": range(80), "size": sizes}), "answers.csv")
    assert column(table, "size").storage == "text"
    assert not column(table, "size").bounds


def test_sentences_with_commas_under_a_header_for_words_are_text(stored: Stored) -> None:
    parts = ["Great boots, dry feet", "Fast, and well packed", "Warm jacket, light", "Late parcel, no call"]
    texts = [
        f"{parts[n % 4]}. {parts[(n // 4) % 4]}. {('Oh well', 'Again')[n % 2]} in week {n % 9}."
        for n in range(300)
    ]
    table, _ = stored(pd.DataFrame({"id": range(300), "Review Content": texts}))
    assert column(table, "Review Content").role == "text"
