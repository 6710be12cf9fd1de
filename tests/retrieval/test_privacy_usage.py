"""What the workspace's own texts and tables show to be no name, and what only looks like one."""

from pathlib import Path

import pytest

from retrieval.privacy import Privacy

_MENTION = "Harbelin loved it, Harbelin called twice."
_SMALL = ["The harbelin is broken, sorry.", "My harbelin never syncs.", "Another harbelin, please."]


@pytest.fixture
def privacy(tmp_path: Path) -> Privacy:
    return Privacy.open(tmp_path / "privacy")


def test_a_word_that_nothing_shows_to_be_one_is_a_name(privacy: Privacy) -> None:
    assert "Harbelin" not in privacy.scrub(_MENTION).text


def test_a_word_that_several_texts_write_small_is_no_name(privacy: Privacy) -> None:
    privacy.spare(_SMALL)
    assert privacy.scrub(_MENTION).text == _MENTION


def test_a_document_shows_its_words_as_well(privacy: Privacy) -> None:
    privacy.study("\n".join(_SMALL))
    assert privacy.scrub(_MENTION).text == _MENTION


def test_texts_without_capitals_show_nothing(privacy: Privacy) -> None:
    privacy.spare(["thanks harbelin", "ask harbelin again", "harbelin said no", "so harbelin left"])
    assert "Harbelin" not in privacy.scrub(_MENTION).text


def test_a_name_that_is_written_with_a_capital_as_often_stays_a_name(privacy: Privacy) -> None:
    privacy.spare([*_SMALL, "We met Harbelin there.", "Then Harbelin left."])
    assert "Harbelin" not in privacy.scrub(_MENTION).text


def test_values_of_tables_are_no_names_but_given_names_are(privacy: Privacy) -> None:
    privacy.spare_words(["Harbelin", "sophie"])
    text = privacy.scrub("Which brings more, Harbelin or Retail? Sophie Lindqvist asked.").text
    assert "Harbelin" in text
    assert "Sophie" not in text


def test_the_surname_of_somebody_in_a_table_stays_a_name(privacy: Privacy) -> None:
    privacy.spare_words(["Sophie Harbelin"])
    assert "Harbelin" not in privacy.scrub(_MENTION).text


def test_words_in_use_outlive_the_process_and_are_not_readable(tmp_path: Path) -> None:
    Privacy.open(tmp_path).spare(_SMALL)
    assert Privacy.open(tmp_path).scrub(_MENTION).text == _MENTION
    assert "harbelin" not in (tmp_path / "words.txt").read_text()


@pytest.mark.parametrize(
    "text",
    [
        "Widget went from compact to useless.",
        "Durchschnittlicher Gesamtpreis je Kunde, Umsatz pro Mitarbeiter",
        "Router reboot loop on 7.1.0.12, gone on 7.2.0.0.",
        "Vitrine de Noël, boulevard Haussmann, 18 h.",
        "2024/03/21 12:05:19 PM AST",
        "Who runs Kiln in production? Give the rate by size.",
        "Columns: Department, Exit reason, Notice, Seniority",
        "Liegt im Ordner Vertrieb. Zahlen von gestern fehlen.",
        "Bezahlt am Montag. Geliefert wurde nie.",
    ],
)
def test_ordinary_words_and_releases_stay(privacy: Privacy, text: str) -> None:
    assert privacy.scrub(text).text == text


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        ("je m'appelle kévin bourdillat et personne ne répond", "kévin bourdillat"),
        ("Nahuel Currihuinca, RUT 15.432.876-9, de Temuco", "15.432.876-9"),
        ("Wohnhaft Fasangartengasse 112/3/9, 1130 Wien.", "Fasangartengasse 112/3/9, 1130 Wien"),
        ("Techniker bei Am Alten Graben 3, 26506 Norden.", "Am Alten Graben 3, 26506 Norden"),
        ("Geboren bin ich am 19.02.1957 in Ulm.", "19.02.1957"),
        ("The server saw 7.1.0.12 again.", "7.1.0.12"),
    ],
)
def test_personal_data_goes(privacy: Privacy, text: str, gone: str) -> None:
    assert gone not in privacy.scrub(text).text


def test_a_name_ends_with_its_sentence(privacy: Privacy) -> None:
    text = privacy.scrub("Das sagt Frau Kleinhenz. Wichtig sind Montage und Preis.").text
    assert "Kleinhenz" not in text
    assert "Wichtig sind" in text
