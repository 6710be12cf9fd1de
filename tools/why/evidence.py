"""find_evidence: what customers said about a question, quoted word for word."""

from collections.abc import Sequence
from datetime import date, timedelta

from retrieval.documents import Evidence, Hit, Kind
from retrieval.filters import Filter
from tools.analysis import Analysis, ToolContext
from tools.arguments import Arguments, Period, Where, slot
from tools.errors import AnalysisError
from tools.results import Finding, Report
from tools.slices import of_rows, segment_of
from tools.why.choice import Asked, Quote, answerable, chosen, dissent, overlapping, quotes, relevant
from tools.why.naming import matching
from tools.wording import counted, listed, number, sentence

_HITS = 24
CLOSE = 0.75


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


def find_evidence(context: ToolContext, arguments: EvidenceArguments) -> Report:
    """Return quotes that answer the question, and how many documents and customers they rest on."""
    corpus = context.corpus
    if not corpus.counts().passages:
        return Report(
            missing=(
                "No interviews, feedback or other texts have been ingested, so there are no reasons in "
                "anyone's own words.",
            )
        )
    where, notes = _filter(context, arguments)
    hits = _voices(corpus.search(arguments.text, _HITS, where), arguments)
    asked = Asked.of(arguments.text)
    if not answerable(asked, hits):
        return Report(missing=(_nothing(arguments, asked),), caveats=tuple(notes))
    ranked = quotes(corpus, asked, hits)
    picked = relevant(chosen(ranked, arguments.limit), asked)
    if not picked:
        return Report(missing=(_nothing(arguments, asked),), caveats=tuple(notes))
    against = dissent(ranked, picked)
    if against is not None:
        picked = [quote for quote in picked if not overlapping(quote.window, against.window)]
    said = [*picked, *([against] if against else [])]
    evidence = tuple(_evidence(context, quote) for quote in said)
    findings = (_basis(context, picked, hits),)
    sources = tuple(dict.fromkeys(item.source for item in evidence))
    missing = () if against else ("No dissenting voice was found among the texts that match.",)
    return Report(
        title="What they said",
        findings=findings,
        evidence=evidence,
        caveats=tuple(notes),
        missing=missing,
        sources=sources,
    )


def _filter(context: ToolContext, asked: EvidenceArguments) -> tuple[Filter, list[str]]:
    """Return what may be searched, and what to tell about it; raises AnalysisError for unknown documents."""
    notes: list[str] = []
    documents = matching(context.corpus, asked.documents) if asked.documents else None
    since = until = None
    if asked.period is not None:
        since, until = _dates(context, asked.period)
        told = " ".join(f"{word} {end}" for word, end in (("from", since), ("to", until)) if end)
        notes.append(f"Only texts dated {told}; texts without a date are left out.")
    base = Filter(
        documents=documents, kinds=frozenset(asked.kinds) or None, since=since, until=until, reader=context.reader
    )
    if not asked.where:
        return base, notes
    if asked.table is None:
        raise AnalysisError("`where` needs the `table` that its columns belong to.")
    return of_rows(context, asked.table, asked.where).applied(base), notes


def _dates(context: ToolContext, period: Period) -> tuple[str | None, str | None]:
    if not period.days:
        return period.since, period.until
    newest = max((document.date or "" for document in context.corpus.summaries()), default="")
    last = context.as_of or (date.fromisoformat(newest[:10]) if newest else None)
    if last is None:
        raise AnalysisError("No text carries a date, so no period can be selected. Leave `period` out.")
    return (last - timedelta(days=period.days - 1)).isoformat(), last.isoformat()


def _voices(hits: Sequence[Hit], asked: EvidenceArguments) -> list[Hit]:
    """Return the hits that are customers' words: documentation and our own copy only when asked for."""
    named = bool(asked.documents)
    kept = []
    for hit in hits:
        document = hit.document
        documentation = document.attributes.get("documentation") == "yes"
        own = document.kind == "copy" and "copy" not in asked.kinds
        if named or not (documentation or own):
            kept.append(hit)
    return kept


def _evidence(context: ToolContext, quote: Quote) -> Evidence:
    window, document = quote.window, quote.window.document
    source_start, source_end = document.source_span(window.start, window.end)
    return Evidence(
        document=document.id,
        source=document.source,
        kind=document.kind,
        quote=window.text,
        start=window.start,
        end=window.end,
        source_start=source_start,
        source_end=source_end,
        speaker=window.speaker,
        role=window.role,
        date=document.date,
        customer=document.customer,
        row=document.row.key if document.row else None,
        segment=segment_of(context, document),
        score=round(quote.similarity, 4),
        dissent=quote.dissent,
    )


def _basis(context: ToolContext, picked: Sequence[Quote], hits: Sequence[Hit]) -> Finding:
    documents = {quote.window.document.id for quote in picked}
    voices = {quote.window.voice for quote in picked}
    near = {hit.document.id for hit in hits if hit.similarity >= CLOSE * hits[0].similarity}
    told = (
        f"{counted(len(picked), 'quote')} from {counted(len(voices), 'person')} in "
        f"{counted(len(documents), 'document')}, out of {number(len(near | documents))} that speak of it"
    )
    return Finding(
        statement=sentence(told),
        metric="documents",
        label="number of documents quoted",
        value=len(documents),
        unit="count",
        table="",
        n=len(near | documents),
        method="passages ranked by meaning and words; people told apart by customer, else by speaker and document",
        data_version=context.corpus.version(),
        computed=(
            f"Passages considered: {len(hits)}",
            f"Documents considered: {len({hit.document.id for hit in hits})}",
            f"Data: texts, version {context.corpus.version()[:12]}",
        ),
    )


def _nothing(asked: EvidenceArguments, read: Asked) -> str:
    about = f" about {listed(list(read.words)[:6])}" if read.words else ""
    limits = " in the texts selected" if asked.documents or asked.kinds or asked.where or asked.period else ""
    return f"Nothing said{about} was found{limits}: the data holds no words of customers that answer this."


FIND_EVIDENCE = Analysis(
    name="find_evidence",
    title="Find what customers said",
    description=(
        "Verbatim quotes from interviews, feedback, surveys' free answers, tickets and notes that answer a "
        "question about reasons, pains, wishes, feelings or words, with the number of documents and customers "
        "they rest on and the strongest dissenting voice. Use it for every why, for what people say, dislike, "
        "want or struggle with. Not for numbers from tables (query_table)."
    ),
    arguments=EvidenceArguments,
    examples=(
        "Why did they choose us over a competitor?",
        "Why do customers cancel?",
        "What frustrates new users during onboarding?",
        "What do end users dislike most about the installation?",
        "Which improvements do people wish for, in their own words?",
        "What did interviewees say about pricing?",
        "Pain summary for onboarding",
        "How do customers feel about our support?",
        "Give me quotes about delivery delays",
        "What problem were they trying to solve when they bought?",
        "Does our copy match how customers talk?",
    ),
    run=find_evidence,
)
