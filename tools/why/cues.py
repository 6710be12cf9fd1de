"""The word lists that tell reasons, pains, wishes, praise and filler apart; kept as data in `cues.yaml`."""

import re
from functools import cache
from importlib.resources import files

import yaml

_NEGATION = re.compile(r"(?:\bnot|n['’]t|\bnever|\bhardly|\bnicht|\bkein\w*|\bpas|\bno)\s", re.IGNORECASE)


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    text = files("tools.why").joinpath("cues.yaml").read_text(encoding="utf-8")
    lists: dict[str, list[str]] = yaml.safe_load(text)
    return {name: _pattern([str(word) for word in words]) for name, words in lists.items()}


def _pattern(words: list[str]) -> re.Pattern[str]:
    parts = [re.escape(word.rstrip("*")) + (r"\w*" if word.endswith("*") else "") for word in words]
    return re.compile(rf"(?<!\w)(?:{'|'.join(parts)})(?!\w)", re.IGNORECASE)


def found(name: str, text: str) -> int:
    """Return how often words of the list occur in the text."""
    return len(_patterns()[name].findall(text.replace("’", "'")))


def content(question: str) -> list[str]:
    """Return the words of a question that name something to be found, in their order."""
    words = re.findall(r"[^\W\d_][\w'-]*", question.replace("’", "'"))
    empty = _patterns()["empty"]
    return list(dict.fromkeys(word for word in words if len(word) > 1 and not empty.fullmatch(word)))


def stem(word: str) -> str:
    """Return a crude stem: lower case, common endings cut, at most six letters, so that inflections meet."""
    low = word.lower().removesuffix("'s")
    for ending in (
        "ations",
        "ation",
        "ings",
        "ing",
        "ments",
        "ment",
        "ness",
        "ers",
        "ies",
        "ied",
        "ed",
        "es",
        "s",
        "y",
        "e",
    ):
        if low.endswith(ending) and len(low) - len(ending) >= 3:
            low = low[: -len(ending)]
            break
    return low[:6]


def stems(text: str) -> set[str]:
    """Return the stems of all words of a text."""
    return {stem(word) for word in re.findall(r"[^\W\d_][\w'-]*", text.replace("’", "'"))}


def polarity(text: str) -> int:
    """Return words of praise minus words of complaint; negated praise counts as complaint."""
    negated = len(_NEGATION.findall(text)) if found("positive", text) else 0
    return found("positive", text) - found("negative", text) - 2 * min(negated, found("positive", text))
