"""What is guessed about awkward tables of several trades; the tables are made up here."""

import random
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from tools.tables.catalog import Table
from tools.tables.draft import draft
from tools.tables.drafting.made import with_made
from tools.tables.readers import RawTable, read_tables


@pytest.fixture
def drafted(tmp_path: Path) -> Callable[..., Table]:
    def make(name: str, text: str | bytes) -> Table:
        path = tmp_path / name
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return draft(read_tables(path, name=name)[0], "v1")

    return make


def roles(table: Table) -> dict[str, str]:
    return {column.name: column.role for column in table.columns}


def lines(header: str, row: Callable[[random.Random, int], str], rows: int = 200) -> str:
    chance = random.Random(5)
    return "\n".join([header, *(row(chance, number) for number in range(rows))])


def german(chance: random.Random, number: int) -> str:
    left = chance.random() < 0.3
    name = f"{chance.choice(['Müller', 'Weiß'])}, {chance.choice(['Anna', 'Jörg'])}"
    born = f"{chance.randint(1, 28):02}.{chance.randint(1, 12):02}.{chance.randint(1950, 2001)}"
    fee = f"{chance.randint(9, 60)},{chance.randint(0, 99):02}"
    turnover = f"{chance.randint(1, 9)}.{chance.randint(0, 999):03},{chance.randint(0, 99):02}"
    reason = chance.choice(["Preis", "Umzug"]) if left else ""
    rating = chance.choice(["1", "2", "3", "4", "5", ""])
    return f"{number + 10000};{name};{born};{fee};{turnover};{rating};{'ja' if left else 'nein'};{reason}"


def test_a_german_customer_table(drafted: Callable[..., Table]) -> None:
    header = "Kundennr.;Kundenname;Geburtsdatum;Monatsbeitrag in €;Jahresumsatz;Zufriedenheit (1-5);Gekündigt"
    header += ";Kündigungsgrund"
    table = drafted("kunden.csv", lines(header, german).encode("cp1252"))
    assert (table.entity, table.key, table.person) == ("customer", ("Kundennr.",), "Kundennr.")
    assert table.outcome == "Gekündigt"
    assert table.column("Gekündigt").positive == "ja"  # type: ignore[union-attr]
    assert [column.unit for column in table.columns[3:5]] == ["money", "money"]
    assert table.column("Zufriedenheit (1-5)").order == ("1", "2", "3", "4", "5")  # type: ignore[union-attr]
    assert "personal" in table.column("Kundenname").marks  # type: ignore[union-attr]
    assert table.column("Kundenname").values == ()  # type: ignore[union-attr]
    assert table.column("Geburtsdatum").marks == {"personal", "protected"}  # type: ignore[union-attr]
    assert "leakage" in table.column("Kündigungsgrund").marks  # type: ignore[union-attr]


def clinic(chance: random.Random, number: int) -> str:
    age = chance.choice([999, *[chance.randint(18, 90)] * 12])
    visits = chance.choice([-1, *[chance.randint(0, 12)] * 8])
    content = chance.choice(["Very satisfied", "Satisfied", "Neutral", "Dissatisfied", "Prefer not to say"])
    day = chance.choice(["1900-01-01", *[f"2024-0{chance.randint(1, 9)}-11"] * 9])
    return f"P-{number % 120:04},{age},{visits},{chance.choice(['public', 'none', '?'])},{content},{day}"


def test_codes_for_not_knowing_are_found_and_zero_is_a_value(drafted: Callable[..., Table]) -> None:
    table = drafted("visits.csv", lines("patient,age,visits_last_year,insurance,content,discharged", clinic))
    found = {column.name: [name for name, _ in column.sentinels] for column in table.columns if column.sentinels}
    assert found == {
        "age": ["999"],
        "visits_last_year": ["-1"],
        "insurance": ["?"],
        "content": ["Prefer not to say"],
        "discharged": ["1900-01-01"],
    }
    assert table.column("age").unit == "age"  # type: ignore[union-attr]
    assert table.column("age").maximum != "999"  # type: ignore[union-attr]
    assert (table.entity, table.person, table.key) == ("visit", "patient", ())
    assert table.column("content").order[0] == "Dissatisfied"  # type: ignore[union-attr]


def test_money_below_zero_has_no_sentinel(drafted: Callable[..., Table]) -> None:
    table = drafted("a.csv", lines("name,balance", lambda chance, n: f"x{n},{chance.randint(-40, 40)}"))
    assert table.column("balance").sentinels == ()  # type: ignore[union-attr]


def lead(chance: random.Random, number: int) -> str:
    tools = ", ".join(
        chance.sample(["Slack", "Jira", "Excel (or Sheets, Numbers)", "Notion"], chance.randint(1, 3))
    )
    size = chance.choice(["1-10", "11-50", "201-1,000", "1,000+"])
    value = f"${chance.randint(1, 90)},{chance.randint(0, 999):03}"
    stage = chance.choice(["Won", "Lost", "Open"])
    return f"L{number}\tAcme {number}\tc{number}@corp.com\t{size}\t{value}\t{stage}\t{tools}"


def test_a_list_of_leads_below_a_title(drafted: Callable[..., Table]) -> None:
    header = "Export of May\t\t\t\t\t\t\nLead ID\tCompany\tContact e-mail\tEmployees\tDeal size\tStage\tTools used"
    table = drafted("leads.tsv", lines(header, lead))
    assert (table.entity, table.key, table.person) == ("lead", ("Lead ID",), "Lead ID")
    assert (table.outcome, table.column("Stage").positive) == ("Stage", "Won")  # type: ignore[union-attr]
    assert table.column("Employees").order == ("1-10", "11-50", "201-1,000", "1,000+")  # type: ignore[union-attr]
    assert table.column("Deal size").unit == "money"  # type: ignore[union-attr]
    assert {name for name, _ in table.column("Tools used").values} == {  # type: ignore[union-attr]
        "Slack", "Jira", "Excel (or Sheets, Numbers)", "Notion",
    }  # fmt: skip
    assert "personal" in table.column("Contact e-mail").marks  # type: ignore[union-attr]
    assert "personal" not in table.column("Company").marks  # type: ignore[union-attr]


def order(chance: random.Random, number: int) -> str:
    who = chance.choice(["", *[str(12000 + chance.randint(0, 40))] * 5])
    when = f"{chance.randint(1, 12)}/{chance.randint(1, 28)}/10 {chance.randint(8, 18)}:10"
    item, many = chance.choice(["MUG", "PLATE"]), chance.randint(-2, 24)
    return f"{536000 + number // 3},{item},{many},{when},{chance.random():.2f},{who}"


def test_order_lines_of_people_who_repeat(drafted: Callable[..., Table]) -> None:
    table = drafted("retail.csv", lines("InvoiceNo,Item,Quantity,InvoiceDate,UnitPrice,CustomerID", order))
    assert (table.entity, table.person, table.time, table.key) == ("invoice line", "CustomerID", "InvoiceDate", ())
    assert not table.rows_are_people
    assert roles(table)["InvoiceNo"] == "id"
    assert (table.columns[2].unit, table.columns[4].unit) == ("count", "money")
    assert table.outcome is None


def modelling(chance: random.Random, number: int) -> str:
    surname, week = chance.choice(["Hill", "Chu", "Boni"]), chance.randint(1, 52)
    return f"{surname},{chance.randint(400, 850)},{week},{chance.randint(1, 4)},{int(number % 5 == 0)}"


def test_people_without_an_identifier_count_as_one_row_each(drafted: Callable[..., Table]) -> None:
    table = drafted("modelling.csv", lines("Surname,CreditScore,Week,NumOfProducts,Exited", modelling))
    assert (table.entity, table.person, table.rows_are_people) == ("customer", None, True)
    assert (table.outcome, table.column("Exited").positive) == ("Exited", "1")  # type: ignore[union-attr]
    assert "leave" in table.column("Exited").words  # type: ignore[union-attr]
    assert roles(table)["Week"] == "ordinal"
    assert table.column("CreditScore").unit == "score"  # type: ignore[union-attr]
    assert "personal" in table.column("Surname").marks  # type: ignore[union-attr]


def answer(chance: random.Random, number: int) -> str:
    uses = ";".join(chance.sample(["Mail", "Chat", "Phone"], chance.randint(1, 3)))
    level = chance.choice(["Expert - does it daily", "Beginner - has read of it", "Intermediate - has tried it"])
    years = chance.choice(["Less than 6 months", "Between 6 months and 1 year", "More than 2 years"])
    free = f"It would help me if step {number} of the setup were explained" if number % 3 else ""
    return f"2024/03/{number % 28 + 1:02} 2:46:09 PM GMT+3,{uses},{level},{years},{chance.randint(1, 5)},{free}"


def test_a_survey(drafted: Callable[..., Table]) -> None:
    header = (
        "Timestamp,Which do you use? (select all that apply),How much do you know?,How long have you used it?,"
        "How easy is it?,What should change?"
    )
    table = drafted("answers.csv", lines(header, answer))
    assert list(roles(table).values()) == ["time", "multi_select", "ordinal", "ordinal", "ordinal", "text"]
    assert (table.entity, table.rows_are_people, table.outcome) == ("respondent", True, None)
    assert [level.split()[0] for level in table.columns[2].order] == ["Beginner", "Intermediate", "Expert"]
    assert table.columns[3].order[1] == "Between 6 months and 1 year"


def test_a_pair_a_sentence_and_a_choice_with_a_comma_are_no_multi_selects(drafted: Callable[..., Table]) -> None:
    def row(chance: random.Random, number: int) -> str:
        town = chance.choice(['"Bonn, Germany"', '"Lyon, France"', '"Nice, France"'])
        choice = chance.choice(['"Yes, both of them"', "Yes", "No", "Perhaps"])
        return f'{town},{choice},"Well, the thing number {number} broke, so I left, sadly"'

    assert list(roles(drafted("a.csv", lines("where,both,story", row))).values()) == ["segment", "segment", "text"]


def test_what_only_one_outcome_has_is_known_after_it(drafted: Callable[..., Table]) -> None:
    def row(chance: random.Random, number: int) -> str:
        gone = number % 4 == 0
        return f"c{number},{chance.choice('ab')},{chance.choice('xyz') if gone else ''},{'Yes' if gone else 'No'}"

    table = drafted("customers.csv", lines("id,plan,offer,churn", row))
    assert [column.name for column in table.columns if "leakage" in column.marks] == ["offer"]


def test_a_number_that_parts_the_outcomes_in_one_cut_gives_it_away(drafted: Callable[..., Table]) -> None:
    def row(chance: random.Random, number: int) -> str:
        gone = number % 4 == 0
        sure = chance.uniform(0.9, 1) if gone else chance.uniform(0, 0.2)
        near = chance.gauss(2 if gone else 0, 1)
        return f"c{number},{chance.randint(1, 80)},{sure:.4f},{near:.4f},{'Yes' if gone else 'No'}"

    table = drafted("customers.csv", lines("id,visits,odds,mood,churn", row))
    assert [column.name for column in table.columns if "leakage" in column.marks] == ["odds"]


def test_every_guess_has_a_reason(drafted: Callable[..., Table]) -> None:
    table = drafted("leads.tsv", lines("Lead ID\tCompany\tmail\tEmployees\tDeal\tStage\tTools", lead))
    assert table.reason
    assert all(column.reason for column in table.columns)


@pytest.mark.parametrize("rows", [1, 2])
def test_tiny_and_empty_columns_are_drafted(tmp_path: Path, rows: int) -> None:
    frame = pd.DataFrame(
        {"a": [1] * rows, "b": [None] * rows, "c": ["x"] * rows, "d": pd.to_datetime(["2024-01-01"] * rows)}
    )
    table = draft(RawTable(name="a.csv", frame=frame), "v")
    assert roles(table)["b"] == "empty"
    assert roles(table)["a"] == "constant"


def test_versions_of_a_product_are_no_sizes(drafted: Callable[..., Table]) -> None:
    versions = ["5.2.0", "5.3.1", "5.10.0", "4.9"]
    text = lines("ticket_id,app_version", lambda _, number: f"{number},{versions[number % 4]}")
    table = drafted("tickets.csv", text)

    assert roles(table)["app_version"] == "segment"


def test_a_flag_whose_values_name_the_event_is_the_outcome_rather_than_a_form_about_it(
    drafted: Callable[..., Table],
) -> None:
    def row(chance: random.Random, number: int) -> str:
        left = chance.random() < 0.3
        form = "Y" if left and chance.random() < 0.9 else "N"
        return f"{number},{form},{'Attrited' if left else 'Existing'} Member"

    table = drafted("members.csv", lines("member_id,cancel_form,Attrition_Flag", row))

    assert table.outcome == "Attrition_Flag"
    assert table.column("Attrition_Flag").positive == "Attrited Member"


def status(chance: random.Random, number: int) -> str:
    sex, division = chance.choice(["w", "m"]), chance.choice(["General Petite", "General", "Intimates"])
    return f"K{number + 1000},{sex},{division},{'Former Client' if chance.random() < 0.3 else 'Active Client'}"


def test_letters_for_the_sexes_names_of_divisions_and_who_is_a_former_client(
    drafted: Callable[..., Table],
) -> None:
    table = drafted("clients.csv", lines("No,Gschl,Division Name,State", status))
    sex, division, state = (table.column(name) for name in ("Gschl", "Division Name", "State"))
    assert sex is not None
    assert division is not None
    assert state is not None
    assert "protected" in sex.marks
    assert "gender" in sex.words
    assert {value for value, _ in division.values} == {"General Petite", "General", "Intimates"}
    assert (state.role, state.positive) == ("outcome", "Former Client")


def test_a_yes_beside_several_noes_is_what_a_column_says_of_a_row(drafted: Callable[..., Table]) -> None:
    answers = ["Yes"] * 60 + ['"No, not yet"'] * 30 + ['"No, and I never will"'] * 10
    column = drafted("panel.csv", "\n".join(["uses_van", *answers])).column("uses_van")
    assert column is not None
    assert column.positive == "Yes"


def test_degrees_of_one_word_have_an_order(drafted: Callable[..., Table]) -> None:
    said = ["pretty glad", "not too glad", "very glad"]
    table = drafted("moods.csv", lines("glad;room", lambda chance, number: f"{chance.choice(said)};{number % 5}"))

    assert table.columns[0].order == ("not too glad", "pretty glad", "very glad")


def test_kinds_of_an_event_that_befell_everybody_are_no_outcome(drafted: Callable[..., Table]) -> None:
    kinds = ["sold", "moved_away", "season_ended", "other"]
    table = drafted("flats.csv", lines("flatlost;rooms", lambda c, n: f"{c.choice(kinds)};{n % 5}"))

    assert table.outcome is None


def test_a_year_behind_a_letter_is_no_target(drafted: Callable[..., Table]) -> None:
    table = drafted("years.csv", lines("y94;y95;size", lambda c, n: f"{c.choice('01')};{c.choice('01')};{n % 7}"))

    assert table.outcome is None


def test_a_tenure_that_may_be_years_has_no_unit_of_its_own(drafted: Callable[..., Table]) -> None:
    table = drafted("staff.csv", lines("tenure;desk", lambda c, n: f"{c.randint(0, 35)};{n % 5}"))

    assert table.columns[0].unit == "duration"


def test_the_date_of_what_is_set_aside_and_the_days_until_it_are_set_aside_too():
    days = pd.date_range("2024-03-01", periods=400, freq="D")
    gone = [number % 4 == 0 for number in range(400)]
    frame = pd.DataFrame(
        {
            "stay_ref": [f"S{number:04d}" for number in range(400)],
            "arrives_on": days,
            "is_canceled": [int(each) for each in gone],
            "stay_status": ["Canceled" if each else "Stayed" for each in gone],
            "stay_status_date": [
                day - pd.Timedelta(days=number % 30) if each else day
                for number, (day, each) in enumerate(zip(days, gone, strict=True))
            ],
        }
    ).convert_dtypes(dtype_backend="numpy_nullable")
    table = draft(with_made(RawTable(name="stays.csv", frame=frame)), "v")
    late = {column.name for column in table.columns if "leakage" in column.marks}

    assert "stay_status_date" in late
    assert any(name.startswith("days from") for name in late)
