"""A server on loopback that speaks the Chat Completions wire format and misbehaves on request.

What it says is written by the test: it shows how the product meets a server, never how good an answer is.
"""

import json
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any


@dataclass(frozen=True)
class Say:
    """A text, streamed in small pieces."""

    text: str


@dataclass(frozen=True)
class Call:
    """A tool call; `arguments` is sent as it is, valid JSON or not."""

    name: str
    arguments: str = "{}"


@dataclass(frozen=True)
class Fail:
    """An HTTP error with a body that must never reach a user."""

    status: int
    headers: dict[str, str] = field(default_factory=dict)
    message: str = "internal: key=sk-secret-of-the-server"


@dataclass(frozen=True)
class Cut:
    """A stream that breaks in the middle; `hard` resets the connection, else it ends as if all were said."""

    text: str
    hard: bool = True


@dataclass(frozen=True)
class Hang:
    """A server that accepts the request and does not answer for so many seconds."""

    seconds: float = 5.0


Step = Say | Call | Fail | Cut | Hang


class WireServer:
    """Answers requests with `steps` in order, the last one again; keeps every request body in `requests`."""

    def __init__(self, *steps: Step) -> None:
        self.steps = steps
        self.requests: list[dict[str, Any]] = []
        self.keys: list[str] = []
        self._released = threading.Event()
        self._server = _Quiet(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
        )

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}/v1"

    def __enter__(self) -> "WireServer":
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._released.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def step(self, body: dict[str, Any], key: str) -> Step:
        self.requests.append(body)
        self.keys.append(key)
        return self.steps[min(len(self.requests), len(self.steps)) - 1]

    def hang(self, seconds: float) -> None:
        self._released.wait(seconds)


class _Quiet(ThreadingHTTPServer):
    """A client that hangs up is what some tests are about, and no news."""

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing."""


def _handler(server: WireServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_: Any) -> None:
            """Keep the test's output clean."""

        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            step = server.step(body, self.headers.get("Authorization", ""))
            if isinstance(step, Hang):
                server.hang(step.seconds)
                self.close_connection = True
            elif self.path != "/v1/chat/completions":
                self._json(404, {"error": {"message": "no such route"}}, {})
            elif isinstance(step, Fail):
                self._json(step.status, {"error": {"message": step.message, "type": "server"}}, step.headers)
            elif body.get("stream"):
                self._stream(step, body["model"])
            else:
                self._json(200, _completion(step, body["model"]), {})

        def _json(self, status: int, body: dict[str, Any], headers: dict[str, str]) -> None:
            content = json.dumps(body).encode()
            self.send_response(status)
            for name, value in {"Content-Type": "application/json", **headers}.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def _stream(self, step: Step, model: str) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/event-stream")
            self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()
            for chunk in _chunks(step, model):
                self._write(f"data: {json.dumps(chunk)}\n\n".encode())
            if isinstance(step, Cut) and step.hard:
                self.wfile.flush()
                self.connection.shutdown(socket.SHUT_RDWR)
                self.close_connection = True
                return
            if not isinstance(step, Cut):
                self._write(b"data: [DONE]\n\n")
            self._write(b"")

        def _write(self, data: bytes) -> None:
            self.wfile.write(f"{len(data):X}\r\n".encode() + data + b"\r\n")

    return Handler


def _message(step: Step) -> dict[str, Any]:
    if isinstance(step, Call):
        function = {"name": step.name, "arguments": step.arguments}
        call = {"id": f"call_{step.name}", "type": "function", "index": 0, "function": function}
        return {"role": "assistant", "content": None, "tool_calls": [call]}
    assert isinstance(step, Say | Cut)
    return {"role": "assistant", "content": step.text}


def _completion(step: Step, model: str) -> dict[str, Any]:
    reason = "tool_calls" if isinstance(step, Call) else "stop"
    choice = {"index": 0, "message": _message(step), "finish_reason": reason}
    return {"id": "c-1", "object": "chat.completion", "created": 1, "model": model, "choices": [choice]}


def _chunks(step: Step, model: str) -> Iterator[dict[str, Any]]:
    def chunk(delta: dict[str, Any], reason: str | None = None) -> dict[str, Any]:
        choice = {"index": 0, "delta": delta, "finish_reason": reason}
        return {"id": "c-1", "object": "chat.completion.chunk", "created": 1, "model": model, "choices": [choice]}

    if isinstance(step, Call):
        yield chunk(_message(step))
        yield chunk({}, "tool_calls")
        return
    text = str(_message(step)["content"])
    yield chunk({"role": "assistant", "content": ""})
    for start in range(0, len(text), 12):
        yield chunk({"content": text[start : start + 12]})
    if not isinstance(step, Cut):
        yield chunk({}, "stop")
