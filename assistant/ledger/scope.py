"""One sentence with everything that a rule may compare it with."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.ledger.lexicon import Language
from assistant.ledger.mentions import Segments
from assistant.ledger.numbering import TOKEN, Ledger
from assistant.ledger.sentences import Sentence
from retrieval.documents import Evidence
from tools.results import Finding

if TYPE_CHECKING:
    from assistant.ledger.numbers import Allowed


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    """A sentence, what it cites, and what the turn holds.

    `findings` and `evidence` are those of the sentence; `evidence` includes what it quotes verbatim without a
    token. `dates` are the ways to write the dates of that evidence. `introduces` says that a line of tokens
    follows.
    """

    sentence: Sentence
    ledger: Ledger
    question: str
    cited: tuple[str, ...]
    cited_anywhere: tuple[str, ...]
    findings: tuple[Finding, ...]
    evidence: tuple[Evidence, ...]
    language: Language
    segments: Segments
    allowed: "Allowed"
    dates: tuple[str, ...]
    introduces: bool = False

    @property
    def text(self) -> str:
        """The sentence as it stands in the draft."""
        return self.sentence.text

    def without_tokens(self) -> str:
        """Return the sentence with its tokens blanked, so that every offset stays."""
        return blank(self.text, (match.span() for match in TOKEN.finditer(self.text)))


def blank(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """Return the text with the given stretches replaced by spaces of the same length."""
    chars = list(text)
    for start, end in spans:
        chars[start:end] = " " * (end - start)
    return "".join(chars)
