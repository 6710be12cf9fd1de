"""The sizes that Slack documents for messages and blocks, and how a text is made to fit them."""

MESSAGE_BLOCKS = 50
MODAL_BLOCKS = 100
SECTION_TEXT = 3000
HEADER_TEXT = 150
CONTEXT_TEXT = 2000
BUTTON_TEXT = 75
BUTTON_VALUE = 2000
STATUS_TEXT = 50
LOADING_MESSAGE = 100
PLAIN_MESSAGE = 3900

MESSAGE_TEXT = 10_000
"""Characters in the blocks of one message: Slack refuses longer ones without naming the figure."""


def shorten(text: str, limit: int) -> str:
    """Return `text` on at most `limit` characters, cut between words and ended with an ellipsis."""
    if len(text) <= limit:
        return text
    head = text[: limit - 1]
    at = head.rfind(" ")
    return (head[:at] if at > limit // 2 else head).rstrip() + "…"


def split(text: str, limit: int) -> list[str]:
    """Return `text` in parts of at most `limit` characters, cut at line ends or between words; nothing is lost."""
    parts = []
    rest = text
    while len(rest) > limit:
        at = max(rest.rfind("\n", 0, limit), 0) or max(rest.rfind(" ", 0, limit), 0) or limit - 1
        parts.append(rest[: at + 1])
        rest = rest[at + 1 :]
    return [*parts, rest] if rest else parts
