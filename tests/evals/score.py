"""Scores answers against questions with known results, and checks every quote and digit independently."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

_NUMBER = re.compile(r"(?<![\w.,])[-−–]?\d[\d,]*(?:\.\d+)?(?!\w|\.\d)")


@dataclass(frozen=True, slots=True)
class Score:
    """How one answer did: each part is True when it holds or nothing was asked of it."""

    id: str
    category: str
    numbers: bool
    headline: bool
    cited: bool
    mentioned: bool
    status: bool
    quotes_checked: int
    quotes_altered: int
    digits_checked: int
    digits_invented: tuple[str, ...] = field(default=())
    missing_numbers: tuple[str, ...] = field(default=())

    @property
    def right(self) -> bool:
        """Return whether the whole answer is right."""
        clean = self.quotes_altered == 0 and not self.digits_invented
        return self.numbers and self.cited and self.mentioned and self.status and clean


def score(item: Mapping[str, Any], answer: Mapping[str, Any], stored: Callable[[str], str | None]) -> Score:
    """Return the score of an answer (design contract JSON) to a question; `stored` gives a document's text."""
    expected = item["expected"]
    invented = tuple(digits_not_covered(answer))
    altered = [quote for quote in answer["citations"] if not _verbatim(quote, stored)]
    anywhere = [value for finding in answer["findings"] for value in _values(finding)] + numbers(answer["text"])
    first = [value for finding in answer["findings"][:1] for value in _values(finding)]
    headline = first + numbers(answer["headline"])
    wanted = expected["numbers"]
    missing = tuple(str(number["label"]) for number in wanted if not _found(number, anywhere))
    return Score(
        id=item["id"],
        category=item["category"],
        numbers=not missing,
        headline=not wanted or any(_found(number, headline) for number in wanted),
        cited=_cited(expected, answer),
        mentioned=_mentioned(expected["must_mention"], answer, answerable=item["answerable"])
        and _asked_of(expected.get("tools", ()), answer),
        status=_status(item, answer),
        quotes_checked=len(answer["citations"]),
        quotes_altered=len(altered),
        digits_checked=len(_NUMBER.findall(answer["text"])),
        digits_invented=invented,
        missing_numbers=missing,
    )


def numbers(text: str) -> list[float]:
    """Return the numbers written in a text, thousands separators removed."""
    return [_parse(token) for token in _NUMBER.findall(text)]


def digits_not_covered(answer: Mapping[str, Any]) -> Iterable[str]:
    """Yield each number of the answer's text that stands in no finding, quote, source, caveat or question."""
    covered = " ".join(_strings([answer[key] for key in _COVERING])) + " " + answer["question"]
    tokens = {_plain(token) for token in re.findall(r"\d[\d,.]*", covered)}
    values = [value for finding in answer["findings"] for value in _values(finding)]
    for token in _NUMBER.findall(answer["text"]):
        bare = _plain(token)
        if bare in tokens or any(bare in known.split(".") for known in tokens):
            continue
        digits = len(bare.partition(".")[2])
        if not any(abs(abs(value) - float(bare)) <= 0.5000001 * 10**-digits for value in values):
            yield token


_COVERING = ("findings", "citations", "caveats", "missing", "follow_ups", "refusal", "as_of", "basis")


def _values(finding: Mapping[str, Any]) -> list[float]:
    values = [
        finding["value"],
        finding["n"],
        finding["customers"],
        finding["p_value"],
        *(finding["interval"] or ()),
    ]
    found = [float(value) for value in values if isinstance(value, int | float)]
    scaled = [100 * value for value in found] if finding["unit"] in {"share", "points"} else []
    return found + scaled + numbers(finding["statement"])


def _found(wanted: Mapping[str, Any], values: Iterable[float]) -> bool:
    target = float(wanted["value"])
    slack = float(wanted.get("tol_abs", 0)) + abs(target) * float(wanted.get("tol_rel", 0)) + 1e-9
    # Statements are rounded for people: half of the last printed decimal is not an error.
    slack = max(slack, 0.05) if wanted["label"].endswith("%") else slack
    return any(abs(value - target) <= slack for value in values)


def _cited(expected: Mapping[str, Any], answer: Mapping[str, Any]) -> bool:
    sources = {finding["table"] for finding in answer["findings"]}
    sources |= {
        part for quote in answer["citations"] for part in (quote["document"], quote["document"].split("#")[0])
    }

    def holds(name: str) -> bool:
        # A sheet is cited as `workbook.xlsx/Sheet`.
        return any(source.endswith(name) or f"{name}/" in source for source in sources)

    any_of = expected["must_cite_any"]
    return all(holds(name) for name in expected["must_cite"]) and (not any_of or any(map(holds, any_of)))


def _mentioned(groups: Iterable[Iterable[str]], answer: Mapping[str, Any], *, answerable: bool) -> bool:
    if not answerable:  # the wording of an honest "not in the data" is free; the status is what counts
        return True
    shown = (answer["findings"], answer["citations"], answer["caveats"])
    said = " ".join([answer["text"], *(text for part in shown for text in _strings(part))]).casefold()
    return all(any(phrase.casefold() in said for phrase in group) for group in groups)


def _asked_of(tools: Iterable[str], answer: Mapping[str, Any]) -> bool:
    """Return whether one of the analyses that the question is for had a part in the answer, when it names any."""
    wanted = set(tools)
    return not wanted or bool(wanted & {str(call["name"]) for call in answer["tools"]})


def _status(item: Mapping[str, Any], answer: Mapping[str, Any]) -> bool:
    if item["answerable"]:
        return answer["status"] in {"answered", "limited", "clarify"}
    return answer["status"] == "insufficient" and not answer["findings"] and not answer["citations"]


def _verbatim(quote: Mapping[str, Any], stored: Callable[[str], str | None]) -> bool:
    text = stored(quote["document"])
    return text is not None and text[quote["start"] : quote["end"]] == quote["quote"]


def _strings(value: object) -> list[str]:
    if isinstance(value, Mapping):
        return [text for key, item in value.items() for text in [str(key), *_strings(item)]]
    if isinstance(value, list | tuple):
        return [text for item in value for text in _strings(item)]
    return [] if value is None else [str(value)]


def _plain(token: str) -> str:
    return token.strip("-−–.,").replace(",", "")


def _parse(token: str) -> float:
    sign = -1.0 if token[0] in "-−–" else 1.0
    return sign * float(_plain(token) or 0)
