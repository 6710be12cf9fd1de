"""The built encoder computes what BERT is, close to it when quantized, and only from the published weights."""

import math
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import pytest
from langchain_core.embeddings import Embeddings

from retrieval.embed import Adaptation, MiniLM, build_model, embeddings, encode, identity, whole_words
from retrieval.embed.build import full_precision, packaged_weights, verify
from retrieval.embed.graph import Shape, bert
from retrieval.errors import EmbeddingError

SHAPE = Shape(layers=2, heads=2, epsilon=1e-12)
WIDTH, INNER, WORDS, PLACES = 8, 12, 20, 16


def small_weights() -> dict[str, np.ndarray]:
    random = np.random.default_rng(7)

    def draw(*shape: int) -> np.ndarray:
        return random.normal(scale=0.5, size=shape).astype(np.float32)

    weights = {
        "embeddings.word_embeddings.weight": draw(WORDS, WIDTH),
        "embeddings.position_embeddings.weight": draw(PLACES, WIDTH),
        "embeddings.token_type_embeddings.weight": draw(2, WIDTH),
        "embeddings.LayerNorm.weight": draw(WIDTH),
        "embeddings.LayerNorm.bias": draw(WIDTH),
    }
    for layer in range(SHAPE.layers):
        prefix = f"encoder.layer.{layer}."
        sizes = {"attention.output.dense": (WIDTH, WIDTH), "intermediate.dense": (INNER, WIDTH)}
        sizes |= {f"attention.self.{part}": (WIDTH, WIDTH) for part in ("query", "key", "value")}
        sizes |= {"output.dense": (WIDTH, INNER)}
        for name, (rows, columns) in sizes.items():
            weights[f"{prefix}{name}.weight"], weights[f"{prefix}{name}.bias"] = draw(rows, columns), draw(rows)
        for name in ("attention.output.LayerNorm", "output.LayerNorm"):
            weights[f"{prefix}{name}.weight"], weights[f"{prefix}{name}.bias"] = draw(WIDTH), draw(WIDTH)
    return weights


def reference(weights: dict[str, np.ndarray], ids: list[int], layers: int = SHAPE.layers) -> np.ndarray:
    """BERT's first layers and mean pooling for one unpadded text, straight from the papers."""

    def norm(value: np.ndarray, name: str) -> np.ndarray:
        centred = value - value.mean(-1, keepdims=True)
        scaled = centred / np.sqrt((centred**2).mean(-1, keepdims=True) + SHAPE.epsilon)
        return scaled * weights[f"{name}.weight"] + weights[f"{name}.bias"]

    def dense(value: np.ndarray, name: str) -> np.ndarray:
        return value @ weights[f"{name}.weight"].T + weights[f"{name}.bias"]

    def heads(value: np.ndarray) -> np.ndarray:
        return value.reshape(len(ids), SHAPE.heads, -1).transpose(1, 0, 2)

    hidden = (
        weights["embeddings.word_embeddings.weight"][ids] + weights["embeddings.token_type_embeddings.weight"][0]
    )
    hidden = norm(hidden + weights["embeddings.position_embeddings.weight"][: len(ids)], "embeddings.LayerNorm")
    for layer in range(layers):
        prefix = f"encoder.layer.{layer}."
        query, key, value = (
            heads(dense(hidden, f"{prefix}attention.self.{p}")) for p in ("query", "key", "value")
        )
        scores = np.exp(query @ key.transpose(0, 2, 1) / math.sqrt(WIDTH / SHAPE.heads))
        mixed = ((scores / scores.sum(-1, keepdims=True)) @ value).transpose(1, 0, 2).reshape(len(ids), WIDTH)
        attended = dense(mixed, f"{prefix}attention.output.dense") + hidden
        hidden = norm(attended, f"{prefix}attention.output.LayerNorm")
        grown = dense(hidden, f"{prefix}intermediate.dense")
        gelu = grown * 0.5 * (1 + np.vectorize(math.erf)(grown / math.sqrt(2)))
        hidden = norm(dense(gelu, f"{prefix}output.dense") + hidden, f"{prefix}output.LayerNorm")
    mean = hidden.mean(0)
    return mean / np.linalg.norm(mean)


def test_the_graph_computes_bert_and_ignores_padding():
    weights = small_weights()
    model = bert(weights, SHAPE)
    onnx.checker.check_model(model)
    session = onnxruntime.InferenceSession(model.SerializeToString())
    ids = np.array([[1, 5, 9, 2], [3, 4, 0, 0]], dtype=np.int64)
    mask = np.array([[1, 1, 1, 1], [1, 1, 0, 0]], dtype=np.int64)

    (found,) = session.run(["sentence"], {"ids": ids, "mask": mask})

    np.testing.assert_allclose(found[0], reference(weights, [1, 5, 9, 2]), atol=1e-5)
    np.testing.assert_allclose(found[1], reference(weights, [3, 4]), atol=1e-5)


def test_an_adapted_encoder_has_changed_upper_layers_and_tells_the_vector_below_them():
    weights = small_weights()
    name = "encoder.layer.1.output.dense.weight"
    left, right = (np.full(shape, 0.3, dtype=np.float32) for shape in ((WIDTH, 1), (1, INNER)))
    adapted = Adaptation("test", 1, {name: (left, right)}).applied(weights)
    model = bert(adapted, SHAPE, middle=1)
    onnx.checker.check_model(model)
    session = onnxruntime.InferenceSession(model.SerializeToString())
    ids = np.array([[1, 5, 9, 2]], dtype=np.int64)

    middle, last = session.run(["middle", "sentence"], {"ids": ids, "mask": np.ones_like(ids)})

    np.testing.assert_allclose(middle[0], reference(weights, [1, 5, 9, 2], layers=1), atol=1e-5)
    np.testing.assert_allclose(
        last[0], reference({**weights, name: weights[name] + 0.09}, [1, 5, 9, 2]), atol=1e-5
    )


def test_quantized_vectors_stay_close_to_full_precision(minilm):
    texts = [
        "We left because the price doubled.",
        "Support never answered my ticket about invoices.",
        "Great app!",
    ]
    tokenizer, _ = minilm._load()
    session = onnxruntime.InferenceSession(full_precision(packaged_weights()).SerializeToString())
    exact = []
    for text in texts:
        ids = np.array([tokenizer.encode(text).ids], dtype=np.int64)
        exact.append(session.run(["sentence"], {"ids": ids, "mask": np.ones_like(ids)})[0][0])

    cosines = (minilm.encode(texts) * np.array(exact)).sum(axis=1)

    assert cosines.min() >= 0.98


def test_like_meanings_are_near(minilm):
    query = np.array(minilm.embed_query("too expensive"))
    vectors = np.array(minilm.embed_documents(["The price is far too high.", "The app crashes at login.", ""]))

    assert vectors[0] @ query > vectors[1] @ query + 0.2
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_order_and_company_do_not_change_a_vector_much(minilm):
    texts = ["short", "a rather longer text about prices " * 8, "middle sized text about support", "x " * 600]
    together = minilm.encode(texts * 40)

    for text, vector in zip(texts, together[:4], strict=True):
        # Activations are quantized by the range of the whole batch, so equality is not to be had.
        assert minilm.encode([text])[0] @ vector > 0.97


def test_few_texts_have_the_same_vectors_in_any_company(minilm):
    texts = ["short", "a rather longer text about prices " * 8, "middle sized text about support"]
    together = minilm.encode(texts)

    for text, vector in zip(texts, together, strict=True):
        assert (minilm.encode([text])[0] == vector).all()


def test_odd_texts_are_embedded(minilm):
    vectors = minilm.encode(["", "\ud800 lone surrogate", "🙂" * 400, "\x00"])

    assert vectors.shape == (4, 384)
    assert np.isfinite(vectors).all()


def test_altered_weights_are_refused(tmp_path: Path):
    weights = tmp_path / "model.safetensors"
    weights.write_bytes(b"something else")

    with pytest.raises(EmbeddingError, match="not the published MiniLM"):
        verify(weights)


def test_the_model_is_built_once_and_leaves_nothing_else(minilm):
    cache = build_model(minilm._cache).parent
    (built,) = cache.iterdir()
    before = built.stat().st_mtime_ns

    assert build_model(cache).stat().st_mtime_ns == before


def test_a_damaged_model_file_says_what_to_do(minilm, tmp_path: Path):
    broken = tmp_path / build_model(minilm._cache).name
    broken.write_bytes(b"not a model")

    with pytest.raises(EmbeddingError, match="Delete that file"):
        MiniLM(tmp_path).embed_query("x")


def test_only_known_names_are_embeddings(tmp_path: Path):
    assert isinstance(embeddings("minilm", tmp_path), MiniLM)
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(EmbeddingError, match="no embedding `word2vec`"):
        embeddings("word2vec", tmp_path)


class Fixed(Embeddings):
    model = "text-embedding"

    def __init__(self, rows: list[list[float]]) -> None:
        self.rows = rows

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return self.rows

    def embed_query(self, text: str) -> list[float]:
        return self.rows[0]


def test_vectors_of_any_embedding_are_scaled_and_named():
    np.testing.assert_allclose(encode(Fixed([[3, 4], [0, 0]]), ["a", "b"]), [[0.6, 0.8], [0, 0]])
    assert identity(Fixed([])) == "Fixed:text-embedding"


@pytest.mark.parametrize("rows", [[[1.0, 0.0]], [[1.0, float("nan")], [0.0, 1.0]]])
def test_unusable_vectors_are_refused(rows):
    with pytest.raises(EmbeddingError, match="one usable vector per text"):
        encode(Fixed(rows), ["a", "b"])


def test_words_that_the_tokenizer_takes_whole_are_words() -> None:
    words = whole_words()

    assert {"sensor", "project", "unemployed"} <= words
    assert not any(word.startswith("##") or word in {"##ing", "recieve", "custmers"} for word in words)
