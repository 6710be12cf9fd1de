"""What was computed from rows that do not change, so that a question asked again need not read them again."""

from collections import OrderedDict
from collections.abc import Hashable
from typing import Generic, TypeVar

T = TypeVar("T")


class Memory(Generic[T]):
    """Results by what was asked, up to a number of bytes; what was not used for longest goes first.

    It may only hold what stays true as long as its owner lives. The caller sees to it that one thread uses it at a
    time.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._held = 0
        self._results: OrderedDict[Hashable, tuple[T, int]] = OrderedDict()

    def get(self, asked: Hashable) -> T | None:
        """Return the result, None when it is not known."""
        found = self._results.get(asked)
        if found is None:
            return None
        self._results.move_to_end(asked)
        return found[0]

    def keep(self, asked: Hashable, result: T, size: int) -> None:
        """Hold a result of that many bytes, unless it alone is too large."""
        if size > self._most or asked in self._results:
            return
        self._results[asked] = (result, size)
        self._held += size
        while self._held > self._most:
            _, (_, freed) = self._results.popitem(last=False)
            self._held -= freed
