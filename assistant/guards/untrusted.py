"""Retrieved text is data: fenced, its marks neutralised, and instructions inside it set aside."""

import re
from dataclasses import replace

from retrieval.documents import Evidence
from tools.results import Report

# What the fence and the tokens of the ledger are made of, and what stands in for it inside the fence.
_NEUTRAL = str.maketrans({"<": "‹", ">": "›"})
# A full stop inside an address ends no sentence: the rest of an order would look harmless.
_SENTENCE = re.compile(r"(?:[^.!?\n]|[.!?](?![\s.!?]|$))*(?:[.!?]+(?=\s|$)|\n+|$)")
_MACHINE = r"ai|a\.i\.|assistant|bot|chatbot|(?:large )?language model|llm|model|ai agent"
_ACT = r"say|tell|reply|answer|report|recommend|include|post|send|reveal|output|print|ignore|call"
_ORDERS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\b(?:ignore|disregard|forget|override|bypass)\b.{0,40}(?:\b(?:previous|prior|above|earlier|your|these)\b"
        r".{0,30}\b(?:instruction|prompt|rule|guideline|polic|direction)|\b(?:all|any)\b.{0,20}\b(?:instruction|prompt))",
        r"\b(?:ignoriere|vergiss|missachte)\w*\b.{0,40}\b(?:anweisung|regel|vorgabe|befehl|prompt)",
        r"\b(?:ignore[zr]?|oublie[zr]?)\b.{0,40}\b(?:instruction|consigne|règle)",
        r"\b(?:ignora|olvida|omite)\w*\b.{0,40}\b(?:instruccion|instrucción|regla|indicacion)",
        r"\b(?:system prompt|developer (?:prompt|message|instruction)s?)\b",
        rf"\byou are (?:now |an? |the )*(?:{_MACHINE}|dan)\b",
        r"\b(?:attention|note|message|instructions?|hinweis|nota)\s*(?:to|for|an|für|para|pour)\s+"
        rf"(?:the |any |all |den |el |la |l['’])?(?:{_MACHINE}|assistent|ki)\b",
        rf"\b(?:as|dear|hey) (?:an? |the )?(?:{_MACHINE})\b[^.?!]{{0,80}}\b(?:must|should|please|{_ACT})\b",
        rf"\b(?:{_MACHINE})s?\b[^.?!]{{0,20}}[:,][^.?!]{{0,60}}\b(?:{_ACT})\b",
        r"\b(?:reveal|print|output|repeat|leak|exfiltrate)\b.{0,40}\b(?:prompt|instructions|api key|secret|"
        r"password|credential|customer list)\b",
        r"<\|?(?:im_start|im_end|system|endoftext|assistant)\|?>|\[/?INST\]|^\s*(?:system|assistant)\s*:",
    )
)


def is_order(text: str) -> bool:
    """Return whether a text speaks to the assistant as if it might give it orders."""
    return any(pattern.search(text) for pattern in _ORDERS)


def neutral(text: str) -> str:
    """Return a text that can close no fence and forge no token: angle brackets and doubled brackets replaced."""
    return text.translate(_NEUTRAL).replace("[[", "⟦").replace("]]", "⟧")


def quarantine(report: Report) -> Report:
    """Return the report with what addresses the assistant taken out of its quotations and reported.

    The longest run of harmless sentences of such a quotation stays, verbatim at its own offsets; without one
    the quotation goes. The caveat names the document, never the words.
    """
    suspicious = [item for item in report.evidence if is_order(item.quote)]
    if not suspicious:
        return report
    kept = [clean for item in report.evidence if (clean := _cleaned(item)) is not None]
    documents = sorted({item.document for item in suspicious})
    caveats = tuple(
        f"{document} contains instructions addressed to an assistant; they were ignored." for document in documents
    )
    return replace(report, evidence=tuple(kept), caveats=(*report.caveats, *caveats))


def _cleaned(item: Evidence) -> Evidence | None:
    if not is_order(item.quote):
        return item
    run = _longest_harmless(item.quote)
    # Offsets into the source can be moved only where stored text and source run in step.
    if run is None or item.source_end - item.source_start != item.end - item.start:
        return None
    left, right = run
    return replace(
        item,
        quote=item.quote[left:right],
        start=item.start + left,
        end=item.start + right,
        source_start=item.source_start + left,
        source_end=item.source_start + right,
    )


def _longest_harmless(quote: str) -> tuple[int, int] | None:
    best: tuple[int, int] | None = None
    start: int | None = None
    for match in _SENTENCE.finditer(quote):
        if not match[0] or is_order(match[0]):
            start = None
            continue
        start = match.start() if start is None else start
        left, right = _trimmed(quote, start, match.end())
        if not is_order(quote[left:right]) and right - left > ((best[1] - best[0]) if best else 19):
            best = (left, right)
    return best


def _trimmed(quote: str, start: int, end: int) -> tuple[int, int]:
    text = quote[start:end]
    return start + len(text) - len(text.lstrip()), end - len(text) + len(text.rstrip())
