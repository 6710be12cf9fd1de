"""Themes of many people: what is alike is grouped, named by its own words, counted by people, shown by quotes."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from retrieval.corpus import Corpus
from retrieval.documents import Document, RowRef
from tools.analysis import ToolContext
from tools.disclosure import ReleaseLog
from tools.run import run
from tools.tables.catalog import Catalog, Column, Table
from tools.tables.engine import Tables
from tools.tables.notation import to_yaml
from tools.tables.parquet import KEY, ROW, path_of, write
from tools.why.evidence import FIND_EVIDENCE
from tools.why.grouping import groups
from tools.why.keyness import keyness
from tools.why.matters import matter

# A ferry: what passengers complain of (stars 1) or praise (stars 5), said in several ways.
COMPLAINTS = {
    "engine": (
        "The engine shakes the whole cabin",
        "Such a rattling engine below the cabin",
        "Cabin above the engine",
    ),
    "parking": ("The parking ramp was full", "No free parking at the ramp", "Circled the parking for an hour"),
    "soup": ("The soup in the canteen was cold", "Cold soup again in the canteen", "Canteen closed, no soup"),
}
ENDINGS = ("on Monday.", "in the storm.", "once more.", "with my brother.", "before noon.", "as the year before.")
PRAISE = "The deck at sunset is great."
REASONS = {"engine": "Loud", "parking": "Car", "soup": "Meals"}


def passengers():
    """72 people, 24 a theme, and 20 who praise: id, stars, reason for leaving, what they wrote."""
    rows = []
    for name, ways in COMPLAINTS.items():
        for number in range(24):
            text = f"{ways[number % 3]} {ENDINGS[number % 6]}"
            reason = REASONS[name] if number % 4 else "Moved"
            rows.append((f"{name[0]}{number}", 1, reason, text))
    return rows + [(f"p{number}", 5, None, f"{PRAISE[:-1]} {ENDINGS[number % 6]}") for number in range(20)]


def column(name, role, storage="text", **more):
    return Column(name=name, label=name.replace("_", " "), role=role, storage=storage, **more)


@pytest.fixture
def context(tmp_path, words):
    rows = passengers()
    reasons = tuple(pd.Series([row[2] for row in rows]).value_counts().items())
    key = column("passenger", "id")
    people = Table(
        name="passengers.csv",
        rows=len(rows),
        entity="passenger",
        person="passenger",
        key=("passenger",),
        version="1",
        columns=(key, column("cancel_reason", "segment", values=reasons, distinct=len(reasons))),
    )
    said = Table(
        name="letters.csv",
        rows=len(rows),
        person="passenger",
        version="1",
        columns=(key, column("stars", "ordinal", "number"), column("letter", "text")),
    )
    frames = {
        people: pd.DataFrame([(row[0], row[2]) for row in rows], columns=["passenger", "cancel_reason"]),
        said: pd.DataFrame([(row[0], row[1], row[3]) for row in rows], columns=["passenger", "stars", "letter"]),
    }
    for table, frame in frames.items():
        keys = [f"{table.name}{place}" for place in range(len(frame))]
        write(frame.assign(**{ROW: range(len(frame)), KEY: keys}), path_of(tmp_path, table))
    (tmp_path / "catalog.yaml").write_text(to_yaml(Catalog(tables=(people, said))), encoding="utf-8")
    with Corpus.open(tmp_path, words) as corpus:
        corpus.replace("letters.csv", [letter(place, row) for place, row in enumerate(rows, 1)])
        yield ToolContext(
            tables=Tables.open(tmp_path), corpus=corpus, releases=ReleaseLog.open(tmp_path / "releases")
        )


def letter(place, row):
    return Document(
        id=f"letters.csv#{place}",
        key=f"letters.csv#{place}",
        source="letters.csv",
        kind="feedback",
        text=row[3],
        customer=row[0],
        row=RowRef("letters.csv", f"letters.csv{place - 1}", place, "letter"),
    )


@pytest.fixture
def find(context):
    return lambda text, **more: run(FIND_EVIDENCE, context, {"text": text, **more})


def themes(report):
    return [finding for finding in report.findings if finding.unit == "share" and finding.contrast is None]


def test_everybody_who_complains_is_counted_and_nobody_who_praises(find):
    first = find("What are the biggest pain points?").findings[0]

    assert first.value == 72
    assert first.customers == 72
    assert first.statement.startswith("What recurs in the words of 72 customers who complain of something: “")


def test_two_quotes_of_a_theme_are_no_repetition(find):
    quotes = [item.quote for item in find("What are the biggest pain points?").evidence]
    assert len(set(quotes)) == len(quotes)


def test_each_theme_is_called_by_its_own_words_and_has_its_people_and_interval(find):
    told = themes(find("What are the biggest pain points?"))

    assert len(told) == 3
    for name, words in (("engine", "cabin"), ("parking", "ramp"), ("soup", "canteen")):
        theme = next(finding for finding in told if {name, words} & set(finding.segment["theme"].split(", ")))
        assert theme.value == pytest.approx(1 / 3, abs=0.06)
        assert theme.interval[0] < theme.value < theme.interval[1]
        assert theme.n == 72


def test_each_theme_is_shown_by_quotes_of_different_people_that_name_it(find):
    report = find("What are the biggest pain points?")

    shown = {item.segment["theme"]: item for item in report.evidence[:3]}
    assert len(shown) == 3
    for theme, item in shown.items():
        assert any(word in item.quote.lower() for word in theme.split(", "))
        assert item.segment["theme"] in {finding.segment["theme"] for finding in themes(report)}
    assert len({item.customer for item in report.evidence}) == len(report.evidence)


def test_a_text_sent_twice_makes_no_second_person(find, context):
    rows = [*passengers(), *passengers()[:24]]
    context.corpus.replace("letters.csv", [letter(place % 92 + 1, row) for place, row in enumerate(passengers())])
    twice = [
        replace(letter(place, row), id=f"twice{place}", key=f"twice{place}") for place, row in enumerate(rows)
    ]
    context.corpus.replace("twice", [replace(document, source="twice", row=None) for document in twice])

    assert find("What are the biggest pain points?").findings[0].value == 72


def test_recorded_reasons_stand_beside_what_the_same_people_say(find):
    report = find("Why do people leave?")

    beside = [finding for finding in report.findings if finding.contrast is not None]
    assert beside
    for finding in beside:
        reason = finding.segment["cancel reason"]
        theme = finding.segment["theme"].split(", ")
        assert any(name in theme or {"cabin", "ramp", "canteen"} & set(theme) for name in REASONS)
        assert reason in REASONS.values()
        assert finding.value == pytest.approx(0.75)
        assert finding.p_value < 0.001
        assert finding.statement.startswith("What they say and what is recorded agree: of the 24 who speak of “")


def test_what_many_say_is_read_in_everyday_matters_across_languages():
    assert matter("daughter") == matter("enfants") == matter("kinder")
    assert matter("ruido") == matter("lärm")
    assert matter("carburettor") is None


def test_words_that_all_texts_share_set_no_group_apart():
    inside = [{"boat", "engine"}] * 10
    outside = [{"boat", "soup"}] * 30

    apart = keyness(inside, outside)

    assert apart["engine"] > 1.96
    assert apart["boat"] < 1


def test_groups_are_found_again_and_what_is_alike_to_nothing_stays_outside():
    chance = np.random.default_rng(5)
    centres = np.eye(3, 40) * 3
    rows = [centres[place % 3] + chance.normal(scale=0.35, size=40) for place in range(90)]
    rows += [chance.normal(size=40) for _ in range(30)]
    vectors = np.asarray(rows, dtype=np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)

    found = groups(vectors, [frozenset()] * 120, ["one"] * 120)

    best = sorted((set(group.places) & set(range(90)) for group in found), key=len)[-3:]
    assert all(len({place % 3 for place in group}) == 1 and len(group) >= 27 for group in best)
    assert sum(len(group.places) for group in found) < 120
    assert found == groups(vectors, [frozenset()] * 120, ["one"] * 120)


def test_what_the_tables_call_people_is_no_subject(find, context):
    told = find("What do the passengers complain about?")

    assert told.findings[0].statement.startswith("What recurs in the words of 72 ")


def test_the_order_of_themes_within_the_margin_is_not_claimed(find):
    report = find("What are the biggest pain points?")

    assert any(caveat.endswith("is the largest may be chance.") for caveat in report.caveats)
