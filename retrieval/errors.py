"""What can go wrong while reading, embedding or keeping texts.

RetrievalError
 ├─ LoadError        a file that cannot become documents; the rest of the folder goes in
 ├─ EmbeddingError   the embedding is missing, altered, or not the one that the stored vectors came from
 └─ StoreError       what is kept on disk cannot be read or written; it is left as it was

Every message is one or two plain sentences for the operator: what is wrong, and what to do about it.
"""


class RetrievalError(Exception):
    """Any failure of this package that its caller can explain to a person."""


class LoadError(RetrievalError):
    """A file that cannot become documents; `reason` is shown beside its path."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class EmbeddingError(RetrievalError):
    """The embedding cannot be built or loaded, or does not match the stored vectors."""


class StoreError(RetrievalError):
    """The stored texts cannot be read or written."""
