"""review_campaign: whether a text forms intent or manufactures it, criterion by criterion, lines quoted."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from retrieval.documents import Document, Evidence
from tools.act.campaign_signs import Criterion, Mark, criteria, marks
from tools.act.pasted import pasted
from tools.analysis import Analysis, ToolContext
from tools.arguments import Arguments, slot
from tools.errors import AnalysisError
from tools.results import Finding, Report
from tools.wording import listed

ASKED = "your message"
"""The document that quotations of a pasted text name: the question itself, as it was scrubbed."""

_MOST_PAGES = 3
_MOST_TOLD = 10
_MOST_QUOTED = 3  # places named beside one criterion
_ONLY_WORDING = (
    "Read from the wording alone: whether a number, a date or a claim is true, only you can tell, and a picture "
    "or a layout may press as well."
)
_NO_REWRITE = "A rewrite needs a language model; without one, the advice for each criterion says what to change."
_REWRITE = "A rewrite may keep what is true in the text and nothing else."


class CampaignArguments(Arguments):
    """Arguments of review_campaign."""

    text: str = slot(
        "pasted", "The marketing text that the user pasted, word for word; empty for stored copy.", default=""
    )
    documents: tuple[str, ...] = slot(
        "documents", "Stored copy to review instead, by name or part of a name.", default=()
    )


@dataclass(frozen=True, slots=True)
class _Page:
    """A text under review: `text` is all of the stored text, `start` and `end` the part that is judged."""

    document: Document | None
    text: str
    start: int
    end: int

    @property
    def name(self) -> str:
        return self.document.id if self.document else ASKED


def review_campaign(context: ToolContext, arguments: CampaignArguments) -> Report:
    """Return the verdict on a pasted text or on stored copy; raises AnalysisError where there is no text."""
    pages = _pages(context, arguments)
    found = [(page, mark) for page in pages for mark in marks(page.text[page.start : page.end])]
    caveats = [_ONLY_WORDING, _REWRITE if context.writes else _NO_REWRITE]
    return Report(
        title="Forming intent, or manufacturing it",
        findings=(_verdict(pages, found), *_told(found)),
        evidence=tuple(_evidence(found)),
        caveats=tuple(caveats) if found else (_ONLY_WORDING,),
        sources=tuple(page.name for page in pages),
    )


def _pages(context: ToolContext, arguments: CampaignArguments) -> list[_Page]:
    if arguments.text.strip():
        return [_asked(context, arguments.text.strip())]
    copies = [item for item in context.corpus.summaries() if item.kind == "copy"]
    readable = [item for item in copies if item.audience.admits(context.reader)]
    wanted = [name.casefold() for name in arguments.documents]
    chosen = [item for item in readable if not wanted or any(name in item.id.casefold() for name in wanted)]
    if not chosen:
        held = listed([f"`{item.id}`" for item in readable[:8]]) or "none"
        raise AnalysisError(
            "There is no text to review: pass the text that the user pasted as `text`, or name stored copy in "
            f"`documents`. Documents of kind copy: {held}."
        )
    stored = [context.corpus.document(item.id) for item in chosen[:_MOST_PAGES]]
    return [_Page(document, document.text, 0, len(document.text)) for document in stored if document is not None]


def _asked(context: ToolContext, text: str) -> _Page:
    """Return the pasted text at its place in the question: what is quoted must stand there."""
    start = context.asked.find(text)
    if start >= 0:
        return _Page(None, context.asked, start, start + len(text))
    own = pasted(context.asked)  # the caller altered the text; the user's own words count
    if own is None:
        raise AnalysisError(
            "The text under review must stand in the user's last message. Ask the user to paste it again."
        )
    return _Page(None, context.asked, own.start, own.end)


def _verdict(pages: Sequence[_Page], found: Sequence[tuple[_Page, Mark]]) -> Finding:
    failed = _ordered(mark.criterion for _, mark in found if mark.level == "fail")
    unproven = [name for name in _ordered(mark.criterion for _, mark in found) if name not in failed]
    what = "This text" if len(pages) == 1 else f"These {len(pages)} texts"
    total = len(criteria())
    if failed:
        named = listed([criteria()[name].title.lower() for name in failed])
        verb = "manufactures" if len(pages) == 1 else "manufacture"
        said = f"{what} {verb} intent: {len(failed)} of {total} criteria are not met ({named})."
    elif unproven:
        verb = "forms" if len(pages) == 1 else "form"
        said = f"{what} {verb} intent only if {len(unproven)} of {total} criteria can be shown to be met."
    else:
        verb = "forms" if len(pages) == 1 else "form"
        said = f"{what} {verb} intent as far as the wording shows: none of {total} criteria is violated."
    return _finding(said, "campaign_review", "criteria not met", len(failed), "count")


def _told(found: Sequence[tuple[_Page, Mark]]) -> list[Finding]:
    """Return one finding for each criterion that a line touches, the violated ones first, and one for the rest."""
    by = {name: [pair for pair in found if pair[1].criterion == name] for name in criteria()}
    failed = [name for name, pairs in by.items() if any(mark.level == "fail" for _, mark in pairs)]
    unproven = [name for name, pairs in by.items() if pairs and name not in failed]
    clear = [criteria()[name].title.lower() for name, pairs in by.items() if not pairs]
    told = [_criterion(criteria()[name], by[name]) for name in (*failed, *unproven)][:_MOST_TOLD]
    if clear and told:
        said = f"Nothing was found against: {listed(clear)}."
        told.append(_finding(said, "campaign_clear", "criteria without a sign", len(clear), "count"))
    return told


def _criterion(criterion: Criterion, pairs: Sequence[tuple[_Page, Mark]]) -> Finding:
    failed = any(mark.level == "fail" for _, mark in pairs)
    verdict = "not met" if failed else "needs evidence"
    places = [_place(page, mark) for page, mark in pairs[:_MOST_QUOTED]]
    more = f" and {len(pairs) - _MOST_QUOTED} more" if len(pairs) > _MOST_QUOTED else ""
    said = f"{criterion.title}: {verdict} ({', '.join(places)}{more}). {criterion.rule} {criterion.advice}"
    return _finding(said, f"campaign_{criterion.id}", criterion.title, verdict, "text", criterion)


def _place(page: _Page, mark: Mark) -> str:
    words = page.text[page.start + mark.start : page.start + mark.end]
    where = f"line {mark.line}" if page.document is None else f"{page.name}, line {mark.line}"
    return f"“{' '.join(words.split())}” in {where}"


def _finding(
    said: str, metric: str, label: str, value: str | int, unit: str, criterion: Criterion | None = None
) -> Finding:
    lines = [f"criteria: {len(criteria())}, version {version()}", "read from: words and their order, line by line"]
    if criterion is not None:
        lines.append(f"criterion: {criterion.rule}")
    return Finding(
        statement=said,
        metric=metric,
        label=label,
        value=value,
        unit="count" if unit == "count" else "text",
        table="",
        method="signs in the wording",
        inferred=True,
        data_version=version(),
        computed=tuple(lines),
    )


def _evidence(found: Sequence[tuple[_Page, Mark]]) -> list[Evidence]:
    """Return each marked sentence once, with the criteria that it touches."""
    quoted: dict[tuple[str, int, int], tuple[_Page, list[Mark]]] = {}
    for page, mark in found:
        key = (page.name, mark.quote_start, mark.quote_end)
        quoted.setdefault(key, (page, []))[1].append(mark)
    return [_quotation(page, held) for page, held in quoted.values()]


def _quotation(page: _Page, held: Sequence[Mark]) -> Evidence:
    start, end = page.start + held[0].quote_start, page.start + held[0].quote_end
    source_start, source_end = page.document.source_span(start, end) if page.document else (start, end)
    against = listed([criteria()[name].title.lower() for name in _ordered(mark.criterion for mark in held)])
    return Evidence(
        document=page.name,
        source=page.document.source if page.document else ASKED,
        kind="copy",
        quote=page.text[start:end],
        start=start,
        end=end,
        source_start=source_start,
        source_end=source_end,
        date=page.document.date if page.document else None,
        segment={"line": str(held[0].line), "criterion": against},
    )


def _ordered(names: Iterable[str]) -> list[str]:
    present = set(names)
    return [name for name in criteria() if name in present]


@cache
def version() -> str:
    """Return the version of criteria and words: a hash of their files."""
    names = ("campaign_criteria.yaml", "campaign_words.yaml")
    parts = [(files("tools.act") / name).read_bytes() for name in names]
    return hashlib.sha256(b"\0".join(parts)).hexdigest()[:12]


REVIEW_CAMPAIGN = Analysis(
    name="review_campaign",
    title="Review a campaign",
    description=(
        "Judges marketing copy that the user pasted, or a stored text of kind copy: for each criterion (true "
        "scarcity, a deadline that can be checked, the full price, consent, a way out, ...) whether it is met, "
        "with the lines quoted and advice. Use it when somebody asks whether a campaign, advert, mail or page "
        "forms or manufactures intent, is honest, or uses dark patterns. Afterwards write, under a heading "
        "`Rewrite`, the same message with only what is true in it and no pressure, unless nothing was found. "
        "Never use it to write new copy, nor for what customers say about our copy (find_evidence)."
    ),
    arguments=CampaignArguments,
    examples=(
        "Review this campaign: Only 3 left! Order tonight or miss out.",
        "Is this forming or manufacturing intent? “Join before midnight, everybody has it already.”",
        "Check the copy of our landing page for dark patterns",
        "Is this advert honest? Fresh bread from six o'clock, 3 euros a loaf.",
        "Does this mail put pressure on people? “Your table is free until Friday; call us if you want it.”",
        "Review our landing page",
    ),
    run=review_campaign,
)
