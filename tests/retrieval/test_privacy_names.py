"""One person, one placeholder: in a text, in a workspace, and in the next run."""

import stat
from pathlib import Path

import pytest

from retrieval.errors import StoreError
from retrieval.privacy import Privacy


@pytest.fixture
def privacy(tmp_path: Path) -> Privacy:
    return Privacy.open(tmp_path / "privacy")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("My name is Zorana Petrak and I run a shop.", "Zorana Petrak"),
        ("Ich heiße Thorfinn und wohne hier.", "Thorfinn"),
        ("Je m'appelle Ghislaine Perrot.", "Ghislaine Perrot"),
        ("me llamo Itziar", "Itziar"),
        ("I'm Oyelaran from the Leeds office.", "Oyelaran"),
        ("We asked Dr. Pálffy about it.", "Pálffy"),
        ("Frau Dr. Özdemir hat angerufen.", "Özdemir"),
        ("Contact: Zanele Mokoena\nPlan: Pro", "Zanele Mokoena"),
        ("Ansprechpartner: Thorben Quast", "Thorben Quast"),
        ("Dear Ximena,\nthe parcel is here.", "Ximena"),
        ("It works now.\n\nBest regards,\nTuomas Virtanen", "Tuomas Virtanen"),
        ("**Wiremu:** It broke.\n\n**Host:** Why?\n\n**Wiremu:** Rain.\n\n**Host:** Oh.", "Wiremu"),
        ("[00:01:10] Wiremu: It broke.\nQ: Why?\nWiremu: Rain.\nQ: Oh.\n", "Wiremu"),
        ("Later Sophie Lindqvist-Bauer joined.", "Sophie Lindqvist-Bauer"),
        ("thanks, Hannah!", "Hannah"),
        ("My wife Oyelaran uses it.", "Oyelaran"),
        ("Orsolya Fekete\nHead of Sales\n+49 30 901820", "Orsolya Fekete"),
        ("HANNAH WROTE IN CAPITALS", "HANNAH"),
        ("We met Ludwig van der Berg there.", "Ludwig van der Berg"),
    ],
)
def test_names_are_replaced(privacy: Privacy, text: str, name: str) -> None:
    scrubbed = privacy.scrub(text)

    assert name not in scrubbed.text
    replaced = {text[edit.source_start : edit.source_end] for edit in scrubbed.edits}
    assert name in replaced


@pytest.mark.parametrize(
    "text",
    [
        "Interviewer: Why?\nRespondent: Price.\nInterviewer: And?\nRespondent: Speed.\n",
        "Q: Why?\nA: Price.\nQ: And?\nA: Speed.\n",
        "Project Manager: Hi.\nMarketing: Hi.\nProject Manager: So.\nMarketing: Yes.\n",
        "Speaker 1: Hi.\nSpeaker 2: Hi.\nSpeaker 1: So.\nSpeaker 2: Yes.\n",
        "Kunde: Nordwind\nDatum: 03.04.2025\nThema: Preise\nOrt: Graz\n",
        "Account: Acme Bakeries\nDate: Tue, 05 Mar\nSubject: Re: Orders\n",
        "Will it rain? May I ask? Mark this. Rose prices fell. Grace periods end.",
        "What do customers in Paris say about Jaeger, Kafka and Grafana?",
        "Why did J leave, and who is Q?",
        "Virgin America and Delta Airlines fly from San Antonio to St. Louis in May.",
        "Dear customer,\nDear Support Team,\nHi everyone,",
        "Best regards,\nThe Support Team",
        "Name: Acme\nStatus: Open\nOwner: Sales",
        "Compare Month-to-month with Two year. Show Fiber optic churn in Germany.",
        "I'm from Germany. I'm OK. I’m Platinum. I've had URL and API issues, ASAP please.",
        "Welche Gründe nennen Kunden für die Kündigung? Warum? Wer kauft?",
        "Pourquoi les clients partent-ils ? Quels sont les prix ?",
        "Sr. Engineer wanted; M. Sc. preferred.",
    ],
)
def test_what_is_no_name_stays(privacy: Privacy, text: str) -> None:
    assert privacy.scrub(text).text == text


def test_one_person_has_one_placeholder_however_the_name_is_written(privacy: Privacy) -> None:
    names = ["José Ramírez", "JOSE RAMIREZ", "  josé   ramírez ", "Jose Ramírez"]

    assert len({privacy.pseudonym(name) for name in names}) == 1


def test_a_first_name_alone_is_the_only_person_who_has_it(privacy: Privacy) -> None:
    whole = privacy.pseudonym("Anna Meyer")

    assert privacy.scrub("What did Anna say?").text == f"What did {whole} say?"
    assert privacy.scrub("what did anna meyer say?").text == f"what did {whole} say?"


def test_a_first_name_learned_first_is_the_whole_name_later(privacy: Privacy) -> None:
    alone = privacy.pseudonym("Zanele")

    assert privacy.pseudonym("Zanele Dube") == alone


def test_two_people_with_one_first_name_are_told_apart(privacy: Privacy) -> None:
    meyer, smith = privacy.pseudonym("Anna Meyer"), privacy.pseudonym("Anna Kowalski")

    both = privacy.scrub("Anna spoke.").text

    assert meyer != smith
    assert both not in (f"{meyer} spoke.", f"{smith} spoke.")
    assert privacy.scrub("Anna Kowalski left. Anna spoke.").text == f"{smith} left. {smith} spoke."


def test_the_mapping_outlives_the_process_and_differs_between_workspaces(tmp_path: Path) -> None:
    first = Privacy.open(tmp_path / "one")
    text = first.scrub("My name is Zorana Petrak.").text

    again = Privacy.open(tmp_path / "one")

    assert again.scrub("Did Zorana Petrak call?").text == f"Did {text[11:-1]} call?"
    others = [Privacy.open(tmp_path / f"other{n}").pseudonym("Zorana Petrak") for n in range(5)]
    assert any(other != first.pseudonym("Zorana Petrak") for other in others)


def test_a_name_learned_by_one_process_is_known_to_another(tmp_path: Path) -> None:
    bot, ingest = Privacy.open(tmp_path), Privacy.open(tmp_path)

    ingest.learn(["Zorana Petrak"])

    assert "Zorana" not in bot.scrub("Ask Zorana about it").text


def test_no_file_holds_a_name_and_the_key_is_private(tmp_path: Path) -> None:
    privacy = Privacy.open(tmp_path / "privacy")
    privacy.learn(["Zorana Petrak"])
    privacy.scrub("My name is Thorfinn Quast.")

    kept = b"".join(path.read_bytes() for path in (tmp_path / "privacy").iterdir()).lower()

    assert not [word for word in (b"zorana", b"petrak", b"thorfinn", b"quast") if word in kept]
    assert stat.S_IMODE((tmp_path / "privacy" / "key").stat().st_mode) == 0o600


def test_different_people_never_share_a_placeholder(privacy: Privacy) -> None:
    letters = "abcdefghijklmnopqrstuvwxyz"
    names = [f"Zor{a}{b} Pet{b}{a}k" for a in letters for b in letters]

    assert len({privacy.pseudonym(name) for name in names}) == len(names)


def test_a_name_that_is_a_word_counts_only_inside_a_sentence_and_with_a_capital(privacy: Privacy) -> None:
    privacy.learn(["Will"])
    code = privacy.pseudonym("Will")

    assert (
        privacy.scrub("Will it rain? They will ask Will in May.").text
        == f"Will it rain? They will ask {code} in May."
    )


def test_a_greeting_teaches_nothing_beyond_its_text(privacy: Privacy) -> None:
    privacy.scrub("Dear Kubernetes,\nwe love you. Kubernetes!")

    assert privacy.scrub("We run Kubernetes.").text == "We run Kubernetes."


def test_names_stay_where_the_source_is_public(privacy: Privacy) -> None:
    text = "Anna Meyer said so."

    assert privacy.scrub(text, names=False).text == text


def test_a_link_on_a_name_loses_the_account_it_leads_to(privacy: Privacy) -> None:
    text = privacy.scrub("[Anna Meyer](https://github.example/ameyer) of [Acme](https://github.example/acme)").text

    assert "ameyer" not in text
    assert "https://github.example/acme" in text


def test_studying_first_makes_the_order_of_texts_irrelevant(privacy: Privacy) -> None:
    privacy.study("My name is Zorana Petrak.")

    assert "Petrak" not in privacy.scrub("Then Petrak left.").text


def test_a_damaged_key_is_reported_and_kept(tmp_path: Path) -> None:
    Privacy.open(tmp_path)
    (tmp_path / "key").write_text("nonsense")

    with pytest.raises(StoreError, match="damaged"):
        Privacy.open(tmp_path)
    assert (tmp_path / "key").read_text() == "nonsense"
