"""find_evidence inside a slice, for buyers and leavers, and what is told of many: counts, themes, caveats."""

from dataclasses import replace

import pandas as pd
import pytest

from retrieval.corpus import Corpus
from retrieval.documents import Audience, Document, RowRef
from tools.analysis import ToolContext
from tools.disclosure import ReleaseLog
from tools.run import run
from tools.tables.catalog import Catalog, Column, Table
from tools.tables.engine import Tables
from tools.tables.notation import to_yaml
from tools.tables.parquet import KEY, ROW, path_of, write
from tools.why.evidence import FIND_EVIDENCE

# A gym: member, branch, whether they quit, stars, and what they wrote.
MEMBERS = [
    ("m1", "Harbour", "yes", 1, "The parking was full every evening, I drove home."),
    ("m2", "Harbour", "yes", 2, "The parking was full every Monday, I gave up."),
    ("m3", "Harbour", "yes", 1, "I never found the parking, it was full every evening."),
    ("m4", "Harbour", "yes", 5, "The branch at the Harbour has a view, I like the view."),
    ("m5", "Old Town", "yes", 2, "The music is too loud and the showers were cold."),
    ("m6", "Old Town", "no", 5, "I joined because my back hurt from sitting all day."),
    ("m7", "Old Town", "no", 5, "Finally I sleep through the night."),
    ("m8", "Harbour", "no", 5, "It saves me the drive to the big pool."),
    ("m9", "Old Town", "no", 4, "My daughter learned to swim, she talks of nothing else."),
    ("m10", "Old Town", "no", 2, "Cancelling a lesson is slow and the app is confusing."),
    ("m11", "Old Town", "no", 3, "The lockers were broken whether early or late."),
]
SLICE = [{"column": "branch", "value": "Harbour"}, {"column": "quit", "value": "yes"}]


def column(name, role, storage="text", values=(), **more):
    return Column(name=name, label=name, role=role, storage=storage, values=values, distinct=len(values), **more)


MEMBER = column("member", "id")
TABLES = (
    Table(
        name="members.csv",
        rows=len(MEMBERS),
        person="member",
        key=("member",),
        version="m1",
        columns=(
            MEMBER,
            column("branch", "segment", values=(("Harbour", 5), ("Old Town", 6))),
            column("quit", "outcome", values=(("no", 6), ("yes", 5)), positive="yes"),
        ),
    ),
    Table(
        name="reviews.csv",
        rows=len(MEMBERS),
        person="member",
        version="r1",
        columns=(
            MEMBER,
            column("stars", "ordinal", "number"),
            column("desk", "segment", values=(("front", 5), ("back", 5)), missing=1),
            column("review", "text"),
        ),
    ),
)
FRAMES = (
    pd.DataFrame([row[:3] for row in MEMBERS], columns=["member", "branch", "quit"]),
    # One review lacks its desk, as cells of labels do.
    pd.DataFrame(
        [
            (row[0], row[3], ("front", "back")[place % 2] if place else None, row[4])
            for place, row in enumerate(MEMBERS)
        ],
        columns=["member", "stars", "desk", "review"],
    ),
)


@pytest.fixture
def context(tmp_path, words):
    for table, frame in zip(TABLES, FRAMES, strict=True):
        keys = [f"{table.name}{place}" for place in range(len(frame))]
        write(frame.assign(**{ROW: range(len(frame)), KEY: keys}), path_of(tmp_path, table))
    (tmp_path / "catalog.yaml").write_text(to_yaml(Catalog(tables=TABLES)), encoding="utf-8")
    with Corpus.open(tmp_path, words) as corpus:
        corpus.replace(
            "reviews.csv",
            [
                Document(
                    id=f"reviews.csv#{place}",
                    key=f"reviews.csv#{place}",
                    source="reviews.csv",
                    kind="feedback",
                    text=row[4],
                    customer=row[0],
                    row=RowRef("reviews.csv", f"reviews.csv{place - 1}", place, "review"),
                )
                for place, row in enumerate(MEMBERS, 1)
            ],
        )
        yield ToolContext(
            tables=Tables.open(tmp_path), corpus=corpus, releases=ReleaseLog.open(tmp_path / "releases")
        )


@pytest.fixture
def find(context):
    return lambda text, **more: run(FIND_EVIDENCE, context, {"text": text, **more})


def said_by(report):
    return {item.customer for item in report.evidence}


def test_words_of_a_slice_need_not_stand_in_its_texts(find):
    report = find("Why did members of the Harbour branch quit?", table="members.csv", where=SLICE)

    assert said_by(report) >= {"m1", "m2", "m3"}
    assert "m4" not in said_by(report)  # names the slice's words and praises
    assert said_by(report) <= {"m1", "m2", "m3", "m4"}


def test_what_people_of_a_slice_share_is_its_theme(find):
    report = find("Why did members of the Harbour branch quit?", table="members.csv", where=SLICE)

    assert [(finding.segment["theme"], finding.value) for finding in report.findings[1:]] == [("parking", 1.0)]


def test_a_name_of_the_slice_is_not_told_to_be_unknown(find):
    where = [{"column": "branch", "value": "Old Town"}]
    report = find("What do Old Town members complain about?", table="members.csv", where=where)

    assert not report.missing
    assert "m5" in said_by(report)


def test_what_stands_after_about_is_asked_for_inside_a_slice(find):
    where = [{"column": "branch", "value": "Harbour"}]
    report = find("What do they say about the Harbour?", table="members.csv", where=where)

    assert said_by(report) == {"m4"}


def test_conditions_on_texts_choose_these_texts_only(find):
    where = [{"column": "stars", "op": "<=", "value": 1}]
    report = find("Why did they leave?", table="reviews.csv", where=where)

    assert said_by(report) == {"m1", "m3"}


def test_buyers_reasons_are_quoted_from_several_people(find):
    report = find("Why do members join?")

    assert said_by(report) >= {"m6", "m7", "m8"}
    assert not said_by(report) & {"m1", "m3", "m5", "m10"}


def test_people_asked_about_show_in_what_they_speak_of(find):
    assert said_by(find("Why do parents join?")) == {"m9"}


@pytest.mark.parametrize("question", ["Top pains pls", "What are the biggest pain points?"])
def test_nothing_recurring_is_said_plainly(find, question):
    report = find(question)

    labels = {finding.segment["theme"] for finding in report.findings[1:]}
    assert labels <= {"parking"}
    assert labels or any("no themes" in caveat for caveat in report.caveats)


def test_only_content_words_are_told_to_be_missing(find):
    report = find("Pain points around syncing pls")

    assert report.missing == (
        "Nothing said about syncing was found: the data holds no words of customers that answer this.",
    )


def test_dissent_is_missed_only_where_a_mood_is_asked_for(find):
    told = "Nobody among the texts that match says the opposite."

    assert told in find("Are they happy about the music?").caveats
    assert told not in find("Why is the music a problem?").caveats
    assert not find("What do they say about the music?").missing


def letters(context, lines, **more):
    context.corpus.replace(
        "letters",
        [
            Document(
                id=f"letter{place}",
                key=f"letter{place}",
                source="letters",
                kind="crm_note",
                text=line,
                customer=f"w{place}",
                **more,
            )
            for place, line in enumerate(lines)
        ],
    )


def test_a_thing_is_told_when_half_of_at_least_three_people_name_it(find, context):
    letters(context, [f"The sauna {line}, it keeps my deposit." for line in ("is new", "was shut", "has a lock")])

    finding = find("What about the sauna?").findings[0]

    assert finding.statement == "3 of 3 customers who speak of it mention “deposit”."


def test_a_verb_that_recurs_is_not_told(find, context):
    letters(context, [f"I bought the sauna {when}." for when in ("in May", "last year", "because of you")])

    assert find("What about the sauna?").findings[0].statement == "3 customers in 3 documents speak of it."


def test_what_a_reader_may_not_see_makes_no_name_known(context):
    secret = Audience(frozenset({"board"}))
    letters(context, ["We sold the Quorvex lease.", "Quorvex wrote again."], audience=secret)

    question = {"text": "What about the Quorvex lease?"}
    assert "Quorvex is named nowhere" in run(FIND_EVIDENCE, context, question).missing[0]
    assert run(FIND_EVIDENCE, replace(context, reader=secret), question).evidence


def test_what_staff_noted_about_a_customer_is_not_quoted_as_customers_words(find, context):
    letters(context, ["Asked about the parking, hopeless case, sell him the premium plan."])

    said = find("What do members say about the parking?")

    assert said.evidence
    assert all(quote.document.startswith("reviews.csv") for quote in said.evidence)
