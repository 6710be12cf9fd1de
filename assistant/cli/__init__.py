"""The command line: `whybuy`."""

import sys

import typer

from assistant.cli import output
from assistant.cli.app import app
from assistant.errors import AssistantError, UsageError

_INTERRUPTED = 130


def main() -> None:
    """Run the command line: 0 done, 1 failed with a message on stderr, 2 wrong usage."""
    try:
        app(prog_name="whybuy")
    except UsageError as error:
        output.print_error(str(error))
        sys.exit(2)
    except (KeyboardInterrupt, typer.Abort):
        sys.exit(_INTERRUPTED)
    except Exception as error:  # noqa: BLE001 - the last door: whatever failed, the operator gets one sentence
        output.print_error(_sentence(error))
        sys.exit(1)


def _sentence(error: Exception) -> str:
    """Return what to tell the operator; the text of a fault that was not written for people stays inside."""
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
