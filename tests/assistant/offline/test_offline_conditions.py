"""How words become conditions: codes, ranges, what a number counts, groups set against groups, names of values."""

import pytest

from assistant.named_values import scrub_around
from assistant.offline.gathered import Plan
from assistant.offline.words import abbreviates
from tests.assistant.offline.conftest import Planner
from tests.assistant.offline.plans import missed
from tests.assistant.offline.tables import catalog, column, table
from tools.tables.catalog import Catalog, Table


@pytest.fixture
def clinic() -> Catalog:
    sides = ("Active Patient", "Former Patient")
    return catalog(
        "patients.csv",
        "patient",
        column("PatNo", "id"),
        column("Sx", "segment", values=["F", "M"]),
        column("age_yrs", "measure", "number", unit="age", minimum="18", maximum="88"),
        column("n_noshow_12m", "measure", "number", ["0", "1", "2", "3"], unit="number", minimum="0"),
        column("Tix_Cnt_90_day", "measure", "number", ["0", "1", "2", "3"], unit="number", minimum="0"),
        column("Bal_due_eur", "measure", "number", unit="money", minimum="0"),
        column("Stars", "ordinal", "number", ["1", "2", "3", "4", "5"], unit="score"),
        column("Tier", "segment", values=["Blue", "Silver", "Gold", "Platinum"]),
        column("Meal_pkg", "segment", values=["N", "Y"], positive="Y"),
        column("Programme", "segment", values=["Back On Track", "Move Again", "Steady Hands"]),
        column("Status", "outcome", values=sides, positive=sides[1], words=("churn", "left")),
        rows=2400,
        rows_are_people=True,
    )


def _conditions(plan: Plan, slot: str = "where") -> set[tuple[str, str, str]]:
    asked = plan.calls[0].arguments.get(slot, [])
    return {(item["column"], item["op"], str(item["value"])) for item in asked}


@pytest.mark.parametrize(
    ("values", "question", "first", "second"),
    [
        (["F", "M"], "Do women leave more often than men?", "F", "M"),
        (["w", "m"], "Do men leave more often than women?", "m", "w"),
        (["H", "F"], "Do women leave more often than men?", "F", "H"),
        (["H", "M"], "Do women leave more often than men?", "M", "H"),
    ],
)
def test_letters_stand_for_women_and_men(
    planned: Planner, values: list[str], question: str, first: str, second: str
) -> None:
    plan = planned(
        Catalog(
            tables=(
                table(
                    "people.csv",
                    "customer",
                    column("no", "id"),
                    column("g", "segment", values=values),
                    column("left", "outcome", values=["no", "yes"], positive="yes"),
                    rows=900,
                    rows_are_people=True,
                ),
            )
        ),
        question,
    )
    assert _conditions(plan) == {("g", "=", first)}
    assert _conditions(plan, "contrast") == {("g", "=", second)}


@pytest.mark.parametrize(
    ("question", "condition"),
    [
        ("How many patients have three or more no-shows?", ("n_noshow_12m", ">=", "3.0")),
        ("How many patients had 2 or more tickets?", ("Tix_Cnt_90_day", ">=", "2.0")),
        ("How many patients with more than one no-show are there?", ("n_noshow_12m", ">", "1.0")),
        ("How many patients gave 1 or 2 stars?", ("Stars", "in", "['1', '2']")),
        ("How many patients gave one to three stars?", ("Stars", "in", "['1', '2', '3']")),
        ("How many patients have no balance due?", ("Bal_due_eur", "=", "0")),
        ("How many patients over 60 are there?", ("age_yrs", ">", "60.0")),
        ("How many patients in Back On Track are there?", ("Programme", "=", "Back On Track")),
        ("How many patients took the meal package?", ("Meal_pkg", "=", "Y")),
    ],
)
def test_a_number_limits_what_it_counts(
    clinic: Catalog, planned: Planner, question: str, condition: tuple[str, str, str]
) -> None:
    assert _conditions(planned(clinic, question)) == {condition}


def test_what_no_column_counts_is_no_age(clinic: Catalog, planned: Planner) -> None:
    assert "parcels" in missed(planned(clinic, "How many patients with 15 or more parcels are there?"))


@pytest.mark.parametrize("words", ["still with us", "existing patients", "patients who have not left"])
def test_those_who_stayed_are_the_other_side_of_the_outcome(clinic: Catalog, planned: Planner, words: str) -> None:
    question = f"How many patients are {words}?" if words.startswith("still") else f"How many {words} are there?"
    (condition,) = planned(clinic, question).calls[0].arguments["where"]
    assert (condition["column"], condition["value"]) in {
        ("Status", "Active Patient"),
        ("Status", "Former Patient"),
    }
    assert (condition["value"] == "Active Patient") == (condition["op"] == "=")


@pytest.mark.parametrize(
    "question",
    [
        "Do Silver, Gold and Platinum patients leave more than Blue patients?",
        "What is the attrition rate of Silver, Gold and Platinum against Blue?",
    ],
)
def test_several_values_are_one_side_of_a_comparison(clinic: Catalog, planned: Planner, question: str) -> None:
    plan = planned(clinic, question)
    assert _conditions(plan) == {("Tier", "in", "['Silver', 'Gold', 'Platinum']")}
    assert _conditions(plan, "contrast") == {("Tier", "=", "Blue")}


def test_ranges_are_set_against_each_other(clinic: Catalog, planned: Planner) -> None:
    plan = planned(clinic, "Do patients with 2 or more tickets leave more than patients with 0 to 1 tickets?")
    assert _conditions(plan) == {("Tix_Cnt_90_day", ">=", "2.0")}
    assert _conditions(plan, "contrast") == {("Tix_Cnt_90_day", "in", "['0', '1']")}


def test_a_stretch_of_time_in_a_header_needs_no_dates(clinic: Catalog, planned: Planner) -> None:
    plan = planned(clinic, "How many patients had 2 or more tickets in the last 90 days?")
    assert _conditions(plan) == {("Tix_Cnt_90_day", ">=", "2.0")}
    assert not plan.missing


def test_groups_of_a_size_are_ranked_by_what_is_asked(clinic: Catalog, planned: Planner) -> None:
    arguments = (
        planned(clinic, "Which tiers with at least 50 patients have the highest attrition rate?")
        .calls[0]
        .arguments
    )
    assert arguments["having"] == [{"op": ">=", "value": 50.0, "of": "rows"}]
    assert (arguments["aggregate"], arguments["metric"]) == ("share", "Status")


@pytest.mark.parametrize(
    ("short", "word", "expected"),
    [
        ("pkg", "package", True),
        ("bal", "balance", True),
        ("sgnup", "signup", True),
        ("car", "carpet", False),
        ("age", "agency", False),
        ("plan", "planet", False),
    ],
)
def test_a_header_is_cut_short_as_people_do(short: str, word: str, *, expected: bool) -> None:
    assert abbreviates(short, word) is expected


def _hide_names(text: str) -> str:
    """Scrub as a detector does that takes every two capitalised words, and these surnames, for somebody."""
    for name in ("Kündigen Frauen", "Mastering The Interview", "Lena Frauen", "Move Again"):
        text = text.replace(name, "[PERSON_X]")
    return text


def test_names_of_columns_values_and_everyday_words_are_no_persons(clinic: Catalog) -> None:
    free = column("A copy of Mastering The Interview", "segment", values=["No", "Yes"], positive="Yes")
    catalog = Catalog(tables=(*clinic.tables, Table(name="leads.csv", rows=9, columns=(free,))))
    for text in ("Kündigen Frauen öfter?", "Who wants Mastering The Interview?", "Does Move Again help?"):
        assert scrub_around(text, catalog, _hide_names) == text


def test_a_name_with_an_everyday_word_in_it_stays_hidden(clinic: Catalog) -> None:
    assert scrub_around("Did Lena Frauen leave?", clinic, _hide_names) == "Did [PERSON_X] leave?"


@pytest.mark.parametrize(
    ("question", "column_name", "value"),
    [
        ("How many patients are there per tier among those with Meal_pkg no?", "Meal_pkg", "N"),
        ("How many patients are there with meal pkg: yes?", "Meal_pkg", "Y"),
        ("Among patients with sx F, how many are there per tier?", "Sx", "F"),
    ],
)
def test_an_answer_behind_the_name_of_its_column_is_its_value(
    planned: Planner, clinic: Catalog, question: str, column_name: str, value: str
) -> None:
    assert (column_name, "=", value) in _conditions(planned(clinic, question))


def test_small_words_are_no_abbreviations_that_are_spelled_alike(planned: Planner) -> None:
    players = catalog(
        "players.csv",
        "player",
        column("id", "id"),
        column("position", "segment", values=["OF", "C", "3B", "IN"]),
        column("salary", "measure", "number", unit="money"),
        rows=400,
    )

    (call,) = planned(players, "What share of players has position 3B?").calls

    assert (call.arguments["metric"], call.arguments["value"]) == ("position", "3B")


def test_a_column_is_averaged_rather_than_the_rows_that_are_called_alike(planned: Planner) -> None:
    tips = catalog(
        "tips.csv",
        "tip",
        column("total_bill", "measure", "number", unit="money"),
        column("tip", "measure", "number", unit="money"),
        column("smoker", "segment", values=["No", "Yes"], positive="Yes"),
        rows=244,
    )

    assert planned(tips, "What is the average tip?").calls[0].arguments["metric"] == "tip"


@pytest.mark.parametrize(
    ("question", "groups"),
    [
        ("How many employees are there per rank?", ["rank"]),
        ("What is the average pay by office and rank?", ["office", "rank"]),
        ("Which rank has the highest average pay?", ["rank"]),
    ],
)
def test_a_column_groups_though_its_name_is_a_word_for_an_order(
    planned: Planner, question: str, groups: list[str]
) -> None:
    staff = catalog(
        "staff.csv",
        "employee",
        column("rank", "segment", values=["Junior", "Senior", "Principal"]),
        column("office", "segment", values=["Lyon", "Porto"]),
        column("pay", "measure", "number", unit="money"),
        rows=400,
    )

    assert planned(staff, "How many employees are there per rank?").calls[0].arguments["by"] == [
        {"column": "rank"}
    ]


@pytest.fixture
def patients() -> Catalog:
    return catalog(
        "trial.csv",
        "patient",
        column("group", "segment", values=["PD-", "PD+", "Control"]),
        column("language", "segment", values=["English", "Other", "French"]),
        column("health", "segment", values=["other", "poor", "excellent"]),
        column("grade", "segment", values=["Prof", "AsstProf", "AssocProf"]),
        column("mood", "measure", "number", minimum="-2", maximum="2"),
        column("bp86", "measure", "number", minimum="1", maximum="200"),
        column("bp", "measure", "number", minimum="1", maximum="200"),
        rows=900,
        rows_are_people=True,
    )


def test_values_that_differ_in_a_sign_are_told_apart(planned: Planner, patients: Catalog) -> None:
    assert ("group", "=", "PD+") in _conditions(planned(patients, "How many patients are in group PD+?"))


def test_a_minus_belongs_to_its_number(planned: Planner, patients: Catalog) -> None:
    plan = planned(patients, "How many patients have a mood between -1 and 1?")

    assert _conditions(plan) == {("mood", ">=", "-1.0"), ("mood", "<=", "1.0")}


def test_of_two_columns_the_one_called_just_so_is_meant(planned: Planner, patients: Catalog) -> None:
    assert planned(patients, "What is the average bp?").calls[0].arguments["metric"] == "bp"


@pytest.mark.parametrize(
    ("question", "column_name", "values"),
    [
        ("Compare the bp of language English and Other", "language", ("English", "Other")),
        ("Compare the bp of health excellent and other", "health", ("excellent", "other")),
        ("Compare the bp of grade AssocProf and Prof", "grade", ("AssocProf", "Prof")),
    ],
)
def test_both_groups_are_compared(
    planned: Planner, patients: Catalog, question: str, column_name: str, values: tuple[str, str]
) -> None:
    plan = planned(patients, question)

    assert _conditions(plan) == {(column_name, "=", values[0])}
    assert _conditions(plan, "contrast") == {(column_name, "=", values[1])}


@pytest.mark.parametrize(
    ("question", "aggregate", "metric"),
    [
        ("What is the highest salary?", "max", "salary"),
        ("How many salaries are there?", "count", None),
    ],
)
def test_a_measure_called_as_the_rows_are_is_meant_unless_rows_are_counted(
    planned: Planner, question: str, aggregate: str, metric: str | None
) -> None:
    paid = catalog(
        "salaries.csv",
        "salary",
        column("rank", "segment", values=["Junior", "Senior"]),
        column("salary", "measure", "number", unit="money"),
        rows=400,
    )

    arguments = planned(paid, question).calls[0].arguments

    assert (arguments["aggregate"], arguments.get("metric")) == (aggregate, metric)


def test_a_value_behind_a_whole_name_belongs_to_that_column(planned: Planner) -> None:
    game = catalog(
        "games.csv",
        "game",
        column("play1", "segment", values=["friend", "foe"]),
        column("play", "segment", values=["foe", "friend"]),
        rows=300,
    )

    plan = planned(game, "How many play1 friend games also have play foe?")

    assert _conditions(plan) == {("play1", "=", "friend"), ("play", "=", "foe")}


@pytest.mark.parametrize("question", ["Do bp and mood go together?", "Is mood correlated with bp?"])
def test_measures_that_go_together_are_set_against_each_other(
    planned: Planner, patients: Catalog, question: str
) -> None:
    (call,) = planned(patients, question).calls

    assert (call.tool, call.arguments["by"]["bins"]) == ("compare_segments", 4)
