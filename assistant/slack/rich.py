"""Block Kit pieces that show any text literally.

Text that customers or a model wrote only ever enters `plain_text` and `rich_text` objects. Slack parses
neither: a mention, a channel-wide call, a link or a formatting character in a quotation stays what it is.
"""

import re
from collections.abc import Sequence
from typing import Any

from assistant.slack.limits import BUTTON_TEXT, CONTEXT_TEXT, HEADER_TEXT, SECTION_TEXT, shorten, split

Block = dict[str, Any]
Element = dict[str, Any]

_INLINE = re.compile(r"\*\*(?P<bold>.+?)\*\*|`(?P<code>[^`\n]+)`|(?<!\w)_(?P<italic>[^_\n]+)_(?!\w)")
_LINK = re.compile(r"!?\[(?P<label>[^\]\n]*)\]\((?P<target>[^)\s]+)\)")
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|>~])")


def literal(text: str) -> Element:
    """Return a `plain_text` object; `:names:` in it stay letters."""
    return {"type": "plain_text", "text": text, "emoji": False}


def header(text: str) -> Block:
    """Return a headline: a header block, or a bold line when Slack's header cannot hold it."""
    if len(text) <= HEADER_TEXT:
        return {"type": "header", "text": literal(text)}
    return paragraph([{"type": "text", "text": text, "style": {"bold": True}}])


def label(text: str) -> Block:
    """Return a small bold heading."""
    return paragraph([{"type": "text", "text": text, "style": {"bold": True}}])


def paragraph(elements: Sequence[Element]) -> Block:
    """Return one paragraph of rich text."""
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": list(elements)}]}


def listing(items: Sequence[str], *, ordered: bool = False) -> Block:
    """Return a list with one item for each text, whose inline Markdown is applied."""
    return {
        "type": "rich_text",
        "elements": [
            {
                "type": "rich_text_list",
                "style": "ordered" if ordered else "bullet",
                "elements": [{"type": "rich_text_section", "elements": inline(item)} for item in items],
            }
        ],
    }


def quotation(text: str) -> Block:
    """Return a quotation, character for character."""
    elements = [{"type": "text", "text": text}]
    return {"type": "rich_text", "elements": [{"type": "rich_text_quote", "elements": elements}]}


def preformatted(text: str) -> Block:
    """Return text in fixed width, for tables and code."""
    elements = [{"type": "text", "text": text}]
    return {"type": "rich_text", "elements": [{"type": "rich_text_preformatted", "elements": elements}]}


def context(text: str) -> Block:
    """Return a line in small print."""
    return {"type": "context", "elements": [literal(shorten(text, CONTEXT_TEXT))]}


def sections(text: str) -> list[Block]:
    """Return as many sections as a text needs."""
    return [{"type": "section", "text": literal(part)} for part in split(text, SECTION_TEXT)]


def button(text: str, action: str, value: str, *, primary: bool = False) -> Element:
    """Return a button; `action` must be unique within its message."""
    element = {
        "type": "button",
        "text": literal(shorten(text, BUTTON_TEXT)),
        "action_id": action,
        "value": value,
    }
    return element | {"style": "primary"} if primary else element


def inline(text: str) -> list[Element]:
    """Return rich text elements for a line of Markdown: bold, italic and code; links become their text."""
    text = _LINK.sub(lambda found: f"{found['label']} ({found['target']})", text)
    elements: list[Element] = []
    end = 0
    for found in _INLINE.finditer(text):
        elements += _run(text[end : found.start()])
        kind = str(found.lastgroup)
        elements += _run(found[kind], kind)
        end = found.end()
    elements += _run(text[end:])
    return elements or [{"type": "text", "text": " "}]


def _run(text: str, style: str = "") -> list[Element]:
    if not text:
        return []
    if style != "code":
        text = _ESCAPED.sub(r"\1", text)
    element: Element = {"type": "text", "text": text}
    return [element | {"style": {style: True}} if style else element]


def shown(value: object) -> str:
    """Return all the text that a block or a list of blocks displays, pieces separated by newlines."""
    if isinstance(value, dict):
        here = [value["text"]] if isinstance(value.get("text"), str) else []
        return "\n".join([*here, *(text for item in value.values() if (text := shown(item)))])
    if isinstance(value, list):
        return "\n".join(text for item in value if (text := shown(item)))
    return ""
