"""Files as offices export them: many spellings, repeats, dictionaries beside the data, codes as keys."""

from pathlib import Path

import pandas as pd
import pytest

from tools.tables.catalog import Catalog
from tools.tables.dictionary import dictionary, named
from tools.tables.readers import read_tables
from tools.tables.store import TableStore


def _stored(folder: Path, workspace: Path) -> tuple[Catalog, TableStore]:
    store = TableStore(workspace, scrub=lambda text: text)
    told: dict[str, str] = {}
    paths = sorted(folder.iterdir())
    for path in paths:
        told |= dictionary(path) or {}
    for path in paths:
        for raw in read_tables(path, name=path.name):
            store.put(named(raw, told), told)
    return store.finish(), store


def _column(catalog: Catalog, table: str, name: str) -> object:
    found = catalog.table(table)
    assert found is not None
    column = found.column(name)
    assert column is not None, [item.name for item in found.columns]
    return column


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return an empty folder for files."""
    made = tmp_path / "data"
    made.mkdir()
    return made


def test_five_spellings_of_yes_are_one_yes(folder: Path, tmp_path: Path) -> None:
    """Letters, digits and words of one yes/no column become two values, told in words."""
    cells = ["oui", "O", "1", "non", "n", "0", "oui", "non"] * 6
    cells = [cell.replace("O", "true") for cell in cells]
    pd.DataFrame({"boat": range(48), "insured": cells}).to_csv(folder / "boats.csv", index=False)
    catalog, _ = _stored(folder, tmp_path / "w")
    column = _column(catalog, "boats.csv", "insured")
    assert dict(column.values) == {"oui": 24, "non": 24}  # type: ignore[attr-defined]
    assert "spellings" in column.reason  # type: ignore[attr-defined]


def test_numbers_in_words_are_counted(folder: Path, tmp_path: Path) -> None:
    """Figures and words of one language mix in a column of numbers."""
    cells = ["zwölf", "3", "siebenundzwanzig", "8", "fünf", "40"] * 5
    pd.DataFrame({"Hof": range(30), "Kühe": cells}).to_csv(folder / "hoefe.csv", index=False)
    catalog, store = _stored(folder, tmp_path / "w")
    column = _column(catalog, "hoefe.csv", "Kühe")
    assert column.storage == "number"  # type: ignore[attr-defined]
    rows = store.rows(catalog.tables[0])
    assert rows["Kühe"].sum() == 5 * (12 + 3 + 27 + 8 + 5 + 40)


def test_words_that_are_names_stay_words(folder: Path, tmp_path: Path) -> None:
    """Two number words alone, or words among which hardly any is a number, are names."""
    frame = pd.DataFrame({"team": ["one", "two"] * 20, "cup": ["alpha", "one", "gamma", "delta"] * 10})
    frame.to_csv(folder / "games.csv", index=False)
    catalog, _ = _stored(folder, tmp_path / "w")
    assert _column(catalog, "games.csv", "team").storage == "text"  # type: ignore[attr-defined]
    assert _column(catalog, "games.csv", "cup").storage == "text"  # type: ignore[attr-defined]


def test_a_row_repeated_whole_counts_once_where_a_key_tells(folder: Path, tmp_path: Path) -> None:
    """Exact repeats of rows with an identifier are left out and counted; row numbers stay those of the file."""
    rows = [
        f"B-{number},{'north' if number % 2 else 'south'},note number {number} is long" for number in range(60)
    ]
    rows[10:10] = [rows[3], rows[4]]
    (folder / "berths.csv").write_text("\n".join(["berth_id,quay,remark", *rows]) + "\n", encoding="utf-8")
    catalog, store = _stored(folder, tmp_path / "w")
    table = catalog.tables[0]
    assert (table.rows, table.repeats, table.key) == (60, 2, ("berth_id",))
    cells = list(store.text_cells(table))
    assert [cell.number for cell in cells[9:12]] == [10, 13, 14]


def test_equal_sales_without_a_key_all_count(folder: Path, tmp_path: Path) -> None:
    """Two equal rows of a table without an identifier may be two sales."""
    rows = ["apple,3", "pear,2", "apple,3", "plum,5", "pear,2", "plum,1"] * 4
    (folder / "sold.csv").write_text("\n".join(["fruit,kilos", *rows]) + "\n", encoding="utf-8")
    catalog, _ = _stored(folder, tmp_path / "w")
    assert (catalog.tables[0].rows, catalog.tables[0].repeats) == (24, 0)


def test_a_dictionary_of_several_files_tells_each_its_own(folder: Path, tmp_path: Path) -> None:
    """A column of the dictionary says the file; what stands for nothing is told there too."""
    visits = [3, 4, 5, 6, 7, 8, 500, 2, 9, 3] * 4
    pd.DataFrame({"guest_id": range(40), "code": visits}).to_csv(folder / "guests.csv", index=False)
    pd.DataFrame({"code": [f"R{number}" for number in range(40)]}).to_csv(folder / "rooms.csv", index=False)
    dictionary_ = [
        ("guests.csv", "code", "nights stayed; 500 means not recorded"),
        ("rooms.csv", "code", "number on the door"),
        ("guests.csv", "guest_id", "who stayed"),
    ]
    pd.DataFrame(dictionary_, columns=["file", "column", "meaning"]).to_csv(folder / "about.csv", index=False)
    catalog, _ = _stored(folder, tmp_path / "w")
    assert _column(catalog, "rooms.csv", "code").description == "number on the door"  # type: ignore[attr-defined]
    assert _column(catalog, "guests.csv", "code").sentinels == (("500", 4),)  # type: ignore[attr-defined]
    about = catalog.table("about.csv")
    assert about is not None
    assert about.entity == "column"


def test_a_file_without_header_takes_the_names_its_dictionary_lists(folder: Path, tmp_path: Path) -> None:
    """A dictionary called like the file, as long as the file is wide, names its columns in order."""
    rows = [f"{number % 9},{'red' if number % 3 else 'blue'},{number * 1.5}" for number in range(50)]
    (folder / "kites.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    (folder / "kites_fields.csv").write_text(
        "field,description\nstall,which stall sold it\ncolour,colour of the cloth\nprice,paid in pounds\n",
        encoding="utf-8",
    )
    catalog, _ = _stored(folder, tmp_path / "w")
    kites = catalog.table("kites.csv")
    assert kites is not None
    assert [column.name for column in kites.columns] == ["stall", "colour", "price"]


def test_codes_of_another_table_are_keys_to_it(folder: Path, tmp_path: Path) -> None:
    """A column of codes that repeat joins the table whose key they are, whatever it is called."""
    owners = [f"DK{1000 + number}" for number in range(40)]
    pd.DataFrame({"card": owners, "town": ["Ribe", "Vejle"] * 20}).to_csv(folder / "members.csv", index=False)
    loans = {"lent to": [owners[number % 37] for number in range(400)], "kilos": [1.5, 2.5] * 200}
    pd.DataFrame(loans).to_csv(folder / "loans.csv", index=False)
    catalog, _ = _stored(folder, tmp_path / "w")
    joins = [(join.left_table, join.left_column, join.right_table, join.right_column) for join in catalog.joins]
    assert joins == [("loans.csv", "lent to", "members.csv", "card")]
    loans_ = catalog.table("loans.csv")
    assert loans_ is not None
    assert (loans_.person, loans_.entity) == ("lent to", "loan")


def test_a_value_that_only_follows_the_outcome_is_set_aside(folder: Path, tmp_path: Path) -> None:
    """A refund that those who left got, and nobody else, is known only after they left; a habit of some is not."""
    left = [number % 4 == 0 for number in range(400)]
    frame = pd.DataFrame(
        {
            "moored": range(400),
            "left": ["yes" if gone else "no" for gone in left],
            "key_returned": ["yes" if gone and number % 20 else "no" for number, gone in enumerate(left)],
            "paid_by": ["card" if gone and number % 3 else "cash" for number, gone in enumerate(left)],
        }
    )
    frame.to_csv(folder / "moorings.csv", index=False)
    catalog, _ = _stored(folder, tmp_path / "w")
    assert "leakage" in _column(catalog, "moorings.csv", "key_returned").marks  # type: ignore[attr-defined]
    assert "leakage" not in _column(catalog, "moorings.csv", "paid_by").marks  # type: ignore[attr-defined]
