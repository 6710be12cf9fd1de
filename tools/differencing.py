"""Whether released groups, added and subtracted in any way, could tell of fewer than k people.

A count, a sum or a mean over a group of rows fixes one linear equation over the rows of its table. Whoever adds
and subtracts such numbers can work out any combination of the groups, so none may be about fewer than k people.

The witnesses: k sets of rows that share no person, each of which pins down every combination (the groups,
restricted to the set, are linearly independent). Fewer than k people leave at least one set untouched; a
combination about them alone is zero on that set, hence zero everywhere. A further group may be released when
each set can be extended by a row that keeps it a witness. Arithmetic is modulo a prime, so it is exact.

Whose rows are not known for certain to lie in their groups (few empty cells count as if they were filled, see
`tools.tables.blanks`) is no witness, so that every combination is about k people besides.
"""

import hashlib
from collections.abc import Sequence
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from tools.nearness import Neighbourhood

Mask = NDArray[np.bool_]
Packed = NDArray[np.uint8]
Numbers = NDArray[np.float64]
Places = NDArray[np.int64]
Verdict = Literal["known", "admitted", "refused"]

# The largest prime below 2**20: sums of 4,096 products of residues stay exact in float64.
PRIME = 1_048_573
MOST_GROUPS = 1000
_SAMPLE = 4096
_ENOUGH = 64
_NOBODY = -1


def pack(mask: Mask) -> Packed:
    """Return one bit per row."""
    return np.packbits(mask)


def inverse(number: float) -> float:
    """Return the inverse modulo the prime."""
    return float(pow(int(number), -1, PRIME))


class Combinations:
    """The groups of one table's rows that were released, and what combining them could tell.

    `people` holds a code per row, -1 for a row that belongs to nobody known: it counts as one person. A row with
    a lower code belongs to somebody who may not be a witness.
    """

    def __init__(self, people: Places, k: int) -> None:
        self._people = _told_apart(people)
        self._counted = int(self._people[people >= _NOBODY].max(initial=-1)) + 1
        self._k = k
        self._random = np.random.default_rng(len(people))
        self._closed = False
        self.groups: list[Packed] = []
        rows = len(people)
        self._rows: Places = (
            np.arange(rows) if rows <= _SAMPLE else np.sort(self._random.choice(rows, _SAMPLE, replace=False))
        )
        self._matrix: Numbers = np.zeros((0, len(self._rows)))
        self._sets: list[list[int]] = [[] for _ in range(k)]
        self._inverses: list[Numbers] = [np.zeros((0, 0)) for _ in range(k)]
        self._holder: Places = np.full(int(self._people.max(initial=0)) + 1, _NOBODY)
        self._holder[self._counted :] = k  # held by no witness that there is
        self._near: Neighbourhood | None = None
        self._said: set[bytes] = set()

    def consider(self, mask: Mask, *, judged: bool = False) -> Verdict:
        """Return `known` for what earlier groups tell anyway, else whether the group may be released beside them.

        An admitted group is remembered. One that was `judged` before, beside the same groups, is not searched
        for near combinations again.
        """
        digest = hashlib.blake2b(pack(mask).tobytes(), digest_size=16).digest()
        if digest in self._said or self._told(mask):
            self._said.add(digest)
            return "known"
        verdict = self._verdict(mask, judged=judged)
        if verdict == "admitted":
            self._said.add(digest)
        return verdict

    def _verdict(self, mask: Mask, *, judged: bool) -> Verdict:
        """Return whether a group that is not told yet may be released; one that may is remembered."""
        self._random = np.random.default_rng((len(self._people), len(self.groups)))  # replaying gives the same
        if self._closed or len(self.groups) >= MOST_GROUPS or not self._enough(np.flatnonzero(mask)):
            return "refused"
        if self._near is None:
            free = [self._candidates(mask, witness) for witness in range(self._k)]
            if any(places is None for places in free):
                return "refused"
            chosen = self._apart([places for places in free if places is not None])
            if chosen is not None:
                self._extend(mask, chosen)
                return "admitted"
            if not Neighbourhood.fits(self._people, self._k):
                return "refused"
            self._near = Neighbourhood([self._unpacked(group) for group in self.groups], len(self._people))
        if not judged and not self._near.admits(mask):
            return "refused"
        self._near.add(mask)
        self.groups.append(pack(mask))
        return "admitted"

    def remember(self, mask: Mask, *, judged: bool = False) -> None:
        """Take note of a group that was released already; where it does not fit, only what is told is admitted."""
        if self.consider(mask, judged=judged) == "refused":
            self._closed = True

    def _told(self, mask: Mask) -> bool:
        """Return whether the group is a combination of those released."""
        if self._near is not None:
            return not self._near.seen(mask).any()
        coefficients = self._coefficients(mask, 0)
        sampled = (mask[self._rows] - coefficients @ self._matrix) % PRIME
        return not sampled.any() and not self._residual(mask, coefficients).any()

    def _enough(self, rows: Places) -> bool:
        """Return whether the rows belong to k people or more; of many rows the first ones mostly show it."""
        return any(self._heads(some) >= self._k for some in (rows[:_SAMPLE], rows))

    def _heads(self, rows: Places) -> int:
        """Return how many people who may be witnesses the rows belong to."""
        people = np.unique(self._people[rows])
        return int(np.searchsorted(people, self._counted))

    def _unpacked(self, group: Packed) -> Mask:
        return np.unpackbits(group, count=len(self._people)).astype(bool)

    def _coefficients(self, mask: Mask, witness: int) -> Numbers:
        """Return how the groups combine to equal `mask` on the witness's rows."""
        chosen = self._rows[self._sets[witness]]
        return np.asarray((mask[chosen].astype(np.float64) @ self._inverses[witness]) % PRIME)

    def _residual(self, mask: Mask, coefficients: Numbers) -> Numbers:
        """Return, for every row, the group less that combination of the others."""
        found = mask.astype(np.int64)
        for place in np.flatnonzero(coefficients):
            found -= int(coefficients[place]) * self._unpacked(self.groups[place])
        return np.asarray(found % PRIME)

    def _apart(self, free: Sequence[Sequence[int]]) -> list[int] | None:
        """Return one place for each witness, all of different people; None where that cannot be."""
        chosen: dict[int, int] = {}
        taken: set[int] = set()
        for witness in sorted(range(self._k), key=lambda number: len(free[number])):
            places = [place for place in free[witness] if self._person(place) not in taken]
            if not places:
                return None
            chosen[witness] = int(self._random.choice(places))
            taken.add(self._person(chosen[witness]))
        return [chosen[witness] for witness in range(self._k)]

    def _candidates(self, mask: Mask, witness: int) -> list[int] | None:
        """Return the places of rows, of people whom no other witness holds, that extend a witness.

        None where the group, less a combination of others, is about fewer than k people.
        """
        coefficients = self._coefficients(mask, witness)
        left = np.flatnonzero((mask[self._rows] - coefficients @ self._matrix) % PRIME)
        places = self._few(left[self._free(self._rows[left], witness)])
        if len(places) == _ENOUGH:
            return [int(place) for place in places]
        rows = np.flatnonzero(self._residual(mask, coefficients))
        if not self._enough(rows):
            return None
        fresh = np.setdiff1d(rows, self._rows)
        first = len(self._rows)
        self._sample(self._few(fresh[self._free(fresh, witness)]))
        return [*places.tolist(), *range(first, len(self._rows))]

    def _few(self, places: Places) -> Places:
        return places if len(places) <= _ENOUGH else self._random.choice(places, _ENOUGH, replace=False)

    def _free(self, rows: Places, witness: int) -> Mask:
        """Return for each row whether its person is held by no other witness."""
        holder = self._holder[self._people[rows]]
        return np.asarray((holder == witness) | (holder == _NOBODY))

    def _person(self, place: int) -> int:
        return int(self._people[self._rows[place]])

    def _sample(self, rows: Places) -> None:
        """Add rows to those that are looked at."""
        seen = [self._unpacked(group)[rows] for group in self.groups]
        more = np.array(seen, dtype=np.float64).reshape(len(self.groups), len(rows))
        self._rows = np.concatenate((self._rows, rows))
        self._matrix = np.hstack((self._matrix, more))

    def _extend(self, mask: Mask, places: Sequence[int]) -> None:
        for witness, place in enumerate(places):
            old, seen = self._inverses[witness], self._matrix[:, place]
            row = self._coefficients(mask, witness)
            column = (old @ seen) % PRIME
            corner = inverse((float(mask[self._rows[place]]) - float(row @ seen % PRIME)) % PRIME)
            size = len(self.groups)
            new = np.empty((size + 1, size + 1))
            new[:size, :size] = (old + np.outer(column * corner % PRIME, row)) % PRIME
            new[:size, size] = -column * corner % PRIME
            new[size, :size] = -row * corner % PRIME
            new[size, size] = corner
            self._inverses[witness] = new
            self._sets[witness].append(place)
            self._holder[self._person(place)] = witness
        self._matrix = np.vstack((self._matrix, mask[self._rows].astype(np.float64)))
        self.groups.append(pack(mask))


def _told_apart(people: Places) -> Places:
    """Return the codes with one of its own for every row of nobody known, and above these of nobody who counts."""
    codes = people.astype(np.int64).copy()
    for rows in (people == _NOBODY, people < _NOBODY):
        codes[rows] = int(codes.max(initial=0)) + 1 + np.arange(int(rows.sum()))
    return codes
