"""Whether a clause asks for words, of which kinds and in which documents."""

from collections.abc import Mapping, Set
from dataclasses import replace
from typing import Any

from assistant.offline.asked import Clause
from assistant.offline.lexicon import lexicon
from assistant.offline.material import Material
from assistant.offline.reading import Reading


def wanting_words(reading: Reading, asked: Clause, material: Material) -> Reading:
    """Decide whether a clause asks for words, and settle the kinds and documents it speaks of."""
    said = {cue.concept for cue in asked.cues}
    numeric = bool(reading.explicit & {"aggregate", "metric", "by"} or reading.order)
    noun = "words.noun" in said and not numeric and not said & {"which", "quality"}
    wants = _asks_words(reading, asked) or noun or _nothing_but_words(said, material)
    kinds = tuple(
        dict.fromkeys(
            kind
            for word in asked.words
            if (kind := lexicon().kinds.get(word.norm)) and kind in (material.facts.get("kinds") or {})
        )
    )
    if not wants:
        return replace(reading, cues=reading.cues - {"words"})
    return replace(
        reading,
        cues=frozenset({"words"}),
        explicit=reading.explicit & {"table", "where", "period"},
        order=None,
        kinds=kinds,
        documents=_documents(asked.text, material.facts),
        limit=None,
    )


def _nothing_but_words(said: Set[str], material: Material) -> bool:
    """Return whether only texts are held, and the question asks neither for a number nor about the data."""
    counted = any(concept.startswith(("aggregate.", "quality", "entity.document", "data")) for concept in said)
    return material.has_words and not material.catalog.tables and not counted


def _asks_words(reading: Reading, asked: Clause) -> bool:
    """Return whether a word such as "say" or "hear" asks for words, and is not part of a column's name."""
    fills = dict(reading.fills or {})
    named = {word.lower() for words, what in fills.items() if what.startswith("column") for word in words.split()}
    asking = [cue for cue in asked.cues if cue.concept == "words.ask"]
    return any(not {word.norm for word in asked.words[cue.start : cue.end]} <= named for cue in asking)


def _documents(text: str, facts: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the documents that a question names by file or by full title; one word alone is no title."""
    lowered = text.lower()
    return tuple(
        document
        for document, title in dict(facts.get("documents") or {}).items()
        if document.lower() in lowered or (len(str(title).split()) > 1 and str(title).lower() in lowered)
    )
