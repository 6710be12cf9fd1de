"""The command line: `whybuy`."""

import sys

import typer

from assistant.cli import output
from assistant.cli.app import app
from assistant.cli.faults import said
from assistant.errors import UsageError

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
        output.print_error(said(error))
        sys.exit(1)
