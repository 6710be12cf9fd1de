"""Chooses a tool for a reading and fills its arguments, from the schema and the examples that tools declare."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from langchain_core.tools import BaseTool
from pydantic import BaseModel

from assistant.offline.lexicon import lexicon
from assistant.offline.reading import Reading
from assistant.offline.rows import tells_who_buys
from assistant.offline.terms import rarity, terms
from assistant.offline.words import stem, tokens
from tools.tables.catalog import Table

CUE_KINDS = ("compare", "profile", "alike", "quality", "words", "trend", "when", "aggregate", "order")
DEED = "deed_table"  # the slot of a tool for questions that set saying against doing
ROADS = frozenset({DEED, "check"})  # slots of tools that are not chosen among the others
_SOFT = frozenset({"order", "limit", "kinds", "documents"})
_INSIDE = frozenset({"among", "strata"})  # a comparison can be looked into without being asked to
_IMPLIED = frozenset({"share", "mean", "count"})
_DROPPED = 10.0
_MEANT = 100.0
_UNSAID = 2.0  # a total that a question implies ("our revenue") is missed less than one it names
_EXAMPLE_WEIGHT = 1.5
_CUE_WEIGHT = 3.0


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument of a tool: its slot, the values it allows (empty: any), its shape, what its table `needs`."""

    name: str
    slot: str
    allowed: tuple[str, ...] = ()
    many: bool = False
    required: bool = False
    needs: str = ""


@dataclass(frozen=True, slots=True)
class Tool:
    """What the offline analyst knows of a tool: nothing but its declaration.

    `words` are stems of its name, title and leading verbs of its examples, `called` those of its name alone;
    `kinds` says how often each kind of question stands among its examples. `terms` are the stems it is known by,
    `rare` how much each tells of it.
    """

    name: str
    arguments: tuple[Argument, ...]
    examples: tuple[str, ...]
    words: frozenset[str]
    kinds: Mapping[str, float]
    terms: Mapping[str, float] = field(default_factory=dict)
    rare: Mapping[str, float] = field(default_factory=dict)
    called: frozenset[str] = frozenset()

    def suits(self, table: Table | None) -> bool:
        """Return whether a table holds what the tool's arguments need."""
        needs = {argument.needs for argument in self.arguments} - {""}
        return not needs or (table is not None and tells_who_buys(table))

    def slots(self) -> frozenset[str]:
        """Return the slots that the tool can take."""
        return frozenset(argument.slot for argument in self.arguments)


@dataclass(frozen=True, slots=True)
class Call:
    """A tool with filled arguments."""

    tool: str
    arguments: Mapping[str, Any]


def describe(tools: Sequence[BaseTool]) -> tuple[Tool, ...]:
    """Return the declarations of the tools, shares of question kinds made comparable across them.

    A tool with a road of its own (`ROADS`) is not chosen among the others, so its examples shift nothing there.
    """
    plain = [_describe(tool) for tool in tools]
    rivals = [tool for tool in plain if not ROADS & tool.slots()]
    totals = {kind: sum(tool.kinds.get(kind, 0.0) for tool in rivals) or 1.0 for kind in CUE_KINDS}
    rare = rarity([tool.terms for tool in rivals])
    return tuple(
        replace(tool, kinds={kind: share / totals[kind] for kind, share in tool.kinds.items()}, rare=rare)
        for tool in plain
    )


def _describe(tool: BaseTool) -> Tool:
    schema = _schema(tool)
    required = frozenset(schema.get("required", ()))
    metadata = tool.metadata or {}
    examples = tuple(str(example) for example in metadata.get("examples", ()))
    return Tool(
        name=tool.name,
        arguments=tuple(
            _argument(name, field, name in required)
            for name, field in schema.get("properties", {}).items()
            if "slot" in field
        ),
        examples=examples,
        words=_own_words(tool.name, str(metadata.get("title", "")), examples),
        kinds=_kinds(examples),
        called=frozenset(stem(word.norm) for word in tokens(tool.name.replace("_", " ")) if len(word.norm) > 3),
        terms=terms(tool.name, str(metadata.get("title", "")), tool.description, examples),
    )


def _schema(tool: BaseTool) -> Mapping[str, Any]:
    """Return the JSON schema of a tool's arguments; the subset schema for models would lose the slots."""
    declared = tool.args_schema
    if isinstance(declared, dict):
        return declared
    return declared.model_json_schema() if declared is not None and issubclass(declared, BaseModel) else {}


def _argument(name: str, field: Mapping[str, Any], required: bool) -> Argument:
    options = [field, *field.get("anyOf", ())]
    allowed = tuple(str(value) for option in options for value in option.get("enum", ()))
    many = any(option.get("type") == "array" for option in options)
    return Argument(name, str(field["slot"]), allowed, many, required, str(field.get("needs", "")))


def _own_words(name: str, title: str, examples: Sequence[str]) -> frozenset[str]:
    leading = [found[0].text for example in examples if (found := tokens(example))]
    candidates = tokens(" ".join([name.replace("_", " "), title, *leading]))
    english = lexicon().languages["en"]
    cued = {index for cue in lexicon().cues(candidates) for index in range(cue.start, cue.end)}
    return frozenset(
        word.stem
        for index, word in enumerate(candidates)
        if index not in cued and word.norm not in english.filler and len(word.norm) > 2
    )


def kinds_of(text: str) -> frozenset[str]:
    """Return the kinds of question whose concepts a text uses."""
    return frozenset(cue.concept.split(".")[0] for cue in lexicon().cues(tokens(text))) & set(CUE_KINDS)


def _kinds(examples: Sequence[str]) -> Mapping[str, float]:
    if not examples:
        return {}
    found = [kinds_of(example) for example in examples]
    return {kind: sum(kind in kinds for kinds in found) / len(found) for kind in CUE_KINDS}


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
