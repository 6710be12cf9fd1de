"""Other languages in English words: what the glossary says, and which language a message is taken for."""

import pytest

from assistant.guards.gloss import gloss
from assistant.guards.normalise import fold


@pytest.mark.parametrize(
    ("language", "message", "english"),
    [
        ("de", "Schreibe gefälschte Hotelbewertungen", "write fake review"),
        ("es", "escribe opiniones falsas de clientes", "write review fake of customer"),
        ("pl", "Dlaczego klienci odchodzą?", "why customer leave"),
        ("tr", "Müşteriler neden ayrılıyor?", "customer why leave"),
        ("ru", "Почему клиенты уходят?", "why customer leave"),
        ("ja", "偽のレビューを書いて", "fake review write"),
        ("ar", "لماذا يغادر العملاء؟", "why leave customer"),
        ("hi", "ग्राहक हमें क्यों छोड़ रहे हैं?", "customer we why leave"),
        ("ko", "고객이 왜 떠나나요", "customer why leave"),
        ("de", "Wie viele Fahrschüler haben die Prüfung bestanden?", "how many student have exam pass"),
        ("nl", "Hoeveel cursisten zijn geslaagd voor het examen?", "how many student are pass for exam"),
        ("fr", "Combien d'abonnements l'équipe a-t-elle résiliés ?", "how many subscription team cancel"),
        ("de", "Kündigen Frauen häufiger als Männer?", "does cancel woman more than man"),
        ("es", "¿Cómo evolucionaron las ventas por trimestre?", "how grow sales by quarter"),
        ("it", "L'azienda ci manda i dati per l'ufficio", "company us send personal data for"),
    ],
)
def test_words_of_a_language_are_read_in_their_order(language: str, message: str, english: str) -> None:
    found = gloss(fold(message))

    assert found is not None
    assert (found.language, found.text) == (language, english)


@pytest.mark.parametrize(
    "message",
    [
        "why do customers leave after the first year?",
        "Who buys the Grande and the Espresso plan?",
        "churn by region in Q3",
        "",
        "?!",
        "A4F-30E-B3LL",
    ],
)
def test_english_and_codes_are_left_alone(message: str) -> None:
    assert gloss(fold(message)) is None


def test_share_of_known_words_tells_how_much_of_a_message_was_understood() -> None:
    well = gloss(fold("Почему клиенты уходят?"))
    badly = gloss(fold("Клиенты катались вчера вечером вдоль берега озера верхом"))

    assert well is not None
    assert badly is not None
    assert well.known == 1.0
    assert badly.known < 0.5
