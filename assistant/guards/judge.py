"""A language model as the guard's third layer: it reads a request into slots, and code decides over them.

Nothing that goes wrong here passes a request: a judge that is late, breaks off or talks nonsense has read nothing.
"""

import json
import logging
import re
import threading
from collections.abc import Sequence
from queue import Empty, Queue

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import HumanMessage, SystemMessage
from pydantic import ValidationError

from assistant.guards.judge_table import Slots, settle
from assistant.guards.verdict import Verdict
from prompts import load

PROMPT = "judge"
_MAX_TURNS = 20
_MAX_LETTERS = 8000  # of one message; what stands beyond is cut from its middle
_AT_ONCE = 16  # calls under way, late ones included; a further request counts as not judged
_FENCE = re.compile(r"```(?:json)?\s*(.*?)\s*```", re.S)
_log = logging.getLogger(__name__)


class Judge:
    """Asks one model, and waits for it no longer than `seconds`; safe to call from several threads."""

    def __init__(self, model: BaseChatModel, seconds: float) -> None:
        schema = {"name": "slots", "strict": True, "schema": Slots.model_json_schema()}
        self._model = model.bind(response_format={"type": "json_schema", "json_schema": schema})
        self._seconds = seconds
        self._free = threading.BoundedSemaphore(_AT_ONCE)

    def review(self, turns: Sequence[str], verdict: Verdict) -> Verdict:
        """Return the verdict of the layers before, made stricter or, where it was uncertain, settled by the slots.

        A request that is refused already is shown to no model. Never raises.
        """
        if verdict.verdict == "refuse":
            return verdict
        return settle(verdict, self.read(turns))

    def read(self, turns: Sequence[str]) -> Slots | None:
        """Return the slots that the model reads in the last of a user's turns; None without a usable answer."""
        if not self._free.acquire(blocking=False):
            _log.warning("The judge has %d calls under way; this request is not judged.", _AT_ONCE)
            return None
        answers: Queue[Slots | None] = Queue(maxsize=1)
        # A thread of its own: a server that sends a byte now and then would outlast any timeout of the client.
        threading.Thread(target=self._ask, args=(list(turns), answers), name="judge", daemon=True).start()
        try:
            return answers.get(timeout=self._seconds)
        except Empty:
            _log.warning("The judge did not answer within %g s.", self._seconds)
            return None

    def _ask(self, turns: Sequence[str], answers: "Queue[Slots | None]") -> None:
        slots = None
        try:
            said = self._model.invoke([SystemMessage(load(PROMPT).text), HumanMessage(_material(turns))])
            slots = Slots.model_validate_json(_bare(said.text))
        except ValidationError:
            _log.warning("The judge's answer does not fill the slots.")
        except Exception as error:  # noqa: BLE001 - whatever failed, the request was not judged, and that is the answer
            _log.warning("The judge failed with %s.", type(error).__name__)
        finally:
            self._free.release()
            answers.put(slots)


def _material(turns: Sequence[str]) -> str:
    """Return the turns as JSON, so that no message can end its quotation and speak for itself."""
    half = _MAX_LETTERS // 2
    kept = (turn if len(turn) <= _MAX_LETTERS else f"{turn[:half]}\n{turn[-half:]}" for turn in turns)
    return json.dumps(list(kept)[-_MAX_TURNS:], ensure_ascii=False)


def _bare(answer: str) -> str:
    """Return an answer without the code fence that servers put around JSON where they know no schema."""
    fenced = _FENCE.fullmatch(answer.strip())
    return fenced.group(1) if fenced else answer
