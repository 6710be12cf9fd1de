"""What the bot says in its own words: help, and what to do when a question cannot be answered."""

from collections.abc import Sequence
from typing import Any

from assistant.errors import ModelUnavailableError, WorkspaceError
from assistant.slack.incoming import MAX_QUESTION
from tools.analysis import Analysis

Tools = Sequence[Analysis[Any]]

PURPOSE = (
    "I answer who buys, and why, from the interviews, feedback, tickets and tables that your company loaded. "
    "Every number and every quotation is checked against them before you see it."
)
EMPTY = "What would you like to know? Write your question after my name, or pick one of these."
TOO_LONG = (
    f"That is more than {MAX_QUESTION:,} characters, too long for one question. "
    "Please ask again in a few sentences; texts to be searched are loaded with `whybuy ingest`."
)
BUSY = "Many questions are waiting at the moment. Please ask again in a minute."
CLICK_LOST = "How this was computed is no longer kept. Ask the question again to see it."
SHARED = (
    "This conversation is shared with another company, so I do not answer here: what I know is for your own. "
    "Ask me in a channel of your company or in a direct message."
)
NOT_POSTED = "I could not post this in the channel where you asked. If I should answer there, invite me to it."

_MODEL = (
    "The language model that I use cannot be reached, so I could not answer. Please ask again in a few "
    "minutes; if it goes on, tell the person who runs me."
)
_WORKSPACE = "My data cannot be read at the moment, so I could not answer. Please tell the person who runs me."
_OTHER = (
    "Something went wrong on my side, so I could not answer. Please ask again; if it happens twice, tell the "
    "person who runs me."
)


def failure(error: Exception) -> str:
    """Return the sentence for a user whose question failed; nothing of the error's own text is in it."""
    if isinstance(error, ModelUnavailableError):
        return _MODEL
    if isinstance(error, WorkspaceError):
        return _WORKSPACE
    return _OTHER


def examples(tools: Tools, count: int) -> list[str]:
    """Return example questions, one of each tool first, so that a short list shows the whole range."""
    rows = [tool.examples for tool in tools]
    longest = max(map(len, rows), default=0)
    mixed = [row[number] for number in range(longest) for row in rows if number < len(row)]
    return list(dict.fromkeys(mixed))[:count]
