"""What a text is, is called, when and in which language, told from its name and words."""

import pytest

from retrieval.load.guess import (
    find_date,
    guess_date,
    guess_kind,
    guess_language,
    guess_title,
    is_documentation,
)

_TALK = "Ann: hello there\nBo: hi\nAnn: how so\nBo: like this\nAnn: well\n"


@pytest.mark.parametrize(
    ("path", "text", "root", "kind"),
    [
        ("interviews/07.md", "", "", "interview"),
        ("transcripts/2024-user-feedback-panel.md", "", "", "interview"),
        ("end-user-q-and-a-01.md", "", "", "interview"),
        ("copy/end-user-community.md", "", "", "copy"),
        ("landing-page.md", "", "", "copy"),
        ("spring-leaflet.md", "", "", "copy"),
        ("support/2024.txt", "", "", "ticket"),
        ("crm/acme.md", "", "", "crm_note"),
        ("acme-notes.md", "", "", "crm_note"),
        ("shadowing/day1.md", "", "", "observation"),
        ("Kundenumfrage/Umfrage-2024.txt", "", "", "survey"),
        ("appStoreReviews.jsonl", "", "", "feedback"),
        ("x/Bmr005.txt", _TALK, "", "interview"),
        ("documents/x.txt", "Plain words.", "interviews", "interview"),
        ("strategy.md", "Plain words.", "acme", "research"),
    ],
)
def test_kind(path: str, text: str, root: str, kind: str) -> None:
    assert guess_kind(path, text, root=root) == kind


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("Published on 2023-06-12T23:45:47Z", "2023-06-12"),
        ("20240305T194924Z-panel", "2024-03-05"),
        ("call_20240305", "2024-03-05"),
        ("March 5, 2024", "2024-03-05"),
        ("On Thursday, January 26th, 2023, the", "2023-01-26"),
        ("5. März 2024", "2024-03-05"),
        ("le 5 février 2024", "2024-02-05"),
        ("5 de marzo de 2024", "2024-03-05"),
        ("05-03-2024", "2024-03-05"),
        ("03/25/2024", "2024-03-25"),
        ("2024-13-45 and 99999999", None),
        ("version 2.0.1, 4155552671", None),
        ("June 2022", None),
    ],
)
def test_dates(text: str, date: str | None) -> None:
    assert find_date(text) == date


def test_a_date_in_the_front_matter_wins_over_label_name_and_words() -> None:
    text = "Date: 2024-04-04\n\nOn 1 May 2020 we met."

    assert guess_date("20230101-call.md", "2022-02-02", text) == "2022-02-02"
    assert guess_date("20230101-call.md", "", text) == "2024-04-04"
    assert guess_date("20230101-call.md", "", "We met on 1 May 2020.") == "2023-01-01"
    assert guess_date("call.md", "", "We met on 1 May 2020.") == "2020-05-01"


def test_titles_are_plain_text() -> None:
    heading = '# <img src="x.png" alt="logo"> [June](http://x.org) Q&amp;A **now**\n\nWords.'

    assert guess_title("a/b_c-d.md", "", heading) == "June Q&A **now"
    assert guess_title("a/b_c-d.md", "Front", heading) == "Front"
    assert guess_title("a/b_c-d.md", "", "no heading") == "b c d"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The app is slow and it crashes on start.", "en"),
        ("Die App ist langsam und stürzt nicht mehr ab.", "de"),
        ("L'application est lente et je ne peux pas la lancer.", "fr"),
        ("La aplicación es lenta y no me deja pagar con la tarjeta.", "es"),
        ("12345", None),
    ],
)
def test_language(text: str, language: str | None) -> None:
    assert guess_language(text) == language


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        ("README.md", "How to.", True),
        ("data/LICENSE", "MIT", True),
        ("bank-data-dictionary.txt", "x", True),
        ("columns.txt", "".join(f"{n} - field{n}: numeric attribute, a column\n" for n in range(1, 9)), True),
        ("interviews/07.md", "We read the documentation and liked it.", False),
        ("interviews/security-team.md", _TALK, False),
    ],
)
def test_documentation_is_no_evidence(path: str, text: str, expected: bool) -> None:
    assert is_documentation(path, text) is expected
