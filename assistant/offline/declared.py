"""What the offline analyst knows of a tool: its arguments, examples and words, as the tool declares them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from langchain_core.tools import BaseTool
from pydantic import BaseModel

from assistant.offline.clauses import clause
from assistant.offline.lexicon import lexicon
from assistant.offline.rows import tells_who_buys
from assistant.offline.terms import rarity, terms
from assistant.offline.words import stem, tokens
from tools.tables.catalog import Table
from tools.who.price_questions import asks_prices

CUE_KINDS = ("compare", "profile", "alike", "quality", "words", "trend", "when", "aggregate", "order")
DEED = "deed_table"  # the slot of a tool for questions that set saying against doing
ROADS = frozenset({DEED, "check"})  # slots of tools that are not chosen among the others


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

    def suits(self, table: Table | None, tables: Iterable[Table] = (), *, meant: bool = False) -> bool:
        """Return whether a table holds what the tool's arguments need; questions about prices any of the `tables`.

        Where the tool is clearly `meant`, it says itself that nobody was asked about prices.
        """
        needs = {argument.needs for argument in self.arguments} - {""}
        if "prices" in needs:
            return meant or any(map(asks_prices, tables))
        return not needs or (table is not None and tells_who_buys(table))

    def slots(self) -> frozenset[str]:
        """Return the slots that the tool can take."""
        return frozenset(argument.slot for argument in self.arguments)


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
    return frozenset(cue.concept.split(".")[0] for cue in clause(text).cues) & set(CUE_KINDS)


def _kinds(examples: Sequence[str]) -> Mapping[str, float]:
    if not examples:
        return {}
    found = [kinds_of(example) for example in examples]
    return {kind: sum(kind in kinds for kinds in found) / len(found) for kind in CUE_KINDS}
