"""find_evidence over a real corpus: customers' own sentences, exact to the character, or an honest nothing."""

from dataclasses import replace

import pytest

from retrieval.corpus import Corpus
from retrieval.documents import Audience, Document, RowRef
from tools import TOOLS
from tools.analysis import ToolContext
from tools.disclosure import ReleaseLog
from tools.errors import AnalysisError
from tools.run import run
from tools.tables.catalog import Catalog, Column, Table
from tools.tables.engine import Tables
from tools.tables.notation import to_yaml
from tools.tables.parquet import KEY, ROW, path_of, write

TALK = """# Interview with a member

Interviewer: Good morning, thank you for joining. Why did you choose the evening yoga course?

Respondent: I chose the evening yoga course because my back hurt after work every day.
The doctor said that I should move.

Interviewer: What is difficult about booking a course?

Respondent: Booking is a real problem, the booking page is slow and I often lose my place. It takes far too long.

Interviewer: Anything else?

Respondent: The showers are cold in winter.
"""
PRAISE = """Interviewer: How is the booking page for you?

Respondent: Booking a course is easy and fast on my phone, I love the booking page.

Interviewer: And the courses?

Respondent: They are fine.
"""
README = "Booking problems are described in the column booking of this export. Booking page, booking course."


def document(name, text, **more):
    return Document(id=name, key=name, source=name, kind="interview", text=text, **more)


CELLS = ["The booking page is slow on Mondays.", "Booking is slow and the app loses my course."]


@pytest.fixture
def context(tmp_path, words):
    table = Table(
        name="feedback.csv",
        rows=2,
        person="member",
        version="f1",
        columns=(
            Column(name="member", label="member", role="id", storage="text"),
            Column(
                name="club",
                label="club",
                role="segment",
                storage="text",
                values=(("Hill", 1), ("Bay", 1)),
                distinct=2,
            ),
        ),
    )
    import pandas as pd

    rows = pd.DataFrame({"member": ["m1", "m2"], "club": ["Hill", "Bay"], ROW: [0, 1], KEY: ["r0", "r1"]})
    write(rows, path_of(tmp_path, table))
    (tmp_path / "catalog.yaml").write_text(to_yaml(Catalog(tables=(table,))), encoding="utf-8")
    with Corpus.open(tmp_path, words) as corpus:
        corpus.replace("talk.md", [document("talk.md", TALK, date="2025-03-01", title="Evening yoga")])
        corpus.replace("praise.md", [document("praise.md", PRAISE)])
        corpus.replace("readme.md", [document("readme.md", README, attributes={"documentation": "yes"})])
        corpus.replace(
            "board.md", [document("board.md", CELLS[0] + " Secret.", audience=Audience(frozenset({"board"})))]
        )
        corpus.replace(
            "feedback.csv",
            [
                replace(
                    document(f"feedback.csv#{place + 1}", text, customer=f"m{place + 1}"),
                    source="feedback.csv",
                    kind="feedback",
                    row=RowRef("feedback.csv", f"r{place}", place + 1, "text"),
                )
                for place, text in enumerate(CELLS)
            ],
        )
        yield ToolContext(
            tables=Tables.open(tmp_path), corpus=corpus, releases=ReleaseLog.open(tmp_path / "releases")
        )


@pytest.fixture
def find(context):
    tool = next(tool for tool in TOOLS if tool.name == "find_evidence")
    return lambda text, **more: run(tool, context, {"text": text, **more})


def test_quotes_stand_in_the_stored_text_at_their_offsets(find, context):
    report = find("What is the problem with the booking page?")

    assert report.evidence
    for item in report.evidence:
        assert context.corpus.document(item.document).text[item.start : item.end] == item.quote


def test_only_customers_are_quoted_with_their_speaker(find):
    report = find("Why did they choose the evening yoga course?")

    assert "because my back hurt" in report.evidence[0].quote
    assert report.evidence[0].speaker == "Respondent"
    assert report.evidence[0].date == "2025-03-01"
    assert not any("?" in item.quote or "Good morning" in item.quote for item in report.evidence)


def test_documentation_is_no_voice_unless_it_is_asked_for(find):
    assert not any(item.document == "readme.md" for item in find("booking page problem").evidence)
    assert any(item.document == "readme.md" for item in find("booking problems", documents=["readme"]).evidence)


def test_a_reader_is_not_shown_what_is_for_others(find):
    documents = {item.document for item in find("slow booking page on Mondays").evidence}

    assert "talk.md" in documents
    assert "board.md" not in documents


def test_the_voice_that_disagrees_is_marked(find):
    report = find("What is the problem with the slow booking page?")

    against = [item for item in report.evidence if item.dissent]
    assert [item.document for item in against] == ["praise.md"]


def test_rows_are_selected_by_what_the_table_says(find):
    report = find("slow booking", table="feedback.csv", where=[{"column": "club", "value": "Bay"}])

    assert {item.document for item in report.evidence} == {"feedback.csv#2"}
    assert report.evidence[0].segment == {"club": "Bay"}


def test_what_nobody_spoke_of_is_missing_and_nothing_is_quoted(find):
    report = find("Why do passengers dislike airport lounges?")

    assert not report.evidence
    assert not report.findings
    assert "airport and lounges" in report.missing[0]


def test_an_unknown_document_is_answered_with_the_nearest(find):
    with pytest.raises(AnalysisError, match=r"There is no document `walk`"):
        find("booking", documents=["walk"])


def test_a_name_that_stands_nowhere_is_told(find):
    report = find("Why did Quorvex choose the yoga course?")

    assert not report.evidence
    assert "Quorvex" in report.missing[0]


PANEL = """Host: Why do the {whom} stay away?

Ann: The {whom} {one}.

Bob: Most {whom} {two}.

Host: What would you dream of?

Ann: A garden on the roof, I would sit there all evening.
"""


@pytest.fixture
def panels(context):
    corpus = context.corpus
    told = {"skaters": ("fear the wet ramp", "have no way home"), "swimmers": ("find it cold", "miss the lockers")}
    for whom, (one, two) in told.items():
        corpus.replace(f"{whom}.md", [document(f"{whom}.md", PANEL.format(whom=whom, one=one, two=two))])
    lines = [
        "The invoice was charged twice.",
        "Charged twice on one invoice.",
        "My invoice was wrong, charged twice.",
    ]
    lines += ["The parcel came late.", "Parcel late and wet.", "A late parcel, too late."]
    corpus.replace(
        "mail.jsonl",
        [
            replace(
                document(f"mail.jsonl#{place}", text, date=f"2025-04-{place:02}", customer=f"c{place}"),
                kind="ticket",
                source="mail.jsonl",
            )
            for place, text in enumerate([*lines, lines[0]], 1)
        ],
    )
    corpus.replace(
        "home.md",
        [replace(document("home.md", "Effortless parcel delivery: never late, never lost."), kind="copy")],
    )
    return context


def test_answers_are_found_by_the_question_they_follow(panels, find):
    report = find("What do the skaters dream of?")

    assert report.evidence[0].document == "skaters.md"
    assert report.evidence[0].quote == "A garden on the roof, I would sit there all evening."


def test_the_document_that_the_question_calls_comes_first(panels, find):
    for whom in ("skaters", "swimmers"):
        assert find(f"Why do the {whom} stay away?").evidence[0].document == f"{whom}.md"


def test_themes_are_counted_by_people_and_each_has_a_quote(panels, find):
    report = find("Feedback themes", kinds=["ticket"])

    themes = {finding.segment["theme"].split(",")[0]: finding.value for finding in report.findings[1:]}
    assert sorted(themes.values()) == [0.5, 0.5]  # three people each of six
    assert {"parcel", "late"} & set(themes)
    assert report.findings[0].n == 6  # the text sent twice counts once
    texts = [item.quote for item in report.evidence]
    assert len(texts) == len(set(texts))


def test_a_period_counts_back_from_the_newest_date(panels, find):
    report = find("Feedback themes", kinds=["ticket"], period={"days": 3})

    assert report.findings[0].n == 3
    assert "2025-04-05 to 2025-04-07" in report.caveats[0]
    assert "newest date" in report.caveats[0]


def test_our_copy_is_set_beside_customers_words(panels, find):
    report = find("Our homepage says effortless parcel; do customers talk that way?")

    assert report.evidence[0].kind == "copy"
    assert {item.kind for item in report.evidence[1:]} == {"ticket"}
    assert "“effortless” stands in 1 of 1 text of our own and in 0 of 13 texts of customers." in [
        finding.statement for finding in report.findings
    ]
