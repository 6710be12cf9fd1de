"""A Slack on the loopback interface: people who write and click, and Socket Mode over a real WebSocket.

It delivers only the events that the app's manifest subscribes to, remembers what was acknowledged, and repeats
an event when asked to.
"""

import asyncio
import json
import threading
import time
from collections.abc import Callable
from typing import Any

from aiohttp import WSMsgType, web
from block_kit import displayed
from fake_web_api import APP_ID, APP_TOKEN, BOT_ID, BOT_TOKEN, BOT_USER, ME, TEAM, Json, WebApi


class FakeSlack(WebApi):
    """Start it, point SLACK_API_URL at `url`, speak with `say` and `click`, read with `replies`."""

    def __init__(self, manifest: Json) -> None:
        super().__init__(manifest)
        self.events = set(manifest["settings"]["event_subscriptions"]["bot_events"])
        self.envelopes: dict[str, Json] = {}
        self.replied: dict[str, Json] = {}
        self.acknowledged: set[str] = set()
        self.shared: set[str] = set()
        self.connections = 0
        self.other_connections = 0
        self._sockets: list[web.WebSocketResponse] = []
        self._undelivered: list[Json] = []
        self._changed = threading.Condition()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._serve, name="fake-slack")
        self._ready = threading.Event()
        self._closing: asyncio.Event | None = None

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

    def click(self, message: Json, label: str, *, channel: str, user: str = "U1", team: str = TEAM) -> str:
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
            "user": {"id": user, "username": "someone", "team_id": team},
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

    def submit(self, view: Json, values: Json, *, user: str = "U1") -> Json:
        """Send an opened window off with these values of its inputs, and return what the bot makes of it."""
        payload = {
            "type": "view_submission",
            "team": {"id": TEAM, "domain": "fake"},
            "user": {"id": user, "username": "someone", "team_id": TEAM},
            "api_app_id": APP_ID,
            "token": "legacy",
            "view": {**view, "id": "V1", "state": {"values": values}},
        }
        envelope_id = self._send("interactive", payload, accepts=True)
        self.wait(lambda: envelope_id in self.replied, "a reply to the window")
        return self.replied[envelope_id]

    def open_home(self, tab: str, *, channel: str, user: str = "U1") -> None:
        """Open the app's home or messages tab."""
        if "app_home_opened" in self.events:
            self.event(
                {"type": "app_home_opened", "user": user, "channel": channel, "tab": tab, "event_ts": self._ts()}
            )

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
        ts = self.say(f"{ME} settle", channel=channel)
        self.wait_replies(channel, ts)

    def status_of(self, channel: str, thread_ts: str) -> list[str]:
        """Return the statuses shown in a thread so far, in order."""
        return [s["status"] for s in self.statuses if (s["channel_id"], s["thread_ts"]) == (channel, thread_ts)]

    # ---- events ---------------------------------------------------------------------------------------------

    def _post(self, channel: str, message: Json) -> None:
        super()._post(channel, message)
        if BOT_USER not in self.channels.get(channel, ()):
            return
        kinds = {"D": ("im", "message.im"), "G": ("group", "message.groups")}
        channel_type, subscription = kinds.get(channel[0], ("channel", "message.channels"))
        event = {**message, "channel": channel, "channel_type": channel_type, "event_ts": message["ts"]}
        if subscription in self.events:
            self.event(event)
        by_bot = message.get("bot_id") is not None
        if ME in message["text"] and "app_mention" in self.events and channel_type != "im" and not by_bot:
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
            "is_ext_shared_channel": event.get("channel") in self.shared,
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
                    self.replied[envelope_id] = json.loads(message.data).get("payload") or {}
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


__all__ = ["APP_TOKEN", "BOT_ID", "BOT_TOKEN", "BOT_USER", "TEAM", "FakeSlack", "read"]


def read(message: Json) -> str:
    """Return a message of the bot as a person reads it."""
    return displayed(message["blocks"]) if message.get("blocks") else message["text"]
