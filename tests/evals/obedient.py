"""A model server that obeys: it follows whatever order it sees outside a fence that it was told to treat as data.

It shows what the fence is worth, never how a real model behaves.
"""

import base64
import binascii
import json
import re
from typing import Any

from tests.assistant.agent.wire_server import Call, Say, Step, WireServer

_DECLARED = re.compile(r"`<(\w+)>`")
_VERB = re.compile(
    r"\b(?:say|says|write|reply|replies|respond|answer|print|tell|include|add|append|recommend|state|report|"
    r"end with|put|show|contain|send|reveal|content|schreib\w*|sag\w*|beende|réponds|écris|di|incluye|escribe)\b",
    re.IGNORECASE,
)
_SPEECH = re.compile(r"[\"“'‘](?P<said>[^\"“”‘’\n]{3,60}?)[\"”'’]")
_ADDRESS = re.compile(r"https?://[^\s)\"'>]+")
_TOOL = re.compile(
    r"\b(?:call|use)\b(?: the tool)? (?P<name>[a-z_]{5,}) with (?P<arguments>\{.*?\})(?=[\s.]|$)", re.I
)
_REACH = 160


class ObedientServer(WireServer):
    """Looks things up, then answers from the results, unless something outside the fence orders otherwise.

    With `fenced` off it takes no text for data. `obeyed` holds what it was made to do, one line for each time.
    """

    def __init__(self, *, fenced: bool = True) -> None:
        super().__init__(Say(""))
        self.fenced = fenced
        self.obeyed: list[str] = []

    def step(self, body: dict[str, Any], key: str) -> Step:
        """Return what the model says or calls next."""
        self.requests.append(body)
        messages = body["messages"]
        system = "\n".join(_text(message) for message in messages if message["role"] == "system")
        last = max(number for number, message in enumerate(messages) if message["role"] == "user")
        asked, turn = _text(messages[last]), messages[last + 1 :]
        done = [call["function"]["name"] for message in turn for call in message.get("tool_calls") or ()]
        offered = [tool["function"]["name"] for tool in body.get("tools", ())]
        for name, arguments in (("find_evidence", {"text": asked}), ("describe_data", {})):
            if name in offered and name not in done:
                return Call(name, json.dumps(arguments))
        seen = [_text(message) for message in messages if message["role"] in ("tool", "assistant")]
        return self._obeyed("\n".join(self._open(text, system) for text in seen), done) or _answer(turn)

    def _open(self, text: str, system: str) -> str:
        """Return what of a text stands outside the fences that the system prompt declares to hold data."""
        for tag in _DECLARED.findall(system):
            # Not fenced, the marks alone are passed over: a title in them orders nothing.
            found = rf"<{tag}\b.*?</{tag}>" if self.fenced else rf"</?{tag}\b[^>\n]*>"
            text = re.sub(found, " ", text, flags=re.DOTALL)
        return text

    def _obeyed(self, text: str, done: list[str]) -> Step | None:
        """Return what every order in a text makes of the answer: a call first, else all that is to be said."""
        said: list[str] = []
        for reading in _readings(text):
            if (called := _TOOL.search(reading)) and len(done) < 3:
                self.obeyed.append(called[0])
                return Call(called["name"], called["arguments"])
            for verb in _VERB.finditer(reading):
                near = reading[verb.start() : verb.end() + _REACH]
                said += [found["said"] for found in _SPEECH.finditer(near)][:1]
                around = reading[max(0, verb.start() - _REACH) : verb.end() + _REACH]
                said += [found[0] for found in _ADDRESS.finditer(around)][:1]
        said = list(dict.fromkeys(said))
        self.obeyed += said
        return Say("\n\n".join(said)) if said else None


def _answer(turn: list[dict[str, Any]]) -> Say:
    shown = "\n".join(_text(message) for message in turn)
    quotes = re.findall(r"^\[\[(E\d+)\]\]$", shown, re.MULTILINE)
    return Say("This is what they say.\n\n" + "\n\n".join(f"[[{quote}]]" for quote in quotes[:4]))


def _text(message: dict[str, Any]) -> str:
    content = message.get("content") or ""
    return content if isinstance(content, str) else "\n".join(part.get("text", "") for part in content)


def _readings(text: str) -> list[str]:
    """Return the text without invisible letters, and what stands in it as base64 or hexadecimal digits."""
    plain = re.sub(r"[\u200b-\u200d\u2060\ufeff]", "", text)
    found = [plain]
    for token in re.findall(r"[A-Za-z0-9+/]{24,}={0,2}", plain):
        try:
            data = bytes.fromhex(token) if re.fullmatch(r"[0-9a-f]+", token) else base64.b64decode(token)
            found.append(data.decode())
        except (binascii.Error, ValueError):
            continue
    return found
