"""Quotations given to the wrong person or the wrong document."""

import re
from collections.abc import Iterator

from assistant.ledger.scope import Scope
from retrieval.documents import Evidence

_SAYS = (
    r"said|says|told|tells|explained|explains|complained|complains|wrote|writes|put it|puts it|noted|notes|"
    r"recalled|recalls|remarked|described|describes|sagte?|sagt|meinte?|schrieb|schreibt|dit|disait|explique|"
    r"dijo|dice|explicó"
)
_NAME = r"\[[A-Z_]+\]|[A-ZÄÖÜÉÈÀÁÍÓÚÑ][\w.'’-]*(?: [A-ZÄÖÜÉÈÀÁÍÓÚÑ][\w.'’-]*)*"
_SPEAKS = re.compile(
    rf"(?P<who>{_NAME}),? (?:{_SAYS})\b|\b(?:[Aa]ccording to|[Ll]aut|[Ss]elon|[Ss]egún) (?P<source>{_NAME})"
)
_REPORTED = re.compile(
    r"(?<!what )(?<!how )(?<!whether )(?<!why )(?:\b(?:customers?|users?|people|buyers?|clients?|respondents?|"
    r"participants?|subscribers?|interviewees?|one|someone|somebody|he|she|they)|\[PERSON_\w+\])\s+(?:\w+\s+)?"
    r"(?:(?:said|told|complained|reported|claimed|explained|mentioned)\b|"
    r"(?:says?|complains?|reports?|claims?) that\b)",
    re.IGNORECASE,
)
_PLACEHOLDER = re.compile(r"\[[A-Z][A-Z_]+\]")
_GENERIC = (
    "a an the one another some somebody someone they he she it we people others many several most customers "
    "customer buyers buyer users user clients client respondents respondent participants participant interviewees "
    "interviewee shoppers subscribers members employees staff sources source interviews reviews tickets who as in "
    "das die der ein eine kunden kunde nutzer le la les un une el los las clientes cliente this that these "
    "those"
)


_ANYBODY = frozenset(_GENERIC.split())


def check_voices(scope: Scope) -> Iterator[tuple[str, str]]:
    """Yield a fault when words are put in somebody's mouth.

    A sentence that cites a quotation names no voice but the quotation's own; one that reports what people said
    cites something, or introduces the line that does.
    """
    if not scope.evidence:
        if _REPORTED.search(scope.text) and not scope.findings and not scope.introduces:
            yield "voice", "What somebody said is reported without a citation; cite it as [[E1]]."
        return
    text = f"{scope.sentence.lead} {scope.text}" if scope.sentence.lead else scope.text
    own = {name for item in scope.evidence for name in _voices(item)}
    for name in _named(text, scope):
        if name.lower() not in own:
            yield "voice", f"`{name}` is not where the cited quotation comes from."


def _named(text: str, scope: Scope) -> Iterator[str]:
    lowered = text.lower()
    for item in scope.ledger.evidence.values():
        for name in _voices(item):
            if re.search(rf"(?<![\w/]){re.escape(name)}(?![\w/])", lowered):
                yield name
    known = {name for item in scope.ledger.evidence.values() for name in _voices(item)}
    for match in _PLACEHOLDER.finditer(text):
        if match[0].lower() not in known:
            yield match[0]
    for match in _SPEAKS.finditer(text):
        name = match["who"] or match["source"]
        plural = match.start() == 0 and " " not in name and name.endswith("s")
        generic = plural or set(re.findall(r"\w+", name.lower())) <= _ANYBODY
        if not generic and not _is_known(name, known, scope):
            yield name


def _is_known(name: str, known: set[str], scope: Scope) -> bool:
    lowered = name.lower()
    return lowered in known or lowered in scope.allowed.names or bool(scope.segments.mentions(name))


def _voices(item: Evidence) -> set[str]:
    stem = item.document.rsplit("/", 1)[-1]
    names = {item.speaker or "", item.document, item.source, stem}
    bare = stem.rsplit(".", 1)[0]
    if len(bare) > 4 and re.search(r"[-_\d]", bare):  # a plain word would be found in any sentence
        names.add(bare)
    return {name.lower() for name in names if len(name) > 2}
