"""Headers and values in one language, questions in another."""

from typing import Any

import pandas as pd
import pytest

from tests.assistant.offline.conftest import Planner
from tests.assistant.offline.plans import first
from tools.tables.catalog import Catalog
from tools.tables.draft import draft
from tools.tables.glossary import language_of
from tools.tables.readers import RawTable


def customers(
    headers: str, status: list[str], ways: list[str], left: list[str], *, coded: bool = False
) -> dict[str, list[Any]]:
    """Return 120 customers: number, marital status, children, way of paying, amount, and whether they left."""
    numbers = [f"K{number}" if coded else number for number in range(1001, 1121)]
    kept: list[list[Any]] = [numbers, status * 60, [0, 1, 2, 0, 0, 3] * 20, ways * 40]
    return dict(zip(headers.split(), [*kept, [19.5, 24.75, 31.25, 42.5] * 30, left * 40], strict=True))


COLUMNS = {
    "kunden.csv": customers(
        "Kundennr Familienstand Kinder_im_Haushalt Zahlungsweise Monatsgebuehr Gekuendigt",
        ["ledig", "verheiratet"],
        ["Lastschrift", "Kreditkarte", "Rechnung"],
        ["ja", "nein", "nein"],
    ),
    "clienti.csv": customers(
        "codice_cliente stato_civile figli metodo_pagamento spesa_annua abbandonato",
        ["celibe", "coniugato"],
        ["bonifico", "carta di credito", "contanti"],
        ["sì", "no", "no"],
        coded=True,
    ),
    "klanten.csv": customers(
        "klantnummer burgerlijke_staat kinderen betaalwijze maandbedrag opgezegd",
        ["ongehuwd", "gehuwd"],
        ["automatische incasso", "creditcard", "factuur"],
        ["ja", "nee", "nee"],
    ),
    "clients.csv": customers(
        "numero_client situation_familiale nb_enfants mode_paiement prime_annuelle resilie",
        ["célibataire", "marié"],
        ["prélèvement", "carte bancaire", "espèces"],
        ["oui", "non", "non"],
        coded=True,
    ),
}


def held(name: str) -> Catalog:
    return Catalog(tables=(draft(RawTable(name=name, frame=pd.DataFrame(COLUMNS[name])), "v"),))


def asked(planned: Planner, name: str, question: str) -> dict[str, Any]:
    return first(planned(held(name), question))


def test_tables_in_other_languages_tell_what_happened() -> None:
    assert {name: held(name).tables[0].outcome for name in COLUMNS} == {
        "kunden.csv": "Gekuendigt",
        "clienti.csv": "abbandonato",
        "klanten.csv": "opgezegd",
        "clients.csv": "resilie",
    }


@pytest.mark.parametrize(
    ("name", "question", "where"),
    [
        ("kunden.csv", "How many customers pay by credit card?", ("Zahlungsweise", "Kreditkarte")),
        ("kunden.csv", "How many customers pay by direct debit?", ("Zahlungsweise", "Lastschrift")),
        ("kunden.csv", "How many customers pay by invoice?", ("Zahlungsweise", "Rechnung")),
        ("clienti.csv", "How many customers pay in cash?", ("metodo_pagamento", "contanti")),
        ("clienti.csv", "How many married customers are there?", ("stato_civile", "coniugato")),
        ("klanten.csv", "How many customers pay by direct debit?", ("betaalwijze", "automatische incasso")),
        ("klanten.csv", "Wie viele Kunden sind verheiratet?", ("burgerlijke_staat", "gehuwd")),
        ("clients.csv", "How many single customers are there?", ("situation_familiale", "célibataire")),
        ("clients.csv", "Wie viele Kunden sind ledig?", ("situation_familiale", "célibataire")),
    ],
)
def test_values_are_found_by_what_they_mean(
    name: str, question: str, where: tuple[str, str], planned: Planner
) -> None:
    column, value = where

    assert asked(planned, name, question)["where"] == [{"column": column, "op": "=", "value": value}]


@pytest.mark.parametrize(
    ("name", "question", "metric", "by"),
    [
        ("kunden.csv", "What is the average monthly fee by marital status?", "Monatsgebuehr", "Familienstand"),
        ("clienti.csv", "What is the median yearly spend by payment method?", "spesa_annua", "metodo_pagamento"),
        ("klanten.csv", "What is the average monthly amount by payment method?", "maandbedrag", "betaalwijze"),
        (
            "clients.csv",
            "What is the average annual premium by marital status?",
            "prime_annuelle",
            "situation_familiale",
        ),
    ],
)
def test_headers_are_found_by_what_they_mean(
    name: str, question: str, metric: str, by: str, planned: Planner
) -> None:
    arguments = asked(planned, name, question)

    assert (arguments["metric"], arguments["by"]) == (metric, [{"column": by}])


@pytest.mark.parametrize("name", COLUMNS)
def test_children_are_counted_in_every_language(name: str, planned: Planner) -> None:
    (condition,) = asked(planned, name, "How many customers have children?")["where"]

    assert (condition["op"], condition["value"]) == (">", 0)


@pytest.mark.parametrize(
    "headers", [["place", "bar", "note", "pays"], ["Plan", "Art", "Status", "Region"], ["CustomerID", "Alter"]]
)
def test_words_that_are_english_too_tell_no_language(headers: list[str]) -> None:
    assert language_of(headers) is None
