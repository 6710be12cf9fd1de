"""Whether rows fall into groups, how many, and how far the answer holds; without groups none is told."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from tools.statistics.agreement import adjusted_rand
from tools.statistics.degrees import Degrees
from tools.statistics.latent_class import Codes, Mixture, Traits, fit

Verdict = Literal["groups", "unsure", "degrees", "none"]
MOST_GROUPS = 7
STABLE = 0.7
_NULLS = 12
_NULL_ROWS = 2000
_BEYOND_CHANCE, _BEYOND_DEGREES = 4.0, 3.0
_REFITS = 10
_AGAIN = 4
_LEAST_SHARE = 0.03
_WORSE = 2


@dataclass(frozen=True, slots=True)
class Check:
    """How much better groups explain the rows than none do (log-likelihood per row), beside the same for rows that
    have no groups, with the distance in standard deviations of the latter."""

    gain: float
    without: float
    distance: float

    def beyond(self, distance: float) -> bool:
        """Return whether the rows are more grouped than those without groups by so many standard deviations."""
        return self.distance > distance


@dataclass(frozen=True, slots=True)
class Grouped:
    """The answer: groups, or why there are none.

    `verdict` is "groups"; "unsure" where categories alone cannot tell groups from degrees; "degrees" where traits
    go together but in no groups; "none" where they do not go together more than chance. `shuffled` and `smooth`
    are the checks against shuffled columns and against a copula, `agreement` the adjusted Rand index of each
    refit to resampled rows with `labels`.
    """

    verdict: Verdict
    shuffled: Check
    smooth: Check | None = None
    mixture: Mixture | None = None
    labels: Codes | None = None
    agreement: tuple[float, ...] = ()

    @property
    def stability(self) -> float:
        """The mean agreement of the refits, 0 without groups."""
        return float(np.mean(self.agreement)) if self.agreement else 0.0


def grouped(traits: Traits, seed: int = 0, wanted: int | None = None, least: int = 30) -> Grouped:
    """Return the groups of the rows; `wanted` fixes their number, `least` is the fewest rows that make one.

    The number is the one with the lowest integrated completed likelihood among those whose groups come back when
    the model is refitted to resampled rows. Before any is told, the same fit has to gain more than on columns
    shuffled by themselves (traits that have nothing to do with each other), and than on rows drawn from a
    Gaussian copula (traits that go together by degrees).
    """
    generator = np.random.default_rng(seed)
    fits = _fits(traits, generator, wanted)
    order = sorted(fits, key=lambda mixture: mixture.icl(traits))
    several = [mixture for mixture in order if mixture.groups > 1]
    part = traits.taken(np.sort(generator.permutation(traits.rows)[:_NULL_ROWS]))
    best = several[0].groups
    gain = _gain(part, best, generator)
    shuffled = _check(gain, [_gain(part.shuffled(generator), best, generator) for _ in range(_NULLS)])
    if not shuffled.beyond(_BEYOND_CHANCE) or (order[0].groups == 1 and wanted is None):
        return Grouped("none", shuffled)
    copula = Degrees.of(part, generator)
    smooth = _check(gain, [_gain(copula.drawn(generator), best, generator) for _ in range(_NULLS)])
    separate = smooth.beyond(_BEYOND_DEGREES)
    tellable = traits.numbers.shape[1] >= 2
    if not separate and tellable and wanted is None:
        return Grouped("degrees", shuffled, smooth)
    chosen, labels, agreement = _stable(traits, several, generator, least, fixed=wanted is not None)
    verdict: Verdict = "groups" if separate else "degrees" if tellable else "unsure"
    return Grouped(verdict, shuffled, smooth, chosen, labels, agreement)


def _fits(traits: Traits, generator: np.random.Generator, wanted: int | None) -> list[Mixture]:
    """Return the fits to one group and more, until more are worse twice in a row."""
    one = fit(traits, 1, generator)
    if wanted is not None:
        return [one, fit(traits, wanted, generator)]
    found, best, worse = [one], np.inf, 0
    for groups in range(2, MOST_GROUPS + 1):
        found.append(fit(traits, groups, generator))
        icl = found[-1].icl(traits)
        worse = 0 if icl < best else worse + 1
        best = min(best, icl)
        if worse == _WORSE:
            break
    return found


def _gain(traits: Traits, groups: int, generator: np.random.Generator) -> float:
    several = fit(traits, groups, generator, starts=_AGAIN)
    return (several.likelihood - fit(traits, 1, generator).likelihood) / traits.rows


def _check(gain: float, without: list[float]) -> Check:
    spread = float(np.std(without, ddof=1))
    mean = float(np.mean(without))
    return Check(gain, mean, (gain - mean) / max(spread, 1e-9))


def _stable(
    traits: Traits, several: list[Mixture], generator: np.random.Generator, least: int, *, fixed: bool
) -> tuple[Mixture, Codes, tuple[float, ...]]:
    """Return the first of the fits whose groups are large enough and come back, else the one that does best."""
    tried: list[tuple[float, Mixture, Codes, tuple[float, ...]]] = []
    for mixture in several:
        labels = mixture.assigned(traits)
        smallest = np.bincount(labels, minlength=mixture.groups).min()
        if smallest < max(least, _LEAST_SHARE * traits.rows) and not fixed and mixture is not several[-1]:
            continue
        agreement = _agreement(traits, mixture, labels, generator)
        tried.append((float(np.mean(agreement)), mixture, labels, agreement))
        if tried[-1][0] >= STABLE:
            break
    _, mixture, labels, agreement = max(tried, key=lambda item: item[0])
    return mixture, labels, agreement


def _agreement(
    traits: Traits, mixture: Mixture, labels: Codes, generator: np.random.Generator
) -> tuple[float, ...]:
    """Return how far refits to rows drawn with replacement, laid over all rows, agree with the groups told."""
    found = []
    for _ in range(_REFITS):
        again = fit(
            traits.taken(generator.integers(0, traits.rows, traits.rows)), mixture.groups, generator, _AGAIN
        )
        found.append(adjusted_rand(labels, again.assigned(traits)))
    return tuple(found)
