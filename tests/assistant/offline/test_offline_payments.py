"""How payments and other means are said, also in another language than the values."""

import pytest

from assistant.offline.gathered import Plan
from tests.assistant.offline.conftest import Planner
from tests.assistant.offline.tables import catalog, column
from tools.tables.catalog import Catalog


@pytest.fixture
def werkstatt() -> Catalog:
    return catalog(
        "anfragen.csv",
        "customer",
        column("Kundennr", "id"),
        column("Anfragedatum", "time", "date", minimum="2025-01-02", maximum="2025-12-28"),
        column("Zahlungsweise", "segment", values=["Kreditkarte", "Überweisung", "Lastschrift"]),
        column("Herkunft", "segment", values=["Empfehlung", "Webseite", "Messe"]),
        column("Altersgruppe", "segment", values=["18-29", "30-44", "45-59"]),
        column("Rechnungsbetrag", "measure", "number", unit="money"),
        column("gekauft", "outcome", values=["ja", "nein"], positive="ja"),
        rows=900,
        rows_are_people=True,
    )


@pytest.fixture
def shop() -> Catalog:
    return catalog(
        "customers.csv",
        "customer",
        column("customer_id", "id"),
        column("payment_method", "segment", values=["Credit card", "Bank transfer", "Electronic check"]),
        column("contract", "segment", values=["Monthly", "Yearly"]),
        column("monthly_bill", "measure", "number", unit="money", words=("pay", "pays")),
        column("churned", "outcome", values=["Yes", "No"], positive="Yes", words=("churn", "left")),
        rows=900,
        rows_are_people=True,
    )


def _where(plan: Plan) -> list[tuple[str, object]]:
    return [(item["column"], item["value"]) for item in plan.calls[0].arguments.get("where", [])]


def _by(plan: Plan) -> list[str]:
    return [item["column"] for item in plan.calls[0].arguments.get("by", [])]


@pytest.mark.parametrize(
    ("question", "condition"),
    [
        ("How many customers came through a recommendation?", ("Herkunft", "Empfehlung")),
        ("How many came from the trade fair?", ("Herkunft", "Messe")),
        ("How many customers pay by credit card?", ("Zahlungsweise", "Kreditkarte")),
        ("Combien de clients paient par virement ?", ("Zahlungsweise", "Überweisung")),
    ],
)
def test_values_are_found_by_their_translation(
    planned: Planner, werkstatt: Catalog, question: str, condition: tuple[str, str]
) -> None:
    plan = planned(werkstatt, question)

    assert condition in _where(plan)
    assert not plan.missing


def test_questions_in_german_and_spanish_reach_english_headers(planned: Planner, shop: Catalog) -> None:
    german = planned(shop, "Wie viele Kunden zahlen mit Kreditkarte?")
    spanish = planned(shop, "¿Qué porcentaje de clientes se dio de baja por tipo de contrato?")

    assert _where(german) == [("payment_method", "Credit card")]
    assert _by(spanish) == ["contract"]
    assert not spanish.missing


def test_a_word_of_another_language_means_nothing_in_an_english_question(planned: Planner, shop: Catalog) -> None:
    plan = planned(shop, "How many customers have a Kreditkarte?")

    assert "Kreditkarte" in " ".join(plan.missing)


def test_paying_by_card_names_a_value_and_no_amount(planned: Planner, shop: Catalog) -> None:
    plan = planned(shop, "How many customers pay by credit card?")

    assert plan.calls[0].arguments["aggregate"] == "count"
    assert _where(plan) == [("payment_method", "Credit card")]


def test_paying_by_card_and_by_transfer_are_two_sides(planned: Planner, shop: Catalog) -> None:
    plan = planned(shop, "Do customers who pay by credit card leave less than those who pay by bank transfer?")
    arguments = plan.calls[0].arguments

    assert arguments["metric"] == "churned"
    assert _where(plan) == [("payment_method", "Credit card")]
    assert [item["value"] for item in arguments["contrast"]] == ["Bank transfer"]
