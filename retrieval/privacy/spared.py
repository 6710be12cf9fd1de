"""Handles that stay: accounts so many people write to that they are a company's, not a person's."""

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from retrieval.privacy import contact
from retrieval.privacy.kept import KeptWords

_LEAST_TEXTS = 20
_LEAST_SHARE = 0.01


class SparedHandles:
    """Public handles kept in clear in `handles.txt`, one a line.

    A handle is spared when at least 20 and at least 1 in 100 of a source's texts address it. A private person is
    not written to by that many different customers; a support desk is. Whatever falls below becomes `[HANDLE]`:
    losing a small brand's handle costs a word, keeping a person's would give the person away.
    """

    def __init__(self, directory: Path) -> None:
        self._handles = KeptWords(directory / "handles.txt", "public handles")

    def __call__(self, handle: str) -> bool:
        """Return whether a handle (lower case, without `@`) stays."""
        return handle in self._handles

    def refresh(self) -> None:
        """Take in what another process has added since."""
        self._handles.refresh()

    def learn(self, texts: Iterable[str]) -> None:
        """Spare the handles that enough of these texts address."""
        counts: Counter[str] = Counter()
        total = 0
        for text in texts:
            total += 1
            counts.update(contact.handles(text))
        least = max(_LEAST_TEXTS, _LEAST_SHARE * total)
        self._handles.add(handle for handle, count in counts.items() if count >= least)
