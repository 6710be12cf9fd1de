"""Cuts a draft into the sentences that are judged, each with its place in the text."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace

TOKEN_LINE = re.compile(r"^(?P<mark>\s*(?:[-*+]|(?:1[0-2]|[1-9])[.)])\s+)?\s*\[\[(?P<id>[FE]\d+)\]\][ .]*$")
_ONLY_TOKENS = re.compile(r"^[\s*_().,;:-]*(?:\[\[[FE]\d+\]\][\s*_().,;:-]*)+$")
_BRACKETED = re.compile(r"\s*[(\[](?:\[\[[FE]\d+\]\][\s,;]*)+[)\]]")
# A list has as many numbers as an answer has findings; a larger one is a number, whatever stands behind it.
_MARK = re.compile(r"\s*(?:>\s?)*(?:[-*+]\s+)?(?:#+\s+)?(?:(?:1[0-2]|[1-9])[.)]\s+)?")
_STARTS_BLOCK = re.compile(r"\s*(?:[-*+]\s|\d+[.)]\s|#|>|\|)")
_STOP = re.compile(r"[.!?…]+[\"”’»*_)]*(?=\s+[^\s\d.,;:])|[.!?…]+[\"”’»*_)]*(?=\s+\d+\b)")
_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.g|i\.e|vs|approx|resp|cf|nr|bzw|ca|etc|dr|mr|mrs|ms|st|z\.B)|\b[A-Z])\.$", re.IGNORECASE
)
_GROUP = re.compile(r"\[\[\s*([FE]\d+(?:\s*[,;&/]\s*[FE]\d+)+)\s*\]\]", re.I)
_LOOSE = re.compile(r"\[\[\s*([FE])\s*0*(\d+)\s*\]\]", re.I)


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence: `text == draft[start:end]`. `lead` is the line that introduces it, ending in a colon.

    `quoted` says that it stands in a block quotation.
    """

    start: int
    end: int
    text: str
    lead: str = ""
    quoted: bool = False

    @property
    def tokens_only(self) -> bool:
        """Whether nothing but tokens stands here, so that code writes every word."""
        return _ONLY_TOKENS.match(self.text) is not None


def normal(draft: str) -> str:
    """Return the draft with invisible characters removed and tokens in their one spelling.

    Zero-width and direction characters could split a number or a token so that a reader sees what a check
    does not.
    """
    visible = "".join(char for char in draft.replace("\r\n", "\n") if unicodedata.category(char) != "Cf")
    single = _GROUP.sub(lambda match: " ".join(f"[[{key}]]" for key in re.findall(r"\w+", match[1])), visible)
    return _LOOSE.sub(lambda match: f"[[{match[1].upper()}{match[2]}]]", single)


def sentences(draft: str) -> list[Sentence]:
    """Return the sentences of a normal draft in order.

    The first line, a list item, a heading, a table row and a line of tokens are paragraphs of their own. Tokens
    that follow a sentence's full stop belong to that sentence.
    """
    found: list[Sentence] = []
    for start, end in _paragraphs(draft):
        for sentence in _split(draft, start, end):
            previous = found[-1] if found else None
            lead = previous.text if previous and sentence.tokens_only and previous.text.endswith(":") else ""
            quoted = draft[start:end].lstrip().startswith(">")
            found.append(replace(sentence, lead=lead, quoted=quoted))
    return found


def _paragraphs(draft: str) -> Iterator[tuple[int, int]]:
    open_at: tuple[int, int] | None = None
    offset = 0
    headline = True
    for line in draft.split("\n"):
        span = (offset, offset + len(line))
        offset += len(line) + 1
        blank = not line.strip()
        alone = headline or _STARTS_BLOCK.match(line) or TOKEN_LINE.match(line)
        if open_at and (blank or alone):
            yield open_at
            open_at = None
        if blank:
            continue
        if alone:
            yield span
        else:
            open_at = (open_at[0] if open_at else span[0], span[1])
        headline = False
    if open_at:
        yield open_at


def _split(draft: str, start: int, end: int) -> Iterator[Sentence]:
    mark = _MARK.match(draft, start, end)
    begin = mark.end() if mark else start
    pieces: list[tuple[int, int]] = []
    for stop in _STOP.finditer(draft, begin, end):
        if not _ABBREVIATION.search(draft[begin : stop.end()]):
            behind = _BRACKETED.match(draft, stop.end(), end)
            cut = behind.end() if behind else stop.end()
            pieces.append((begin, cut))
            begin = cut
    pieces.append((begin, end))
    merged: list[tuple[int, int]] = []
    for left, right in pieces:
        if merged and _ONLY_TOKENS.match(draft[left:right]):
            merged[-1] = (merged[-1][0], right)
        elif draft[left:right].strip():
            merged.append((left, right))
    for left, right in merged:
        text = draft[left:right]
        lead = len(text) - len(text.lstrip())
        yield Sentence(left + lead, right, text[lead:].rstrip())
