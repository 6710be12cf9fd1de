"""What a question is read against."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from assistant.offline.declared import Tool
from assistant.offline.linker import Similar
from assistant.offline.unread import Alike
from tools.tables.catalog import Catalog


@dataclass(frozen=True, slots=True)
class Material:
    """What a question is read against: the tables, the tools, what is known of the documents, meaning.

    `similar` names the entries of a table nearest to some words, `alike` says how near two names are.
    """

    catalog: Catalog
    tools: tuple[Tool, ...]
    facts: Mapping[str, Any] = field(default_factory=dict)
    similar: Similar | None = None
    alike: Alike | None = None
    closeness: Callable[[str, Sequence[Tool]], Mapping[str, float]] | None = None

    @property
    def has_words(self) -> bool:
        """Return whether there are documents."""
        return bool(self.facts.get("documents") or self.facts.get("kinds"))
