"""Which groups are too near to a combination of others: an exact search for tables of few people.

Where witnesses (see `tools.differencing`) run out, as they must once there is more than one group for every k
people, this looks for what they rule out: a combination of groups in which one or two people remain with any
weights, or three or four, each counted once. Vectors orthogonal to all released groups turn the first into a
search for parallel vectors, and the second into one for equal sums of two people on both sides.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Mask = NDArray[np.bool_]
Numbers = NDArray[np.float64]
Keys = NDArray[np.int64]
Residues = NDArray[np.int32]
_PRIME = 1_048_573
_MOST_PEOPLE = 1000
_LARGEST_K = 5  # at most four people in a combination: two pairs
_MULTIPLES = (1, 2, 3, pow(2, -1, _PRIME), pow(3, -1, _PRIME))  # the group's weight beside each person's
_MARKS = 1 << 26
_PROJECTED = 3  # residues of 20 bits each: a false match in 10**5 searches, which withholds and never reveals


class Neighbourhood:
    """The vectors over people that no released group can see, and whether a further group may be released.

    The groups are kept solved for one person each (reduced row echelon form modulo the prime). Every other person
    gives one unseen vector: that person, less what the solved rows hold of it.
    """

    @staticmethod
    def fits(people: Keys, k: int) -> bool:
        """Return whether the search can be made: few people, one row each, and k at most 5."""
        return k <= _LARGEST_K and len(people) <= _MOST_PEOPLE and len(np.unique(people)) == len(people)

    def __init__(self, groups: Sequence[Mask], rows: int) -> None:
        self._solved: Numbers = np.zeros((0, rows))
        self._pivots: list[int] = []
        self._random = np.random.default_rng(rows)
        for group in groups:
            self.add(group)

    def add(self, group: Mask) -> None:
        """Leave only vectors that this group cannot see either."""
        left = self.seen(group)
        told = np.flatnonzero(left)
        if not len(told):
            return
        pivot = int(told[0])
        row = left * float(pow(int(left[pivot]), -1, _PRIME)) % _PRIME
        cleared = (self._solved - np.outer(self._solved[:, pivot], row)) % _PRIME
        self._solved = np.vstack((cleared, row))
        self._pivots.append(pivot)

    def admits(self, group: Mask) -> bool:
        """Return whether the group, combined with the others, never leaves so few people."""
        people = self._random.integers(1, _PRIME, (len(group), _PROJECTED + 1)).astype(np.float64)
        people[self._pivots] = 0
        people[self._pivots] = -(self._solved @ people) % _PRIME
        goal = group.astype(np.float64) @ people % _PRIME
        across = (people[:, 1:] * goal[0] - people[:, :1] * goal[1:]) % _PRIME
        return not _parallel(across) and not _met(people[:, 1:], goal[1:])

    def seen(self, group: Mask) -> Numbers:
        """Return what is left of the group beside those released: all zero when they tell it anyway."""
        return np.asarray((group - group[self._pivots].astype(np.float64) @ self._solved) % _PRIME)


def _parallel(vectors: Numbers) -> bool:
    """Return whether a vector is zero or a multiple of another."""
    if not vectors.any(axis=1).all():
        return True
    scaled = vectors * _inverses(vectors[:, :1]) % _PRIME
    return len(np.unique(_keys(scaled.T.astype(np.int32)))) < len(scaled)


def _inverses(numbers: Numbers) -> Numbers:
    """Return the inverses modulo the prime, by Fermat's little theorem; 0 for 0."""
    power, found, left = numbers, np.ones_like(numbers), _PRIME - 2
    while left:
        if left % 2:
            found = found * power % _PRIME
        power, left = power * power % _PRIME, left // 2
    return found


def _met(people: Numbers, goal: Numbers) -> bool:
    """Return whether up to four people, added and subtracted, make a multiple of the goal."""
    sums = _sums(people.T.astype(np.int32))
    keys = np.sort(_keys(sums))
    marked = np.zeros(_MARKS, dtype=bool)  # most of what is wanted is ruled out by its last bits
    marked[keys & (_MARKS - 1)] = True
    for multiple in _MULTIPLES:
        aim = (goal * multiple % _PRIME).astype(np.int32)
        wanted = _keys(_wrapped(aim[:, None] - sums))
        wanted = wanted[marked[wanted & (_MARKS - 1)]]
        places = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
        if (keys[places] == wanted).any():
            return True
    return False


def _sums(people: Residues) -> Residues:
    """Return, column by column, the vectors of nobody, of each person and of each two, added and subtracted."""
    one, other = np.triu_indices(people.shape[1], 1)
    added = _wrapped(people[:, one] + people[:, other] - _PRIME)
    subtracted = _wrapped(people[:, one] - people[:, other])
    half = np.hstack((people, added, subtracted))
    return np.hstack((np.zeros((_PROJECTED, 1), dtype=np.int32), half, _wrapped(-half)))


def _wrapped(numbers: Residues) -> Residues:
    """Return numbers from the negative prime up to below it as residues, changing them in place."""
    numbers += (numbers < 0) * np.int32(_PRIME)
    return numbers


def _keys(vectors: Residues) -> Keys:
    """Return one whole number per column of residues."""
    whole = vectors.astype(np.int64)
    return np.asarray(whole[0] + (whole[1] << 20) + (whole[2] << 40))
