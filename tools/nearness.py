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
_PRIME = 1_048_573
_MOST_PEOPLE = 1000
_LARGEST_K = 5  # at most four people in a combination: two pairs
_MULTIPLES = (1, 2, 3, pow(2, -1, _PRIME), pow(3, -1, _PRIME))  # the group's weight beside each person's
_PROJECTED = 3  # residues of 20 bits each: a false match in 10**5 searches, which withholds and never reveals


class Neighbourhood:
    """The vectors over people that no released group can see, and whether a further group may be released."""

    @staticmethod
    def fits(people: Keys, k: int) -> bool:
        """Return whether the search can be made: few people, one row each, and k at most 5."""
        return k <= _LARGEST_K and len(people) <= _MOST_PEOPLE and len(np.unique(people)) == len(people)

    def __init__(self, groups: Sequence[Mask], rows: int) -> None:
        self._unseen: Numbers = np.eye(rows)
        self._random = np.random.default_rng(rows)
        for group in groups:
            self.add(group)

    def add(self, group: Mask) -> None:
        """Leave only vectors that this group cannot see either."""
        seen = self.seen(group)
        told = np.flatnonzero(seen)
        if not len(told):
            return
        pivot = told[0]
        share = seen * float(pow(int(seen[pivot]), -1, _PRIME)) % _PRIME
        changed = (self._unseen - np.outer(self._unseen[:, pivot], share)) % _PRIME
        self._unseen = np.delete(changed, pivot, axis=1)

    def admits(self, group: Mask) -> bool:
        """Return whether the group, combined with the others, never leaves so few people."""
        mixing = self._random.integers(1, _PRIME, (self._unseen.shape[1], _PROJECTED + 1)).astype(np.float64)
        people = self._unseen @ mixing % _PRIME
        goal = self.seen(group) @ mixing % _PRIME
        across = (people[:, 1:] * goal[0] - people[:, :1] * goal[1:]) % _PRIME
        return not _parallel(across) and not _met(people[:, 1:], goal[1:])

    def seen(self, group: Mask) -> Numbers:
        """Return what each of the vectors says of the group: all zero when released groups tell it anyway."""
        return np.asarray(group.astype(np.float64) @ self._unseen % _PRIME)


def _parallel(vectors: Numbers) -> bool:
    """Return whether a vector is zero or a multiple of another."""
    if not vectors.any(axis=1).all():
        return True
    scaled = vectors * _inverses(vectors[:, :1]) % _PRIME
    return len(np.unique(_keys(scaled))) < len(scaled)


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
    sums = _sums(people)
    keys = np.sort(_keys(sums))
    for multiple in _MULTIPLES:
        wanted = _keys((goal * multiple - sums) % _PRIME)
        places = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
        if (keys[places] == wanted).any():
            return True
    return False


def _sums(people: Numbers) -> Numbers:
    """Return the vectors of nobody, of each person and of each two, added and subtracted."""
    one, other = np.triu_indices(len(people), 1)
    added, subtracted = people[one] + people[other], people[one] - people[other]
    return (
        np.concatenate((np.zeros((1, _PROJECTED)), people, -people, added, -added, subtracted, -subtracted))
        % _PRIME
    )


def _keys(vectors: Numbers) -> Keys:
    """Return one whole number per vector of residues."""
    whole = vectors.astype(np.int64)
    return np.asarray(whole[:, 0] + (whole[:, 1] << 20) + (whole[:, 2] << 40))
