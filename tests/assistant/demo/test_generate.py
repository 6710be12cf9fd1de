"""The packaged demo data is what the generator writes; its files fit together and its words are not assembled."""

import re
from collections import defaultdict
from pathlib import Path

import pandas as pd
import pytest

from assistant.demo import generate as generator
from assistant.demo.prose import PROSE
from tests.assistant.demo.figures import DATA

MOST_BYTES = 6_000_000
DATED = {
    "orders.csv": "ordered",
    "tickets.csv": "opened",
    "feedback.csv": "written",
    "survey.csv": "answered_on",
}
LINKED = (*DATED, "accounts.csv", "contacts.csv", "crm_notes.csv")


@pytest.fixture(scope="module")
def written() -> dict[str, str]:
    return generator.generate()


def test_the_packaged_data_is_reproduced_to_the_byte(written: dict[str, str]) -> None:
    packaged = {path.relative_to(DATA).as_posix(): path.read_bytes() for path in DATA.rglob("*") if path.is_file()}

    assert sorted(written) == sorted(packaged)
    assert [name for name, text in written.items() if text.encode() != packaged[name]] == []


def test_a_smaller_company_is_a_part_of_the_whole(written: dict[str, str]) -> None:
    small = generator.generate(customers=60)

    assert sorted(small) == sorted(written)
    for name in ("customers.csv", *DATED):
        assert set(small[name].splitlines()) < set(written[name].splitlines())
    assert small["customers.csv"].count("\nC0") == 60


def test_the_package_stays_small() -> None:
    files = [path for path in PROSE.parent.rglob("*") if path.is_file() and "__pycache__" not in path.parts]

    assert sum(path.stat().st_size for path in files) <= MOST_BYTES


def test_every_customer_id_in_the_other_files_is_a_customer() -> None:
    known = set(pd.read_csv(DATA / "customers.csv")["customer_id"])

    for name in LINKED:
        assert set(pd.read_csv(DATA / name)["customer_id"].dropna()) <= known
    for path in (DATA / "interviews").glob("*.md"):
        found = re.findall(r"^customer: (\S+)$", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
        assert found
        assert set(found) <= known


def test_accounts_contacts_notes_and_merged_tickets_refer_to_what_is_there() -> None:
    accounts = set(pd.read_csv(DATA / "accounts.csv")["account_id"])
    tickets = pd.read_csv(DATA / "tickets.csv")

    for name in ("contacts.csv", "crm_notes.csv"):
        assert set(pd.read_csv(DATA / name)["account_id"].dropna()) <= accounts
    assert set(tickets["merged_into"].dropna()) <= set(tickets["ticket_id"])


def test_nothing_happens_before_a_customer_joined_or_after_the_newest_day() -> None:
    joined = pd.read_csv(DATA / "customers.csv").set_index("customer_id")["joined"]

    for name, column in DATED.items():
        frame = pd.read_csv(DATA / name)
        assert (frame[column] >= frame["customer_id"].map(joined)).all()
        assert frame[column].max() <= "2025-06-30"


@pytest.mark.parametrize(
    ("file", "column", "least"), [("feedback.csv", "comment", 2000), ("customers.csv", "crm_summary", 3200)]
)
def test_no_six_words_stand_in_more_than_one_in_a_hundred_texts(file: str, column: str, least: int) -> None:
    texts = pd.read_csv(DATA / file)[column]
    heard: dict[tuple[str, ...], set[int]] = defaultdict(set)
    for number, text in enumerate(texts):
        words = re.findall(r"\w+", text.lower())
        for start in range(len(words) - 5):
            heard[tuple(words[start : start + 6])].add(number)

    assert len(texts) >= least
    assert max(map(len, heard.values())) <= len(texts) / 100


def test_no_placeholder_is_left_in_a_text() -> None:
    for path in DATA.rglob("*"):
        if path.is_file():
            assert re.findall(r"\{\w+\}", path.read_text(encoding="utf-8")) == [], path.name


def test_conversations_are_as_long_as_conversations_are() -> None:
    lengths = {
        Path(name).name: len(text.split()) for name, text in generator.documents().items() if "interv" in name
    }

    assert len(lengths) == 18
    assert min(lengths.values()) >= 600
