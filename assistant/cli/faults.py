"""What to tell the operator of a fault: the text of one that was written for people, the kind of any other."""

from assistant.errors import AssistantError


def said(error: Exception) -> str:
    """Return one sentence; the text of a fault that was not written for people stays inside."""
    # Imported only now: the layers below are slow to load, and most runs need none of this.
    from retrieval.errors import RetrievalError
    from tools.errors import AnalysisError
    from tools.tables.errors import TableError

    if isinstance(error, AssistantError | RetrievalError | TableError | AnalysisError):
        return str(error)
    if isinstance(error, OSError):
        return f"The system refused an operation ({type(error).__name__}). Check the disk and its permissions."
    return (
        f"Something failed inside ({type(error).__name__}). Run `whybuy doctor`; if it finds nothing, report this."
    )
