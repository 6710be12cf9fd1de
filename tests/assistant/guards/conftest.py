"""The encoder that the guard runs with, where the weights of MiniLM are installed."""

import pytest
from platformdirs import user_cache_path

from assistant.guards.encoder import encoder
from assistant.guards.score import Encode
from retrieval.embed.build import packaged_weights
from retrieval.errors import EmbeddingError


@pytest.fixture(scope="session")
def encode() -> Encode:
    """The encoder that the guard runs with."""
    try:
        packaged_weights()
    except EmbeddingError:
        pytest.skip("the weights of MiniLM are installed by `make setup` only")
    return encoder(user_cache_path("whybuy", appauthor=False)).embed_query
