"""find_evidence: what customers said about a question, quoted word for word."""

from retrieval.documents import Kind
from tools.analysis import Analysis, ToolContext
from tools.arguments import Arguments, Period, Where, slot
from tools.errors import AnalysisError
from tools.results import Report


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


def find_evidence(_context: ToolContext, _arguments: EvidenceArguments) -> Report:
    """Return quotes that answer the question, and how many documents and customers they rest on."""
    raise AnalysisError("find_evidence is not available yet.")


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
