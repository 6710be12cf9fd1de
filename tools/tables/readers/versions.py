"""Release numbers: `3.10` is not the number 3.1, and comes after `3.9`."""

import re
from collections.abc import Sequence

from tools.tables.lexicon import tokens, word_set

_VERSION = re.compile(r"^[vV]?\d{1,4}(?:\.\d{1,6}){1,3}$")


def are_versions(name: str, texts: Sequence[str]) -> bool:
    """Return whether a header names releases and all of its different cells are written as such."""
    named = bool(set(tokens(name)) & word_set("version"))
    return named and bool(texts) and all(map(_VERSION.match, texts))


def is_version(text: str) -> bool:
    """Return whether a text is written as a release: `6.0.4`, `v2.1`."""
    return bool(_VERSION.match(text.strip()))


def release(text: str) -> tuple[int, ...]:
    """Return the parts of a release as numbers, by which releases sort; empty for other texts."""
    return tuple(map(int, text.strip().lstrip("vV").split("."))) if is_version(text) else ()
