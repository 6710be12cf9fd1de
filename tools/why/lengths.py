"""Lengths of time in words: whether somebody tells of a longer one than was promised."""

import re
from functools import cache
from importlib.resources import files

import yaml

_LENGTH = re.compile(
    r"(?<![\w.,])(?P<number>\d+(?:[.,]\d+)?|[^\W\d_]+(?:-[^\W\d_]+)?)[ -]?(?P<unit>[^\W\d_]+)(?!\w)"
)


@cache
def _words() -> tuple[dict[str, float], dict[str, float]]:
    held: dict[str, dict[str, float]] = yaml.safe_load(
        files("tools.why").joinpath("lengths.yaml").read_text(encoding="utf-8")
    )
    return held["numbers"], held["hours"]


def hours(text: str) -> list[float]:
    """Return the lengths of time that a text tells, in hours."""
    numbers, units = _words()
    found = []
    at = 0
    while match := _LENGTH.search(text, at):
        said, unit = match["number"].lower(), units.get(match["unit"].lower())
        number = float(said.replace(",", ".")) if said[0].isdigit() else numbers.get(said)
        if number is not None and unit is not None:
            found.append(number * unit)
        at = match.end("number")
    return found


def takes_longer(told: str, promised: str) -> bool:
    """Return whether a text tells of a longer time than a promise gives."""
    most = max(hours(promised), default=0.0)
    return most > 0 and any(length > most for length in hours(told))
