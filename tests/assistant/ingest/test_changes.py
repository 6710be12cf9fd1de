"""What an ingest does with files that were renamed, deleted, cut short or read from a database."""

import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from langchain_core.embeddings import Embeddings

from assistant.errors import AssistantError
from assistant.ingest.refresh import refresh
from assistant.ingest.report import IngestReport
from assistant.ingest.run import ingest_paths
from assistant.settings import Settings
from assistant.wiring import House
from tools.arguments import Condition

ROOT = Path(__file__).parents[3]


def unheard(_stage: str, _done: int, _total: int) -> None:
    """Hear of progress and do nothing."""


class Lengths(Embeddings):
    """Counts what it is given; two texts of one length are alike."""

    def __init__(self) -> None:
        self.texts: list[str] = []

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        self.texts += texts
        return [self.embed_query(text) for text in texts]

    def embed_query(self, text: str) -> list[float]:
        return [1.0, float(len(text))]


class QuickHouse(House):
    """A workspace whose embedding needs no model."""

    embeddings = Lengths()


def quick_house(workspace: Path, **settings: object) -> QuickHouse:
    """Return the parts of a workspace without a model, and without anybody's settings."""
    return QuickHouse(Settings(workspace=workspace, _env_file=None, **settings))  # type: ignore[call-arg, arg-type]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "data"
    made.mkdir()
    for number in range(6):
        text = f"# The sauna\n\nRemark {number} about the sauna and its price.\n"
        (made / f"{number}.md").write_text(text, encoding="utf-8")
    rows = "\n".join(f"C{number},yes,The lockers jam on day {number} and nobody comes." for number in range(20))
    (made / "orders.csv").write_text(f"customer,renewed,comment\n{rows}\n", encoding="utf-8")
    return made


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with quick_house(tmp_path / "w") as opened:
        yield opened


def ingested(house: House, *paths: Path) -> IngestReport:
    return ingest_paths(house, list(paths), unheard)


def held(house: House) -> dict[str, str]:
    return {document.id: document.text for document in house.corpus.documents()}


def test_renamed_files_keep_their_vectors(house: House, folder: Path) -> None:
    ingested(house, folder)
    before = held(house)
    (folder / "0.md").rename(folder / "first.md")
    (folder / "orders.csv").rename(folder / "sales.csv")

    report = ingested(house, folder)

    assert (report.embedded, report.removed) == (0, 2)
    assert sorted(held(house).values()) == sorted(before.values())
    assert [table.name for table in house.tables.catalog] == ["sales.csv"]
    assert not [name for name in house.workspace.read().sources if name in ("0.md", "orders.csv")]


def test_unchanged_files_are_not_read(house: House, folder: Path) -> None:
    ingested(house, folder)
    generation = house.corpus.publish()

    report = ingested(house, folder)

    assert (report.embedded, report.unchanged) == (0, 7)
    assert house.corpus.publish() == generation


def test_refresh_reads_what_was_given_again(house: House, folder: Path, tmp_path: Path) -> None:
    alone, other = tmp_path / "alone" / "note.md", tmp_path / "alone" / "not-given.md"
    alone.parent.mkdir()
    alone.write_text("A note of its own.", encoding="utf-8")
    other.write_text("Nobody asked for this one.", encoding="utf-8")
    ingested(house, folder, alone)
    (folder / "0.md").unlink()
    (folder / "new.md").write_text("A new remark.", encoding="utf-8")

    report = refresh(house, unheard)

    assert report.removed == 1
    assert {"new.md", "note.md"} <= held(house).keys()
    assert not {"0.md", "not-given.md"} & held(house).keys()


def test_a_given_file_that_is_deleted_disappears_at_refresh(house: House, folder: Path, tmp_path: Path) -> None:
    alone = tmp_path / "note.md"
    alone.write_text("A note of its own.", encoding="utf-8")
    ingested(house, folder, alone)
    alone.unlink()

    refresh(house, unheard)

    assert "note.md" not in held(house)
    assert "1.md" in held(house)
    assert str(alone) not in house.workspace.read().paths


def test_a_folder_that_is_empty_as_a_whole_keeps_what_was_read_from_it(house: House, folder: Path) -> None:
    ingested(house, folder)
    folder.rename(folder.with_name("elsewhere"))
    folder.mkdir()

    with pytest.raises(AssistantError, match="gone or empty"):
        refresh(house, unheard)
    assert "1.md" in held(house)


def test_refresh_before_any_ingest_says_what_to_do(house: House) -> None:
    with pytest.raises(AssistantError, match="whybuy ingest"):
        refresh(house, unheard)


def test_a_query_is_a_table_and_its_address_is_kept_nowhere(folder: Path, tmp_path: Path) -> None:
    shop = tmp_path / "secret-shop.db"
    _fill(shop, ["C1", "C2", "C3"])
    (folder / "sources.yaml").write_text(
        'databases: {visits: {database: shop, query: "SELECT customer, paid FROM visits"}}', encoding="utf-8"
    )
    with quick_house(tmp_path / "w", databases={"shop": f"sqlite:///{shop}"}) as house:
        ingested(house, folder)
        assert house.tables.catalog.table("visits").rows == 3
        _fill(shop, ["C4"])

        report = refresh(house, unheard)

        assert house.tables.catalog.table("visits").rows == 4
        assert report.unchanged == 7
        shop.unlink()
        assert [skipped.path for skipped in refresh(house, unheard).skipped] == ["visits"]
        assert house.tables.catalog.table("visits").rows == 4
    stored = b"".join(path.read_bytes() for path in (tmp_path / "w").rglob("*") if path.is_file())
    assert b"secret-shop" not in stored


def test_a_query_without_an_address_names_the_setting(house: House, folder: Path) -> None:
    (folder / "sources.yaml").write_text(
        'databases: {visits: {database: shop, query: "SELECT 1"}}', encoding="utf-8"
    )

    report = ingested(house, folder)

    assert "WHYBUY_DATABASES__SHOP" in report.skipped[0].reason


KILLED = """
import os, signal, sys
from pathlib import Path
from assistant.ingest.run import ingest_paths
from tests.assistant.ingest.test_changes import quick_house
OURS = ("/assistant/ingest/", "/retrieval/store/")
left = int(sys.argv[3])
def count(frame, event, argument):
    global left
    if event == "call" and any(part in frame.f_code.co_filename for part in OURS):
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
sys.setprofile(count)
with quick_house(Path(sys.argv[1])) as house:
    ingest_paths(house, [Path(sys.argv[2])], lambda *_: None)
print("calls", -left)
"""


def _killed(workspace: Path, folder: Path, calls: int) -> subprocess.CompletedProcess[str]:
    """Ingest in another process that is killed at that call of ours, if it comes so far."""
    command = [sys.executable, "-c", KILLED, str(workspace), str(folder), str(calls)]
    return subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)


@pytest.mark.parametrize("calls", [60, 350, 900])
def test_an_ingest_that_is_killed_goes_on_where_it_was(
    house: House, folder: Path, tmp_path: Path, calls: int
) -> None:
    ingested(house, folder)
    expected, rows = held(house), house.tables.catalog.table("orders.csv").rows
    killed = _killed(tmp_path / "k", folder, calls)
    assert killed.returncode in (0, -signal.SIGKILL), killed.stderr

    with quick_house(tmp_path / "k") as again:
        ingested(again, folder)

        assert held(again) == expected
        assert again.corpus.counts() == house.corpus.counts()
        assert again.tables.catalog.table("orders.csv").rows == rows
        assert again.workspace.read() == house.workspace.read()


def _fill(path: Path, customers: list[str]) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS visits (customer TEXT, paid REAL)")
        connection.executemany("INSERT INTO visits VALUES (?, 12.5)", [(customer,) for customer in customers])
    connection.close()


def test_a_company_that_many_address_is_named_alike_in_texts_and_in_tables(tmp_path: Path) -> None:
    rows = "".join(f"{n},@Acmelamps my lamp no {n} came late and dim, @jo_{n % 9} saw it\n" for n in range(60))
    (tmp_path / "posts.csv").write_text(f"post_id,message\n{rows}", encoding="utf-8")

    with quick_house(tmp_path / "w") as house:
        ingest_paths(house, [tmp_path / "posts.csv"], unheard)
        addressed = (Condition(column="message", value="Acmelamps"),)
        assert house.tables.mask("posts.csv", addressed).sum() == 60
        assert sum("@Acmelamps" in item.text for item in house.corpus.documents()) == 60
        assert not any("@jo_" in item.text for item in house.corpus.documents())
