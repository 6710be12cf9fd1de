"""What stands beside a text in its row, also where rows of the file are left out because they repeat others."""

import pandas as pd
import pytest

from retrieval.corpus import Corpus
from retrieval.documents import Document, RowRef
from tools.analysis import ToolContext
from tools.disclosure import ReleaseLog
from tools.slices import segment_of
from tools.tables.catalog import Catalog, Column, Table
from tools.tables.engine import Tables
from tools.tables.notation import to_yaml
from tools.tables.parquet import KEY, LINE, ROW, path_of, write
from tools.why.beside import Beside

LINES = (1, 2, 5)


@pytest.fixture
def context(tmp_path, words):
    stars = Column(name="stars", label="stars", role="ordinal", storage="number", values=(("1", 1), ("5", 2)))
    said = Column(name="said", label="said", role="text", storage="text", distinct=3)
    table = Table(name="reviews.csv", rows=3, version="v1", columns=(stars, said))
    rows = {"stars": [5, 5, 1], "said": ["Nice", "Good", "Bad"], ROW: [0, 1, 2], KEY: list("abc"), LINE: LINES}
    write(pd.DataFrame(rows), path_of(tmp_path, table))
    (tmp_path / "catalog.yaml").write_text(to_yaml(Catalog(tables=(table,))), encoding="utf-8")
    with Corpus.open(tmp_path, words) as corpus:
        corpus.replace(
            "reviews.csv",
            [cell(key, line, text) for key, line, text in zip("abc", LINES, rows["said"], strict=True)],
        )
        yield ToolContext(tables=Tables.open(tmp_path), corpus=corpus, releases=ReleaseLog(tmp_path))


def cell(key, line, text):
    row = RowRef("reviews.csv", key, line, "said")
    return Document(id=f"reviews.csv#{line}", key=key, source="reviews.csv", kind="feedback", text=text, row=row)


def test_a_text_is_told_with_the_values_of_its_own_row(context):
    stars = {text.text: segment_of(context, text) for text in context.corpus.documents()}
    assert stars == {"Nice": {"stars": "5"}, "Good": {"stars": "5"}, "Bad": {"stars": "1"}}


def test_a_text_has_the_mood_of_its_own_row(context):
    assert Beside.of(context).moods == {"reviews.csv#1": 1, "reviews.csv#2": 1, "reviews.csv#5": -1}
