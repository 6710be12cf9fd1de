"""Questions that bring a text along, or name stored copy, to have it judged: they are about no table."""

from collections.abc import Sequence

from assistant.offline.choice import Call
from assistant.offline.clauses import clause
from assistant.offline.declared import Tool
from assistant.offline.material import Material
from tools.act.campaign_tokens import fold
from tools.act.pasted import asks_to_judge, pasted

PASTED = "pasted"


def judging(question: str, material: Material) -> Call | None:
    """Return the call that judges the text of a question, or the stored copy that it names; None for others."""
    tool = next((tool for tool in material.tools if PASTED in tool.slots()), None)
    if tool is None:
        return None
    found = pasted(question)
    if found is not None:
        return Call(tool.name, {_argument(tool, PASTED): question[found.start : found.end]})
    figure = any(cue.concept.startswith("aggregate.") for cue in clause(question).cues)
    if figure or not asks_to_judge(question) or not material.facts.get("kinds", {}).get("copy"):
        return None  # "Is the average a fair picture?" judges a figure
    return Call(tool.name, {_argument(tool, "documents"): _named(question, material)})


def _argument(tool: Tool, slot: str) -> str:
    return next(argument.name for argument in tool.arguments if argument.slot == slot)


def _named(question: str, material: Material) -> list[str]:
    """Return the documents whose file name or title the question says; none names all copy."""
    said = fold(question)
    titles: Sequence[tuple[str, str]] = list(material.facts.get("documents", {}).items())
    return [name for name, title in titles if _names(name, title, said)]


def _names(name: str, title: str, said: str) -> bool:
    return any(_is_said(part, said) for part in (name, name.rsplit("/", 1)[-1], title))


def _is_said(part: str, said: str) -> bool:
    stem = fold(part).rsplit(".", 1)[0].replace("-", " ").replace("_", " ").strip()
    return len(stem) > 3 and (fold(part) in said or stem in said)
