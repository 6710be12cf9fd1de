"""Where questions are taken and answered: each event once, each thread in order, and never without a reply."""

import logging
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Protocol

from slack_sdk import WebClient

from assistant.answer import Answer
from assistant.errors import WorkspaceError
from assistant.question import Question
from assistant.slack import words
from assistant.slack.blocks import Message, messages, notice, workings
from assistant.slack.delivery import deliver
from assistant.slack.faults import log
from assistant.slack.incoming import MAX_QUESTION
from assistant.slack.ordered import OrderedPool
from assistant.slack.status import Status
from assistant.slack.store import SlackStore
from assistant.slack.turn import Turn

logger = logging.getLogger("whybuy.slack")

WORKERS = 4
MAX_WAITING = 200


class Answering(Protocol):
    """Whoever answers questions; raises `AssistantError` when that is impossible at the moment."""

    def ask(self, question: Question, progress: Callable[[str], None]) -> Answer:
        """Return the answer; `progress` is called with short descriptions of what is being done."""
        ...


class Desk:
    """Takes turns from the listeners and answers them on its own threads."""

    def __init__(
        self,
        client: WebClient,
        assistant: Answering,
        store: SlackStore,
        *,
        tools: words.Tools = (),
        workers: int = WORKERS,
        limit: int = MAX_WAITING,
    ) -> None:
        self._store = store
        self._client = client
        self._assistant = assistant
        self._tools = tools
        self._side = ThreadPoolExecutor(max_workers=1, thread_name_prefix="refusal")
        self._pool: OrderedPool[Mapping[str, Any]] = OrderedPool(self._work, workers=workers, limit=limit)

    def accept(self, turn: Turn) -> None:
        """Queue a turn unless its event was taken before; when too many wait, say so at once."""
        if not self._is_first(turn):
            return
        _kept(lambda: self._store.join(turn.channel, turn.thread_ts))
        if not self._pool.submit(turn.question.thread, turn.to_dict()):
            logger.warning("Turn %s refused: too many are waiting", turn.event_id)
            self._side.submit(self._reply, turn, [notice(words.BUSY)])

    def decline(self, turn: Turn, reply: Message) -> None:
        """Reply to a turn without asking it."""
        if self._is_first(turn):
            self._side.submit(self._reply, turn, [reply])

    def apologise(self, turn: Turn, error: Exception) -> None:
        """Reply to a turn that failed before it could be queued."""
        self.decline(turn, self._failed(turn, error))

    def takes_part(self, channel: str, thread_ts: str) -> bool:
        """Return whether the bot was asked in this thread before; not knowing, it stays silent among people."""
        try:
            return self._store.takes_part(channel, thread_ts)
        except WorkspaceError as error:
            log("Threads cannot be remembered", error)
            return False

    def workings(self, record: str) -> list[str] | None:
        """Return how an answer's numbers were computed; None when that is not kept."""
        try:
            return self._store.workings(record)
        except WorkspaceError as error:
            log("Computations cannot be read", error)
            return None

    def close(self) -> None:
        """Answer what was accepted, then stop."""
        self._pool.close()
        self._side.shutdown(wait=True)

    def _work(self, values: Mapping[str, Any]) -> None:
        turn = Turn.from_dict(values)
        with Status(self._client, turn.channel, turn.thread_ts) as status:
            self._reply(turn, self._respond(turn, status.progress))

    def _reply(self, turn: Turn, reply: Sequence[Message]) -> None:
        if deliver(self._client, turn, reply):
            _kept(lambda: self._store.answered(turn.keys))

    def _is_first(self, turn: Turn) -> bool:
        """Whether this is the event's first delivery; not knowing, it answers: once too often harms less."""
        try:
            return self._store.claim(turn.keys)
        except WorkspaceError as error:
            log("Deliveries cannot be remembered", error)
            return True

    def _respond(self, turn: Turn, progress: Callable[[str], None]) -> Sequence[Message]:
        """Return what to say to a turn, also when answering fails."""
        text = turn.question.text
        if not text.strip():
            return [notice(words.EMPTY, questions=words.examples(self._tools, 4))]
        if len(text) > MAX_QUESTION:
            return [notice(words.TOO_LONG)]
        try:
            return self._shown(turn, self._assistant.ask(turn.question, progress))
        except Exception as error:  # noqa: BLE001 - whatever fails, the asker gets a reply
            return [self._failed(turn, error)]

    def _failed(self, turn: Turn, error: Exception) -> Message:
        log(f"Turn {turn.event_id} failed", error)
        return notice(words.failure(error), details=[f"Reference: {turn.event_id}"])

    def _shown(self, turn: Turn, answer: Answer) -> Sequence[Message]:
        record = answer.record or turn.event_id
        lines = workings(answer)
        kept = bool(lines) and _kept(lambda: self._store.keep(record, lines))
        return messages(answer, record=record if kept else "", show_question=turn.by_button)


def _kept(write: Callable[[], None]) -> bool:
    """Write to the store; a store that fails costs its comfort, not the answer."""
    try:
        write()
    except WorkspaceError as error:
        log("Not kept", error)
        return False
    return True
