"""Quotations that the model typed instead of citing."""

import re
from collections.abc import Iterator

from assistant.ledger.numbering import Ledger
from assistant.ledger.scope import Scope
from retrieval.documents import Evidence

_QUOTED = re.compile(
    r"[“„]([^“”„]+)[”“]|\"([^\"]+)\"|[«»]([^«»]+)[«»]|[‹›]([^‹›]+)[‹›]|(?<!\w)[‘‚]([^‘]+?)[’‘](?!\w)|"
    r"(?<!\w)'([^']+(?:'\w[^']*)*)'(?!\w)|`([^`]+)`"
)
_UNBALANCED = re.compile(r"[“”„\"«»]")
_SPACE = re.compile(r"\s+")


def quotations(text: str) -> list[tuple[int, int, str]]:
    """Return (start, end, inside) of every stretch in quotation marks of any kind."""
    found = []
    for match in _QUOTED.finditer(text):
        inside = next(group for group in match.groups() if group is not None)
        found.append((match.start(), match.end(), inside))
    return found


def quoted_evidence(text: str, ledger: Ledger) -> list[Evidence]:
    """Return the evidence whose words the text quotes verbatim without its token."""
    inside = [_plain(quote) for *_, quote in quotations(text)]
    return [
        item
        for item in ledger.evidence.values()
        if any(len(quote) >= 12 and quote in _plain(item.quote) for quote in inside)
    ]


def check_quotations(scope: Scope) -> Iterator[tuple[str, str]]:
    """Yield a fault for each typed quotation that stands neither in the question nor in cited evidence.

    A name of the data (a segment, a column, a source) may be put in quotation marks too.
    """
    text = scope.without_tokens()
    spans = quotations(text)
    outside = text
    for start, end, _ in reversed(spans):
        outside = outside[:start] + " " * (end - start) + outside[end:]
    if _UNBALANCED.search(outside):
        yield "quote", "A quotation mark is open; quotations are cited as [[E1]], never typed."
    if _is_block(scope):
        yield "quote", "A block quotation was typed; cite the quotation as [[E1]] on a line of its own."
    for *_, quote in spans:
        if not _known(_plain(quote), scope):
            yield "quote", f"“{quote}” was typed as a quotation; cite the quotation as [[E1]]."


def _is_block(scope: Scope) -> bool:
    return scope.sentence.quoted and not scope.sentence.tokens_only


def _known(quote: str, scope: Scope) -> bool:
    if quote.lower() in _plain(scope.question).lower():
        return True
    sources = [scope.ledger.evidence[key].quote for key in scope.cited_anywhere if key in scope.ledger.evidence]
    return any(quote in _plain(source) for source in sources) or quote.lower() in scope.allowed.names


def _plain(text: str) -> str:
    unified = text.replace("’", "'").replace("‘", "'").replace("“", '"').replace("”", '"')
    return _SPACE.sub(" ", unified).strip().rstrip(".,;:!?").strip()
