"""Whether a text speaks of what is being erased: names its person or document, or repeats its words."""

import re
from collections.abc import Collection, Iterable

_WINDOW = 24
_WORDS = re.compile(r"\S+")
_SHORTEST_ID = 3


class Traces:
    """What gives somebody away in other texts: ids as words of their own, and stretches of the erased texts."""

    def __init__(self, names: Collection[str], texts: Iterable[str]) -> None:
        telling = sorted({name for name in names if len(name) >= _SHORTEST_ID}, key=len, reverse=True)
        joined = "|".join(map(re.escape, telling))
        self._names = re.compile(rf"(?<![\w-])(?:{joined})(?![\w-])", re.IGNORECASE) if telling else None
        self._stretches = {stretch for text in texts for stretch in _stretches(text)}

    def named_in(self, text: str) -> bool:
        """Return whether the text names the person or a document."""
        return bool(self._names and self._names.search(text))

    def in_text(self, text: str) -> bool:
        """Return whether the text names the person or a document, or repeats what was said."""
        return self.named_in(text) or any(stretch in self._stretches for stretch in _stretches(text))


def _stretches(text: str) -> Iterable[str]:
    """Yield the characters from the beginning of each word on, white space made one."""
    plain = " ".join(text.split())
    for word in _WORDS.finditer(plain):
        stretch = plain[word.start() : word.start() + _WINDOW]
        if len(stretch) == _WINDOW:
            yield stretch
