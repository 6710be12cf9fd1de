"""Bytes to texts, one module a format family; `parse` picks the one that a file's ending promises."""

from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import PurePosixPath

from retrieval.errors import LoadError
from retrieval.load.formats.extract import Extract
from retrieval.load.limits import LARGEST_BINARY, LARGEST_MAILBOX, LARGEST_TEXT, megabytes

__all__ = ["FORMATS", "Extract", "largest", "parse"]

Parse = Callable[[bytes], list[Extract]]

# The modules are named, not imported, so that a missing parser costs its own format only.
FORMATS: Mapping[str, tuple[str, str, int]] = {
    ".docx": ("word", "Word file", LARGEST_BINARY),
    ".pdf": ("portable", "PDF", LARGEST_BINARY),
    ".html": ("markup", "HTML page", LARGEST_TEXT),
    ".htm": ("markup", "HTML page", LARGEST_TEXT),
    ".xhtml": ("markup", "HTML page", LARGEST_TEXT),
    ".vtt": ("captions", "caption file", LARGEST_TEXT),
    ".srt": ("captions", "caption file", LARGEST_TEXT),
    ".eml": ("mail", "mail", LARGEST_MAILBOX),
    ".mbox": ("mail", "mailbox", LARGEST_MAILBOX),
}
"""Ending: the module that reads it, what people call it, and the most bytes that are read."""


def largest(suffix: str) -> int:
    """Return how many bytes of a file with this ending are read at most."""
    return FORMATS[suffix][2]


def parse(name: str, data: bytes) -> list[Extract]:
    """Return the texts in the bytes of a file called `name`; raises LoadError with a reason for a person.

    Parsers raise anything on damaged input; all of it means that the file is damaged.
    """
    suffix = PurePosixPath(name).suffix.casefold()
    module, called, most = FORMATS[suffix]
    if len(data) > most:
        raise LoadError(f"It is {megabytes(len(data))} large; a {called} of up to {megabytes(most)} is read.")
    if not data:
        raise LoadError("It is empty (0 bytes).")
    read: Mapping[str, Parse] = import_module(f"retrieval.load.formats.{module}").PARSERS
    try:
        found = read[suffix](data)
    except LoadError:
        raise
    except MemoryError as error:
        raise LoadError(f"This {called} needs more memory than one file may take; split it.") from error
    except Exception as error:  # whatever a parser raises
        raise LoadError(f"This {called} is damaged: it cannot be taken apart.") from error
    kept = [one for one in found if one.text.strip()]
    if not kept:
        raise LoadError(f"This {called} holds no text.")
    return kept
