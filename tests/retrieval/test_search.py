"""Ranking: both ways of matching count, neighbours are heard, doubles are dropped."""

import numpy as np
import pytest

from retrieval.asked import asked
from retrieval.filters import Filter
from retrieval.search import CONVERSATIONS, EXACT, MESSAGES, OTHER_LANGUAGE, dense_weight, fuse


@pytest.mark.parametrize(
    "query",
    [
        "invoices of 2024",
        "What did Chris say?",
        'who said "too slow"',
        "problems with OpenTelemetry",
        "error in SSO",
        "what does [PERSON_KQF] want",
    ],
)
def test_names_numbers_and_quotations_lean_on_words(query):
    assert asked(query).exact
    assert dense_weight(asked(query), 200) == pytest.approx(CONVERSATIONS - EXACT)


@pytest.mark.parametrize(
    "query", ["why do people leave", "What do I hear about prices?", "WHY DO THEY LEAVE", "So. Why then"]
)
def test_themes_lean_on_meaning(query):
    assert not asked(query).exact
    assert dense_weight(asked(query), 200) == CONVERSATIONS


def test_short_messages_lean_on_meaning_more_than_conversations():
    assert dense_weight(asked("why do people leave"), 5) == MESSAGES
    assert CONVERSATIONS < dense_weight(asked("why do people leave"), 30) < MESSAGES


def test_other_languages_than_that_of_the_embedding_lean_on_words():
    assert dense_weight(asked("warum kündigen die Leute"), 5) == pytest.approx(MESSAGES - OTHER_LANGUAGE)


@pytest.mark.parametrize(
    ("query", "subject"),
    [
        ("Summarize the discussion about delivery times.", "delivery times"),
        ("What did people say about the price?", "price"),
        ("Was sagen die Leute über den Versand?", "Versand"),
        ("Que disent les gens de la livraison ?", "livraison"),
        ("¿Qué opinan las personas sobre el precio?", "precio"),
        ("my card has not arrived", "my card has not arrived"),
        ("what did they say", "what did they say"),
    ],
)
def test_the_subject_is_what_is_left_without_the_words_of_asking(query, subject):
    assert asked(query).subject == subject


def test_scores_are_scaled_before_they_are_weighed():
    dense, lexical = np.array([0.2, 0.4, 0.3], np.float32), np.array([0, 0, 50], np.float32)

    np.testing.assert_allclose(fuse(dense, lexical, 0.5), [0, 0.5, 0.75], atol=1e-6)
    np.testing.assert_allclose(fuse(dense, np.zeros(3, np.float32), 0.5), [0, 1, 0.5], atol=1e-6)
    np.testing.assert_allclose(fuse(dense[:1], lexical[:1], 0.5), [0])


def test_hits_are_ranked_verbatim_and_carry_the_cosine(corpus, document, words):
    texts = ["the price doubled", "support is slow", "price price"]
    corpus.replace("t.csv", [document(f"t.csv#{n}", text) for n, text in enumerate(texts, 1)])

    hits = corpus.search("price doubled")

    assert [hit.rank for hit in hits] == [1, 2, 3]
    assert hits[0].document.id == "t.csv#1"
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    for hit in hits:
        assert hit.document.text[hit.passage.start : hit.passage.end] == hit.passage.text
        cosine = np.dot(words.embed_query("price doubled"), words.embed_query(f"feedback\n{hit.passage.text}"))
        assert hit.similarity == pytest.approx(cosine, abs=1e-5)


def test_a_name_is_found_by_its_letters(corpus, document):
    corpus.replace("t.csv", [document(f"t.csv#{n}", f"talk about thing number zx{n}q") for n in range(30)])

    assert corpus.search("what about zx17q", k=1)[0].document.id == "t.csv#17"


def test_equal_texts_are_shown_once(corpus, document):
    texts = ["It is slow.", "it is  SLOW.", "It is dear."]
    corpus.replace("t.csv", [document(f"t.csv#{n}", text) for n, text in enumerate(texts)])

    assert len(corpus.search("slow")) == 2


def test_a_passage_gains_from_its_neighbours(corpus, document):
    filler = "other matters entirely " * 45
    spoken = [f"Paragraph about refund. {filler}", f"Quiet middle one. {filler}", f"Again refund here. {filler}"]
    lonely = [f"Quiet middle two. {filler}"]
    corpus.replace("a.md", [document("a.md", "\n\n".join(spoken))])
    corpus.replace("b.md", [document("b.md", lonely[0])])

    ranked = [hit.passage.text.split(".")[0] for hit in corpus.search("refund")]

    assert ranked.index("Quiet middle one") < ranked.index("Quiet middle two")


def test_neighbours_of_another_document_do_not_count(corpus, document):
    corpus.replace(
        "t.csv", [document("t.csv#1", "refund refund"), document("t.csv#2", "alpha"), document("t.csv#3", "beta")]
    )

    scores = {hit.document.id: hit.score for hit in corpus.search("refund")}

    assert scores["t.csv#1"] == 1.0


@pytest.mark.parametrize("query", ["", "   ", "\n"])
def test_an_empty_query_finds_nothing(corpus, document, query):
    corpus.replace("a.md", [document("a.md", "text")])

    assert corpus.search(query) == []


def test_k_bounds_the_result(corpus, document):
    corpus.replace("t.csv", [document(f"t.csv#{n}", f"text {n}") for n in range(9)])

    assert len(corpus.search("text", k=4)) == 4
    assert corpus.search("text", k=0) == []
    assert len(corpus.search("text", k=99, where=Filter(documents=frozenset({"t.csv#1"})))) == 1


def test_the_same_question_gives_the_same_answer(corpus, document):
    corpus.replace("t.csv", [document(f"t.csv#{n}", f"text {n % 3} {n}") for n in range(20)])

    assert corpus.search("text 2") == corpus.search("text 2")


def test_real_meaning_beats_shared_words(minilm, tmp_path, document):
    from retrieval.corpus import Corpus

    texts = ["We cancelled since it costs far too much.", "The people leave the office at six.", "Great colours."]
    with Corpus.open(tmp_path, minilm) as corpus:
        corpus.replace("t.csv", [document(f"t.csv#{n}", text) for n, text in enumerate(texts, 1)])

        assert corpus.search("reasons for quitting the subscription", k=1)[0].document.id == "t.csv#1"
