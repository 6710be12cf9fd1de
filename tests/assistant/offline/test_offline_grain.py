"""The grain of time that a question names, and the score that promoters and detractors make."""

import pytest

from tests.assistant.offline.conftest import Planner
from tests.assistant.offline.plans import first
from tests.assistant.offline.tables import catalog, column
from tools.tables.catalog import Catalog


@pytest.fixture
def stall() -> Catalog:
    """Sales of a market stall over three years."""
    return catalog(
        "stall.csv",
        "transaction",
        column("client_id", "id", distinct=130),
        column("sold_on", "time", "date", minimum="2022-01-04", maximum="2024-06-12", distinct=500),
        column("place", "segment", values=["Mill Lane", "Quay"]),
        column("revenue", "measure", "number", unit="money", distinct=700),
        column("profit", "measure", "number", unit="money", distinct=700),
        rows=900,
        person="client_id",
        key=(),
    )


@pytest.fixture
def survey() -> Catalog:
    """Answers to how likely people recommend a ferry."""
    return catalog(
        "answers.csv",
        "answer",
        column("asked_on", "time", "date", minimum="2023-01-04", maximum="2024-12-12", distinct=500),
        column("deck", "segment", values=["upper", "lower"]),
        column("nps", "measure", "number", unit="score", minimum="0", maximum="10", distinct=11),
        rows=900,
    )


@pytest.mark.parametrize(
    ("question", "grain"),
    [
        ("How did revenue develop from year to year?", "year"),
        ("How did profit change year on year?", "year"),
        ("How did revenue change quarter on quarter?", "quarter"),
        ("How did revenue develop by quarter in 2023?", "quarter"),
        ("Revenue by month in 2023", "month"),
        ("Monthly revenue in 2023", "month"),
        ("How has revenue grown from week to week?", "week"),
        ("Wie hat sich der Umsatz von Jahr zu Jahr entwickelt?", "year"),
        ("Wie hat sich der Umsatz von Quartal zu Quartal entwickelt?", "quarter"),
        ("Comment le chiffre d'affaires a-t-il évolué d'une année à l'autre ?", "year"),
        ("¿Cómo evolucionaron los ingresos de un año a otro?", "year"),
    ],
)
def test_amounts_add_up_over_the_grain_that_is_named(
    stall: Catalog, planned: Planner, question: str, grain: str
) -> None:
    call = first(planned(stall, question))

    assert (call["aggregate"], call["by"]) == ("sum", [{"column": "sold_on", "grain": grain}])


def test_a_year_without_a_grain_stands_beside_the_one_before(stall: Catalog, planned: Planner) -> None:
    call = first(planned(stall, "How did revenue develop in 2023?"))

    assert call["period"] == {"since": "2022-01-01", "until": "2023-12-31"}


def test_an_average_that_is_asked_for_stays_one(stall: Catalog, planned: Planner) -> None:
    assert first(planned(stall, "How did the average profit develop year on year?"))["aggregate"] == "mean"


@pytest.mark.parametrize(
    "question",
    ["What is our NPS?", "Net promoter score by deck", "How did our NPS develop by quarter in 2024?"],
)
def test_the_promoter_score_is_no_mean(survey: Catalog, planned: Planner, question: str) -> None:
    call = first(planned(survey, question))

    assert (call["aggregate"], call["metric"]) == ("promoters", "nps")
    assert "where" not in call


@pytest.mark.parametrize(
    ("question", "aggregate"),
    [("What is the average NPS?", "mean"), ("How many promoters do we have?", None)],
)
def test_means_and_counts_of_promoters_are_what_they_are(
    survey: Catalog, planned: Planner, question: str, aggregate: str | None
) -> None:
    call = first(planned(survey, question))

    assert call.get("aggregate") in {aggregate, "count"}
    assert ("where" in call) == (aggregate is None)
