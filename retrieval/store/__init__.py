"""The record (Chroma) and the index derived from it."""
