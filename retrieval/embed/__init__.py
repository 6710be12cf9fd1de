"""Text to vectors: MiniLM in process by default, or any LangChain `Embeddings` that the caller injects."""

from retrieval.embed.build import Adaptation, Factor, build_model, whole_words
from retrieval.embed.minilm import MiniLM, embeddings
from retrieval.embed.numbers import encode, identity

__all__ = ["Adaptation", "Factor", "MiniLM", "build_model", "embeddings", "encode", "identity", "whole_words"]
