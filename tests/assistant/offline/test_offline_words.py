"""Words and concepts of questions."""

import pytest

from assistant.offline.lexicon import lexicon
from assistant.offline.periods import periods
from assistant.offline.words import likeness, phrase, tokens


def test_identifiers_are_cut_at_their_humps() -> None:
    assert phrase("MonthlyCharges_total") == phrase("monthly charges total")


def test_british_and_american_spellings_are_one_stem() -> None:
    assert tokens("fibre colour organisation")[0].stem == tokens("fiber")[0].stem
    assert phrase("colour organisation") == phrase("color organization")


def test_a_slip_of_spelling_is_nearly_alike_and_a_number_never() -> None:
    assert likeness(*phrase("premium premuim")) > 0.7
    assert likeness("2023", "2024") == 0.0


def test_the_word_no_is_a_negation_and_not_a_truth_value() -> None:
    assert "negation" in {cue.concept for cue in lexicon().cues(tokens("customers with no plan"))}


def test_the_language_is_read_from_function_words() -> None:
    assert lexicon().language(tokens("Wie viele Kunden haben wir im Norden?")) == "de"
    assert lexicon().language(tokens("How many customers do we have?")) == "en"


def _periods(text: str) -> list[dict[str, object]]:
    return [dict(link.period) for link in periods(text, tokens(text))]


def test_named_months_and_quarters_become_their_days() -> None:
    assert _periods("in February 2024") == [{"since": "2024-02-01", "until": "2024-02-29"}]
    assert _periods("in Q2 2023") == [{"since": "2023-04-01", "until": "2023-06-30"}]


def test_ranges_open_and_closed() -> None:
    assert _periods("between 2024-01-05 and 2024-03-01") == [{"since": "2024-01-05", "until": "2024-03-01"}]
    assert _periods("since May 2023") == [{"since": "2023-05-01"}]


def test_relative_periods_count_days_back() -> None:
    assert _periods("in the last 30 days") == [{"days": 30}]
    assert _periods("over the past three weeks") == [{"days": 21}]


def test_an_amount_of_two_thousand_is_no_year() -> None:
    assert _periods("orders of more than 2000 euros") == []


@pytest.mark.parametrize(
    ("text", "since", "until"),
    [
        ("im zweiten Quartal 2024", "2024-04-01", "2024-06-30"),
        ("in the first half of 2023", "2023-01-01", "2023-06-30"),
        ("en marzo de 2024", "2024-03-01", "2024-03-31"),
        ("in 2024-03", "2024-03-01", "2024-03-31"),
        ("zwischen 01.02.2024 und 03.03.2024", "2024-02-01", "2024-03-03"),
        ("in 2021 or later", "2021-01-01", None),
        ("in 2021 or earlier", None, "2021-12-31"),
    ],
)
def test_stretches_of_time_are_read_in_many_spellings(text: str, since: str | None, until: str | None) -> None:
    found = [dict(link.period) for link in periods(text, tokens(text))]
    assert [(period.get("since"), period.get("until")) for period in found] == [(since, until)]


def test_french_elisions_are_two_words() -> None:
    assert [word.norm for word in tokens("Combien d’achats l'année")] == ["combien", "d", "achats", "l", "année"]


def test_a_date_is_no_number() -> None:
    assert [word.number for word in tokens("seit 01.02.2024")] == [None, None]
