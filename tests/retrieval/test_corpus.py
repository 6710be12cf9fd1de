"""The corpus as its callers meet it: what goes in comes out, changes cost what they must, nothing lingers."""

from concurrent.futures import ThreadPoolExecutor as Pool
from pathlib import Path

import pytest

from retrieval.corpus import Changes, Corpus, Counts
from retrieval.documents import Audience, Document, Edit, RowRef
from retrieval.errors import EmbeddingError
from retrieval.filters import Filter

LONG = "\n\n".join(
    f"Paragraph {number} speaks of topic{number}. " + "It goes on a little. " * 12 for number in range(9)
)


def test_an_empty_corpus_answers(corpus):
    assert corpus.search("anything") == []
    assert corpus.counts() == Counts(0, 0)
    assert corpus.document("a.md") is None


def test_a_document_comes_back_with_every_field(corpus):
    full = Document(
        id="t.csv#3:comment",
        key="t.csv/k3/comment",
        source="t.csv",
        kind="ticket",
        text="---\nx: 1\n---\n  It broke, said [PERSON_ABC].\n",
        title="Tickets",
        date="2025-03-01",
        language="en",
        customer="C7",
        row=RowRef("t", "k3", 3, "comment"),
        consent="public",
        audience=Audience(frozenset({"support"})),
        edits=(Edit(31, 43, 31, 40),),
        silent=((0, 12),),
        attributes={"plan": "pro"},
    )

    corpus.replace("t.csv", [full])

    assert corpus.document("t.csv#3:comment") == full
    assert corpus.documents() == [full]


@pytest.mark.parametrize("text", ["", "  \n", "one line", "\n\n# Head\n\n" + LONG + "\n\n  ", "täst 🙂 ünïcode"])
def test_the_stored_text_is_what_was_given(corpus, document, text):
    corpus.replace("a.md", [document("a.md", text)])

    assert corpus.document("a.md").text == text
    for passage in corpus.passages("a.md"):
        assert text[passage.start : passage.end] == passage.text


def test_the_same_again_embeds_and_changes_nothing(corpus, document, words):
    corpus.replace("a.md", [document("a.md", LONG)])
    words.texts.clear()
    version, generation = corpus.version(), corpus._record.generation

    assert corpus.replace("a.md", [document("a.md", LONG)]) == Changes()
    assert words.texts == []
    assert corpus._record.generation == generation
    assert corpus.version() == version


def test_an_edit_embeds_only_what_it_touched(corpus, document, words):
    corpus.replace("a.md", [document("a.md", LONG)])
    words.texts.clear()

    changes = corpus.replace("a.md", [document("a.md", LONG.replace("topic8", "another thing"))])

    assert (changes.changed, changes.embedded) == (1, 1)
    assert len(words.texts) == 1
    assert "another thing" in corpus.document("a.md").text


def test_renumbered_rows_embed_nothing(corpus, document, words):
    texts = ["It is slow", "It is dear", "I like it"]
    corpus.replace("t.csv", [document(f"t.csv#{n}", text, key=text) for n, text in enumerate(texts, 1)])
    words.texts.clear()

    moved = [document(f"t.csv#{n}", text, key=text) for n, text in enumerate(["New first", *texts], 1)]
    changes = corpus.replace("t.csv", moved)

    assert changes == Changes(added=1, embedded=1)
    assert corpus.document("t.csv#4").text == "I like it"
    assert corpus.counts().documents == 4


def test_equal_texts_are_embedded_once(corpus, document, words):
    same = [document(f"t.csv#{n}", "Exactly the same") for n in range(5)]
    corpus.replace("t.csv", same)
    corpus.replace("u.csv", [document("u.csv#1", "Exactly the same")])

    assert len(words.texts) == 1
    assert corpus.counts().documents == 6


def test_rows_that_cannot_be_told_apart_are_all_kept(corpus, document):
    corpus.replace("t.csv", [document(f"t.csv#{n}", "Fine", key="same") for n in range(3)])

    assert corpus.counts() == Counts(3, 3)


def test_a_document_that_is_gone_from_its_source_is_gone(corpus, document):
    corpus.replace("t.csv", [document("t.csv#1", "alpha"), document("t.csv#2", "beta")])

    assert corpus.replace("t.csv", [document("t.csv#1", "alpha")]).removed == 1
    assert corpus.document("t.csv#2") is None
    assert [hit.document.id for hit in corpus.search("beta")] == ["t.csv#1"]


def test_removing_a_customer_leaves_the_others_and_lets_the_source_come_back(corpus, document):
    cells = [document("t.csv#1", "alpha", customer="C1"), document("t.csv#2", "beta", customer="C2")]
    corpus.replace("t.csv", cells)

    assert corpus.remove(customers=["C1"]) == 1
    assert list(corpus.customers()) == ["C2"]
    assert corpus.replace("t.csv", cells).added == 1


def test_removing_by_document_and_source(corpus, document):
    corpus.replace("a.md", [document("a.md", "alpha")])
    corpus.replace("t.csv", [document("t.csv#1", "beta"), document("t.csv#2", "gamma")])

    assert corpus.remove(documents=["a.md", "unknown"]) == 1
    assert corpus.remove(sources=["t.csv"]) == 2
    assert corpus.remove(sources=["t.csv"]) == 0
    assert corpus.counts() == Counts(0, 0)


def test_the_next_process_finds_everything(tmp_path: Path, words, document):
    with Corpus.open(tmp_path, words) as first:
        first.replace("a.md", [document("a.md", LONG)])
        expected = first.search("topic4")
    with Corpus.open(tmp_path, words) as second:
        assert second.search("topic4") == expected


def test_progress_counts_up_to_the_end(corpus, document):
    seen = []
    corpus.replace("a.md", [document("a.md", LONG)], progress=lambda done, total: seen.append((done, total)))

    assert seen
    assert seen[-1][0] == seen[-1][1] > 1


def test_with_another_embedding_words_alone_are_searched_until_the_texts_are_embedded_again(
    tmp_path, words, document, caplog
):
    with Corpus.open(tmp_path, words) as first:
        first.replace("a.md", [document("a.md", LONG), document("a.md#2", " ")])
    other = type(words)(identity="hashed-words/2", width=32)
    with Corpus.open(tmp_path, other) as second:
        found = second.search("topic4", k=1)[0]
        assert "topic4" in found.passage.text
        assert found.similarity == 0
        assert "hashed-words/1" in caplog.text
        with pytest.raises(EmbeddingError, match="embeds the stored texts again"):
            second.replace("b.md", [document("b.md", "new")])
        assert second.document("a.md").text == LONG

        second.reembed()

        assert "topic4" in second.search("topic4", k=1)[0].passage.text
        assert second.document("a.md").text == LONG
    with Corpus.open(tmp_path, other) as third:
        assert third.search("topic4", k=1)[0].similarity > 0


def test_a_query_is_scrubbed_like_the_texts(tmp_path, words, document):
    class Mapped:
        text = "[PERSON_ABC]"

    class Scrubber:
        def scrub(self, text: str) -> Mapped:
            return Mapped()

    with Corpus.open(tmp_path, words, privacy=Scrubber()) as corpus:
        corpus.replace("a.md", [document("a.md", "Said [PERSON_ABC]"), document("a.md#2", "Ann said so")])
        assert corpus.search("Ann", k=1)[0].document.id == "a.md"


def test_neighbours_stand_beside_the_passage(corpus, document):
    corpus.replace("a.md", [document("a.md", LONG)])
    first, second, third, *_ = corpus.passages("a.md")

    assert corpus.neighbours(second) == [first, third]
    assert corpus.neighbours(first, before=3, after=2) == [second, third]


def test_what_is_held_is_counted(corpus, document):
    corpus.replace("a.md", [document("a.md", "alpha", kind="interview")])
    corpus.replace("t.csv", [document("t.csv#1", "beta"), document("t.csv#2", "gamma")])

    assert corpus.sources() == {"a.md": 1, "t.csv": 2}
    assert corpus.kinds() == {"interview": 1, "feedback": 2}
    assert [summary.id for summary in corpus.summaries()] == ["a.md", "t.csv#1", "t.csv#2"]


def test_ids_must_differ_and_come_from_the_source(corpus, document):
    with pytest.raises(ValueError, match="twice"):
        corpus.replace("a.md", [document("a.md", "x"), document("a.md", "y")])
    with pytest.raises(ValueError, match="does not come from"):
        corpus.replace("b.md", [document("a.md", "x")])


def test_a_filter_applies_before_the_ranking(corpus, document):
    corpus.replace("a.md", [document("a.md", "price price price")])
    corpus.replace("b.md", [document("b.md", "something else")])

    hits = corpus.search("price", where=Filter(documents=frozenset({"b.md"})))

    assert [hit.document.id for hit in hits] == ["b.md"]


def test_searches_go_on_by_words_while_the_texts_are_embedded_again(tmp_path, words, document):
    with Corpus.open(tmp_path, words) as first:
        first.replace("a.md", [document("a.md", LONG)])
        first.search("topic4")
    found: list[str] = []
    with Corpus.open(tmp_path, type(words)(identity="hashed-words/2", width=32)) as second, Pool(1) as pool:
        second.search("topic4")

        def look(done: int, total: int) -> None:
            found.append(pool.submit(second.search, "topic4", 1).result()[0].passage.text)

        assert second.outdated
        second.reembed(look)

        assert not second.outdated
        assert found
        assert all("topic4" in text for text in found)
        assert second.search("topic4", k=1)[0].similarity > 0
