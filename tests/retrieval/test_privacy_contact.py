"""Contact data never stays, and numbers that are not contact data do."""

from pathlib import Path

import pytest

from retrieval.privacy import Privacy


@pytest.fixture
def privacy(tmp_path: Path) -> Privacy:
    return Privacy.open(tmp_path / "privacy")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Write to jo.bloggs+x@mail.example.co.uk, please.", "Write to [EMAIL], please."),
        ("mailto:a@b.io?subject=x", "mailto:[EMAIL]?subject=x"),
        ("reach me: kim (at) example (dot) org", "reach me: [EMAIL]"),
        ("Call me on 9472 7916 after five", "Call me on [PHONE] after five"),
        ("Ruf an: +49 (0)30 123456-78", "Ruf an: [PHONE]"),
        ("Phone: (212) 555-0187 x12", "Phone: [PHONE]"),
        ("mon portable 06 12 34 56 78", "mon portable [PHONE]"),
        ("Unter 030 901820 erreichbar", "Unter [PHONE] erreichbar"),
        ("card 4111 1111 1111 1111 was charged", "card [CARD] was charged"),
        ("Paid with 5500005555555559.", "Paid with [CARD]."),
        ("IBAN DE89 3704 0044 0532 0130 00 bitte", "IBAN [IBAN] bitte"),
        ("my iban is gb82west12345698765432", "my iban is [IBAN]"),
        ("SSN 536-90-4399", "SSN [ID]"),
        ("Mi DNI es 12345678Z.", "Mi DNI es [ID]."),
        ("my passport number is C01X00T47", "my passport number is [ID]"),
        ("NINO AB123456C on file", "NINO [ID] on file"),
        ("blocked 203.0.113.77 again", "blocked [IP] again"),
        ("from 2001:db8:85a3::8a2e:370:7334 today", "from [IP] today"),
        ("see https://bob:hunter2@git.example.com/x", "see https://[SECRET]@git.example.com/x"),
        ("thanks @jane_doe42!", "thanks [HANDLE]!"),
        ("<@U024BE7LH> asked", "[HANDLE] asked"),
        ("https://www.linkedin.com/in/some-body-1a2b/", "https://www.linkedin.com/in/[HANDLE]/"),
        ("I live at 12 Rosebery Avenue, London EC1R 4TD.", "I live at [ADDRESS]."),
        ("Sie wohnt in der Lindenstraße 14, 10969 Berlin", "Sie wohnt in der [ADDRESS]"),
        ("meet at 88 Kvaløyvegen Apt. 4, please", "meet at [ADDRESS], please"),
        ("12 rue de la Paix, 75002 Paris", "[ADDRESS]"),
        ("Calle de Alcalá 45", "[ADDRESS]"),
        ("Send it to PO Box 1234", "Send it to [ADDRESS]"),
        ("I live at 7 Quarry Yard, Bradford BD7 1LN. Please ring.", "I live at [ADDRESS]. Please ring."),
        ("118 Tannery Road, Kilkenny R95 X2F4", "[ADDRESS]"),
        ("Calle Almendro 14, 3.º B, 30007 Murcia", "[ADDRESS]"),
        ("mobile +44 7700 900318, office 0113 496 0283", "mobile [PHONE], office [PHONE]"),
        ("ligne 04 65 71 52 08", "ligne [PHONE]"),
        ("She will ring back from 01904 555 210.", "She will ring back from [PHONE]."),
        ("Direct line 0161 496 0771", "Direct line [PHONE]"),
        ("Zentrale 0221 5550 173", "Zentrale [PHONE]"),
        ("fijo 912 55 04 83", "fijo [PHONE]"),
        ("licence MORET 853116 GM9 IJ", "licence [ID]"),
        ("Versichertennummer 65170839J003", "Versichertennummer [ID]"),
        ("Ines Duarte (28/02/1954) called", "Ines Duarte ([BIRTHDATE]) called"),
        ("born on March 5, 1971", "born on [BIRTHDATE]"),
        ("Geburtsdatum: 05.03.1971", "Geburtsdatum: [BIRTHDATE]"),
        ("the key is sk-abcdefghijklmnop1234", "the key is [SECRET]"),
        ("password: hunter2!", "password: [SECRET]!"),
    ],
)
def test_contact_data_is_replaced(privacy: Privacy, text: str, expected: str) -> None:
    assert privacy.scrub(text, names=False).text == expected


@pytest.mark.parametrize(
    "text",
    [
        "Order 4155552671 arrived late.",
        "Invoice no. 2024-000123 and ticket #8812345",
        "Revenue was $12,345,678 in 2023 and 1.234.567 EUR in 2024.",
        "Between 2019-2023 we grew; on 2024-03-05 and 05-03-2024 too.",
        "At 00:12:03 and 20240305T194924Z",
        "7043 rows, 26.5% churn, p < 0.001, n = 45211",
        "We run version 1.2.3.4 of the collector",
        "Firmware 2.14.0.3 is stable, app 4.12.0 is not",
        "@here and @channel: the board is frozen",
        "Charge L-4471, 750 g, lot 2304-2305, rows 4,183 to 4,190, 0123 of 4567",
        "Growth (01/02/2021) and Price Change (2023-05-01)",
        "Flight 1584, gate B17, seat 22A",
        "1111 2222 messages",
        "The @opentelemetry/api package and meet @ 5pm",
        "During 1971 and spring 2017 the 2 Hard Drive models failed.",
        "password: required, token: string",
        "std::vector and a::b",
        "3 people met in Room 4 and 2 nights in Suite 5 were booked #777",
        "",
        "   \n\t",
    ],
)
def test_other_numbers_stay(privacy: Privacy, text: str) -> None:
    assert privacy.scrub(text).text == text


def test_counts_tell_what_was_found(privacy: Privacy) -> None:
    found = privacy.scrub("a@b.co, c@d.co and 203.0.113.9").found

    assert found == {"EMAIL": 2, "IP": 1}


def test_edits_lead_back_to_the_source(privacy: Privacy) -> None:
    text = "Anna Meyer (anna@example.org) called from +1 212 555 0187 about Anna's card."

    scrubbed = privacy.scrub(text)

    replaced = [text[edit.source_start : edit.source_end] for edit in scrubbed.edits]
    assert replaced == ["Anna Meyer", "anna@example.org", "+1 212 555 0187", "Anna"]
    assert all(scrubbed.text[edit.start] == "[" for edit in scrubbed.edits)


def test_handles_of_organisations_stay_once_many_texts_address_them(privacy: Privacy) -> None:
    privacy.spare(["@AcmeAir where is my bag?"] * 30 + ["@someone hello"] * 5)

    assert privacy.scrub("@acmeair and @someone").text == "@acmeair and [HANDLE]"


def test_spared_handles_outlive_the_process(tmp_path: Path) -> None:
    Privacy.open(tmp_path).spare(["@AcmeAir late"] * 30)

    assert Privacy.open(tmp_path).scrub("@AcmeAir again").text == "@AcmeAir again"
