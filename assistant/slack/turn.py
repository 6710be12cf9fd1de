"""A question on its way through the bot: plain data, so that a queue on disk could hold it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from assistant.question import Question


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """A scrubbed question and where its answer goes.

    `thread_ts` is the message under which the answer is posted, `recipient` the Slack user who asked, `keys`
    what identifies the event among its repetitions. `by_button`: no message shows the question, so the
    answer does.
    """

    question: Question
    channel: str
    thread_ts: str
    recipient: str
    event_id: str
    keys: tuple[str, ...]
    by_button: bool = False

    def to_dict(self) -> dict[str, Any]:
        """Return the turn as plain JSON values."""
        return {
            "question": self.question.to_dict(),
            "channel": self.channel,
            "thread_ts": self.thread_ts,
            "recipient": self.recipient,
            "event_id": self.event_id,
            "keys": list(self.keys),
            "by_button": self.by_button,
        }

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> "Turn":
        """Return the turn that `to_dict` described."""
        return cls(
            question=Question.from_dict(values["question"]),
            channel=values["channel"],
            thread_ts=values["thread_ts"],
            recipient=values["recipient"],
            event_id=values["event_id"],
            keys=tuple(values["keys"]),
            by_button=values["by_button"],
        )
