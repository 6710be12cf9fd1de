"""Which texts a question is put to: the filter from the arguments, the dates, and whose words count."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import PurePosixPath as Path

from retrieval.documents import Document, Kind
from retrieval.filters import Filter
from tools.analysis import ToolContext
from tools.arguments import Arguments, Period, Where, slot
from tools.errors import AnalysisError
from tools.results import Report
from tools.slices import of_rows
from tools.speech import is_people
from tools.tables.lexicon import word_set
from tools.why.cues import spoken, stem, stems, word_list
from tools.why.naming import matching

_OTHERS = (
    "Nobody of those whom the question is limited to says anything about it: what is quoted are words of others."
)
_SOME = "Some of what is quoted are words of others than those whom the question is limited to."
_UNTOLD = (
    "Which of the texts are of those whom the question is limited to is recorded nowhere: "
    "what is quoted are words of all who wrote."
)


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


def people(context: ToolContext) -> list[str]:
    """Return what tables call the people behind their rows and the texts in them, and folders theirs."""
    tables = context.tables.catalog
    tables_of_people = [
        table
        for table in tables
        if table.rows_are_people or is_people(table.entity) or any(c.role == "text" for c in table.columns)
    ]
    nouns = [
        noun for table in tables_of_people for noun in (table.entity, *table.entity_words, table.person or "")
    ]
    folders = {Path(told.source).parent.name for told in context.corpus.summaries() if told.row is None}
    # Whom others show by what they speak of, as students by exams, are sought by it.
    anybody_at_all = (noun for noun in (*word_set("people"), *word_list("people")) if not spoken(stem(noun)))
    return [*nouns, *(folder.replace("_", " ") for folder in folders), *anybody_at_all]


def recorded(context: ToolContext) -> frozenset[str]:
    """Return the stems of the values that the tables hold: whom they name is known, if not spoken of."""
    values = (value for table in context.tables.catalog for column in table.columns for value, _ in column.values)
    return frozenset().union(*map(stems, values))


def told_whose(context: ToolContext, asked: EvidenceArguments, report: Report) -> Report:
    """Return what everybody says with a line on whose words they are: of those asked about, others, or untold.

    Who is heard in a talk stands in no table, so that no condition leaves them out.
    """
    chosen = of_rows(context, str(asked.table), asked.where)
    quoted = [context.corpus.document(item.document) for item in report.evidence]
    admitted = [
        chosen.admits(document) for document in quoted if document is not None and document.row is not None
    ]
    if not admitted or all(admitted):
        return report
    told = _SOME if any(admitted) else _OTHERS
    return replace(report, missing=(_UNTOLD if None in admitted else told, *report.missing))


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
