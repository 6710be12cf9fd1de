"""The Slack app: its clients, its listeners, and the loop that runs it in Socket Mode."""

import logging
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from signal import SIGINT, SIGTERM, signal
from threading import Event, current_thread, main_thread
from typing import Any

from pydantic import SecretStr
from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_bolt.error import BoltError
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_handlers import ConnectionErrorRetryHandler, RateLimitErrorRetryHandler
from slack_sdk.socket_mode.client import BaseSocketModeClient

from assistant.errors import WorkspaceError
from assistant.settings import Settings
from assistant.slack.appeal import Appeals, listen_to_appeals
from assistant.slack.desk import Answering, Desk
from assistant.slack.faults import UNREACHABLE, SlackError, explained, log
from assistant.slack.incoming import Scrub
from assistant.slack.listeners import listen_to_buttons, listen_to_home, listen_to_questions
from assistant.slack.store import SlackStore
from assistant.slack.words import Tools
from tools import TOOLS

logger = logging.getLogger("whybuy.slack")

STORE = "slack.sqlite"
_HOUR = 3600.0
BOT_TOKEN = "SLACK_BOT_TOKEN"  # noqa: S105 - the name of a setting
APP_TOKEN = "SLACK_APP_TOKEN"  # noqa: S105 - the name of a setting


def run(
    settings: Settings,
    assistant: Answering,
    *,
    scrub: Scrub,
    directory: Path | None = None,
    tools: Tools = TOOLS,
    appeals: Appeals | None = None,
    tidy: Callable[[], None] = lambda: None,
    stop: Event | None = None,
    started: Callable[[], None] = lambda: None,
) -> None:
    """Run the bot until `stop` is set or the operator interrupts; accepted questions are answered first.

    `scrub` removes personal data from a question before anything keeps it. `directory` is the workspace, if it
    is not the one of the settings; `tools` supply the example questions; `appeals` take what people think is
    wrong; `tidy` is called every hour, and forgets what is old; `started` is called once the bot listens.
    Raises `SlackError` when a token is missing or refused, or Slack cannot be reached.
    """
    stop = stop or Event()
    with (
        connected(settings, assistant, scrub=scrub, directory=directory, tools=tools, appeals=appeals),
        _stopped_by_a_signal(stop),
    ):
        started()
        while not stop.wait(_HOUR):
            try:
                tidy()
            except WorkspaceError as error:
                log("What is old was not forgotten", error)
        logger.warning("Stopping: questions already taken are answered first.")


@contextmanager
def _stopped_by_a_signal(stop: Event) -> Iterator[None]:
    """Let Ctrl-C and a supervisor's SIGTERM end the bot in order; only the main thread may ask for signals."""
    if current_thread() is not main_thread():
        yield
        return
    before = {number: signal(number, lambda *_: stop.set()) for number in (SIGINT, SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal(number, handler)


@contextmanager
def connected(
    settings: Settings,
    assistant: Answering,
    *,
    scrub: Scrub,
    directory: Path | None = None,
    tools: Tools = TOOLS,
    appeals: Appeals | None = None,
) -> Iterator[SocketModeHandler]:
    """Connect the bot to Slack for the time of the context."""
    _quieten()
    bot_token = _token(settings.slack_bot_token, BOT_TOKEN, "xoxb-")
    app_token = _token(settings.slack_app_token, APP_TOKEN, "xapp-")
    client = web_client(bot_token, settings.slack_api_url)
    with (
        SlackStore((directory or settings.workspace) / STORE) as store,
        ThreadPoolExecutor(max_workers=4, thread_name_prefix="slack") as side,
    ):
        desk = Desk(client, assistant, store, tools=tools)
        try:
            app = build_app(settings, client, desk, scrub=scrub, tools=tools, executor=side)
            if appeals is not None:
                listen_to_appeals(app, appeals, owner=settings.owner, scrub=scrub)
            handler = SocketModeHandler(
                app,
                app_token,
                logger=logger,
                web_client=web_client(app_token, settings.slack_api_url),
                concurrency=1,
            )
            handler.client.message_listeners.append(_warner())
            try:
                _connect(handler, settings.slack_api_url)
                yield handler
            finally:
                handler.close()  # type: ignore[no-untyped-call]
        finally:
            desk.close()


def build_app(
    settings: Settings, client: WebClient, desk: Desk, *, scrub: Scrub, tools: Tools, executor: ThreadPoolExecutor
) -> App:
    """Return the Bolt app with all listeners; raises `SlackError` when Slack does not know the bot token."""
    try:
        bot = client.auth_test()
        app = App(client=client, logger=logger, process_before_response=True, listener_executor=executor)
    except (SlackApiError, *UNREACHABLE) as error:
        raise explained(error, token=BOT_TOKEN, url=settings.slack_api_url) from error
    except BoltError as error:
        raise SlackError(f"Slack refuses {BOT_TOKEN}. Copy it again from the app's settings.") from error

    @app.error
    def failed(error: Exception) -> None:
        log("A listener failed", error)

    team = str(bot["team_id"])
    listen_to_questions(app, desk, team=team, bot_user=str(bot["user_id"]), scrub=scrub)
    listen_to_buttons(app, desk, team=team, scrub=scrub)
    listen_to_home(app, tools=tools)
    return app


def web_client(token: str, url: str) -> WebClient:
    """Return a Web API client that waits out rate limits and tries again after a broken connection."""
    return WebClient(
        token,
        base_url=url,
        logger=logger,
        retry_handlers=[
            RateLimitErrorRetryHandler(max_retry_count=3),
            ConnectionErrorRetryHandler(max_retry_count=2),
        ],
    )


def _connect(handler: SocketModeHandler, url: str) -> None:
    try:
        handler.connect()  # type: ignore[no-untyped-call]
    except (SlackApiError, *UNREACHABLE) as error:
        raise explained(error, token=APP_TOKEN, url=url) from error
    if not handler.client.is_connected():
        raise SlackError("Slack gave an address for Socket Mode that cannot be reached. Check proxy and firewall.")


def _warner() -> Callable[[BaseSocketModeClient, dict[str, Any], str | None], None]:
    """Return a listener that reports another process with the same tokens: Slack gives each event to one of them.

    Only the first greeting counts: while a connection is renewed there are two for a moment.
    """
    greeted = Event()

    def warn(_client: BaseSocketModeClient, message: dict[str, Any], _raw: str | None) -> None:
        if message.get("type") == "hello" and not greeted.is_set():
            greeted.set()
            if message.get("num_connections", 1) > 1:
                logger.warning("Another process uses the same SLACK_APP_TOKEN; it will get some of the questions.")

    return warn


def _token(secret: SecretStr | None, name: str, prefix: str) -> str:
    value = secret.get_secret_value().strip() if secret else ""
    if not value.startswith(prefix):
        problem = "is not set" if not value else f"does not begin with {prefix}"
        raise SlackError(f"{name} {problem}. `whybuy manifest` prints the app to create; the README says how.")
    return value


def _quieten() -> None:
    """Keep what people write and tokens out of the logs: the libraries print both at DEBUG."""
    logger.setLevel(logging.WARNING)
