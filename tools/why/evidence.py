"""find_evidence: what customers said about a question, quoted word for word."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType

from retrieval.documents import Evidence
from retrieval.filters import Filter
from tools.analysis import Analysis, ToolContext
from tools.results import Finding, Report
from tools.slices import by_outcome, said_of, segment_of
from tools.why.asked import Asked, absent, anybody, of_everybody, read, within
from tools.why.choice import chosen, dissent, overlapping
from tools.why.contrast import contrast
from tools.why.cues import stems, word_list
from tools.why.fit import Matcher
from tools.why.gather import candidates, passages
from tools.why.headline import headline
from tools.why.heard import Heard, Voices, supported
from tools.why.mirror import compared, compares
from tools.why.outline import Outline
from tools.why.recurring import recurring, standing_for, with_themes
from tools.why.relevance import MANY, SOME, Quote, contradicts, quotes
from tools.why.remarks import headed, notes_on
from tools.why.scope import EvidenceArguments, people, recorded, scope, told_whose
from tools.why.whom import talks
from tools.wording import is_question, listed


@dataclass(frozen=True, slots=True)
class _Found:
    """What a search of the texts found: windows ranked, those picked, everybody's short texts where many speak.

    `looked` passages were considered; `single` says that the question is about one document.
    """

    matcher: Matcher
    ranked: Sequence[Quote]
    picked: list[Quote]
    voices: Voices | None
    looked: int
    single: bool


def find_evidence(context: ToolContext, arguments: EvidenceArguments) -> Report:
    """Return quotes that answer the question, and how many documents and customers they rest on.

    Where nobody for whom the conditions hold says anything about it, words of others, told as such.
    """
    report = _answered(context, arguments)
    if report.evidence or not arguments.where:
        return report
    everybody = _answered(context, arguments.model_copy(update={"where": (), "table": None}))
    return told_whose(context, arguments, everybody) if everybody.evidence else report


def _answered(context: ToolContext, arguments: EvidenceArguments) -> Report:
    corpus = context.corpus
    if not corpus.counts().passages:
        return Report(
            missing=(
                "No interviews, feedback or other texts have been ingested, so there are no reasons in "
                "anyone's own words.",
            )
        )
    outline = Outline.of(context)
    asked = read(arguments.text, corpus, context.reader)
    if arguments.where and outline.one(asked) is not None:  # with whom somebody talked, not all of that kind
        arguments = arguments.model_copy(update={"where": (), "table": None})
    where, notes = scope(context, arguments)
    chosen_rows = bool(arguments.where)  # of whose table the name tells nothing further
    tells = (lambda _: False) if chosen_rows else outline.tells
    rated = word_list("rating") if "reason" in asked.cues else ()  # whose reasons are asked for
    asked = of_everybody(asked, [*people(context), *rated], tells)
    if asked.whom is not None:
        where = talks(corpus, where, asked.whom)
    if arguments.where and arguments.table is not None:
        asked = within(asked, said_of(context, arguments.table, arguments.where))
        asked = replace(asked, done=bool(asked.act) and by_outcome(context, arguments.table, arguments.where))
    asked = replace(asked, single=len(outline.named(asked) or ()) == 1)
    if arguments.documents or asked.single:
        asked = replace(asked, sliced=True)
    unknown = absent(asked, outline.stems)
    if unknown and (unknown := absent(asked, outline.stems | recorded(context))):
        return Report(missing=(_unknown(unknown),), caveats=tuple(notes))
    if compares(asked, outline):
        return _compared(context, asked, outline, where, notes)
    found_here = _search(context, asked, outline, where, arguments)
    loose = anybody(asked) if not found_here.picked and (asked.done or not arguments.where) else None
    if loose is not None and (again := _search(context, loose, outline, where, arguments)).picked:
        words = listed([term.word for term in asked.topic if asked.done or term not in loose.terms], "or")
        notes.append(
            f"None of them speaks of {words}; these are all the reasons that they give."
            if asked.done
            else f"Nobody is called {words} in the texts; these are words of all who speak there."
        )
        asked, found_here = loose, again
    told = _quoted(context, asked, outline, found_here, arguments.limit, notes)
    return told or Report(missing=(_nothing(arguments, asked),), caveats=tuple(notes))


def _quoted(
    context: ToolContext, asked: Asked, outline: Outline, found_here: _Found, limit: int, notes: Sequence[str]
) -> Report | None:
    """Return what the texts found say: themes where many speak, quotes, and the strongest who disagrees.

    None where nobody says anything: no window answers by itself, and nothing recurs in the words of many.
    """
    ranked, voices, single = found_here.ranked, found_here.voices, found_here.single
    themed = recurring(context, asked, outline, found_here.matcher, voices, ranked) if voices else None
    told = themed.told if themed else ()
    if not (found_here.picked or told):
        return None
    picked = with_themes(found_here.picked, told)[:limit]
    against = dissent(ranked, picked) if not told and asked.act is None else None
    if against is not None:
        picked = [quote for quote in picked if not overlapping(quote.window, against.window)]
    said = [*picked, *([against] if against else [])]
    evidence = tuple(_evidence(context, quote, standing_for(quote, told)) for quote in said)
    told_first = (
        themed.findings
        if themed
        else (headline(context.corpus, asked, said, ranked, found_here.looked, outline.things),)
    )
    return Report(
        title="What they said",
        findings=tuple(_resting(finding, context.min_group) for finding in told_first),
        evidence=evidence,
        caveats=(
            *notes,
            *headed(asked, outline, said),
            *notes_on(asked, said, against, told, single=single),
            *(themed.notes if themed else ()),
        ),
        sources=tuple(dict.fromkeys(item.source for item in evidence)),
    )


def _search(
    context: ToolContext, asked: Asked, outline: Outline, where: Filter, arguments: EvidenceArguments
) -> _Found:
    """Return what the admitted texts say about a question, best first."""
    corpus, votes = context.corpus, dict(outline.votes(asked))
    matcher = Matcher(asked, outline, votes)
    hits = passages(corpus, asked, outline, where, arguments, votes)
    windows = candidates(hits, asked, outline, matcher)
    marks = contrast(corpus, where, windows, outline.things - stems(asked.text)) if asked.sliced else frozenset()
    single = asked.single
    recurs = asked.gathers and not single
    voices = Heard.of(context).speaking(context, asked, outline, matcher, where, arguments) if recurs else None
    # Where many speak in short texts, whose vectors are kept, few others have to be embedded.
    most = MANY if asked.gathers and not (voices and voices.many) else SOME
    ranked = supported(quotes(corpus, matcher, asked, windows, most, marks), voices)
    many = asked.act is not None or asked.whom is not None or not asked.topic
    everybody = voices is not None and voices.plain
    fitting = [quote for quote in ranked if not contradicts(quote, matcher, asked)] or ranked
    picked = chosen(fitting, arguments.limit, single=single, many=many and not single, everybody=everybody)
    return _Found(matcher, ranked, picked, voices, len(hits), single)


def _resting(finding: Finding, least: int) -> Finding:
    """Return a count of voices; so few are told as voices, which are quoted, and not as a group of customers."""
    few = finding.customers is not None and finding.customers < least
    return replace(finding, customers=None) if few else finding


def _compared(context: ToolContext, asked: Asked, outline: Outline, where: Filter, notes: Sequence[str]) -> Report:
    """Return our own lines and what customers say of the same matter, side by side."""
    shown, findings, spoken = compared(context.corpus, asked, outline, where)
    evidence = tuple(_evidence(context, quote, stance) for quote, stance in shown)
    missing = () if spoken else ("No customer speaks of what these lines of our own say.",)
    return Report(
        title="Our words and theirs",
        findings=findings,
        evidence=evidence,
        caveats=(*notes, "Quotes of kind copy are our own words; all others are words of customers."),
        missing=missing,
        sources=tuple(dict.fromkeys(item.source for item in evidence)),
    )


def _evidence(context: ToolContext, quote: Quote, theme: Mapping[str, str] = MappingProxyType({})) -> Evidence:
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
        speaker=window.stretch.speaker,
        role=window.stretch.role,
        date=document.date,
        customer=document.customer,
        row=document.row.key if document.row else None,
        segment={label: value for label, value in segment_of(context, document).items() if not is_question(label)}
        | dict(theme),
        score=round(quote.similarity, 4),
        dissent=quote.dissent,
    )


def _unknown(names: Sequence[str]) -> str:
    told = "is" if len(names) == 1 else "are"
    return f"{listed(list(names))} {told} named nowhere in the texts, so there is nothing to quote about this."


def _nothing(asked: EvidenceArguments, question: Asked) -> str:
    words = [term.word for term in question.topic] or [term.word for term in question.terms]
    about = f" about {listed(words[:6])}" if words else ""
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
