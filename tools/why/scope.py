"""Which texts a question is put to: the filter from the arguments, the dates, and whose words count."""

from datetime import date, timedelta

from retrieval.documents import Document, Kind
from retrieval.filters import Filter
from tools.analysis import ToolContext
from tools.arguments import Arguments, Period, Where, slot
from tools.errors import AnalysisError
from tools.slices import of_rows
from tools.why.naming import matching


class EvidenceArguments(Arguments):
    """What to look for in customers' words, and in whose words."""

    text: str = slot("text", "The question in plain words, as it was asked.", min_length=1)
    kinds: tuple[Kind, ...] = slot("kinds", "Only documents of these kinds.", default=())
    documents: tuple[str, ...] = slot(
        "documents", "Only these documents or files, by name or part of a name.", default=()
    )
    table: str | None = slot("table", "The table that `where` speaks of.", default=None)
    where: Where = slot("where", "Only words of the customers (rows) for whom these conditions hold.", default=())
    period: Period | None = slot("period", "Only texts dated in this period.", default=None)
    limit: int = slot("limit", "How many quotes to return at most.", default=6, ge=1, le=20)


def scope(context: ToolContext, asked: EvidenceArguments) -> tuple[Filter, list[str]]:
    """Return what may be searched, and what to tell about it; raises AnalysisError for unknown documents."""
    notes: list[str] = []
    documents = matching(context.corpus, asked.documents) if asked.documents else None
    since = until = None
    if asked.period is not None:
        since, until, told = _dates(context, asked.period)
        notes.append(f"{told}; texts without a date are left out.")
    base = Filter(
        documents=documents, kinds=frozenset(asked.kinds) or None, since=since, until=until, reader=context.reader
    )
    if not asked.where:
        return base, notes
    if asked.table is None:
        raise AnalysisError("`where` needs the `table` that its columns belong to.")
    return of_rows(context, asked.table, asked.where).applied(base), notes


def ours(document: Document) -> bool:
    """Return whether a document holds our own words or describes files, so that no customer speaks in it."""
    return document.kind == "copy" or document.attributes.get("documentation") == "yes"


def heard(document: Document, asked: EvidenceArguments) -> bool:
    """Return whether a document's words count: those of customers, and whatever was asked for by name."""
    return bool(asked.documents) or not ours(document) or document.kind in asked.kinds


def _dates(context: ToolContext, period: Period) -> tuple[str | None, str | None, str]:
    """Return the first and last day, and a sentence that says which and why."""
    if not period.days:
        told = " ".join(f"{word} {end}" for word, end in (("from", period.since), ("to", period.until)) if end)
        return period.since, period.until, f"Only texts dated {told}"
    newest = max((document.date or "" for document in context.corpus.summaries()), default="")
    last = context.as_of or (date.fromisoformat(_whole(newest)) if newest else None)
    if last is None:
        raise AnalysisError("No text carries a date, so no period can be selected. Leave `period` out.")
    since = (last - timedelta(days=period.days - 1)).isoformat()
    why = "the day given as today" if context.as_of else "the newest date of the texts"
    told = f"Only texts dated from {since} to {last.isoformat()}: {period.days} days counted back from {why}"
    return since, last.isoformat(), told


def _whole(moment: str) -> str:
    """Return a full ISO day for a date that may lack day or month."""
    return f"{moment[:10]}-01-01"[:10] if len(moment) < 10 else moment[:10]
