"""Numbers recorded beside answers that only bound them: "Less than 1 year" and "More than 50 years" among 1 to 50.

Such a column is a number for whoever asks for a median, and its two ends stay above and below all the others.
"""

import re
from collections.abc import Mapping, Sequence

_BELOW = re.compile(
    r"^(?:<|less than|fewer than|under|below|weniger als|unter|moins d[e']|menos de)\s*(\d+(?:\.\d+)?)\b\D*$",
    re.IGNORECASE,
)
_ABOVE = re.compile(
    r"^(?:>|more than|over|above|mehr als|über|plus de|más de)\s*(\d+(?:\.\d+)?)\b\D*$"
    r"|^(\d+(?:\.\d+)?)\s*(?:\+|or more)\D*$",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"^\d+(?:\.\d+)?$")
_FEWEST = 5  # different plain numbers
_MOSTLY = 0.8  # of the rows


def closed(texts: Sequence[str], rows: Mapping[str, int]) -> dict[str, str]:
    """Return the number that each bounding answer is read as; none unless nearly all rows hold plain numbers.

    "Less than 1" is half of it, "more than 50" one more than it: a median does not depend on either. Both have to
    lie at the end of the plain numbers, and there may be one at each end.
    """
    plain = [float(text) for text in texts if _NUMBER.match(text)]
    counted = sum(rows[text] for text in texts if _NUMBER.match(text))
    if len(set(plain)) < _FEWEST or counted < _MOSTLY * sum(rows[text] for text in texts):
        return {}
    below = {text: float(match[1]) for text in texts if (match := _BELOW.match(text))}
    above = {text: float(match[1] or match[2]) for text in texts if (match := _ABOVE.match(text))}
    if len(below) > 1 or len(above) > 1 or len(plain) + len(below) + len(above) < len(texts):
        return {}
    if any(bound > min(plain) for bound in below.values()) or any(bound < max(plain) for bound in above.values()):
        return {}
    read = {text: bound / 2 for text, bound in below.items()} | {text: bound + 1 for text, bound in above.items()}
    return {text: f"{value:g}" for text, value in read.items()}


def among(texts: Sequence[str], rows: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    """Return the bounding answers with their rows, the lower end first."""
    read = closed(texts, rows)
    return tuple((text, rows[text]) for text in sorted(read, key=lambda text: float(read[text])))


def told(read: Mapping[str, str], rows: Mapping[str, int]) -> str:
    """Return in words which answers are read as numbers."""
    said = [f'"{text}" ({rows[text]} rows) is text, read as {value}' for text, value in read.items()]
    return "; ".join(said)
