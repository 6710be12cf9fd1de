"""What was erased stays away when its file is read again: untouched, changed, renamed; until that is lifted."""

from pathlib import Path

import pytest

from assistant.settings import Settings
from assistant.wiring import House
from tests.assistant.cli.conftest import Whybuy

LIVES = "I live under the roof and by July the lettuce had cooked in its own pot."
WISHES = "A cover against the sun would have kept me, and nobody offered one."
INTERVIEW = (
    f"---\ncustomer: K003\n---\n# Under the roof\n\nAsker: How was it?\n\nGuest: {LIVES}\n\nGuest: {WISHES}\n"
)
PLANS = ("basic", "plus", "pro")


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """Return a folder with customers, their orders, the items of these, feedback and an interview."""
    folder = tmp_path / "shop"
    (folder / "interviews").mkdir(parents=True)
    people = [f"K{number:03}" for number in range(1, 31)]
    _table(
        folder / "customers.csv", "customer_id,plan", [f"{who},{PLANS[at % 3]}" for at, who in enumerate(people)]
    )
    orders = [(f"A{1000 + at}", who) for at, who in enumerate(people * 2)]
    _table(
        folder / "orders.csv",
        "order_id,customer_id,total",
        [f"{one},{who},{len(who) + 9}.50" for one, who in orders],
    )
    items = [f"{one},S{int(one[1:]) % 7},{pieces}" for one, _ in orders for pieces in (1, 2)]
    _table(folder / "items.csv", "order_id,sku,pieces", items)
    _table(folder / "parcels.csv", "order_id,carrier", [f"{one},C{int(one[1:]) % 3}" for one, _ in orders])
    _table(
        folder / "feedback.csv",
        "feedback_id,customer_id,comment",
        [
            f"F{at},{who},The seedlings of case {at} came late and two of them were limp."
            for at, who in enumerate(people)
        ],
    )
    (folder / "interviews" / "roof.md").write_text(INTERVIEW, encoding="utf-8")
    (folder / "interviews" / "other.md").write_text(
        "# Other\n\nAsker: How was it?\n\nGuest: Rather fine.\n", "utf-8"
    )
    return folder


def _table(path: Path, header: str, rows: list[str]) -> None:
    path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")


def _counts(workspace: Path) -> dict[str, int]:
    with House(Settings(workspace=workspace)) as house:
        return {table.name: table.rows for table in house.tables.catalog}


def test_a_person_goes_with_all_rows_and_stays_away_until_that_is_lifted(whybuy: Whybuy, shop: Path) -> None:
    whybuy("ingest", shop)
    workspace = Path(".whybuy").absolute()
    receipt = whybuy("erase", "--customer", "k003", "--json").json
    gone = {"customers.csv": 29, "orders.csv": 58, "items.csv": 116, "parcels.csv": 58, "feedback.csv": 29}
    assert _counts(workspace) == gone
    assert {item["store"]: item["items"] for item in receipt["removed"]}["texts and vectors"] == 2

    untouched = whybuy("ingest", shop, "--json").json
    assert untouched["erased"] == 1, "the interview; the tables did not change"
    with (shop / "customers.csv").open("a", encoding="utf-8") as file:
        file.write("K031,pro\n")
    with (shop / "feedback.csv").open("a", encoding="utf-8") as file:
        file.write("F30,K031,All of it came up within a week and tasted well.\n")
    (shop / "interviews" / "roof.md").rename(shop / "interviews" / "attic.md")
    changed = whybuy("ingest", shop, "--json").json

    assert changed["erased"] >= 3, "two rows and the renamed interview"
    assert _counts(workspace) == {**gone, "customers.csv": 30, "feedback.csv": 30}
    assert whybuy("show", "interviews/attic.md").code == 1
    assert whybuy("show", "feedback.csv#3").code == 1
    assert "case 3" in whybuy("show", "feedback.csv#4").out, "the others keep their numbers"
    assert b"K003" not in b"".join(path.read_bytes() for path in (workspace / "erased").iterdir())

    assert whybuy("unerase", "--customer", "K003").code == 0
    whybuy("ingest", shop)

    assert _counts(workspace) == {
        "customers.csv": 31,
        "orders.csv": 60,
        "items.csv": 120,
        "parcels.csv": 60,
        "feedback.csv": 31,
    }
    assert LIVES in whybuy("show", "interviews/attic.md").out


def test_an_erased_cell_and_file_stay_away_when_their_originals_change(whybuy: Whybuy, shop: Path) -> None:
    whybuy("ingest", shop)
    whybuy("erase", "--document", "feedback.csv#5")
    whybuy("erase", "--document", "interviews/roof.md")
    whybuy("erase", "--document", "items.csv")
    first, *rows = (shop / "feedback.csv").read_text(encoding="utf-8").splitlines()
    new = "F99,K001,A new one that stands before all the others in the file."
    _table(shop / "feedback.csv", first, [new, *rows])
    (shop / "interviews" / "roof.md").write_text(INTERVIEW + "\nGuest: One more word.\n", encoding="utf-8")

    report = whybuy("ingest", shop, "--json").json

    assert [item["path"] for item in report["skipped"]] == ["interviews/roof.md", "items.csv"]
    assert "items.csv" not in _counts(Path(".whybuy").absolute())
    assert whybuy("show", "feedback.csv#6").code == 1, "the erased cell, which moved down by one"
    assert "case 5" in whybuy("show", "feedback.csv#7").out


def test_who_was_never_erased_cannot_be_let_in_again(whybuy: Whybuy, shop: Path) -> None:
    whybuy("ingest", shop)

    ran = whybuy("unerase", "--customer", "K003")

    assert ran.code == 1
    assert "Nothing of that name was erased" in ran.err


def test_an_export_holds_rows_and_texts_of_one_person_alone(whybuy: Whybuy, shop: Path, tmp_path: Path) -> None:
    whybuy("ingest", shop)

    found = whybuy("export", "--customer", "K003", "--json").json

    assert {name: len(rows) for name, rows in found["tables"].items()} == {
        "customers.csv": 1,
        "orders.csv": 2,
        "items.csv": 4,
        "parcels.csv": 2,
        "feedback.csv": 1,
    }
    assert found["tables"]["feedback.csv"][0]["row"] == 3
    assert {item["id"] for item in found["documents"]} == {"interviews/roof.md", "feedback.csv#3"}
    assert any(LIVES in item["text"] for item in found["documents"])
    assert "K004" not in str(found)
    assert found["beyond"]
    assert whybuy("export", "--customer", "K003", "--output", tmp_path / "k003.zip").code == 0
    assert whybuy("export", "--customer", "nobody").code == 1
