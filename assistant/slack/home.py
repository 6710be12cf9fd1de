"""App Home: what the bot is for, what it can be asked, what it refuses; and the prompts of the messages tab."""

from assistant.slack.limits import shorten
from assistant.slack.rich import Block, header, label, listing, sections
from assistant.slack.words import PURPOSE, Tools, examples

MAX_PROMPTS = 4
_PROMPT_TITLE = 75

_HOW = (
    "Mention me in a channel that I am in, or write to me here. I answer in a thread; ask on in that thread "
    "without mentioning me.",
    "“How computed” under an answer shows filter, rows and formula of each number.",
    "Contact data and names are replaced before anything is stored.",
)
_LIMITS = (
    "Numbers about groups too small to protect the people in them stay hidden.",
    "I do not help to target people by their weakness or to mislead them; I say so, and what I can do instead.",
    "When the data does not hold an answer, I say what is missing.",
)


def home_view(tools: Tools) -> dict[str, object]:
    """Return the view for `views.publish`."""
    blocks: list[Block] = [header("Who buys, and why"), *sections(PURPOSE)]
    if tools:
        blocks += [{"type": "divider"}, label("You can ask")]
    for tool in tools:
        title = tool.title or tool.name.replace("_", " ").capitalize()
        blocks += [*sections(title), *([listing(tool.examples[:3])] if tool.examples else [])]
    blocks += [
        {"type": "divider"},
        label("How it works"),
        listing(_HOW),
        label("What to expect"),
        listing(_LIMITS),
    ]
    return {"type": "home", "blocks": blocks[:100]}


def prompts(tools: Tools) -> list[dict[str, str]]:
    """Return the suggested prompts, at most as many as Slack shows."""
    return [
        {"title": shorten(question, _PROMPT_TITLE), "message": question}
        for question in examples(tools, MAX_PROMPTS)
    ]
