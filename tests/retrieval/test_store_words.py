"""How words are counted and weighed: stems, languages, parts of words, the passages around."""

import numpy as np
import pytest

from retrieval.store.lexical import Analyzer, language_of


@pytest.mark.parametrize(
    ("language", "text", "terms"),
    [
        ("en", "The prices were rising, weren't they?", ["price", "rise"]),
        (
            "de",
            "Die Rechnungen waren zu teuer und die Rechnung kam spät.",
            ["rechnung", "teu", "rechnung", "kam", "spat"],
        ),
        ("fr", "Les abonnements sont chers et nous annulons.", ["abon", "cher", "annulon"]),
        ("es", "Los precios suben y cancelamos.", ["preci", "sub", "cancel"]),
    ],
)
def test_terms_are_stems_without_function_words(language, text, terms):
    assert language_of(text) == language
    assert Analyzer(language).terms(text) == terms


def test_placeholders_and_numbers_keep_their_form():
    assert Analyzer("en").terms("[PERSON_KQFS] paid v2.1 in 2025") == ["person_kqfs", "paid", "v2", "1", "2025"]


def test_a_question_in_german_finds_the_inflected_word(corpus, document):
    corpus.replace("a.md", [document("a.md", "Wir haben die Rechnungen nicht verstanden und sie waren falsch.")])
    corpus.replace("b.md", [document("b.md", "Der Versand ist sehr schnell und das ist gut.")])

    index = corpus._index()

    assert index.stamp.languages == ["de"]
    assert (index.lexicon.scores("Wie war die Rechnung?") > 0).tolist() == [True, False]


def test_a_word_is_heard_in_the_passages_around_it_and_nowhere_else(corpus, document):
    filler = "other matters entirely " * 45
    talk = [f"Quiet one {filler}", f"About the zeppelin {filler}", *(f"Quiet {n} {filler}" for n in range(6))]
    corpus.replace("a.md", [document("a.md", "\n\n".join(talk))])
    corpus.replace("b.md", [document("b.md", f"Elsewhere {filler}")])

    index = corpus._index()
    scores = index.lexicon.scores("zeppelin").tolist()

    assert scores.index(max(scores)) == 1
    assert scores[1] > scores[2] > scores[3] > scores[4] > scores[5] > 0
    assert scores[2] == pytest.approx(scores[0], rel=0.2)
    assert scores[6:] == [0, 0, 0]
    some = np.array([0, 2, 4, 8])
    assert index.lexicon.scores("zeppelin", some).tolist() == [0, 0, 0, 0]


def test_a_rare_filter_and_a_frequent_word_score_as_without_the_filter(corpus, document):
    texts = [f"zeppelin {'rare' if number == 150 else 'often'} {number}" for number in range(300)]
    corpus.replace("t.csv", [document(f"t.csv#{number}", text) for number, text in enumerate(texts)])
    lexicon = corpus._index().lexicon
    some = np.array([3, 150, 299])

    for query in ("zeppelin", "often", "rare zeppelin"):
        np.testing.assert_allclose(lexicon.scores(query, some), lexicon.scores(query)[some], rtol=1e-6)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Preiserhöhungen", "de"),
        ("¿Qué opinan los clientes?", "es"),
        ("hausse", "none"),
        ("la que", "none"),
        ("difficultés pour se connecter", "fr"),
    ],
)
def test_a_language_is_told_only_when_one_is_ahead(text, language):
    assert language_of(text, default="none") == language


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("Die Rechnung kam zweimal, und der Betrag war falsch.", "Rechnungsfehler"),
        ("El importe de la factura era incorrecto.", "errores de facturacion"),
        ("La facture est arrivée deux fois.", "erreurs de facturation"),
    ],
)
def test_other_languages_than_english_are_also_compared_by_parts_of_words(corpus, document, text, query):
    corpus.replace("a.md", [document("a.md", text)])
    corpus.replace("b.md", [document("b.md", "Alles andere ist gut und schön, das freut uns sehr.")])

    assert (corpus._index().lexicon.scores(query) > 0).tolist() == [True, False]


def test_counting_a_word_counts_no_parts_of_words(corpus, document):
    corpus.replace(
        "a.md", [document("a.md", "Der Rechnungsfehler war ein Fehler der Buchhaltung, nicht von uns.")]
    )
    corpus.replace("b.md", [document("b.md", "Die Rechnung war nicht falsch, und das ist gut.")])

    assert corpus.frequencies(["Rechnung", "Buchhaltung", "nicht"]) == [1, 1, None]
