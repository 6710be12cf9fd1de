"""Slack's documented rules for blocks, as a checker that says what it would refuse.

Limits: docs.slack.dev/reference/block-kit (blocks, elements, composition objects).
"""

from collections.abc import Iterator
from typing import Any

SURFACES = {"message": 50, "modal": 100, "home": 100}
MESSAGE_TOTAL = 13_200
"""Characters in the blocks of a message above which Slack has been seen to answer msg_blocks_too_long."""


def problems(blocks: Any, surface: str = "message") -> list[str]:
    """Return what is wrong with the blocks, in the manner of `response_metadata.messages`."""
    if not isinstance(blocks, list):
        return ["[ERROR] blocks must be an array"]
    found = [f"[ERROR] no more than {SURFACES[surface]} items allowed"] if len(blocks) > SURFACES[surface] else []
    for number, block in enumerate(blocks):
        found += [f"[ERROR] {text} [json-pointer:/blocks/{number}]" for text in _block(block)]
    ids = [block.get("block_id") for block in blocks if isinstance(block, dict) and block.get("block_id")]
    if len(ids) != len(set(ids)):
        found.append("[ERROR] block_id not unique")
    actions = [e.get("action_id") for b in blocks if b.get("type") == "actions" for e in b.get("elements", [])]
    if len(actions) != len(set(actions)):
        found.append("[ERROR] action_id not unique")
    return found


def _block(block: dict[str, Any]) -> Iterator[str]:
    kind = block.get("type")
    check = _CHECKS.get(str(kind))
    if check is None:
        yield f"unsupported type: {kind}"
        return
    allowed, required, inner = check
    yield from _fields(block, {"type", "block_id", *allowed}, required)
    if all(name in block for name in required):
        yield from inner(block)


def _fields(value: dict[str, Any], allowed: set[str], required: set[str]) -> Iterator[str]:
    yield from (f"missing required field: {name}" for name in required - value.keys())
    yield from (f"invalid additional property: {name}" for name in value.keys() - allowed)


def _text(value: Any, limit: int, kinds: tuple[str, ...] = ("plain_text", "mrkdwn")) -> Iterator[str]:
    if not isinstance(value, dict) or value.get("type") not in kinds:
        yield f"text must be an object of type {kinds}"
        return
    yield from _fields(
        value,
        {"type", "text", "emoji"} if value["type"] == "plain_text" else {"type", "text", "verbatim"},
        {"text"},
    )
    if not 1 <= len(str(value.get("text", ""))) <= limit:
        yield f"must be more than 0 and no more than {limit} characters"


def _header(block: dict[str, Any]) -> Iterator[str]:
    yield from _text(block["text"], 150, ("plain_text",))


def _section(block: dict[str, Any]) -> Iterator[str]:
    if "text" not in block and "fields" not in block:
        yield "section needs text or fields"
    if "text" in block:
        yield from _text(block["text"], 3000)
    if len(block.get("fields", [])) > 10:
        yield "no more than 10 fields"
    for field in block.get("fields", []):
        yield from _text(field, 2000)


def _context(block: dict[str, Any]) -> Iterator[str]:
    if not 1 <= len(block["elements"]) <= 10:
        yield "context needs 1 to 10 elements"
    for element in block["elements"]:
        yield from _text(element, 3000)


def _actions(block: dict[str, Any]) -> Iterator[str]:
    if not 1 <= len(block["elements"]) <= 25:
        yield "actions needs 1 to 25 elements"
    for element in block["elements"]:
        if element.get("type") != "button":
            yield f"unsupported element: {element.get('type')}"
            continue
        allowed = {"type", "text", "action_id", "value", "url", "style", "confirm", "accessibility_label"}
        yield from _fields(element, allowed, {"text", "action_id"})
        yield from _text(element.get("text"), 75, ("plain_text",))
        if len(element.get("value", "")) > 2000:
            yield "value must be no more than 2000 characters"
        if len(element.get("action_id", "")) > 255:
            yield "action_id must be no more than 255 characters"
        if element.get("style") not in (None, "primary", "danger"):
            yield "invalid style"


_RICH = {
    "rich_text_section": {"elements"},
    "rich_text_list": {"elements", "style", "indent", "offset", "border"},
    "rich_text_quote": {"elements", "border"},
    "rich_text_preformatted": {"elements", "border", "language"},
}


def _rich_text(block: dict[str, Any]) -> Iterator[str]:
    if not block["elements"]:
        yield "rich_text needs elements"
    for element in block["elements"]:
        kind = element.get("type")
        if kind not in _RICH:
            yield f"unsupported rich text element: {kind}"
            continue
        yield from _fields(element, {"type", *_RICH[kind]}, {"elements"})
        if not element.get("elements"):
            yield f"{kind} needs elements"
        if kind == "rich_text_list":
            if element.get("style") not in ("bullet", "ordered"):
                yield "rich_text_list needs a style"
            for item in element["elements"]:
                if item.get("type") != "rich_text_section":
                    yield "rich_text_list holds sections"
                yield from _inline(item.get("elements", []))
        else:
            yield from _inline(element.get("elements", []))


def _inline(elements: list[dict[str, Any]]) -> Iterator[str]:
    if not elements:
        yield "rich_text_section needs elements"
    for element in elements:
        if element.get("type") != "text":
            yield f"unsupported inline element: {element.get('type')}"
            continue
        yield from _fields(element, {"type", "text", "style"}, {"text"})
        if not element.get("text"):
            yield "must be more than 0 characters"
        if not set(element.get("style", {})) <= {"bold", "italic", "strike", "code", "underline"}:
            yield "invalid style"


def _nothing(block: dict[str, Any]) -> Iterator[str]:
    yield from ()


def _input(block: dict[str, Any]) -> Iterator[str]:
    yield from _text(block["label"], 2000, ("plain_text",))
    if not 1 <= block["element"].get("max_length", 3000) <= 3000:
        yield "max_length must be between 1 and 3000"


_CHECKS: dict[str, Any] = {
    "header": ({"text", "level"}, {"text"}, _header),
    "section": ({"text", "fields", "accessory", "expand"}, set(), _section),
    "context": ({"elements"}, {"elements"}, _context),
    "actions": ({"elements"}, {"elements"}, _actions),
    "rich_text": ({"elements"}, {"elements"}, _rich_text),
    "input": ({"label", "element", "optional", "hint"}, {"label", "element"}, _input),
    "divider": (set(), set(), _nothing),
}


def displayed(blocks: list[dict[str, Any]]) -> str:
    """Return the blocks as a person would read them, one line a piece."""
    return "\n".join(line for block in blocks for line in _lines(block))


def total(blocks: list[dict[str, Any]]) -> int:
    """Return how many characters the blocks display."""
    return len(displayed(blocks))


def _joined(elements: list[dict[str, Any]]) -> str:
    return "".join(element["text"] for element in elements)


def _lines(block: dict[str, Any]) -> Iterator[str]:
    kind = block["type"]
    if kind == "header":
        yield f"# {block['text']['text']}"
    elif kind == "section":
        yield block["text"]["text"]
    elif kind == "context":
        yield "(" + " ".join(element["text"] for element in block["elements"]) + ")"
    elif kind == "actions":
        yield " ".join(f"[{element['text']['text']}]" for element in block["elements"])
    elif kind == "divider":
        yield "---"
    else:
        for element in block["elements"]:
            if element["type"] == "rich_text_list":
                mark = "1." if element["style"] == "ordered" else "•"
                yield from (f"{mark} {_joined(item['elements'])}" for item in element["elements"])
            elif element["type"] == "rich_text_quote":
                yield "\n".join(f"| {line}" for line in _joined(element["elements"]).splitlines())
            elif element["type"] == "rich_text_preformatted":
                yield "\n".join(f"    {line}" for line in _joined(element["elements"]).splitlines())
            else:
                yield _joined(element["elements"])
