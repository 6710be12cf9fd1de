"""The Slack app: its clients, its listeners, and the loop that runs it in Socket Mode."""

import logging
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from threading import Event

from pydantic import SecretStr
from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_bolt.error import BoltError
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.builtin_handlers import ConnectionErrorRetryHandler, RateLimitErrorRetryHandler

from assistant.settings import Settings
from assistant.slack.desk import Answering, Desk
from assistant.slack.faults import UNREACHABLE, SlackError, explained, log
from assistant.slack.incoming import Scrub
from assistant.slack.listeners import listen_to_buttons, listen_to_home, listen_to_questions
from assistant.slack.store import SlackStore
from assistant.slack.words import Tools

logger = logging.getLogger("whybuy.slack")

STORE = "slack.sqlite"
BOT_TOKEN = "SLACK_BOT_TOKEN"  # noqa: S105 - the name of a setting
APP_TOKEN = "SLACK_APP_TOKEN"  # noqa: S105 - the name of a setting


def run(
    settings: Settings,
    assistant: Answering,
    *,
    scrub: Scrub,
    tools: Tools = (),
    stop: Event | None = None,
    started: Callable[[], None] = lambda: None,
) -> None:
    """Run the bot until `stop` is set or the operator interrupts; accepted questions are answered first.

    `scrub` removes personal data from a question before anything keeps it. `tools` supply the example
    questions. Raises `SlackError` when a token is missing or refused, or Slack cannot be reached.
    """
    with connected(settings, assistant, scrub=scrub, tools=tools):
        started()
        try:
            (stop or Event()).wait()
        except KeyboardInterrupt:
            logger.warning("Stopping: questions already taken are answered first.")


@contextmanager
def connected(
    settings: Settings, assistant: Answering, *, scrub: Scrub, tools: Tools = ()
) -> Iterator[SocketModeHandler]:
    """Connect the bot to Slack for the time of the context."""
    _quieten()
    bot_token = _token(settings.slack_bot_token, BOT_TOKEN, "xoxb-")
    app_token = _token(settings.slack_app_token, APP_TOKEN, "xapp-")
    client = web_client(bot_token, settings.slack_api_url)
    with (
        SlackStore(Path(settings.workspace) / STORE) as store,
        ThreadPoolExecutor(max_workers=4, thread_name_prefix="slack") as side,
    ):
        desk = Desk(client, assistant, store, tools=tools)
        try:
            app = build_app(settings, client, desk, scrub=scrub, tools=tools, executor=side)
            handler = SocketModeHandler(
                app,
                app_token,
                logger=logger,
                web_client=web_client(app_token, settings.slack_api_url),
                concurrency=1,
            )
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

    listen_to_questions(app, desk, team=str(bot["team_id"]), bot_user=str(bot["user_id"]), scrub=scrub)
    listen_to_buttons(app, desk, scrub=scrub)
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


def _token(secret: SecretStr | None, name: str, prefix: str) -> str:
    value = secret.get_secret_value().strip() if secret else ""
    if not value.startswith(prefix):
        problem = "is not set" if not value else f"does not begin with {prefix}"
        raise SlackError(f"{name} {problem}. `whybuy manifest` prints the app to create; the README says how.")
    return value


def _quieten() -> None:
    """Keep what people write and tokens out of the logs: the libraries print both at DEBUG."""
    logger.setLevel(logging.WARNING)
