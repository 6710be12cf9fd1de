"""Which sentences may stand: each line of the tables is one behaviour."""

import pytest

from assistant.ledger.claims import check
from assistant.ledger.sentences import normal
from tests.assistant.ledger.samples import LEDGER

QUESTION = "Do 30 percent of our month-to-month customers say that “it is too dear” after five months?"

STANDS = [
    "Month-to-month customers churn at [[F1]].",
    "[[F1]] of month-to-month customers churn, against [[F2]] of two-year ones.",
    "Month-to-month and two-year customers churn at [[F1]] and [[F2]], respectively.",
    "[[F1]] and [[F2]] are the rates of month-to-month and of two-year customers.",
    "Customers on a two-year contract leave at [[F2]], while month-to-month customers leave at [[F1]].",
    "Month-to-month customers churn more often than two-year customers ([[F3]]).",
    "Two-year customers churn less than month-to-month customers: [[F3]].",
    "Churn is lower for two-year than for month-to-month contracts ([[F3]]).",
    "Churn is higher with month-to-month contracts, at [[F1]], than with two-year contracts, at [[F2]].",
    "Month-to-month customers leave at [[F1]]; one-year customers less, at [[F6]].",
    "Compared with two-year customers, month-to-month customers churn more ([[F3]]).",
    "Compared with two-year customers ([[F2]]), month-to-month customers churn more ([[F1]]).",
    "Two-year customers leave at [[F2]], but month-to-month customers leave more, at [[F1]].",
    "Month-to-month customers have the highest churn ([[F1]]), well above one year ([[F6]]).",
    "Women do not churn more than men ([[F4]]).",
    "Fiber optic customers churn twice as often as everybody else ([[F5]]).",
    "Everybody else churns less than fiber customers ([[F5]]).",
    "Fiber customers leave more. [[F5]]",
    "Seniors churn at [[F7]] and non-seniors at [[F8]].",
    "Senior citizens churn more ([[F7]]) than customers who are not senior citizens ([[F8]]).",
    "You asked about 30 percent and five months; the share is [[F1]].",
    "You asked about 5 months.",
    "You quote “it is too dear”.",
    "A month-to-month customer put it plainly on 1 March 2025. [[E1]]",
    "[PERSON_KQF] said in March 2025: [[E1]]",
    "As “nobody in the house watched” shows, price is not the only reason [[E1]].",
    "According to interviews/07-price.md, channels go unwatched [[E1]].",
    "The “Two year” contract keeps people ([[F2]]).",
    "B2B customers are not in this file.",
    "1. Month-to-month customers churn at [[F1]].",
    "# What we see",
    "[[F1]]",
    "- [[F3]]",
    "The file holds 3 duplicate rows.",
    "At least the reason is known: [[E1]]",
    "You ask whether they “do” say so.",
    "The longer the contract, the less people leave: [[F1]] (month-to-month), [[F2]] (two year).",
    "One of the reasons is price [[E1]].",
    "Customers said why.\n\n[[E1]]",
    "You could ask what customers said about setup.",
    "One customer said so: [[E1]]",
    "Kunden mit Month-to-month kündigen häufiger als solche mit Two year: [[F3]]",
    "| Month-to-month | [[F1]] |",
]

FALLS = [
    ("number", "Month-to-month customers churn at 42.7%."),
    ("number", "Month-to-month customers churn at [[F1]], or 43 percent."),
    ("number", "About forty percent of month-to-month customers leave ([[F1]])."),
    ("number", "Nearly half of month-to-month customers leave ([[F1]])."),
    ("number", "Two thirds of them leave."),
    ("number", "Only one customer complained."),
    ("number", "One in three customers leaves."),
    ("number", "Dozens of customers leave."),
    ("number", "Mehr als die Hälfte der Kunden kündigt."),
    ("number", "Zweiundvierzig Prozent der Kunden sind gegangen."),
    ("number", "Quarante pour cent des clients sont partis."),
    ("number", "Cuarenta por ciento de los clientes se van."),
    ("number", "½ of them leave."),
    ("number", "４２ percent leave."),
    ("number", "It takes ٤٢ days."),
    ("number", "4\u200b2 percent leave."),
    ("number", "A customer said so on 5 May 2021. [[E1]]"),
    ("number", "n=38 customers answered."),
    ("quote", "One customer said “it was a scam from the start”."),
    ("quote", 'They call it "a rip-off".'),
    ("quote", "They call it « une arnaque »."),
    ("quote", "> It was a scam from the start."),
    ("quote", "They say 'it was a scam from day one' a lot."),
    ("quote", "It was “a scam."),
    ("token", "Month-to-month customers churn at [[F99]]."),
    ("token", "Quoted in [[E9]]."),
    ("token", "Month-to-month customers churn at [[F1."),
    ("comparison", "Month-to-month customers churn more often."),
    ("comparison", "Most customers leave because of price."),
    ("comparison", "Churn is rising."),
    ("comparison", "Month-to-month customers churn more than two-year customers ([[F1]])."),
    ("comparison", "Month-to-month customers churn less than two-year customers ([[F3]])."),
    ("comparison", "Two-year customers churn more than month-to-month customers ([[F3]])."),
    (
        "comparison",
        "Churn is lower with month-to-month contracts, at [[F1]], than with two-year contracts, at [[F2]].",
    ),
    ("comparison", "Compared with two-year customers, month-to-month customers churn less ([[F3]])."),
    ("comparison", "Month-to-month customers leave at [[F1]]; one-year customers more, at [[F6]]."),
    ("comparison", "Women churn more than men ([[F4]])."),
    ("comparison", "Women churn the most ([[F4]])."),
    ("comparison", "Month-to-month customers do not churn more than two-year customers ([[F3]])."),
    ("comparison", "Fiber optic customers churn three times as often, triple the rest ([[F5]])."),
    ("comparison", "Everybody else churns more than fiber customers ([[F5]])."),
    ("comparison", "One-year customers have the highest churn ([[F6]]), above two-year ones ([[F2]])."),
    ("comparison", "The majority of month-to-month customers leaves ([[F1]])."),
    ("comparison", "Month-to-month customers churn twice as often as one-year customers: [[F1]], [[F6]]."),
    ("comparison", "Die meisten Kunden sind unzufrieden."),
    ("segment", "Month-to-month customers churn at [[F2]]."),
    ("segment", "Month-to-month customers churn at [[F2]] and two-year customers at [[F1]]."),
    ("segment", "Month-to-month and two-year customers churn at [[F2]] and [[F1]], respectively."),
    ("segment", "[[F2]] of month-to-month customers churn, against [[F1]] of two-year ones."),
    ("segment", "The rates are [[F1]] (two year) and [[F2]] (month-to-month)."),
    ("segment", "Seniors churn at [[F8]] and non-seniors at [[F7]]."),
    ("segment", "Fiber customers churn at [[F1]]."),
    ("segment", "A two-year customer told us why. [[E1]]"),
    ("voice", "Customers complained that the box came broken."),
    ("voice", "[PERSON_KQF] told us that nobody watches."),
    ("voice", "[PERSON_ABC] said: [[E1]]"),
    ("voice", "[PERSON_ZZZ] said: [[E1]]"),
    ("voice", "As interviews/09-setup.md shows, channels go unwatched [[E1]]."),
    ("voice", "Maria Schmidt said it best [[E1]]"),
    ("voice", "According to Maria, it is price [[E1]]."),
]


@pytest.mark.parametrize("text", STANDS)
def test_stands(text):
    assert check(normal(text), LEDGER, QUESTION) == []


@pytest.mark.parametrize(("rule", "text"), FALLS, ids=[text[:60] for _, text in FALLS])
def test_falls(rule, text):
    assert rule in {problem.rule for problem in check(normal(text), LEDGER, QUESTION)}


def test_an_introduced_quotation_must_be_the_introduced_speakers():
    problems = check("[PERSON_ABC] said:\n\n[[E1]]", LEDGER, "")

    assert [problem.rule for problem in problems] == ["voice"]


def test_the_thirteenth_finding_is_one_too_many():
    from assistant.ledger.numbering import Ledger
    from tests.assistant.ledger.samples import rate
    from tools.results import Report

    ledger = Ledger.of([Report(findings=tuple(rate(0.1 * i, 0.01, Plan=f"p{'x' * i}") for i in range(1, 14)))])
    draft = "\n".join(f"- [[F{i}]]" for i in range(1, 14))

    assert [draft[p.start : p.end] for p in check(draft, ledger, "")] == ["[[F13]]"]
