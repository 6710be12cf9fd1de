"""The vectors that come with the company: the model's own, rounded, and those of no other text or model."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from platformdirs import user_cache_path

from assistant.demo.vectors import FILE, Shipped
from retrieval.chunk import embedded, passages
from retrieval.embed import MiniLM
from retrieval.load.cells import cell_document
from retrieval.privacy import Privacy
from tests.assistant.demo.figures import DATA


class _Counting:
    """A model that gives constant vectors and counts what it is asked for."""

    def __init__(self, identity: str) -> None:
        self.identity = identity
        self.asked: list[str] = []

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        self.asked += texts
        return [[1.0] + [0.0] * 383 for _ in texts]

    def embed_query(self, text: str) -> list[float]:
        return self.embed_documents([text])[0]


@pytest.fixture(scope="module")
def summaries(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """Return some CRM summaries as an ingest has them embedded."""
    privacy = Privacy.open(tmp_path_factory.mktemp("privacy"))
    customers = pd.read_csv(DATA / "customers.csv")[::16]
    documents = [
        cell_document(
            table="customers.csv",
            number=number,
            row_key=row.customer_id,
            column="crm_summary",
            text=row.crm_summary,
            several_columns=False,
            privacy=privacy,
            date=row.joined,
        )
        for number, row in enumerate(customers.itertuples(), start=1)
    ]
    return [embedded(passage) for document in documents for passage in passages(document)]


def test_they_are_what_the_model_gives(summaries: list[str]) -> None:
    model = MiniLM(user_cache_path("whybuy", appauthor=False), threads=1)
    known = Shipped(model).known(summaries)
    some = list(known)[:: max(1, len(known) // 12)]
    held = np.array([known[text] for text in some])
    held /= np.linalg.norm(held, axis=1, keepdims=True)
    computed = np.array(model.embed_documents(some))

    assert len(some) >= 12
    assert np.einsum("ij,ij->i", held, computed).min() > 0.999


def test_most_summaries_need_no_model(summaries: list[str]) -> None:
    model = _Counting(MiniLM.identity)
    Shipped(model).embed_documents(summaries)

    assert len(model.asked) < 0.3 * len(summaries)


def test_a_text_that_is_not_at_hand_is_embedded() -> None:
    model = _Counting(MiniLM.identity)

    assert Shipped(model).embed_documents(["A sentence of nobody."]) == [[1.0] + [0.0] * 383]
    assert model.asked == ["A sentence of nobody."]


def test_another_model_takes_none_of_them(summaries: list[str]) -> None:
    model = _Counting("another model")
    Shipped(model).embed_documents(summaries[:40])

    assert len(model.asked) == 40


def test_without_the_file_everything_is_embedded(summaries: list[str], tmp_path: Path) -> None:
    model = _Counting(MiniLM.identity)
    Shipped(model, tmp_path / "none.npz").embed_documents(summaries[:5])

    assert FILE.is_file()
    assert len(model.asked) == 5
