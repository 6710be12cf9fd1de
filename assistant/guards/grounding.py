"""What happens to a draft answer: accepted, sent back once with its faults named, or cut."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from langchain_core.messages import AIMessage, AnyMessage

from assistant.ledger.claims import Problem
from assistant.ledger.numbering import Ledger, this_turn
from assistant.ledger.sentences import normal
from assistant.ledger.settle import OWN, Settled, problems_of, settle, stance_of
from prompts import load
from retrieval.documents import Evidence
from tools.act.campaign import ASKED

StoredText = Callable[[str], str | None]
_MALFORMED = (
    "Your last message called a tool with arguments that are not valid JSON. Call it again with valid ones."
)
_EMPTY = "Your last message was empty. Answer the question from this turn's results, or call a tool."


@dataclass(frozen=True, slots=True)
class Draft:
    """The model's last message of a turn, with what it may cite."""

    message: AIMessage
    ledger: Ledger

    @classmethod
    def of(cls, messages: Sequence[AnyMessage]) -> "Draft | None":
        """Return the draft that ends the turn; None while the model still calls tools or has not spoken."""
        last = this_turn(messages)[-1] if messages else None
        if not isinstance(last, AIMessage) or last.tool_calls:
            return None
        return cls(last, Ledger.of_turn(messages))

    def repair(self, question: str) -> str:
        """Return what to tell the model so that it mends the draft; empty when nothing is wrong."""
        if self.message.invalid_tool_calls:
            return _MALFORMED
        if not self.message.text.strip():
            return _EMPTY
        problems = problems_of(self.message.text, self.ledger, question, self._own)
        return load("repair").render(problems=_listed(self.message.text, problems)) if problems else ""

    def settled(self, question: str, stored: StoredText) -> Settled:
        """Return the draft without what its reports do not support.

        `stored` gives a document's stored text; a text that the user pasted stands in the question. A quotation
        that does not stand there, character for character at its own offsets, is not posted, whichever tool
        returned it.
        """
        texts = {ASKED: question}
        altered = {
            key
            for key, item in self.ledger.evidence.items()
            if not stands(item, texts.get(item.document) or stored(item.document))
        }
        return settle(self.message.text, self.ledger.without(altered), question, self._own)

    @property
    def _own(self) -> tuple[str, ...]:
        return tuple(map(str, self.message.additional_kwargs.get(OWN, ())))


def stands(item: Evidence, text: str | None) -> bool:
    """Return whether the quotation is what the stored text of its document holds at its offsets."""
    return text is not None and bool(item.quote) and text[item.start : item.end] == item.quote


def _listed(draft: str, problems: Sequence[Problem]) -> str:
    body = normal(stance_of(draft)[1])
    return "\n".join(f"- In “{body[item.start : item.end]}”: {item.detail}" for item in problems)
