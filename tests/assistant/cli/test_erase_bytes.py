"""After an erasure no file of the workspace holds a byte of the text, a number of a vector, or the id."""

import random
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from assistant.settings import Settings
from assistant.wiring import House
from tests.assistant.cli.conftest import Whybuy
from tests.assistant.cli.leftovers import ambient, contents, found_in, pairs, windows


@dataclass(frozen=True)
class Belongings:
    """What is one customer's alone (stretches of texts, numbers of vectors, the id), and all others' texts."""

    texts: set[bytes]
    vectors: set[bytes]
    id: bytes
    others: bytes

    def left_in(self, workspace: Path) -> dict[str, bytes]:
        """Return what is found, by the file that holds it."""
        found: dict[str, bytes] = {}
        besides = ambient(workspace) + self.others
        for name, raw in contents(workspace):
            held = found_in(raw, self.texts, besides) or found_in(raw, self.vectors)
            if held is None and self.id and self.id in raw:
                held = self.id
            if held is not None:
                found[name] = held
        return found


def _belongings(workspace: Path, customer: str | None, document: str | None = None) -> Belongings:
    theirs: list[str] = []
    others: list[str] = []
    their_vectors: list[np.ndarray] = []
    other_vectors: list[np.ndarray] = []
    with House(Settings(workspace=workspace)) as house:
        found = {item.id: item for item in house.corpus.documents()}
        mine = {
            name for name, item in found.items() if (item.customer == customer if customer else name == document)
        }
        for name, item in found.items():
            (theirs if name in mine else others).append(item.text)
            if name not in mine:
                others += [passage.context for passage in house.corpus.passages(name)]
        for rows, vectors in house.corpus._record.pages():
            for row, vector in zip(rows, vectors, strict=True):
                (their_vectors if row.document in mine else other_vectors).append(vector)
    assert theirs
    assert their_vectors
    return Belongings(
        texts=windows(theirs) - windows(others),
        vectors=pairs(their_vectors) - pairs(other_vectors),
        id=(customer or "").encode(),
        others="\0".join(others).encode(),
    )


def _converse(whybuy: Whybuy, workspace: Path, customer: str | None) -> None:
    whybuy("ask", "Why did customers leave?", "--thread", "one", "--workspace", workspace)
    if customer:
        whybuy("ask", f"What did customer {customer} buy?", "--thread", "two", "--workspace", workspace)


@pytest.mark.parametrize("kind", ["C", "A"])
def test_nothing_of_a_customer_is_left(whybuy: Whybuy, company: Path, kind: str) -> None:
    """Customers of both kinds, private ones and accounts, to which other people's rows refer."""
    with House(Settings(workspace=company)) as house:
        customer = random.choice(sorted(name for name in house.corpus.customers() if name.startswith(kind)))
    belongings = _belongings(company, customer)
    _converse(whybuy, company, customer)
    before = belongings.left_in(company)
    assert any(name.startswith("chroma") for name in before), "the scan sees nothing, so it proves nothing"
    assert any(name.startswith("tables") for name in before)

    receipt = whybuy("erase", "--customer", customer, "--workspace", company, "--json").json

    assert belongings.left_in(company) == {}, customer
    assert sum(item["items"] for item in receipt["removed"]) > 0


def test_nothing_of_a_document_is_left(whybuy: Whybuy, company: Path) -> None:
    document = "interviews/04-quiet.md"
    belongings = _belongings(company, None, document)
    _converse(whybuy, company, None)
    assert belongings.left_in(company)

    whybuy("erase", "--document", document, "--workspace", company)

    assert belongings.left_in(company) == {}


def test_what_an_edit_replaced_is_gone_too(whybuy: Whybuy, tmp_path: Path) -> None:
    """Chroma keeps what was deleted before; the next erasure takes it along."""
    note = tmp_path / "data" / "note.md"
    note.parent.mkdir()
    note.write_text("# Note\n\nThe zinnias wilted before the courier rang the second time.\n", encoding="utf-8")
    (note.parent / "other.md").write_text("# Other\n\nIt is a fine lamp for a dark kitchen.\n", encoding="utf-8")
    whybuy("ingest", note.parent)
    note.write_text("# Note\n\nAll is well and nothing more needs to be said of it here.\n", encoding="utf-8")
    whybuy("ingest", note.parent)
    workspace = tmp_path / ".whybuy"
    sentence = {b"zinnias wilt"}
    assert any(found_in(raw, sentence) for _, raw in contents(workspace))

    whybuy("erase", "--document", "note.md", "--workspace", workspace)

    assert [name for name, raw in contents(workspace) if found_in(raw, sentence)] == []
