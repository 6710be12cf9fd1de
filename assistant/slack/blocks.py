"""From an answer to Slack messages: pure functions, one layout a status."""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answer import Answer, Refusal, counted
from assistant.guards.policies import policy_title
from assistant.slack.appeal import appeal_button
from assistant.slack.body import body, listed, squashed
from assistant.slack.fallback import plain_text
from assistant.slack.limits import BUTTON_VALUE, MESSAGE_BLOCKS, MESSAGE_TEXT, PLAIN_MESSAGE, shorten
from assistant.slack.rich import Block, button, context, header, label, sections, shown

ASK = "ask"
COMPUTED = "computed"
MAX_BUTTONS = 4


@dataclass(frozen=True, slots=True)
class Message:
    """One Slack message: its blocks, the line for notifications, and the whole as plain text."""

    text: str
    blocks: list[Block]
    plain: str


def messages(answer: Answer, *, record: str = "", show_question: bool = False) -> tuple[Message, ...]:
    """Return the messages that show an answer; more than one when it exceeds what one message can hold.

    `record` is the key of the kept computation; without it there is no "How computed" button.
    """
    blocks = [
        *([context(f"Question: {answer.question}")] if show_question else []),
        header(_title(answer)),
        *_LAYOUTS.get(answer.status, _answered)(answer),
        *_footer(answer),
        *_buttons(answer, record if workings(answer) else ""),
    ]
    whole = plain_text(answer)
    notice = shorten(_title(answer), PLAIN_MESSAGE)
    parts = _parted(blocks)
    return tuple(Message(notice, part, whole if number == 0 else "") for number, part in enumerate(parts))


def notice(text: str, *, details: Sequence[str] = (), questions: Sequence[str] = ()) -> Message:
    """Return a short message of the bot's own: a sentence, small print, and questions to click."""
    blocks = [*sections(text), *(context(detail) for detail in details)]
    if asks := _questions(questions):
        blocks.append({"type": "actions", "elements": asks})
    return Message(text, blocks, "\n".join([text, *details]))


def workings(answer: Answer) -> list[str]:
    """Return how each number was computed: a heading for each finding, then its lines indented by two spaces."""
    lines: list[str] = []
    for finding in answer.findings:
        details = [line for line in finding.computed if line.strip()]
        if details:
            lines += [finding.statement, *(f"  {line}" for line in details)]
    return lines


def _title(answer: Answer) -> str:
    headline = " ".join(answer.headline.lstrip("# \n").replace("**", "").split())
    return headline or _UNTITLED[answer.status]


_UNTITLED = {
    "answered": "Here is what the data says",
    "limited": "Here is what I can say",
    "refused": "I do not help with this",
    "insufficient": "The data does not answer this",
    "clarify": "What do you mean?",
}


def _answered(answer: Answer) -> list[Block]:
    return [*body(answer), *_notes(answer)]


def _limited(answer: Answer) -> list[Block]:
    limit = sections(answer.refusal.reason) if answer.refusal else []
    return [*body(answer), *_notes(answer), *([label("Limited"), *limit] if limit else [])]


def _refused(answer: Answer) -> list[Block]:
    if answer.refusal is None:
        return body(answer)
    refusal = answer.refusal
    blocks = [] if squashed(refusal.reason) == squashed(_title(answer)) else sections(refusal.reason)
    return [*blocks, *_instead(refusal)]


def _instead(refusal: Refusal) -> list[Block]:
    """The rule by name, and what is offered in place of what was asked."""
    blocks = [context(f"Rule: {policy_title(refusal.policy)}")] if refusal.policy else []
    if refusal.alternative:
        blocks += [label("What I can do instead"), *sections(refusal.alternative)]
    return blocks


def _insufficient(answer: Answer) -> list[Block]:
    return [*body(answer), *listed("What the data does not hold", answer.missing, answer), *_caveats(answer)]


def _clarify(answer: Answer) -> list[Block]:
    hint = [context("Pick one, or write it in your own words.")] if answer.follow_ups else []
    return [*body(answer), *_notes(answer), *hint]


_LAYOUTS = {
    "answered": _answered,
    "limited": _limited,
    "refused": _refused,
    "insufficient": _insufficient,
    "clarify": _clarify,
}


def _notes(answer: Answer) -> list[Block]:
    return [*_caveats(answer), *listed("Not in the data", answer.missing, answer)]


def _caveats(answer: Answer) -> list[Block]:
    return listed("Keep in mind", answer.caveats, answer)


def _footer(answer: Answer) -> list[Block]:
    """What the answer rests on and who wrote it, in one line."""
    parts = answer.basis.counted()
    rests = [f"Based on {', '.join(parts)}"] if parts else []
    if answer.as_of:
        rests.append(f"as of {answer.as_of}")
    if answer.cut:
        rests.append(f"{counted(answer.cut, 'sentence')} left out: the data did not support them")
    model = "offline analyst" if answer.model == "offline" else answer.model.removeprefix("openai:")
    return [context(" · ".join([*rests, model]))]


def _buttons(answer: Answer, record: str) -> list[Block]:
    elements = _questions(answer.follow_ups)
    if instead := _alternative(answer):
        elements.insert(0, button("Ask this instead", f"{ASK}:{MAX_BUTTONS}", instead, primary=True))
    if record:
        elements.append(button("How computed", COMPUTED, record))
    if answer.refusal is not None and answer.record:
        elements.append(appeal_button(answer.record))
    return [{"type": "actions", "elements": elements}] if elements else []


def _alternative(answer: Answer) -> str:
    """Return the question that a refusal offers; an offer in other words than a question cannot be asked."""
    text = answer.refusal.alternative.strip() if answer.refusal and answer.status == "refused" else ""
    return text if text.endswith(("?", "？")) and len(text) <= BUTTON_VALUE else ""


def _questions(questions: Sequence[str]) -> list[Block]:
    fitting = [question for question in dict.fromkeys(questions) if 0 < len(question) <= BUTTON_VALUE]
    return [button(question, f"{ASK}:{number}", question) for number, question in enumerate(fitting[:MAX_BUTTONS])]


def _parted(blocks: Sequence[Block]) -> list[list[Block]]:
    """Return the blocks in messages that Slack accepts, in order."""
    parts: list[list[Block]] = [[]]
    size = 0
    for block in blocks:
        length = len(shown(block))
        if parts[-1] and (len(parts[-1]) == MESSAGE_BLOCKS or size + length > MESSAGE_TEXT):
            parts.append([])
            size = 0
        parts[-1].append(block)
        size += length
    return parts
