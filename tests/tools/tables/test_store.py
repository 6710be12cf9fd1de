"""What is stored, what survives an edit, and what is gone after an erasure."""

from pathlib import Path

import pandas as pd
import pytest
import yaml

from tools.arguments import Condition, Grouping
from tools.tables.engine import Measure, Tables
from tools.tables.erasing import Nobody
from tools.tables.errors import CatalogError
from tools.tables.readers import RawTable, read_tables
from tools.tables.store import TableStore, from_yaml, to_yaml

CUSTOMERS = "id,full_name,email,plan,churned\n" + "".join(
    f"C{n:03},Anna Berg{'abcdef'[n % 6]},{n}@example.com,{'pro' if n % 3 else 'free'},{'no' if n % 4 else 'yes'}\n"
    for n in range(60)
)
TICKETS = "ticket_id,customer_id,opened,message\n" + "".join(
    f'T{n},C{n % 30:03d},2024-0{n % 9 + 1}-11,"Export number {n} was far too slow, write to x{n}@example.com"\n'
    for n in range(90)
)


def scrub(text: str) -> str:
    return " ".join("[EMAIL]" if "@" in word else word for word in text.split(" "))


def pseudonym(text: str) -> str:
    return f"[P{sum(map(ord, text))}]"


def raw(directory: Path, name: str, text: str) -> RawTable:
    path = directory / Path(name).name
    path.write_text(text, encoding="utf-8")
    return read_tables(path, name=name)[0]


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    filled = store(tmp_path)
    filled.put(raw(tmp_path, "customers.csv", CUSTOMERS))
    filled.put(raw(tmp_path, "tickets.csv", TICKETS))
    filled.finish()
    return tmp_path / "ws"


def store(directory: Path) -> TableStore:
    return TableStore(directory if directory.name == "ws" else directory / "ws", scrub=scrub, pseudonym=pseudonym)


def test_the_same_rows_again_change_nothing(workspace: Path, tmp_path: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in store(workspace).files()}
    again = store(workspace)
    assert not again.put(raw(tmp_path, "customers.csv", CUSTOMERS))
    assert before == {path: path.stat().st_mtime_ns for path in store(workspace).files()}


def test_a_changed_cell_makes_a_new_version_and_leaves_no_old_file(workspace: Path, tmp_path: Path) -> None:
    again = store(workspace)
    assert again.put(raw(tmp_path, "customers.csv", CUSTOMERS.replace("free", "basic", 1)))
    again.finish()
    assert len(list((workspace / "tables").iterdir())) == 2


def test_personal_columns_and_contact_data_in_text_are_not_stored(workspace: Path) -> None:
    for path in (workspace / "tables").iterdir():
        cells = pd.read_parquet(path).astype("str").to_numpy().ravel()
        assert not any("@" in cell or "Anna" in cell for cell in cells)
    assert "@" not in (workspace / "catalog.yaml").read_text(encoding="utf-8")
    assert "Anna" not in (workspace / "catalog.yaml").read_text(encoding="utf-8")


def test_keys_join_and_people_are_counted_across_the_join(workspace: Path) -> None:
    tables = Tables.open(workspace)
    (join,) = tables.catalog.joins
    assert (join.left_table, join.left_column, join.right_column) == ("tickets.csv", "customer_id", "id")
    found = tables.groups("tickets.csv", [Measure("p", "people")], by=[Grouping(column="customers.csv::churned")])
    assert dict(zip(found["customers.csv::churned"], found["p"], strict=True)) == {"no": 22, "yes": 8}


def test_text_cells_know_row_customer_and_date(workspace: Path) -> None:
    filled = store(workspace)
    table = Tables.open(workspace).catalog.table("tickets.csv")
    assert table is not None
    cells = list(filled.text_cells(table))
    assert len(cells) == 90
    assert (cells[1].row_key, cells[1].number, cells[1].column) == ("T1", 2, "message")
    assert (cells[1].customer, cells[1].date) == ("C001", "2024-02-11")
    assert "[EMAIL]" in cells[1].text


def test_edits_survive_new_rows(workspace: Path, tmp_path: Path) -> None:
    path = workspace / "catalog.yaml"
    text = path.read_text(encoding="utf-8")
    assert text.count("label: plan") == 1
    body = yaml.safe_load(text)
    body["tables"]["customers.csv"]["columns"]["plan"] |= {"label": "tariff", "words": ["package"]}
    path.write_text(yaml.safe_dump(body, sort_keys=False), encoding="utf-8")
    again = store(workspace)
    again.put(raw(tmp_path, "customers.csv", CUSTOMERS + "C999,Bo Li,b@example.com,pro,no\n"))
    plan = again.finish().table("customers.csv").column("plan")  # type: ignore[union-attr]
    assert plan is not None
    assert (plan.label, plan.words) == ("tariff", ("package",))
    assert dict(plan.values)["pro"] == 41


def test_a_join_that_a_person_removed_stays_removed(workspace: Path, tmp_path: Path) -> None:
    path = workspace / "catalog.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text[: text.index("joins:")] + "joins: []\n", encoding="utf-8")
    again = store(workspace)
    again.put(raw(tmp_path, "tickets.csv", TICKETS + "T999,C001,2024-01-01,Slow again and again and again\n"))
    assert again.finish().joins == ()


def test_marking_a_column_personal_takes_its_values_away(workspace: Path, tmp_path: Path) -> None:
    path = workspace / "catalog.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("label: plan", "label: plan\n        marks: [personal]"), encoding="utf-8")
    store(workspace).finish()
    stored = [pd.read_parquet(file) for file in (workspace / "tables").iterdir()]
    plans = next(frame["plan"] for frame in stored if "plan" in frame)
    assert set(plans) == {"[PERSONAL]"}


def test_a_broken_catalog_is_reported_and_left_alone(workspace: Path) -> None:
    (workspace / "catalog.yaml").write_text("tables: {a: [", encoding="utf-8")
    with pytest.raises(CatalogError, match="line"):
        store(workspace).finish()
    assert (workspace / "catalog.yaml").read_text(encoding="utf-8") == "tables: {a: ["


def test_a_wrong_role_in_the_catalog_says_where(workspace: Path) -> None:
    path = workspace / "catalog.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("role: outcome", "role: segmnt"), encoding="utf-8")
    with pytest.raises(CatalogError, match=r"churned.*segmnt"):
        Tables.open(workspace)


def test_a_dropped_table_is_gone_with_its_joins(workspace: Path) -> None:
    again = store(workspace)
    assert again.drop("customers.csv")
    assert not again.drop("customers.csv")
    catalog = again.finish()
    assert [table.name for table in catalog] == ["tickets.csv"]
    assert catalog.joins == ()


def test_removing_a_person_deletes_their_rows_everywhere(workspace: Path) -> None:
    assert store(workspace).remove_person("c001") == 4
    tables = Tables.open(workspace)
    assert tables.catalog.table("customers.csv").rows == 59  # type: ignore[union-attr]
    assert tables.mask("tickets.csv", (Condition(column="customer_id", value="C001"),)).sum() == 0
    assert tables.groups("tickets.csv", [Measure("n", "rows")])["n"][0] == 87
    for path in (workspace / "tables").iterdir():
        assert "C001" not in set(pd.read_parquet(path).astype("str").to_numpy().ravel())


@pytest.fixture
def referring(workspace: Path, tmp_path: Path) -> Path:
    """Return the workspace with calls by agents, which refer to customers and sometimes are nobody's."""
    calls = "call_id,agent_id,customer_id,minutes\n" + "".join(
        f"K{n},{f'A{n % 25:02}' if n % 10 else ''},C{n % 30:03d},{n % 9}\n" for n in range(90)
    )
    agents = "agent_id,team\n" + "".join(f"A{n:02},{'north' if n % 2 else 'south'}\n" for n in range(25))
    filled = store(workspace)
    filled.put(raw(tmp_path, "agents.csv", agents))
    filled.put(raw(tmp_path, "calls.csv", calls))
    filled.finish()
    path = workspace / "catalog.yaml"
    told = yaml.safe_load(path.read_text(encoding="utf-8"))
    told["tables"]["calls.csv"]["person"] = "agent_id"
    path.write_text(yaml.safe_dump(told, sort_keys=False), encoding="utf-8")
    store(workspace).finish()
    return workspace


def test_other_peoples_rows_stay_and_forget_the_person_they_refer_to(referring: Path) -> None:
    assert store(referring).remove_person("C001") == 4 + 3
    tables = Tables.open(referring)
    assert tables.groups("calls.csv", [Measure("n", "rows")])["n"][0] == 90
    assert tables.mask("calls.csv", (Condition(column="customer_id", value="C001"),)).sum() == 0


def test_a_row_without_a_person_of_its_own_goes_with_the_one_it_refers_to(referring: Path) -> None:
    store(referring).remove_person("C000")
    assert Tables.open(referring).groups("calls.csv", [Measure("n", "rows")])["n"][0] == 90 - 3


def test_what_refers_to_an_erased_person_stays_empty_when_the_file_is_read_again(
    referring: Path, tmp_path: Path
) -> None:
    class Gone(Nobody):
        def __bool__(self) -> bool:
            return True

        def person(self, value: str) -> bool:
            return value == "c001"

    again = TableStore(referring, scrub=scrub, pseudonym=pseudonym, erased=Gone())
    again.put(raw(tmp_path, "tickets.csv", TICKETS))
    again.finish()

    assert Tables.open(referring).mask("calls.csv", (Condition(column="customer_id", value="C001"),)).sum() == 0
    assert again.left_out == 4 + 3


def test_row_keys_stay_when_rows_come_before_them(tmp_path: Path) -> None:
    text = "plan,opinion\n" + "".join(f"pro,I think it is rather good in case {n}\n" for n in range(8))
    filled = store(tmp_path)
    filled.put(raw(tmp_path, "voices.csv", text))
    first = {cell.text: cell.row_key for cell in filled.text_cells(filled.finish().tables[0])}
    filled.put(
        raw(
            tmp_path,
            "voices.csv",
            text.replace("opinion\n", "opinion\nfree,A new one came in before all of them\n"),
        )
    )
    second = {cell.text: cell.row_key for cell in filled.text_cells(filled.finish().tables[0])}
    assert first.items() <= second.items()


def test_equal_rows_have_keys_of_their_own(tmp_path: Path) -> None:
    filled = store(tmp_path)
    filled.put(raw(tmp_path, "a.csv", "plan,seats\n" + "pro,3\n" * 4 + "free,1\n"))
    filled.finish()
    assert len(Tables.open(tmp_path / "ws").row_keys("a.csv")) == 5


def test_yaml_says_the_same_as_the_catalog(workspace: Path) -> None:
    catalog = Tables.open(workspace).catalog
    assert from_yaml(to_yaml(catalog)) == catalog
