"""A Slack on the loopback interface: the Web API methods a bot uses, and Socket Mode over a real WebSocket.

It takes form and JSON bodies, checks tokens, scopes and arguments as the method pages document, delivers only
the events that the app's manifest subscribes to, and repeats an event that was not acknowledged when asked to.
"""

import asyncio
import json
import threading
import time
from collections import defaultdict
from collections.abc import Callable
from itertools import count
from typing import Any

from aiohttp import WSMsgType, web
from block_kit import MESSAGE_TOTAL, displayed, problems, total

BOT_TOKEN = "xoxb-fake-bot"
APP_TOKEN = "xapp-fake-app"
TEAM = "T01"
BOT_USER = "U0BOT"
BOT_ID = "B0BOT"
APP_ID = "A0APP"

Json = dict[str, Any]

SCOPES = {
    "chat.postMessage": "chat:write",
    "chat.postEphemeral": "chat:write",
    "assistant.threads.setStatus": "chat:write",
    "assistant.threads.setSuggestedPrompts": "assistant:write",
}


class FakeSlack:
    """Start it, point SLACK_API_URL at `url`, speak with `say` and `click`, read with `replies`."""

    def __init__(self, manifest: Json) -> None:
        self.events = set(manifest["settings"]["event_subscriptions"]["bot_events"])
        self.scopes = set(manifest["oauth_config"]["scopes"]["bot"])
        self.agent_view = "agent_view" in manifest["features"]
        self.channels: dict[str, set[str]] = {}
        self.messages: dict[str, list[Json]] = defaultdict(list)
        self.statuses: list[Json] = []
        self.prompts: list[Json] = []
        self.views: list[Json] = []
        self.homes: dict[str, Json] = {}
        self.calls: list[tuple[str, Json]] = []
        self.envelopes: dict[str, Json] = {}
        self.acknowledged: set[str] = set()
        self.connections = 0
        self.other_connections = 0
        self._faults: dict[str, list[tuple[int, Json, dict[str, str]]]] = defaultdict(list)
        self._sockets: list[web.WebSocketResponse] = []
        self._undelivered: list[Json] = []
        self._triggers: set[str] = set()
        self._numbers = count(1)
        self._started = time.time()
        self._changed = threading.Condition()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._serve, name="fake-slack")
        self._ready = threading.Event()
        self._closing: asyncio.Event | None = None
        self.port = 0

    # ---- life -----------------------------------------------------------------------------------------------

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/api/"

    def start(self) -> "FakeSlack":
        self._thread.start()
        assert self._ready.wait(10)
        return self

    def stop(self) -> None:
        assert self._closing is not None
        self._loop.call_soon_threadsafe(self._closing.set)
        self._thread.join(10)
        assert not self._thread.is_alive()

    def _serve(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(self._main())
        self._loop.run_until_complete(self._loop.shutdown_asyncgens())
        self._loop.close()

    async def _main(self) -> None:
        self._closing = asyncio.Event()
        app = web.Application(client_max_size=2**22)
        app.router.add_post("/api/{method}", self._method)
        app.router.add_get("/link/", self._socket)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        self.port = runner.addresses[0][1]
        self._ready.set()
        await self._closing.wait()
        for socket in list(self._sockets):
            await socket.close()
        await runner.cleanup()

    # ---- what a test does -----------------------------------------------------------------------------------

    def channel(self, name: str, members: tuple[str, ...] = (BOT_USER, "U1", "U2")) -> str:
        """Open a channel (C...), a private one (G...) or a direct message (D...)."""
        self.channels[name] = set(members)
        return name

    def say(self, text: str, *, channel: str, user: str = "U1", thread_ts: str | None = None, **more: Any) -> str:
        """Post as a user; the app gets the events it subscribed to. Returns the message's ts."""
        message = {"type": "message", "user": user, "text": text, "ts": self._ts(), "team": TEAM, **more}
        if thread_ts:
            message["thread_ts"] = thread_ts
        self._post(channel, message)
        return str(message["ts"])

    def event(self, event: Json) -> str:
        """Send an event as it is; return its envelope id."""
        return self._send("events_api", self._wrapped(event), accepts=False)

    def repeat(self, envelope_id: str, *, reason: str = "timeout", attempt: int = 1) -> str:
        """Deliver an event again, as Slack does when no acknowledgement came in time."""
        payload = self.envelopes[envelope_id]["payload"]
        return self._send("events_api", payload, accepts=False, retry_attempt=attempt, retry_reason=reason)

    def envelope_of(self, ts: str, kind: str) -> str:
        """Return the envelope that carried a message as an event of this type."""
        return next(
            key
            for key, envelope in self.envelopes.items()
            if envelope["payload"].get("event", {}).get("ts") == ts
            and envelope["payload"]["event"]["type"] == kind
        )

    def click(self, message: Json, label: str, *, channel: str, user: str = "U1") -> str:
        """Click the button with this label on a message of the bot."""
        elements = [e for block in message["blocks"] if block["type"] == "actions" for e in block["elements"]]
        element = next(e for e in elements if e["text"]["text"] == label)
        trigger = f"trigger-{next(self._numbers)}"
        self._triggers.add(trigger)
        action = {
            "type": "button",
            "action_id": element["action_id"],
            "block_id": "b",
            "value": element.get("value", ""),
            "text": element["text"],
            "action_ts": self._ts(),
        }
        payload = {
            "type": "block_actions",
            "team": {"id": TEAM, "domain": "fake"},
            "user": {"id": user, "username": "someone", "team_id": TEAM},
            "api_app_id": APP_ID,
            "token": "legacy",
            "container": {"type": "message", "message_ts": message["ts"], "channel_id": channel},
            "trigger_id": trigger,
            "channel": {"id": channel, "name": "somewhere"},
            "message": message,
            "response_url": "",
            "actions": [action],
        }
        return self._send("interactive", payload, accepts=True)

    def open_home(self, tab: str, *, channel: str, user: str = "U1") -> None:
        """Open the app's home or messages tab."""
        if "app_home_opened" in self.events:
            self.event(
                {"type": "app_home_opened", "user": user, "channel": channel, "tab": tab, "event_ts": self._ts()}
            )

    def fail(
        self, method: str, error: str, *, times: int = 1, status: int = 200, headers: dict[str, str] | None = None
    ) -> None:
        """Let the next calls of a method fail."""
        self._faults[method] += [(status, {"ok": False, "error": error}, headers or {})] * times

    def disconnect(self, reason: str = "refresh_requested") -> None:
        """Ask the app to open a new connection, then close the old one."""
        old = list(self._sockets)
        self._on_loop(self._disconnect(old, reason))

    def replies(self, channel: str, thread_ts: str | None = None) -> list[Json]:
        """Return what the bot posted in a channel, or in one thread of it."""
        posted = [message for message in list(self.messages[channel]) if message.get("bot_id") == BOT_ID]
        return [m for m in posted if thread_ts is None or m.get("thread_ts") == thread_ts]

    def wait_replies(self, channel: str, thread_ts: str | None = None, number: int = 1) -> list[Json]:
        """Wait until the bot has posted so many messages."""
        self.wait(lambda: len(self.replies(channel, thread_ts)) >= number, f"{number} replies")
        return self.replies(channel, thread_ts)

    def wait(self, condition: Callable[[], bool], what: str, seconds: float = 15) -> None:
        """Wait for something to become true; every call of the bot looks again."""
        deadline = time.monotonic() + seconds
        with self._changed:
            while not condition():
                left = deadline - time.monotonic()
                assert left > 0, f"waited in vain for {what}; last calls: {[name for name, _ in self.calls[-9:]]}"
                self._changed.wait(min(left, 0.1))

    def settle(self, channel: str) -> None:
        """Wait until everything sent so far was acknowledged and one more mention, sent now, was answered."""
        sent = set(self.envelopes)
        self.wait(lambda: sent <= self.acknowledged, "acknowledgements")
        ts = self.say(f"<@{BOT_USER}> settle", channel=channel)
        self.wait_replies(channel, ts)

    def status_of(self, channel: str, thread_ts: str) -> list[str]:
        """Return the statuses shown in a thread so far, in order."""
        return [s["status"] for s in self.statuses if (s["channel_id"], s["thread_ts"]) == (channel, thread_ts)]

    # ---- events ---------------------------------------------------------------------------------------------

    def _ts(self) -> str:
        return f"{self._started + next(self._numbers) / 1000:.6f}"

    def _post(self, channel: str, message: Json) -> None:
        self.messages[channel].append(message)
        if BOT_USER not in self.channels.get(channel, ()):
            return
        kinds = {"D": ("im", "message.im"), "G": ("group", "message.groups")}
        channel_type, subscription = kinds.get(channel[0], ("channel", "message.channels"))
        event = {**message, "channel": channel, "channel_type": channel_type, "event_ts": message["ts"]}
        if subscription in self.events:
            self.event(event)
        by_bot = message.get("bot_id") is not None
        if (
            f"<@{BOT_USER}>" in message["text"]
            and "app_mention" in self.events
            and channel_type != "im"
            and not by_bot
        ):
            mention = {k: v for k, v in event.items() if k not in ("channel_type", "subtype")}
            self.event({**mention, "type": "app_mention"})

    def _wrapped(self, event: Json) -> Json:
        return {
            "token": "legacy",
            "team_id": TEAM,
            "api_app_id": APP_ID,
            "event": event,
            "type": "event_callback",
            "event_id": f"Ev{next(self._numbers):08}",
            "event_time": int(self._started),
            "authorizations": [{"team_id": TEAM, "user_id": BOT_USER, "is_bot": True}],
            "is_ext_shared_channel": False,
        }

    def _send(self, kind: str, payload: Json, *, accepts: bool, **retry: Any) -> str:
        envelope_id = f"envelope-{next(self._numbers)}"
        envelope = {
            "envelope_id": envelope_id,
            "type": kind,
            "payload": payload,
            "accepts_response_payload": accepts,
        }
        if kind == "events_api":
            envelope |= {"retry_attempt": 0, "retry_reason": "", **retry}
        self.envelopes[envelope_id] = envelope
        self._on_loop(self._deliver(envelope))
        return envelope_id

    def _on_loop(self, coroutine: Any) -> None:
        if threading.current_thread() is self._thread:
            self._loop.create_task(coroutine)
        else:
            asyncio.run_coroutine_threadsafe(coroutine, self._loop)

    async def _deliver(self, envelope: Json) -> None:
        for socket in reversed(self._sockets):
            if not socket.closed:
                await socket.send_str(json.dumps(envelope))
                return
        self._undelivered.append(envelope)

    async def _disconnect(self, sockets: list[web.WebSocketResponse], reason: str) -> None:
        for socket in sockets:
            self._sockets.remove(socket)
            await socket.send_str(json.dumps({"type": "disconnect", "reason": reason}))
        await asyncio.sleep(0.05)
        for socket in sockets:
            await socket.close()

    async def _socket(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse(autoping=True)
        await socket.prepare(request)
        pinging = asyncio.ensure_future(self._ping(socket))
        hello = {
            "type": "hello",
            "num_connections": 1 + self.other_connections,
            "connection_info": {"app_id": APP_ID},
        }
        await socket.send_str(json.dumps(hello))
        self._sockets.append(socket)
        self.connections += 1
        pending, self._undelivered = self._undelivered, []
        for envelope in pending:
            await socket.send_str(json.dumps(envelope))
        self._notify()
        try:
            async for message in socket:
                if message.type == WSMsgType.TEXT and (envelope_id := json.loads(message.data).get("envelope_id")):
                    self.acknowledged.add(envelope_id)
                    self._notify()
        finally:
            pinging.cancel()
            if socket in self._sockets:
                self._sockets.remove(socket)
        return socket

    async def _ping(self, socket: web.WebSocketResponse) -> None:
        """Slack pings its clients; doing it often also lets a closing client leave its blocking read."""
        while not socket.closed:
            await asyncio.sleep(0.1)
            await socket.ping(b"ping")

    def _notify(self) -> None:
        with self._changed:
            self._changed.notify_all()

    # ---- Web API --------------------------------------------------------------------------------------------

    async def _method(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        arguments = await _arguments(request)
        token = request.headers.get("Authorization", "").removeprefix("Bearer ") or arguments.pop("token", "")
        arguments.pop("token", None)
        self.calls.append((method, arguments))
        if self._faults[method]:
            status, body, headers = self._faults[method].pop(0)
            self._notify()
            return web.json_response(body, status=status, headers=headers)
        body = self._refused(method, token) or self._answer(method, arguments)
        self._notify()
        return web.json_response(body)

    def _refused(self, method: str, token: str) -> Json | None:
        if not token:
            return _error("not_authed")
        if token not in (BOT_TOKEN, APP_TOKEN):
            return _error("invalid_auth")
        if (token == APP_TOKEN) != (method == "apps.connections.open"):
            return _error("not_allowed_token_type")
        needed = SCOPES.get(method)
        if needed and needed not in self.scopes:
            return _error("missing_scope", needed=needed, provided=",".join(sorted(self.scopes)))
        return None

    def _answer(self, method: str, arguments: Json) -> Json:
        handlers: dict[str, Callable[[Json], Json]] = {
            "auth.test": self._auth_test,
            "apps.connections.open": self._connections_open,
            "chat.postMessage": self._post_message,
            "assistant.threads.setStatus": self._set_status,
            "assistant.threads.setSuggestedPrompts": self._set_prompts,
            "views.open": self._views_open,
            "views.publish": self._views_publish,
        }
        handler = handlers.get(method)
        return handler(arguments) if handler else _error("unknown_method", req_method=method)

    def _auth_test(self, arguments: Json) -> Json:
        ids = {"team_id": TEAM, "user_id": BOT_USER, "bot_id": BOT_ID}
        return {"ok": True, "url": "https://fake.slack.test/", "team": "Fake", "user": "whybuy", **ids}

    def _connections_open(self, arguments: Json) -> Json:
        return {"ok": True, "url": f"ws://127.0.0.1:{self.port}/link/?ticket={next(self._numbers)}"}

    def _post_message(self, arguments: Json) -> Json:
        channel, text, blocks = arguments.get("channel"), arguments.get("text", ""), arguments.get("blocks")
        if not channel:
            return _error("invalid_arguments", messages=["[ERROR] missing required field: channel"])
        channel = self._direct(channel) if channel.startswith("U") else channel
        if channel not in self.channels:
            return _error("channel_not_found")
        if BOT_USER not in self.channels[channel]:
            return _error("not_in_channel")
        if not text and not blocks:
            return _error("no_text")
        if len(text) > 40_000:
            return _error("msg_too_long")
        if blocks and (wrong := problems(blocks)):
            return _error("invalid_blocks", messages=wrong)
        if blocks and total(blocks) > MESSAGE_TOTAL:
            return _error("msg_blocks_too_long")
        message = {
            **arguments,
            "type": "message",
            "user": BOT_USER,
            "bot_id": BOT_ID,
            "ts": self._ts(),
            "text": text,
        }
        self._post(channel, {k: v for k, v in message.items() if k != "channel"})
        return {"ok": True, "channel": channel, "ts": message["ts"], "message": message}

    def _direct(self, user: str) -> str:
        channel = f"D{user[1:]}"
        self.channels.setdefault(channel, {BOT_USER, user})
        return channel

    def _set_status(self, arguments: Json) -> Json:
        for name in ("channel_id", "thread_ts", "status"):
            if name not in arguments:
                return _error("invalid_arguments", messages=[f"[ERROR] missing required field: {name}"])
        if arguments["channel_id"] not in self.channels:
            return _error("channel_not_found")
        if len(arguments.get("loading_messages") or []) > 10:
            return _error("invalid_arguments", messages=["[ERROR] no more than 10 items allowed"])
        if not any(m["ts"] == arguments["thread_ts"] for m in self.messages[arguments["channel_id"]]):
            return _error("invalid_thread_ts")
        self.statuses.append(arguments)
        return {"ok": True}

    def _set_prompts(self, arguments: Json) -> Json:
        prompts = arguments.get("prompts")
        if not arguments.get("channel_id") or not prompts:
            return _error("invalid_arguments")
        if len(prompts) > 4 or any(set(prompt) != {"title", "message"} for prompt in prompts):
            return _error("invalid_arguments", messages=["[ERROR] prompts"])
        if self.agent_view and arguments.get("thread_ts"):
            return {"ok": True}  # documented: silently without effect in the agent view
        self.prompts.append(arguments)
        return {"ok": True}

    def _views_open(self, arguments: Json) -> Json:
        if arguments.get("trigger_id") not in self._triggers:
            return _error("invalid_arguments" if not arguments.get("trigger_id") else "expired_trigger_id")
        self._triggers.discard(arguments["trigger_id"])
        view = arguments["view"]
        if view.get("type") != "modal" or not 1 <= len(view.get("title", {}).get("text", "")) <= 24:
            return _error("invalid_arguments", messages=["[ERROR] title"])
        if wrong := problems(view.get("blocks"), "modal"):
            return _error("invalid_arguments", messages=wrong)
        self.views.append(view)
        return {"ok": True, "view": {**view, "id": f"V{next(self._numbers)}"}}

    def _views_publish(self, arguments: Json) -> Json:
        view = arguments.get("view", {})
        if not arguments.get("user_id") or view.get("type") != "home":
            return _error("invalid_arguments")
        if wrong := problems(view.get("blocks"), "home"):
            return _error("invalid_arguments", messages=wrong)
        self.homes[arguments["user_id"]] = view
        return {"ok": True, "view": view}


async def _arguments(request: web.Request) -> Json:
    if request.content_type == "application/json":
        return dict(json.loads(await request.text() or "{}"))
    form = await request.post()
    return {name: _decoded(name, str(value)) for name, value in form.items()}


def _decoded(name: str, value: str) -> Any:
    """In a form, structured arguments are JSON in a string and booleans are 0 or 1."""
    return json.loads(value) if name in ("blocks", "view", "prompts", "loading_messages") else value


def _error(code: str, messages: list[str] | None = None, **more: Any) -> Json:
    metadata = {"response_metadata": {"messages": messages}} if messages else {}
    return {"ok": False, "error": code, **metadata, **more}


def read(message: Json) -> str:
    """Return a message of the bot as a person reads it."""
    return displayed(message["blocks"]) if message.get("blocks") else message["text"]
