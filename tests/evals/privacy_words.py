"""Everyday words gathered from our own sentences: what they write small, or with a capital as a German noun."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from retrieval.privacy.lexicon import normal
from tests.evals.privacy_sets import own, second, third

_EVALS = Path(__file__).parent
_LANGUAGES = ("en", "de", "fr", "es")
_WORD = re.compile(r"(?<![\w@.#/-])[^\W\d_]{3,}(?:-[^\W\d_]{3,})*(?![\w@/-])")
# A capital behind one of these is a German noun's.
_DETERMINED = re.compile(
    r"\b(?:[Dd](?:er|ie|as|en|em|es)|[Ee]in(?:e[nmrs]?)?|[Kk]ein(?:e[nmrs]?)?|[Uu]nser(?:e[nmrs]?)?|[Jj]ede[rsnm]?|"
    r"[Dd]iese[rsnm]?|"
    r"[Ii]m|[Aa]m|[Zz]u[mr]|[Vv]om|[Bb]eim|[Pp]ro|[Aa]lle|[Vv]iele|[Ww]elche[rsnm]?|[Ii]hre[nmrs]?) "
    r"(?P<noun>[^\W\d_a-z][a-zäöüß]{2,})\b"
)
_LEAST = {"en": 3}  # texts: of an English word, whose rarer ones are often misspelt on purpose


def gathered(*languages: str) -> set[str]:
    """Return the normalised words that our texts in these languages (all four without any) write small."""
    return {word for language in languages or _LANGUAGES for word in _gathered()[language]}


@lru_cache(maxsize=1)
def _gathered() -> dict[str, set[str]]:
    seen: dict[str, Counter[str]] = {language: Counter() for language in _LANGUAGES}
    for language, text in _texts():
        seen[language].update({normal(match.group()) for match in _WORD.finditer(text) if match.group().islower()})
        if language == "de":
            seen["de"].update({normal(match["noun"]) for match in _DETERMINED.finditer(text)})
    return {
        language: {word for word, times in found.items() if times >= _LEAST.get(language, 1)}
        for language, found in seen.items()
    }


def _texts() -> Iterator[tuple[str, str]]:
    """Yield our own texts with their language; none that hides its words or was misspelt."""
    for path in sorted((_EVALS / "guard").glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            if (
                row["language"] in _LANGUAGES
                and row.get("kind") != "attack"
                and "typo" not in str(row.get("style"))
            ):
                for text in (row.get("text"), *row.get("turns", ())):
                    if isinstance(text, str):
                        yield row["language"], text
    for example in (*own(), *second(), *third()):
        if example.half == "dev" and example.language in _LANGUAGES:
            yield example.language, _unmarked(example.text, [(one.start, one.end) for one in example.marks])


def _unmarked(text: str, spans: list[tuple[int, int]]) -> str:
    for start, end in spans:
        text = text[:start] + "." * (end - start) + text[end:]
    return text
