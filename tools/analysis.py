"""What a tool is: a pure function from typed arguments to a Report, and the words that say when to use it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Generic, TypeVar

from retrieval.documents import EVERYBODY, Audience
from tools.arguments import Arguments
from tools.results import Report

if TYPE_CHECKING:
    from retrieval.corpus import Corpus
    from tools.disclosure import ReleaseLog
    from tools.tables.engine import Tables

A = TypeVar("A", bound=Arguments)


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolContext:
    """All that a tool may reach: the tables, the documents, the privacy threshold, the reader, the date.

    `asked` is the user's message of this turn, `purpose` what the intent guard read from it (empty: not read),
    `writes` whether a language model will write the answer; `compares` that the message asks for a comparison
    first and only then what to do about it.
    """

    tables: "Tables"
    corpus: "Corpus"
    releases: "ReleaseLog"
    min_group: int = 5
    reader: Audience = EVERYBODY
    as_of: date | None = None
    limited: bool = False
    asked: str = ""
    purpose: str = ""
    writes: bool = False
    compares: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Analysis(Generic[A]):
    """One tool. `examples` are questions it answers: help texts and the offline analyst read them."""

    name: str
    description: str
    arguments: type[A]
    examples: tuple[str, ...]
    run: Callable[[ToolContext, A], Report]
    title: str = ""
