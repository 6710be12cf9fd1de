"""Chooses a tool for a reading and fills its arguments."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.offline.declared import Argument, Tool
from assistant.offline.material import Material
from assistant.offline.reading import Reading
from assistant.offline.words import stem, tokens

_SOFT = frozenset({"order", "limit", "kinds", "documents"})
_INSIDE = frozenset({"promoters", "among", "strata"})  # a comparison can be looked into without being asked to
_IMPLIED = frozenset({"share", "mean", "count"})
_DROPPED = 10.0
_MEANT = 100.0
_UNSAID = 2.0  # a total that a question implies ("our revenue") is missed less than one it names
_EXAMPLE_WEIGHT = 1.5
_CUE_WEIGHT = 3.0


@dataclass(frozen=True, slots=True)
class Call:
    """A tool with filled arguments."""

    tool: str
    arguments: Mapping[str, Any]


def choose(reading: Reading, tools: Sequence[Tool], closeness: Callable[[], Mapping[str, float]]) -> list[Call]:
    """Return the calls that could answer a reading, best first; a tool that would drop a slot is left out.

    `closeness` says per tool how close the question lies to its examples, from 0 to 1; it breaks near-ties.
    """
    scored: list[tuple[float, str, Call]] = []
    for tool in tools:
        arguments = fill(reading, tool)
        score = _MEANT if tool.name == reading.tool else _fitness(reading, tool)
        if arguments is not None and score > -_DROPPED / 2:
            scored.append((score, tool.name, Call(tool.name, arguments)))
    scored.sort(key=lambda item: (-item[0], item[1]))
    if len(scored) > 1 and scored[0][0] - scored[1][0] < _EXAMPLE_WEIGHT:
        near = closeness()
        scored = [(score + _EXAMPLE_WEIGHT * near.get(name, 0.0), name, call) for score, name, call in scored]
        scored.sort(key=lambda item: (-item[0], item[1]))
    return [call for _, _, call in scored]


def _fitness(reading: Reading, tool: Tool) -> float:
    slots = tool.slots()
    score = 0.0
    wanted = set(reading.explicit) | ({"contrast"} if reading.others else set())
    for name in wanted:
        if _takes(reading, tool, name):
            score += 1.0
        elif name in _SOFT:
            score -= 0.3
        elif name == "aggregate" and reading.aggregate in _IMPLIED:
            score -= 0.8
        else:
            score -= _DROPPED
    implied = reading.aggregate not in {None, *_IMPLIED} and "aggregate" not in wanted
    score -= _UNSAID if implied and not _takes(reading, tool, "aggregate") else 0.0
    if "contrast" in wanted and reading.metric is None and "metric" in slots:
        score -= 1.0  # two groups without a measure are set beside each other, not compared
    score -= 0.05 * len(slots - wanted - _INSIDE)
    kinds = reading.cues or frozenset({"aggregate"})
    if reading.cues or "aggregate" in slots:  # that examples speak of averages makes no tool compute any
        score += _CUE_WEIGHT * max(tool.kinds.get(kind, 0.0) for kind in kinds)
    if "text" in slots and "words" not in reading.cues:
        score -= _DROPPED
    if reading.tool_words is not None:
        score += 4.0 * reading.tool_words.get(tool.name, 0)
    return score


def _takes(reading: Reading, tool: Tool, name: str) -> bool:
    slots = tool.slots()
    if name == "metric" and name not in slots:
        return "outcome" in slots and reading.aggregate in {None, "share"}
    if name == "by" and name in slots and len(reading.by) > 1:
        return any(argument.slot == "by" and argument.many for argument in tool.arguments)
    if name == "aggregate" and name in slots and reading.aggregate is not None:
        allowed = next(argument.allowed for argument in tool.arguments if argument.slot == name)
        return not allowed or reading.aggregate in allowed
    return name in slots


def keeps(reading: Reading, call: Call, tools: Sequence[Tool]) -> bool:
    """Return whether a call leaves out nothing that the asker's own words asked for."""
    tool = next(item for item in tools if item.name == call.tool)
    implied = {"aggregate"} if reading.aggregate in _IMPLIED else set()
    return reading.explicit - _SOFT - implied - {"table"} <= tool.slots()


def fill(reading: Reading, tool: Tool) -> dict[str, Any] | None:
    """Return a tool's arguments filled from a reading, or None when a required one stays empty."""
    slots = reading.slots()
    slots["text"] = reading.text
    if not reading.explicit and all(not argument.required for argument in tool.arguments):
        slots.pop("table", None)  # a question about no table in particular is about all of them
    if "metric" not in tool.slots() and "metric" in slots:
        slots["outcome"] = slots["metric"]
    filled: dict[str, Any] = {}
    seen: set[str] = set()
    for argument in tool.arguments:
        again = argument.slot in seen
        # A second table is the one to compare with.
        second = "contrast_table" if argument.slot == "table" else ""
        wanted = slots.get(second if again else argument.slot)
        value = _shaped(argument, wanted)
        seen.add(argument.slot)
        if value is None:
            if argument.required:
                return None
            continue
        filled[argument.name] = value
    return filled


def _shaped(argument: Argument, value: Any) -> Any:
    """Return a value in the shape an argument takes: one of a list, or None when it is not allowed."""
    if value is None or (argument.allowed and not argument.many and value not in argument.allowed):
        return None
    if argument.slot == "by" and not argument.many:
        return value[0]
    return value


def overlap(text: str, examples: Sequence[str]) -> float:
    """Return how many of a question's words stand in the likeliest example, from 0 to 1."""
    words = {stem(word.norm) for word in tokens(text)}
    best = 0.0
    for example in examples:
        other = {stem(word.norm) for word in tokens(example)}
        union = len(words | other)
        best = max(best, len(words & other) / union if union else 0.0)
    return best


def closeness(text: str, material: Material) -> Mapping[str, float]:
    """Return how close a question lies to each tool's examples, by meaning when that is known."""
    if material.closeness is not None:
        return material.closeness(text, material.tools)
    return {tool.name: overlap(text, tool.examples) for tool in material.tools}
