"""The "How computed" window."""

from collections.abc import Sequence
from itertools import groupby

from assistant.slack.limits import MODAL_BLOCKS, SECTION_TEXT, split
from assistant.slack.rich import Block, context, label, preformatted, sections

_TEXT = 30_000
"""Characters of one window; Slack refuses a view of more than 250 KB of JSON."""


def computed_view(lines: Sequence[str]) -> dict[str, object]:
    """Return the modal for lines as `blocks.workings` makes them: a finding, then its indented details."""
    blocks: list[Block] = []
    size = 0
    for detail, group in groupby(lines, key=lambda line: line.startswith("  ")):
        text = "\n".join(line.strip() for line in group)
        size += len(text)
        made = [preformatted(part) for part in split(text, SECTION_TEXT)] if detail else [label(text)]
        if size > _TEXT or len(blocks) + len(made) >= MODAL_BLOCKS:
            blocks.append(context("The rest is cut here; `whybuy ask --explain` prints all of it."))
            break
        blocks += made
    return _modal(blocks)


def message_view(text: str) -> dict[str, object]:
    """Return a modal that says one thing."""
    return _modal(sections(text))


def _modal(blocks: list[Block]) -> dict[str, object]:
    return {
        "type": "modal",
        "title": {"type": "plain_text", "text": "How computed"},
        "close": {"type": "plain_text", "text": "Close"},
        "blocks": blocks,
    }
