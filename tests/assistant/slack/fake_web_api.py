"""The Web API of the fake Slack: tokens, scopes and arguments are checked as the method pages document."""

import json
import time
from collections import defaultdict
from collections.abc import Callable
from itertools import count
from typing import Any

from aiohttp import web
from block_kit import MESSAGE_TOTAL, problems, total

BOT_TOKEN = "xoxb-fake-bot"
APP_TOKEN = "xapp-fake-app"
TEAM = "T01"
BOT_USER = "U0BOT"
ME = f"<@{BOT_USER}>"  # how a message names the bot
BOT_ID = "B0BOT"
APP_ID = "A0APP"

Json = dict[str, Any]

SCOPES = {
    "chat.postMessage": "chat:write",
    "chat.postEphemeral": "chat:write",
    "assistant.threads.setStatus": "chat:write",
    "assistant.threads.setSuggestedPrompts": "assistant:write",
}


class WebApi:
    """The methods that a bot uses, over one workspace's channels and messages."""

    def __init__(self, manifest: Json) -> None:
        self.scopes = set(manifest["oauth_config"]["scopes"]["bot"])
        self.agent_view = "agent_view" in manifest["features"]
        self.channels: dict[str, set[str]] = {}
        self.messages: dict[str, list[Json]] = defaultdict(list)
        self.statuses: list[Json] = []
        self.prompts: list[Json] = []
        self.views: list[Json] = []
        self.homes: dict[str, Json] = {}
        self.calls: list[tuple[str, Json]] = []
        self.port = 0
        self._faults: dict[str, list[tuple[int, Json, dict[str, str]]]] = defaultdict(list)
        self._triggers: set[str] = set()
        self._numbers = count(1)
        self._started = time.time()

    def fail(
        self, method: str, error: str, *, times: int = 1, status: int = 200, headers: dict[str, str] | None = None
    ) -> None:
        """Let the next calls of a method fail."""
        self._faults[method] += [(status, {"ok": False, "error": error}, headers or {})] * times

    def _ts(self) -> str:
        return f"{self._started + next(self._numbers) / 1000:.6f}"

    def _post(self, channel: str, message: Json) -> None:
        self.messages[channel].append(message)

    def _notify(self) -> None:
        """Called after every change that a test may wait for."""

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
