"""Questions about one person with whom somebody talked: that talk alone answers, whatever the tables know."""

import pandas as pd
import pytest

from retrieval.corpus import Corpus
from retrieval.documents import Document
from tools.analysis import ToolContext
from tools.disclosure import ReleaseLog
from tools.tables.catalog import Catalog, Column, Table
from tools.tables.engine import Tables
from tools.tables.notation import to_yaml
from tools.tables.parquet import KEY, ROW, path_of, write
from tools.why.evidence import find_evidence
from tools.why.scope import EvidenceArguments

BAKER = """# Interview with a baker, 3 March 2024

**Interviewer:** Why did you take the long lease?

**Baker:** My oven weighs two tons, and I move it once in my life.

**Interviewer:** Is there anything that nearly made you stop?

**Baker:** The yard gate. It opens at six, and my dough is up at three.
"""
TAILOR = """# Notes of a talk, May

This month our colleague spoke
with M, who runs a tailoring studio, about light and rent.

## In short

They stay for the windows.

## Why this house?

They need north light to tell navy from black, and found it nowhere else in town.

## What is missing?

A lift, since the bales are heavy.
"""
PANEL = """# Panel on the loading ramp

Ada: What do you dislike about the loading ramp?

[PERSON_BEN]: The ramp is far too steep for a pallet truck, and that is a problem.

Cem: The ramp is broken every winter, a nightmare with glass.

Dot: The ramp is slow, so I carry frames up by hand.

Ada: And otherwise?

[PERSON_BEN]: The ramp works well in summer.
"""
TEXTS = {"2024-03-03-baker.md": BAKER, "talk-05.md": TAILOR, "ramp-panel.md": PANEL}
BAKERS = [{"column": "trade", "op": "=", "value": "baker"}]


@pytest.fixture
def find(tmp_path, words):
    trade = Column(
        name="trade", label="trade", role="segment", storage="text", values=(("baker", 2), ("tailor", 1))
    )
    table = Table(
        name="tenants.csv", rows=3, entity="tenant", rows_are_people=True, version="v1", columns=(trade,)
    )
    frame = pd.DataFrame({"trade": ["baker", "baker", "tailor"], ROW: range(3), KEY: list("abc")})
    write(frame, path_of(tmp_path, table))
    (tmp_path / "catalog.yaml").write_text(to_yaml(Catalog(tables=(table,))), encoding="utf-8")
    with Corpus.open(tmp_path, words) as corpus:
        for name, text in TEXTS.items():
            title = text.splitlines()[0].strip("# ")
            told = Document(id=name, key=name, source=name, kind="interview", text=text, title=title)
            corpus.replace(name, [told])
        context = ToolContext(tables=Tables.open(tmp_path), corpus=corpus, releases=ReleaseLog(tmp_path))
        yield lambda text, **more: find_evidence(context, EvidenceArguments(text=text, **more))


@pytest.mark.parametrize(
    "asked", ["Why did the baker take the long lease?", "Why did the baker sign up for so long?"]
)
def test_one_person_is_heard_who_is_also_a_kind_of_person_in_a_table(find, asked):
    report = find(asked, table="tenants.csv", where=BAKERS)

    assert "weighs two tons" in report.evidence[0].quote
    assert {item.document for item in report.evidence} == {"2024-03-03-baker.md"}
    assert not report.missing


def test_what_nearly_made_somebody_stop_is_why_they_nearly_stopped(find):
    assert "yard gate" in find("Why did the baker nearly stop?").evidence[0].quote
    assert "yard gate" in find("What frustrates the baker?").evidence[0].quote


def test_whom_a_text_introduces_is_whom_it_is_about(find):
    report = find("Why did the tailoring studio (M) choose this house?")

    assert {item.document for item in report.evidence} == {"talk-05.md"}
    assert "north light" in report.evidence[0].quote


def test_all_who_complain_in_a_panel_are_heard_and_nobody_who_praises(find):
    quotes = " ".join(item.quote for item in find("What do tenants dislike about the ramp?").evidence)

    assert all(word in quotes for word in ("steep", "winter", "by hand"))
    assert "works well" not in quotes


def test_names_that_are_asked_for_and_not_kept_are_told(find):
    asked = "What do tenants dislike about the ramp?"

    assert not any("pseudonym" in note for note in find(asked).caveats)
    assert any("pseudonym" in note for note in find(f"{asked} Quote them by name.").caveats)
