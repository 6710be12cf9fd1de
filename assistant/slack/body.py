"""The middle of an answer: its text in the order it was written, every quotation with its source."""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from assistant.answer import Answer
from assistant.ledger.rendering import defang
from assistant.slack.limits import SECTION_TEXT, split
from assistant.slack.markdown import Piece, aligned, parse
from assistant.slack.rich import (
    Block,
    context,
    inline,
    label,
    listing,
    paragraph,
    preformatted,
    quotation,
)
from retrieval.documents import Evidence
from tools.results import Finding
from tools.wording import rendered

_SPACE = re.compile(r"[\s*_`\\>]+")


def body(answer: Answer) -> list[Block]:
    """Return the answer's text as blocks, then the findings and quotations that the text does not show."""
    pieces = _without_headline(parse(answer.text), answer.headline)
    blocks = [block for group in _groups(pieces, answer) for block in group]
    text = squashed(answer.text)
    unsaid = [finding.statement for finding in answer.findings if not _said(finding, text)]
    if unsaid:
        blocks += [listing(batch) for batch in _batches(unsaid)]
    unquoted = [evidence for evidence in answer.citations if not _is_quoted(evidence, text)]
    if unquoted:
        blocks.append(label("In their own words"))
        blocks += [block for evidence in unquoted for block in quoted(evidence)]
    return blocks


def listed(title: str, items: Sequence[str], answer: Answer) -> list[Block]:
    """Return a titled list of the items that the answer's text does not say already."""
    text = squashed(answer.text)
    unsaid = [item for item in items if squashed(item) not in text]
    return [label(title), *(listing(batch) for batch in _batches(unsaid))] if unsaid else []


def quoted(evidence: Evidence) -> list[Block]:
    """Return a quotation and the line that says whose words they are and where they stand."""
    parts: list[str] = [evidence.kind.replace("_", " "), evidence.document]
    parts += [part for part in (evidence.speaker, evidence.date) if part]
    parts += [f"{name}: {value}" for name, value in evidence.segment.items()]
    if evidence.dissent:
        parts.append("sees it differently")
    return [*(quotation(part) for part in split(evidence.quote, SECTION_TEXT)), context(" · ".join(parts))]


def squashed(text: str) -> str:
    """Return text without white space, case and Markdown marks, to see whether two texts say the same."""
    return _SPACE.sub("", text).casefold()


def _without_headline(pieces: list[Piece], headline: str) -> list[Piece]:
    if not pieces or not headline:
        return pieces
    first, _, rest = pieces[0].text.partition("\n")
    if squashed(first).strip("#") != squashed(headline).strip("#"):
        return pieces
    return [Piece(pieces[0].kind, rest), *pieces[1:]] if rest else pieces[1:]


def _groups(pieces: Sequence[Piece], answer: Answer) -> Iterator[list[Block]]:
    """Neighbouring items of one list become one block; everything else a block of its own."""

    def kind(piece: Piece) -> str:
        return "quote" if _evidence(piece, answer) else piece.kind

    for name, group in groupby(pieces, key=kind):
        members = list(group)
        if name in ("bullet", "number"):
            items = [part for piece in members for part in split(piece.text, SECTION_TEXT)]
            yield [listing(batch, ordered=name == "number") for batch in _batches(items)]
        else:
            yield [block for piece in members for block in _single(piece, answer)]


def _batches(items: Sequence[str]) -> Iterator[list[str]]:
    """Cut a list so that no block is so long that it could not be moved to a next message."""
    batch: list[str] = []
    for item in items:
        if batch and sum(map(len, batch)) + len(item) > SECTION_TEXT:
            yield batch
            batch = []
        batch.append(item)
    if batch:
        yield batch


def _single(piece: Piece, answer: Answer) -> list[Block]:
    if evidence := _evidence(piece, answer):
        return [block for one in evidence for block in quoted(one)]
    parts = split(piece.text, SECTION_TEXT)
    if piece.kind == "heading":
        return [label(piece.text.replace("**", ""))]
    if piece.kind == "quote":
        return [quotation(part) for part in parts]
    if piece.kind == "code":
        return [preformatted(part) for part in parts]
    if piece.kind == "table":
        return [preformatted(part) for part in split(aligned(piece.text), SECTION_TEXT)]
    return [paragraph(inline(part)) for part in parts]


def _evidence(piece: Piece, answer: Answer) -> list[Evidence]:
    """Return the citations that a piece consists of: quotation and source, not a sentence that quotes.

    Longer quotations are looked for first, and what is found is taken out: a short one may stand in a long one.
    """
    text = rest = squashed(piece.text)
    found = []
    for evidence in sorted(answer.citations, key=lambda one: -len(one.quote)):
        if _is_quoted(evidence, rest):
            found.append(evidence)
            rest = rest.replace(squashed(evidence.quote), "", 1).replace(squashed(defang(evidence.quote)), "", 1)
    return found if piece.kind == "quote" or len(rest) * 2 < len(text) else []


def _said(finding: Finding, text: str) -> bool:
    """Whether the text holds a finding's sentence, or at least the figure that it states."""
    figure = squashed(rendered(finding.value, finding.unit, finding.currency))
    return squashed(finding.statement) in text or (len(figure) > 1 and figure in text)


def _is_quoted(evidence: Evidence, text: str) -> bool:
    """Whether a squashed text holds a quotation, as it is stored or as Markdown has to write it."""
    return any(squashed(quote) in text for quote in (evidence.quote, defang(evidence.quote)))
