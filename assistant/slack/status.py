"""The line that says what the bot is doing, while a question is worked on."""

from types import TracebackType
from typing import Self

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from assistant.slack.faults import UNREACHABLE, log
from assistant.slack.limits import LOADING_MESSAGE, STATUS_TEXT, shorten

_WORKING = "is looking into it…"


class Status:
    """Shows a status in a thread from entry to exit, whatever happens between them.

    Slack drops a status by itself after two minutes; each new progress message sets it again. A refusal is
    logged once and ends the attempts: the answer matters, not the status.
    """

    def __init__(self, client: WebClient, channel: str, thread_ts: str) -> None:
        self._client = client
        self._channel = channel
        self._thread_ts = thread_ts
        self._refused = False
        self._last = ""

    def __enter__(self) -> Self:
        self._set(_WORKING)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._set("")

    def progress(self, message: str) -> None:
        """Show what the assistant is doing now."""
        message = shorten(" ".join(message.split()), LOADING_MESSAGE)
        if message and message != self._last:
            self._last = message
            self._set(_WORKING, [message])

    def _set(self, status: str, loading: list[str] | None = None) -> None:
        if self._refused:
            return
        try:
            self._client.assistant_threads_setStatus(
                channel_id=self._channel,
                thread_ts=self._thread_ts,
                status=shorten(status, STATUS_TEXT),
                loading_messages=loading,
            )
        except SlackApiError as error:
            self._refused = True
            log("No status in Slack", error)
        except UNREACHABLE as error:
            log("No status in Slack", error)
