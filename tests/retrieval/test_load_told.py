"""What is picked up about a text, what is counted once, and which rows are conversations."""

from pathlib import Path

import pytest

from retrieval.documents import Document
from retrieval.load import Rows, counted_once, load, talks
from retrieval.load.utterances import conversations
from retrieval.privacy import Privacy
from retrieval.sources import NO_OPTIONS
from retrieval.turns import turns

SENTENCES = [
    f"Item {number} of the list arrived {number * 7} days late and the box {number} was open."
    for number in range(40)
]


@pytest.fixture
def privacy(tmp_path: Path) -> Privacy:
    return Privacy.open(tmp_path / "privacy")


def _load(folder: Path, name: str, text: str, privacy: Privacy) -> Document:
    path = folder / Path(name).name
    path.write_text(text, encoding="utf-8")
    (document,) = load(path, name=name, privacy=privacy)
    return document


def _silenced(document: Document) -> str:
    return " ".join(document.text[start:end] for start, end in document.silent)


def test_labelled_lines_at_the_head_become_metadata(tmp_path: Path, privacy: Privacy) -> None:
    head = (
        "# Call\n\nAccount: Acme Ltd\n**Product:** Planner\n- Segment: small shops\n"
        "Customer ID: C-1024\nDate: 2024-05-06\n"
    )
    found = _load(
        tmp_path,
        "a.md",
        f"{head}\nInterviewer: Why?\nRespondent: So.\nInterviewer: And?\nRespondent: Yes.\n",
        privacy,
    )

    assert found.attributes["account"] == "Acme Ltd"
    assert found.attributes["product"] == "Planner"
    assert found.attributes["segment"] == "small shops"
    assert (found.customer, found.date) == ("C-1024", "2024-05-06")


def test_what_a_speaker_says_is_no_metadata(tmp_path: Path, privacy: Privacy) -> None:
    text = "Agent: Which product?\nCompany: Acme\nAgent: Why?\nCompany: Price\nAgent: So?\nCompany: Gone\n"

    assert "account" not in _load(tmp_path, "a.md", text, privacy).attributes


def test_a_sentence_after_a_colon_is_no_metadata(tmp_path: Path, privacy: Privacy) -> None:
    assert _load(tmp_path, "a.md", "Product: it broke after two days.\n", privacy).attributes == {}


def test_the_folder_of_an_account_names_it(tmp_path: Path, privacy: Privacy) -> None:
    assert _load(tmp_path, "accounts/acme-ltd/call.md", "We left.\n", privacy).attributes["account"] == "acme ltd"


@pytest.mark.parametrize(
    ("name", "text", "language"),
    [("a.de.md", "Gut.", "de"), ("a.md", "Sprache: Deutsch\n\nGut.", "de"),
     ("a.md", "---\nlanguage: fr-FR\n---\nBon.", "fr"),
     ("a.de.md", "The words are what they are and it is so.", "en"), ("a.md", "Ok.", None)],
)  # fmt: skip
def test_language_comes_from_the_words_else_from_what_is_told(
    name: str, text: str, language: str | None, tmp_path: Path, privacy: Privacy
) -> None:
    assert _load(tmp_path, name, text, privacy).language == language


def test_a_raw_transcript_below_its_edit_counts_once(tmp_path: Path, privacy: Privacy) -> None:
    edited = "\n\n".join(SENTENCES)
    raw = "\n".join(f"um {sentence.lower().rstrip('.')}" for sentence in SENTENCES)
    found = _load(
        tmp_path,
        "a.md",
        f"# Edited\n\n{edited}\n\n# Raw\n\n{raw}\n\nAnd a new end that nobody heard before.\n",
        privacy,
    )

    assert "um item 3 of the list" in _silenced(found)
    assert "um item 39 of the list" in _silenced(found)
    assert "Item 3 of the list" not in _silenced(found)
    assert "nobody heard before" not in _silenced(found)


def test_a_refrain_is_no_copy(tmp_path: Path, privacy: Privacy) -> None:
    text = "\n\n".join(f"{sentence} Thank you very much for your time today." for sentence in SENTENCES)

    assert _load(tmp_path, "a.md", text, privacy).silent == ()


def test_the_same_comment_counts_once(document) -> None:
    long = "The van came late for the third time and nobody told us about it."
    given = [
        document("a#1", long),
        document("a#2", long.upper()),
        document("a#3", long, customer="C1"),
        document("a#4", "Slow as ever again", customer="C1"),
        document("a#5", "slow as ever, again!", customer="C1"),
        document("a#6", "Slow as ever again", customer="C2"),
        document("a#7", "Slow as ever again", customer="C1", date="2024-01-01"),
        document("a#8", "Fine."),
        document("a#9", "Fine."),
    ]

    assert [one.id for one in counted_once(given) if one.silent] == ["a#2", "a#5"]


def _columns(calls: list[str], *, ask: bool = True) -> dict[str, list[str]]:
    said = ["What made you look for it?", "We lost two orders.", "And how was it then?", "It was fine for us."]
    rows = [(call, turn, words) for call in calls for turn, words in enumerate(said)]
    return {
        "k1": [call for call, _, _ in rows],
        "k2": [str(turn + 1) for _, turn, _ in rows],
        "k3": ["A. Lead" if turn % 2 == 0 else f"P-{call}" for call, turn, _ in rows],
        "k4": [words if ask else words.replace("?", ".") for _, _, words in rows],
    }


def test_rows_of_utterances_are_grouped_by_what_stands_in_them() -> None:
    found = conversations(_columns(["x1", "x2", "x3"]), "k4")

    assert [(one.name, one.rows, one.speaker) for one in found] == [
        ("x1", (0, 1, 2, 3), "k3"),
        ("x2", (4, 5, 6, 7), "k3"),
        ("x3", (8, 9, 10, 11), "k3"),
    ]


def test_rows_out_of_order_are_put_in_order() -> None:
    columns = _columns(["x1", "x2"])
    order = [5, 0, 3, 7, 1, 6, 2, 4]
    found = conversations({name: [values[row] for row in order] for name, values in columns.items()}, "k4")

    assert {one.name: [columns["k2"][order[row]] for row in one.rows] for one in found} == {
        "x1": ["1", "2", "3", "4"],
        "x2": ["1", "2", "3", "4"],
    }


def test_rows_that_stand_for_themselves_are_no_conversation() -> None:
    columns = {
        "customer": [f"C{row // 4}" for row in range(80)],
        "channel": [("email", "phone", "phone", "chat")[row % 4] for row in range(80)],
        "plan": [("Pro", "Free")[row % 2] for row in range(80)],
        "text": [f"The thing number {row} works{'?' if row % 5 == 0 else '.'}" for row in range(80)],
    }

    assert conversations(columns, "text") == []
    assert conversations(_columns(["x1"], ask=False), "k4") == []


def _rows(customers: list[str | None]) -> Rows:
    columns = {**_columns(["x1", "x2"]), "plan": ["Pro"] * 4 + ["Free"] * 4}
    return Rows(source="t.csv", columns=columns, numbers=range(1, 9), customers=customers, dates=[None] * 8)


def test_a_conversation_is_one_document_of_its_customer(privacy: Privacy) -> None:
    first, second = talks(_rows([None, "C1"] * 2 + [None, "C2"] * 2), "k4", privacy, NO_OPTIONS)

    assert (first.id, second.id) == ("t.csv#1-4", "t.csv#5-8")
    assert (first.customer, second.customer) == ("C1", "C2")
    assert first.attributes["plan"] == "Pro"
    assert [turn.role for turn in turns(first)] == ["interviewer", "respondent"] * 2
    assert first.kind == "interview"


def test_customers_who_speak_together_stay_apart(privacy: Privacy) -> None:
    assert talks(_rows(["C1", "C2"] * 4), "k4", privacy, NO_OPTIONS) == []


def test_messages_in_json_are_one_conversation_each(tmp_path: Path, privacy: Privacy) -> None:
    chat = '[{"id": 7, "messages": [{"role": "user", "content": "The import fails each morning."}, ' \
        '{"role": "assistant", "content": "Which file do you import?"}, ' \
        '{"role": "user", "content": "The old sheet with all orders."}, ' \
        '{"role": "assistant", "content": "Could you send it to us?"}]}]'  # fmt: skip
    found = _load(tmp_path, "chats.json", chat, privacy)

    assert found.id == "chats.json#1"
    assert [turn.role for turn in turns(found)] == ["respondent", "interviewer"] * 2
